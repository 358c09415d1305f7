"""The registries as tidy tables: categories, venues, benchmarks, fields, what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from site_builder.datapackage.tables import Column, Link, Table, Type, choice
from site_builder.record.exclusions import Stage
from site_builder.record.fields import FieldType
from site_builder.record.models import Direction, VenueKind
from site_builder.record.values import CATEGORY_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.record.models import Benchmark, Metric
    from site_builder.record.registry import Condition, Quantity

ID: Final = Column("id", required=True, unique=True, description="Its id.")
NAME: Final = Column("name", required=True, description="What readers see.")
TITLE: Final = Column("title", required=True, description="What readers see.")
DESCRIPTION: Final = Column("description", description="What it is, in a sentence or two.")
ALIASES: Final = Column("aliases", Type.ARRAY, "Other spellings.")
FORMER: Final = Column("former_ids", Type.ARRAY, "Ids that it had before.")
URL: Final = Column("url", description="Its own page.")


def tables(library: Library) -> Iterator[Table]:
    """Yield the tables of the registries, each before those that refer to it."""
    yield _facets(library)
    yield _categories(library)
    yield _venues(library)
    yield _benchmarks(library)
    yield _metrics(library)
    yield _result_fields(library)
    yield _fields(library)
    if library.reason_entries:
        yield _reasons(library)
        yield _excluded(library)


def _facets(library: Library) -> Table:
    return Table(
        "facets",
        "Facets",
        "The ways in which papers are sorted.",
        (ID, TITLE, DESCRIPTION),
        ("id",),
        ([facet.id, facet.title, facet.description] for facet in library.taxonomy.facets),
    )


def _categories(library: Library) -> Table:
    columns = (
        Column("category", required=True, unique=True, description="FACET/ID."),
        Column("facet", required=True, description="The facet's id."),
        Column("id", required=True, pattern=CATEGORY_ID.pattern, description="Its id there."),
        Column("parent", description="FACET/ID of the category above; empty at the top."),
        *(TITLE, DESCRIPTION, ALIASES, FORMER),
    )

    def rows() -> Iterator[list[Any]]:
        for node in library.taxonomy.nodes.values():
            facet, each = node.facet.id, node.category
            above = f"{facet}/{node.ancestors[-1].id}" if node.ancestors else None
            said = (each.title, each.description, each.aliases or None, each.former_ids or None)
            yield [f"{facet}/{each.id}", facet, each.id, above, *said]

    return Table(
        "categories",
        "Categories",
        "The categories of all facets, in the order of the taxonomy.",
        columns,
        ("category",),
        rows(),
        (
            Link(("facet",), "facets", ("id",)),
            Link(("parent",), "", ("category",)),
        ),
    )


def _venues(library: Library) -> Table:
    kinds = "; ".join(f"{each}: {each.meaning}" for each in VenueKind)
    columns = (
        *(ID, NAME),
        Column("kind", required=True, values=choice(VenueKind), description=kinds),
        Column("publisher", description="Who publishes it; of a thesis, the institution."),
        *(URL, ALIASES),
    )
    return Table(
        "venues",
        "Venues",
        "Where papers appeared.",
        columns,
        ("id",),
        (
            [each.id, each.name, each.kind, each.publisher, each.url, each.aliases or None]
            for each in library.venues.values()
        ),
    )


def _benchmarks(library: Library) -> Table:
    def row(each: Benchmark) -> list[Any]:
        said = (each.url, each.aliases or None, each.former_ids or None)
        return [each.id, each.name, each.description, *said]

    return Table(
        "benchmarks",
        "Benchmarks",
        "Data sets, or suites of them, that results are measured on.",
        (ID, NAME, DESCRIPTION, URL, ALIASES, FORMER),
        ("id",),
        map(row, library.benchmarks.values()),
    )


def _metrics(library: Library) -> Table:
    columns = (
        Column("benchmark", required=True, description="The benchmark's id."),
        Column("metric", required=True, description="Its id there."),
        NAME,
        Column("unit", description="The unit of its values."),
        Column(
            "direction", required=True, values=choice(Direction), description="Which end is better."
        ),
        Column("minimum", Type.NUMBER, "The least value that it can take."),
        Column("maximum", Type.NUMBER, "The greatest value that it can take."),
        DESCRIPTION,
    )

    def row(benchmark: Benchmark, each: Metric) -> list[Any]:
        said = (each.unit, each.direction, each.range.min, each.range.max, each.description)
        return [benchmark.id, each.id, each.name, *said]

    return Table(
        "metrics",
        "Metrics",
        "What is measured on each benchmark.",
        columns,
        ("benchmark", "metric"),
        (row(one, metric) for one in library.benchmarks.values() for metric in one.metrics),
        (Link(("benchmark",), "benchmarks", ("id",)),),
    )


def _result_fields(library: Library) -> Table:
    columns = (
        *(ID, Column("role", required=True, values=("condition", "quantity"))),
        *(TITLE, DESCRIPTION),
        Column("unit", description="The unit of a quantity."),
        Column("direction", values=choice(Direction), description="Which end is better."),
        Column("needed", Type.BOOLEAN, "Whether a result without it cannot be compared."),
    )

    def rows() -> Iterator[list[Any]]:
        declared = library.result_fields
        each: Condition | Quantity
        for each in declared.conditions:
            yield [each.id, "condition", each.title, each.description, None, None, each.needed]
        for each in declared.quantities:
            said = (each.description, each.unit, each.direction)
            yield [each.id, "quantity", each.title, *said, None]

    return Table(
        "result_fields",
        "Conditions and quantities",
        "What results are comparable under, and what is measured along with them.",
        columns,
        ("id",),
        rows(),
    )


def _fields(library: Library) -> Table:
    columns = (
        *(ID, TITLE, DESCRIPTION),
        Column("type", required=True, values=choice(FieldType), description="What it holds."),
        Column("unit", description="The unit of a number."),
        Column("values", Type.ARRAY, "What a choice can be."),
    )
    return Table(
        "fields",
        "Fields of this survey",
        "What records of this survey have beside bibliography: columns of the table of papers.",
        columns,
        ("id",),
        (
            [each.id, each.title, each.description, each.type, each.unit, each.values]
            for each in library.fields
        ),
    )


def _reasons(library: Library) -> Table:
    stages = "; ".join(f"{each}: {each.meaning}" for each in Stage)
    columns = (
        *(ID, NAME, DESCRIPTION),
        Column("stage", required=True, values=choice(Stage), description=stages),
        FORMER,
    )
    return Table(
        "reasons",
        "Reasons for leaving papers out",
        "Why papers were left out, and at which step of PRISMA 2020.",
        columns,
        ("id",),
        (
            [each.id, each.name, each.description, each.stage, each.former_ids or None]
            for each in library.reasons.values()
        ),
    )


def _excluded(library: Library) -> Table:
    columns = (
        Column("number", Type.INTEGER, "The place in the file, from 1.", required=True),
        Column("title", required=True, description="The paper's title."),
        Column("year", Type.YEAR, "The year of publication."),
        Column("venue", description="Where it appeared, as people write it."),
        Column("doi", description="Its DOI."),
        Column("arxiv_id", description="Its arXiv id."),
        Column("url", description="Its own page, where it has neither."),
        Column("reason", required=True, description="Why it was left out."),
        Column("note", description="What the reason does not say."),
        Column("by", description="Who decided."),
        Column("date", Type.DATE, "The day of the decision."),
    )

    def rows() -> Iterator[list[Any]]:
        for number, each in enumerate(library.exclusion_entries, 1):
            ids = (each.doi, each.arxiv_id, each.url)
            said = (each.reason, each.note, each.by, each.date)
            yield [number, each.title, each.year, each.venue, *ids, *said]

    return Table(
        "excluded",
        "Papers that were left out",
        "What was looked at and left out, each with the reason.",
        columns,
        ("number",),
        rows(),
        (Link(("reason",), "reasons", ("id",)),),
    )
