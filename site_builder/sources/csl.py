"""CSL-JSON files to drafts (citationstyles.org, schema 1.0.2; as Zotero and Pandoc write them)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from site_builder.problems import SurveyError
from site_builder.record.models import VenueKind
from site_builder.sources import dates, markup
from site_builder.sources.contents import Contents, Unread, addresses
from site_builder.sources.draft import (
    Draft,
    Person,
    dig,
    line,
    listed,
    number_or_text,
    prose,
    whole,
)
from site_builder.sources.people import from_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KINDS: Final[Mapping[str, VenueKind]] = {
    "article-journal": VenueKind.JOURNAL,
    "article-magazine": VenueKind.JOURNAL,
    "paper-conference": VenueKind.CONFERENCE,
    "book": VenueKind.BOOK,
    "chapter": VenueKind.BOOK,
    "entry-encyclopedia": VenueKind.BOOK,
    "thesis": VenueKind.THESIS,
    "report": VenueKind.REPORT,
    "standard": VenueKind.REPORT,
    "article": VenueKind.PREPRINT,
    "manuscript": VenueKind.PREPRINT,
}
PLACES: Final = (
    "container-title",
    "container-title-short",
    "event-title",
    "event",
    "collection-title",
)
"""Fields that name a venue, the most telling first."""
LAST_PLACES: Final = ("archive", "genre", "publisher")
"""Fields that name one where nothing else does."""
TAKEN: Final = frozenset(
    {*PLACES, *LAST_PLACES, "id", "type", "title", "author", "editor", "issued", "volume", "issue"}
    | {"page", "number", "DOI", "URL", "abstract", "note", "citation-key", "accessed", "language"}
    | {"title-short", "archive_location", "source", "journalAbbreviation", "categories"}
)


def parse(text: str, shown: str) -> Contents:
    """Read a file; `shown` is what the records' sources call it. Raises SurveyError for no JSON."""
    contents = Contents()
    for number, item in _items(text):
        if not isinstance(item, dict):
            contents.unread.append(Unread(number, "this is no item: fields were expected"))
            continue
        name = number_or_text(item.get("citation-key") or item.get("id"))
        contents.drafts.append(_draft(item, f"{shown}:{name}" if name else shown, number, name))
        contents.unmapped.update(field for field in item if field not in TAKEN)
    return contents


def _items(text: str) -> Iterator[tuple[int, Any]]:
    """Yield each item and the line where it begins."""
    text = text.lstrip("\ufeff")
    decoder = json.JSONDecoder()
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] != "[":
        data = _decoded(decoder, text, start)[0]
        inner = data.get("items") if isinstance(data, dict) else None
        yield from ((1, item) for item in (inner if isinstance(inner, list) else [data]))
        return
    at = _skip(text, start + 1)
    while text[at : at + 1] != "]":
        item, end = _decoded(decoder, text, at)
        yield text.count("\n", 0, at) + 1, item
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise SurveyError(f"line {text.count(chr(10), 0, at) + 1}: a comma or ] is missing")


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] in {" ", "\t", "\n", "\r"}:
        at += 1
    return at


def _decoded(decoder: json.JSONDecoder, text: str, at: int) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise SurveyError(f"line {error.lineno}: this is no JSON ({error.msg})") from None
    except (RecursionError, ValueError):  # a number of thousands of digits is read by nobody
        raise SurveyError("this is no JSON that a bibliography needs") from None


def _draft(item: dict[str, Any], source: str, number: int, name: str) -> Draft:
    year, month, words = _date(item.get("issued"))
    arxiv_id = _arxiv_id(item)
    address = line(item.get("URL"))
    links, seen = addresses([address], arxiv_id)
    venues = _venues(item) or (("arXiv",) if arxiv_id else ())
    return Draft(
        source=source,
        title=markup.text(item.get("title")),
        authors=tuple(filter(None, map(_person, listed(item.get("author") or item.get("editor"))))),
        year=year or dates.of_arxiv(arxiv_id),
        month=month,
        venues=venues,
        kind=VenueKind.PREPRINT if venues[:1] == ("arXiv",) else KINDS.get(line(item.get("type"))),
        publisher=markup.text(item.get("publisher")),
        volume=number_or_text(item.get("volume")),
        number=number_or_text(item.get("issue")),
        pages=markup.page_range(number_or_text(item.get("page"))),
        doi=next(filter(None, map(markup.doi_in, (line(item.get("DOI")), address))), ""),
        arxiv_id=arxiv_id,
        links=links,
        abstract=prose(item.get("abstract")),
        notes=prose(item.get("note")),
        seen=seen,
        line=number,
        name=name,
        unread=tuple(words),
    )


def _person(name: Any) -> Person:
    if not isinstance(name, dict):
        return {}
    if group := line(name.get("literal")):
        return {"literal": group}
    particles = (line(name.get(f"{kind}-particle")) for kind in ("dropping", "non-dropping"))
    particle = " ".join(filter(None, particles))
    parts = from_parts(name.get("given"), name.get("family"), name.get("suffix"))
    return {**parts, "particle": particle} if parts and particle else parts


def _date(issued: Any) -> tuple[int | None, int | None, list[str]]:
    year, month = whole(dig(issued, "date-parts", 0, 0)), whole(dig(issued, "date-parts", 0, 1))
    if year:
        return year, month if month and 1 <= month <= 12 else None, []  # noqa: PLR2004 (seasons are 13 and more)
    text = line(dig(issued, "raw") or dig(issued, "literal"))
    return dates.read(text, "", "")


def _arxiv_id(item: dict[str, Any]) -> str:
    names = ("DOI", "number", "archive_location", "URL", "container-title", "note", "archive")
    texts = (line(item.get(name)) for name in names)
    return next(filter(None, map(markup.arxiv_in, texts)), "")


def _venues(item: dict[str, Any]) -> tuple[str, ...]:
    named = [text for name in PLACES if (text := markup.text(item.get(name)))]
    last = (markup.text(item.get(name)) for name in LAST_PLACES)
    return tuple(dict.fromkeys(named)) or tuple(filter(None, last))[:1]
