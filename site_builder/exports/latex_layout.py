r"""The lines of a comparison table: a `tabular`, around it and below it what its notes need."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from site_builder.exports.latex_notes import ALL, BEGIN, END, MARKERS, NOTES, listed, marks
from site_builder.exports.latex_rows import MISSING
from site_builder.exports.sound import sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.exports.latex_rows import Row
    from site_builder.exports.latex_table import Column

RULE: Final = r"\midrule"
"""Above rows that may be compared."""
KEYS: Final = "; the keys are those of the exported bibliography."
NEEDS: Final = rf"Needs \usepackage{{booktabs}}{KEYS}"
NEEDS_FOR_NOTES: Final = rf"Needs \usepackage{{booktabs,threeparttable}}{KEYS}"
"""What a document needs for a table without notes, and for one with them."""
FRAME: Final = (r"\begin{threeparttable}", r"\end{threeparttable}")
"""Around a table with notes."""


class Table:
    """Writes the lines of a table."""

    def __init__(self, columns: Mapping[str, Column], rows: Iterable[Row]) -> None:
        self._columns: Final = columns
        self._rows: Final = tuple(rows)
        self._notes: Final = {
            name: list(dict.fromkeys(note for row in self._rows for note in _notes(column, row)))
            for name, column in columns.items()
            if column.notes
        }

    def head(self, *, has_notes: bool) -> list[str]:
        """Begin the table, after what it needs and what its heads are too short to say."""
        columns = self._columns.values()
        comments = [NEEDS_FOR_NOTES if has_notes else NEEDS]
        comments += [
            sound(each.comment, "the head of a column") for each in columns if each.comment
        ]
        heads = [sound(column.head, "the head of a column") for column in columns]
        return [
            *(f"% {comment}" for comment in comments),
            *([FRAME[0]] if has_notes else []),
            rf"\begin{{tabular}}{{{''.join(column.alignment for column in columns)}}}",
            r"\toprule",
            " & ".join(heads) + r" \\",
        ]

    def line(self, row: Row) -> str:
        """Write a row; its first cell cites the paper, and must not pass for an option."""
        first, *others = (self._cell(name, row) for name in self._columns)
        shown = f"{{{first}}}" if first.startswith(("[", "*", "(")) else first
        return " & ".join((rf"{shown}~\cite{{{row.paper.key}}}", *others)) + r" \\"

    def _cell(self, name: str, row: Row) -> str:
        column = self._columns[name]
        if column.notes:
            return marks(_notes(column, row), self._notes[name], MARKERS[name]) or MISSING
        return sound(column.cell(row), _place(column, row))

    def foot(self, left_out: Iterable[Column], figures: Sequence[Row]) -> list[str]:
        """List the notes: what marks mean, what all figures share, settings, sources."""
        shown = {result.provenance for row in self._rows for result in row.results}
        said = [note for kind, note in NOTES.items() if kind in shown]
        shared = [
            f"{column.head} {sound(cell, _place(column, row))}"
            for row in figures[:1]
            for column in left_out
            if (cell := column.cell(row)) != MISSING
        ]
        notes = [rf"\item {'; '.join(said)}"] if said else []
        notes = [rf"\item {'; '.join(said)}"] if said else []
        notes += [rf"\item {ALL}{'; '.join(shared)}"] if shared else []
        return notes + [
            line
            for name, marker in MARKERS.items()
            for line in listed(self._notes.get(name, ()), marker)
        ]


def _notes(column: Column, row: Row) -> tuple[str, ...]:
    place = _place(column, row)
    return column.notes(row, partial(sound, place=place)) if column.notes else ()


def _place(column: Column, row: Row) -> str:
    return f"{row.paper.key}: {column.head}"


def end(notes: Sequence[str]) -> list[str]:
    """End the table; what its notes are stands below it."""
    end = [r"\bottomrule", r"\end{tabular}"]
    return [*end, *BEGIN, *notes, END, FRAME[1]] if notes else end
