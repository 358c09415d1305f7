"""The page on which papers stand side by side, and what its script cannot know from them alone.

A script puts the page together out of the papers' own files below `api/`. What it needs besides are
the names of things, plain texts for those that hold TeX, and the rows of a LaTeX table.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from site_builder.exports import latex_table
from site_builder.exports.latex_table import Row
from site_builder.exports.sound import sound_or_letters
from site_builder.latex import to_text
from site_builder.pages import heads
from site_builder.pages.addresses import COMPARE, up_to_root
from site_builder.pages.explore import as_json, wants
from site_builder.pages.parts import Asset, Link
from site_builder.pages.wording import PROVENANCE, short_name
from site_builder.text.plurals import within
from site_builder.web import api

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.pages.parts import Page
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Benchmark, Metric, Paper, Quantity
    from site_builder.record.result_fields import ResultFields

    Own = Mapping[str, latex_table.Column]

PLACE: Final = Link(f"{COMPARE}/", "Compare papers")
"""Where the page is, and its name."""
NAMES: Final = f"{COMPARE}/names.json"
CELLS: Final = f"{COMPARE}/cells.json"
ORIGIN: Final = "the comparison"
FIRST: Final = ("method", "year", "venue")
"""Columns of the LaTeX table that are chosen at first, besides declared ones."""


EXAMPLES: Final = 3
"""Ready comparisons on the page that was asked for none."""
SIDES: Final = 4
"""Papers in each."""


class Example(NamedTuple):
    """A comparison that is ready to be opened."""

    title: str
    keys: list[str]
    names: list[str]


def page(writer: Writer) -> Page:
    """Make the page."""
    return writer.page(
        "compare",
        PLACE.uri,
        PLACE.title,
        has_benchmarks=bool(writer.library.benchmarks),
        examples=list(examples(writer.library)),
        description="Papers side by side: where they stand, what they measured and how.",
        about=lambda title, said: (
            heads.card(PLACE.uri, writer.facts.site, title, said)
            + wants(up_to_root(PLACE.uri), NAMES)
        ),
        section="explore",
    )


def examples(library: Library) -> Iterator[Example]:
    """Yield ready comparisons: the best papers of the largest comparable sets, one a benchmark."""
    largest = []
    for benchmark in library.benchmarks.values():
        sets = chain.from_iterable(library.comparable_sets(benchmark).values())
        ranked = [each for each in sets if each.is_ranked and each.papers > 1]
        if ranked:
            largest.append((max(ranked, key=lambda each: each.papers), benchmark))
    largest.sort(key=lambda pair: (-pair[0].papers, pair[1].id))
    for best, benchmark in largest[:EXAMPLES]:
        papers = list({row.paper.key: row.paper for row in best.rows}.values())[:SIDES]
        title = f"The best on {benchmark.name}"
        yield Example(title, [paper.key for paper in papers], [short_name(p) for p in papers])


def assets(writer: Writer) -> Iterator[Asset]:
    """Make the data that the page's script reads."""
    yield Asset(NAMES, as_json(names(writer.library)), ORIGIN)
    yield Asset(CELLS, as_json(cells(writer.library)), ORIGIN)


def names(library: Library) -> dict[str, Any]:
    """Return the names of facets, benchmarks, what is told with figures, and whose, without TeX."""
    taxonomy = library.taxonomy
    return {
        "papers": f"{api.BASE}/papers/",
        "facets": [{"id": facet.id, "title": to_text(facet.title)} for facet in taxonomy.facets],
        "fields": [{"id": f.id, "title": to_text(f.head), "type": f.type} for f in library.fields],
        "provenance": {str(kind): short for kind, (short, _) in PROVENANCE.items()},
        "conditions": [condition.id for condition in library.result_fields.conditions],
        "quantities": [_quantity(each) for each in library.result_fields.quantities],
        "benchmarks": {each.id: _benchmark(each) for each in library.benchmarks.values()},
        "plain": {text: plain for text in _texts(library) if (plain := to_text(text)) != text},
    }


