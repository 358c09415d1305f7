"""The fields of one BibTeX entry to a draft."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.problems import quoted
from site_builder.record.models import VenueKind
from site_builder.sources import (
    arxiv_ids,
    bibtex_notes,
    dates,
    entry_types,
    journal_macros,
    leftovers,
    markup,
    name_lists,
    reports,
    tex,
    verbatim,
)
from site_builder.sources.bibtex_entry import Entry
from site_builder.sources.contents import ADDRESS, addresses
from site_builder.sources.draft import Draft
from site_builder.sources.people import of_group
from site_builder.sources.venues import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACES: Final = (
    *("journaltitle", "journal", "booktitle", "shortjournal", "series", "eventtitle"),
    *("school", "institution", "organization", "howpublished", "publisher"),
)
"""Fields that name a venue, the most telling first."""
OF_JOURNALS: Final = ("journaltitle", "journal")
SIDE_PLACES: Final = frozenset({"shortjournal", "series", "eventtitle"})
"""Fields that only name a venue beside another one."""
OF_CHAPTERS: Final = ("publisher", "series", "booktitle", "organization", "institution")
"""The same of chapters, whose book is no venue."""
TAKEN: Final = frozenset(
    {
        *PLACES,
        *("title", "subtitle", "author", "editor", "year", "date", "month", "volume", "number"),
        *("issue", "pages", "articleno", "eid", "doi", "url", "eprint", "archiveprefix", "type"),
        *("eprinttype", "eprintclass", "primaryclass", "abstract", "note", "annote", "addendum"),
        *("annotation", "pubstate", "urldate", "bibsource", "biburl", "timestamp", "file"),
        *("crossref", "xdata", "booksubtitle", "maintitle", "adsurl", "pdf"),
    }
)
"""Fields that are read, or say nothing of the paper."""
TEXTS: Final = ("title", "subtitle", "abstract", *PLACES, *bibtex_notes.LINE_NOTES)
"""Fields from which markup is taken."""
TYPED: Final = {
    "data": "dataset",
    "software": "software",
    "report": "report",
    "preprint": "preprint",
    "webpage": "webpage",
}
"""What the words of a `type` field say of an entry whose own type says nothing."""
THESES: Final = {"phdthesis": "doctoral", "mastersthesis": "master"}
MOST_SHOWN: Final = 4
"""Pieces of markup that are named."""


def draft(kind: str, fields: Mapping[str, str]) -> Draft:
    """Make a draft of an entry's fields."""
    entry = Entry(kind, fields)
    year, month, words = dates.read(entry.get("date"), entry.get("year"), entry.get("month"))
    entry.tell(*words)
    arxiv_id = _arxiv_id(entry)
    people, editors = _authors(entry), _people(entry, "editor")
    by_editors = not people.people and bool(editors.people)
    what = _type(entry)
    venues, number = _venues(entry, arxiv_id, what)
    doi, links, seen = _where(entry, arxiv_id)
    sort = _kind(entry, what, venues, arxiv_id)
    if what in {"article", "paper-conference"} and not venues and people.people and year:
        entry.tell(f"type: nothing says where this @{entry.kind} appeared")
    numbered = bool(reports.why_no_venue(number))
    what = entry_types.settled(what, sort, somewhere=bool(venues), numbered=numbered)
    what = what or _of_page(entry, venues, arxiv_id, links)
    _tell_markup(entry)
    return Draft(
        source="",
        title=_title(entry),
        type=what,
        degree=_degree(entry, what),
        authors=tuple(editors.people if by_editors else people.people),
        others=editors.others if by_editors else people.others,
        editors=() if by_editors else tuple(editors.people),
        editors_cut=not by_editors and editors.others,
        booktitle=_booktitle(entry, what),
        series=_series(entry, what),
        year=year or dates.of_arxiv(arxiv_id),
        month=month,
        venues=venues,
        kind=sort,
        publisher=entry.line("publisher"),
        volume=_volume(entry),
        number=number,
        pages=_pages(entry),
        arxiv_id=arxiv_id,
        arxiv_class=_class(entry),
        doi=doi,
        links=links,
        abstract=tex.prose(entry.get("abstract")),
        protect=tex.protected(entry.get("title")),
        notes=bibtex_notes.notes(entry, by_editors=by_editors),
        status=bibtex_notes.status(entry),
        seen=seen,
        unread=tuple(entry.told),
    )


