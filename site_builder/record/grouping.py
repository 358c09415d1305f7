"""Papers by the values of a survey's own field; spellings that count as one stand together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.record.fields import DeclaredField, FieldType, Value
from site_builder.text.names import fold, value_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.record.models import Paper

DIGITS: Final = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """A value of a field with the papers that have it."""

    slug: str
    """The value as addresses write it."""
    title: str
    """Its commonest spelling."""
    papers: tuple[Paper, ...]


def slugs(field: DeclaredField, value: Value | None) -> tuple[str, ...]:
    """Return a paper's values of a field as addresses write them, each once."""
    return tuple(dict.fromkeys(map(value_slug, field.texts(value))))


def by_value(field: DeclaredField, papers: Iterable[Paper]) -> dict[str, ValueGroup]:
    """Group papers by the values of a field; those that have none are left out.

    A choice keeps the order of fields.yaml; other values are in alphabetical order, numbers in it
    by what they count.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    found: dict[str, dict[str, Paper]] = defaultdict(dict)
    for paper in papers:
        for text in field.texts(paper.extra.get(field.id)):
            slug = value_slug(text)
            spellings[slug][text] += 1
            found[slug][paper.key] = paper
    titles = {slug: _commonest(counts) for slug, counts in spellings.items()}
    order = sorted(found, key=lambda slug: (_rank(field, titles[slug]), slug))
    return {slug: ValueGroup(slug, titles[slug], tuple(found[slug].values())) for slug in order}


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda text: (-counts[text], text))


def _rank(field: DeclaredField, title: str) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    if field.type is FieldType.CHOICE and title in (known := field.values or ()):
        return known.index(title), ()
    if field.type is FieldType.BOOLEAN:
        return int(title == "no"), ()
    return 0, natural(title)


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return what orders texts as people do: 3.2 before 3.10, without case or accents."""
    parts = DIGITS.split(fold(text))
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)
