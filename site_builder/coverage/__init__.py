"""What is missing where: by field, category and year, and where an hour of work pays most.

A paper's gap is the sum of the points of what it lacks. An hour's pay is the points that one person
adds in it, by the minutes that a field takes: see `FIELDS`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from site_builder.coverage.fields import FIELDS, OF_RECORDS, SHOWN, Field, fields, find, short, slug
from site_builder.library import newest_first
from site_builder.results import comparable_sets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.library import Library
    from site_builder.models import Benchmark, Paper, Provenance, Venue
    from site_builder.results import ComparableSet
    from site_builder.taxonomy import Node

__all__ = [
    "FIELDS",
    "OF_RECORDS",
    "SHOWN",
    "Coverage",
    "Field",
    "Gap",
    "Lack",
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


@dataclass(frozen=True, slots=True)
class Lack:
    """A paper with what it lacks of what is worth points."""

    paper: Paper
    fields: tuple[Field, ...]

    @property
    def points(self) -> int:
        """Give the paper's gap."""
        return sum(field.points for field in self.fields)


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
    def gaps(self) -> tuple[Gap, ...]:
        """Tell of each field who lacks it."""
        return tuple(self._gap(field) for field in fields(self.library))

    def _gap(self, field: Field) -> Gap:
        concerned = [paper for paper in self.papers if field.concerns(paper, self.library)]
        missing = tuple(paper for paper in concerned if not field.has(paper))
        return Gap(field, len(concerned), missing)

    @property
    def by_pay(self) -> list[Gap]:
        """List the gaps that work can fill, those first where an hour of it is worth most."""
        return sorted((gap for gap in self.gaps if gap.pays), key=lambda gap: -gap.pays)

    @cached_property
    def _lacks(self) -> dict[str, list[Field]]:
        """The fields that each paper lacks, by key."""
        found: dict[str, list[Field]] = {paper.key: [] for paper in self.papers}
        for gap in self.gaps:
            for paper in gap.missing:
                found[paper.key].append(gap.field)
        return found

    @cached_property
    def neediest(self) -> list[Lack]:
        """List the papers by their gaps, the largest first.

        Of equal ones those come first that the survey itself cites, then those that most other
        records relate to, then the newest.
        """
        lacks = [
            Lack(paper, tuple(field for field in self._lacks[paper.key] if field.points))
            for paper in self.papers
        ]
        return sorted((lack for lack in lacks if lack.fields), key=self._need)

    def _need(self, lack: Lack) -> tuple[int, bool, int, int, str]:
        paper = lack.paper
        related = len(self.library.relations_to.get(paper.key, ()))
        return -lack.points, not paper.in_survey, -related, -paper.year, paper.key

    @cached_property
    def _concerning(self) -> dict[str, list[str]]:
        """The ids of the fields that each paper can have, by key."""
        known = fields(self.library)
        return {
            paper.key: [field.id for field in known if field.concerns(paper, self.library)]
            for paper in self.papers
        }

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
        tallies: dict[K, Tally] = defaultdict(Tally)
        for paper in self.papers:
            lacks = self._lacks[paper.key]
            points = sum(field.points for field in lacks)
            for place in places(paper):
                tally = tallies[place]
                tally.papers += 1
                tally.points += points
                tally.missing.update(field.id for field in lacks)
                tally.concerned.update(self._concerning[paper.key])
        return dict(tallies)

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
            measured = self.library.on_benchmark.get(benchmark.id, ())
            for metric in benchmark.metrics:
                for each in comparable_sets(metric, measured):
                    if each.is_ranked and each.papers == 1 and each.rows[0].paper.key in keys:
                        yield benchmark, each