def taken_here(draft: Draft, fields: Mapping[str, str]) -> frozenset[str]:
    """Return which of INSPIRE's fields said what the draft says; most entries say it elsewhere."""
    number, group = (tex.line(fields.get(name, "")) for name in ("reportnumber", "collaboration"))
    named = any(group and group in person.get("literal", "") for person in draft.authors)
    told = {"reportnumber": bool(number) and number == draft.number, "collaboration": named}
    return frozenset(name for name, is_taken in told.items() if is_taken)


def _tell_markup(entry: Entry) -> None:
    """Report what markup was taken out of which field."""
    for name in TEXTS:
        value, _ = journal_macros.expanded(entry.fields.get(name, ""))
        if found := leftovers.told(value):
            shown = " ".join(dict.fromkeys(found[:MOST_SHOWN]))
            more = " …" if len(found) > MOST_SHOWN else ""
            entry.tell(f"{name}: markup was taken out: {shown}{more}")
        if left := leftovers.left(tex.line(value)):
            entry.tell(f"{name}: markup was left: {' '.join(left[:MOST_SHOWN])}")


def _title(entry: Entry) -> str:
    title, subtitle = entry.line("title"), entry.line("subtitle")
    return f"{title}: {subtitle}" if title and subtitle else title


def _type(entry: Entry) -> str:
    """Return what the entry is; where its type says nothing, its `type` field may."""
    found = entry_types.BIBTEX.get(entry.kind, "")
    if found or entry.kind == "patent":
        return found
    said = entry.line("type").lower()
    if "thesis" in said or "dissertation" in said:
        return "thesis"
    return next((what for word, what in TYPED.items() if word in said), "")


def _of_page(entry: Entry, venues: tuple[str, ...], arxiv_id: str, links: Mapping[str, str]) -> str:
    """Return what an entry is whose type says nothing and whose venue does not either."""
    if arxiv_id or "page" not in links or any(map(kind_of, venues)):
        return ""
    entry.tell(f"type: {quoted(entry.kind)} says nothing: taken for a web page")
    return "webpage"


def _degree(entry: Entry, what: str) -> str:
    if what != "thesis":
        return ""
    if said := entry.line("type"):
        return entry_types.degree_of(said)
    return THESES.get(entry.kind) or entry_types.degree_of(entry.line("note", "howpublished"))


def _booktitle(entry: Entry, what: str) -> str:
    if what != "chapter":
        return ""
    title, subtitle = entry.line("booktitle", "maintitle"), entry.line("booksubtitle")
    if not title and entry.kind == "inbook":  # BibTeX's: the title is the book's
        return ""
    return f"{title}: {subtitle}" if title and subtitle else title


def _series(entry: Entry, what: str) -> str:
    """Read the series of a book or of proceedings; ACM's "KDD '16" is the conference itself."""
    series = entry.line("series")
    is_conference = re.search(r"['\u2019]\s?\d\d$|\b(?:19|20)\d\d$", series)
    return series if what in {"chapter", "book", "paper-conference"} and not is_conference else ""


def _volume(entry: Entry) -> str:
    """Read the volume; DBLP's abs/2203.12119 is a preprint's id."""
    volume = entry.line("volume")
    return "" if volume.startswith("abs/") or arxiv_ids.find(volume) else volume


def _pages(entry: Entry) -> str:
    """Read the pages; an arXiv id is none."""
    found = (entry.line(name) for name in ("pages", "articleno", "eid"))
    pages = next((text for text in found if text and not arxiv_ids.find(text)), "")
    return markup.page_range(pages)


def _class(entry: Entry) -> str:
    return verbatim.plain(entry.get("primaryclass", "eprintclass")).split(" ")[0]


def _arxiv_id(entry: Entry) -> str:
    """Find the arXiv id wherever people put it."""
    eprint = verbatim.plain(entry.get("eprint"))
    archive = verbatim.plain(entry.get("archiveprefix", "eprinttype"))
    for place in (_class(entry), archive):
        if eprint and (found := arxiv_ids.of_eprint(eprint, place)):
            return found
    names = ("doi", "journal", "journaltitle", "volume", "pages", "eid", "url", "howpublished")
    others = ("number", "adsurl", "booktitle", "publisher")
    texts = (*map(entry.get, (*names, *others)), *bibtex_notes.searched(entry))
    return next(filter(None, map(arxiv_ids.find, map(verbatim.plain, texts))), "")


def _people(entry: Entry, role: str) -> name_lists.Names:
    names = name_lists.read(entry.get(role), tex.groups, tex.line)
    entry.tell(*(f"{role}: {words}" for words in names.told))
    return names


