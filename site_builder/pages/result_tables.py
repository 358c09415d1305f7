"""Columns and sources of result tables, on pages of papers and of benchmarks alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.pages.wording import format_number, quantity_head

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.models import Result
    from site_builder.record.origins import FactSource, Origin


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column that shows one field of results."""

    name: str
    title: str

    def cell(self, result: Result) -> str:
        """Format the field for people; nothing where the record does not say."""
        value = result.said(self.name)
        return format_number(value) if isinstance(value, float) else value or ""


def columns_of(
    columns: Iterable[ResultColumn], results: Collection[Result]
) -> tuple[ResultColumn, ...]:
    """Leave out the columns that no result fills."""
    return tuple(c for c in columns if any(r.said(c.name) is not None for r in results))


def condition_columns(library: Library) -> Iterator[ResultColumn]:
    """Yield a column for each declared condition."""
    for condition in library.result_fields.conditions:
        yield ResultColumn(condition.id, condition.title)


def quantity_columns(library: Library) -> Iterator[ResultColumn]:
    """Yield a column for each declared quantity, its unit in the head."""
    for quantity in library.result_fields.quantities:
        yield ResultColumn(quantity.id, quantity_head(quantity))


def numbered_settings(results: Iterable[Result]) -> tuple[tuple[str, ...], dict[str | None, int]]:
    """Return the settings of results as notes, each once, and by setting its number from 1 on.

    The number of no setting is 0.
    """
    settings = tuple(dict.fromkeys(each.setting for each in results if each.setting))
    return settings, {None: 0} | {text: n for n, text in enumerate(settings, start=1)}


def origins_of(sources: Iterable[FactSource]) -> list[tuple[Origin, FactSource]]:
    """Return each work that sources name, once, with the source that names it first."""
    found: dict[str, tuple[Origin, FactSource]] = {}
    for source in sources:
        found.setdefault(source.origin.work, (source.origin, source))
    return list(found.values())
