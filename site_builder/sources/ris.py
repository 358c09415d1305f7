"""RIS files to drafts (the tags of Reference Manager, as libraries and Zotero write them)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from site_builder.record.models import VenueKind
from site_builder.sources import dates, markup
from site_builder.sources.contents import Contents, addresses
from site_builder.sources.draft import Draft, Person, line, prose
from site_builder.sources.people import person
from site_builder.text.names import Name, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TAG: Final = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*)|\s*)$")
KINDS: Final[Mapping[str, VenueKind]] = {
    **dict.fromkeys(("JOUR", "JFULL", "MGZN", "EJOUR", "INPR", "ABST"), VenueKind.JOURNAL),
    **dict.fromkeys(("CONF", "CPAPER"), VenueKind.CONFERENCE),
    **dict.fromkeys(("BOOK", "CHAP", "EBOOK", "ECHAP", "EDBOOK", "ENCYC"), VenueKind.BOOK),
    "THES": VenueKind.THESIS,
    **dict.fromkeys(("RPRT", "GOVDOC", "STAND"), VenueKind.REPORT),
    **dict.fromkeys(("UNPB", "MANSCPT"), VenueKind.PREPRINT),
}
PLACES: Final = ("JF", "JO", "T2", "BT", "C3", "JA", "J2", "J1", "T3", "PB")
"""Tags that name a venue, the most telling first; a publisher is named where nothing else is."""
TAKEN: Final = frozenset(
    {*PLACES, "TY", "ER", "TI", "T1", "CT", "AU", "A1", "A2", "ED", "PY", "Y1", "DA", "VL", "IS"}
    | {"SP", "EP", "DO", "UR", "L1", "L2", "LK", "AB", "N2", "N1", "ID", "M1", "AN", "C7"}
)
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
    arxiv_id = _arxiv_id(tags)
    venues = _venues(tags) or (("arXiv",) if arxiv_id else ())
    places = [line(text) for name in ("UR", "LK", "L2") for text in tags[name]]
    links, seen = addresses(places, arxiv_id)
    return Draft(
        source="",
        title=_first(tags, "TI", "T1", "CT"),
        authors=tuple(_people(tags)),
        year=year or dates.of_arxiv(arxiv_id),
        month=month,
        venues=venues,
        kind=_kind(tags, venues),
        publisher=_first(tags, "PB"),
        volume=_first(tags, "VL"),
        number=_first(tags, "IS"),
        pages=markup.page_range("-".join(dict.fromkeys(filter(None, _pages(tags))))),
        doi=next(filter(None, map(markup.doi_in, [_first(tags, "DO"), *places])), ""),
        arxiv_id=arxiv_id,
        links=links,
        abstract=prose("\n\n".join(tags["AB"] or tags["N2"])),
        notes="\n\n".join(filter(None, map(prose, tags["N1"]))),
        seen=seen,
        unread=tuple(words),
    )


def _first(tags: Tags, *names: str) -> str:
    return next((text for name in names for value in tags[name] if (text := line(value))), "")


def _pages(tags: Tags) -> tuple[str, str]:
    return _first(tags, "SP", "C7"), _first(tags, "EP")


def _date(tags: Tags) -> tuple[int | None, int | None, list[str]]:
    """Read the date; RIS writes 2020/05/17/spring."""
    text = _first(tags, "PY", "Y1", "DA")
    full = _first(tags, "DA", "Y1", "PY")
    found = DATE.match(full)
    year, _, words = dates.read("", text, "")
    month = int(found[2]) if found and found[2] and 1 <= int(found[2]) <= 12 else None  # noqa: PLR2004 (months)
    return year, month, words


def _people(tags: Tags) -> Iterator[Person]:
    """Read the authors, of a collection its editors; a name without a comma may be a group's."""
    for name in tags["AU"] or tags["A1"] or tags["A2"] or tags["ED"]:
        text = line(name).strip(" ,;")
        if not text:
            continue
        single = "," not in text and " " not in text
        yield person(Name.group(text) if single else parse_name(_reordered(text)))


def _reordered(text: str) -> str:
    """Turn RIS's "Family, Given, Suffix" into BibTeX's "Family, Suffix, Given"."""
    parts = [part.strip() for part in text.split(",")]
    return ", ".join([parts[0], parts[2], parts[1]]) if len(parts) == 3 else text  # noqa: PLR2004 (as said)


def _arxiv_id(tags: Tags) -> str:
    texts = (t for name in ("DO", "UR", "AN", "M1", "N1", "JO", "T2", "ID") for t in tags[name])
    return next(filter(None, map(markup.arxiv_in, texts)), "")


def _venues(tags: Tags) -> tuple[str, ...]:
    named = [text for name in PLACES[:-1] if (text := _first(tags, name))]
    return tuple(dict.fromkeys(named)) or tuple(filter(None, [_first(tags, PLACES[-1])]))


def _kind(tags: Tags, venues: tuple[str, ...]) -> VenueKind | None:
    if re.search(r"arxiv|\bcorr\b|preprint", " ".join(venues[:1]), re.IGNORECASE):
        return VenueKind.PREPRINT
    return KINDS.get(_first(tags, "TY"))
