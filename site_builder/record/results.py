"""Results in comparable sets, ranked only inside a set; and what they cost in a declared quantity.

Figures are comparable when they are of one metric and were measured under the same conditions, as
far as a survey declares some. A condition that a record leaves open is not taken to be the usual
one: results without a needed one stand in sets of their own, unranked.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from site_builder.record.models import Direction
from site_builder.record.result_fields import ResultFields
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.record.models import Condition, Metric, Paper, Provenance, Quantity, Result

SPACING: Final = re.compile(r"[\s_-]+")
"""What people write or leave out at will between the parts of a name."""
NONE: Final = ResultFields()
"""What a survey declares that declares nothing: results are comparable by metric alone."""

Measured = tuple["Paper", "Result"]


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under which conditions figures were measured, as most records spell them."""

    told: tuple[tuple[Condition, str | None], ...] = ()
    """Every declared condition; None where it is not said."""

    @property
    def missing(self) -> tuple[Condition, ...]:
        """Return the needed conditions that are not said."""
        return tuple(each for each, said in self.told if each.needed and said is None)

    @property
    def said(self) -> tuple[str, ...]:
        """Return what is said, in the order of the declaration."""
        return tuple(said for _, said in self.told if said)

    def by_id(self) -> dict[str, str | None]:
        """Return what is said of every condition by its id."""
        return {condition.id: said for condition, said in self.told}


@dataclass(frozen=True, slots=True)
class Row:
    """One result in its set."""

    paper: Paper
    result: Result
    rank: int | None = None
    """Place in the set, counted from 1; equal figures share it. None where nothing is ranked."""

    @property
    def provenance(self) -> Provenance:
        """Who measured or reported the figure."""
        return self.result.provenance


@dataclass(frozen=True)
class ComparableSet:
    """Results of one metric under the same conditions."""

    metric: Metric
    conditions: Conditions
    rows: tuple[Row, ...]
    """Best first where they are ranked, newest first where they are not."""
    axis: Quantity | None = None
    """What figures set the results against."""

    @property
    def is_ranked(self) -> bool:
        """Whether all needed conditions are known, so that figures may be compared."""
        return not self.conditions.missing

    @property
    def papers(self) -> int:
        """Count the papers with a result in the set."""
        return len({row.paper.key for row in self.rows})

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The set's results as points, made once: see `trade_off`."""
        return trade_off(self)

    @cached_property
    def best(self) -> dict[str, Row]:
        """The first row of each paper, by key: the best one where they are ranked."""
        return {row.paper.key: row for row in reversed(self.rows)}

    @property
    def settings(self) -> tuple[str | None, ...]:
        """List what records say beyond the conditions; more than one is worth a warning."""
        return tuple(dict.fromkeys(row.result.setting for row in self.rows))


@dataclass(frozen=True, slots=True)
class Mark:
    """A result as a point: what it reaches, against how much of a quantity."""

    row: Row
    amount: float
    """The quantity, in its own unit."""
    value: float
    is_front: bool
    """Whether no other result of the set is better in one and at least as good in the other."""


def comparable_sets(
    metric: Metric, measured: Iterable[Measured], declared: ResultFields = NONE
) -> tuple[ComparableSet, ...]:
    """Group a metric's results by their declared conditions, spelled alike or not.

    Sets that are ranked come first, then the larger ones. Results of other metrics are left out.
    """
    groups: dict[tuple[str, ...], list[Measured]] = defaultdict(list)
    known = cache(alike)  # a few spellings, many times each
    for paper, result in measured:
        if result.metric == metric.id:
            told = result.conditions
            key = tuple(known(told.get(each.id, "")) for each in declared.conditions)
            groups[key].append((paper, result))
    sets = [_set(metric, groups[key], declared) for key in sorted(groups)]
    return tuple(sorted(sets, key=lambda each: (not each.is_ranked, -len(each.rows))))


def alike(condition: str) -> str:
    """Normalize a condition's spelling: `10 mg daily` and `10-MG daily` are one dose.

    Only capitals, accents, blanks, hyphens and underscores give way, for a false merge would rank
    what cannot be compared.
    """
    return SPACING.sub(" ", fold(condition)).strip() or condition


def _set(metric: Metric, measured: list[Measured], declared: ResultFields) -> ComparableSet:
    told = (
        (each, _usual(result.conditions.get(each.id) for _, result in measured))
        for each in declared.conditions
    )
    conditions = Conditions(tuple(told))
    ranked = _listed if conditions.missing else _ranked
    return ComparableSet(metric, conditions, ranked(metric, measured), declared.axis)


def _usual(spellings: Iterable[str | None]) -> str | None:
    """Choose the most frequent spelling, of equally frequent ones the first in order."""
    count = Counter(filter(None, spellings))
    return min(count, key=lambda each: (-count[each], each), default=None)


def _listed(_: Metric, measured: list[Measured]) -> tuple[Row, ...]:
    """Order results that cannot be compared by what does not compare them."""
    order = sorted(measured, key=lambda pair: (-pair[0].year, pair[0].key))
    return tuple(Row(paper, result) for paper, result in order)


def _ranked(metric: Metric, measured: list[Measured]) -> tuple[Row, ...]:
    """Order results best first; the rank of equal ones is the first one's."""
    order = sorted(measured, key=lambda p: (-_gain(metric, p[1]), -p[0].year, p[0].key))
    ranks: dict[float, int] = {}
    for place, (_, result) in enumerate(order, start=1):
        ranks.setdefault(result.value, place)
    return tuple(Row(paper, result, ranks[result.value]) for paper, result in order)


def _gain(metric: Metric, result: Result) -> float:
    """Turn a figure so that more is better."""
    return result.value if metric.direction is Direction.HIGHER else -result.value


def trade_off(comparable: ComparableSet) -> tuple[Mark, ...]:
    """Set a ranked set's figures against the quantity of its axis, the best amount first.

    Results that do not say it are left out; a set that is not ranked gives no marks, and none does
    where no quantity is declared.
    """
    axis = comparable.axis
    if axis is None or not comparable.is_ranked:
        return ()
    cost = 1.0 if axis.direction is Direction.LOWER else -1.0
    told = [
        (amount, row)
        for row in comparable.rows
        if (amount := row.result.quantities.get(axis.id)) is not None
    ]
    told.sort(key=lambda pair: cost * pair[0])  # stable: of equal amounts the best figure first
    gains = [_gain(comparable.metric, row.result) for _, row in told]
    points = [(cost * amount, gain) for (amount, _), gain in zip(told, gains, strict=True)]
    return tuple(
        Mark(row, amount, row.result.value, is_front)
        for (amount, row), is_front in zip(told, pareto_front(points), strict=True)
    )


def pareto_front(points: Sequence[tuple[float, float]]) -> list[bool]:
    """Return for each (cost, gain) whether none costs less without gaining less, or gains more.

    Equal points are on the front together.
    """
    on_front = [False] * len(points)
    best, at_cost = -math.inf, math.nan
    for index in sorted(range(len(points)), key=lambda i: (points[i][0], -points[i][1])):
        cost, gain = points[index]
        if gain > best:
            best, at_cost = gain, cost
        on_front[index] = gain == best and cost == at_cost
    return on_front
