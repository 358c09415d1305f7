"""RIS files to drafts (the tags of Reference Manager, as libraries and Zotero write them)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from site_builder.problems import quoted
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
from site_builder.sources.contents import BY_EDITORS, Contents, addresses, is_said
from site_builder.sources.draft import Draft, line, prose
from site_builder.sources.people import with_initials_last

if TYPE_CHECKING:
    from collections.abc import Iterator

TAG: Final = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*)|\s*)$")
PLACES: Final = ("JF", "JO", "T2", "BT", "C3", "JA", "J2", "J1", "T3", "PB")
"""Tags that name a venue, the most telling first; a publisher is named where nothing else is."""
TAKEN: Final = frozenset(
    {*PLACES, "TY", "ER", "TI", "T1", "CT", "AU", "A1", "A2", "ED", "PY", "Y1", "DA", "VL", "IS"}
    | {"SP", "EP", "DO", "UR", "L1", "L2", "LK", "AB", "N2", "N1", "ID", "M1", "AN", "C7", "M3"}
    | {"A3", "L4"}
)
NOTED: Final = re.compile(
    r"(?:\bdoi\s*[:=]?\s*|https?://(?:dx\.)?doi\.org/|^\s*)(10\.\d{4,9}/\S+)\s*", re.IGNORECASE
)
"""A DOI in a note, behind its name or at the beginning."""
DATE: Final = re.compile(r"(\d{4})(?:[/-](\d{1,2}))?")

Tags = dict[str, list[str]]


def parse(text: str, shown: str) -> Contents:
    """Read a file; `shown` is what the records' sources call it."""
    contents = Contents()
    for number, tags, words in _records(text, contents):
        draft = _draft(tags).with_unread(*words)
        name = line(next(iter(tags["ID"]), ""))
        source = f"{shown}:{name}" if name else f"{shown}:{number}"
        contents.drafts.append(replace(draft, source=source, line=number, name=name))
        contents.unmapped.update(tag for tag in tags if tags[tag] and tag not in TAKEN)
    return contents


def _records(text: str, contents: Contents) -> Iterator[tuple[int, Tags, list[str]]]:
    """Yield each record's line and tags; a record ends with ER, or where the next begins."""
    tags: Tags | None = None
    begun, last = 0, ""
    for number, row in enumerate(text.splitlines(), 1):
        found = TAG.match(row.lstrip("\ufeff").rstrip())
        name = found[1] if found else ""
        if tags is not None and name in {"TY", "ER"}:
            yield begun, tags, ["the record has no end (ER)"] if name == "TY" else []
            tags = None
        if name == "TY":
            tags, begun = defaultdict(list), number
        if tags is None:
            if row.strip("\ufeff \t") and name != "ER":
                contents.passed_over.append(number)
        elif found:
            last = name
            tags[name].append(found[2] or "")
        elif row.strip() and last and tags[last]:
            tags[last][-1] += f"\n{row.strip()}"
    if tags is not None:
        yield begun, tags, ["the record has no end (ER)"]


def _draft(tags: Tags) -> Draft:
    year, month, words = _date(tags)
    told = list(words)
    status = _without_notice(tags)
    arxiv_id = _arxiv_id(tags)
    what = entry_types.RIS.get(_first(tags, "TY"), "")
    people, role = _people(tags, told)
    editors = _names(tags, ("A2", "ED", "A3"), told) if role == "AU" else name_lists.Names()
    venues, number = _venues(tags, what, told)
    venues = venues or (("arXiv",) if arxiv_id else ())
    kind = _kind(what, venues)
    numbered = bool(reports.why_no_venue(number))
    links, seen, found = _links(tags, arxiv_id, told)
    return Draft(
        source="",
        title=_text(tags, told, "TI", "T1", "CT"),
        type=entry_types.settled(what, kind, somewhere=bool(venues), numbered=numbered),
        degree=entry_types.degree_of(_first(tags, "M3", "M1")) if what == "thesis" else "",
        authors=tuple(people.people),
        others=people.others,
        editors=tuple(editors.people),
        editors_cut=editors.others,
        booktitle=_text(tags, told, "T2", "BT") if what == "chapter" else "",
        series=_series(tags, what, told),
        year=year or dates.of_arxiv(arxiv_id),
        month=month,
        venues=venues,
        kind=kind,
        publisher=_text(tags, told, "PB"),
        volume=_first(tags, "VL"),
        number=number,
        pages=_pages(tags),
        doi=_doi(tags, found, told),
        arxiv_id=arxiv_id,
        links=links,
        status=status,
        abstract=leftovers.paragraphs("\n\n".join(tags["AB"] or tags["N2"])),
        notes="\n\n".join(_notes(tags, role)),
        seen=seen,
        unread=tuple(dict.fromkeys(told)),
    )


