"""What is missing where: by field, category and year, and where an hour of work pays most.

A paper's gap is the sum of the points of what it lacks. An hour's pay is the points that one person
adds in it, by the minutes that a field takes: see `FIELDS`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

from site_builder.coverage.fields import FIELDS, OF_RECORDS, SHOWN, Field, fields, find, short, slug
from site_builder.library import newest_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.models import Benchmark, Paper, Provenance, Venue
    from site_builder.record.results import ComparableSet
    from site_builder.record.taxonomy import Node

__all__ = [
    "FIELDS",
    "OF_RECORDS",
    "SHOWN",
    "Coverage",
    "Field",
    "Gap",
    "Lack",
    "State",
    "Tally",
    "fields",
    "find",
    "short",
    "slug",
]

K = TypeVar("K")

HOUR: Final = 60
"""Minutes."""
FEW: Final = 2
"""A category with so many papers or fewer says little of its subject."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A field, and the papers that lack it."""

    field: Field
    concerned: int
    """How many papers can have it."""
    missing: tuple[Paper, ...]
    """Newest first."""

    @property
    def has(self) -> int:
        """Count the papers that have it."""
        return self.concerned - len(self.missing)

    @property
    def an_hour(self) -> int:
        """Count the papers to which one person adds it in an hour."""
        minutes = self.field.minutes
        return min(len(self.missing), HOUR // minutes) if minutes else 0

    @property
    def pays(self) -> int:
        """Give the points that an hour of work on it is worth."""
        return self.field.points * self.an_hour


@dataclass(slots=True)
class Tally:
    """How many of some papers lack what."""

    papers: int = 0
    points: int = 0
    """The sum of their gaps."""
    missing: Counter[str] = field(default_factory=Counter)
    """Papers that lack a field, by its id."""
    concerned: Counter[str] = field(default_factory=Counter)
    """Papers that can have it."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What a paper can have and lacks; papers that are alike in this share one object."""

    can: tuple[str, ...]
    """Ids of the fields that concern it."""
    lacks: tuple[Field, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Lack:
    """A paper with what it lacks of what is worth points."""

    paper: Paper
    state: State

    @property
    def points(self) -> int:
        """Give the paper's gap."""
        return self.state.points

    @property
    def fields(self) -> tuple[Field, ...]:
        """List what it lacks."""
        return tuple(field for field in self.state.lacks if field.points)


@dataclass(frozen=True)
class Coverage:
    """What some papers of a survey have and lack."""

    library: Library
    papers: tuple[Paper, ...]
    """Newest first."""

    @classmethod
    def of(cls, library: Library, papers: Iterable[Paper] | None = None) -> Coverage:
        """Look at some papers, or at all."""
        chosen = library.papers.values() if papers is None else papers
        return cls(library, tuple(newest_first(chosen)))

    @cached_property
    def states(self) -> dict[str, State]:
        """Tell what each paper can have and lacks, by key."""
        known = fields(self.library)
        shared: dict[tuple[bool | None, ...], State] = {}
        found = {}
        for paper in self.papers:
            marks = tuple([field.is_missing(paper, self.library) for field in known])
            if marks not in shared:
                shared[marks] = _state(known, marks)
            found[paper.key] = shared[marks]
        return found

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Tell of each field who lacks it."""
        missing: dict[str, list[Paper]] = defaultdict(list)
        for paper in self.papers:
            for lack in self.states[paper.key].lacks:
                missing[lack.id].append(paper)
        can = Counter(name for state in self.states.values() for name in state.can)
        return tuple(Gap(f, can[f.id], tuple(missing[f.id])) for f in fields(self.library))

    @property
    def by_pay(self) -> list[Gap]:
        """List the gaps that work can fill, those first where an hour of it is worth most."""
        return sorted((gap for gap in self.gaps if gap.pays), key=lambda gap: -gap.pays)

    @cached_property
    def neediest(self) -> list[Lack]:
        """List the papers by their gaps, the largest first.

        Of equal ones those come first that the survey itself cites, then those that most other
        records relate to, then the newest.
        """
        lacks = (Lack(paper, self.states[paper.key]) for paper in self.papers)
        return sorted((lack for lack in lacks if lack.points), key=self._need)

    def _need(self, lack: Lack) -> tuple[int, bool, int, int, str]:
        paper = lack.paper
        related = len(self.library.relations_to.get(paper.key, ()))
        return -lack.points, not paper.in_survey, -related, -paper.year, paper.key

    @cached_property
    def by_category(self) -> dict[tuple[str, str], Tally]:
        """Count by facet id and category id; a category has the papers below it too."""
        return self._tallies(lambda paper: self.places[paper.key])

    @cached_property
    def by_year(self) -> dict[int, Tally]:
        """Count by year, the latest first."""
        return dict(sorted(self._tallies(lambda paper: (paper.year,)).items(), reverse=True))

    @cached_property
    def places(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Give facet id and category id of each category that a paper is in or below, by key."""
        nodes = self.library.taxonomy.nodes
        above = {
            (facet, name): [(facet, each.id) for each in (*node.ancestors, node.category)]
            for (facet, name), node in nodes.items()
        }
        return {
            paper.key: tuple(
                {
                    place: None
                    for facet, ids in paper.categories.items()
                    for category in ids
                    for place in above.get((facet, category), ())
                }
            )
            for paper in self.papers
        }

    def _tallies(self, places: Callable[[Paper], Iterable[K]]) -> dict[K, Tally]:
        """Count by place; of papers that are alike it is enough to know how many there are."""
        counts: dict[K, Counter[State]] = defaultdict(Counter)
        for paper in self.papers:
            state = self.states[paper.key]
            for place in places(paper):
                counts[place][state] += 1
        return {place: _tally(count) for place, count in counts.items()}

    def thin_categories(self) -> list[tuple[Node, int]]:
        """List the lowest categories that have few papers, with their number."""
        counted = (
            (node, tally.papers if (tally := self.by_category.get(place)) else 0)
            for place, node in self.library.taxonomy.nodes.items()
            if not node.category.children
        )
        return [(node, papers) for node, papers in counted if papers <= FEW]

    def unused_venues(self) -> list[Venue]:
        """List the venues of the registry at which no paper of the survey appeared."""
        used = self.library.by_venue
        return [venue for venue in self.library.venues.values() if venue.id not in used]

    def unsorted(self) -> tuple[Paper, ...]:
        """List the papers without any category."""
        return tuple(paper for paper in self.papers if not any(paper.categories.values()))

    @cached_property
    def provenance(self) -> dict[str, Counter[Provenance]]:
        """Count results by who reported them, by benchmark id."""
        found: dict[str, Counter[Provenance]] = defaultdict(Counter)
        for paper in self.papers:
            for result in paper.results:
                found[result.benchmark][result.provenance] += 1
        return dict(found)

    def lonely(self) -> Iterator[tuple[Benchmark, ComparableSet]]:
        """Yield the sets of results, comparable by their conditions, that one paper has alone."""
        keys = {paper.key for paper in self.papers}
        for benchmark in self.library.benchmarks.values():
            sets = self.library.comparable_sets(benchmark)
            for each in chain.from_iterable(sets[metric] for metric in benchmark.metrics):
                if each.is_ranked and each.papers == 1 and each.rows[0].paper.key in keys:
                    yield benchmark, each


def _state(known: tuple[Field, ...], marks: tuple[bool | None, ...]) -> State:
    pairs = list(zip(known, marks, strict=True))
    lacks = tuple(field for field, mark in pairs if mark)
    can = tuple(field.id for field, mark in pairs if mark is not None)
    return State(can, lacks, sum(field.points for field in lacks))


def _tally(count: Counter[State]) -> Tally:
    tally = Tally(count.total(), sum(state.points * papers for state, papers in count.items()))
    for state, papers in count.items():
        for lack in state.lacks:
            tally.missing[lack.id] += papers
        for name in state.can:
            tally.concerned[name] += papers
    return tally
