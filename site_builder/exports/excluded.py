"""What was left out of a survey as a table for spreadsheets, as `exports.tables` has papers."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from site_builder.exports.tables import BYTE_ORDER_MARK, cell
from site_builder.latex import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.record.exclusions import Exclusion

COLUMNS: Final = (
    *("title", "year", "venue", "doi", "arxiv_id", "url"),
    *("reason", "reason_name", "stage", "note", "by", "date"),
)


def as_csv(library: Library) -> str:
    """Format all that was left out, in the order of the file."""
    file = io.StringIO(newline="")
    file.write(BYTE_ORDER_MARK)
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for entry in library.exclusion_entries:
        rows.writerow(map(cell, _row(entry, library)))
    return file.getvalue()


def _row(entry: Exclusion, library: Library) -> Iterator[object]:
    reason = library.reasons.get(entry.reason)
    yield from (to_text(entry.title), entry.year, to_text(entry.venue or ""))
    yield from (entry.doi, entry.arxiv_id, entry.url, entry.reason)
    yield to_text(reason.name) if reason else ""
    yield str(reason.stage) if reason else ""
    yield from (to_text(entry.note or ""), to_text(entry.by or ""), entry.date)