def _series(tags: Tags, what: str, told: list[str]) -> str:
    """Read the series, which is the secondary title of what stands alone."""
    if what == "book":
        return _text(tags, told, "T3", "T2")
    return _text(tags, told, "T3") if what in {"chapter", "paper-conference"} else ""


def _without_notice(tags: Tags) -> dict[str, str]:
    """Take what became of the paper out of the notes: its DOI and address are a notice's."""
    read = [(text, statuses.of_notice(line(text))) for text in tags["N1"]]
    tags["N1"] = [text for text, status in read if not status]
    return next((status for _, status in read if status), {})


def _first(tags: Tags, *names: str) -> str:
    return next((text for name in names for value in tags[name] if (text := line(value))), "")


def _text(tags: Tags, told: list[str], *names: str) -> str:
    """Read the first of several tags as text; tell what markup was taken out."""
    undone = leftovers.undone(_first(tags, *names))
    if undone.found:
        told.append(f"{names[0]}: markup was taken out: {' '.join(undone.found[:4])}")
    return line(undone.text)


def _pages(tags: Tags) -> str:
    """Read the pages; some programs write the whole range as the first page."""
    first = markup.page_range(_first(tags, "SP", "C7"))
    last = markup.page_range(_first(tags, "EP"))
    if "-" in first and last in {"", first, first.rpartition("-")[2]}:
        return first
    if "-" in last and first in {"", last.partition("-")[0]}:
        return last
    return "-".join(dict.fromkeys(filter(None, (first, last))))


def _links(
    tags: Tags, arxiv_id: str, told: list[str]
) -> tuple[dict[str, str], tuple[str, ...], list[str]]:
    """Return links, places where the paper was seen, and all addresses."""
    files, _ = _addresses(tags, ("L1",), told)
    pages, found = _addresses(tags, ("UR", "LK", "L2"), told)
    links, seen = addresses(pages, arxiv_id)
    if files and not is_said(files[0], arxiv_id):
        links["pdf"] = files[0]
    return links, seen, found


def _addresses(tags: Tags, names: tuple[str, ...], told: list[str]) -> tuple[list[str], list[str]]:
    found: list[str] = []
    for name in names:
        for text in tags[name]:
            texts, words = verbatim.addresses_in(text)
            found += texts
            told += words
    return found, found


def _doi(tags: Tags, found: list[str], told: list[str]) -> str:
    """Find the DOI in its own tag, in the notes of Embase (M3, N1), or in an address."""
    given = _first(tags, "DO")
    doi, words = verbatim.doi(given)
    if given and not doi and not arxiv_ids.find(given):
        told.append(f"DO: {quoted(given)} is no DOI")
    if doi:
        told += filter(None, [words])
        return doi
    for name in ("M3", "N1", "AN", "M1"):
        for text in tags[name]:
            if match := NOTED.search(text):
                return verbatim.doi(match[1])[0]
    for address in found:
        doi, words = verbatim.doi_of_address(address)
        if doi:
            told += filter(None, [words])
            return doi
    return ""


def _date(tags: Tags) -> tuple[int | None, int | None, list[str]]:
    """Read the date; RIS writes 2020/05/17/spring."""
    text = _first(tags, "PY", "Y1", "DA")
    full = _first(tags, "DA", "Y1", "PY")
    found = DATE.match(full)
    year, _, words = dates.read("", text, "")
    month = int(found[2]) if found and found[2] and 1 <= int(found[2]) <= 12 else None  # noqa: PLR2004 (months)
    return year, month, words


