"""What is missing, as tables of plain text: on a terminal, in Markdown, and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from site_builder.coverage import shown, upkeep_tables
from site_builder.coverage.table import Row, Table
from site_builder.latex import to_text
from site_builder.problems import printable
from site_builder.record.models import Provenance
from site_builder.text import forge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.coverage import Coverage, CoverageCounts, FieldCoverage
    from site_builder.coverage.upkeep import Upkeep
    from site_builder.record.taxonomy import Node

MOST_PAPERS: Final = 20
"""Papers that are named as those that lack most."""
WIDEST: Final = 46
"""Characters of a column; the last may take twice as many."""
BAR: Final = 10
"""Characters of a full bar."""


def as_text(upkeep: Upkeep) -> str:
    """Format all tables for a terminal."""
    count = len(upkeep.coverage.papers)
    parts = [f"{count:,} papers"] + [_text(table) for table in tables(upkeep)]
    return "\n\n".join(parts)


def as_markdown(upkeep: Upkeep) -> str:
    """Format all tables in GitHub's dialect of Markdown; text from records does nothing."""
    parts = [f"# What is missing\n\n{len(upkeep.coverage.papers):,} papers"]
    return "\n\n".join(parts + [_markdown(table) for table in tables(upkeep)])


def tables(upkeep: Upkeep) -> Iterator[Table]:
    """Yield the tables that have rows."""
    found = upkeep.coverage
    for table in (
        _fields(found),
        _work(upkeep),
        *upkeep_tables.tables(upkeep),
        _neediest(found),
        *_categories(found),
        _years(found),
        _results(found),
        _alone(found),
        _thin(found),
        Table("Venues without papers", ("venue",), [(v.id,) for v in found.unused_venues()]),
        Table("Papers without any category", ("paper",), [(p.key,) for p in found.unsorted()]),
        upkeep_tables.left_out(found.library),
    ):
        if table.rows:
            yield table


def _fields(found: Coverage) -> Table:
    rows: list[Row] = [
        (gap.field.id, gap.field.title, gap.present, len(gap.missing), _share(gap), _bar(gap))
        for gap in found.by_field
    ]
    return Table("By field", ("field", "what it is", "have it", "lack it", "share", ""), rows)


def _share(gap: FieldCoverage) -> str:
    return f"{100 * gap.present / gap.eligible:.0f} %" if gap.eligible else "-"


def _bar(gap: FieldCoverage) -> str:
    full = round(BAR * gap.present / gap.eligible) if gap.eligible else 0
    return "=" * full + "." * (BAR - full)


def _work(upkeep: Upkeep) -> Table:
    """Put fields to fill in and all other work together, the most worthwhile first."""
    ranked: list[tuple[int, Row]] = []
    for gap in upkeep.coverage.by_points_per_hour:
        each, done = gap.field, (gap.papers_per_hour, gap.points_per_hour)
        row = each.id, len(gap.missing), each.minutes, each.points, *done, each.how
        ranked.append((gap.points_per_hour, row))
    for task in upkeep.tasks:
        kind, done = task.kind, (task.per_hour, task.points_per_hour)
        row = kind.id, task.count, kind.minutes, kind.points, *done, kind.how
        ranked.append((task.points_per_hour, row))
    rows = [row for _, row in sorted(ranked, key=lambda each: -each[0])]
    headers = ("what", "waiting", "minutes", "points", "done/h", "points/h", "how")
    note = "Minutes and points are estimates; an hour pays the points of what is done in it."
    return Table("Where an hour of work pays most", headers, rows, note)


def _neediest(found: Coverage) -> Table:
    rows: list[Row] = [
        (lack.paper.key, lack.points, ", ".join(field.id for field in lack.fields))
        for lack in found.least_complete[:MOST_PAPERS]
    ]
    return Table("Papers that lack most", ("paper", "points", "lacks"), rows)


def _categories(found: Coverage) -> Iterator[Table]:
    taxonomy, names = found.library.taxonomy, shown(found.library)
    for facet in taxonomy.facets:
        rows = [
            (f"{'  ' * len(node.ancestors)}{node.id}", *_tally(tally, names))
            for node in taxonomy.nodes.values()
            if node.facet is facet and (tally := found.by_category.get((facet.id, node.id)))
        ]
        note = "Papers that lack a field; points that a paper lacks on average."
        yield Table(f"By {facet.title}", ("category", *_TALLIED, *names), list(rows), note)


_TALLIED: Final = ("papers", "points")


def _years(found: Coverage) -> Table:
    names = shown(found.library)
    rows: list[Row] = [(str(year), *_tally(each, names)) for year, each in found.by_year.items()]
    return Table("By year", ("year", *_TALLIED, *names), rows)


def _tally(tally: CoverageCounts, names: Iterable[str]) -> Row:
    mean = round(tally.points / tally.papers, 1)
    return (tally.papers, mean, *(tally.missing[name] for name in names))


