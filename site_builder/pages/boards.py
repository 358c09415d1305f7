"""A comparable set as a board: rows to choose from, with notes, sources and steps of a quantity."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.pages.result_tables import numbered_settings, origins_of
from site_builder.pages.wording import format_number
from site_builder.record.models import Direction
from site_builder.record.results import alike
from site_builder.text.plurals import counted, listed, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from site_builder.pages.result_tables import ResultColumn
    from site_builder.record.models import Quantity
    from site_builder.record.origins import FactSource, Origin
    from site_builder.record.results import ComparableSet, Row

MOST_STEPS: Final = 4
"""Amounts of a quantity that readers choose from."""
LADDER: Final = (1.0, 5.0)
"""Beginnings of the amounts that are offered, in every power of ten."""
FEWEST: Final = 2
"""Amounts, or sources, among which there is something to choose."""


@dataclass(frozen=True, slots=True)
class Step:
    """An amount of the axis' quantity that bounds what is shown."""

    value: str
    """For the script."""
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A work that figures of the set come from."""

    number: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class BoardRow:
    """What a board adds to a result."""

    index: int
    """The result's place in the set, which its point in the picture shares."""
    variant: str
    setting: int
    """The number of the note that tells its setting; 0 where there is none."""
    amount: str
    """The axis' quantity for the script; empty where it is not told."""
    works: str
    """Numbers of the works that it comes from, with blanks between."""
    origins: tuple[tuple[Origin, FactSource], ...]
    """Each work once, with the source that names it first."""
    spread: str
    """What several results of one method span, and why; on the first of them."""
    is_again: bool
    """Whether another result of the method stands above."""


@dataclass(frozen=True, slots=True)
class Board:
    """What a set offers to choose by."""

    rows: tuple[BoardRow, ...]
    """Best first, all results of one method together."""
    settings: tuple[str, ...]
    """Notes, counted from 1."""
    steps: tuple[Step, ...]
    choices: tuple[Choice, ...]
    axis: str
    """The axis' title inside a sentence."""


def board(
    comparable: ComparableSet,
    sources: Sequence[Sequence[FactSource]],
    columns: Iterable[ResultColumn],
) -> Board:
    """Make a set's board from the sources of its rows, and the columns in which rows may differ."""
    rows, axis = comparable.rows, comparable.axis
    settings, notes = numbered_settings(row.result for row in rows)
    origins = [origins_of(each) for each in sources]
    works = _numbered(origins)
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[row.paper.key, alike(row.result.variant or "")].append(index)
    names = {origin.work: origin.name for each in origins for origin, _ in each}
    spread = {
        members[0]: _spread([rows[n] for n in members], [origins[n] for n in members], columns)
        for members in groups.values()
        if len(members) > 1
    }
    shown = [
        BoardRow(
            index=n,
            variant=rows[n].result.variant or "",
            setting=notes[rows[n].result.setting],
            amount=_amount(rows[n], axis),
            works=" ".join(str(works[origin.work]) for origin, _ in origins[n]),
            origins=tuple(origins[n]),
            spread=spread.get(n, ""),
            is_again=n != members[0],
        )
        for members in groups.values()
        for n in members
    ]
    count = Counter(origin.work for each in origins for origin, _ in each)
    choices = [Choice(works[work], names[work], number) for work, number in count.most_common()]
    return Board(
        tuple(shown),
        settings,
        tuple(_steps(rows, axis)),
        tuple(choices if len(choices) >= FEWEST else ()),
        within(axis.title) if axis else "",
    )


def _numbered(origins: Iterable[Sequence[tuple[Origin, FactSource]]]) -> Mapping[str, int]:
    works = dict.fromkeys(origin.work for each in origins for origin, _ in each)
    return {work: number for number, work in enumerate(works)}


def _amount(row: Row, axis: Quantity | None) -> str:
    value = row.result.quantities.get(axis.id) if axis else None
    return "" if value is None else repr(value)


def _spread(
    rows: Sequence[Row],
    origins: Sequence[Sequence[tuple[Origin, FactSource]]],
    columns: Iterable[ResultColumn],
) -> str:
    """Say what several results of one method span, and what their records tell apart."""
    values = [row.result.value for row in rows]
    low, high = format_number(min(values)), format_number(max(values))
    span = f"all {high}" if low == high else f"from {low} to {high}"
    said = f"{counted(len(rows), 'result')} of it, {span}"
    apart = [
        within(column.title.partition(" (")[0])
        for column in columns
        if len({column.cell(row.result) for row in rows}) > 1
    ]
    if len({tuple(origin.work for origin, _ in each) for each in origins}) > 1:
        apart.append("source")
    return f"{said}; they differ in {listed(apart)}" if apart else said


def _steps(rows: Sequence[Row], axis: Quantity | None) -> Iterator[Step]:
    """Yield round amounts that some results keep to, and others do not."""
    if axis is None:
        return
    told = [row.result.quantities[axis.id] for row in rows if axis.id in row.result.quantities]
    found = list(_bounds([each for each in told if each > 0], axis))
    most = len(found) / MOST_STEPS
    kept = found if most <= 1 else [found[int(n * most)] for n in range(MOST_STEPS)]
    is_least = axis.direction is Direction.HIGHER
    sign = "\N{GREATER-THAN OR EQUAL TO}" if is_least else "\N{LESS-THAN OR EQUAL TO}"
    for bound in kept:
        count = sum(each >= bound if is_least else each <= bound for each in told)
        words = " ".join(filter(None, (sign, format_number(bound), axis.unit)))
        yield Step(repr(bound), words, count)


def _bounds(told: Sequence[float], axis: Quantity) -> Iterator[float]:
    """Yield the rungs of the ladder that tell the amounts apart, each another part of them."""
    if len(told) < FEWEST:
        return
    seen = {0, len(told)}
    power = 10.0 ** _exponent(min(told))
    while power <= max(told):
        for rung in LADDER:
            bound = float(f"{power * rung:.3g}")
            count = sum(each <= bound for each in told)
            if axis.direction is Direction.HIGHER:
                count = sum(each >= bound for each in told)
            if count not in seen:
                seen.add(count)
                yield bound
        power *= 10


def _exponent(value: float) -> int:
    return int(f"{value:e}".partition("e")[2])
