"""OpenAlex's works to drafts (docs.openalex.org, "Work object")."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from site_builder.record.models import VenueKind
from site_builder.sources import entry_types, markup
from site_builder.sources.contents import is_said
from site_builder.sources.draft import (
    Draft,
    Unusable,
    dig,
    line,
    listed,
    number_or_text,
    prose,
    whole,
)
from site_builder.sources.hits import Hits, bare
from site_builder.sources.people import from_display

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from site_builder.sources.hits import Days

KINDS: Final[Mapping[str, VenueKind]] = {
    "journal": VenueKind.JOURNAL,
    "conference": VenueKind.CONFERENCE,
    "repository": VenueKind.PREPRINT,
    "book series": VenueKind.CONFERENCE,
    "ebook platform": VenueKind.BOOK,
}
"""Types of OpenAlex's sources, which is its word for venues."""
MOST_DOIS: Final = 50
"""Works that one request asks for; a filter takes a hundred (docs.openalex.org, "Filter")."""
SEPARATORS: Final = "|,"
"""What parts filters and their values, and so cannot stand in a DOI among them."""
ADDRESS: Final = "https://doi.org/"
PAGE: Final = 100
"""Works on a page of a list."""
SELECTED: Final = (
    "id,doi,title,type,authorships,publication_year,primary_location,best_oa_location,locations"
    ",biblio,abstract_inverted_index,is_retracted"
)
"""What is asked for of works in a list; the rest is ten times as much."""
MOST_PLACES: Final = 5_000
"""Words of an abstract that are put together; longer ones are no abstracts."""
SOURCE: Final = "OpenAlex:"
"""How a source begins that is a work of OpenAlex."""


def short_id(address: object) -> str:
    """Return the id of a work, W and a number, from its address."""
    return line(address).rpartition("/")[2]


def path(doi: str) -> str:
    """Return the path of one work by its DOI."""
    return f"/works/doi:{quote(doi, safe='/')}"


def retractions(dois: Collection[str]) -> dict[str, str]:
    """Ask which of some works are retracted."""
    return {
        "filter": f"doi:{'|'.join(dois)}",
        "per-page": str(len(dois)),
        "select": "id,doi,title,authorships,is_retracted",
    }


def search(words: Iterable[str], also: Iterable[str], days: Days, page: int = 0) -> dict[str, str]:
    """Ask for works of some days that have the words in their title or abstract.

    The syntax is that of docs.openalex.org, "Search within results": AND, OR, quotes, brackets.
    """
    groups = [" OR ".join(f'"{bare(each)}"' for each in phrases) for phrases in (words, also)]
    text = " AND ".join(f"({group})" for group in groups if group)
    return _listed(f"title_and_abstract.search:{text}", days, page)


def citing(work: str, days: Days, page: int = 0) -> dict[str, str]:
    """Ask for works of some days that cite one, which is named by its id here."""
    return _listed(f"cites:{work}", days, page)


def by_person(orcid: str, days: Days, page: int = 0) -> dict[str, str]:
    """Ask for somebody's works of some days."""
    return _listed(f"authorships.author.orcid:{orcid}", days, page)


def _listed(wanted: str, days: Days, page: int) -> dict[str, str]:
    first, last = (each.isoformat() for each in days)
    return {
        "filter": f"{wanted},from_publication_date:{first},to_publication_date:{last}",
        "sort": "publication_date:desc",
        "per-page": str(PAGE),
        "page": str(page + 1),
        "select": SELECTED,
    }


def parse_hits(raw: bytes) -> Hits:
    """Read a page of a list of works, with what abstracts say."""
    found = markup.json_object(raw).get("results")
    if not isinstance(found, list):
        raise Unusable("the answer has no list of works")
    works = [work for work in found[: 2 * PAGE] if isinstance(work, dict)]
    drafts = (
        replace(read(work), abstract=abstract(work.get("abstract_inverted_index")))
        for work in works
        if markup.text(work.get("title"))
    )
    return Hits(tuple(drafts), len(found))


