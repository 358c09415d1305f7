"""The page on which papers stand side by side, and what its script cannot know from them alone.

A script puts the page together out of the papers' own files below `api/`. What it needs besides are
the names of things, plain texts for those that hold TeX, and the rows of a LaTeX table.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from site_builder.exports import latex_table
from site_builder.exports.latex_layout import FRAME, NEEDS, NEEDS_FOR_NOTES, RULE
from site_builder.exports.latex_notes import ALL, BEGIN, END, MARKERS, MARKS, NOTES, source_note
from site_builder.exports.latex_rows import MISSING, Row, by_year, configurations
from site_builder.exports.sound import sound_or_letters
from site_builder.latex import to_text
from site_builder.pages import heads
from site_builder.pages.addresses import COMPARE, up_to_root
from site_builder.pages.explore import as_json, wants
from site_builder.pages.parts import Asset, Link
from site_builder.pages.wording import PROVENANCE
from site_builder.record.publication import short_name
from site_builder.text.plurals import within
from site_builder.web import api

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.exports.latex_rows import Measured
    from site_builder.library import Library
    from site_builder.pages.parts import Page
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Benchmark, Metric, Paper, Quantity
    from site_builder.record.origins import FactSource

    Own = Mapping[str, latex_table.Column]
    Parts = list[str | list[str]]

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
        "meanings": {str(kind): meaning for kind, (_, meaning) in PROVENANCE.items()},
        "conditions": [
            {"id": each.id, "title": to_text(each.title), "needed": each.needed}
            for each in library.result_fields.conditions
        ],
        "quantities": [_quantity(each) for each in library.result_fields.quantities],
        "benchmarks": {each.id: _benchmark(each) for each in library.benchmarks.values()},
        "plain": {text: plain for text in _texts(library) if (plain := to_text(text)) != text},
    }


def cells(library: Library) -> dict[str, Any]:
    """Write every row of `exports.latex_table`, which the script chooses from and joins.

    Papers come in the order of a table's rows. A row of a configuration has the cells of its paper
    but for its own `cells`, and `missing` where neither says anything; `quantities` are what its
    results tell, in the record's order, each with the column that it was measured in. Notes are
    told by their places in `notes`; `parts` are the same for a page, as words and links, and
    `plain` has the cells that a page shows, where these are other words.
    """
    rows = _Rows(library)
    papers = {paper.key: rows.of(paper) for paper in by_year(library.papers.values())}
    own, declared = rows.own, library.result_fields
    axis = declared.axis
    return {
        "needs": [NEEDS, NEEDS_FOR_NOTES],
        "frame": [*FRAME, *BEGIN, END],
        "all": ALL,
        "own": list(own),
        "telling": list(latex_table.telling(declared)),
        "conditions": [condition.id for condition in declared.conditions],
        "first": [*FIRST, *(c.id for c in declared.conditions[:1]), *([axis.id] if axis else [])],
        "columns": {name: _column(name, library, own) for name in _columns(library, own)},
        "marks": {str(kind): mark for kind, mark in MARKS.items()},
        "said": {str(kind): note for kind, note in NOTES.items()},
        "several": latex_table.SEVERAL,
        "missing": MISSING,
        "rule": RULE,
        "notes": {name: list(found) for name, found in rows.notes.items()},
        "parts": {name: [parts for _, parts in n.values()] for name, n in rows.notes.items()},
        "plain": rows.plain,
        "papers": papers,
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


class _Rows:
    """Writes the rows of papers, and what they have in common once."""

    def __init__(self, library: Library) -> None:
        self._library: Final = library
        self.own: Final[Own] = latex_table.own_columns(library)
        declared = library.result_fields
        self._quantities: Final = {each.id: self.own[each.id] for each in declared.quantities}
        self._conditions: Final = tuple(condition.id for condition in declared.conditions)
        self.notes: Final[dict[str, dict[str, tuple[int, Parts]]]] = {name: {} for name in MARKERS}
        """By column: notes as TeX, each with its place and what a page shows."""
        self.plain: Final[dict[str, str]] = {}

    def of(self, paper: Paper) -> dict[str, Any]:
        """Write a paper's row without results, and of each other row what differs from that."""
        bare = self._cells(Row(paper))
        said = {name: cell for name, cell in bare.items() if cell != MISSING}
        rows = configurations(paper, self._library)
        return {"cells": said, "groups": [self._group(row, said) for row in rows]}

    def _group(self, row: Row, bare: Mapping[str, str]) -> dict[str, Any]:
        """Write a row: its cells, notes, figures by column, and what each one's result tells."""
        cells = self._cells(row)
        self._keep_plain(row, cells)
        told = (("/".join(each.column), self._told(row, each)) for each in row.measured)
        return {
            "cells": {
                name: cell
                for name, cell in cells.items()
                if cell != bare.get(name, MISSING) and name not in self._quantities
            },
            "notes": {name: found for name in MARKERS if (found := self._noted(name, row))},
            "figures": {
                "/".join(each.column): [
                    latex_table.number(each.result.value),
                    str(each.result.provenance),
                ]
                for each in row.measured
            },
            "quantities": [[name, amounts] for name, amounts in told if amounts],
        }

    def _keep_plain(self, row: Row, cells: Mapping[str, str]) -> None:
        texts = {name: row.first(name) for name in self._conditions}
        for name, text in (("method", latex_table.method_of(row)), *texts.items()):
            plain = to_text(str(text or ""))
            if plain and plain != cells[name]:
                self.plain[cells[name]] = plain

    def _cells(self, row: Row) -> dict[str, str]:
        return {
            name: sound_or_letters(column.cell(row), f"{row.paper.key}: {name}")
            for name, column in self.own.items()
            if name not in MARKERS
        }

    def _told(self, row: Row, measured: Measured) -> dict[str, str]:
        one = Row(row.paper, (measured,))
        cells = {name: column.cell(one) for name, column in self._quantities.items()}
        return {name: cell for name, cell in cells.items() if cell != MISSING}

    def _noted(self, name: str, row: Row) -> list[int]:
        """Return the places of a row's notes; a new one gets the next."""
        known = self.notes[name]

        def finish(tex: str) -> str:
            return sound_or_letters(tex, f"{row.paper.key}: {name}")

        if name == "source":
            keys = self._library.papers.keys()
            found = {source_note(each, keys, finish): _parts(each) for each in row.sources}
        else:
            plain = to_text(str(row.first(name)))
            found = {note: [plain] for note in latex_table.setting(row, finish)}
        return [known.setdefault(tex, (len(known), shown))[0] for tex, shown in found.items()]


def _parts(source: FactSource) -> Parts:
    """Return a source as a page shows it: words, and links with their addresses."""
    return [
        [part.text, part.url or part.uri] if part.url or part.uri else part.text
        for part in source.parts
    ]
