"""Select papers by category, key, words, and the day they were added."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from site_builder.latex import to_text
from site_builder.problems import SurveyError, did_you_mean, quoted
from site_builder.record.fields import FieldType
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.record.fields import DeclaredField, Value
    from site_builder.record.models import Paper
    from site_builder.record.taxonomy import Node

TERM: Final = re.compile(r'(?:(\w+):)?(?:"([^"]*)"|(\S+))')
"""A word of a query or a phrase in quotes, with the field to look in before a colon."""

YEARS: Final = re.compile(r"(\d{4})?(-)?(\d{4})?", re.ASCII)
"""A year or a range of years, open at either end: 2022, 2020-2023, 2022-."""

RANGE: Final = re.compile(r"(.*?)(?:(\.\.)(.*))?", re.DOTALL)
NUMBER: Final = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
DAY: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
"""A day, or the month or year that it is in."""


@dataclass(frozen=True)
class Query:
    """Conditions that papers must meet, all of them; an empty one holds for every paper."""

    categories: tuple[str, ...] = ()
    """Ids, with their facet before a slash where an id stands in several. Papers must be below
    one of those of each facet."""
    keys: tuple[str, ...] = ()
    """Keys, present or former."""
    text: str = ""
    """Beginnings of words and whole phrases in quotes, all of which a paper must have; `author:`
    and the other NAMES before one say where, and so do the ids of the survey's own
    fields. Other names there are refused."""
    since: dt.date | None = None
    """The day from which on a paper must have been added."""


def select(library: Library, query: Query) -> list[Paper]:
    """Return the papers that match a query, by key.

    Raises SurveyError for an unknown or ambiguous category, an unknown key or field, and a
    quotation mark that is not closed.
    """
    tests = [*_tests(library, query)]
    return [paper for paper in library.papers.values() if all(test(paper) for test in tests)]


def _tests(library: Library, query: Query) -> Iterator[Callable[[Paper], bool]]:
    if query.keys:
        yield _is_one_of({find_key(key, library) for key in query.keys})
    for keys_below in _by_facet(query.categories, library):
        yield _is_one_of(keys_below)
    if since := query.since:
        yield lambda paper: paper.added is not None and paper.added >= since
    for match in TERM.finditer(query.text):
        yield _term(match, library)


def _is_one_of(keys: set[str]) -> Callable[[Paper], bool]:
    return lambda paper: paper.key in keys


def _by_facet(categories: Iterable[str], library: Library) -> list[set[str]]:
    """Return, for each facet named, the keys of the papers in or below its categories."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in categories:
        node = find_category(name, library)
        found[node.facet.id] |= {paper.key for paper in library.in_category(node)}
    return list(found.values())


def find_key(name: str, library: Library) -> str:
    """Return a paper's present key by a present or former one, or by its file.

    Raises SurveyError for an unknown key, with the closest one as a hint.
    """
    present = present_key(name, library.papers) or present_key(
        name, library.papers, former_keys(library)
    )
    if present is None:
        hint = did_you_mean(bare_key(name), library.papers)
        raise SurveyError(f"unknown key {quoted(name)}{f' ({hint})' * bool(hint)}")
    return present


def present_key(
    name: str, known: Collection[str], former: Mapping[str, str] | None = None
) -> str | None:
    """Return the key of the record that is named by its key, a former key, or its file."""
    key = bare_key(name)
    if former:
        key = former.get(key, key)
    return key if key in known else None


def bare_key(name: str) -> str:
    """Return a name without what makes it the path of a record's file."""
    return PurePath(name).stem if name.endswith(".yaml") else name


def former_keys(library: Library) -> dict[str, str]:
    """Return the present keys by former ones."""
    return {old: paper.key for paper in library.papers.values() for old in paper.former_keys}


def find_category(name: str, library: Library) -> Node:
    """Return the category named by ID, FACET/ID or FACET:ID, the facet by its id or slug.

    Ids may be present or former. Raises SurveyError where there is no such category, or several.
    """
    facet_name, _, category = _path(name).rpartition("/")
    taxonomy = library.taxonomy
    facets = [f for f in taxonomy.facets if facet_name in ("", f.id, f.slug)]
    if not facets:
        hint = did_you_mean(facet_name, taxonomy.facet_ids) or ", ".join(taxonomy.facet_ids)
        raise SurveyError(f"unknown facet {quoted(facet_name)} ({hint})")
    found = [
        node
        for facet in facets
        if (node := taxonomy.get(facet.id, taxonomy.former.get((facet.id, category), category)))
    ]
    if len(found) == 1:
        return found[0]
    raise SurveyError(_no_single_category(name, found, library))


def _path(name: str) -> str:
    """Format the name of a category as FACET/ID; the address of its page ends in a slash."""
    return name.strip().replace(":", "/").removesuffix("/")


def _no_single_category(name: str, found: list[Node], library: Library) -> str:
    if found:
        places = " or ".join(f"{node.facet.id}/{node.id}" for node in found)
        return f"{quoted(name)} is a category of several facets (write {places})"
    ids = [node.id for node in library.taxonomy.nodes.values()]
    full = [f"{node.facet.id}/{node.id}" for node in library.taxonomy.nodes.values()]
    wanted = _path(name)
    hint = did_you_mean(wanted, full if "/" in wanted else ids)
    return f"unknown category {quoted(name)}{f' ({hint})' * bool(hint)}"


def _title(paper: Paper, _: Library) -> Iterator[str]:
    yield paper.title
    yield paper.method or ""


