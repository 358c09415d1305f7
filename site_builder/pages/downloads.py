"""The files of papers, lists and the whole survey in the formats of other programs."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from site_builder.exports import FORMATS
from site_builder.exports.abridged import Most
from site_builder.pages.addresses import AUTHORS, CHANGES, PAPERS, VENUES, YEARS
from site_builder.pages.parts import Asset
from site_builder.pages.texts import packed
from site_builder.record.grouping import by_value
from site_builder.record.ordering import newest_first
from site_builder.web import api, feeds, schemas
from site_builder.web.head import Alternate
from site_builder.web.head.head import FEED, alternates
from site_builder.yamlfiles.record_files import paper_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.library import Library
    from site_builder.pages.writer import Writer
    from site_builder.record.fields import DeclaredField
    from site_builder.record.identities import Person
    from site_builder.record.models import Paper
    from site_builder.record.taxonomy import Node

OF_PAPER: Final = ("bibtex", "ris", "csl-json")
OF_LIST: Final = (*OF_PAPER, "csv")
OF_AUTHOR: Final = ("bibtex",)
"""There are several times as many authors as papers, most with one paper: each format more would
double the files of a whole site, and their papers' own files have it."""
OF_ALL: Final = (*OF_LIST, "jsonl", "parquet", "markdown")
"""Formats by what there is a file of; those that cannot be written here are left out."""


class Choice(NamedTuple):
    """What is written of papers."""

    formats: Sequence[str]
    most: Most | None = None
    """How many authors of each paper are named; all where nothing bounds them."""
    is_brief: bool = False
    """Whether abstracts are left out."""


LISTED: Final = Choice(OF_LIST, Most.OF_LIST, is_brief=True)
"""Of a category, venue or year. A paper is in several of these, and its abstract, which its own
files and those of everything have, would be most of it."""

ALL: Final = "survey"
"""Name of the files with everything, without their endings."""


def of_paper(paper: Paper) -> list[Alternate]:
    """List the files of a paper."""
    found = alternates(f"{PAPERS}/{paper.key}", _endings(OF_PAPER))
    data = Alternate(f"{api.BASE}/papers/{paper.key}.json", "application/json", "JSON")
    return [*found, data]


def of_list(uri: str) -> list[Alternate]:
    """List the files of a page's papers."""
    return alternates(uri.rstrip("/"), _endings(OF_LIST))


def of_author(uri: str) -> list[Alternate]:
    """List the files of an author's papers."""
    return alternates(uri.rstrip("/"), _endings(OF_AUTHOR))


def of_category(node: Node) -> list[Alternate]:
    """List the files of a category's papers, those below it included, and its feed."""
    return alternates(node.uri.rstrip("/"), (*_endings(OF_LIST), FEED))


def of_all(library: Library) -> list[Alternate]:
    """List the files with everything, and the feed of new papers."""
    return [*alternates(ALL, _endings(_of_all(library))), *alternates("feed", (FEED,))]


def of_changes() -> list[Alternate]:
    """List the feed of what changed."""
    return alternates(CHANGES, (FEED,))


def _endings(names: Iterable[str]) -> list[str]:
    return [FORMATS[name].suffix.removeprefix(".") for name in names]


def _of_all(library: Library) -> list[str]:
    """Return the formats of everything; one is sorted by a facet, so it needs one."""
    names = [name for name in OF_ALL if FORMATS[name].is_available()]
    return [name for name in names if name != "markdown" or library.taxonomy.facets]


def everything(writer: Writer, name: str) -> Iterator[Asset]:
    """Make the file of all papers in one format, where there is one."""
    names = [each for each in _of_all(writer.library) if each == name]
    yield from _files(writer, [ALL], Choice(names), writer.keyed, "everything")


def papers(writer: Writer, some: slice) -> Iterator[Asset]:
    """Make the files of some papers, and their data for programs; at former addresses too."""
    site = writer.facts.site
    for paper in writer.keyed[some]:
        origin = paper_path(paper.key)
        stems = [f"{PAPERS}/{key}" for key in (paper.key, *paper.former_keys)]
        yield from _files(writer, stems[:1], Choice(OF_PAPER), [paper], origin)
        yield from _files(writer, stems[1:], Choice(OF_PAPER, Most.OF_LIST), [paper], origin)
        data = writer.texts.data_of(paper, site)
        for key in (paper.key, *paper.former_keys):
            yield Asset(f"{api.BASE}/papers/{key}.json", data, "the data for programs")


