"""Who cites whom among a survey's own papers, as lists of references tell it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

from site_builder.record.ordering import newest_first
from site_builder.record.types import (
    MOST_ITEMS,
    Date,
    Key,
    Record,
    Sources,
    at_most,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.record.models import Paper

MOST_CITING: Final = 20_000
"""Papers whose citations one file tells."""
AHEAD: Final = 1
"""Years by which a paper may be cited before its own: it was known as a manuscript."""

Keys = Annotated[tuple[Key, ...], at_most(MOST_ITEMS)]


class Citing(Record):
    """The papers of this survey that one of them cites."""

    paper: Key
    """The key of the paper that cites."""
    cites: Keys = ()
    """The keys of the papers here that stand in its list of references."""
    not_cited: Keys = ()
    """Keys of papers here that services find there and that do not stand there."""
    sources: Sources
    """Where the list of references was seen."""
    date: Date | None = None
    """The day on which it last told something new: 2026-11-23."""


class CitationsFile(Record):
    """The file citations.yaml."""

    citations: Annotated[tuple[Citing, ...], at_most(MOST_CITING)] = ()
    """The papers that cite others of this survey."""


@dataclass(frozen=True)
class Citations:
    """Who cites whom among the papers that there are."""

    cites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys of what a paper cites, the newest first; papers that cite none are left out."""
    cited_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys of those that cite a paper, the newest first; papers that none cites are left out."""
    entries: Mapping[str, Citing] = field(default_factory=dict)
    """What the file says of a paper, by its key."""

    def __bool__(self) -> bool:
        """Return whether any citation is known."""
        return bool(self.cites)

    def count(self, key: str) -> int:
        """Return how many papers here cite one."""
        return len(self.cited_by.get(key, ()))


def citations(entries: Iterable[Citing], papers: Mapping[str, Paper]) -> Citations:
    """Return the citations among some papers; nobody cites a paper twice, or itself.

    What leads to a paper that is not there is left out: the checks tell of it.
    """
    first: dict[str, Citing] = {}
    for entry in entries:
        if entry.paper in papers:
            first.setdefault(entry.paper, entry)
    place = {paper.key: number for number, paper in enumerate(newest_first(papers.values()))}
    cites: dict[str, tuple[str, ...]] = {}
    cited_by: dict[str, list[str]] = defaultdict(list)
    for key in sorted(first, key=place.__getitem__):
        wrong = {key, *first[key].not_cited}
        found = {other for other in first[key].cites if other in papers and other not in wrong}
        if found:
            cites[key] = tuple(sorted(found, key=place.__getitem__))
        for other in found:
            cited_by[other].append(key)
    return Citations(cites, {key: tuple(by) for key, by in cited_by.items()}, first)


def is_too_late(citing: Paper, cited: Paper) -> bool:
    """Return whether a paper is so much younger than another that this can hardly cite it.

    A paper's year is that of its publication, so the day of its preprint counts where it is known.
    """
    return first_year(cited) > citing.year + AHEAD


def first_year(paper: Paper) -> int:
    """Return the first year in which a paper is known to have been there."""
    submitted = [paper.submitted.year] if paper.submitted else []
    return min([paper.year, *submitted, *_listed(paper.arxiv_id or "")])


def _listed(arxiv_id: str) -> list[int]:
    """Return the year of an arXiv id of today's form, YYMM.NNNNN (since April 2007)."""
    return [2000 + int(arxiv_id[:2])] if arxiv_id[:4].isdigit() and arxiv_id[4:5] == "." else []
