"""What a build lends to the pages: nothing of it changes what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.pages.texts import Shelf

if TYPE_CHECKING:
    from site_builder.pages.kept_texts import KeptTexts
    from site_builder.related.words import SpelledTexts


@dataclass(frozen=True, slots=True)
class BuildServices:
    """How pages are made; without any of it they are the same, and later."""

    shelf: Shelf = field(default_factory=Shelf)
    """Papers' texts from earlier builds."""
    kept: KeptTexts | None = None
    """Where papers' texts wait for the lists that are made of them."""
    spelled: SpelledTexts | None = None
    """The words of papers' texts, from earlier builds."""
