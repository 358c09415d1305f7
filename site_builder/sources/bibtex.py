"""BibTeX and biblatex files in the wild to drafts; every block is accounted for with its line."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)

from site_builder.record.models import VenueKind
from site_builder.sources import dates, markup, tex
from site_builder.sources.contents import ADDRESS, Contents, Unread, addresses
from site_builder.sources.draft import Draft, Person, line, prose
from site_builder.sources.people import person
from site_builder.text.names import parse_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bibtexparser.model import Block

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # we tell what fails, with its line

KINDS: Final[Mapping[str, VenueKind]] = {
    "article": VenueKind.JOURNAL,
    "inproceedings": VenueKind.CONFERENCE,
    "conference": VenueKind.CONFERENCE,
    "proceedings": VenueKind.CONFERENCE,
    "book": VenueKind.BOOK,
    "mvbook": VenueKind.BOOK,
    "inbook": VenueKind.BOOK,
    "bookinbook": VenueKind.BOOK,
    "incollection": VenueKind.BOOK,
    "collection": VenueKind.BOOK,
    "booklet": VenueKind.BOOK,
    "inreference": VenueKind.BOOK,
    "phdthesis": VenueKind.THESIS,
    "mastersthesis": VenueKind.THESIS,
    "thesis": VenueKind.THESIS,
    "techreport": VenueKind.REPORT,
    "report": VenueKind.REPORT,
    "manual": VenueKind.REPORT,
}
"""Entry types whose venue has a certain kind; of others the venue's name tells."""
PLACES: Final = (
    *("journaltitle", "journal", "booktitle", "shortjournal", "series", "eventtitle"),
    *("school", "institution", "organization", "howpublished", "publisher"),
)
"""Fields that name a venue, the most telling first."""
SIDE_PLACES: Final = frozenset({"shortjournal", "series", "eventtitle"})
"""Fields that only name a venue beside another one."""
TAKEN: Final = frozenset(
    {
        *PLACES,
        *("title", "subtitle", "author", "editor", "year", "date", "month", "volume", "number"),
        *("issue", "pages", "articleno", "eid", "doi", "url", "eprint", "archiveprefix"),
        *("eprinttype", "eprintclass", "primaryclass", "abstract", "note", "annote", "addendum"),
        *("annotation", "pubstate", "urldate", "bibsource", "biburl", "timestamp", "file"),
    }
)
"""Fields that are read, or say nothing of the paper."""
LINE_NOTES: Final = ("note", "annote", "annotation", "addendum")
UNESCAPED: Final = re.compile(r"\\([%&_#$~{}])|\{\\([%&_#$])\}")
AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)


def parse(text: str, shown: str) -> Contents:
    """Read a file; `shown` is what the records' sources call it."""
    library = parse_string(text, parse_stack=[])
    reader = _Reader(shown, {name.lower(): s.value for name, s in library.strings_dict.items()})
    for block in library.blocks:
        reader.read(block)
    return reader.contents