def _authors(paper: Paper, library: Library) -> Iterator[str]:
    """Yield the names that the paper gives, and all by which these people are known here."""
    yield from (author.name.display for author in paper.authors)
    for person in dict.fromkeys(library.authors_of(paper)):
        names = (person.name, *person.other_names)
        yield from (name.display for name in names)
        yield from filter(None, (person.slug, person.orcid))


def _venue(paper: Paper, library: Library) -> Iterator[str]:
    venue = library.venues.get(paper.venue)
    yield from (venue.id, venue.name) if venue else (paper.venue,)


def _year(paper: Paper, _: Library) -> Iterator[str]:
    yield str(paper.year)


def _summary(paper: Paper, _: Library) -> Iterator[str]:
    yield paper.summary or ""
    yield paper.abstract or ""


FIELDS: Final[Mapping[str, Callable[[Paper, Library], Iterator[str]]]] = {
    "title": _title,
    "author": _authors,
    "venue": _venue,
    "year": _year,
    "abstract": _summary,
}
"""What a query reads of a paper; `title:` also finds methods, `abstract:` summaries."""
CATEGORY: Final = "category"
NAMES: Final = ("title", "author", "venue", "year", CATEGORY, "abstract")
"""Where a query looks; years may be ranges."""


def _term(match: re.Match[str], library: Library) -> Callable[[Paper], bool]:
    _refuse_mistyped(match, library)
    field, phrase, word = match.groups()
    wanted = phrase if phrase is not None else word
    if own := next((each for each in library.fields if each.id == field), None):
        return _own_term(own, wanted, is_whole=phrase is not None)
    if field == "year" and (years := YEARS.fullmatch(wanted)):
        return _in_years(years)
    pattern = _beginning(wanted, is_whole=phrase is not None)
    keys = _in_categories(pattern, library) if field in (None, CATEGORY) else set()
    readers = [read for name, read in FIELDS.items() if field in (None, name)]
    return lambda paper: (
        paper.key in keys
        or any(pattern.search(_folded(text)) for read in readers for text in read(paper, library))
    )


def _in_categories(pattern: re.Pattern[str], library: Library) -> set[str]:
    """Return the keys of the papers below categories whose id, title or alias matches."""
    return {
        paper.key
        for node in library.taxonomy.nodes.values()
        if any(
            pattern.search(_folded(text)) for text in (node.id, node.title, *node.category.aliases)
        )
        for paper in library.in_category(node)
    }


@lru_cache(1 << 17)
def _folded(text: str) -> str:
    """Return what words are looked for in; who asks more than once does not wait for it again."""
    return fold(to_text(text))


def _beginning(wanted: str, *, is_whole: bool) -> re.Pattern[str]:
    """Match the beginning of a word in a folded text, or a whole phrase."""
    whole = r"(?!\w)" if is_whole else ""
    return re.compile(rf"(?<!\w){re.escape(fold(wanted))}{whole}")


def _own_term(field: DeclaredField, wanted: str, *, is_whole: bool) -> Callable[[Paper], bool]:
    """Look in one of the survey's own fields: numbers and days may be ranges, as 10..20."""
    if field.is_range:
        low, high = _ends(field, wanted)

        def within(paper: Paper) -> bool:
            value = paper.extra.get(field.id)
            return value is not None and low <= _comparable(value) <= high

        return within
    if field.type is FieldType.BOOLEAN:
        wanted = {"true": "yes", "false": "no"}.get(fold(wanted), wanted)
    pattern = _beginning(wanted, is_whole=is_whole)
    return lambda paper: any(
        pattern.search(_folded(text)) for text in field.texts(paper.extra.get(field.id))
    )


def _comparable(value: Value) -> Decimal | str:
    return str(value) if isinstance(value, dt.date) else Decimal(str(value))


def _ends(field: DeclaredField, wanted: str) -> tuple[Any, Any]:
    """Return the least and the greatest value that a term means; raises SurveyError."""
    first, is_range, last = RANGE.fullmatch(wanted).groups()  # type: ignore[union-attr]
    last = last if is_range else first
    is_day = field.type is FieldType.DATE
    shape = DAY if is_day else NUMBER
    ends = [end for end in (first, last) if end]
    if not ends or not all(shape.fullmatch(end) for end in ends):
        example = "2021, 2021-05 or 2020..2022-06" if is_day else "10, 10..20, 10.. or ..20"
        raise SurveyError(f"query: {field.id}: {quoted(wanted)} is no value (write {example})")
    if is_day:  # a part of a day stands for all days that begin with it
        return first or "", f"{last}~" if last else "~"
    return Decimal(first or "-Infinity"), Decimal(last or "Infinity")


def _refuse_mistyped(match: re.Match[str], library: Library) -> None:
    """Raise SurveyError for a term that would silently find nothing."""
    field, _, word = match.groups()
    if word and word.count('"') % 2:
        raise SurveyError(f"query: the quotation mark in {quoted(match[0])} is not closed")
    known = (*NAMES, *(each.id for each in library.fields))
    if word and not field and word.removesuffix(":") in known and word.endswith(":"):
        raise SurveyError(
            f"query: nothing follows {quoted(word)} (write {word}WORD without a blank)"
        )
    if field and field not in known:
        names = [f"{name}:" for name in known]
        hint = did_you_mean(f"{field}:", names) or f"one of {', '.join(names)}"
        raise SurveyError(
            f"query: unknown field {quoted(f'{field}:')} ({hint}; with quotation marks around it,"
            " text is looked for as it is)"
        )


def _in_years(years: re.Match[str]) -> Callable[[Paper], bool]:
    first, is_range, last = years.groups()
    low = int(first or 0)
    high = int(last or 9999) if is_range else low
    return lambda paper: low <= paper.year <= high
