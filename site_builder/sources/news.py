"""What services say of a paper that its record does not: published since, retitled, given a DOI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from site_builder.record.models import VenueKind
from site_builder.sources.collect import families
from site_builder.sources.draft import Draft
from site_builder.sources.people import person
from site_builder.sources.statuses import WORST_FIRST
from site_builder.text.names import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.record.models import Paper
    from site_builder.sources.merge import Merged

LATEST: Final = 6
"""Years after a preprint in which a publication of it is plausible."""
EARLIEST: Final = -1
"""A preprint may be put up after the publication."""
DETAILS: Final = ("volume", "number", "pages", "month")
"""What is told of a publication, and nothing of a preprint."""


def draft_of(paper: Paper) -> Draft:
    """Describe a record as services describe papers, to compare them."""
    return Draft(
        source="this survey",
        title=paper.title,
        authors=tuple(person(author.name) for author in paper.authors),
        year=paper.year,
        arxiv_id=paper.arxiv_id or "",
        doi=paper.doi or "",
    )


def retitled(paper: Paper, listing: Draft) -> dict[str, Any]:
    """Return the title that a preprint has now, where it is another than the record's."""
    if not listing.title or title_key(listing.title) == title_key(paper.title):
        return {}
    return {"title": listing.title, "sources": [listing.source]}


def standing(paper: Paper, *said: Draft | None) -> dict[str, Any]:
    """Return the gravest that became of a paper, where its record does not say as much yet.

    What people wrote in the record stands beside what is no graver.
    """
    known = _gravity(paper.status.kind) if paper.status else 0
    told = [draft for draft in said if draft is not None and draft.status]
    if not told:
        return {}
    gravest = max(told, key=lambda draft: _gravity(draft.status["kind"]))
    if _gravity(gravest.status["kind"]) <= known:
        return {}
    return {"status": dict(gravest.status), "sources": [gravest.source]}


def _gravity(kind: str) -> int:
    return len(WORST_FIRST) - WORST_FIRST.index(kind)


def too_early(paper: Paper, said: Draft) -> str:
    """Return why a notice can hardly be about a paper; nothing where it can."""
    year = said.status.get("date", "")[:4]
    if year and int(year) < paper.year + EARLIEST:
        return f"a notice of {year} about a paper of {paper.year}"
    return ""


def published(paper: Paper, merged: Merged, venue: str) -> dict[str, Any]:
    """Return what a record of a preprint must say once it is published at a venue."""
    draft = merged.draft
    found: dict[str, Any] = {"venue": venue, "year": draft.year}
    found |= {name: value for name in DETAILS if (value := getattr(draft, name)) not in ("", None)}
    if draft.doi and not paper.doi:
        found["doi"] = draft.doi
    if draft.title and title_key(draft.title) != title_key(paper.title):
        found["title"] = draft.title
    changed = {name: value for name, value in found.items() if getattr(paper, name) != value}
    changed |= {name: value for name, value in standing(paper, draft).items() if name == "status"}
    return {**changed, "sources": list(merged.sources)}


def implausible(paper: Paper, merged: Merged) -> str:
    """Return why a publication can hardly be this paper's; nothing where it can."""
    draft = merged.draft
    if draft.kind is VenueKind.PREPRINT or draft.year is None:
        return "it is no publication"
    if not EARLIEST <= draft.year - paper.year <= LATEST:
        return f"its year is {draft.year}, this paper's {paper.year}"
    if not families(draft) & families(draft_of(paper)):
        return "no author is the same"
    return ""


def doi_of(paper: Paper, works: Iterable[Draft], venue_of: dict[str, str | None]) -> Draft | None:
    """Find the one work that has this paper's title, authors, year and venue."""
    ours = draft_of(paper)
    fitting = [
        work
        for work in works
        if work.doi
        and title_key(work.title) == title_key(paper.title)
        and families(work) & families(ours)
        and work.year is not None
        and abs(work.year - paper.year) <= 1
        and venue_of.get(work.source) == paper.venue
    ]
    return fitting[0] if len({work.doi.lower() for work in fitting}) == 1 else None
