"""Years against what identifiers and dates say of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.checks.quality.oddity import Oddity
from site_builder.problems import quoted
from site_builder.record.models import VenueKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.record.models import Paper

DOI_YEARS: Final = re.compile(
    r"""
      10\.1109/[A-Za-z0-9-]+\.((?:19|20)[0-9]{2})\.[0-9]+            # IEEE
    | 10\.18653/v1/((?:19|20)[0-9]{2})\.                             # ACL Anthology
    | 10\.1016/j\.[a-z]+\.((?:19|20)[0-9]{2})\.[0-9]+                # Elsevier
    | 10\.24963/ijcai\.((?:19|20)[0-9]{2})/                          # IJCAI
    | 10\.21437/[A-Za-z]+\.((?:19|20)[0-9]{2})-                      # ISCA
    | 10\.3389/[a-z]+\.((?:19|20)[0-9]{2})\.[0-9]+                   # Frontiers
    | 10\.1080/[0-9X]{8}\.((?:19|20)[0-9]{2})\.[0-9]+                # Taylor & Francis
    | 10\.4230/LIPIcs\.[A-Za-z0-9/&-]+\.((?:19|20)[0-9]{2})\.[0-9]+  # Dagstuhl
    | 10\.15607/RSS\.((?:19|20)[0-9]{2})\.                           # RSS
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""DOIs whose publishers write the year into them."""
ARXIV_YEAR: Final = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/)?([0-9]{2})(?:[0-9]{2})")
ARXIV_BEGAN: Final = 91
"""Identifiers of arXiv begin in August 1991."""
EARLY, LATE = 1, 2
"""Years that a paper of a conference may be older and younger than its DOI says."""
IN_PRINT: Final = 5
"""Years that a journal may take from the DOI to the volume, and an author from arXiv to print."""
POSTED_LATER: Final = 3
"""Years after publication that papers are posted to arXiv now and then."""


def of_year(paper: Paper, kind: VenueKind) -> Iterator[Oddity]:
    """Find a year that an identifier or a date contradicts."""
    loc = ("year",)
    if found := _against_doi(paper, kind):
        yield Oddity("year.doi", loc, f"{paper.year}, but the DOI says {found}", "correct one")
    if paper.arxiv_id:
        since = arxiv_year(paper.arxiv_id)
        first, last = (
            (since, since)
            if kind is VenueKind.PREPRINT
            else (
                since - POSTED_LATER,
                since + IN_PRINT,
            )
        )
        if not first <= paper.year <= last:
            message = f"{paper.year}, but {quoted(paper.arxiv_id)} was posted in {since}"
            yield Oddity("year.arxiv-id", loc, message, "correct one")
        yield from _submitted(paper)
    if paper.added and paper.year > paper.added.year + 1:
        message = f"{paper.year}, but the record is of {paper.added.year}"
        yield Oddity("year.future", loc, message, "correct the year")


def _against_doi(paper: Paper, kind: VenueKind) -> int:
    """Return the year that the DOI says, or 0 where the record's is possible."""
    found = DOI_YEARS.match(paper.doi) if paper.doi else None
    if not found:
        return 0
    said = int(next(filter(None, found.groups())))
    last = said + (LATE if kind in {VenueKind.CONFERENCE, VenueKind.WORKSHOP} else IN_PRINT)
    return 0 if kind is VenueKind.PREPRINT or said - EARLY <= paper.year <= last else said


def arxiv_year(arxiv_id: str) -> int:
    """Return the year of an arXiv identifier."""
    found = ARXIV_YEAR.match(arxiv_id)
    short = int(found[1]) if found else 0
    return short + (1900 if short >= ARXIV_BEGAN else 2000)


def _submitted(paper: Paper) -> Iterator[Oddity]:
    """Find a day of submission that is not in the month of the identifier, nor next to it."""
    if not paper.submitted or not paper.arxiv_id:
        return
    number = paper.arxiv_id.rpartition("/")[2]
    months = arxiv_year(paper.arxiv_id) * 12 + int(number[2:4])
    if abs(paper.submitted.year * 12 + paper.submitted.month - months) > 1:
        message = f"{paper.submitted}, but {quoted(paper.arxiv_id)} is of another month"
        yield Oddity("submitted.arxiv-id", ("submitted",), message, "correct one")
