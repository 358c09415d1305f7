"""Semantic Scholar's papers to drafts (api.semanticscholar.org/api-docs/graph)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from site_builder.record.models import VenueKind
from site_builder.sources import markup
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
    from collections.abc import Iterable, Mapping

    from site_builder.sources.hits import Days

FIELDS: Final = "title,authors,year,venue,publicationVenue,publicationTypes,journal,externalIds"
"""What we ask for; abstracts are left out because their licence is unknown."""
FOUND: Final = f"{FIELDS},abstract"
"""What we ask for of what is found: its abstract is compared with ours, and not kept."""
PAGE: Final = 500
MOST_FOUND: Final = 1_000
"""Papers of one answer, as the service promises."""
KINDS: Final[Mapping[str, VenueKind]] = {
    "conference": VenueKind.CONFERENCE,
    "journal": VenueKind.JOURNAL,
}


def path(kind: str, value: str) -> str:
    """Return the path of one paper; `kind` is ARXIV, DOI or ACL."""
    return f"/paper/{kind}:{quote(value, safe='/')}"


def params() -> dict[str, str]:
    """Ask for the fields that drafts have."""
    return {"fields": FIELDS}


def search(words: Iterable[str], also: Iterable[str], days: Days) -> dict[str, str]:
    """Ask for papers of some days that have the words in their title or abstract.

    The syntax is that of the bulk search: `|` for or, `+` for and, quotes, brackets.
    """
    groups = [" | ".join(f'"{bare(each)}"' for each in phrases) for phrases in (words, also)]
    return {
        "query": " + ".join(f"({group})" for group in groups if group),
        "publicationDateOrYear": _between(days),
        "sort": "publicationDate:desc",
        "fields": FOUND,
    }


def listed_papers(days: Days, page: int = 0) -> dict[str, str]:
    """Ask for a page of the papers of some days that cite a paper, or that somebody wrote."""
    return {
        "publicationDateOrYear": _between(days),
        "offset": str(page * PAGE),
        "limit": str(PAGE),
        "fields": FOUND,
    }


def _between(days: Days) -> str:
    return ":".join(each.isoformat() for each in days)


def parse_hits(raw: bytes) -> Hits:
    """Read a list of papers, or of citations by papers; one without a title is left out."""
    found = markup.json_object(raw).get("data")
    if not isinstance(found, list):
        raise Unusable("the answer has no list of papers")
    papers = (dig(each, "citingPaper") or each for each in found[:MOST_FOUND])
    drafts = (
        replace(read(paper), abstract=prose(paper.get("abstract")))
        for paper in papers
        if isinstance(paper, dict) and markup.text(paper.get("title"))
    )
    return Hits(tuple(drafts), len(found))


def parse(raw: bytes) -> Draft:
    """Read the answer about one paper."""
    return read(markup.json_object(raw))


def read(paper: dict[str, Any]) -> Draft:
    """Read a paper; raises Unusable where it has no title."""
    title = markup.text(paper.get("title"))
    if not title:
        raise Unusable("the answer describes no paper")
    ids = paper.get("externalIds")
    return Draft(
        source=f"Semantic Scholar:{line(paper.get('paperId'))}",
        title=title,
        authors=from_display(dig(author, "name") for author in listed(paper.get("authors"))),
        year=whole(paper.get("year")),
        venues=_venues(paper),
        kind=_kind(paper),
        volume=_volume(paper),
        pages=markup.page_range(number_or_text(dig(paper, "journal", "pages"))),
        doi=markup.doi_in(line(dig(ids, "DOI"))),
        arxiv_id=markup.arxiv_in(f"arXiv:{line(dig(ids, 'ArXiv'))}"),
    )


def _venues(paper: dict[str, Any]) -> tuple[str, ...]:
    names = (
        dig(paper, "publicationVenue", "name"),
        paper.get("venue"),
        *listed(dig(paper, "publicationVenue", "alternate_names")),
    )
    return tuple(dict.fromkeys(filter(None, map(line, names))))


def _kind(paper: dict[str, Any]) -> VenueKind | None:
    return KINDS.get(line(dig(paper, "publicationVenue", "type")).lower())


def _volume(paper: dict[str, Any]) -> str:
    """Read the volume; of preprints it says abs/2203.12119 and is none."""
    volume = number_or_text(dig(paper, "journal", "volume"))
    return "" if volume.startswith("abs/") else volume
