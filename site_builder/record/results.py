"""Results in comparable sets, ranked only inside a set; and what accuracy costs in parameters.

Figures are comparable when they are of one metric and were measured with the same backbone, the
same pre-training and on the same split. A condition that a record leaves open is not taken to be
the usual one: results without backbone or pre-training stand in sets of their own, unranked.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from site_builder.record.models import Direction
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.record.models import Metric, Paper, Provenance, Result

CONDITIONS: Final = ("backbone", "pretraining", "split")
"""The fields of a result that must be alike for its figure to be compared with another."""
NEEDED: Final = ("backbone", "pretraining")
"""Conditions without which nobody can tell; a benchmark without named splits has only one."""
SPACING: Final = re.compile(r"[\s_-]+")
"""What people write or leave out at will between the parts of a name."""

Measured = tuple["Paper", "Result"]


class Conditions(NamedTuple):
    """Under which conditions figures were measured, as most records spell them; None: not said."""

    backbone: str | None
    pretraining: str | None
    split: str | None

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the needed conditions that are not said."""
        return tuple(name for name in NEEDED if getattr(self, name) is None)


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

    @property
    def settings(self) -> tuple[str | None, ...]:
        """List what records say beyond the conditions; more than one is worth a warning."""
        return tuple(dict.fromkeys(row.result.setting for row in self.rows))


@dataclass(frozen=True, slots=True)
class Mark:
    """A result as a point: what it reaches against how many parameters it trains."""

    row: Row
    params: float
    """Millions of trainable parameters."""
    value: float
    is_front: bool
    """Whether no other result of the set is better in one and at least as good in the other."""


def comparable_sets(metric: Metric, measured: Iterable[Measured]) -> tuple[ComparableSet, ...]:
    """Group a metric's results by their conditions, spelled alike or not.

    Sets that are ranked come first, then the larger ones. Results of other metrics are left out.
    """
    groups: dict[tuple[str, ...], list[Measured]] = defaultdict(list)
    known = cache(alike)  # a few spellings, many times each
    for paper, result in measured:
        if result.metric == metric.id:
            key = tuple(known(getattr(result, name) or "") for name in CONDITIONS)
            groups[key].append((paper, result))
    sets = [_set(metric, groups[key]) for key in sorted(groups)]
    return tuple(sorted(sets, key=lambda each: (not each.is_ranked, -len(each.rows))))


def alike(condition: str) -> str:
    """Normalize a condition's spelling: `ViT B/16` and `vit-b/16` name one backbone.

    Only capitals, accents, blanks, hyphens and underscores give way, for a false merge would rank
    what cannot be compared.
    """
    return SPACING.sub(" ", fold(condition)).strip() or condition


def _set(metric: Metric, measured: list[Measured]) -> ComparableSet:
    spellings = [[getattr(result, name) for _, result in measured] for name in CONDITIONS]
    conditions = Conditions(*map(_usual, spellings))
    ranked = _listed if conditions.missing else _ranked
    return ComparableSet(metric, conditions, ranked(metric, measured))


def _usual(spellings: list[str | None]) -> str | None:
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
    """Set a ranked set's figures against trainable parameters, fewest first.

    Results that do not say how many parameters they train are left out; a set that is not ranked
    gives no marks.
    """
    if not comparable.is_ranked:
        return ()
    told = [
        (params, row)
        for row in comparable.rows
        if (params := row.result.trainable_params_m) is not None
    ]
    told.sort(key=lambda pair: pair[0])  # stable: of equally many parameters the best first
    gains = [_gain(comparable.metric, row.result) for _, row in told]
    on_front = pareto_front([(params, gain) for (params, _), gain in zip(told, gains, strict=True)])
    return tuple(
        Mark(row, params, row.result.value, is_front)
        for (params, row), is_front in zip(told, on_front, strict=True)
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
