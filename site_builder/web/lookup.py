"""What a search looks up before it reads texts: places, people, identifiers of papers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_builder.latex import to_text
from site_builder.text.names import romanised_slug, slugify
from site_builder.web.link_names import link_names, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper
    from site_builder.text.names import Name

Value = dict[str, Any]

HEAVIEST: Final = 99
"""How often a paper is named only tells the well-known from the rest."""

MOST_PEOPLE: Final = 6000
"""People who are looked up, those with the most papers; others are found in the texts alone.

Names are loaded with the first key that a reader types, so their weight has a bound: 6,000 are
some 45 KB packed.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A page that readers look for by a name of its own."""

    kind: str
    """What it is, as readers call it."""
    uri: str
    title: str
    names: tuple[str, ...] = ()
    """What else it is called."""
    parts: tuple[str, ...] = ()
    """What it treats, such as the headings of a chapter."""
    count: int | None = None
    """How many papers stand there."""


def lookup(library: Library, places: Iterable[Place], named: Mapping[str, int]) -> Value:
    """Return what is looked up first; `named` counts how often others name a paper, by key."""
    found = list(library.papers.values())
    return {
        "places": [_place(place) for place in places],
        **_people(library, found),
        "arxiv": [paper.arxiv_id or "" for paper in found],
        "former": {old: number for number, paper in enumerate(found) for old in paper.former_keys},
        "weight": [min(named.get(paper.key, 0), HEAVIEST) for paper in found],
    }


def identifiers(library: Library) -> Value:
    """Return what is looked for by pasting alone: DOIs of papers, and what links are known by.

    Browsers load it apart, as a third of what else would come with the first key that is typed.
    """
    found = library.papers.values()
    return {
        "doi": [(paper.doi or "").lower() for paper in found],
        "links": [" ".join(map(short, _links(paper))) for paper in found],
    }


def _place(place: Place) -> Value:
    said = {
        "kind": place.kind,
        "uri": place.uri,
        "title": to_text(place.title),
        "names": [to_text(name) for name in place.names],
        "parts": [to_text(part) for part in place.parts],
        "count": place.count,
    }
    return {name: value for name, value in said.items() if value not in ([], None)}


def _people(library: Library, found: list[Paper]) -> Value:
    """Return people in the order in which they come up, and of each paper its authors.

    An author is 0 for the next one who has not come up yet, otherwise the person's number from 1.
    Who is not looked up is left out, but for -1 where that is the first author. Names stand as
    Family, Given. A person's page is where the name leads, unless `slugs` says another; `also`
    has other spellings, those in Latin letters among them.
    """
    known = _looked_up(library, found)
    numbers: dict[str, int] = {}
    for paper in found:
        for person in library.authors_of(paper):
            if person.slug in known:
                numbers.setdefault(person.slug, len(numbers) + 1)
    people = [library.people[slug] for slug in numbers]
    named_elsewhere = {
        number: person.slug
        for number, person in enumerate(people)
        if slugify(person.name.spaced) != person.slug
    }
    others = (
        [
            *map(_inverted, person.other_names),
            *([_romanised(person.name)] if number in named_elsewhere else []),
        ]
        for number, person in enumerate(people)
    )
    return {
        "people": [_inverted(person.name) for person in people],
        "slugs": named_elsewhere,
        "also": {number: names for number, names in enumerate(others) if names},
        "authors": list(_rows(library, found, numbers)),
        "isCut": len(known) < len(library.people),
    }


def _looked_up(library: Library, found: list[Paper]) -> frozenset[str]:
    """Choose those with the most papers, of equals those who come up first."""
    papers = Counter(person.slug for paper in found for person in library.authors_of(paper))
    return frozenset(slug for slug, _ in papers.most_common(MOST_PEOPLE))


def _rows(library: Library, found: list[Paper], numbers: dict[str, int]) -> Iterator[list[int]]:
    """Yield each paper's authors, as `_people` describes them."""
    met = 0
    for paper in found:
        row: list[int] = []
        for place, person in enumerate(library.authors_of(paper)):
            number = numbers.get(person.slug, -1)
            is_next = number == met + 1
            met += is_next
            if number > 0 or not place:
                row.append(0 if is_next else number)
        yield [] if row == [-1] else row


def _inverted(name: Name) -> str:
    """Return a name as Family, Given; what has no given name stands alone."""
    return to_text(", ".join(filter(None, (name.last, name.given))))


def _romanised(name: Name) -> str:
    """Return a name in Latin letters, as Family, Given."""
    parts = (romanised_slug(part) for part in (name.last, name.given) if part)
    return ", ".join(part.replace("-", "") for part in parts)


def _links(paper: Paper) -> Iterator[str]:
    """Yield what a paper's links are known by, each once."""
    links = (paper.links.page, paper.links.pdf, paper.links.code, paper.links.project)
    yield from dict.fromkeys(name for url in links if url for name in link_names(url))
