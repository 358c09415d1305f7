"""Records of the same work: by identifiers, and by nearly equal titles."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from site_builder.duplicates.index import ALIKE, TitleIndex, comparison_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper, Salvaged

SHOWN: Final = {"arxiv_id": "arXiv id", "doi": "DOI"}


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A record that is, or may be, of the same paper."""

    paper: Paper | Salvaged
    why: str
    certain: bool
    """Whether an identifier is the same, and not the title alone."""


@dataclass
class DuplicateIndex:
    """An index to find records of the same paper by identifier and by title."""

    by_id: dict[tuple[str, str], Paper | Salvaged] = field(default_factory=dict)
    index: TitleIndex = field(default_factory=TitleIndex)
    papers: dict[str, Paper | Salvaged] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library) -> DuplicateIndex:
        """Return an index of a survey's papers, with what could be read of broken records."""
        doubles = cls()
        for paper in library.records():
            doubles.add(paper)
        return doubles

    def add(self, paper: Paper | Salvaged) -> None:
        """Add a paper to the index."""
        for name in ("arxiv_id", "doi"):
            if value := getattr(paper, name):
                self.by_id.setdefault((name, value.lower()), paper)
        if paper.title is None:
            return
        self.papers[paper.key] = paper
        self.index.add(comparison_key(paper.title), paper.year, paper.key)

    def find(self, title: str, year: int | None, arxiv_id: str, doi: str) -> Duplicate | None:
        """Return the record of the same paper, or None.

        Equal ids count first, then a nearly equal title within `YEARS_APART` years (`index`).
        """
        ids = {"arxiv_id": arxiv_id.lower(), "doi": doi.lower()}
        for name, value in ids.items():
            if value and (paper := self.by_id.get((name, value))):
                return Duplicate(paper, f"it has the same {SHOWN[name]}, {value}", certain=True)
        return self._alike(comparison_key(title), year, ids)

    def _alike(self, title: str, year: int | None, ids: Mapping[str, str]) -> Duplicate | None:
        near = {
            key: found
            for found, _, key in sorted(self.index.candidates(title, year), key=itemgetter(2, 0))
            if not _ids_differ(self.papers[key], ids)
        }
        best = process.extractOne(title, near, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best is None:
            return None
        return Duplicate(
            self.papers[best[2]], f"its title is {best[1]:.0f} % the same", certain=False
        )


def _ids_differ(paper: Paper | Salvaged, ids: Mapping[str, str]) -> bool:
    """Return whether ids of a kind differ, which shows two papers to be different."""
    pairs = ((getattr(paper, name), value) for name, value in ids.items())
    return any(ours and theirs and ours.lower() != theirs for ours, theirs in pairs)
