"""What the explorer and the correction of typing errors read in a browser: papers, facets, words.

Papers stand in columns, in the order of keys: a column of like values packs well, and the search
index can give the papers in that order too. Categories and venues are named once and then referred
to by number.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from site_builder.latex import holds_tex, to_text
from site_builder.record.fields import TEXTS, DeclaredField, FieldType
from site_builder.record.grouping import ValueGroup, by_value, slugs
from site_builder.record.kinds import STATUS_WORDS, StatusKind
from site_builder.record.publication import pdf_url
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Facet, Paper

    Own = Mapping[DeclaredField, Mapping[str, ValueGroup]]

Value = dict[str, Any]

WORD: Final = re.compile(r"[^\W_]+")
"""A word, as readers type it into a search box: letters and digits."""

PARTED: Final = {code: " " for code in range(128) if not chr(code).isalnum()}
"""What parts the words of a text of ASCII characters, for which no pattern is needed."""

FIRST: Final = re.compile(r" and | et al\.")
"""What follows the first name in a short list of authors."""

NOT_LATIN: Final = re.compile(r"[^a-z]+")

MOST: Final = 99
"""Frequencies only tell the common word from the rare one; beyond this they are all common."""

TAKEN: Final = frozenset({"exact", "k", "mark", "q", "sort", "venue", "with", "year"})
"""Parameters of the explorer's address that are not facets."""


class Feature(StrEnum):
    """Something that a paper has or has not."""

    CODE = "code"
    RESULTS = "results"
    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    CONCERN = "concern"


STANDINGS: Final = frozenset(map(Feature, StatusKind))
"""Features that are named only where some paper has them, for most surveys have none."""


def _standing(kind: StatusKind) -> tuple[str, Callable[[Paper], bool]]:
    words = STATUS_WORDS[kind]
    has = lambda paper: paper.status is not None and paper.status.kind is kind  # noqa: E731
    return f"{words[0].upper()}{words[1:]}", has


FEATURES: Final[Mapping[Feature, tuple[str, Callable[[Paper], bool]]]] = {
    Feature.CODE: ("With code", lambda paper: paper.links.code is not None),
    Feature.RESULTS: ("With results", lambda paper: bool(paper.results)),
    **{Feature(kind): _standing(kind) for kind in StatusKind},
}
"""Features with what readers call them and how they are told, in the order of their bits."""


def papers(library: Library, name_authors: Callable[[Paper], str]) -> Value:
    """Return all that the explorer shows and sorts by; `name_authors` writes them short."""
    found = list(library.papers.values())
    features = features_of(found)
    venues = sorted({paper.venue for paper in found}, key=lambda name: (fold(name), name))
    own = {f: by_value(f, found) for f in library.fields if f.facet and not f.is_range}
    days = sorted({str(paper.added or "") for paper in found})
    labels = [to_text(name_authors(paper)) for paper in found]
    return {
        "features": [{"id": name, "title": FEATURES[name][0]} for name in features],
        "facets": [
            *(_facet(library, facet) for facet in library.taxonomy.facets),
            *(_own_facet(field, groups) for field, groups in own.items()),
        ],
        "ranges": [_range(field, found) for field in library.fields if _has_range(field)],
        "venues": [_venue(library, name) for name in venues],
        "days": days,
        "papers": {
            "key": [shortened_key(*of) for of in zip(found, labels, strict=True)],
            "title": [to_text(paper.title) for paper in found],
            "method": [to_text(paper.method or "") for paper in found],
            "authors": labels,
            "year": [paper.year for paper in found],
            "venue": _numbers(venues, (paper.venue for paper in found)),
            "added": _numbers(days, (str(paper.added or "") for paper in found)),
            "features": [_features(paper, features) for paper in found],
            "categories": _categories(library, found, own),
            **_cited(library, found),
        },
    }


def _cited(library: Library, found: list[Paper]) -> Value:
    """Return how many papers here cite each; nothing where no citation is known."""
    known = library.citations
    return {"cited": [known.count(paper.key) for paper in found]} if known else {}


def shortened_key(paper: Paper, label: str) -> str:
    """Return a key without what the columns beside it say: `~visual` for `jia2022visual`.

    The first of the names in `label` and the year are a third of what the column weighs packed.
    `data.js` puts them back; both take the letters a to z alone, so that no rule of any script
    decides.
    """
    begins = f"{NOT_LATIN.sub('', FIRST.split(label, maxsplit=1)[0].lower())}{paper.year}"
    return f"~{paper.key.removeprefix(begins)}" if paper.key.startswith(begins) else paper.key


def links(library: Library) -> dict[str, list[str]]:
    """Return where papers can be had, by key: the PDF, then the code, empty where nobody knows."""
    found = library.papers.values()
    told = ((paper.key, [pdf_url(paper), paper.links.code or ""]) for paper in found)
    return {key: urls for key, urls in told if any(urls)}


def parameter(facet: Facet | DeclaredField) -> str:
    """Return a facet's parameter in the explorer's address."""
    slug = facet.id.replace("_", "-")
    return f"facet-{slug}" if slug in TAKEN else slug


def words(library: Library) -> Value:
    """Return every word of the survey, sorted, and in how many papers and names each one stands."""
    counts: Counter[str] = Counter()
    for texts in _texts(library):
        counts.update(words_of(texts))
    found = sorted(counts)
    return {"words": " ".join(found), "counts": [min(counts[word], MOST) for word in found]}


