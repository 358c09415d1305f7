"""Pages that list papers: all of them, by venue, by year, and those not sorted yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from site_builder.pages import downloads, through_time
from site_builder.pages.addresses import PAPERS, UNSORTED, VENUES, YEARS, up_to_root
from site_builder.pages.parts import Link, Page
from site_builder.pages.wording import VENUE_KINDS
from site_builder.record.ordering import newest_first
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper, Venue


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


@dataclass(frozen=True, slots=True)
class Year:
    """The papers of a year, as rows of a table."""

    link: Link
    count: int
    rows: Markup


def year_link(year: int) -> Link:
    """Return the link to a year."""
    return Link(f"{YEARS}/{year}/", str(year))


def venue_link(venue: Venue) -> Link:
    """Return the link to a venue."""
    return Link(f"{VENUES}/{venue.slug}/", venue.id)


def hubs(writer: Writer) -> Iterator[Page]:
    """Make the indexes of venues and years."""
    yield _index(writer, VENUES, "Venues", _venue_groups(writer))
    years, drawn = (Group("", _years(writer)),), through_time.figures(writer, "../")
    yield _index(writer, YEARS, "Years", years, figures=drawn)


def venue_pages(writer: Writer, some: slice) -> Iterator[Page]:
    """Make the pages of some venues, in the order of addresses."""
    for venue in _venues(writer)[some]:
        yield _venue_page(writer, venue)


def year_pages(writer: Writer, some: slice) -> Iterator[Page]:
    """Make the pages of some years, the latest first."""
    for year, papers in list(writer.library.by_year.items())[some]:
        link = year_link(year)
        yield _list(writer, "year", link, papers, files=downloads.of_list(link.uri))


def unsorted_page(writer: Writer) -> Iterator[Page]:
    """Make the page of what is not sorted yet, if there is anything."""
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


def _index(writer: Writer, section: str, title: str, groups: Iterable[Group], **data: Any) -> Page:
    shown = [group for group in groups if group.entries]
    found = sum(len(group.entries) for group in shown)
    description = f"{title} of the papers: {found:,}."
    return writer.page(
        section, f"{section}/", title, groups=shown, description=description, is_hub=True, **data
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
        coins=writer.coins(papers),
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
    return ListEntry(venue_link(venue), venue.name, count)


def _venue_page(writer: Writer, venue: Venue) -> Page:
    papers = writer.library.by_venue.get(venue.id, [])
    link = venue_link(venue)
    description = f"{venue.name}: {counted(len(papers), 'paper')}."
    files = downloads.of_list(link.uri)
    return _list(writer, "venue", link, papers, description, venue=venue, files=files)


def _years(writer: Writer) -> tuple[ListEntry, ...]:
    found = writer.library.by_year.items()
    return tuple(ListEntry(year_link(year), "", len(papers)) for year, papers in found)
