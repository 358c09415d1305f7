"""The list of authors, the page of each with several papers, and pages of names that many have."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.exports.abridged import Most
from site_builder.pages import downloads
from site_builder.pages.addresses import AUTHORS, up_to_root
from site_builder.pages.parts import Link, Page
from site_builder.pages.wording import short_title
from site_builder.pages.writer import paper_link
from site_builder.text.plurals import counted, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.pages.writer import Writer
    from site_builder.record.identities import Person

MOST_NAMES: Final = 20
"""Other names of one person that are told on a page."""
MOST_NAMESAKES: Final = 20
"""Other people of one name that an author's page links to."""


@dataclass(frozen=True, slots=True)
class AuthorEntry:
    """A person in a list: the page if there is one, otherwise the paper."""

    slug: str
    name: str
    count: int
    orcid: str | None
    page: Link | None
    paper: Link | None
    year: int
    """The paper's."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The authors whose family names begin with one letter."""

    title: str
    entries: tuple[AuthorEntry, ...]

    @property
    def id(self) -> str:
        """The place in the page; no author's has an underscore."""
        return f"letter_{self.title if self.title.isalpha() else 'other'}"


def author_link(person: Person, name: str = "") -> Link:
    """Return the link to an author: a page, or a place in the list of authors."""
    return Link(person.uri, name or person.name.display)


def hub(writer: Writer) -> Page:
    """Make the list of authors."""
    people = writer.library.people.values()
    by_letter = defaultdict[str, list[AuthorEntry]](list)
    for person in people:
        by_letter[_initial(person)].append(entry(person))
    return writer.page(
        "authors",
        f"{AUTHORS}/",
        "Authors",
        letters=[Letter(title, tuple(entries)) for title, entries in by_letter.items()],
        count=len(people),
        several=sum(person.has_page for person in people),
        description=f"Authors of the papers: {len(people):,}.",
        is_hub=True,
    )


def pages(writer: Writer, some: slice) -> Iterator[Page]:
    """Make the page of each author with several papers, of some authors."""
    for person in list(writer.library.people.values())[some]:
        if person.has_page:
            yield _page(writer, person)


def shared_pages(writer: Writer) -> Iterator[Page]:
    """Make the page of each name of several people."""
    for slug, people in writer.library.identities.former.items():
        if len(people) > 1:
            yield _shared(writer, slug, people)


def _page(writer: Writer, person: Person) -> Page:
    papers, count, name = list(person.papers), len(person.papers), person.name.display
    namesakes = writer.library.identities.namesakes(person, MOST_NAMESAKES + 1)
    return writer.page(
        "author",
        person.uri,
        name,
        orcid=person.orcid,
        other_names=shortened([other.display for other in person.other_names], MOST_NAMES),
        namesakes=[entry(other) for other in namesakes[:MOST_NAMESAKES]],
        more=len(namesakes) > MOST_NAMESAKES,
        rows=writer.rows(papers, up_to_root(person.uri)),
        coins=writer.coins(papers, Most.OF_AUTHOR),
        count=count,
        description=f"{name}: {counted(count, 'paper')}.",
        updated=writer.updated(papers),
        files=downloads.of_author(person.uri),
    )


def _shared(writer: Writer, slug: str, people: Iterable[Person]) -> Page:
    """Make the page at an address that several people could have."""
    entries = list(map(entry, people))
    title = entries[0].name
    uri = f"{AUTHORS}/{slug}/"
    said = f"{title}: {counted(len(entries), 'person', 'people')} of this name."
    return writer.page(
        "namesakes",
        uri,
        title,
        entries=entries,
        description=said,
        files=downloads.of_author(uri),
    )


def entry(person: Person) -> AuthorEntry:
    """Describe a person for a list."""
    paper = person.papers[0]
    return AuthorEntry(
        slug=person.slug,
        name=person.name.display,
        count=len(person.papers),
        orcid=person.orcid,
        page=author_link(person) if person.has_page else None,
        paper=None if person.has_page else Link(paper_link(paper).uri, short_title(paper)),
        year=paper.year,
    )


def _initial(person: Person) -> str:
    first = person.name.sort_key[0][:1]
    return first.upper() if first.isalpha() else "#"