def _results(found: Coverage) -> Table:
    rows: list[Row] = [
        (benchmark, *(count[each] for each in Provenance), count.total())
        for benchmark, count in sorted(found.provenance.items())
    ]
    return Table("Who reported the results", ("benchmark", *Provenance, "all"), rows)


def _alone(found: Coverage) -> Table:
    rows: list[Row] = [
        (
            f"{benchmark.id}/{each.metric.id}",
            ", ".join(each.conditions.said),
            each.rows[0].paper.key,
        )
        for benchmark, each in found.singleton_sets()
    ]
    return Table("Results with nothing beside them", ("metric", "conditions", "paper"), rows)


def _thin(found: Coverage) -> Table:
    rows: list[Row] = [(_place(node), count) for node, count in found.small_categories()]
    return Table("Categories with few papers", ("category", "papers"), rows)


def _place(node: Node) -> str:
    return f"{node.facet.id}/{node.id}"


def _text(table: Table) -> str:
    last = len(table.headers) - 1
    cells = [list(table.headers)]
    cells += [[_plain(v, WIDEST * (1 + (n == last))) for n, v in enumerate(r)] for r in table.rows]
    widths = [max(len(row[n]) for row in cells) for n in range(len(table.headers))]
    right = [isinstance(value, int | float) for value in table.rows[0]]
    lines = [_line(row, widths, right) for row in cells]
    return "\n".join([table.title.upper(), *filter(None, [table.note]), *lines])


def _line(row: list[str], widths: list[int], right: list[bool]) -> str:
    """Align the cells of a row; the last one needs no blanks behind it."""
    aligned = (
        text.rjust(width) if at_right else text.ljust(width)
        for text, width, at_right in zip(row, widths, right, strict=True)
    )
    return "  ".join(aligned).rstrip()


def _plain(value: object, limit: int) -> str:
    text = to_text(value) if isinstance(value, str) else str(value)
    indent = len(str(value)) - len(str(value).lstrip(" "))
    return " " * indent + printable(text.strip(), limit)


def _markdown(table: Table) -> str:
    lines = [f"## {_cell(table.title)}", "", *([table.note, ""] if table.note else [])]
    lines += [_markdown_row(table.headers), _markdown_row(("---",) * len(table.headers), raw=True)]
    return "\n".join(lines + [_markdown_row(row) for row in table.rows])


def _markdown_row(row: Row, *, raw: bool = False) -> str:
    cells = (str(value) if raw else _cell(value) for value in row)
    return f"| {' | '.join(cells)} |"


def _cell(value: object) -> str:
    return forge.escape(str(value)).replace("|", "\\|")


def as_data(upkeep: Upkeep) -> Mapping[str, Any]:
    """Return everything as plain data for JSON."""
    found = upkeep.coverage
    taxonomy = found.library.taxonomy
    return {
        "papers": len(found.papers),
        "fields": [_gap_data(gap) for gap in found.by_field],
        "neediest": [
            {"key": lack.paper.key, "points": lack.points, "lacks": [f.id for f in lack.fields]}
            for lack in found.least_complete
        ],
        "categories": [
            {"facet": node.facet.id, "category": node.id, **_tally_data(tally)}
            for place, node in taxonomy.nodes.items()
            if (tally := found.by_category.get(place))
        ],
        "years": [{"year": year, **_tally_data(tally)} for year, tally in found.by_year.items()],
        **_lists(found),
        **upkeep_tables.as_data(upkeep),
    }


def _gap_data(gap: FieldCoverage) -> Mapping[str, Any]:
    return {
        "field": gap.field.id,
        "title": gap.field.title,
        "concerned": gap.eligible,
        "has": gap.present,
        "missing": len(gap.missing),
        "points": gap.field.points,
        "minutes": gap.field.minutes,
        "points_an_hour": gap.points_per_hour,
    }


def _tally_data(tally: CoverageCounts) -> Mapping[str, Any]:
    missing = dict(sorted(tally.missing.items()))
    return {"papers": tally.papers, "points": tally.points, "missing": missing}


def _lists(found: Coverage) -> Mapping[str, Any]:
    return {
        "results": [
            {"benchmark": name, **{str(each): count[each] for each in Provenance}}
            for name, count in sorted(found.provenance.items())
        ],
        "alone": [
            {
                "benchmark": benchmark.id,
                "metric": each.metric.id,
                "conditions": each.conditions.by_id(),
                "paper": each.rows[0].paper.key,
            }
            for benchmark, each in found.singleton_sets()
        ],
        "few_papers": [
            {"category": _place(node), "papers": count} for node, count in found.small_categories()
        ],
        "unused_venues": [venue.id for venue in found.unused_venues()],
        "unsorted": [paper.key for paper in found.unsorted()],
    }