class _Reader:
    """Reads blocks one by one."""

    def __init__(self, shown: str, macros: dict[str, str]) -> None:
        self.shown, self.macros = shown, macros
        self.contents = Contents()

    def read(self, block: Block) -> None:
        if isinstance(block, Entry):
            self.entry(block)
        elif isinstance(block, DuplicateFieldKeyBlock):
            self.again(block, f"fields given twice: {_listed(block)}")
        elif isinstance(block, DuplicateBlockKeyBlock):
            self.again(block)  # a key used twice: two papers all the same
        elif isinstance(block, ParsingFailedBlock):
            self.unread(block)
        elif isinstance(block, ImplicitComment) and block.comment.strip():
            self.contents.passed_over.append(_line(block))

    def again(self, block: ParsingFailedBlock, *words: str) -> None:
        """Read an entry that the library can read and would not keep."""
        if isinstance(block.ignore_error_block, Entry):
            self.entry(block.ignore_error_block, *words)

    def unread(self, block: ParsingFailedBlock) -> None:
        """Record a block that is no entry; what is no entry at all is passed over."""
        found = re.match(r"\s*@\s*(\w+)", block.raw or "")
        kind = found[1].lower() if found else ""
        if kind in {"string", "comment", "preamble"}:
            self.contents.passed_over.append(_line(block))
            return
        why = "the entry cannot be read: look for a missing comma, brace or quote"
        self.contents.unread.append(Unread(_line(block), why))

    def entry(self, entry: Entry, *words: str) -> None:
        """Read one entry."""
        fields: dict[str, str] = {}
        for each in entry.fields:
            fields.setdefault(each.key.lower(), prose(self.value(str(each.value))))
        draft = _draft(entry.entry_type.lower(), fields)
        source = f"{self.shown}:{line(entry.key)}" if line(entry.key) else self.shown
        found = replace(draft, source=source, line=_line(entry), name=line(entry.key))
        self.contents.drafts.append(found.with_unread(*words))
        self.contents.unmapped.update(name for name in fields if name not in TAKEN)

    def value(self, raw: str) -> str:
        """Put a field's pieces together: braces, quotes and macros, joined by #."""
        return "".join(self._piece(piece.strip()) for piece in _pieces(raw))

    def _piece(self, piece: str, depth: int = 0) -> str:
        if len(piece) > 1 and piece[0] + piece[-1] in {"{}", '""'}:
            return piece[1:-1]
        macro = self.macros.get(piece.lower())
        if macro is None or depth:
            return piece
        return "".join(self._piece(each.strip(), depth + 1) for each in _pieces(macro))


def _listed(block: DuplicateFieldKeyBlock) -> str:
    return ", ".join(sorted(map(str, block.duplicate_keys)))


def _line(block: Block) -> int:
    return (block.start_line or 0) + 1


def _pieces(raw: str) -> Iterator[str]:
    """Split a value at each # outside braces and quotes."""
    if "#" not in raw:
        yield raw
        return
    depth, quoted, start = 0, False, 0
    for index, char in enumerate(raw):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == '"' and not depth:
            quoted = not quoted
        elif char == "#" and not depth and not quoted:
            yield raw[start:index]
            start = index + 1
    yield raw[start:]


def _draft(kind: str, fields: Mapping[str, str]) -> Draft:
    """Make a draft of an entry's fields."""
    year, month, words = dates.read(
        fields.get("date", ""), fields.get("year", ""), fields.get("month", "")
    )
    arxiv_id = _arxiv_id(fields)
    people, more = _people(fields)
    venues = _venues(fields, arxiv_id)
    places = (_verbatim(fields.get(name, "")) for name in ("url", "howpublished"))
    links, seen = addresses(places, arxiv_id)
    return Draft(
        source="",
        title=_title(fields),
        authors=people,
        year=year or dates.of_arxiv(arxiv_id),
        month=month,
        venues=venues,
        kind=_kind(kind, venues, arxiv_id),
        publisher=tex.line(fields.get("publisher", "")),
        volume=_volume(fields),
        number=tex.line(fields.get("number", "") or fields.get("issue", "")),
        pages=_pages(fields),
        arxiv_id=arxiv_id,
        arxiv_class=_verbatim(fields.get("primaryclass", "") or fields.get("eprintclass", "")),
        doi=_doi(fields),
        links=links,
        abstract=tex.prose(fields.get("abstract", "")),
        protect=tex.protected(fields.get("title", "")),
        notes=_notes(fields, more),
        seen=seen,
        unread=tuple(words),
    )


def _title(fields: Mapping[str, str]) -> str:
    title = tex.line(fields.get("title", ""))
    subtitle = tex.line(fields.get("subtitle", ""))
    return f"{title}: {subtitle}" if title and subtitle else title


def _volume(fields: Mapping[str, str]) -> str:
    """Read the volume; DBLP's abs/2203.12119 is a preprint's id."""
    volume = tex.line(fields.get("volume", ""))
    return "" if volume.startswith("abs/") else volume


def _pages(fields: Mapping[str, str]) -> str:
    found = (fields.get(name, "") for name in ("pages", "articleno", "eid"))
    return markup.page_range(tex.line(next(filter(None, found), "")))


