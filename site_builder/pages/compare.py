"""The page on which papers stand side by side, and what its script cannot know from them alone.

A script puts the page together out of the papers' own files below `api/`. What it needs besides are
the names of things, and texts in another form: plain ones for those that hold TeX, and cells of a
LaTeX table for those that LaTeX wants written otherwise. Whatever is in neither stays as it is.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from site_builder.exports import latex_table
from site_builder.exports.latex_table import Row
from site_builder.exports.sound import sound_or_letters
from site_builder.latex import to_text
from site_builder.pages import heads
from site_builder.pages.addresses import COMPARE, way_up
from site_builder.pages.explore import as_json, wants
from site_builder.pages.parts import Asset
from site_builder.pages.wording import PROVENANCE
from site_builder.web import api

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.pages.parts import Page
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Benchmark, Metric, Paper

NAMES: Final = f"{COMPARE}/names.json"
CELLS: Final = f"{COMPARE}/cells.json"
ORIGIN: Final = "the comparison"

TEX: Final = re.compile(r"[\\{}~^<>|&%#_$]")
"""What the script writes letter by letter where a text has no cell."""


def page(writer: Writer) -> Page:
    """Make the page."""
    return writer.page(
        "compare",
        f"{COMPARE}/",
        "Compare papers",
        has_benchmarks=bool(writer.library.benchmarks),
        description="Papers side by side: where they stand, what they measured and how.",
        about=lambda title, said: (
            heads.card(f"{COMPARE}/", writer.context.site, title, said)
            + wants(way_up(f"{COMPARE}/"), NAMES)
        ),
        section="explore",
    )


def assets(writer: Writer) -> Iterator[Asset]:
    """Make the data that the page's script reads."""
    yield Asset(NAMES, as_json(names(writer.library)), ORIGIN)
    yield Asset(CELLS, as_json(cells(writer.library)), ORIGIN)


def names(library: Library) -> dict[str, Any]:
    """Name facets, benchmarks and metrics, and whose a figure is; and give texts without TeX."""
    taxonomy = library.taxonomy
    return {
        "papers": f"{api.BASE}/papers/",
        "facets": [{"id": facet.id, "title": to_text(facet.title)} for facet in taxonomy.facets],
        "provenance": {str(kind): short for kind, (short, _) in PROVENANCE.items()},
        "benchmarks": {each.id: _benchmark(each) for each in library.benchmarks.values()},
        "plain": {text: plain for text in _texts(library) if (plain := to_text(text)) != text},
    }


def cells(library: Library) -> dict[str, Any]:
    """Give what a LaTeX table says where that is not the text itself; see exports.latex_table."""
    return {
        "columns": {name: _column(name, library) for name in _columns(library)},
        "marks": {str(kind): mark for kind, mark in latex_table.MARKS.items()},
        "said": {str(kind): said for kind, said in latex_table.SAID.items()},
        "cells": {text: cell for text, cell in _cells(library) if cell != text or TEX.search(text)},
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
    yield from latex_table.OWN_COLUMNS
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
    yield from filter(None, (paper.title, paper.method, paper.venue, paper.trainable_params))
    yield from paper.backbones
    yield from (author.name.display for author in paper.authors[:1])
    for result in paper.results:
        told = (result.variant, result.backbone, result.pretraining, result.split, result.setting)
        yield from filter(None, told)


def _cells(library: Library) -> Iterator[tuple[str, str]]:
    """Give the texts that the script puts into cells, and what the cells are in LaTeX."""
    for paper in library.papers.values():
        for row in (Row(paper), *(Row(paper, (result,)) for result in paper.results)):
            for name, said in SAID.items():
                if text := said(row):
                    cell = latex_table.OWN_COLUMNS[name].cell(row)
                    yield text, sound_or_letters(cell, f"{paper.key}: {name}")


def _first_author(row: Row) -> str:
    author = row.paper.authors[0]
    name = author.literal or " ".join(filter(None, (author.particle, author.family)))
    is_alone = len(row.paper.authors) == 1 and not row.paper.authors_cut
    return name if is_alone else f"{name} et al."


def _method(row: Row) -> str:
    method, variant = row.paper.method or _first_author(row), str(row.first("variant") or "")
    if variant and method.lower() not in variant.lower():
        return f"{method}, {variant}"
    return variant or method


def _told(name: str) -> Callable[[Row], str]:
    return lambda row: str(row.first(name) or "")


SAID: Final[Mapping[str, Callable[[Row], str]]] = {
    "method": _method,
    "title": lambda row: row.paper.title,
    "authors": _first_author,
    "venue": lambda row: row.paper.venue,
    "backbone": lambda row: _told("backbone")(row) or ", ".join(row.paper.backbones),
    "pretraining": _told("pretraining"),
    "setting": _told("setting"),
    "split": _told("split"),
}
"""What the script has in hand for each column of text: the records' own words."""
