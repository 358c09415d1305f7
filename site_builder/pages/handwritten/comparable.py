"""Fragments that show results: a comparable set as a table, or against what it costs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from site_builder.pages.handwritten.asked import Fault, near
from site_builder.problems import one_of, quoted
from site_builder.record.results import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_builder.library import Library
    from site_builder.pages.handwritten.asked import Asked
    from site_builder.pages.result_tables import ResultColumn
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Benchmark, Condition, Metric, Result
    from site_builder.record.results import ComparableSet

TOP: Final = 10
"""Rows of a table, where nothing is said of it."""
SETTING: Final = "setting"
"""What results say beyond the conditions: sentences, so each is a note that many rows share."""


def arguments(library: Library) -> tuple[str, ...]:
    """Return what chooses a comparable set."""
    conditions = (each.id for each in library.result_fields.conditions)
    return ("benchmark", "metric", *conditions)


def table(asked: Asked) -> Callable[[Writer, str], str]:
    """Prepare the table of a comparable set, the best first; raises Fault."""
    benchmark, comparable = _chosen(asked)
    return partial(_table, benchmark, comparable, asked.number("top", TOP))


def _table(
    benchmark: Benchmark, comparable: ComparableSet, top: int, writer: Writer, root: str
) -> str:
    from site_builder.pages import benchmarks  # noqa: PLC0415 (to check draws nothing)
    from site_builder.pages.wording import metric_caption  # noqa: PLC0415 (as above)

    view, columns = benchmarks.set_view(writer, benchmark, comparable, root)
    link = benchmarks.benchmark_link(benchmark)
    results = [row.result for row in comparable.rows[:top]]
    said = list(dict.fromkeys(each.setting for each in results if each.setting))
    shown = [n for n, c in enumerate(columns) if c.name != SETTING and _fills(c, results)]
    rows = [
        (row, [row.cells[n] for n in shown], said.index(setting) + 1 if setting else 0)
        for row, setting in zip(view.rows, (each.setting for each in results), strict=False)
    ]
    return str(
        writer.fill(
            "pages/results.html",
            root=root,
            title=f"{benchmark.name}: {metric_caption(comparable.metric)}",
            set=view,
            rows=rows,
            settings=said,
            columns=[columns[n] for n in shown],
            all=f"{link.uri}#metric-{comparable.metric.id}",
        )
    )


def _fills(column: ResultColumn, results: Sequence[Result]) -> bool:
    return any(result.said(column.name) is not None for result in results)


def trade_off(asked: Asked) -> Callable[[Writer, str], str]:
    """Prepare the figure of a comparable set against the declared quantity; raises Fault."""
    from site_builder.pages.page_figures import trade_off_figure  # noqa: PLC0415 (as above)

    benchmark, comparable = _chosen(asked)
    if trade_off_figure(benchmark, comparable, "") is None:
        said = "too few of these results say how much they cost for a figure"
        raise Fault(asked.fragment.start, said, "write survey:results for a table")
    return partial(_trade_off, benchmark, comparable)


def _trade_off(benchmark: Benchmark, comparable: ComparableSet, writer: Writer, root: str) -> str:
    from site_builder.pages.page_figures import trade_off_figure  # noqa: PLC0415 (as above)

    figure = trade_off_figure(benchmark, comparable, root)
    return str(writer.fill("pages/figure.html", figure=figure, root=root)) if figure else ""


def _chosen(asked: Asked) -> tuple[Benchmark, ComparableSet]:
    """Find the one comparable set that a fragment means; raises Fault."""
    library = asked.library
    benchmark = _benchmark(asked)
    metric = _metric(asked, benchmark)
    sets: Sequence[ComparableSet] = library.comparable_sets(benchmark)[metric]
    for condition in library.result_fields.conditions:
        if asked.argument(condition.id):
            sets = _under(asked, condition, sets)
    ranked = [each for each in sets if each.is_ranked] or sets
    if not ranked:
        said = f"there are no results of {benchmark.id}, {metric.id}"
        raise Fault(asked.at("benchmark"), said)
    if len(ranked) > 1:
        raise _ambiguous(asked, ranked)
    return benchmark, ranked[0]


def _benchmark(asked: Asked) -> Benchmark:
    library = asked.library
    name = asked.needed("benchmark", list(library.benchmarks))
    found = library.benchmarks.get(name)
    if found:
        return found
    now = library.former_benchmarks.get(name)
    hint = f"it is now {quoted(now.id)}" if now else near(name, library.benchmarks)
    raise Fault(asked.at("benchmark"), f"unknown benchmark {quoted(name)}", hint)


def _metric(asked: Asked, benchmark: Benchmark) -> Metric:
    ids = [metric.id for metric in benchmark.metrics]
    name = asked.needed("metric", ids) if len(ids) > 1 else asked.text("metric") or ids[0]
    found = benchmark.metric(name)
    if found:
        return found
    said = f"unknown metric {quoted(name)} of {benchmark.id}"
    raise Fault(asked.at("metric"), said, near(name, ids))


def _under(
    asked: Asked, condition: Condition, sets: Sequence[ComparableSet]
) -> list[ComparableSet]:
    """Choose the sets that were measured under a condition; raises Fault where none was."""
    wanted = asked.text(condition.id)
    said = [each.conditions.by_id().get(condition.id) or "" for each in sets]
    found = [each for each, of in zip(sets, said, strict=True) if alike(of) == alike(wanted)]
    if found:
        return found
    known = list(dict.fromkeys(of for of in said if of))
    message = f"there are no such results with {condition.id}={quoted(wanted)}"
    raise Fault(asked.at(condition.id), message, near(wanted, known))


def _ambiguous(asked: Asked, sets: Sequence[ComparableSet]) -> Fault:
    """Say by what the sets differ that all fit."""
    for condition in asked.library.result_fields.conditions:
        known = list(dict.fromkeys(e.conditions.by_id().get(condition.id) or "" for e in sets))
        if len(known) > 1:
            said = f"{len(sets)} sets of results fit; say which {condition.id}=… is meant"
            return Fault(asked.fragment.start, said, one_of([quoted(each) for each in known]))
    return Fault(asked.fragment.start, f"{len(sets)} sets of results fit")
