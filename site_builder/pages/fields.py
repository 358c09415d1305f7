"""Pages of the survey's own fields: their values, the papers of each, and what a paper has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.exports.abridged import Most
from site_builder.latex import to_text
from site_builder.pages import downloads
from site_builder.pages.addresses import up_to_root
from site_builder.pages.parts import Link, Page
from site_builder.pages.wording import beginning
from site_builder.record.fields import DeclaredField, FieldType
from site_builder.record.grouping import ValueGroup, by_value
from site_builder.record.ordering import newest_first
from site_builder.text.names import value_slug
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper


@dataclass(frozen=True, slots=True)
class Item:
    """A value as a page shows it."""

    text: str
    uri: str = ""
    """The page of the value, where it has one."""
    url: str = ""
    """Where it leads outside the site."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a paper has in one field."""

    title: str
    unit: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """A line of the list of a field's values."""

    link: Link
    count: int


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A paper in the list of a field that tells papers apart."""

    value: str
    cells: Markup


def told(writer: Writer, paper: Paper) -> list[Told]:
    """Return what a paper has in the survey's own fields, in the order of fields.yaml."""
    found = []
    for field in writer.library.fields:
        texts = field.texts(paper.extra.get(field.id))
        if texts:
            items = tuple(_item(field, text) for text in texts)
            found.append(Told(field.title, field.unit or "", items))
    return found


def _item(field: DeclaredField, text: str) -> Item:
    url = text if field.type is FieldType.URL else ""
    if not field.pages:
        return Item(text, url=url)
    return Item(text, uri=value_link(field, text).uri, url=url)


def hub_uri(field: DeclaredField) -> str:
    """Return the address of the list of a field's values, or of all its papers."""
    return f"{field.slug}/"


def value_link(field: DeclaredField, text: str) -> Link:
    """Return the link to the page of a value; the field must have pages."""
    return Link(hub_uri(field) if field.unique else _uri(field, value_slug(text)), text)


def _uri(field: DeclaredField, slug: str) -> str:
    return f"{field.slug}/{slug}/"


def hubs(writer: Writer) -> Iterator[Page]:
    """Make the page of each field that has pages."""
    for field in writer.library.fields:
        if field.pages:
            yield _numbered(writer, field) if field.unique else _index(writer, field)


def pages(writer: Writer) -> Iterator[Page]:
    """Make the page of each value of each field whose values have pages."""
    for field in writer.library.fields:
        if field.pages and not field.unique:
            for group in by_value(field, writer.library.papers.values()).values():
                yield _page(writer, field, group)


def _index(writer: Writer, field: DeclaredField) -> Page:
    groups = by_value(field, writer.library.papers.values())
    entries = [
        ValueEntry(Link(_uri(field, g.slug), g.title), len(g.papers)) for g in groups.values()
    ]
    return writer.page(
        "values",
        hub_uri(field),
        field.title,
        field=field,
        entries=entries,
        description=_description(field, f"{field.title}: {counted(len(groups), 'value')}."),
        is_hub=True,
    )


def _numbered(writer: Writer, field: DeclaredField) -> Page:
    uri = hub_uri(field)
    groups = by_value(field, writer.library.papers.values()).values()
    papers = [paper for group in groups for paper in group.papers]
    rows = [
        NumberedRow(group.title, writer.cells(paper, up_to_root(uri)))
        for group in groups
        for paper in group.papers
    ]
    return writer.page(
        "numbered",
        uri,
        field.title,
        field=field,
        numbered=rows,
        count=len(rows),
        coins=writer.coins(papers),
        files=downloads.of_author(uri),
        description=_description(field, f"{field.title}: {counted(len(rows), 'paper')}."),
        updated=writer.updated(papers),
        is_hub=True,
    )


def _page(writer: Writer, field: DeclaredField, group: ValueGroup) -> Page:
    papers, uri = newest_first(group.papers), _uri(field, group.slug)
    unit = f" {field.unit}" if field.unit else ""
    title = f"{field.title}: {group.title}{unit}"
    return writer.page(
        "value",
        uri,
        title,
        field=field,
        value=group.title,
        hub=Link(hub_uri(field), field.title),
        rows=writer.rows(papers, up_to_root(uri)),
        coins=writer.coins(papers, Most.OF_LIST),
        count=len(papers),
        files=downloads.of_author(uri),
        description=to_text(f"{title}: {counted(len(papers), 'paper')}."),
        updated=writer.updated(papers),
    )


def _description(field: DeclaredField, otherwise: str) -> str:
    return beginning(field.description) if field.description else to_text(otherwise)
