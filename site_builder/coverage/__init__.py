"""Coverage: which fields are missing, by field, paper, category and year.

Every field has a weight in points and an effort in minutes: see `FIELDS`. A paper's missing points
are the sum of the weights of the fields that it lacks. Fields are ordered by the points that one
person adds in an hour, papers by their missing points.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

from site_builder.coverage.fields import (
    FIELDS,
    OF_RECORDS,
    PREFIXES,
    Field,
    fields,
    find,
    short,
    shown,
    slug,
)
from site_builder.record.ordering import newest_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.models import Benchmark, Paper, Provenance, Venue
    from site_builder.record.results import ComparableSet
    from site_builder.record.taxonomy import Node

__all__ = [
    "FIELDS",
    "OF_RECORDS",
    "PREFIXES",
    "Completeness",
    "Coverage",
    "CoverageCounts",
    "Field",
    "FieldCoverage",
    "MissingFields",
    "fields",
    "find",
    "short",
    "shown",
    "slug",
]

K = TypeVar("K")

MINUTES_PER_HOUR: Final = 60
FEW_PAPERS: Final = 2
"""Papers up to which a category counts as small."""


@dataclass(frozen=True, slots=True)
class FieldCoverage:
    """A field with the papers that lack it."""

    field: Field
    eligible: int
    """Number of papers that can have it."""
    missing: tuple[Paper, ...]
    """Newest first."""

    @property
    def present(self) -> int:
        """Number of papers that have it."""
        return self.eligible - len(self.missing)

    @property
    def papers_per_hour(self) -> int:
        """Number of papers to which one person adds it in an hour, at most those that lack it."""
        minutes = self.field.minutes
        return min(len(self.missing), MINUTES_PER_HOUR // minutes) if minutes else 0

    @property
    def points_per_hour(self) -> int:
        """Points that one person adds in an hour of work on this field."""
        return self.field.points * self.papers_per_hour


@dataclass(slots=True)
class CoverageCounts:
    """Counts of a group of papers: how many lack which field."""

    papers: int = 0
    points: int = 0
    """Sum of their missing points."""
    missing: Counter[str] = field(default_factory=Counter)
    """Number of papers that lack a field, by its id."""
    eligible: Counter[str] = field(default_factory=Counter)
    """Number of papers that can have a field, by its id."""


@dataclass(frozen=True, slots=True, eq=False)
class Completeness:
    """Which fields a paper can have and lacks; papers with the same ones share one object."""

    eligible: tuple[str, ...]
    """Ids of the fields that the paper can have."""
    missing: tuple[Field, ...]
    points: int


@dataclass(frozen=True, slots=True)
class MissingFields:
    """A paper with the fields that it lacks, as far as they are worth points."""

    paper: Paper
    state: Completeness

    @property
    def points(self) -> int:
        """Sum of the points of the missing fields."""
        return self.state.points

    @property
    def fields(self) -> tuple[Field, ...]:
        """Missing fields that are worth points."""
        return tuple(field for field in self.state.missing if field.points)


@dataclass(frozen=True)
class Coverage:
    """Which fields some papers of a survey have and lack."""

    library: Library
    papers: tuple[Paper, ...]
    """Newest first."""

    @classmethod
    def of(cls, library: Library, papers: Iterable[Paper] | None = None) -> Coverage:
        """Return the coverage of some papers, by default of all in the library."""
        chosen = library.papers.values() if papers is None else papers
        return cls(library, tuple(newest_first(chosen)))

    @cached_property
    def completeness(self) -> dict[str, Completeness]:
        """Completeness of each paper, by key."""
        known = fields(self.library)
        shared: dict[tuple[bool | None, ...], Completeness] = {}
        found = {}
        for paper in self.papers:
            marks = tuple([field.is_missing(paper, self.library) for field in known])
            if marks not in shared:
                shared[marks] = _completeness(known, marks)
            found[paper.key] = shared[marks]
        return found

    @cached_property
    def by_field(self) -> tuple[FieldCoverage, ...]:
        """Each field of the survey with the papers that lack it, in the order of `fields`."""
        missing: dict[str, list[Paper]] = defaultdict(list)
        for paper in self.papers:
            for lack in self.completeness[paper.key].missing:
                missing[lack.id].append(paper)
        can = Counter(name for state in self.completeness.values() for name in state.eligible)
        return tuple(
            FieldCoverage(f, can[f.id], tuple(missing[f.id])) for f in fields(self.library)
        )

    @property
    def by_points_per_hour(self) -> list[FieldCoverage]:
        """Fields that work can fill in, by points per hour, highest first."""
        return sorted(
            (gap for gap in self.by_field if gap.points_per_hour),
            key=lambda gap: -gap.points_per_hour,
        )

    @cached_property
    def least_complete(self) -> list[MissingFields]:
        """Papers with missing fields, by missing points, highest first.

        Of equal ones those come first that most other records relate to, then the newest.
        """
        lacks = (MissingFields(paper, self.completeness[paper.key]) for paper in self.papers)
        return sorted((lack for lack in lacks if lack.points), key=self._urgency)

    def _urgency(self, lack: MissingFields) -> tuple[int, int, int, str]:
        paper = lack.paper
        related = len(self.library.relations_to.get(paper.key, ()))
        return -lack.points, -related, -paper.year, paper.key

    @cached_property
    def by_category(self) -> dict[tuple[str, str], CoverageCounts]:
        """Counts by facet id and category id; a category includes the papers below it."""
        return self._tallies(lambda paper: self.places[paper.key])

    @cached_property
    def by_year(self) -> dict[int, CoverageCounts]:
        """Counts by year, the latest first."""
        return dict(sorted(self._tallies(lambda paper: (paper.year,)).items(), reverse=True))

    @cached_property
    def places(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Facet id and category id of each category that a paper is in or below, by key."""
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

    def _tallies(self, places: Callable[[Paper], Iterable[K]]) -> dict[K, CoverageCounts]:
        """Return counts by place; papers that share their completeness are counted together."""
        counts: dict[K, Counter[Completeness]] = defaultdict(Counter)
        for paper in self.papers:
            state = self.completeness[paper.key]
            for place in places(paper):
                counts[place][state] += 1
        return {place: _counts(count) for place, count in counts.items()}

    def small_categories(self) -> list[tuple[Node, int]]:
        """Return the leaf categories with at most `FEW_PAPERS` papers, and how many each has."""
        counted = (
            (node, tally.papers if (tally := self.by_category.get(place)) else 0)
            for place, node in self.library.taxonomy.nodes.items()
            if not node.category.children
        )
        return [(node, papers) for node, papers in counted if papers <= FEW_PAPERS]

    def unused_venues(self) -> list[Venue]:
        """Return the venues of the registry that no paper of the survey names."""
        used = self.library.by_venue
        return [venue for venue in self.library.venues.values() if venue.id not in used]

    def unsorted(self) -> tuple[Paper, ...]:
        """Return the papers without any category."""
        return tuple(paper for paper in self.papers if not any(paper.categories.values()))

    @cached_property
    def provenance(self) -> dict[str, Counter[Provenance]]:
        """Number of results by provenance, by benchmark id."""
        found: dict[str, Counter[Provenance]] = defaultdict(Counter)
        for paper in self.papers:
            for result in paper.results:
                found[result.benchmark][result.provenance] += 1
        return dict(found)

    def singleton_sets(self) -> Iterator[tuple[Benchmark, ComparableSet]]:
        """Yield the comparable sets with results of a single paper, each with its benchmark."""
        keys = {paper.key for paper in self.papers}
        for benchmark in self.library.benchmarks.values():
            sets = self.library.comparable_sets(benchmark)
            for each in chain.from_iterable(sets[metric] for metric in benchmark.metrics):
                if each.is_ranked and each.papers == 1 and each.rows[0].paper.key in keys:
                    yield benchmark, each


def _completeness(known: tuple[Field, ...], marks: tuple[bool | None, ...]) -> Completeness:
    pairs = list(zip(known, marks, strict=True))
    lacks = tuple(field for field, mark in pairs if mark)
    can = tuple(field.id for field, mark in pairs if mark is not None)
    return Completeness(can, lacks, sum(field.points for field in lacks))


def _counts(count: Counter[Completeness]) -> CoverageCounts:
    tally = CoverageCounts(
        count.total(), sum(state.points * papers for state, papers in count.items())
    )
    for state, papers in count.items():
        for lack in state.missing:
            tally.missing[lack.id] += papers
        for name in state.eligible:
            tally.eligible[name] += papers
    return tally
