"""Papers of one category side by side, in the columns that they fill.

A benchmark's column holds the figures of one comparable set, and none that were measured otherwise:
the set in which most of these papers have a result.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from site_builder import latex
from site_builder.pages.benchmarks import benchmark_link
from site_builder.pages.wording import format_number, metric_title, quantity_head
from site_builder.record.result_fields import of_paper
from site_builder.text.plurals import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from site_builder.library import Library
    from site_builder.pages.parts import Link
    from site_builder.pages.writer import Writer
    from site_builder.record.fields import DeclaredField
    from site_builder.record.models import Benchmark, Condition, Paper, Quantity
    from site_builder.record.results import ComparableSet

MOST_MEASURES: Final = 3
"""Columns of benchmarks."""
FEWEST: Final = 2
"""Papers that make a benchmark's column worth its room."""
SPARSEST: Final = 5
"""A column stands there where at least one paper in so many fills it."""
MOST_NAMED: Final = 3
"""Values of one field or condition that are named in a cell."""
EMPTY: Final = Markup("<td></td>")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column beyond those of every list of papers."""

    head: str
    cells: Mapping[str, Markup]
    """By the papers' keys; those that have nothing to say are left out."""
    note: str = ""
    """Under which conditions its figures were measured."""
    link: Link | None = None
    """Where all of its figures stand."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table of papers."""

    columns: tuple[ListColumn, ...]
    rows: Markup


class Comparer:
    """Makes the tables of all categories; what a paper says is written once."""

    def __init__(self, writer: Writer) -> None:
        self._writer: Final = writer
        papers = writer.library.papers.values()
        self._plain: Final = tuple(
            ListColumn(head, {p.key: _cell(said, head) for p in papers if (said := say(p))})
            for head, say in _sayings(writer.library)
        )
        self._own: Final = tuple(
            ListColumn(
                title := latex.to_text(field.head),
                {p.key: _cell(said, title) for p in papers if (said := _told(field, p))},
            )
            for field in _fields(writer.library)
        )
        self._measures: Final = tuple(_measures(writer.library))

    def table(self, papers: Sequence[Paper], root: str) -> Comparison:
        """Put papers into a table with the columns that enough of them fill."""
        keys = {paper.key for paper in papers}
        *told, code = self._plain
        wanted = (*self._own, *told, *self._chosen(keys), code)
        columns = tuple(column for column in wanted if _is_filled(column, keys))
        rows = (
            Markup("<tr>{}{}</tr>\n").format(
                self._writer.cells(paper, root),
                Markup().join(column.cells.get(paper.key, EMPTY) for column in columns),
            )
            for paper in papers
        )
        return Comparison(columns, Markup().join(rows))

    def _chosen(self, keys: set[str]) -> list[ListColumn]:
        """Choose each benchmark's fullest set, and of these the fullest, in the file's order."""
        found: list[tuple[int, int, ListColumn]] = []
        for place, columns in enumerate(self._measures):
            counts = [len(keys & column.cells.keys()) for column in columns]
            most = max(counts, default=0)
            if most >= FEWEST and _is_filled(columns[counts.index(most)], keys):
                found.append((-most, place, columns[counts.index(most)]))
        best = sorted(found, key=lambda each: each[:2])[:MOST_MEASURES]
        return [column for _, _, column in sorted(best, key=lambda each: each[1])]


def _is_filled(column: ListColumn, keys: set[str]) -> bool:
    """Return whether a column says enough of some papers to be worth its room."""
    count = len(keys & column.cells.keys())
    return count > 0 and count * SPARSEST >= len(keys)


def _measures(library: Library) -> Iterator[list[ListColumn]]:
    """Yield the columns that each benchmark could have, the metrics in the order of the file."""
    for benchmark in library.benchmarks.values():
        of_metrics = library.comparable_sets(benchmark)
        sets = (each for metric in benchmark.metrics for each in of_metrics[metric])
        yield [_measure(benchmark, each) for each in sets if each.is_ranked]


def _measure(benchmark: Benchmark, comparable: ComparableSet) -> ListColumn:
    """Return a column with the best figure of each paper."""
    best: dict[str, Markup] = {}
    title = latex.to_text(benchmark.name)
    for row in comparable.rows:  # best first
        best.setdefault(row.paper.key, _cell(format_number(row.result.value), title))
    conditions = filter(None, (metric_title(comparable.metric), *comparable.conditions.said))
    note = latex.to_text(", ".join(conditions))
    return ListColumn(title, best, note, benchmark_link(benchmark))


def _cell(said: str, head: str) -> Markup:
    """Return a cell that names its column, for a card; links say it themselves."""
    if isinstance(said, Markup):
        return Markup("<td>{}</td>").format(said)
    return Markup('<td data-head="{}">{}</td>').format(head, said)


def _named(paper: Paper, condition: Condition) -> str:
    """Name what a paper says of a condition, and if it says nothing what its results do."""
    found = (result.conditions.get(condition.id) for result in paper.results)
    names = of_paper(paper, condition) or tuple(dict.fromkeys(filter(None, found)))
    return shortened(names, MOST_NAMED)


def _told(field: DeclaredField, paper: Paper) -> str:
    texts = field.texts(paper.extra.get(field.id))
    return shortened([latex.to_text(text) for text in texts], MOST_NAMED)


def _range(paper: Paper, quantity: Quantity) -> str:
    """Return the range of a quantity in a paper's results."""
    found = (result.quantities.get(quantity.id) for result in paper.results)
    told = {amount for amount in found if amount is not None}
    ends = sorted({min(told), max(told)}) if told else ()
    return "\N{EN DASH}".join(map(format_number, ends))


def _code(paper: Paper) -> str:
    if not paper.links.code:
        return ""
    return Markup('<a href="{}">code<span class="survey-aside"> of {}</span></a>').format(
        paper.links.code, escape(latex.to_text(paper.method or paper.title))
    )


def _fields(library: Library) -> Iterator[DeclaredField]:
    """Yield the survey's own fields that have a column, but for one that a condition's holds."""
    held = {condition.field for condition in library.result_fields.conditions[:1]}
    yield from (field for field in library.fields if field.column and field.id not in held)


def _sayings(library: Library) -> Iterator[tuple[str, Callable[[Paper], str]]]:
    """Yield the columns that hold what a paper says itself: the head and what makes a cell."""
    declared = library.result_fields
    for condition in declared.conditions[:1]:
        yield condition.title, partial(_named, condition=condition)
    if declared.axis:
        yield quantity_head(declared.axis), partial(_range, quantity=declared.axis)
    yield "Code", _code
