"""What a service or a file says of a paper, before anybody has agreed to it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final

from site_builder.files.lines import with_lf
from site_builder.problems import SurveyError, quoted
from site_builder.record import values
from site_builder.record.kinds import StatusKind
from site_builder.record.models import Links
from site_builder.record.people import MOST_AUTHOR_LETTERS, MOST_AUTHORS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from site_builder.record.models import VenueKind

Person = dict[str, str]
"""A name in the parts that records have: given, particle, family, suffix, orcid, or literal."""

UNSEEN: Final = re.compile(f"{values.CONTROLS.pattern}|{values.INVISIBLES.pattern}")
"""What no record may hold: controls, lone surrogates, zero-width and direction-changing ones."""
FIRST_AUTHORS: Final = 1_000
"""Names that are taken of a list that no record can hold."""


MOST_TEXT: Final = 30_000
"""Longer texts are cut before anything is done with them; records refuse such lengths anyway."""
MOST_NAMES_TEXT: Final = 1_000_000
"""The same for lists of names, of which the largest have some hundred thousand characters."""


class Unusable(SurveyError):
    """An answer that makes no sense, or is about something else."""


class NotKnown(Unusable):
    """The service works, and does not know the paper."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as one source describes it; what the source does not say is empty."""

    source: str
    """Who says it, as records' sources are written."""
    title: str = ""
    type: str = ""
    """What it is, in the words of records; empty where the source does not say."""
    degree: str = ""
    authors: tuple[Person, ...] = ()
    others: bool = False
    """Whether there are more authors than named."""
    year: int | None = None
    venues: tuple[str, ...] = ()
    """Names of the venue in this source's spellings, the most telling first."""
    kind: VenueKind | None = None
    publisher: str = ""
    booktitle: str = ""
    series: str = ""
    editors: tuple[Person, ...] = ()
    editors_cut: bool = False
    status: dict[str, str] = field(default_factory=dict)
    """What became of the paper: kind, date, source, note, as far as known."""
    volume: str = ""
    number: str = ""
    pages: str = ""
    month: int | None = None
    arxiv_id: str = ""
    arxiv_class: str = ""
    doi: str = ""
    links: dict[str, str] = field(default_factory=dict)
    submitted: str = ""
    comment: str = ""
    journal_ref: str = ""
    abstract: str = ""
    protect: tuple[str, ...] = ()
    notes: str = ""
    seen: tuple[str, ...] = ()
    """Addresses at which the paper is found."""
    line: int = 0
    """Where it stands in a file, counted from 1."""
    name: str = ""
    """What the file calls it."""
    unread: tuple[str, ...] = ()
    """What the source says and could not be taken as it stands, in words for people."""

    def with_unread(self, *words: str) -> Draft:
        """Add words on what could not be taken."""
        return replace(self, unread=(*self.unread, *words))


def line(value: object) -> str:
    """Return one line of text; empty where there is none."""
    return " ".join(prose(value).split())


def prose(value: object, most: int = MOST_TEXT) -> str:
    """Return text with its lines, without characters that no record may hold."""
    if not isinstance(value, str):
        return ""
    text = with_lf(value[:most])
    return unicodedata.normalize("NFC", UNSEEN.sub(_stand_in, text)).strip()


def _stand_in(match: re.Match[str]) -> str:
    """Keep words apart where a control character parted them."""
    return " " if match[0] in "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029" else ""


def number_or_text(value: object) -> str:
    """Return a volume, issue or page, which may be a number, as text."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else line(value)


def whole(value: object) -> int | None:
    """Return a whole number that was given as one or as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = line(value)
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None


def dig(data: object, *path: str | int) -> Any:
    """Follow names and indexes into JSON of unknown shape; None where there is nothing."""
    for part in path:
        if (isinstance(data, dict) and isinstance(part, str)) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        ):
            data = data.get(part) if isinstance(data, dict) else data[part]  # type: ignore[index]
        else:
            return None
    return data


def listed(value: object) -> list[Any]:
    """Return a list; a single thing becomes a list of it, nothing an empty one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


CHECKED: Final[Mapping[str, Callable[[object], object]]] = {
    "year": values.year,
    "month": values.month,
    "arxiv_id": values.arxiv_id,
    "arxiv_class": values.arxiv_class,
    "doi": values.doi,
    "submitted": lambda value: values.date(value).isoformat(),
    "volume": values.line,
    "number": values.line,
    "pages": values.line,
    "comment": values.line,
    "journal_ref": values.line,
    "title": values.line,
    "booktitle": values.line,
    "series": values.line,
    "abstract": values.prose,
    "notes": values.prose,
}
"""Fields whose values a record may refuse, and what judges them."""


STATUS: Final[Mapping[str, Callable[[object], object]]] = {
    "kind": lambda value: StatusKind(str(value)),  # type: ignore[call-arg]  # looked up, not made
    "date": lambda value: values.date(value).isoformat(),
    "source": values.url_or_doi,
    "note": values.line,
}
"""The same for what became of a paper."""


def checked(draft: Draft) -> Draft:
    """Leave out what no record could hold, and say so."""
    kept: dict[str, Any] = {}
    unread: list[str] = []
    for item in fields(draft):
        value = getattr(draft, item.name)
        if item.name in CHECKED and value not in ("", None):
            kept[item.name], words = _judged(item.name, value)
            unread += words
    kept["links"], words = _checked_links(draft.links)
    unread += words
    kept["status"], words = _checked_status(draft.status)
    unread += words
    kept["authors"], cut, words = _checked_people("authors", draft.authors)
    unread += words
    kept["editors"], editors_cut, words = _checked_people("editors", draft.editors)
    kept |= {"others": draft.others or cut, "editors_cut": draft.editors_cut or editors_cut}
    return replace(draft, **kept).with_unread(*unread, *words)


def _judged(name: str, value: object) -> tuple[Any, list[str]]:
    try:
        return CHECKED[name](value), []
    except values.BadValue as error:
        return (None if name in {"year", "month"} else ""), [f"{name}: {error}"]


def _checked_links(links: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    kept: dict[str, str] = {}
    unread: list[str] = []
    for name, address in links.items():
        try:
            kept[name] = values.url(address)
        except values.BadValue as error:
            unread.append(f"link to {name}: {error}")
    return {name: kept[name] for name in Links.model_fields if name in kept}, unread


def _checked_status(status: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Keep what a record can hold; without the kind there is nothing to keep."""
    kept: dict[str, str] = {}
    unread: list[str] = []
    for name, value in status.items():
        try:
            kept[name] = str(STATUS[name](value))
        except (values.BadValue, ValueError) as error:
            unread.append(f"status, {name}: {error}")
    return (kept if "kind" in kept else {}), unread


def _checked_people(
    field_name: str, people: tuple[Person, ...]
) -> tuple[tuple[Person, ...], bool, list[str]]:
    unread: list[str] = []
    total = len(people)
    letters = sum(len(text) for person in people for text in person.values())
    cut = total > MOST_AUTHORS or letters > MOST_AUTHOR_LETTERS
    if cut:
        people = people[:FIRST_AUTHORS]
        unread.append(f"{field_name}: of {total:,} the first {FIRST_AUTHORS:,} were taken")
    kept = []
    for person in people:
        parts = {name: text for name, text in person.items() if text}
        try:
            if "orcid" in parts:
                parts["orcid"] = values.orcid(parts["orcid"])
        except values.BadValue as error:
            unread.append(f"ORCID {quoted(parts.pop('orcid'))}: {error}")
        kept.append(parts)
    return tuple(kept), cut, unread
