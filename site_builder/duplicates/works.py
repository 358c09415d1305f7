"""Records of the same work: by identifiers, and by nearly equal titles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from site_builder.duplicates.titles import ALIKE, RARE_WORDS, YEARS_APART, comparison_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper, Salvaged

SHOWN: Final = {"arxiv_id": "arXiv id", "doi": "DOI"}
MOST_SHARED: Final = 500
"""Titles with one word that are compared at most; of more, the first ones."""


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
    by_word: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Keys by the words of titles."""
    titles: dict[str, str] = field(default_factory=dict)
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
        title = comparison_key(paper.title)
        self.titles[paper.key] = title
        self.papers[paper.key] = paper
        for word in set(title.split("-")):
            self.by_word[word].append(paper.key)

    def find(self, title: str, year: int | None, arxiv_id: str, doi: str) -> Duplicate | None:
        """Return the record of the same paper, or None.

        Equal ids count first, then a nearly equal title within `YEARS_APART` years.
        """
        ids = {"arxiv_id": arxiv_id.lower(), "doi": doi.lower()}
        for name, value in ids.items():
            if value and (paper := self.by_id.get((name, value))):
                return Duplicate(paper, f"it has the same {SHOWN[name]}, {value}", certain=True)
        return self._alike(comparison_key(title), year, ids)

    def _alike(self, title: str, year: int | None, ids: Mapping[str, str]) -> Duplicate | None:
        near = {
            key: self.titles[key]
            for key in sorted(self._candidates(title))
            if _near_in_time(self.papers[key].year, year)
            if not _ids_differ(self.papers[key], ids)
        }
        best = process.extractOne(title, near, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best is None:
            return None
        return Duplicate(
            self.papers[best[2]], f"its title is {best[1]:.0f} % the same", certain=False
        )

    def _candidates(self, title: str) -> set[str]:
        """Return keys of titles that share a rare word; an edit rarely hits all of these."""
        words = sorted(set(title.split("-")), key=lambda w: (len(self.by_word.get(w, ())), w))
        known = [word for word in words if word in self.by_word][:RARE_WORDS]
        return {candidate for word in known for candidate in self.by_word[word][:MOST_SHARED]}


def _near_in_time(one: int | None, other: int | None) -> bool:
    """Return whether two years may be of one paper; one that is not known may be any."""
    return one is None or other is None or abs(one - other) <= YEARS_APART


def _ids_differ(paper: Paper | Salvaged, ids: Mapping[str, str]) -> bool:
    """Return whether ids of a kind differ, which shows two papers to be different."""
    pairs = ((getattr(paper, name), value) for name, value in ids.items())
    return any(ours and theirs and ours.lower() != theirs for ours, theirs in pairs)
