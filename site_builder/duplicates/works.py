"""Records of the same work: by identifiers, and by nearly equal titles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from site_builder.duplicates.contradictions import Facts, contradiction, facts_of
from site_builder.duplicates.titles import ALIKE, RARE_WORDS, YEARS_APART, comparable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper, VenueKind

SHOWN: Final = {"arxiv_id": "arXiv id", "doi": "DOI"}
PAIR_YEARS: Final = 5
"""Years between a preprint and its publication of the very same title and authors."""
NO_FACTS: Final = Facts()
MOST_SHARED: Final = 500
"""A word that more titles than this share is looked at for the first of them alone."""


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
    by_word: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Keys by the words of titles."""
    titles: dict[str, str] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    by_title: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Keys by whole titles."""
    kinds: Mapping[str, VenueKind] = field(default_factory=dict)
    """What kind of venue each id is; without it nothing is known of papers that say no type."""

    @classmethod
    def of(cls, library: Library) -> Doubles:
        """Index a survey's papers, with what could be read of broken records."""
        doubles = cls(kinds={venue.id: venue.kind for venue in library.venue_entries})
        for paper in library.records():
            doubles.add(paper)
        return doubles

    def add(self, paper: Paper) -> None:
        """Remember a paper."""
        for name in ("arxiv_id", "doi"):
            if value := getattr(paper, name):
                self.by_id.setdefault((name, value.lower()), paper)
        title = comparable(paper.title)
        self.titles[paper.key] = title
        if paper.key not in self.by_title[title]:
            self.by_title[title].append(paper.key)
        self.papers[paper.key] = paper
        for word in set(title.split("-")):
            self.by_word[word].append(paper.key)

    def find(
        self,
        title: str,
        year: int | None,
        arxiv_id: str,
        doi: str,
        facts: Facts = NO_FACTS,
    ) -> Double | None:
        """Find the record of a paper: by its ids, then by a nearly equal title within a year.

        A preprint and its publication may be some years apart, where titles are equal and an author
        is the same. What contradicts the record is another work.
        """
        ids = {"arxiv_id": arxiv_id.lower(), "doi": doi.lower()}
        for name, value in ids.items():
            if value and (paper := self.by_id.get((name, value))):
                return self._of_id(paper, title, f"it has the same {SHOWN[name]}, {value}", facts)
        return self._alike(comparable(title), year, ids, facts)

    def _of_id(self, paper: Paper, title: str, why: str, facts: Facts) -> Double:
        """Doubt an id where titles and facts are others: chapters often bear their book's DOI."""
        against = contradiction(facts_of(paper, self.kinds), facts)
        unlike = title and fuzz.ratio(comparable(title), self.titles[paper.key]) < ALIKE
        if against and unlike:
            return Double(paper, f"{why}, and another title, and {against}", certain=False)
        return Double(paper, why, certain=True)

    def namesake(self, title: str, facts: Facts) -> tuple[Paper, str] | None:
        """Find a record of the same title that is another work, and say what shows it."""
        for key in self.by_title.get(comparable(title), ()):
            if why := contradiction(facts_of(self.papers[key], self.kinds), facts):
                return self.papers[key], why
        return None

    def _alike(
        self, title: str, year: int | None, ids: Mapping[str, str], facts: Facts
    ) -> Double | None:
        near = {key: self.titles[key] for key in sorted(self._candidates(title))}
        hits = process.extract(title, near, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        for _, alike, key in sorted(hits, key=lambda hit: (-hit[1], hit[2])):
            paper = self.papers[key]
            is_other = _told_apart(paper, ids) or not self._near(key, title, year, facts)
            if not (is_other or contradiction(facts_of(paper, self.kinds), facts)):
                return Double(paper, f"its title is {alike:.0f} % the same", certain=False)
        return None

    def _near(self, key: str, title: str, year: int | None, facts: Facts) -> bool:
        """Tell whether years allow a record to be of the same work."""
        apart = 0 if year is None else abs(self.papers[key].year - year)
        if apart <= YEARS_APART:
            return True
        ours = facts_of(self.papers[key], self.kinds)
        is_pair = ours.is_early != facts.is_early and bool(ours.families & facts.families)
        return is_pair and apart <= PAIR_YEARS and self.titles[key] == title

    def _candidates(self, title: str) -> set[str]:
        """Find titles that share one of the rarest words; an edit rarely hits all of them."""
        words = sorted(set(title.split("-")), key=lambda w: (len(self.by_word.get(w, ())), w))
        known = [word for word in words if word in self.by_word][:RARE_WORDS]
        return {candidate for word in known for candidate in self.by_word[word][:MOST_SHARED]}


def _told_apart(paper: Paper, ids: Mapping[str, str]) -> bool:
    """Tell whether ids show two papers to be different: each paper has one of a kind."""
    pairs = ((getattr(paper, name), value) for name, value in ids.items())
    return any(ours and theirs and ours.lower() != theirs for ours, theirs in pairs)