def cells(library: Library) -> dict[str, Any]:
    """Write every row of `exports.latex_table`, which the script chooses from and joins.

    Papers come in the order of a table's rows. A row of a configuration has the cells of its paper
    but for its own `cells`, and `missing` where neither says anything; `quantities` are what its
    results tell, in the record's order, each with the column that it was measured in.
    """
    papers = latex_table.by_year(library.papers.values())
    own, declared = latex_table.own_columns(library), library.result_fields
    axis = declared.axis
    return {
        "needs": latex_table.NEEDS,
        "own": list(own),
        "telling": list(latex_table.telling(declared)),
        "conditions": [condition.id for condition in declared.conditions],
        "first": [*FIRST, *(c.id for c in declared.conditions[:1]), *([axis.id] if axis else [])],
        "columns": {name: _column(name, library, own) for name in _columns(library, own)},
        "notes": {str(kind): note for kind, note in latex_table.NOTES.items()},
        "missing": latex_table.MISSING,
        "rule": latex_table.RULE,
        "papers": {paper.key: _rows(paper, own, declared) for paper in papers},
    }


def _quantity(quantity: Quantity) -> dict[str, str]:
    title = to_text(within(quantity.short or quantity.title))
    return {"id": quantity.id, "title": title, "unit": to_text(quantity.unit or "")}


def _benchmark(benchmark: Benchmark) -> dict[str, Any]:
    metrics = {metric.id: _metric(metric) for metric in benchmark.metrics}
    return {"name": to_text(benchmark.name), "metrics": metrics}


def _metric(metric: Metric) -> dict[str, str]:
    return {
        "name": to_text(metric.name),
        "unit": to_text(metric.unit or ""),
        "direction": str(metric.direction),
    }


def _columns(library: Library, own: Own) -> Iterator[str]:
    yield from own
    for benchmark in library.benchmarks.values():
        yield from (f"{benchmark.id}/{metric.id}" for metric in benchmark.metrics)


def _column(name: str, library: Library, own: Own) -> dict[str, str]:
    column = latex_table.find_column(name, library, own)
    head, comment = (sound_or_letters(each, name) for each in (column.head, column.comment))
    return {"head": head, "alignment": column.alignment, "comment": comment}


def _texts(library: Library) -> Iterable[str]:
    """Collect the texts of records that the page shows, each once."""
    return dict.fromkeys(chain.from_iterable(map(_of_paper, library.papers.values())))


def _of_paper(paper: Paper) -> Iterator[str]:
    yield from filter(None, (paper.title, paper.method, paper.venue))
    for value in paper.extra.values():
        yield from (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    yield from (author.name.display for author in paper.authors[:1])
    for result in paper.results:
        yield from filter(None, (result.variant, *result.conditions.values(), result.setting))


def _rows(paper: Paper, own: Own, declared: ResultFields) -> dict[str, Any]:
    """Write a paper's row without results, and of each configuration what differs from that."""
    bare = _own_cells(Row(paper), own)
    said = {name: cell for name, cell in bare.items() if cell != latex_table.MISSING}
    quantities = {quantity.id: own[quantity.id] for quantity in declared.quantities}
    groups = latex_table.configurations(paper, declared)
    return {"cells": said, "groups": [_group(row, said, own, quantities) for row in groups]}


def _group(row: Row, bare: Mapping[str, str], own: Own, quantities: Own) -> dict[str, Any]:
    """Write a configuration: its cells, its figures by column, and what each one's result tells."""
    columns = dict.fromkeys((result.benchmark, result.metric) for result in row.results)
    best = {f"{b}/{m}": found for b, m in columns if (found := row.result(b, m))}
    cells = _own_cells(row, own).items()
    told = (
        (f"{result.benchmark}/{result.metric}", _told(Row(row.paper, (result,)), quantities))
        for result in row.results
    )
    return {
        "cells": {
            name: cell
            for name, cell in cells
            if cell != bare.get(name, latex_table.MISSING) and name not in quantities
        },
        "figures": {
            name: [latex_table.marked(result), str(result.provenance)]
            for name, result in best.items()
        },
        "quantities": [[name, cells] for name, cells in told if cells],
    }


def _told(row: Row, quantities: Own) -> dict[str, str]:
    cells = {name: column.cell(row) for name, column in quantities.items()}
    return {name: cell for name, cell in cells.items() if cell != latex_table.MISSING}


def _own_cells(row: Row, own: Own) -> dict[str, str]:
    return {
        name: sound_or_letters(column.cell(row), f"{row.paper.key}: {name}")
        for name, column in own.items()
    }
