"""Pages that list papers: all of them, by venue, by year, by author, and those not sorted yet."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from site_builder.exports.abridged import Most
from site_builder.library import newest_first
from site_builder.pages import downloads
from site_builder.pages.addresses import AUTHORS, PAPERS, UNSORTED, VENUES, YEARS, up_to_root
from site_builder.pages.parts import Link, Page
from site_builder.pages.wording import VENUE_KINDS
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

    from site_builder.library import Person
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper, Venue

NAMED: Final = {"author": Most.OF_AUTHOR}
"""How many authors of each paper reference managers find, where there are very many pages."""
SAID_OF_AUTHORS: Final = "Numbers stand where there is more than one paper."


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A line of an index: where it leads, what more is to be said, how many papers are there."""

    link: Link
    note: str
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that stand together under a heading."""

    title: str
    entries: tuple[ListEntry, ...]
    usual: int | None = None
    """A number of papers so common that it is not written."""


@dataclass(frozen=True, slots=True)
class Year:
    """The papers of a year, as rows of a table."""

    link: Link
    count: int
    rows: Markup


def author_link(slug: str, name: str) -> Link:
    """Return the link to an author."""
    return Link(f"{AUTHORS}/{slug}/", name)


def year_link(year: int) -> Link:
    """Return the link to a year."""
    return Link(f"{YEARS}/{year}/", str(year))


def hubs(writer: Writer) -> Iterator[Page]:
    """Make the indexes of venues, years and authors."""
    yield _index(writer, VENUES, "Venues", _venue_groups(writer))
    yield _index(writer, YEARS, "Years", (Group("", _years(writer)),))
    yield _index(writer, AUTHORS, "Authors", _author_groups(writer), SAID_OF_AUTHORS)


def pages(writer: Writer) -> Iterator[Page]:
    """Make the page of each venue, year and author, and of what is not sorted yet."""
    for venue in _venues(writer):
        yield _venue_page(writer, venue)
    for year, papers in writer.library.by_year.items():
        link = year_link(year)
        yield _list(writer, "year", link, papers, files=downloads.of_list(link.uri))
    for person in writer.library.people.values():
        yield _author_page(writer, person)
    if unsorted := writer.library.unsorted:
        link = Link(f"{UNSORTED}/", "Papers not sorted yet")
        yield _list(writer, "unsorted", link, unsorted, section=PAPERS)


def papers_hub(writer: Writer) -> Page:
    """Make the list of all papers, by year."""
    uri = f"{PAPERS}/"
    rows = [
        Year(year_link(year), len(papers), writer.rows(papers, up_to_root(uri)))
        for year, papers in writer.library.by_year.items()
    ]
    return writer.page(
        "papers",
        uri,
        "Papers",
        years=rows,
        count=len(writer.library.papers),
        unsorted=len(writer.library.unsorted),
        description=f"All {counted(len(writer.library.papers), 'paper')}, newest first.",
        files=downloads.of_all(writer.library),
        coins=writer.coins(newest_first(writer.library.papers.values())),
        updated=writer.updated(writer.library.papers.values()),
        is_hub=True,
    )


def _index(
    writer: Writer, section: str, title: str, groups: Iterable[Group], said: str = ""
) -> Page:
    shown = [group for group in groups if group.entries]
    found = sum(len(group.entries) for group in shown)
    description = f"{title} of the papers: {found:,}."
    uri = f"{section}/"
    return writer.page(
        section, uri, title, groups=shown, said=said, description=description, is_hub=True
    )


def _list(
    writer: Writer,
    template: str,
    link: Link,
    papers: list[Paper],
    description: str = "",
    **data: Any,
) -> Page:
    count = len(papers)
    said = description or f"{link.title}: {counted(count, 'paper')}."
    return writer.page(
        template,
        link.uri,
        link.title,
        rows=writer.rows(papers, up_to_root(link.uri)),
        coins=writer.coins(papers, NAMED.get(template, Most.OF_LIST)),
        count=count,
        description=said,
        updated=writer.updated(papers),
        **data,
    )


def _venues(writer: Writer) -> list[Venue]:
    return sorted(writer.library.venues.values(), key=lambda venue: (venue.slug, venue.id))


def _venue_groups(writer: Writer) -> Iterator[Group]:
    """Sort venues into their kinds."""
    venues = _venues(writer)
    for kind, title in VENUE_KINDS.items():
        yield Group(title, tuple(_venue_entry(writer, v) for v in venues if v.kind is kind))


def _venue_entry(writer: Writer, venue: Venue) -> ListEntry:
    count = len(writer.library.by_venue.get(venue.id, ()))
    return ListEntry(Link(f"{VENUES}/{venue.slug}/", venue.id), venue.name, count)


def _venue_page(writer: Writer, venue: Venue) -> Page:
    papers = writer.library.by_venue.get(venue.id, [])
    link = Link(f"{VENUES}/{venue.slug}/", venue.id)
    description = f"{venue.name}: {counted(len(papers), 'paper')}."
    files = downloads.of_list(link.uri)
    return _list(writer, "venue", link, papers, description, venue=venue, files=files)


def _years(writer: Writer) -> tuple[ListEntry, ...]:
    found = writer.library.by_year.items()
    return tuple(ListEntry(year_link(year), "", len(papers)) for year, papers in found)


def _author_groups(writer: Writer) -> Iterator[Group]:
    """Sort authors under the first letters of their family names."""
    people = writer.library.people.values()
    for letter, group in groupby(people, key=_initial):
        yield Group(letter, tuple(_author_entry(person) for person in group), usual=1)


def _initial(person: Person) -> str:
    first = person.name.sort_key[0][:1]
    return first.upper() if first.isalpha() else "#"


def _author_entry(person: Person) -> ListEntry:
    return ListEntry(author_link(person.slug, person.name.display), "", len(person.papers))


def _author_page(writer: Writer, person: Person) -> Page:
    link = author_link(person.slug, person.name.display)
    files = downloads.of_author(link.uri)
    return _list(writer, "author", link, list(person.papers), orcid=_orcid(person), files=files)


def _orcid(person: Person) -> str | None:
    """Find the ORCID iD that a record gives for an author."""
    authors = (author for paper in person.papers for author in paper.authors)
    return next((a.orcid for a in authors if a.orcid and a.name.slug == person.slug), None)
