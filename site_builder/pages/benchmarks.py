"""Pages of benchmarks: results in comparable sets, best first inside a set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from site_builder.pages import heads, pictures
from site_builder.pages.addresses import BENCHMARKS, up_to_root
from site_builder.pages.boards import Board, board
from site_builder.pages.brief import brief
from site_builder.pages.page_figures import trade_off_figure
from site_builder.pages.parts import Link, Page
from site_builder.pages.result_tables import (
    ResultColumn,
    columns_of,
    quantity_columns,
)
from site_builder.pages.wording import (
    PROVENANCE,
    beginning,
    format_number,
    metric_caption,
)
from site_builder.pages.writer import paper_link
from site_builder.record.models import Range
from site_builder.record.publication import short_name
from site_builder.text.plurals import counted, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.figures import Figure
    from site_builder.pages.writer import Writer
    from site_builder.record import results
    from site_builder.record.models import Benchmark, Metric, Provenance, Result
    from site_builder.record.origins import FactSource
    from site_builder.record.results import ComparableSet

    Identity = tuple[str, Result]

COLUMNS: Final = (ResultColumn("variant", "Variant"), ResultColumn("setting", "Setting"))
"""Columns of a metric's table that stand there when some result fills them, before quantities."""


STYLES: Final = "css/board.css"


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """One result in its set."""

    rank: str
    """Its place; empty where nothing is ranked."""
    paper: Link
    name: str
    value: str
    cells: tuple[str, ...]
    provenance: str
    kind: str
    """The provenance's name in the style sheet."""
    is_front: bool
    """Whether no other result is as good at a better amount of the declared quantity."""
    sources: tuple[FactSource, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Results that were measured under the same conditions."""

    conditions: str
    notes: tuple[str, ...]
    """What is missing."""
    rows: tuple[BenchmarkRow, ...]
    figure: Figure | None = None
    has_ranks: bool = False
    has_front: bool = False
    columns: tuple[ResultColumn, ...] = ()
    """What `cells` of its rows stand for."""
    board: Board | None = None
    """What readers choose by, where results are ranked on the benchmark's own page."""


@dataclass(frozen=True, slots=True)
class MetricTable:
    """All results of one metric."""

    metric: Metric
    caption: str
    range: str
    """The values that the metric can take; empty where there is no bound."""
    columns: tuple[ResultColumn, ...]
    ranked: tuple[View, ...]
    loose: tuple[View, ...]
    """Results that cannot be compared, since the conditions are not all told."""


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
    """Return the link to a benchmark."""
    return Link(f"{BENCHMARKS}/{benchmark.id}/", benchmark.name)


def _sorted(writer: Writer) -> list[Benchmark]:
    """Order benchmarks by how many results there are on them, then by name."""
    library = writer.library

    def place(benchmark: Benchmark) -> tuple[int, str, str]:
        found = library.on_benchmark.get(benchmark.id, [])
        return -len(found), benchmark.name.casefold(), benchmark.id

    return sorted(library.benchmarks.values(), key=place)


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
    sets = writer.library.comparable_sets(benchmark)
    known, uri = (*COLUMNS, *quantity_columns(writer.library)), benchmark_link(benchmark).uri
    tables = [
        _table(writer, benchmark, metric, sets[metric], known) for metric in benchmark.metrics
    ]
    return writer.page(
        "benchmark",
        uri,
        benchmark.name,
        benchmark=benchmark,
        tables=tables,
        brief=brief(writer.library, benchmark, sets),
        provenance=_legend(result.provenance for _, result in found),
        description=beginning(benchmark.description),
        about=lambda title, said: (
            heads.card(uri, pictures.of_benchmark(writer, benchmark), title, said)
            + heads.style(up_to_root(uri), STYLES)
        ),
    )


def set_view(
    writer: Writer, benchmark: Benchmark, comparable: ComparableSet, root: str
) -> tuple[View, tuple[ResultColumn, ...]]:
    """Return one comparable set as a page at any place shows it, with its columns."""
    known = (*COLUMNS, *quantity_columns(writer.library))
    columns = columns_of(known, [row.result for row in comparable.rows])
    return _view(writer, benchmark, comparable, columns, root), columns


def _legend(used: Iterable[Provenance]) -> list[tuple[str, str, str]]:
    found = set(used)
    return [(str(kind), *words) for kind, words in PROVENANCE.items() if kind in found]


def _table(
    writer: Writer,
    benchmark: Benchmark,
    metric: Metric,
    sets: Sequence[ComparableSet],
    known: Sequence[ResultColumn],
) -> MetricTable:
    columns = columns_of(known, [row.result for each in sets for row in each.rows])
    root = up_to_root(benchmark_link(benchmark).uri)
    loose = [_view(writer, benchmark, each, columns, root) for each in sets if not each.is_ranked]
    return MetricTable(
        metric=metric,
        caption=metric_caption(metric),
        range="" if metric.range == Range() else str(metric.range),
        columns=columns,
        ranked=tuple(_ranked(writer, benchmark, each, known) for each in sets if each.is_ranked),
        loose=tuple(loose),
    )


def _ranked(
    writer: Writer,
    benchmark: Benchmark,
    comparable: ComparableSet,
    known: Sequence[ResultColumn],
) -> View:
    """Show a ranked set with what readers choose by."""
    root = up_to_root(benchmark_link(benchmark).uri)
    columns = columns_of(known, [row.result for row in comparable.rows])
    view = _view(writer, benchmark, comparable, columns, root)
    found = board(comparable, [row.sources for row in view.rows], columns)
    return replace(view, board=found)


def _view(
    writer: Writer,
    benchmark: Benchmark,
    comparable: ComparableSet,
    columns: tuple[ResultColumn, ...],
    root: str,
) -> View:
    figure = trade_off_figure(benchmark, comparable, root)
    front = {_identity(mark.row) for mark in comparable.marks if mark.is_front and figure}
    has_ranks = comparable.is_ranked and len(comparable.rows) > 1
    return View(
        _conditions(comparable),
        tuple(_notes(comparable, has_figure=figure is not None)),
        tuple(_row(writer, row, columns, front, has_rank=has_ranks) for row in comparable.rows),
        figure,
        has_ranks,
        bool(front),
        columns,
    )


def _conditions(comparable: ComparableSet) -> str:
    """Return a set's conditions in words, those that are not told at the end."""
    told = comparable.conditions.told
    parts = [f"{within(each.title)} {said}" for each, said in told if said]
    parts += [f"{within(each.title)} not recorded" for each in comparable.conditions.missing]
    said = ", ".join(parts) or ("No condition recorded" if told else "All results")
    return said[:1].upper() + said[1:]


def _notes(comparable: ComparableSet, *, has_figure: bool) -> Iterator[str]:
    """Yield what a ranked set lacks, and that its results may differ in more."""
    count = len(comparable.rows)
    axis = comparable.axis
    if not comparable.is_ranked or count == 1:
        return
    untold = sum(axis.id not in row.result.quantities for row in comparable.rows) if axis else 0
    what = within(axis.title) if axis else ""
    if untold == count:
        yield f"None of these results has a figure for {what}."
    elif untold:
        absent = ", so they are not in the picture" if has_figure else ""
        yield f"{untold} of {count} results have no figure for {what}{absent}."
    if len(comparable.settings) > 1:
        yield "Settings differ within these conditions: the numbered notes say how."


def _identity(row: results.Row) -> Identity:
    """Return what tells one result from all others: equal ones of a paper are as good as one."""
    return row.paper.key, row.result


def _row(
    writer: Writer,
    row: results.Row,
    columns: tuple[ResultColumn, ...],
    front: set[Identity],
    *,
    has_rank: bool,
) -> BenchmarkRow:
    return BenchmarkRow(
        rank=str(row.rank) if has_rank else "",
        paper=paper_link(row.paper),
        name=short_name(row.paper),
        value=format_number(row.result.value),
        cells=tuple(column.cell(row.result) for column in columns),
        provenance=PROVENANCE[row.provenance][0],
        kind=str(row.provenance),
        is_front=_identity(row) in front,
        sources=writer.sources.of(row.paper, row.result.source),
    )
