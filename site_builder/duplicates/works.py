"""Records of the same work: by identifiers, and by nearly equal titles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from site_builder.duplicates.titles import ALIKE, RARE_WORDS, YEARS_APART, comparable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper, Salvaged

SHOWN: Final = {"arxiv_id": "arXiv id", "doi": "DOI"}
MOST_SHARED: Final = 500
"""A word that more titles than this share is looked at for the first of them alone."""


@dataclass(frozen=True, slots=True)
class Double:
    """A record that may be of the same paper."""

    paper: Paper | Salvaged
    why: str
    certain: bool
    """Whether an identifier says so, and not the title alone."""


@dataclass
class Doubles:
    """Finds records of the same paper among those there are and those added on the way."""

    by_id: dict[tuple[str, str], Paper | Salvaged] = field(default_factory=dict)
    by_word: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Keys by the words of titles."""
    titles: dict[str, str] = field(default_factory=dict)
    papers: dict[str, Paper | Salvaged] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library) -> Doubles:
        """Index a survey's papers, with what could be read of broken records."""
        doubles = cls()
        for paper in library.records():
            doubles.add(paper)
        return doubles

    def add(self, paper: Paper | Salvaged) -> None:
        """Remember a paper."""
        for name in ("arxiv_id", "doi"):
            if value := getattr(paper, name):
                self.by_id.setdefault((name, value.lower()), paper)
        if paper.title is None:
            return
        title = comparable(paper.title)
        self.titles[paper.key] = title
        self.papers[paper.key] = paper
        for word in set(title.split("-")):
            self.by_word[word].append(paper.key)

    def find(self, title: str, year: int | None, arxiv_id: str, doi: str) -> Double | None:
        """Find the record of a paper: by its ids, then by a nearly equal title within a year."""
        ids = {"arxiv_id": arxiv_id.lower(), "doi": doi.lower()}
        for name, value in ids.items():
            if value and (paper := self.by_id.get((name, value))):
                return Double(paper, f"it has the same {SHOWN[name]}, {value}", certain=True)
        return self._alike(comparable(title), year, ids)

    def _alike(self, title: str, year: int | None, ids: Mapping[str, str]) -> Double | None:
        near = {
            key: self.titles[key]
            for key in sorted(self._candidates(title))
            if _near_in_time(self.papers[key].year, year)
            if not _told_apart(self.papers[key], ids)
        }
        best = process.extractOne(title, near, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best is None:
            return None
        return Double(self.papers[best[2]], f"its title is {best[1]:.0f} % the same", certain=False)

    def _candidates(self, title: str) -> set[str]:
        """Find titles that share one of the rarest words; an edit rarely hits all of them."""
        words = sorted(set(title.split("-")), key=lambda w: (len(self.by_word.get(w, ())), w))
        known = [word for word in words if word in self.by_word][:RARE_WORDS]
        return {candidate for word in known for candidate in self.by_word[word][:MOST_SHARED]}


def _near_in_time(one: int | None, other: int | None) -> bool:
    """Whether two years may be of one paper; one that is not known may be any."""
    return one is None or other is None or abs(one - other) <= YEARS_APART


def _told_apart(paper: Paper | Salvaged, ids: Mapping[str, str]) -> bool:
    """Tell whether ids show two papers to be different: each paper has one of a kind."""
    pairs = ((getattr(paper, name), value) for name, value in ids.items())
    return any(ours and theirs and ours.lower() != theirs for ours, theirs in pairs)
