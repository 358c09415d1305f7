"""How papers are sorted: facets and their categories, with descriptions and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from site_builder.assistant.values import Answer, Arguments, Item, Name, Offset
from site_builder.problems import SurveyError, did_you_mean, one_of, quoted
from site_builder.query import find_category
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.assistant.snapshot import Snapshot
    from site_builder.library import Library
    from site_builder.record.taxonomy import Node


class Categories(Arguments):
    """Which categories."""

    facet: Name = Field(default="", description="The id of a facet; else all of them.")
    below: Name = Field(
        default="", description="A category, as ID or FACET/ID: it and those below it."
    )
    query: str = Field(
        default="", max_length=200, description="A part of an id, a title or an alias."
    )
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Offset = 0


class FacetItem(Item):
    """A way of sorting papers."""

    id: str
    title: str
    description: str
    categories: int


class FieldItem(Item):
    """A field that records of this survey have beyond bibliography."""

    id: str = Field(description="Queries take it, as ID:words.")
    title: str
    description: str = ""
    type: str


class CategoryItem(Item):
    """A category."""

    id: str = Field(description="FACET/ID, as every tool takes it.")
    parent: str = Field(default="", description="FACET/ID of the category above it.")
    title: str
    description: str
    aliases: list[str] = Field(default=[], description="Other spellings.")
    papers: int = Field(description="With those of the categories below it.")
    start_here: list[str] = Field(default=[], description="Keys of papers to begin with.")
    page: str = Field(description="Its address on the survey's site.")


class CategoriesAnswer(Answer):
    """The survey's categories, parents before children."""

    survey: str = Field(description="The survey's name.")
    papers: int = Field(description="How many papers the survey has.")
    unsorted: int = Field(description="How many of them are in no category.")
    facets: list[FacetItem]
    fields: list[FieldItem]
    total: int = Field(description="How many categories fit.")
    categories: list[CategoryItem]
    left_off: int = Field(default=0, description="How many come after these.")


def categories(snapshot: Snapshot, asked: Categories) -> CategoriesAnswer:
    """Return the categories that fit; raises SurveyError for an unknown facet or category."""
    library = snapshot.library
    found = list(_chosen(library, asked))
    page = found[asked.offset : asked.offset + asked.limit]
    return CategoriesAnswer(
        survey=snapshot.site.title,
        papers=len(library.papers),
        unsorted=len(library.unsorted),
        facets=[
            FacetItem(
                id=facet.id,
                title=facet.title,
                description=facet.description,
                categories=len(library.taxonomy.ids(facet.id)),
            )
            for facet in library.taxonomy.facets
        ],
        fields=[
            FieldItem(
                id=field.id,
                title=field.title,
                description=field.description or "",
                type=str(field.type),
            )
            for field in library.fields
        ],
        total=len(found),
        categories=[_item(node, snapshot) for node in page],
        left_off=max(0, len(found) - asked.offset - len(page)),
        notes=snapshot.notes,
    )


def _chosen(library: Library, asked: Categories) -> Iterator[Node]:
    taxonomy = library.taxonomy
    if asked.facet and asked.facet not in taxonomy.facet_ids:
        hint = did_you_mean(asked.facet, taxonomy.facet_ids) or one_of(taxonomy.facet_ids)
        raise SurveyError(f"unknown facet {quoted(asked.facet)} ({hint})")
    top = find_category(asked.below, library) if asked.below else None
    below = {(top.facet.id, each) for each in top.subtree()} if top else None
    wanted = fold(asked.query)
    for place, node in taxonomy.nodes.items():
        names = (node.id, node.title, *node.category.aliases)
        if (
            asked.facet in ("", node.facet.id)
            and (below is None or place in below)
            and any(wanted in fold(name) for name in names)
        ):
            yield node


def _item(node: Node, snapshot: Snapshot) -> CategoryItem:
    facet, category = node.facet.id, node.category
    return CategoryItem(
        id=f"{facet}/{node.id}",
        parent=f"{facet}/{node.ancestors[-1].id}" if node.ancestors else "",
        title=node.title,
        description=category.description,
        aliases=list(category.aliases),
        papers=len(snapshot.library.in_category(node)),
        start_here=[each.paper for each in category.start_here],
        page=snapshot.site.absolute(node.uri) or node.uri,
    )