def _verbatim(value: str) -> str:
    """Read an id or address, in which TeX's escapes alone are undone."""
    bare = re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", value)
    return line(UNESCAPED.sub(lambda match: match[1] or match[2], bare).strip("{} \t\n"))


def _doi(fields: Mapping[str, str]) -> str:
    found = markup.doi_in(_verbatim(fields.get("doi", "")))
    address = _verbatim(fields.get("url", ""))
    return found or (markup.doi_in(address) if "doi.org/" in address else "") or _noted_doi(fields)


def _noted_doi(fields: Mapping[str, str]) -> str:
    """Find a DOI that is told as a note, as one with signs is that styles cannot read."""
    note = tex.line(fields.get("note", ""))
    return markup.doi_in(note) if note.lower().startswith("doi:") else ""


def _arxiv_id(fields: Mapping[str, str]) -> str:
    """Find the arXiv id wherever people put it."""
    eprint = _verbatim(fields.get("eprint", ""))
    if found := markup.arxiv_in(f"arXiv:{eprint.removeprefix('arXiv:')}"):
        return found
    names = ("doi", "journal", "journaltitle", "volume", "url", "howpublished", "note", "number")
    texts = (_verbatim(fields.get(name, "")) for name in names)
    return next(filter(None, map(markup.arxiv_in, texts)), "")


def _people(fields: Mapping[str, str]) -> tuple[tuple[Person, ...], list[str]]:
    """Read the authors, of a collection its editors; say where somebody is not named."""
    role = "author" if fields.get("author", "").strip() else "editor"
    names = [name for name in _names(fields.get(role, "")) if name.lower() not in {"", "and"}]
    notes = []
    if names and names[-1].lower() == "others":
        names.pop()
        notes.append("Not all authors are named.")
    if role == "editor" and names:
        notes.append("The editors stand in place of authors.")
    return tuple(filter(None, map(_person, names))), notes


def _names(value: str) -> Iterator[str]:
    """Split a list of names at each `and` outside braces."""
    inside = tex.groups(value)
    start = 0
    for match in AND.finditer(value):
        if not any(first <= match.start() < last for first, last in inside):
            yield value[start : match.start()].strip()
            start = match.end()
    yield value[start:].strip()


def _person(name: str) -> Person:
    if tex.groups(name) == [(0, len(name))]:
        group = tex.line(name)
        return {"literal": group} if group else {}
    read = line(tex.line(name).strip(" ,;"))
    return person(parse_name(read)) if read.strip(", ") else {}


def _venues(fields: Mapping[str, str], arxiv_id: str) -> tuple[str, ...]:
    found = {name: ADDRESS.sub("", tex.line(fields.get(name, ""))).strip(" ,;:") for name in PLACES}
    named = {name: text for name, text in found.items() if text}
    main = next((name for name in named if name not in SIDE_PLACES), None)
    if main is None:
        return ("arXiv",) if arxiv_id else tuple(named.values())
    beside = [text for name, text in named.items() if name in SIDE_PLACES]
    return tuple(dict.fromkeys([named[main], *beside]))


def _kind(kind: str, venues: tuple[str, ...], arxiv_id: str) -> VenueKind | None:
    preprint = re.search(r"arxiv|\bcorr\b|biorxiv|preprint", " ".join(venues[:1]), re.IGNORECASE)
    if preprint or (arxiv_id and not venues):
        return VenueKind.PREPRINT
    if re.search("workshop", " ".join(venues), re.IGNORECASE):
        return VenueKind.WORKSHOP
    return KINDS.get(kind)


def _notes(fields: Mapping[str, str], more: list[str]) -> str:
    """Gather remarks; one that only tells the arXiv id or the DOI is none."""
    found = (tex.prose(fields.get(name, "")) for name in LINE_NOTES)
    told = _noted_doi(fields)
    others = (text for text in found if text and not markup.arxiv_in(text))
    remarks = [text for text in others if not told or markup.doi_in(text) != told]
    return "\n\n".join([*remarks, *([" ".join(more)] if more else [])])
