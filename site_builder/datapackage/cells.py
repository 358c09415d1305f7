"""Cells of tidy tables as CSV: safe in spreadsheets, and whole for programs.

A spreadsheet computes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break instead of
showing it, also behind a semicolon, tab or line break where it splits cells there
(`exports.tables`). Text that it would take so gets an apostrophe in front, as OWASP recommends.
Here text that has apostrophes in such a place already gets one more, so that `UNGUARD` gives back
every text. Numbers, days and truth values are never text, and lists are JSON, which has ways of its
own to write a sign.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from typing import TYPE_CHECKING, Any, Final

from site_builder.datapackage.tables import Type

if TYPE_CHECKING:
    from site_builder.datapackage.tables import Table

SIGNS: Final = "=+\\-@＝＋－＠"  # noqa: RUF001 (full-width forms, which spreadsheets read alike)
GUARD: Final = re.compile(
    rf"(\A(?='*[\t\r\n])|(?:\A|[;\t\r\n])(?=[\s\"']*[{SIGNS}]))",
)
"""Where a spreadsheet would begin to compute, and where that was guarded already."""
UNGUARD: Final = rf"(^|[;\t\r\n])'(?=[\s\"']*[{SIGNS}])|^'(?='*[\t\r\n])"
"""What finds the apostrophes again, in whole cells; what it matches becomes its first group.

In the language of Python, JavaScript, Java and Perl; `^` is the beginning of the cell alone.
"""
IN_JSON: Final = re.compile(rf"(;[\s\"]*)([{SIGNS}])")
LINE_END: Final = "\r\n"


def guarded(text: str) -> str:
    """Return text that no spreadsheet runs; `unguarded` gives it back."""
    return GUARD.sub(r"\1'", text)


def unguarded(cell: str) -> str:
    """Return the text of a cell, as programs that read the tables do."""
    return re.sub(UNGUARD, lambda found: found[1] or "", cell)


def as_csv(table: Table) -> str:
    """Format a table: a line of names, lines that end in CR LF (RFC 4180), no byte order mark."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator=LINE_END)
    writer.writerow(column.name for column in table.columns)
    types = [column.type for column in table.columns]
    for row in table.rows:
        writer.writerow([_cell(value, kind) for value, kind in zip(row, types, strict=True)])
    return file.getvalue()


def _cell(value: Any, kind: Type) -> str:
    """Format a value of a column; nothing is an empty cell."""
    if value is None:
        return ""
    if kind is Type.STRING:
        return guarded(str(value))
    if kind is Type.ARRAY:
        return _listed(value)
    if kind is Type.BOOLEAN:
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def _listed(values: Any) -> str:
    """Format a list as JSON, in which no sign stands where a spreadsheet would compute."""
    text = json.dumps(list(values), ensure_ascii=False)
    return IN_JSON.sub(lambda found: f"{found[1]}\\u{ord(found[2]):04x}", text)
