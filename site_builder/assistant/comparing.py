"""Results on a benchmark, in sets of figures that were measured under the same conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field

from site_builder.assistant.papers import key_of
from site_builder.assistant.values import Answer, Arguments, Item, Name, Offset
from site_builder.problems import SurveyError, did_you_mean, one_of, quoted
from site_builder.record.publication import short_name
from site_builder.record.results import alike
from site_builder.text.names import fold
from site_builder.text.plurals import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.assistant.snapshot import Snapshot
    from site_builder.library import Library
    from site_builder.record.models import Benchmark
    from site_builder.record.registry import Metric
    from site_builder.record.results import ComparableSet, Row

SEPARATE: Final = (
    "figures may be compared within a set alone: other sets were measured under other conditions"
)
UNRANKED: Final = "nothing is ranked: the records do not say the {missing}"


class Benchmarks(Arguments):
    """Which benchmarks."""

    query: str = Field(
        default="", max_length=200, description="A part of the id, the name or an alias."
    )
    limit: Annotated[int, Field(ge=1, le=100)] = 30
    offset: Offset = 0


class Measure(Item):
    """What is measured on a benchmark."""

    id: str
    name: str
    unit: str = ""
    better: str = Field(description="Which end is better: higher or lower.")


class BenchmarkItem(Item):
    """A benchmark in a list."""

    id: str
    name: str
    description: str
    metrics: list[Measure]
    papers: int = Field(description="How many papers have results on it.")
    results: int


class BenchmarkList(Answer):
    """Benchmarks, those with the most papers first."""

    total: int
    benchmarks: list[BenchmarkItem]
    left_off: int = Field(default=0, description="How many come after these.")


class Compare(Arguments):
    """Which results."""

    benchmark: Name = Field(description="An id from `list_benchmarks`, or a name or alias.")
    metric: Name = Field(default="", description="An id of one of its metrics; else all of them.")
    papers: list[Name] = Field(
        default=[], max_length=50, description="Keys: of these papers alone."
    )
    conditions: dict[Name, Name] = Field(
        default={},
        max_length=20,
        description="Only sets measured so: the id of a condition and what it must be.",
    )
    sets: Annotated[int, Field(ge=1, le=50)] = Field(default=10, description="Sets at most.")
    rows: Annotated[int, Field(ge=1, le=100)] = Field(
        default=15, description="Rows of a set at most."
    )


class ResultRow(Item):
    """A figure."""

    rank: int | None = Field(
        default=None, description="Its place in the set; equal figures share it."
    )
    key: str
    method: str
    value: float
    variant: str = ""
    quantities: dict[str, float] = Field(default={}, description="What was measured along, by id.")
    setting: str = Field(default="", description="What conditions do not say, and may matter.")
    provenance: str = Field(description="Who measured it: paper, third-party, reproduction, …")
    source: list[str] = Field(description="Where the figure was seen.")


class ResultSet(Item):
    """Figures of one metric, measured under the same conditions."""

    metric: Measure
    conditions: dict[str, str | None] = Field(description="By id; null where nobody says it.")
    ranked: bool
    why: str = Field(default="", description="Why it is not ranked.")
    papers: int
    rows: list[ResultRow]
    rows_left_off: int = 0


class Comparison(Answer):
    """A benchmark's results."""

    benchmark: BenchmarkItem
    sets: list[ResultSet] = Field(description="Never compare or rank figures of different sets.")
    sets_left_off: int = 0
    page: str = Field(description="The address of the table on the survey's site.")


def benchmarks(snapshot: Snapshot, asked: Benchmarks) -> BenchmarkList:
    """Return the benchmarks that fit, a page at a time."""
    library, wanted = snapshot.library, fold(asked.query)
    found = [
        _item(each, library)
        for each in library.benchmarks.values()
        if any(wanted in fold(text) for text in (each.id, each.name, *each.aliases))
    ]
    found.sort(key=lambda each: (-each.papers, each.id))
    page = found[asked.offset : asked.offset + asked.limit]
    return BenchmarkList(
        total=len(found),
        benchmarks=page,
        left_off=max(0, len(found) - asked.offset - len(page)),
        notes=snapshot.notes,
    )


