"""Tidy tables with declared types: what Table Schema says of them (datapackage.org)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Type(StrEnum):
    """Types of columns, by their names in Table Schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    YEAR = "year"
    ARRAY = "array"
    """A list of texts, as JSON."""


@dataclass(frozen=True)
class Column:
    """A column: its name, type, what it holds, and what holds for each cell."""

    name: str
    type: Type = Type.STRING
    description: str = ""
    title: str = ""
    required: bool = False
    unique: bool = False
    values: Sequence[str] = ()
    """All that a cell may say."""
    pattern: str = ""
    bounds: tuple[float | None, float | None] = (None, None)
    """The least and the greatest value."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Properties of our own: a unit, for one."""

    def schema(self) -> dict[str, Any]:
        """Return the column's descriptor."""
        low, high = self.bounds
        constraints = {
            "required": self.required or None,
            "unique": self.unique or None,
            "enum": list(self.values) or None,
            "pattern": self.pattern or None,
            "minimum": low,
            "maximum": high,
        }
        found = {
            "name": self.name,
            "type": str(self.type),
            "title": self.title,
            "description": self.description,
            **self.more,
            "constraints": {name: each for name, each in constraints.items() if each is not None},
        }
        return {name: each for name, each in found.items() if each not in ("", {}, None)}


@dataclass(frozen=True)
class Link:
    """A foreign key: columns that name a row of another table, or of the same one."""

    columns: tuple[str, ...]
    table: str
    """Empty for the same table."""
    named: tuple[str, ...]
    """The columns there."""


@dataclass(frozen=True)
class Table:
    """A table: one kind of thing, a row for each."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """The columns by which a row is known."""
    rows: Iterable[Sequence[Any]]
    links: tuple[Link, ...] = ()

    def schema(self) -> dict[str, Any]:
        """Return the table's schema."""
        found: dict[str, Any] = {
            "fields": [column.schema() for column in self.columns],
            "primaryKey": list(self.key),
            "missingValues": [""],
        }
        if self.links:
            found["foreignKeys"] = [
                {
                    "fields": list(link.columns),
                    "reference": {"resource": link.table, "fields": list(link.named)},
                }
                for link in self.links
            ]
        return found


def choice(options: Iterable[str]) -> tuple[str, ...]:
    """Return the texts of a closed list."""
    return tuple(str(each) for each in options)


def free(name: str, taken: set[str]) -> str:
    """Return a column's name that no other has, and take it: declared names may be any."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name
