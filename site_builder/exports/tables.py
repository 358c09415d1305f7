"""Papers as a table: CSV for spreadsheets, and the flat rows behind it and behind Parquet.

The file is UTF-8 with a byte order mark, without which Excel reads accents wrongly; lines end in
CR LF (RFC 4180). Lists are joined by semicolons. A cell that a spreadsheet would run as a formula
(it begins with `=`, `+`, `-`, `@`, a tab or a line break, or with a full-width form of these) gets
an apostrophe in front, as OWASP recommends: strip it when you read the file by program, or take
JSON Lines, which has every field, results and abstracts too, unchanged. The same holds behind a
semicolon, a tab or a line break within a cell: where the comma is the decimal sign, spreadsheets
split the file at semicolons, whatever quotes stand around them.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

from site_builder.latex import to_text
from site_builder.record.fields import FieldType
from site_builder.record.models import OTHERS, Links
from site_builder.record.publication import address, notice, plain_name, type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from site_builder.library import Library
    from site_builder.record.fields import DeclaredField
    from site_builder.record.models import Author, Paper

    Columns = Mapping[str, Callable[[Paper, Library], Any]]

FORMULA: Final = re.compile(r"(\A(?=[\t\r\n])|(?:\A|[;\t\r\n])(?=[\s\"]*[=+\-@＝＋－＠]))")  # noqa: RUF001
"""Where a cell begins that a spreadsheet would compute instead of showing it: at the beginning of
ours, or where one that splits at other signs sees the next; it may skip blanks and quotes."""

SPLIT_AT: Final = re.compile("[;\t\r\n]")
"""Behind what FORMULA may match within a cell; few cells hold any of it."""

BYTE_ORDER_MARK: Final = "\ufeff"


def _field(name: str) -> Callable[[Paper, Library], Any]:
    return lambda paper, _: getattr(paper, name)


def _text(name: str) -> Callable[[Paper, Library], str | None]:
    """Return what reads a field as plain text: TeX is read, line breaks are blanks."""
    return lambda paper, _: to_text(getattr(paper, name) or "") or None


def _choice(name: str) -> Callable[[Paper, Library], str | None]:
    return lambda paper, _: str(getattr(paper, name) or "") or None


def _people(people: Iterable[Author], *, is_cut: bool) -> list[str]:
    """Name people in reading order; the word for more of them comes last."""
    return [*(plain_name(each).display for each in people), *([OTHERS] if is_cut else [])]


def _link(name: str) -> Callable[[Paper, Library], str | None]:
    return lambda paper, _: getattr(paper.links, name)


BEFORE_FACETS: Final[Columns] = {
    "key": _field("key"),
    "title": _text("title"),
    "method": _text("method"),
    "authors": lambda paper, _: _people(paper.authors, is_cut=paper.authors_cut),
    "year": _field("year"),
    "month": _field("month"),
    "venue": _text("venue"),
    "venue_name": lambda paper, library: to_text(library.venue_of(paper).name),
    "venue_kind": lambda paper, library: str(library.venue_of(paper).kind),
    "volume": _text("volume"),
    "number": _text("number"),
    "pages": _text("pages"),
    "doi": _field("doi"),
    "arxiv_id": _field("arxiv_id"),
    "url": lambda paper, _: address(paper) or None,
    **{name: _link(name) for name in Links.model_fields},
    "type": lambda paper, library: str(type_of(paper, library.venue_of(paper))),
    "degree": _choice("degree"),
    "booktitle": _text("booktitle"),
    "series": _text("series"),
    "editors": lambda paper, _: _people(paper.editors, is_cut=paper.editors_cut),
    "status": lambda paper, _: str(paper.status.kind) if paper.status else None,
    "status_notice": lambda paper, _: notice(paper) or None,
}
"""Columns, and what reads each; every facet and each of the survey's own fields follows these."""

AFTER_FACETS: Final[Columns] = {
    "summary": _text("summary"),
    "submitted": _field("submitted"),
    "added": _field("added"),
}


CITED: Final = "cited_here"
"""Column of how many papers of the survey cite one; it is there where any citation is known."""


def columns(library: Library) -> list[str]:
    """Return the names of a row's columns, in order."""
    own = (field.id for field in library.fields)
    cited = [CITED] if library.citations else []
    return [*BEFORE_FACETS, *library.taxonomy.facet_ids, *own, *AFTER_FACETS, *cited]


def row(paper: Paper, library: Library) -> dict[str, Any]:
    """Return a paper's main facts by column, lists as lists."""
    return {
        **{name: read(paper, library) for name, read in BEFORE_FACETS.items()},
        **{facet: list(paper.categories.get(facet, ())) for facet in library.taxonomy.facet_ids},
        **{field.id: _own(paper, field) for field in library.fields},
        **{name: read(paper, library) for name, read in AFTER_FACETS.items()},
        **({CITED: library.citations.count(paper.key)} if library.citations else {}),
    }


def _own(paper: Paper, field: DeclaredField) -> Any:
    """Return what a paper has in one of the survey's own fields: texts plain, all else typed."""
    value = paper.extra.get(field.id)
    if field.type is FieldType.LIST:
        return [to_text(each) for each in field.texts(value)]
    return to_text(value) if isinstance(value, str) and field.type is not FieldType.URL else value


def head(library: Library) -> str:
    """Format the line of column names that a file for spreadsheets begins with."""
    return BYTE_ORDER_MARK + _line(columns(library))


def line(paper: Paper, library: Library) -> str:
    """Format one paper for spreadsheets."""
    return _line(row(paper, library).values())


def _line(cells: Iterable[object]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerow(map(cell, cells))
    return file.getvalue()


def cell(value: object) -> str:
    """Format one cell, as text that no spreadsheet runs."""
    if value is None or value == "":  # as most are
        return ""
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, bool):
        value = str(value).lower()
    text = str(value)
    if FORMULA.match(text) or SPLIT_AT.search(text):
        return FORMULA.sub(r"\1'", text)
    return text
