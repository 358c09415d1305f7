"""What waits for whoever keeps a survey, apart from fields to fill in.

All of it follows from the records, from git and from two files that earlier runs left: nothing asks
the clock, so that a survey that nobody touches says the same for ever.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from site_builder.duplicates.titles import near_duplicates
from site_builder.yamlfiles.record_files import paper_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.coverage import Coverage
    from site_builder.history import Span
    from site_builder.record.models import Paper
    from site_builder.record.taxonomy import Node

QUIET: Final = 2
"""Years by which the newest paper of a category lies behind the survey's newest."""
STALE: Final = dt.timedelta(days=365)
"""How long before the newest change a record was changed last that nobody has looked at."""
ALIKE: Final = "similar-title"
"""The warning of `survey check` that two records may be one; a record can explain it."""
MINUTES_PER_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """A paper that somebody proposed, and that waits for an answer."""

    title: str
    url: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class DeadLink:
    """An address that leads nowhere any more."""

    url: str
    since: dt.date
    """When it was first found gone."""
    places: tuple[str, ...]
    """The files that name it, relative to the survey's root."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the survey's own files cannot tell; None where nobody said."""

    proposals: tuple[Proposal, ...] | None = None
    dead_links: tuple[DeadLink, ...] | None = None


UNKNOWN: Final = Waiting()


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A name in a record that may be any of several people's."""

    paper: Paper
    name: str
    candidates: tuple[str, ...]
    """The people, by their address part."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A category to which nothing new has come for long."""

    node: Node
    papers: int
    newest: int
    """The year of its newest paper."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: what one piece of it is worth, and what it takes; both are estimates."""

    id: str
    title: str
    points: int
    minutes: int
    how: str


PROPOSALS: Final = Kind(
    "proposals", "proposals waiting", 6, 10, "read the abstract; accept it, or exclude it"
)
PAIRS: Final = Kind(
    "pairs",
    "pairs that may be one paper",
    4,
    5,
    "merge them, or say in the field checks why they are two",
)
PEOPLE: Final = Kind(
    "people",
    "names of one of several people",
    2,
    5,
    "add the ORCID iD, or name the paper in people.yaml",
)
LINKS: Final = Kind(
    "dead-links", "links that died", 3, 4, "look for the new address, or delete the link"
)
QUIET_CATEGORIES: Final = Kind(
    "quiet", "categories gone quiet", 5, 20, "look for newer papers; say so where there are none"
)
STALE_RECORDS: Final = Kind(
    "stale", "records nobody looked at for a year", 1, 4, "hold the record against its paper"
)


@dataclass(frozen=True, slots=True)
class Task:
    """Work of one kind that waits."""

    kind: Kind
    count: int

    @property
    def per_hour(self) -> int:
        """How many pieces one person gets done in an hour, at most those that there are."""
        return min(self.count, MINUTES_PER_HOUR // self.kind.minutes)

    @property
    def points_per_hour(self) -> int:
        """Points that one person adds in an hour of this work."""
        return self.kind.points * self.per_hour


@dataclass(frozen=True)
class Upkeep:
    """What waits in some papers of a survey."""

    coverage: Coverage
    changed: Mapping[str, dt.date]
    """The day of the last change of each record, by key, as far as git tells."""
    waiting: Waiting = UNKNOWN

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(paper.key for paper in self.coverage.papers)

    @cached_property
    def tasks(self) -> list[Task]:
        """All work that waits, by points per hour, highest first."""
        counts = (
            (PROPOSALS, len(self.waiting.proposals or ())),
            (PAIRS, len(self.pairs)),
            (PEOPLE, len(self.people)),
            (LINKS, len(self.dead_links)),
            (QUIET_CATEGORIES, len(self.quiet)),
            (STALE_RECORDS, len(self.stale)),
        )
        found = [Task(kind, count) for kind, count in counts if count]
        return sorted(found, key=lambda task: -task.points_per_hour)

    @cached_property
    def pairs(self) -> tuple[tuple[Paper, Paper], ...]:
        """Pairs of papers with nearly the same title, which no record explains."""
        papers = self.coverage.library.papers.values()
        return tuple(
            pair
            for pair in near_duplicates(papers)
            if any(each.key in self._keys for each in pair)
            and not any(ALIKE in each.checks for each in pair)
        )

    @cached_property
    def people(self) -> tuple[Doubtful, ...]:
        """Names in records that nobody can tell whose they are."""
        return tuple(
            Doubtful(paper, paper.authors[number].name.display, tuple(candidates))
            for paper, number, candidates in self.coverage.library.identities.doubts
            if paper.key in self._keys
        )

    @cached_property
    def dead_links(self) -> tuple[DeadLink, ...]:
        """Links that died, those that have been gone for longest first."""
        found = self.waiting.dead_links or ()
        return tuple(sorted(found, key=lambda each: (each.since, each.url)))

    @cached_property
    def quiet(self) -> tuple[Quiet, ...]:
        """Categories gone quiet, the longest first; what is below one of them is not told apart."""
        years: dict[tuple[str, str], list[int]] = defaultdict(list)
        for paper in self.coverage.papers:
            for place in self.coverage.places[paper.key]:
                years[place].append(paper.year)
        newest = max((paper.year for paper in self.coverage.papers), default=0)
        nodes = self.coverage.library.taxonomy.nodes
        old = {place for place, each in years.items() if max(each) <= newest - QUIET}
        found = [
            Quiet(nodes[place], len(years[place]), max(years[place]))
            for place in nodes
            if place in old
            and not any((place[0], each.id) in old for each in nodes[place].ancestors)
        ]
        return tuple(sorted(found, key=lambda each: each.newest))

    @cached_property
    def stale(self) -> tuple[tuple[Paper, dt.date], ...]:
        """Records that were changed last a year or more before the newest change, oldest first."""
        newest = max(self.changed.values(), default=None)
        if newest is None:
            return ()
        days = ((paper, self.changed.get(paper.key)) for paper in self.coverage.papers)
        found = ((paper, day) for paper, day in days if day and newest - day >= STALE)
        return tuple(sorted(found, key=lambda each: (each[1], each[0].key)))


def last_changes(spans: Mapping[str, Span], found: Coverage) -> dict[str, dt.date]:
    """Return the day of each record's last change by key, from what git tells of files by path."""
    told = ((paper.key, spans.get(paper_path(paper.key))) for paper in found.papers)
    return {key: span.last.date() for key, span in told if span}