def abstract(index: object) -> str:
    """Return the text that an inverted index of it stands for: places by word."""
    if not isinstance(index, dict):
        return ""
    placed = [
        (place, word)
        for word, places in islice(index.items(), MOST_PLACES)
        for place in listed(places)[:MOST_PLACES]
        if isinstance(place, int)
    ]
    return prose(" ".join(word for _, word in sorted(placed[:MOST_PLACES])))


def parse_id(raw: bytes) -> str:
    """Read the id of one work, as filters name it."""
    found = short_id(markup.json_object(raw).get("id"))
    if not re.fullmatch(r"W[0-9]{1,20}", found):
        raise Unusable("the answer names no work")
    return found


def parse(raw: bytes) -> Draft:
    """Read the answer about one work."""
    return read(markup.json_object(raw))


def parse_list(raw: bytes) -> list[Draft]:
    """Read the answer about several works; one without a title is left out."""
    found = listed(markup.json_object(raw).get("results"))
    return [read(work) for work in found if isinstance(work, dict) and work.get("title")]


def read(work: dict[str, Any]) -> Draft:
    """Read a work; raises Unusable where it has no title."""
    title = markup.text(work.get("title") or work.get("display_name"))
    if not title:
        raise Unusable("the answer describes no work")
    place = dig(work, "primary_location", "source")
    doi = line(work.get("doi")).removeprefix(ADDRESS)
    return Draft(
        source=f"{SOURCE}{short_id(work.get('id'))}",
        title=title,
        type=entry_types.OPENALEX.get(line(work.get("type")), ""),
        authors=from_display(_names(work)),
        year=whole(work.get("publication_year")),
        venues=tuple(filter(None, [line(dig(place, "display_name"))])),
        kind=KINDS.get(line(dig(place, "type"))),
        publisher=line(dig(place, "host_organization_name")),
        volume=number_or_text(dig(work, "biblio", "volume")),
        number=number_or_text(dig(work, "biblio", "issue")),
        pages=_pages(work),
        doi=markup.doi_in(doi),
        arxiv_id=next(_arxiv_ids(work, doi), ""),
        links=_links(work),
        status=_status(work),
    )


def _status(work: dict[str, Any]) -> dict[str, str]:
    if work.get("is_retracted") is not True:
        return {}
    return {"kind": "retracted", "source": line(work.get("id"))}


def _links(work: dict[str, Any]) -> dict[str, str]:
    """Read where the paper itself is: its page, and a PDF that everybody may read."""
    places = (dig(work, "primary_location"), dig(work, "best_oa_location"))
    pages = (line(dig(place, "landing_page_url")) for place in places[:1])
    files = (line(dig(place, "pdf_url")) for place in places)
    page = next((each for each in pages if each and not _is_said(each)), "")
    pdf = next((each for each in files if each and not _is_said(each)), "")
    return {name: address for name, address in (("page", page), ("pdf", pdf)) if address}


def _is_said(address: str) -> bool:
    """Return whether an address says no more than an id does."""
    return is_said(address, markup.arxiv_in(address))


def _names(work: dict[str, Any]) -> Iterator[object]:
    for authorship in listed(work.get("authorships")):
        yield dig(authorship, "author", "display_name")


def _arxiv_ids(work: dict[str, Any], doi: str) -> Iterator[str]:
    """Find arXiv ids in the DOI and in the places where the work is found."""
    addresses = (line(dig(p, "landing_page_url")) for p in listed(work.get("locations")))
    yield from filter(None, map(markup.arxiv_in, (doi, *addresses)))


def _pages(work: dict[str, Any]) -> str:
    ends = (dig(work, "biblio", "first_page"), dig(work, "biblio", "last_page"))
    return "-".join(dict.fromkeys(filter(None, map(number_or_text, ends))))
