"""CSL-JSON files to drafts (citationstyles.org, schema 1.0.2; as Zotero and Pandoc write them)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from site_builder.problems import SurveyError, quoted
from site_builder.record.kinds import STATUS_WORDS, StatusKind
from site_builder.record.models import VenueKind
from site_builder.sources import (
    arxiv_ids,
    dates,
    entry_types,
    leftovers,
    markup,
    name_lists,
    reports,
    statuses,
    verbatim,
)
from site_builder.sources.contents import BY_EDITORS, Contents, Unread, addresses
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
from site_builder.sources.people import from_parts, of_group

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES: Final = (
    "container-title",
    "container-title-short",
    "event-title",
    "event",
    "collection-title",
)
"""Fields that name a venue, the most telling first."""
OWN_PLACES: Final = {
    "chapter": ("publisher", "collection-title", "container-title"),
    "book": ("publisher", "collection-title", *PLACES),
}
"""The same of chapters, whose book is no venue, and of books, of which the publisher is."""
SERIAL: Final = frozenset({"chapter", "book", "paper-conference"})
"""Types whose `collection-title` is a series."""
KINDS: Final = {words: str(kind) for kind, words in STATUS_WORDS.items()}
"""What became of a paper, by the words of exports."""
NOTED: Final = re.compile(r"^\s*doi\s*:\s*(10\.\S+)", re.IGNORECASE | re.MULTILINE)
"""Zotero's way to say what its item has no field for."""
CLASS: Final = re.compile(r"\barxiv:\s*\S+\s+\[([\w.-]+)\]", re.IGNORECASE)
NUMBERED: Final = {
    **dict.fromkeys(("report", "thesis", "dataset", "software", "webpage"), "number"),
    "book": "collection-number",
}
"""Where items that have no issue tell their number."""
LAST_PLACES: Final = ("archive", "publisher")
"""Fields that name one where nothing else does."""
TAKEN: Final = frozenset(
    {*PLACES, *LAST_PLACES, "id", "type", "title", "author", "editor", "issued", "volume", "issue"}
    | {"page", "number", "DOI", "URL", "abstract", "note", "citation-key", "accessed", "language"}
    | {"title-short", "archive_location", "source", "journalAbbreviation", "categories"}
    | {"PDF", "collection-number", "status", "genre", "container-author", "collection-editor"}
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
    line_number, counted_to = 1, 0
    while text[at : at + 1] != "]":
        item, end = _decoded(decoder, text, at)
        line_number += text.count("\n", counted_to, at)
        counted_to = at
        yield line_number, item
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
    told = list(words)
    status, item = _status(item)
    arxiv_id = _arxiv_id(item)
    found, words = verbatim.addresses_in(line(item.get("URL")))
    links, seen = addresses(found, arxiv_id)
    what = entry_types.CSL.get(line(item.get("type")), "")
    venues, issue = _venues(item, what, told)
    venues = venues or (("arXiv",) if arxiv_id else ())
    numbered = bool(reports.why_no_venue(issue))
    people, others = _people(item, "author", told)
    editors, editors_cut = _people(item, "editor", told)
    by_editors = not people and bool(editors)
    is_preprint = venues[:1] == ("arXiv",)
    kind = VenueKind.PREPRINT if is_preprint else entry_types.KINDS.get(what)
    return Draft(
        source=source,
        title=_text(item, "title", told),
        type=entry_types.settled(what, kind, somewhere=bool(venues), numbered=numbered),
        degree=entry_types.degree_of(line(item.get("genre"))) if what == "thesis" else "",
        authors=editors if by_editors else people,
        others=editors_cut if by_editors else others,
        editors=() if by_editors else editors,
        editors_cut=not by_editors and editors_cut,
        booktitle=_text(item, "container-title", told) if what == "chapter" else "",
        series=_text(item, "collection-title", told) if what in SERIAL else "",
        year=year or dates.of_arxiv(arxiv_id),
        month=month,
        venues=venues,
        kind=kind,
        publisher=markup.text(item.get("publisher")),
        volume=number_or_text(item.get("volume")),
        number=issue,
        arxiv_class=_class(item) if arxiv_id else "",
        pages=markup.page_range(number_or_text(item.get("page"))),
        doi=_doi(item, found, told),
        arxiv_id=arxiv_id,
        links=links,
        status=status,
        abstract=leftovers.paragraphs(prose(item.get("abstract"))),
        notes=_notes(item, by_editors=by_editors),
        seen=seen,
        line=number,
        name=name,
        unread=tuple(dict.fromkeys((*told, *words))),
    )


def _text(item: dict[str, Any], name: str, told: list[str]) -> str:
    """Read a field as text; tell what markup was taken out."""
    undone = leftovers.undone(number_or_text(item.get(name)))
    if undone.found:
        told.append(f"{name}: markup was taken out: {' '.join(undone.found[:4])}")
    return line(undone.text)


def _status(item: dict[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """Read what became of the paper, and return the item without the notice that told more."""
    kind = line(item.get("status")).lower()
    rows = prose(item.get("note")).split("\n")
    told = next(filter(None, map(statuses.of_notice, rows)), {})
    note = "\n".join(row for row in rows if not statuses.of_notice(row))
    found = {"kind": KINDS.get(kind, kind)} if KINDS.get(kind, kind) in {*StatusKind} else {}
    return {**found, **told}, {**item, "note": note}


def _doi(item: dict[str, Any], found: list[str], told: list[str]) -> str:
    given = line(item.get("DOI"))
    doi, words = verbatim.doi(given)
    if given and not doi and not arxiv_ids.find(given):
        told.append(f"DOI: {quoted(given)} is no DOI")
    if not doi and (noted := NOTED.search(prose(item.get("note")))):
        doi, words = verbatim.doi(noted[1])
    for address in found if not doi else ():
        doi, words = verbatim.doi_of_address(address)
        if doi:
            break
    told += filter(None, [words if doi else ""])
    return doi


def _people(item: dict[str, Any], role: str, told: list[str]) -> tuple[tuple[Person, ...], bool]:
    """Read a list of names, and whether it is cut."""
    people: list[Person] = []
    others = False
    for name in listed(item.get(role)):
        if not isinstance(name, dict):
            continue
        group = line(name.get("literal"))
        alone = group or line(name.get("family"))
        if name_lists.OTHERS.fullmatch(alone) and not line(name.get("given")):
            others = True
            continue
        if group and _is_list(group):
            found = name_lists.read(group, lambda _: [], line)
            people += found.people
            told.append(f"{role}: {quoted(group)} was read as several names")
        elif parts := _person(name):
            people.append(parts)
    return tuple(people), others


def _is_list(group: str) -> bool:
    """Return whether a group's name is a list of people: each of them has two names or more."""
    parts = re.split(r"\s+and\s+", group)
    are_people = len(parts) > 1 and all(" " in part.strip() for part in parts)
    return ";" in group or (are_people and not any(map(of_group, (group, *parts))))


def _person(name: dict[str, Any]) -> Person:
    if group := line(name.get("literal")):
        return {"literal": group}
    particles = (line(name.get(f"{kind}-particle")) for kind in ("dropping", "non-dropping"))
    particle = " ".join(filter(None, particles))
    parts = from_parts(name.get("given"), name.get("family"), name.get("suffix"))
    return {**parts, "particle": particle} if "family" in parts and particle else parts


def _notes(item: dict[str, Any], *, by_editors: bool) -> str:
    more = [BY_EDITORS] if by_editors else []
    rows = prose(item.get("note")).split("\n")
    note = "\n".join(row for row in rows if not arxiv_ids.is_server(row))
    return "\n\n".join(filter(None, [note.strip(), *more]))


def _date(issued: Any) -> tuple[int | None, int | None, list[str]]:
    year, month = whole(dig(issued, "date-parts", 0, 0)), whole(dig(issued, "date-parts", 0, 1))
    if year:
        return year, month if month and 1 <= month <= 12 else None, []  # noqa: PLR2004 (seasons are 13 and more)
    text = line(dig(issued, "raw") or dig(issued, "literal"))
    return dates.read(text, "", "")


def _arxiv_id(item: dict[str, Any]) -> str:
    names = (
        "DOI",
        "number",
        "archive_location",
        "URL",
        "container-title",
        "note",
        "archive",
        "page",
    )
    texts = (number_or_text(item.get(name)) for name in names)
    return next(filter(None, map(arxiv_ids.find, texts)), "")


def _class(item: dict[str, Any]) -> str:
    """Return the class in brackets behind an arXiv id, as Zotero writes it."""
    texts = (number_or_text(item.get(name)) for name in ("note", "number", "archive_location"))
    found = (CLASS.search(text) for text in texts)
    return next((match[1] for match in found if match), "")


def _venues(item: dict[str, Any], what: str, told: list[str]) -> tuple[tuple[str, ...], str]:
    """Return the names of the venue, and the number of the issue or report."""
    number = number_or_text(item.get("issue"))
    if not number and what in NUMBERED:
        number = number_or_text(item.get(NUMBERED[what]))
    places = OWN_PLACES.get(what, PLACES)
    named = [text for name in places if (text := _text(item, name, told))]
    for text in list(named) if what != "chapter" else ():
        if why := reports.why_no_venue(text):
            told.append(f"{quoted(text)} is {why} and no venue")
            number = number or (text if why != "a date" else "")
            named.remove(text)
    found = tuple(dict.fromkeys("arXiv" if arxiv_ids.is_server(t) else t for t in named))
    if what in OWN_PLACES:
        return found[:1], number
    last = (markup.text(item.get(name)) for name in LAST_PLACES)
    return found or tuple(filter(None, last))[:1], number
