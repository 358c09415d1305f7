"""Records of the same work: by identifiers, and by nearly equal titles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from site_builder.duplicates.contradictions import Facts, contradiction, facts_of
from site_builder.duplicates.index import ALIKE, YEARS_APART, TitleIndex, comparison_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper, Salvaged, VenueKind

SHOWN: Final = {"arxiv_id": "arXiv id", "doi": "DOI"}
PAIR_YEARS: Final = 5
"""Years between a preprint and its publication of the very same title and authors."""
NO_FACTS: Final = Facts()


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
    titles: dict[str, str] = field(default_factory=dict)
    by_title: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Keys by whole titles."""
    kinds: Mapping[str, VenueKind] = field(default_factory=dict)
    """What kind of venue each id is; without it nothing is known of papers that say no type."""

    @classmethod
    def of(cls, library: Library) -> DuplicateIndex:
        """Return an index of a survey's papers, with what could be read of broken records."""
        doubles = cls(kinds={venue.id: venue.kind for venue in library.venue_entries})
        for paper in library.records():
            doubles.add(paper)
        return doubles

    def add(self, paper: Paper | Salvaged) -> None:
        """Add a paper to the index."""
        for name in ("arxiv_id", "doi"):
            if value := getattr(paper, name):
                self.by_id.setdefault((name, value.lower()), paper)
        self.papers[paper.key] = paper
        if paper.title is None:
            return
        title = comparison_key(paper.title)
        self.titles[paper.key] = title
        if paper.key not in self.by_title[title]:
            self.by_title[title].append(paper.key)
        self.index.add(title, paper.year, paper.key)

    def has(self, title: str, arxiv_id: str, doi: str) -> bool:
        """Tell whether a record has an identifier or the very title."""
        ids = ("arxiv_id", arxiv_id.lower()), ("doi", doi.lower())
        return any(each in self.by_id for each in ids) or comparison_key(title) in self.by_title

    def find(
        self,
        title: str,
        year: int | None,
        arxiv_id: str,
        doi: str,
        facts: Facts = NO_FACTS,
    ) -> Duplicate | None:
        """Return the record of the same paper, or None: by its ids, then by a nearly equal title.

        A preprint and its publication may be some years apart, where titles are equal and an author
        is the same. What contradicts the record is another work.
        """
        ids = {"arxiv_id": arxiv_id.lower(), "doi": doi.lower()}
        for name, value in ids.items():
            if value and (paper := self.by_id.get((name, value))):
                return self._of_id(paper, title, f"it has the same {SHOWN[name]}, {value}", facts)
        return self._alike(comparison_key(title), year, ids, facts)

    def _of_id(self, paper: Paper | Salvaged, title: str, why: str, facts: Facts) -> Duplicate:
        """Doubt an id where titles and facts are others: chapters often bear their book's DOI."""
        against = contradiction(facts_of(paper, self.kinds), facts)
        known = self.titles.get(paper.key, "")
        unlike = title and known and fuzz.ratio(comparison_key(title), known) < ALIKE
        if against and unlike:
            return Duplicate(paper, f"{why}, and another title, and {against}", certain=False)
        return Duplicate(paper, why, certain=True)

    def namesake(self, title: str, facts: Facts) -> tuple[Paper | Salvaged, str] | None:
        """Return a record of the same title that is another work, and what shows it."""
        for key in self.by_title.get(comparison_key(title), ()):
            if why := contradiction(facts_of(self.papers[key], self.kinds), facts):
                return self.papers[key], why
        return None

    def _alike(
        self, title: str, year: int | None, ids: Mapping[str, str], facts: Facts
    ) -> Duplicate | None:
        near = {key: found for found, _, key in self.index.candidates(title)}
        hits = process.extract(title, near, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        for _, alike, key in sorted(hits, key=lambda hit: (-hit[1], hit[2])):
            paper = self.papers[key]
            is_other = _ids_differ(paper, ids) or not self._near(key, title, year, facts)
            if not (is_other or contradiction(facts_of(paper, self.kinds), facts)):
                return Duplicate(paper, f"its title is {alike:.0f} % the same", certain=False)
        return None

    def _near(self, key: str, title: str, year: int | None, facts: Facts) -> bool:
        """Return whether years allow a record to be of the same work; an unknown one does."""
        known = self.papers[key].year
        apart = 0 if year is None or known is None else abs(known - year)
        if apart <= YEARS_APART:
            return True
        ours = facts_of(self.papers[key], self.kinds)
        is_pair = ours.is_early != facts.is_early and bool(ours.families & facts.families)
        return is_pair and apart <= PAIR_YEARS and self.titles[key] == title


def _ids_differ(paper: Paper | Salvaged, ids: Mapping[str, str]) -> bool:
    """Return whether ids of a kind differ, which shows two papers to be different."""
    pairs = ((getattr(paper, name), value) for name, value in ids.items())
    return any(ours and theirs and ours.lower() != theirs for ours, theirs in pairs)
