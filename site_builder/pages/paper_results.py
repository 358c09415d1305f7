"""Results on the page of a paper: one table, or where there are many one for each benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.pages.benchmarks import benchmark_link
from site_builder.pages.result_tables import (
    ResultColumn,
    columns_of,
    condition_columns,
    numbered_settings,
    origins_of,
    quantity_columns,
)
from site_builder.pages.wording import PROVENANCE, format_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from site_builder.library import Library
    from site_builder.pages.parts import Link
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper, Result
    from site_builder.record.origins import FactSource, Origin

MOST_OPEN: Final = 8
"""Results of a paper that stand in one table; more are folded by benchmark."""


@dataclass(frozen=True, slots=True)
class PaperResultRow:
    """One result of the paper."""

    benchmark: Link | None
    benchmark_id: str
    metric: str
    metric_uri: str
    """Where the benchmark's page shows this metric; empty for one that is not registered."""
    unit: str
    value: str
    cells: tuple[str, ...]
    setting: int
    """The number of the note that tells its setting; 0 where there is none."""
    provenance: str
    origins: tuple[tuple[Origin, FactSource], ...]
    """Each work that it was read in, with the source that names it first."""


@dataclass(frozen=True, slots=True)
class Group:
    """Results on one benchmark, or all."""

    columns: tuple[ResultColumn, ...]
    rows: tuple[PaperResultRow, ...]
    has_settings: bool
    first: str
    """Which variant the first result is of, and under which conditions it was measured."""


@dataclass(frozen=True, slots=True)
class PaperResults:
    """All results of a paper."""

    groups: tuple[Group, ...]
    is_folded: bool
    """Whether each group is a benchmark's, of which a line is seen at first."""
    settings: tuple[str, ...]
    """Notes, counted from 1."""
    sources: tuple[FactSource, ...]
    """Where the figures were read, each once."""


def paper_results(writer: Writer, paper: Paper) -> PaperResults | None:
    """Return the results of a paper; None where it has none."""
    if not paper.results:
        return None
    settings, numbers = numbered_settings(paper.results)
    is_folded = len(paper.results) > MOST_OPEN
    groups: dict[str, list[Result]] = {}
    for result in paper.results:
        groups.setdefault(result.benchmark if is_folded else "", []).append(result)
    read = (writer.sources.of(paper, result.source) for result in paper.results)
    return PaperResults(
        tuple(_group(writer, paper, results, numbers) for results in groups.values()),
        is_folded,
        settings,
        tuple({source.text: source for sources in read for source in sources}.values()),
    )


def _group(
    writer: Writer, paper: Paper, results: Sequence[Result], numbers: Mapping[str | None, int]
) -> Group:
    columns = columns_of(_columns(writer.library), results)
    rows = tuple(_row(writer, paper, result, columns, numbers) for result in results)
    first, conditions = results[0], writer.library.result_fields.conditions
    said = (first.variant, *(first.conditions.get(each.id) for each in conditions))
    return Group(columns, rows, any(row.setting for row in rows), ", ".join(filter(None, said)))


def _columns(library: Library) -> Iterator[ResultColumn]:
    """Yield the columns of results that stand there when some result fills them."""
    yield ResultColumn("variant", "Variant")
    yield from condition_columns(library)
    yield from quantity_columns(library)


def _row(
    writer: Writer,
    paper: Paper,
    result: Result,
    columns: tuple[ResultColumn, ...],
    numbers: Mapping[str | None, int],
) -> PaperResultRow:
    benchmark = writer.library.benchmarks.get(result.benchmark)
    metric = benchmark.metric(result.metric) if benchmark else None
    link = benchmark_link(benchmark) if benchmark else None
    return PaperResultRow(
        benchmark=link,
        benchmark_id=result.benchmark,
        metric=metric.name if metric else result.metric,
        metric_uri=f"{link.uri}#metric-{metric.id}" if link and metric else "",
        unit=(metric.unit if metric else None) or "",
        value=format_number(result.value),
        cells=tuple(column.cell(result) for column in columns),
        setting=numbers[result.setting],
        provenance=PROVENANCE[result.provenance][0],
        origins=tuple(origins_of(writer.sources.of(paper, result.source))),
    )
