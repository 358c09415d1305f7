"""Rows of comparison tables: what was measured in one way, as one work reports it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from site_builder.record.publication import by_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library import Library
    from site_builder.record.models import Paper, Result
    from site_builder.record.origins import FactSource


MISSING: Final = "--"
"""What stands where nothing is said."""


class Measured(NamedTuple):
    """A result and where it was read."""

    result: Result
    sources: tuple[FactSource, ...]

    @property
    def column(self) -> tuple[str, str]:
        """The benchmark and the metric."""
        return self.result.benchmark, self.result.metric


@dataclass(frozen=True)
class Row:
    """One configuration of a paper as one work reports it, with a figure for each metric at most.

    Its results share variant, setting, all conditions and the works that they were read in.
    """

    paper: Paper
    measured: tuple[Measured, ...] = ()

    @property
    def results(self) -> tuple[Result, ...]:
        """The figures."""
        return tuple(each.result for each in self.measured)

    @property
    def sources(self) -> tuple[FactSource, ...]:
        """Where the figures were read, each text once."""
        found = (source for each in self.measured for source in each.sources)
        return tuple({source.text: source for source in found}.values())

    def result(self, benchmark: str, metric: str) -> Result | None:
        """Find the figure for a column."""
        found = (r.result for r in self.measured if r.column == (benchmark, metric))
        return next(found, None)

    def first(self, name: str) -> object:
        """Return a condition that the figures of the row share, or that some of them have."""
        found = (result.said(name) for result in self.results)
        return next((value for value in found if value is not None), None)


def by_year(papers: Iterable[Paper]) -> list[Paper]:
    """Order papers as comparisons do: the earliest first."""
    return sorted(by_key(papers), key=lambda paper: paper.year)


def rows_of(paper: Paper, columns: set[tuple[str, str]], library: Library) -> list[Row]:
    """Split a paper into the rows with a figure in some column, or one row where none has."""
    rows = [
        Row(paper, tuple(each for each in row.measured if each.column in columns))
        for row in configurations(paper, library)
    ]
    return [row for row in rows if row.measured] or [Row(paper)]


def configurations(paper: Paper, library: Library) -> list[Row]:
    """Group all results of a paper, in the order in which the record first has each group.

    Where a record has two figures for one cell, the second begins a row of its own.
    """
    conditions = (condition.id for condition in library.result_fields.conditions)
    shared = ("variant", *conditions, "setting")
    groups: dict[tuple[Any, ...], list[list[Measured]]] = defaultdict(list)
    begun: list[list[Measured]] = []
    for result in paper.results:
        found = Measured(result, library.sources.of(paper, result.source))
        works = frozenset(source.origin.work for source in found.sources)
        rows = groups[(*map(result.said, shared), works)]
        row = next((r for r in rows if all(found.column != each.column for each in r)), None)
        if row is None:
            row = []
            rows.append(row)
            begun.append(row)
        row.append(found)
    return [Row(paper, tuple(row)) for row in begun]
