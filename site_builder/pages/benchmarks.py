"""Pages of benchmarks: results in comparable sets, best first inside a set."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.models import Direction, Range
from site_builder.pages.addresses import BENCHMARKS
from site_builder.pages.results import Column, Source, columns_of, sources
from site_builder.pages.values import Link, Page
from site_builder.pages.wording import (
    PROVENANCE,
    beginning,
    counted,
    figure,
    metric_caption,
    short_name,
)
from site_builder.pages.writer import paper_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.models import Benchmark, Metric, Paper, Provenance, Result
    from site_builder.pages.writer import Writer

Measured = tuple["Paper", "Result"]

CONDITIONS: Final = {"backbone": "backbone", "pretraining": "pre-training", "split": "split"}
"""What must be alike for two figures of one metric to be compared, and what it is called."""

TOLD: Final = ("backbone", "pretraining")
"""Conditions without which nobody can tell whether figures may be compared."""

COLUMNS: Final = (
    Column("variant", "Variant"),
    Column("setting", "Setting"),
    Column("trainable_params_m", "Trainable (M)"),
    Column("total_params_m", "Total (M)"),
)
"""Columns of a metric's table that stand there when some result fills them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One result in its set."""

    paper: Link
    name: str
    value: str
    cells: tuple[str, ...]
    provenance: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ComparableSet:
    """Results of one metric that were measured under the same conditions."""

    conditions: str
    is_told: bool
    """Whether all conditions are known, so that the figures may be compared."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All results of one metric."""

    metric: Metric
    caption: str
    range: str
    """The values that the metric can take; empty where there is no bound."""
    columns: tuple[Column, ...]
    sets: tuple[ComparableSet, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A benchmark in the list of all."""

    link: Link
    description: str
    metrics: int
    results: int
    papers: int


def hub(writer: Writer) -> Page:
    """Make the list of benchmarks."""
    summaries = [_summary(writer, benchmark) for benchmark in _sorted(writer)]
    description = f"{counted(len(summaries), 'benchmark')} with the results that papers report."
    return writer.page(
        "benchmarks",
        f"{BENCHMARKS}/",
        "Benchmarks",
        benchmarks=summaries,
        description=description,
        is_hub=True,
    )


def pages(writer: Writer) -> Iterator[Page]:
    """Make the page of each benchmark."""
    for benchmark in _sorted(writer):
        yield _page(writer, benchmark)


def benchmark_link(benchmark: Benchmark) -> Link:
    """Give the way to a benchmark."""
    return Link(f"{BENCHMARKS}/{benchmark.id}/", benchmark.name)


def _sorted(writer: Writer) -> list[Benchmark]:
    found = writer.library.benchmarks.values()
    return sorted(found, key=lambda benchmark: (benchmark.name.casefold(), benchmark.id))


def _summary(writer: Writer, benchmark: Benchmark) -> Summary:
    found = writer.library.on_benchmark.get(benchmark.id, [])
    return Summary(
        link=benchmark_link(benchmark),
        description=benchmark.description,
        metrics=len(benchmark.metrics),
        results=len(found),
        papers=len({paper.key for paper, _ in found}),
    )


def _page(writer: Writer, benchmark: Benchmark) -> Page:
    found = writer.library.on_benchmark.get(benchmark.id, [])
    tables = [_table(metric, found) for metric in benchmark.metrics]
    return writer.page(
        "benchmark",
        benchmark_link(benchmark).uri,
        benchmark.name,
        benchmark=benchmark,
        tables=tables,
        provenance=_legend(result.provenance for _, result in found),
        description=beginning(benchmark.description),
    )


def _legend(used: Iterable[Provenance]) -> list[tuple[str, str]]:
    found = set(used)
    return [words for provenance, words in PROVENANCE.items() if provenance in found]


def _table(metric: Metric, found: list[Measured]) -> Table:
    measured = [(paper, result) for paper, result in found if result.metric == metric.id]
    columns = columns_of(COLUMNS, [result for _, result in measured])
    return Table(
        metric=metric,
        caption=metric_caption(metric),
        range="" if metric.range == Range() else str(metric.range),
        columns=columns,
        sets=comparable_sets(metric, measured, columns),
        count=len(measured),
    )


def comparable_sets(
    metric: Metric, measured: list[Measured], columns: tuple[Column, ...]
) -> tuple[ComparableSet, ...]:
    """Group a metric's results by their conditions.

    Sets whose conditions are known come first, then the largest.
    """
    groups: dict[tuple[str, ...], list[Measured]] = defaultdict(list)
    for paper, result in measured:
        groups[tuple(getattr(result, name) or "" for name in CONDITIONS)].append((paper, result))
    order = sorted(groups, key=lambda told: (not _is_told(told), -len(groups[told]), told))
    return tuple(_set(told, _ranked(metric, groups[told]), columns) for told in order)


def _is_told(told: tuple[str, ...]) -> bool:
    return all(dict(zip(CONDITIONS, told, strict=True))[name] for name in TOLD)


def _ranked(metric: Metric, measured: list[Measured]) -> list[Measured]:
    sign = -1 if metric.direction is Direction.HIGHER else 1
    return sorted(measured, key=lambda pair: (sign * pair[1].value, pair[0].key, str(pair[1])))


def _set(
    told: tuple[str, ...], measured: list[Measured], columns: tuple[Column, ...]
) -> ComparableSet:
    named = zip(CONDITIONS.items(), told, strict=True)
    parts = [f"{words} {value}" for (name, words), value in named if value]
    named = zip(CONDITIONS.items(), told, strict=True)
    parts += [f"{words} not recorded" for (name, words), v in named if not v and name in TOLD]
    conditions = ", ".join(parts)
    rows = tuple(_row(paper, result, columns) for paper, result in measured)
    return ComparableSet(conditions[:1].upper() + conditions[1:], _is_told(told), rows)


def _row(paper: Paper, result: Result, columns: tuple[Column, ...]) -> Row:
    return Row(
        paper=paper_link(paper),
        name=short_name(paper),
        value=figure(result.value),
        cells=tuple(column.cell(result) for column in columns),
        provenance=PROVENANCE[result.provenance][0],
        sources=sources(result.source),
    )
