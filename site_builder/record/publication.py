"""What every format asks of a paper's publication: its venue, its address, its pages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from site_builder.latex import to_text
from site_builder.text.names import Name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.record.models import Author, Paper, Venue

DOI_SAFE: Final = "/:;()"
"""Punctuation that stays in the address of a DOI (DOI Handbook, 3.8)."""

DASH: Final = "\\-\u2010\u2011\u2013\u2014"
"""Hyphens and dashes that people write between two pages."""

RANGE: Final = re.compile(rf"([^\s{DASH}]+)\s*[{DASH}]{{1,3}}\s*([^\s{DASH}]+)")
"""First and last page; what holds more dashes is left as it stands."""


def by_key(papers: Iterable[Paper]) -> list[Paper]:
    """Order papers as bibliographies do, so that a file changes where its papers do."""
    return sorted(papers, key=lambda paper: paper.key)


def publisher_of(venue: Venue) -> str:
    """Return who published: of a report or thesis, the institution."""
    return venue.publisher or venue.name


def doi_url(doi: str) -> str:
    """Format the address of a DOI."""
    return f"https://doi.org/{quote(doi, safe=DOI_SAFE)}"


def arxiv_url(arxiv_id: str) -> str:
    """Format the address of an arXiv listing."""
    return f"https://arxiv.org/abs/{arxiv_id}"


def address(paper: Paper) -> str:
    """Return the address that a paper is best found at, or nothing: none is ever guessed."""
    if paper.doi:
        return doi_url(paper.doi)
    return arxiv_url(paper.arxiv_id) if paper.arxiv_id else ""


def page_range(pages: str) -> tuple[str, str]:
    """Split pages into the first and the last; the last is empty where there is one alone."""
    found = RANGE.fullmatch(pages)
    return (found[1], found[2]) if found else (pages, "")


def plain_name(author: Author) -> Name:
    """Return an author's name with TeX read and every part on one line."""
    return _plain(author.name)


@lru_cache(maxsize=65536)
def _plain(name: Name) -> Name:
    """Read a name's parts once for all formats and papers."""
    return Name(
        given=to_text(name.given).strip(),
        particle=to_text(name.particle).strip(),
        family=to_text(name.family).strip(),
        suffix=to_text(name.suffix).strip(),
        is_group=name.is_group,
    )
