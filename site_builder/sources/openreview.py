"""OpenReview's notes to drafts (docs.openreview.net, "API V2": GET /notes)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from site_builder.record.models import VenueKind
from site_builder.sources import markup
from site_builder.sources.draft import Draft, Unusable, dig, line, listed, prose
from site_builder.sources.hits import Hits
from site_builder.sources.people import from_display

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE: Final = 200
"""Notes on a page: each has its abstract and much else."""
NOTE: Final = re.compile(r"[\w-]{1,60}", re.ASCII)
YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")


def path() -> str:
    """Return the path of notes."""
    return "/notes"


def accepted(group: str, page: int = 0) -> dict[str, str]:
    """Ask for a page of what a venue has accepted, by the id of its group with the year."""
    return {"content.venueid": group, "limit": str(PAGE), "offset": str(page * PAGE)}


def parse_hits(raw: bytes) -> Hits:
    """Read a page of submissions; a note without a title is none."""
    found = markup.json_object(raw).get("notes")
    if not isinstance(found, list):
        raise Unusable("the answer has no list of notes")
    return Hits(tuple(_drafts(found[: 2 * PAGE])), len(found))


def _drafts(notes: list[Any]) -> Iterator[Draft]:
    for note in notes:
        forum = line(dig(note, "forum") or dig(note, "id"))
        title = markup.text(_value(note, "title"))
        if not title or not NOTE.fullmatch(forum):
            continue
        group = line(_value(note, "venueid"))
        year = YEAR.search(group)
        yield Draft(
            source=f"OpenReview:{forum}",
            title=title,
            authors=from_display(listed(_value(note, "authors"))),
            year=int(year[0]) if year else None,
            venues=tuple(filter(None, [line(_value(note, "venue"))])),
            kind=VenueKind.CONFERENCE,
            links={"page": f"https://openreview.net/forum?id={forum}"},
            abstract=prose(_value(note, "abstract")),
        )


def _value(note: object, name: str) -> Any:
    """Return a field of a note's content: {"value": …} in version 2 of the API."""
    return dig(note, "content", name, "value")
