"""Papers, and what belongs to each, as tidy tables; texts are as records have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from site_builder.datapackage.tables import Column, Link, Table, Type, choice, free
from site_builder.record.fields import FieldType
from site_builder.record.kinds import Degree, EntryType, StatusKind
from site_builder.record.models import Author, Links, Paper, Provenance, RelationKind
from site_builder.record.publication import by_key, type_of
from site_builder.record.values import CATEGORY_ID, KEY, YEARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.record.fields import DeclaredField

PAPERS: Final = "papers"
OF_PAPER: Final = Link(("paper",), PAPERS, ("key",))
PAPER: Final = Column("paper", required=True, description="The paper's key.")
NUMBER: Final = Column(
    "number", Type.INTEGER, "The place in the record, from 1.", required=True, bounds=(1, None)
)
TYPES: Final = {
    FieldType.INTEGER: Type.INTEGER,
    FieldType.NUMBER: Type.NUMBER,
    FieldType.BOOLEAN: Type.BOOLEAN,
    FieldType.DATE: Type.DATE,
    FieldType.LIST: Type.ARRAY,
}
"""Types of a survey's own fields; all others are text."""
TEXTS: Final = (
    *("booktitle", "series", "volume", "number", "pages", "doi", "arxiv_id", "arxiv_class"),
    *("comment", "journal_ref", "summary", "abstract", "notes"),
)
"""Fields of records that are text and stand in the table as they are."""


def tables(library: Library) -> Iterator[Table]:
    """Yield the tables of papers, the first of which the others refer to."""
    papers = by_key(library.papers.values())
    yield _papers(library, papers)
    yield _authors(library, papers)
    yield _people(library)
    yield _categories(papers, library)
    yield _statuses(papers)
    yield _results(library, papers)
    yield _relations(papers)
    yield _former_keys(papers)


def _said(name: str) -> str:
    """Return what the model says of a field, which is what people are told everywhere."""
    return Paper.model_fields[name].description or ""


def _papers(library: Library, papers: list[Paper]) -> Table:
    own = library.fields
    columns = (
        Column(
            "key", required=True, unique=True, pattern=KEY.pattern, description="The paper's key."
        ),
        Column("title", required=True, description=_said("title")),
        Column("method", description=_said("method")),
        Column("type", values=choice(EntryType), required=True, description="What it is."),
        Column("degree", values=choice(Degree), description=_said("degree")),
        Column(
            "year",
            Type.YEAR,
            _said("year"),
            required=True,
            bounds=(YEARS[0], YEARS[-1]),
        ),
        Column("month", Type.INTEGER, _said("month"), bounds=(1, 12)),
        Column("venue", required=True, description=_said("venue")),
        *(Column(name, description=_said(name)) for name in TEXTS),
        Column("authors_cut", Type.BOOLEAN, _said("authors_cut"), required=True),
        Column("editors_cut", Type.BOOLEAN, _said("editors_cut"), required=True),
        *(
            Column(name, description=field.description or "")
            for name, field in Links.model_fields.items()
        ),
        Column("submitted", Type.DATE, _said("submitted")),
        Column("added", Type.DATE, _said("added")),
        Column("protect", Type.ARRAY, _said("protect")),
        Column("sources", Type.ARRAY, _said("sources")),
        *map(_own, own),
    )
    return Table(
        PAPERS,
        "Papers",
        "The papers of the survey, one in each row.",
        columns,
        ("key",),
        (_paper(paper, library) for paper in papers),
        (Link(("venue",), "venues", ("id",)),),
    )


def _own(field: DeclaredField) -> Column:
    """Return the column of a field that the survey declares."""
    return Column(
        field.id,
        TYPES.get(field.type, Type.STRING),
        field.description or "",
        title=field.title,
        values=tuple(field.values or ()) if field.type is FieldType.CHOICE else (),
        more={"unit": field.unit} if field.unit else {},
    )


def _paper(paper: Paper, library: Library) -> list[Any]:
    return [
        *(paper.key, paper.title, paper.method, type_of(paper, library.venue_of(paper))),
        *(paper.degree, paper.year, paper.month, paper.venue),
        *(getattr(paper, name) for name in TEXTS),
        *(paper.authors_cut, paper.editors_cut),
        *(getattr(paper.links, name) for name in Links.model_fields),
        *(paper.submitted, paper.added, paper.protect or None, paper.sources or None),
        *(paper.extra.get(field.id) for field in library.fields),
    ]


def _authors(library: Library, papers: list[Paper]) -> Table:
    names = ("given", "particle", "family", "suffix", "literal")
    columns = (
        PAPER,
        Column("role", required=True, values=("author", "editor"), description="What they did."),
        NUMBER,
        Column("person", description="Who it is among all authors; empty for editors."),
        *(Column(name, description=Author.model_fields[name].description or "") for name in names),
        Column("orcid", description="The ORCID iD, where the record says it."),
    )

    def rows() -> Iterator[list[Any]]:
        for paper in papers:
            people = library.authors_of(paper)
            for number, (each, person) in enumerate(zip(paper.authors, people, strict=True), 1):
                said = [getattr(each, name) for name in names]
                yield [paper.key, "author", number, person.slug, *said, each.orcid]
            for number, each in enumerate(paper.editors, 1):
                said = [getattr(each, name) for name in names]
                yield [paper.key, "editor", number, None, *said, each.orcid]

    return Table(
        "authors",
        "Authors and editors",
        "Who wrote and edited each paper, in the paper's order, a row for each name.",
        columns,
        ("paper", "role", "number"),
        rows(),
        (OF_PAPER, Link(("person",), "people", ("id",))),
    )


