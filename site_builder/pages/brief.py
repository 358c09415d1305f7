"""What a reader must know of a benchmark's figures before choosing by them, in three lines."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from site_builder.record.models import Provenance
from site_builder.text.plurals import counted, listed, plural, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from site_builder.library import Library
    from site_builder.record.models import Benchmark, Metric
    from site_builder.record.results import ComparableSet, Row

TOLD: Final[Mapping[Provenance, tuple[str, str]]] = {
    Provenance.PAPER: ("is its own paper's", "are their own papers'"),
    Provenance.THIRD_PARTY: ("is from another's table", "are from others' tables"),
    Provenance.REPRODUCTION: ("was measured again", "were measured again"),
    Provenance.DERIVED: ("was computed from such figures", "were computed from such figures"),
}
"""What is said of figures by who reported them."""


class Brief(NamedTuple):
    """Three sentences or so."""

    compared: str
    differs: str
    trust: str


def brief(
    library: Library, benchmark: Benchmark, sets: Mapping[Metric, Sequence[ComparableSet]]
) -> Brief | None:
    """Say what is compared, what differs and how far to trust it; nothing without results."""
    every = list(chain.from_iterable(sets.values()))
    rows = [row for each in every for row in each.rows]
    if not rows:
        return None
    return Brief(
        _compared(library, benchmark, every, rows),
        " ".join(_differs(every, rows)),
        _trust(rows),
    )


def _compared(
    library: Library, benchmark: Benchmark, sets: Sequence[ComparableSet], rows: Sequence[Row]
) -> str:
    papers = len({row.paper.key for row in rows})
    metrics = counted(len(benchmark.metrics), "metric")
    said = f"{counted(len(rows), 'result')} of {counted(papers, 'paper')} by {metrics}"
    conditions = [within(each.title) for each in library.result_fields.conditions]
    ranked = sum(each.is_ranked for each in sets)
    if not conditions:
        return f"{said}, each metric apart."
    return f"{said}, ranked in {counted(ranked, 'set')} of equal {listed(conditions)}."


def _differs(sets: Sequence[ComparableSet], rows: Sequence[Row]) -> Iterator[str]:
    settings = {row.result.setting for row in rows if row.result.setting}
    sources = {source for row in rows for source in row.result.source}
    under = f", under {counted(len(settings), 'setting')} that their records name"
    yield f"The figures come from {counted(len(sources), 'source')}{under if settings else ''}."
    axis = next((each.axis for each in sets if each.axis), None)
    untold = sum(axis.id not in row.result.quantities for row in rows) if axis else 0
    if axis and untold:
        verb = plural(untold, "does not say its", "do not say their")
        yield f"{untold:,} of {len(rows):,} {verb} {within(axis.title)}."


def _trust(rows: Sequence[Row]) -> str:
    count = Counter(row.provenance for row in rows)
    told = [
        f"{count[kind]:,} {plural(count[kind], *words)}"
        for kind, words in TOLD.items()
        if count[kind]
    ]
    return (
        f"{listed(told)}. Figures of one source are the safest to compare; "
        "a small lead over a figure from elsewhere may be the setting's."
    )
