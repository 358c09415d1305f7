"""Papers of one category side by side, in the columns that they fill.

A benchmark's column holds the figures of one comparable set, and none that were measured otherwise:
the set in which most of these papers have a result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from site_builder import latex
from site_builder.pages.benchmarks import benchmark_link
from site_builder.pages.wording import format_number, metric_title
from site_builder.text.plurals import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from site_builder.library import Library
    from site_builder.pages.parts import Link
    from site_builder.pages.writer import Writer
    from site_builder.record.fields import DeclaredField
    from site_builder.record.models import Benchmark, Paper
    from site_builder.record.results import ComparableSet

MOST_MEASURES: Final = 3
"""Columns of benchmarks."""
FEWEST: Final = 2
"""Papers that make a benchmark's column worth its room."""
MOST_VALUES: Final = 3
"""Values of a list that are named in a cell."""
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
            ListColumn(head, {paper.key: _cell(said) for paper in papers if (said := say(paper))})
            for head, say in SAYINGS.items()
        )
        self._own: Final = tuple(
            ListColumn(
                latex.to_text(field.head),
                {p.key: _cell(said) for p in papers if (said := _told(field, p))},
            )
            for field in writer.library.fields
            if field.column
        )
        self._measures: Final = tuple(_measures(writer.library))

    def table(self, papers: Sequence[Paper], root: str) -> Comparison:
        """Put papers into a table with the columns that they fill."""
        keys = {paper.key for paper in papers}
        params, code = self._plain
        wanted = (*self._own, params, *self._chosen(keys), code)
        columns = tuple(column for column in wanted if not keys.isdisjoint(column.cells))
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
            if most >= FEWEST:
                found.append((-most, place, columns[counts.index(most)]))
        best = sorted(found, key=lambda each: each[:2])[:MOST_MEASURES]
        return [column for _, _, column in sorted(best, key=lambda each: each[1])]


def _measures(library: Library) -> Iterator[list[ListColumn]]:
    """Yield the columns that each benchmark could have, the metrics in the order of the file."""
    for benchmark in library.benchmarks.values():
        of_metrics = library.comparable_sets(benchmark)
        sets = (each for metric in benchmark.metrics for each in of_metrics[metric])
        yield [_measure(benchmark, each) for each in sets if each.is_ranked]


def _measure(benchmark: Benchmark, comparable: ComparableSet) -> ListColumn:
    """Return a column with the best figure of each paper."""
    best: dict[str, Markup] = {}
    for row in comparable.rows:  # best first
        best.setdefault(row.paper.key, _cell(format_number(row.result.value)))
    conditions = filter(None, (metric_title(comparable.metric), *comparable.conditions))
    note = latex.to_text(", ".join(conditions))
    return ListColumn(latex.to_text(benchmark.name), best, note, benchmark_link(benchmark))


def _cell(said: str) -> Markup:
    return Markup("<td>{}</td>").format(said)


def _told(field: DeclaredField, paper: Paper) -> str:
    texts = field.texts(paper.extra.get(field.id))
    return shortened([latex.to_text(text) for text in texts], MOST_VALUES)


def _params(paper: Paper) -> str:
    """Return the range of parameters that a paper's results train, in millions."""
    told = {r.trainable_params_m for r in paper.results if r.trainable_params_m is not None}
    ends = sorted({min(told), max(told)}) if told else ()
    return "\N{EN DASH}".join(map(format_number, ends))


def _code(paper: Paper) -> str:
    if not paper.links.code:
        return ""
    return Markup('<a href="{}">code<span class="survey-aside"> of {}</span></a>').format(
        paper.links.code, escape(latex.to_text(paper.method or paper.title))
    )


SAYINGS: Final = {"Trainable (M)": _params, "Code": _code}
"""Columns that hold what a paper says itself."""