def words_of(texts: Iterable[str]) -> set[str]:
    """Collect the words of texts, folded: case and accents do not count."""
    plain = [to_text(text) if holds_tex(text) else text for text in texts]
    simple = " ".join(filter(str.isascii, plain)).lower().translate(PARTED).split()
    others = set(WORD.findall(" ".join(text for text in plain if not text.isascii()).lower()))
    foreign = {word for word in others if not word.isascii()}
    return (others - foreign).union(simple, *(WORD.findall(fold(word)) for word in foreign))


def _texts(library: Library) -> Iterator[Iterable[str]]:
    for paper in library.papers.values():
        yield _said_of(paper, library)
    for node in library.taxonomy.nodes.values():
        yield node.title, *node.category.aliases, node.category.description
    for venue in library.venues.values():
        yield venue.id, venue.name, *venue.aliases
    for benchmark in library.benchmarks.values():
        yield benchmark.name, *benchmark.aliases


def _said_of(paper: Paper, library: Library) -> Iterator[str]:
    """Yield the texts that a paper is found by."""
    yield paper.title
    yield from filter(None, (paper.method, paper.summary, paper.abstract))
    yield from (author.name.display for author in paper.authors)
    people = dict.fromkeys(library.authors_of(paper))
    others = (name for person in people for name in person.other_names)
    yield from (name.display for name in others)
    for value in paper.extra.values():
        yield from (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()


def _facet(library: Library, facet: Facet) -> Value:
    """Show a facet's tree as a list, parents before children, each with its parent's number."""
    nodes = [node for node in library.taxonomy.nodes.values() if node.facet.id == facet.id]
    places = {node.id: number for number, node in enumerate(nodes)}
    former = library.taxonomy.former.items()
    return {
        "parameter": parameter(facet),
        "title": to_text(facet.title),
        "categories": [
            {
                "id": node.id,
                "title": to_text(node.title),
                "parent": places[node.ancestors[-1].id] if node.ancestors else None,
            }
            for node in nodes
        ],
        "former": {old: new for (facet_id, old), new in former if facet_id == facet.id},
    }


def _own_facet(field: DeclaredField, groups: Mapping[str, ValueGroup]) -> Value:
    """Show the values of a field as a facet without a tree."""
    return {
        "parameter": parameter(field),
        "title": to_text(field.head),
        "categories": [
            {"id": group.slug, "title": to_text(group.title), "parent": None}
            for group in _in_order(field, groups)
        ],
        "former": {},
    }


def _in_order(field: DeclaredField, groups: Mapping[str, ValueGroup]) -> list[ValueGroup]:
    """Put the commonest values of texts first, but keep numbers in their own order."""
    found = list(groups.values())
    if field.type not in TEXTS or all(group.slug[:1].isdecimal() for group in found):
        return found
    return sorted(found, key=lambda group: -len(group.papers))


def _has_range(field: DeclaredField) -> bool:
    return field.facet and field.is_range


def _range(field: DeclaredField, found: list[Paper]) -> Value:
    """Show a number or date of each paper, which readers filter by its least and greatest value."""
    told = (paper.extra.get(field.id) for paper in found)
    return {
        "parameter": parameter(field),
        "title": to_text(field.title),
        "unit": to_text(field.unit or ""),
        "isDate": field.type is FieldType.DATE,
        "values": [str(each) if isinstance(each, dt.date) else each for each in told],
    }


def _venue(library: Library, name: str) -> Value:
    """Return a venue as addresses and readers name it."""
    venue = library.venues.get(name)
    if venue is None:
        return {"id": fold(name).replace(" ", "-"), "title": name, "name": name}
    return {"id": venue.slug, "title": venue.id, "name": to_text(venue.name)}


def _numbers(names: list[str], wanted: Iterable[str]) -> list[int]:
    places = {name: number for number, name in enumerate(names)}
    return [places[name] for name in wanted]


def features_of(papers: list[Paper]) -> list[Feature]:
    """Return the features that papers can be chosen by, in the order of their bits."""
    told = {Feature(paper.status.kind) for paper in papers if paper.status}
    return [name for name in FEATURES if name not in STANDINGS or name in told]


def _features(paper: Paper, features: list[Feature]) -> int:
    """Return a paper's features, one in each bit."""
    return sum(FEATURES[name][1](paper) << bit for bit, name in enumerate(features))


def _categories(library: Library, found: list[Paper], own: Own) -> list[list[int]]:
    """Number the categories of each paper, counted through all facets."""
    places = {place: number for number, place in enumerate(_places(library, own))}
    return [
        sorted(
            places[facet, name]
            for facet, names in (*paper.categories.items(), *_values(paper, own))
            for name in dict.fromkeys(names)
            if (facet, name) in places
        )
        for paper in found
    ]


def _values(paper: Paper, own: Own) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((field.id, slugs(field, paper.extra.get(field.id))) for field in own)


def _places(library: Library, own: Own) -> Iterator[tuple[str, str]]:
    """Yield facet and id of every category, in the order in which `papers` shows the facets."""
    for facet in library.taxonomy.facets:
        yield from ((facet.id, name) for name in library.taxonomy.ids(facet.id))
    for field, groups in own.items():
        yield from ((field.id, group.slug) for group in _in_order(field, groups))
