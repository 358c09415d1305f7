"""The page on which papers stand side by side, and what its script cannot know from them alone.

A script puts the page together out of the papers' own files below `api/`. What it needs besides are
the names of things, plain texts for those that hold TeX, and the rows of a LaTeX table.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from site_builder.exports import latex_table
from site_builder.exports.latex_table import Row
from site_builder.exports.sound import sound_or_letters
from site_builder.latex import to_text
from site_builder.pages import heads
from site_builder.pages.addresses import COMPARE, up_to_root
from site_builder.pages.explore import as_json, wants
from site_builder.pages.parts import Asset
from site_builder.pages.wording import PROVENANCE
from site_builder.web import api

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.pages.parts import Page
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Benchmark, Metric, Paper

    Own = Mapping[str, latex_table.Column]

NAMES: Final = f"{COMPARE}/names.json"
CELLS: Final = f"{COMPARE}/cells.json"
ORIGIN: Final = "the comparison"


def page(writer: Writer) -> Page:
    """Make the page."""
    return writer.page(
        "compare",
        f"{COMPARE}/",
        "Compare papers",
        has_benchmarks=bool(writer.library.benchmarks),
        description="Papers side by side: where they stand, what they measured and how.",
        about=lambda title, said: (
            heads.card(f"{COMPARE}/", writer.facts.site, title, said)
            + wants(up_to_root(f"{COMPARE}/"), NAMES)
        ),
        section="explore",
    )


def assets(writer: Writer) -> Iterator[Asset]:
    """Make the data that the page's script reads."""
    yield Asset(NAMES, as_json(names(writer.library)), ORIGIN)
    yield Asset(CELLS, as_json(cells(writer.library)), ORIGIN)


def names(library: Library) -> dict[str, Any]:
    """Return the names of facets, benchmarks and metrics, and whose a figure is, without TeX."""
    taxonomy = library.taxonomy
    return {
        "papers": f"{api.BASE}/papers/",
        "facets": [{"id": facet.id, "title": to_text(facet.title)} for facet in taxonomy.facets],
        "fields": [{"id": f.id, "title": to_text(f.head), "type": f.type} for f in library.fields],
        "provenance": {str(kind): short for kind, (short, _) in PROVENANCE.items()},
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
    own = latex_table.own_columns(library)
    return {
        "needs": latex_table.NEEDS,
        "own": list(latex_table.own_columns(library)),
        "columns": {name: _column(name, library) for name in _columns(library)},
        "notes": {str(kind): note for kind, note in latex_table.NOTES.items()},
        "missing": latex_table.MISSING,
        "papers": {paper.key: _rows(paper, own) for paper in papers},
    }


def _benchmark(benchmark: Benchmark) -> dict[str, Any]:
    metrics = {metric.id: _metric(metric) for metric in benchmark.metrics}
    return {"name": to_text(benchmark.name), "metrics": metrics}


def _metric(metric: Metric) -> dict[str, str]:
    return {
        "name": to_text(metric.name),
        "unit": to_text(metric.unit or ""),
        "direction": str(metric.direction),
    }


def _columns(library: Library) -> Iterator[str]:
    yield from latex_table.own_columns(library)
    for benchmark in library.benchmarks.values():
        yield from (f"{benchmark.id}/{metric.id}" for metric in benchmark.metrics)


def _column(name: str, library: Library) -> dict[str, str]:
    column = latex_table.find_column(name, library)
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
        told = (result.variant, result.backbone, result.pretraining, result.split, result.setting)
        yield from filter(None, told)


def _rows(paper: Paper, own: Own) -> dict[str, Any]:
    """Write a paper's row without results, and of each configuration what differs from that."""
    bare = _own_cells(Row(paper), paper, own)
    said = {name: cell for name, cell in bare.items() if cell != latex_table.MISSING}
    return {
        "cells": said,
        "groups": [_group(r, said, own) for r in latex_table.configurations(paper)],
    }


def _group(row: Row, bare: Mapping[str, str], own: Own) -> dict[str, Any]:
    """Write a configuration: its cells, its figures by column, and what each one's result tells."""
    columns = dict.fromkeys((result.benchmark, result.metric) for result in row.results)
    best = {f"{b}/{m}": found for b, m in columns if (found := row.result(b, m))}
    cells = _own_cells(row, row.paper, own).items()
    told = (
        (f"{result.benchmark}/{result.metric}", _quantities(Row(row.paper, (result,))))
        for result in row.results
    )
    return {
        "cells": {
            name: cell
            for name, cell in cells
            if cell != bare.get(name, latex_table.MISSING) and name not in latex_table.QUANTITIES
        },
        "figures": {
            name: [latex_table.marked(result), str(result.provenance)]
            for name, result in best.items()
        },
        "quantities": [[name, cells] for name, cells in told if cells],
    }


def _quantities(row: Row) -> dict[str, str]:
    cells = {name: latex_table.OWN_COLUMNS[name].cell(row) for name in latex_table.QUANTITIES}
    return {name: cell for name, cell in cells.items() if cell != latex_table.MISSING}


def _own_cells(row: Row, paper: Paper, own: Own) -> dict[str, str]:
    return {
        name: sound_or_letters(column.cell(row), f"{paper.key}: {name}")
        for name, column in own.items()
    }
