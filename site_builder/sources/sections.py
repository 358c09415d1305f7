"""Sections of journals that stand in the volume: Phys. Rev. with volume D98 is Phys. Rev. D 98."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from site_builder.problems import quoted
from site_builder.record.models import VenueKind
from site_builder.sources.venues import is_meeting

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.sources.draft import Draft

LETTERED: Final = re.compile(r"([A-HX])\s?(\d{1,4})")
"""A section's letter before the number, as INSPIRE wrote volumes; S begins those of supplements."""
ENDS_IN_SECTION: Final = re.compile(r"[.\s]([A-HX])$")


def told_apart(draft: Draft, is_known: Callable[[str], bool]) -> Draft:
    """Move a section's letter from the volume to the journal's name, and say so.

    A journal that the survey has under the name as it stands (`is_known`) numbers its volumes so.
    """
    found = LETTERED.fullmatch(draft.volume)
    name = draft.venues[0] if draft.venues else ""
    if not found or draft.kind is not VenueKind.JOURNAL or is_known(name):
        return draft
    if len(re.findall(r"[^\W\d_]+", name)) < 2 or is_meeting(name):  # noqa: PLR2004 (Nature has no sections)
        return draft
    letter, number = found.groups()
    own = ENDS_IN_SECTION.search(name)
    if own and own[1] != letter:
        return draft
    whole = name if own else f"{name} {letter}"
    words = f"volume {quoted(draft.volume)} was read as volume {number} of {quoted(whole)}"
    return replace(draft, venues=(whole,), volume=number).with_unread(words)
