"""What waits for whoever keeps a survey, as tables of plain text and as data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from site_builder.coverage.table import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from site_builder.coverage.upkeep import Upkeep
    from site_builder.library import Library

MOST_ROWS: Final = 20
"""Rows of one table; the number of all stands in its title."""


def tables(upkeep: Upkeep) -> Iterator[Table]:
    """Yield the tables of what waits; those without rows are empty."""
    proposals = upkeep.waiting.proposals or ()
    yield _table(
        "Proposals waiting",
        ("proposal", "where"),
        [
            (each.title, each.url or (f"#{each.number}" if each.number else ""))
            for each in proposals
        ],
    )
    yield _table(
        "Pairs that may be one paper",
        ("paper", "other", "title"),
        [(one.key, other.key, one.title) for one, other in upkeep.pairs],
    )
    yield _table(
        "People to tell apart",
        ("paper", "name", "may be"),
        [(each.paper.key, each.name, ", ".join(each.candidates)) for each in upkeep.people],
    )
    yield _table(
        "Links that died",
        ("gone since", "where", "link"),
        [(str(e.since), ", ".join(e.places), e.url) for e in upkeep.dead_links],
    )
    yield _table(
        "Categories gone quiet",
        ("category", "papers", "newest"),
        [(_place(each.node), each.papers, str(each.newest)) for each in upkeep.quiet],
    )
    yield _table(
        "Records nobody looked at for a year",
        ("paper", "last changed"),
        [(paper.key, str(day)) for paper, day in upkeep.stale],
    )


def _place(node: Any) -> str:
    return f"{node.facet.id}/{node.id}"


def _table(title: str, headers: tuple[str, ...], rows: Sequence[Row]) -> Table:
    note = f"The first {MOST_ROWS} of {len(rows):,}." if len(rows) > MOST_ROWS else ""
    return Table(title, headers, list(rows[:MOST_ROWS]), note)


def left_out(library: Library) -> Table:
    """Return what was left out, by reason."""
    rows: list[Row] = [
        (reason, name, stage, count) for reason, name, stage, count in _reasons(library)
    ]
    return Table("What was left out", ("reason", "what it is", "when", "papers"), rows)


def _reasons(library: Library) -> Iterator[tuple[str, str, str, int]]:
    """Yield each reason that leaves papers out, in the order of the file."""
    counts = Counter(entry.reason for entry in library.exclusion_entries)
    for reason in library.reasons.values():
        if counts[reason.id]:
            yield reason.id, reason.name, str(reason.stage), counts[reason.id]


def as_data(upkeep: Upkeep) -> Mapping[str, Any]:
    """Return what waits, and what was left out, as plain data; null where nobody said."""
    waiting = upkeep.waiting
    proposals, links = waiting.proposals, upkeep.dead_links
    library = upkeep.coverage.library
    return {
        "tasks": [
            {
                "work": task.kind.id,
                "count": task.count,
                "points": task.kind.points,
                "minutes": task.kind.minutes,
                "points_an_hour": task.points_per_hour,
            }
            for task in upkeep.tasks
        ],
        "proposals": None
        if proposals is None
        else [{"number": e.number, "title": e.title, "url": e.url} for e in proposals],
        "pairs": [[one.key, other.key] for one, other in upkeep.pairs],
        "people": [
            {"paper": each.paper.key, "name": each.name, "may_be": list(each.candidates)}
            for each in upkeep.people
        ],
        "dead_links": None
        if waiting.dead_links is None
        else [{"url": e.url, "since": str(e.since), "places": list(e.places)} for e in links],
        "quiet": [
            {"category": _place(each.node), "papers": each.papers, "newest": each.newest}
            for each in upkeep.quiet
        ],
        "stale": [{"key": paper.key, "changed": str(day)} for paper, day in upkeep.stale],
        "left_out": [
            {"reason": reason, "stage": stage, "papers": count}
            for reason, _, stage, count in _reasons(library)
        ],
    }