def _people(tags: Tags, told: list[str]) -> tuple[name_lists.Names, str]:
    """Read the authors, of a collection its editors."""
    for name in ("AU", "A1", "A2", "ED"):
        names = _names(tags, (name,), told)
        if names.people:
            return names, "AU" if name in {"AU", "A1"} else "ED"
    return name_lists.Names(), "AU"


def _names(tags: Tags, roles: tuple[str, ...], told: list[str]) -> name_lists.Names:
    """Read names; one without comma is a group's where it has no blank, or where most have one."""
    texts = [text for role in roles for value in tags[role] if (text := line(value).strip(" ,;"))]
    turned = bool(texts) and all(with_initials_last(text) for text in texts)
    names = name_lists.Names()
    named = [text for text in texts if not name_lists.OTHERS.fullmatch(text)]
    others_turned = 2 * sum("," in text for text in named) > len(named)
    for text in texts:
        parts = with_initials_last(text) if turned else None
        if name_lists.OTHERS.fullmatch(text):
            names.others = True
        elif parts:
            names.people.append(parts)
            told.append(f"AU: {quoted(text)} was read as family name and initials")
        elif "," not in text and (" " not in text or others_turned):
            names.people.append({"literal": text})
        else:
            found = name_lists.read(_reordered(text), lambda _: [], line)
            names.people += found.people
            names.others = names.others or found.others
            told += [f"AU: {words}" for words in found.told]
    return names


def _reordered(text: str) -> str:
    """Turn RIS's "Family, Given, Suffix" into BibTeX's "Family, Suffix, Given"."""
    parts = [part.strip() for part in text.split(",")]
    return ", ".join([parts[0], parts[2], parts[1]]) if len(parts) == 3 else text  # noqa: PLR2004 (as said)


def _arxiv_id(tags: Tags) -> str:
    names = ("DO", "UR", "AN", "M1", "N1", "JO", "JF", "T2", "VL", "SP", "ID", "L1", "M3", "PB")
    return next(filter(None, (arxiv_ids.find(text) for name in names for text in tags[name])), "")


def _venues(tags: Tags, what: str, told: list[str]) -> tuple[tuple[str, ...], str]:
    """Return the names of the venue, and the number of the issue or report."""
    number = _first(tags, "IS") or (_first(tags, "M1") if what == "report" else "")
    if what == "book":
        return _book_venues(tags, told), number
    places = ("PB", "T3", "BT", "T2") if what == "chapter" else PLACES[:-1]
    named = dict.fromkeys(text for name in places if (text := _text(tags, told, name)))
    for text in list(named) if what != "chapter" else ():
        if why := reports.why_no_venue(text):
            told.append(f"{quoted(text)} is {why} and no venue")
            number = number or (text if why != "a date" else "")
            del named[text]
    found = tuple("arXiv" if arxiv_ids.is_server(text) else text for text in named)
    if what == "chapter":
        return found[:1], number
    return found or tuple(filter(None, [_text(tags, told, PLACES[-1])])), number


def _book_venues(tags: Tags, told: list[str]) -> tuple[str, ...]:
    """Return who published a book, where nobody is named its series."""
    names = (_text(tags, told, name) for name in ("PB", "T3", "T2"))
    return tuple(dict.fromkeys(filter(None, names)))[:1]


def _kind(what: str, venues: tuple[str, ...]) -> VenueKind | None:
    if re.search(r"arxiv|\bcorr\b|preprint", " ".join(venues[:1]), re.IGNORECASE):
        return VenueKind.PREPRINT
    return entry_types.KINDS.get(what)


def _notes(tags: Tags, role: str) -> Iterator[str]:
    """Yield the notes; one that only tells the DOI is none."""
    for text in map(prose, tags["N1"]):
        if text and not NOTED.fullmatch(text):
            yield text
    if role != "AU":
        yield BY_EDITORS
