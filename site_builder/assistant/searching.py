"""Papers found by words, categories and years; those whose titles have the words come first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field

from site_builder.assistant.values import Answer, Arguments, Item, Name, Offset
from site_builder.latex import to_text
from site_builder.problems import SurveyError, quoted
from site_builder.query import FIELDS, TERM, YEARS, Query, select
from site_builder.record.ordering import newest_first
from site_builder.record.publication import address, notice, short_authors
from site_builder.text.names import fold

if TYPE_CHECKING:
    from site_builder.assistant.snapshot import Snapshot
    from site_builder.library import Library
    from site_builder.record.models import Paper

MOST_SUMMARY: Final = 400
"""Characters of a summary in a list: `get_paper` has the whole."""
MOST_TERMS: Final = 30
"""Words of a query."""


class Search(Arguments):
    """What to look for; of everything that is given, a paper must satisfy each."""

    query: str = Field(
        default="",
        max_length=500,
        description="Beginnings of words, all of which a paper must have; phrases in quotes."
        " In one place alone: title:, author:, venue:, category:, abstract: (summaries too),"
        " year:2020-2023, or the id of a field of the survey's own. Example: author:li adapter.",
    )
    categories: list[Name] = Field(
        default=[],
        max_length=20,
        description="Ids from `list_categories`, as ID or FACET/ID; those below count. Of one facet"
        " a paper must stand in any, of several facets in each.",
    )
    year: str = Field(default="", max_length=9, description="2022, 2020-2023, 2022- or -2019.")
    order: Literal["relevance", "newest", "oldest"] = Field(
        default="relevance",
        description="By relevance, papers with the words in their titles come first.",
    )
    limit: Annotated[int, Field(ge=1, le=50)] = 10
    offset: Offset = Field(
        default=0, description="Papers to skip: `next_offset` of the page before."
    )


class Hit(Item):
    """A paper in a list."""

    key: str = Field(description="Names the paper in all other tools, and is its BibTeX key.")
    title: str
    method: str = Field(default="", description="The short name of what the paper proposes.")
    authors: str
    year: int
    venue: str
    categories: list[str] = Field(default=[], description="FACET/ID of each category.")
    summary: str = Field(
        default="", description="The survey's own words, or the abstract; perhaps cut."
    )
    status: str = Field(default="", description="Whether it was retracted, withdrawn or corrected.")
    url: str = Field(default="", description="Where the paper itself is.")


class Found(Answer):
    """A page of papers."""

    total: int = Field(description="How many papers fit, on all pages.")
    papers: list[Hit]
    left_off: int = Field(default=0, description="How many papers come after these.")
    next_offset: int | None = Field(default=None, description="The offset of the next page.")


def search(snapshot: Snapshot, asked: Search) -> Found:
    """Return the papers that fit, a page at a time.

    Raises SurveyError for what is no query, category or year, with what to write instead.
    """
    library = snapshot.library
    found = _ordered(library, asked)
    page = found[asked.offset : asked.offset + asked.limit]
    end = asked.offset + len(page)
    rest = len(found) - end if page else 0
    return Found(
        total=len(found),
        papers=[hit(paper, library) for paper in page],
        left_off=rest,
        next_offset=end if rest else None,
        notes=[*snapshot.notes, *([] if found else _why_none(snapshot, asked))],
    )


def _ordered(library: Library, asked: Search) -> list[Paper]:
    if len(terms := TERM.findall(asked.query)) > MOST_TERMS:
        raise SurveyError(f"query: {len(terms)} words are more than {MOST_TERMS}")
    found = newest_first(select(library, _query(asked, asked.query)))
    if asked.order == "oldest":
        found.reverse()
    if asked.order != "relevance" or not asked.query:
        return found
    first = {paper.key for paper in select(library, Query(text=in_titles(asked.query)))}
    return sorted(found, key=lambda paper: paper.key not in first)


def _query(asked: Search, text: str) -> Query:
    year = asked.year.strip()
    if year and not (YEARS.fullmatch(year) and any(char.isdigit() for char in year)):
        raise SurveyError(f"year: {quoted(year)} is none (write 2022, 2020-2023, 2022- or -2019)")
    return Query(tuple(asked.categories), text=f"{text} year:{year}" if year else text)


def in_titles(query: str) -> str:
    """Return a query that looks for its words in titles and methods alone."""
    return " ".join(match[0] if match[1] else f"title:{match[0]}" for match in TERM.finditer(query))


def _why_none(snapshot: Snapshot, asked: Search) -> list[str]:
    """Say which words no paper has, and which may have been meant."""
    terms = list(TERM.finditer(asked.query))
    missing = [m for m in terms if not select(snapshot.library, Query(text=m[0]))]
    if not missing:
        return ["each word and filter is met by some paper, but no paper meets all"]
    hints = [(m[0], snapshot.vocabulary.closest(fold(m[2] or m[3] or ""))) for m in missing]
    return [f"no paper has {quoted(term)}{f' ({hint})' * bool(hint)}" for term, hint in hints]


def hit(paper: Paper, library: Library) -> Hit:
    """Return a paper as lists have it."""
    told = next((text for text in FIELDS["abstract"](paper, library) if text), "")
    return Hit(
        key=paper.key,
        title=paper.title,
        method=paper.method or "",
        authors=to_text(short_authors(paper)),
        year=paper.year,
        venue=paper.venue,
        categories=[
            f"{facet}/{node.id}"
            for facet in library.taxonomy.facet_ids
            for node in library.nodes(paper, facet)
        ],
        summary=cut(told, MOST_SUMMARY),
        status=notice(paper),
        url=address(paper),
    )


def cut(text: str, most: int) -> str:
    """Return the beginning of a text, cut between words, with an ellipsis where it goes on."""
    if len(text) <= most:
        return text
    return f"{text[:most].rpartition(' ')[0] or text[:most]}…"
