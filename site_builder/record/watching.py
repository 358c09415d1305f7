"""Where a survey looks for new papers: words, works that cite its own, people, venues."""

from __future__ import annotations

import re
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema, model_validator

from site_builder.problems import quoted
from site_builder.record import values
from site_builder.record.types import (
    ArxivClass,
    AtLeastOne,
    Choice,
    Key,
    Line,
    Orcid,
    Record,
    at_most,
)
from site_builder.record.values import BadValue

MOST_WORDS: Final = 50
"""Words and phrases of one search: as many as an address holds."""
MOST_SEARCHES: Final = 100
"""Searches, papers, people and venues: each is asked for at some service, once a week."""
LONGEST_WORD: Final = 100
YEAR: Final = "{year}"
"""Stands for the year in the name of a venue at OpenReview."""

STREAM: Final = re.compile(r"(?:conf|journals|series)/[A-Za-z0-9]+")
"""How DBLP names a venue: the end of the address of its page."""
GROUP: Final = re.compile(r"[A-Za-z0-9._-]+(?:/(?:[A-Za-z0-9._-]|\{year\})+)+")
"""How OpenReview names a venue, with the year left open."""
AUTHOR: Final = re.compile(r"[0-9]{1,20}")
"""How Semantic Scholar names a person."""


class SearchSource(Choice):
    """Services that search for words."""

    ARXIV = "arxiv", "arXiv: preprints, as they come"
    OPENALEX = "openalex", "OpenAlex: what is published anywhere"
    SEMANTIC_SCHOLAR = "semantic-scholar", "Semantic Scholar: both, with some weeks of delay"


class CitationSource(Choice):
    """Services that know which works cite another."""

    OPENALEX = "openalex", "OpenAlex: by the DOI"
    SEMANTIC_SCHOLAR = "semantic-scholar", "Semantic Scholar: by the arXiv id or the DOI"


def _phrase(value: object) -> str:
    text = values.line(value)
    if not re.search(r"[^\W_]{2}", text):
        raise BadValue(f"{quoted(text)} has no word", "write a word, or a phrase of some")
    if len(text) > LONGEST_WORD:
        raise BadValue(f"has {len(text)} letters, at most {LONGEST_WORD} are allowed")
    return text


def _shaped(shape: re.Pattern[str], hint: str) -> BeforeValidator:
    def read(value: object) -> str:
        text = values.line(value)
        if not shape.fullmatch(text):
            raise BadValue(f"{quoted(text)} is no name there", hint)
        return text

    return BeforeValidator(read)


def _named(shape: re.Pattern[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": rf"^\s*(?:{shape.pattern})\s*$"})


def _no_twice(found: tuple[object, ...]) -> tuple[object, ...]:
    if len(set(found)) < len(found):
        raise BadValue("names something twice", "name each once")
    return found


Phrase = Annotated[
    str,
    BeforeValidator(_phrase),
    WithJsonSchema({"type": "string", "pattern": r"\S", "maxLength": LONGEST_WORD + 100}),
]
Phrases = Annotated[tuple[Phrase, ...], at_most(MOST_WORDS)]


class Search(Record):
    """Words by which papers of a category are found."""

    category: Line
    """The id of a category, or FACET/ID where two facets have it."""
    words: Annotated[Phrases, AtLeastOne()]
    """Words and phrases, of which a paper has at least one in its title or abstract."""
    also: Phrases = ()
    """Words and phrases, of which it has at least one as well."""
    sources: Annotated[
        tuple[SearchSource, ...],
        at_most(len(SearchSource)),
        AfterValidator(_no_twice),
        AtLeastOne(),
    ] = tuple(SearchSource)
    """Where it is looked for; without this, everywhere."""


class CitedPaper(Record):
    """A paper of the survey whose citing works are looked at."""

    paper: Key
    """Its key."""
    sources: Annotated[
        tuple[CitationSource, ...],
        at_most(len(CitationSource)),
        AfterValidator(_no_twice),
        AtLeastOne(),
    ] = (CitationSource.SEMANTIC_SCHOLAR,)
    """Who is asked; without this, Semantic Scholar."""


class WatchedPerson(Record):
    """Somebody whose new works are looked at."""

    name: Line
    """The name, which arXiv is asked for unless there is an id."""
    orcid: Orcid | None = None
    """The ORCID iD, which OpenAlex is asked for."""
    semantic_scholar: Annotated[
        str | None,
        _shaped(AUTHOR, 'write the number at the end of the address, in quotes: "1741101"'),
        _named(AUTHOR),
    ] = None
    """The id at Semantic Scholar: the number at the end of the address of the person's page."""


class WatchedVenue(Record):
    """A venue whose new volumes are looked through."""

    name: Line
    """The name that is told."""
    dblp: Annotated[
        str | None,
        _shaped(STREAM, "write the end of the address of its page there: conf/eccv"),
        _named(STREAM),
    ] = None
    """DBLP's name of it: conf/eccv, journals/pami."""
    openreview: Annotated[
        str | None,
        _shaped(GROUP, f"write it as ICLR.cc/{YEAR}/Conference"),
        _named(GROUP),
    ] = None
    """OpenReview's name of it, with {year} for the year: ICLR.cc/{year}/Conference."""

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not (self.dblp or self.openreview):
            raise BadValue(
                "says not where to look", f"write dblp: conf/eccv or openreview: …/{YEAR}/…"
            )
        return self


class WatchFile(Record):
    """The file watch.yaml."""

    arxiv_classes: Annotated[tuple[ArxivClass, ...], at_most(MOST_WORDS)] = ()
    """Classes of arXiv to which searches there are confined: cs.CV; without them, all."""
    searches: Annotated[tuple[Search, ...], at_most(MOST_SEARCHES)] = ()
    """Words per category."""
    citing: Annotated[tuple[CitedPaper, ...], at_most(MOST_SEARCHES)] = ()
    """Papers here whose citing works are looked at."""
    people: Annotated[tuple[WatchedPerson, ...], at_most(MOST_SEARCHES)] = ()
    """People whose new works are looked at."""
    venues: Annotated[tuple[WatchedVenue, ...], at_most(MOST_SEARCHES)] = ()
    """Venues whose new volumes are looked through for the words of the searches."""

    @property
    def words(self) -> tuple[str, ...]:
        """All words of all searches, each once."""
        return tuple(dict.fromkeys(word for search in self.searches for word in search.words))