def categories(writer: Writer, some: slice) -> Iterator[Asset]:
    """Make the files of some categories, at their former addresses too."""
    for node in list(writer.library.taxonomy.nodes.values())[some]:
        yield from _of_node(writer, node)


def _files(
    writer: Writer,
    stems: Sequence[str],
    written: Choice,
    papers: Iterable[Paper],
    origin: str,
) -> Iterator[Asset]:
    """Write papers in some formats, at one or more addresses each; so many authors are named."""
    for name in written.formats if stems else ():
        content = writer.texts.packed(name, papers, written.most, is_brief=written.is_brief)
        for stem in stems:
            yield Asset(stem + FORMATS[name].suffix, content, origin)


def _of_node(writer: Writer, node: Node) -> Iterator[Asset]:
    ids = (node.id, *writer.library.taxonomy.former_ids(node))
    stems = [f"{node.facet.slug}/{each}" for each in ids]
    origin = f"the category {node.facet.id}/{node.id}"
    yield from _files(writer, stems, LISTED, writer.papers_in(node), origin)
    news = writer.feeds.category(node)
    yield from (Asset(f"{stem}.{FEED}", news, origin) for stem in stems)


def venues(writer: Writer, some: slice) -> Iterator[Asset]:
    """Make the files of some venues."""
    for _, venue in sorted(writer.library.venues.items())[some]:
        found = writer.library.by_venue.get(venue.id, [])
        origin = f"the venue {venue.id}"
        yield from _files(writer, [f"{VENUES}/{venue.slug}"], LISTED, found, origin)


def years(writer: Writer, some: slice) -> Iterator[Asset]:
    """Make the files of some years."""
    for year, found in list(writer.library.by_year.items())[some]:
        yield from _files(writer, [f"{YEARS}/{year}"], LISTED, found, f"the year {year}")


def values(writer: Writer) -> Iterator[Asset]:
    """Make the files of the pages of the survey's own fields."""
    for field in writer.library.fields:
        for stem, found in of_values(field, writer.library):
            yield from _files(
                writer, [stem], Choice(OF_AUTHOR, Most.OF_LIST), found, f"the field {field.id}"
            )


def authors(writer: Writer, some: slice) -> Iterator[Asset]:
    """Make the files of some of the pages of authors and of their former addresses."""
    written = Choice(OF_AUTHOR, Most.OF_AUTHOR)
    for slug, people in islice(_of_authors(writer.library), some.start, some.stop):
        origin = f"the author {people[0].name.display}"
        theirs = {paper.key: paper for person in people for paper in person.papers}
        newest = newest_first(theirs.values())
        yield from _files(writer, [f"{AUTHORS}/{slug}"], written, newest, origin)


def count_of_authors(library: Library) -> int:
    """Count what `authors` makes files of."""
    return sum(1 for _ in _of_authors(library))


def _of_authors(library: Library) -> Iterator[tuple[str, tuple[Person, ...]]]:
    """Yield the address of each page of one or more people, former ones too."""
    for person in library.people.values():
        if person.has_page:
            yield person.slug, (person,)
    yield from library.identities.former.items()


def of_values(field: DeclaredField, library: Library) -> Iterator[tuple[str, tuple[Paper, ...]]]:
    """Yield the papers of each page of a field, with the page's address."""
    groups = by_value(field, library.papers.values()).values() if field.pages else ()
    if field.pages and field.unique:
        yield field.slug, tuple(paper for group in groups for paper in group.papers)
        return
    yield from ((f"{field.slug}/{group.slug}", group.papers) for group in groups)


def news(writer: Writer) -> Iterator[Asset]:
    """Make the feeds of all papers and of what changed."""
    facts = writer.facts
    yield Asset(f"feed.{FEED}", writer.feeds.newest(), "the feed")
    told = feeds.changes(facts.history.changes, facts.site)
    yield Asset(f"{CHANGES}.{FEED}", told, "the feed of changes")


def data(writer: Writer) -> Iterator[Asset]:
    """Make what programs ask for besides the data of each paper."""
    library, site = writer.library, writer.facts.site
    lines = (writer.texts.data_line(paper, site) for paper in writer.keyed)
    papers = packed(api.all_papers(lines, len(writer.keyed)))
    yield Asset(api.ALL_PAPERS, papers, "the data for programs")
    uri, text = api.all_categories(library, site)
    yield Asset(uri, text, "the data for programs")
    for uri, text in schemas.files(writer.library):
        yield Asset(uri, text, "the schemas")