def compare(snapshot: Snapshot, asked: Compare) -> Comparison:
    """Return a benchmark's results; raises SurveyError for what the survey does not have."""
    library = snapshot.library
    benchmark = _benchmark(asked.benchmark, library)
    keys = {key_of(name, snapshot) for name in asked.papers}
    wanted = _conditions(asked.conditions, library)
    found = [
        (comparable, rows)
        for metric in _metrics(asked.metric, benchmark)
        for comparable in library.comparable_sets(benchmark)[metric]
        if _fits(comparable, wanted)
        if (rows := [row for row in comparable.rows if not keys or row.paper.key in keys])
    ]
    uri = f"benchmarks/{benchmark.id}/"
    return Comparison(
        benchmark=_item(benchmark, library),
        sets=[_set(comparable, rows, asked.rows) for comparable, rows in found[: asked.sets]],
        sets_left_off=max(0, len(found) - asked.sets),
        page=snapshot.site.absolute(uri) or uri,
        notes=[*snapshot.notes, *([SEPARATE] if len(found) > 1 else [])],
    )


def _item(benchmark: Benchmark, library: Library) -> BenchmarkItem:
    measured = library.on_benchmark.get(benchmark.id, [])
    return BenchmarkItem(
        id=benchmark.id,
        name=benchmark.name,
        description=benchmark.description,
        metrics=[_measure(metric) for metric in benchmark.metrics],
        papers=len({paper.key for paper, _ in measured}),
        results=len(measured),
    )


def _measure(metric: Metric) -> Measure:
    return Measure(
        id=metric.id, name=metric.name, unit=metric.unit or "", better=str(metric.direction)
    )


def _benchmark(name: str, library: Library) -> Benchmark:
    found = library.benchmarks.get(name) or library.former_benchmarks.get(name)
    if found:
        return found
    wanted = fold(name)
    for each in library.benchmarks.values():
        if any(fold(text) == wanted for text in (each.id, each.name, *each.aliases)):
            return each
    known = [text for each in library.benchmarks.values() for text in (each.id, *each.aliases)]
    hint = did_you_mean(name, known) or "`list_benchmarks` has them"
    raise SurveyError(f"unknown benchmark {quoted(name)} ({hint})")


def _metrics(name: str, benchmark: Benchmark) -> tuple[Metric, ...]:
    if not name:
        return benchmark.metrics
    if found := benchmark.metric(name):
        return (found,)
    ids = [metric.id for metric in benchmark.metrics]
    hint = did_you_mean(name, ids) or one_of(ids)
    raise SurveyError(f"unknown metric {quoted(name)} of {benchmark.id} ({hint})")


def _conditions(asked: Mapping[str, str], library: Library) -> dict[str, str]:
    known = [condition.id for condition in library.result_fields.conditions]
    for name in asked:
        if name not in known:
            hint = did_you_mean(name, known) or (one_of(known) if known else "there are none")
            raise SurveyError(f"unknown condition {quoted(name)} ({hint})")
    return {name: alike(value) for name, value in asked.items()}


def _fits(comparable: ComparableSet, wanted: Mapping[str, str]) -> bool:
    told = comparable.conditions.by_id()
    return all(alike(told.get(name) or "") == value for name, value in wanted.items())


def _set(comparable: ComparableSet, rows: list[Row], most: int) -> ResultSet:
    missing = listed(each.id for each in comparable.conditions.missing)
    return ResultSet(
        metric=_measure(comparable.metric),
        conditions=comparable.conditions.by_id(),
        ranked=comparable.is_ranked,
        why="" if comparable.is_ranked else UNRANKED.format(missing=missing),
        papers=comparable.papers,
        rows=list(_rows(rows[:most])),
        rows_left_off=max(0, len(rows) - most),
    )


def _rows(rows: list[Row]) -> Iterator[ResultRow]:
    for row in rows:
        result = row.result
        yield ResultRow(
            rank=row.rank,
            key=row.paper.key,
            method=short_name(row.paper),
            value=result.value,
            variant=result.variant or "",
            quantities=result.quantities,
            setting=result.setting or "",
            provenance=str(result.provenance),
            source=list(result.source),
        )