def _people(library: Library) -> Table:
    columns = (
        Column("id", required=True, unique=True, description="The last part of their address."),
        Column("name", required=True, description="The name that readers see."),
        Column("orcid", description="The ORCID iD, as far as it is known."),
        Column("papers", Type.INTEGER, "How many papers are here.", required=True),
    )
    return Table(
        "people",
        "People",
        "Who is who among the authors: people and groups, each once.",
        columns,
        ("id",),
        (
            [slug, person.name.display, person.orcid, len(person.papers)]
            for slug, person in sorted(library.people.items())
        ),
    )


def _categories(papers: list[Paper], library: Library) -> Table:
    return Table(
        "paper_categories",
        "Categories of papers",
        "Which categories each paper stands in, as its record says; parents follow from them.",
        (PAPER, Column("category", required=True, description="FACET/ID.")),
        ("paper", "category"),
        (
            [paper.key, f"{facet}/{each}"]
            for paper in papers
            for facet in library.taxonomy.facet_ids
            for each in dict.fromkeys(paper.categories.get(facet, ()))
        ),
        (OF_PAPER, Link(("category",), "categories", ("category",))),
    )


def _statuses(papers: list[Paper]) -> Table:
    columns = (
        PAPER,
        Column("kind", required=True, values=choice(StatusKind), description="What became of it."),
        Column("date", Type.DATE, "The day of the notice."),
        Column("source", description="The notice: its address or its DOI."),
        Column("note", description="What the notice says, in a line."),
    )
    return Table(
        "statuses",
        "Retractions and the like",
        "Papers that were retracted, withdrawn, corrected or are doubted.",
        columns,
        ("paper",),
        (
            [paper.key, status.kind, status.date, status.source, status.note]
            for paper in papers
            if (status := paper.status)
        ),
        (OF_PAPER,),
    )


def _results(library: Library, papers: list[Paper]) -> Table:
    conditions, quantities = library.result_fields.conditions, library.result_fields.quantities
    first = (
        PAPER,
        NUMBER,
        Column("benchmark", required=True, pattern=CATEGORY_ID.pattern, description="Its id."),
        Column("metric", required=True, description="An id under that benchmark."),
        Column("value", Type.NUMBER, "The figure, in the metric's unit.", required=True),
        Column("variant", description="Which of the paper's models or configurations."),
    )
    last = (
        Column("setting", description="What cannot be told apart into other columns."),
        Column("provenance", values=choice(Provenance), required=True, description="Who says so."),
        Column("source", Type.ARRAY, "Where the figure was seen.", required=True),
    )
    taken = {column.name for column in (*first, *last)}
    declared = (
        *(
            Column(free(each.id, taken), Type.STRING, each.description or "", each.title)
            for each in conditions
        ),
        *(
            Column(
                free(each.id, taken),
                Type.NUMBER,
                each.description or "",
                each.title,
                more={"unit": each.unit} if each.unit else {},
            )
            for each in quantities
        ),
    )

    def rows() -> Iterator[list[Any]]:
        for paper in papers:
            for number, each in enumerate(paper.results, 1):
                told = (*(c.id for c in conditions), *(q.id for q in quantities))
                yield [
                    *(paper.key, number, each.benchmark, each.metric, each.value, each.variant),
                    *(each.said(name) for name in told),
                    *(each.setting, each.provenance, each.source),
                ]

    return Table(
        "results",
        "Results",
        "Measured figures, one in each row, with what they are comparable under.",
        (*first, *declared, *last),
        ("paper", "number"),
        rows(),
        (OF_PAPER, Link(("benchmark", "metric"), "metrics", ("benchmark", "metric"))),
    )


def _relations(papers: list[Paper]) -> Table:
    columns = (
        PAPER,
        NUMBER,
        Column(
            "kind",
            required=True,
            values=choice(RelationKind),
            description="; ".join(f"{each}: {each.meaning}" for each in RelationKind),
        ),
        Column("other", required=True, description="The other paper's key."),
        Column("source", required=True, description="Where that is said."),
    )
    return Table(
        "relations",
        "Relations",
        "How papers build on one another: from the paper that says it to the other one.",
        columns,
        ("paper", "number"),
        (
            [paper.key, number, each.kind, each.paper, each.source]
            for paper in papers
            for number, each in enumerate(paper.relations, 1)
        ),
        (OF_PAPER, Link(("other",), PAPERS, ("key",))),
    )


def _former_keys(papers: list[Paper]) -> Table:
    return Table(
        "former_keys",
        "Former keys",
        "Keys that papers had before, which earlier releases may have.",
        (
            Column("former_key", required=True, unique=True, description="The key before."),
            PAPER,
        ),
        ("former_key",),
        ([old, paper.key] for paper in papers for old in paper.former_keys),
        (OF_PAPER,),
    )
