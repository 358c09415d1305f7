"""OpenAlex's works to drafts (docs.openalex.org, "Work object")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from site_builder.record.models import VenueKind
from site_builder.sources import entry_types, markup
from site_builder.sources.contents import is_said
from site_builder.sources.draft import Draft, Unusable, dig, line, listed, number_or_text, whole
from site_builder.sources.people import from_display

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

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
