"""Two entries of one paper taken together, and what that changes."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final

from site_builder.problems import printable
from site_builder.sources.draft import Draft

GAINED: Final = (
    *("volume", "number", "pages", "month", "arxiv_id", "arxiv_class", "doi", "abstract"),
    *("degree", "booktitle", "series"),
)
"""Fields that a record may gain from a file; what it says already is never changed."""
NOT_FILLED: Final = frozenset({"source", "line", "name", "unread", "seen"})
"""What a draft says of itself."""
SHOWN: Final = frozenset({*GAINED, "title", "type", "degree", "year", "venues", "links", "status"})
"""Fields that are told where a draft takes them from another."""


def united(first: Draft, other: Draft, other_is_published: bool) -> Draft:  # noqa: FBT001
    """Make one draft of two of the same paper; what is published says where, and when."""
    if not other_is_published:
        return filled(first, other)
    whole = filled(other, first)
    if len(first.authors) == len(other.authors) and _letters(first) > _letters(other):
        whole = replace(whole, authors=first.authors)  # given names spelled out
    return replace(whole, source=first.source, line=first.line, name=first.name, seen=first.seen)


def _letters(draft: Draft) -> int:
    return sum(len(part) for person in draft.authors for part in person.values())


def changes(first: Draft, whole: Draft) -> str:
    """Say in which fields a draft has changed, and to what."""
    found = (
        (item.name, getattr(whole, item.name))
        for item in fields(Draft)
        if item.name not in NOT_FILLED and getattr(whole, item.name) != getattr(first, item.name)
    )
    return ", ".join(f"{name}: {brief(value)}" for name, value in found if name in SHOWN)


def filled(first: Draft, other: Draft) -> Draft:
    """Fill what one draft leaves empty with what another says."""
    gains = {
        item.name: getattr(other, item.name)
        for item in fields(Draft)
        if item.name not in NOT_FILLED
        if getattr(first, item.name) in ("", None, (), {})
    }
    return replace(first, **gains)


def brief(value: object) -> str:
    """Return a field's value as a message tells it, of a list the first."""
    if isinstance(value, dict):
        value = "; ".join(f"{name} {said}" for name, said in value.items())
    text = str(value[0]) if isinstance(value, tuple) and value else str(value)
    return printable(text, 60)
