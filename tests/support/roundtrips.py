"""Records out to a format and back, and how their fields are compared.

What formats cannot hold stands in `losses`.
"""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from site_builder.curation.additions import Additions
from site_builder.curation.importing import FORMATS as READERS
from site_builder.exports import FORMATS as WRITERS
from site_builder.latex import to_text
from site_builder.record.publication import page_range, plain_name, type_of
from site_builder.sources.draft import checked
from site_builder.sources.record import missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_builder.library import Library
    from site_builder.record.models import Author, Paper, Status

SUFFIXES: Final = {"bibtex": ".bib", "biblatex": ".bib", "ris": ".ris", "csl-json": ".json"}
"""The formats that `survey import` reads, with the ends of their files' names."""
TEX: Final = ("bibtex", "biblatex")
ALL: Final = tuple(SUFFIXES)


@dataclass
class Returned:
    """What an export makes of a library that has its venues and no papers."""

    library: Library
    """The venues, and those that were proposed."""
    papers: dict[str, Paper] = field(default_factory=dict)
    """The records that came back, by the key that went out."""
    refused: dict[str, str] = field(default_factory=dict)
    """Why a record did not come back."""


def returned(library: Library, name: str) -> Returned:
    """Export all papers of a library to a format and import them into one that has none."""
    text = WRITERS[name].write(library.papers.values(), library)
    assert isinstance(text, str)
    contents = READERS[SUFFIXES[name]](text, "x")
    empty = replace(library, papers={})
    additions = Additions(Path("/nowhere"), empty, "2026-01-01")
    back = Returned(empty)
    for entry in contents.unread:
        back.refused[f"line {entry.line}"] = entry.why
    for found in contents.drafts:
        draft = additions.told_apart(checked(found))
        if lacking := missing(draft):
            back.refused[draft.name] = f"nothing says the {', '.join(lacking)}"
            continue
        candidate, problems = additions.candidate(draft, (draft.source,), {})
        if candidate is None:
            back.refused[draft.name] = "; ".join(problem.message for problem in problems)
        else:
            back.papers[draft.name] = candidate.paper
    known = (*empty.venue_entries, *additions.venues.proposed)
    back.library = replace(empty, venue_entries=known)
    return back


def _line(text: str | None) -> str:
    """Read a text as one line; what looks the same is the same."""
    found = unicodedata.normalize("NFC", to_text(text or "").replace("ı\u0301", "í"))
    return " ".join(found.split())


def _text(name: str) -> Callable[[Paper, Library], Any]:
    return lambda paper, _: _line(getattr(paper, name))


def _plain(name: str) -> Callable[[Paper, Library], Any]:
    return lambda paper, _: getattr(paper, name)


def _link(name: str) -> Callable[[Paper, Library], Any]:
    return lambda paper, _: getattr(paper.links, name)


def _people(people: Iterable[Author], *, is_cut: bool) -> list[Any]:
    """Return names in parts; a particle is a part of the family name, however it was found."""
    names = [plain_name(each) for each in people]
    parts = [(_line(n.given), _line(n.last), _line(n.suffix), n.is_group) for n in names]
    return [*parts, *(["others"] if is_cut else [])]


def _status(status: Status | None) -> Any:
    if not status:
        return None
    return status.kind, status.date, status.source, _line(status.note).rstrip(". ")


FIELDS: Final[dict[str, Callable[[Paper, Library], Any]]] = {
    "type": lambda paper, library: str(type_of(paper, library.venue_of(paper))),
    "degree": _plain("degree"),
    "title": _text("title"),
    "authors": lambda paper, _: _people(paper.authors, is_cut=paper.authors_cut),
    "year": _plain("year"),
    "month": _plain("month"),
    "venue": _plain("venue"),
    "booktitle": _text("booktitle"),
    "series": _text("series"),
    "editors": lambda paper, _: _people(paper.editors, is_cut=paper.editors_cut),
    "volume": _text("volume"),
    "number": _text("number"),
    "pages": lambda paper, _: [*dict.fromkeys(filter(None, page_range(_line(paper.pages))))],
    "doi": _plain("doi"),
    "arxiv_id": _plain("arxiv_id"),
    "arxiv_class": _plain("arxiv_class"),
    "links.page": _link("page"),
    "links.pdf": _link("pdf"),
    "status": lambda paper, _: _status(paper.status),
    "abstract": _text("abstract"),
}
"""The fields that a bibliography has, and how each is compared."""

OTHERS: Final = (
    *("method", "summary", "results", "relations", "protect", "notes", "comment", "submitted"),
    *("journal_ref", "links.code", "links.project", "links.video", "links.slides", "links.data"),
    *("links.model", "former_keys", "sources", "checks", "added"),
)
"""Fields that no bibliography has; categories and the survey's own fields are none either."""