def _authors(entry: Entry) -> name_lists.Names:
    """Read the authors; where none are named, the collaboration that INSPIRE names is."""
    names = _people(entry, "author")
    groups = [text for text in entry.line("collaboration").split(",") if text.strip()]
    if not names.people and not entry.get("editor"):
        named = (" ".join(text.split()) for text in groups)
        names.people += [
            {"literal": text if of_group(text) else f"{text} Collaboration"} for text in named
        ]
    return names


def _venues(entry: Entry, arxiv_id: str, what: str) -> tuple[tuple[str, ...], str]:
    """Return the names of the venue, and the number of the issue or report."""
    number = entry.line("number", "issue")
    places = OF_CHAPTERS if what == "chapter" else PLACES
    named = {name: text for name in places if (text := _place(entry, name))}
    named_freely = {"publisher", "booktitle", "series"} if what == "chapter" else {"publisher"}
    for name, text in list(named.items()):
        if name not in named_freely and (why := reports.why_no_venue(text)):
            entry.tell(f"{name}: {quoted(text)} is {why} and no venue")
            number = number or (text if why != "a date" else "")
            del named[name]
    if arxiv_ids.find(number):
        number = ""
    if not number and (what == "report" or not (named or arxiv_id)):
        number = entry.line("reportnumber")
    _tell_meeting(entry, named)
    if what == "chapter":
        return tuple(list(named.values())[:1]), number
    main = next((name for name in named if name not in SIDE_PLACES), None)
    if main is None:
        return (("arXiv",) if arxiv_id else tuple(named.values())), number
    beside = [text for name, text in named.items() if name in SIDE_PLACES]
    return tuple(dict.fromkeys([named[main], *beside])), number


def _tell_meeting(entry: Entry, named: Mapping[str, str]) -> None:
    """Report proceedings that appeared in a journal: a record names one place."""
    journal = next((named[name] for name in OF_JOURNALS if name in named), "")
    if journal and (book := named.get("booktitle")) and book != journal:
        entry.tell(f"booktitle: {quoted(book)} appeared in {quoted(journal)}, which is kept")


def _place(entry: Entry, *names: str) -> str:
    """Read a field that names a venue: macros of journals, addresses and ids are seen to."""
    value, words = journal_macros.expanded(entry.get(*names))
    entry.tell(words)
    text = ADDRESS.sub("", tex.line(value)).strip(" ,;:")
    return "arXiv" if arxiv_ids.is_server(text) and "corr" not in text.lower() else text


def _where(entry: Entry, arxiv_id: str) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """Return the DOI, the links, and where the paper was seen."""
    found: list[str] = []
    for name in ("url", "pdf"):
        texts, words = verbatim.addresses_in(entry.get(name))
        entry.tell(*words)
        if entry.get(name) and not texts:
            entry.tell(f"{name}: {quoted(verbatim.plain(entry.get(name)))} is no address")
        found += texts
    for text in (entry.get("howpublished"), *bibtex_notes.searched(entry)[:1]):
        found += verbatim.addresses_in(text)[0]
    doi = _doi(entry, found)
    links, seen = addresses(found, arxiv_id)
    return doi, links, seen


def _doi(entry: Entry, found: list[str]) -> str:
    doi, words = verbatim.doi(entry.get("doi"))
    entry.tell(words)
    given = verbatim.plain(entry.get("doi"))
    if given and not doi and not arxiv_ids.find(given):
        entry.tell(f"doi: {quoted(given)} is no DOI")
    for address in found if not doi else ():
        doi, words = verbatim.doi_of_address(address)
        if doi:
            entry.tell(words)
            return doi
    return doi or bibtex_notes.noted_doi(entry)


def _kind(entry: Entry, what: str, venues: tuple[str, ...], arxiv_id: str) -> VenueKind | None:
    """Return the kind of venue: that of a journal too for a paper of a conference in it."""
    preprint = re.search(r"arxiv|\bcorr\b|biorxiv|preprint", " ".join(venues[:1]), re.IGNORECASE)
    if preprint or (arxiv_id and not venues):
        return VenueKind.PREPRINT
    if re.search("workshop", " ".join(venues), re.IGNORECASE):
        return VenueKind.WORKSHOP
    in_journal = what in {"", "paper-conference"} and _place(entry, *OF_JOURNALS) in venues[:1]
    return VenueKind.JOURNAL if in_journal else entry_types.KINDS.get(what)
