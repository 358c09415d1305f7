"""Records of the same work: by identifiers, and by nearly equal titles."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from site_builder.duplicates.index import ALIKE, TitleIndex, comparable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper

SHOWN: Final = {"arxiv_id": "arXiv id", "doi": "DOI"}


@dataclass(frozen=True, slots=True)
class Double:
    """A record that may be of the same paper."""

    paper: Paper
    why: str
    certain: bool
    """Whether an identifier says so, and not the title alone."""


@dataclass
class Doubles:
    """Finds records of the same paper among those there are and those added on the way."""

    by_id: dict[tuple[str, str], Paper] = field(default_factory=dict)
    index: TitleIndex = field(default_factory=TitleIndex)
    papers: dict[str, Paper] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library) -> Doubles:
        """Index a survey's papers, with what could be read of broken records."""
        doubles = cls()
        for paper in library.records():
            doubles.add(paper)
        return doubles

    def add(self, paper: Paper) -> None:
        """Remember a paper."""
        for name in ("arxiv_id", "doi"):
            if value := getattr(paper, name):
                self.by_id.setdefault((name, value.lower()), paper)
        self.papers[paper.key] = paper
        self.index.add(comparable(paper.title), paper.year, paper.key)

    def find(self, title: str, year: int | None, arxiv_id: str, doi: str) -> Double | None:
        """Find the record of a paper: by its ids, then by a nearly equal title within a year."""
        ids = {"arxiv_id": arxiv_id.lower(), "doi": doi.lower()}
        for name, value in ids.items():
            if value and (paper := self.by_id.get((name, value))):
                return Double(paper, f"it has the same {SHOWN[name]}, {value}", certain=True)
        return self._alike(comparable(title), year, ids)

    def _alike(self, title: str, year: int | None, ids: Mapping[str, str]) -> Double | None:
        near = {
            key: found
            for found, _, key in sorted(self.index.candidates(title, year), key=itemgetter(2, 0))
            if not _told_apart(self.papers[key], ids)
        }
        best = process.extractOne(title, near, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best is None:
            return None
        return Double(self.papers[best[2]], f"its title is {best[1]:.0f} % the same", certain=False)


def _told_apart(paper: Paper, ids: Mapping[str, str]) -> bool:
    """Tell whether ids show two papers to be different: each paper has one of a kind."""
    pairs = ((getattr(paper, name), value) for name, value in ids.items())
    return any(ours and theirs and ours.lower() != theirs for ours, theirs in pairs)
