"""A table of plain text, before anybody formats it."""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title; numbers stand at the right of their columns."""

    title: str
    headers: tuple[str, ...]
    rows: list[Row]
    note: str = ""
