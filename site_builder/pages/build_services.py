"""What a build lends to the pages: nothing of it changes what they say."""

from __future__ import annotations

from dataclasses import dataclass, field

from site_builder.pages.texts import Shelf


@dataclass(frozen=True, slots=True)
class BuildServices:
    """How pages are made; without any of it they are the same, and later."""

    shelf: Shelf = field(default_factory=Shelf)
    """Papers' texts from earlier builds."""
    may_fork: bool = False
    """Whether a second process may make pages while this one is busy with others."""
    first: frozenset[str] = frozenset()
    """Keys of the papers whose pages are wanted before all others."""
