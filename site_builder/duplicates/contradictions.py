"""What shows two descriptions to be of two works, however equal their titles are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.record.kinds import EntryType
from site_builder.record.models import Salvaged
from site_builder.record.publication import BY_KIND, page_range
from site_builder.text.names import fold, title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.record.models import Paper, VenueKind

NUMBERED: Final = ("volume", "number", "pages")
"""What is told of one publication, and nothing of a preprint."""
EARLY: Final = frozenset({EntryType.PREPRINT, EntryType.REPORT, EntryType.WEBPAGE})
"""What a work may be before it is published, and elsewhere."""
NEVER_EARLY: Final = frozenset({EntryType.DATASET, EntryType.SOFTWARE})
"""What is another work than the paper about it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record or a draft says that another of the same work cannot contradict."""

    type: str = ""
    degree: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    booktitle: str = ""
    families: frozenset[str] = frozenset()
    """The authors' family names, folded."""

    @property
    def is_early(self) -> bool:
        """Whether it may be an early version of something."""
        return self.type in EARLY


def facts_of(paper: Paper | Salvaged, kinds: Mapping[str, VenueKind]) -> Facts:
    """Return what a record says, if it can be read; `kinds` are those of the venues."""
    if isinstance(paper, Salvaged):
        return Facts(families=folded(author.name.family for author in paper.authors))
    kind = kinds.get(paper.venue)
    return Facts(
        type=paper.type or (BY_KIND[kind] if kind else ""),
        degree=paper.degree or "",
        volume=paper.volume or "",
        number=paper.number or "",
        pages=paper.pages or "",
        booktitle=paper.booktitle or "",
        families=folded(author.name.family for author in paper.authors),
    )


def folded(families: Iterable[str]) -> frozenset[str]:
    """Fold family names to compare them."""
    return frozenset(fold(name) for name in families if name)


def contradiction(one: Facts, other: Facts) -> str:
    """Say by what two descriptions contradict each other; nothing where one work is possible."""
    early = one.is_early != other.is_early
    types = {one.type, other.type} - {""}
    if len(types) > 1 and not (early and not types & NEVER_EARLY) and not types <= EARLY:
        return f"one is {_article(one.type)}, the other {_article(other.type)}"
    if one.degree and other.degree and one.degree != other.degree:
        return f"one is {_article(one.degree)} thesis, the other {_article(other.degree)} one"
    for name in () if early else NUMBERED:
        ours, theirs = getattr(one, name), getattr(other, name)
        if ours and theirs and _normal(name, ours) != _normal(name, theirs):
            return f"the {name} is {ours} and {theirs}"
    if one.booktitle and other.booktitle and title_key(one.booktitle) != title_key(other.booktitle):
        return "they stand in two books"
    return ""


def _article(word: str) -> str:
    return f"{'an' if word[:1] in 'aeio' else 'a'} {word}"


def _normal(name: str, text: str) -> str:
    """Reduce a number to what counts: of pages the first, without letters' case and zeros."""
    first = page_range(text)[0] if name == "pages" else text
    return re.sub(r"(?<!\d)0+(?=\d)", "", fold(first)).replace(" ", "").strip(".")
