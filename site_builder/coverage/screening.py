"""How a survey came to its papers: found, looked at, left out for which reasons, taken in.

The steps are those of the flow diagram of PRISMA 2020 (Page et al., 2021, doi:10.1136/bmj.n71); the
numbers are counted from the records and from excluded.yaml, so that each step is what the one
before it leaves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.record.exclusions import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.record.exclusions import Exclusion, Reason

STEPS: Final = {
    Stage.BEFORE: ("Identified", "Removed before screening"),
    Stage.SCREENING: ("Screened", "Left out on title and abstract"),
    Stage.RETRIEVAL: ("Sought in full", "Not to be had"),
    Stage.ELIGIBILITY: ("Read in full", "Left out when read in full"),
}
"""What is done before papers are left out at each stage, and how leaving them out is called."""
ALWAYS: Final = frozenset({Stage.BEFORE, Stage.SCREENING})
"""Stages that are told though nothing was left out at them."""
INCLUDED: Final = "Included"


@dataclass(frozen=True, slots=True)
class Removed:
    """Papers that one step leaves out for one reason."""

    id: str
    """The reason's id; one that is not declared counts as it stands."""
    reason: Reason | None
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way of papers into a survey."""

    name: str
    count: int
    """Papers that come to it."""
    removed_as: str = ""
    """How leaving papers out at this step is called; empty where none is."""
    removed: tuple[Removed, ...] = ()
    """By reason, most papers first."""

    @property
    def total(self) -> int:
        """How many papers the step leaves out."""
        return sum(each.count for each in self.removed)


def steps(library: Library) -> tuple[Step, ...]:
    """Return the steps in order; the last one is what the survey includes."""
    return tuple(_steps(library))


def _steps(library: Library) -> Iterator[Step]:
    left = len(library.papers) + len(library.exclusion_entries)
    for stage, (name, removed_as) in STEPS.items():
        removed = _removed(library, stage)
        if removed or stage in ALWAYS:
            step = Step(name, left, removed_as if removed else "", removed)
            yield step
            left -= step.total
    yield Step(INCLUDED, left)


def _removed(library: Library, stage: Stage) -> tuple[Removed, ...]:
    entries = (e for e in library.exclusion_entries if stage_of(e, library) is stage)
    counts = Counter(entry.reason for entry in entries)
    places = {each: place for place, each in enumerate(library.reasons)}
    order = sorted(counts, key=lambda each: (-counts[each], places.get(each, len(places)), each))
    return tuple(Removed(each, library.reasons.get(each), counts[each]) for each in order)


def stage_of(entry: Exclusion, library: Library) -> Stage:
    """Return when a paper was left out; for a reason that is not declared, on its abstract."""
    reason = library.reasons.get(entry.reason)
    return reason.stage if reason else Stage.SCREENING
