"""What entries of a BibTeX file take from others: `crossref` and `xdata` (biblatex, §2.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    Fields = dict[str, str]

PARENTS: Final = frozenset(
    {
        *("proceedings", "mvproceedings", "collection", "mvcollection", "book", "mvbook"),
        *("reference", "mvreference", "periodical", "xdata", "set"),
    }
)
"""Types of entries that are no papers themselves once another takes from them."""
OWN: Final = frozenset(
    {
        *("title", "subtitle", "titleaddon", "shorttitle", "sorttitle", "indextitle", "pages"),
        *("author", "shortauthor", "doi", "url", "urldate", "eprint", "eprinttype", "eprintclass"),
        *("archiveprefix", "primaryclass", "abstract", "keywords", "key", "file", "note", "annote"),
        *("annotation", "addendum", "crossref", "xref", "xdata", "ids", "entryset", "entrysubtype"),
        *("execute", "label", "options", "presort", "related", "relatedtype", "shorthand"),
        *("sortkey", "sortname", "sortyear", "bibsource", "biburl", "timestamp", "pubstate"),
    }
)
"""What says something of one entry alone and is not taken over."""
DATES: Final = frozenset({"date", "year", "month"})
"""Fields that are one: who has any of them takes none of the others."""
BOOKS: Final = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
ISSUES: Final = {"title": "journaltitle", "subtitle": "journalsubtitle"}
MAIN: Final = {"title": "maintitle", "subtitle": "mainsubtitle"}
RENAMED: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(("proceedings", "collection", "book", "reference"), BOOKS),
    **dict.fromkeys(("mvproceedings", "mvcollection", "mvbook", "mvreference"), BOOKS),
    "periodical": ISSUES,
}
"""What a parent's title is for its child (biblatex manual, appendix B)."""
WHOLE: Final = frozenset({"proceedings", "collection", "book", "reference"})
"""Volumes of a work: its title is their main one."""
DEEPEST: Final = 10
"""Parents of parents that are followed."""


@dataclass
class Entry:
    """An entry as far as inheritance concerns it."""

    kind: str
    fields: Fields
    told: list[str] = field(default_factory=list)
    """What went wrong, in words for people."""


def inherit(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Fill in what entries take from their parents; keys are in lower case.

    Returns the entries that are no papers, each with the key of one that takes from it.
    """
    original = {key: dict(entry.fields) for key, entry in entries.items()}
    parents: dict[str, str] = {}
    for key, entry in entries.items():
        for name in ("xdata", "crossref"):
            for parent in _named(original[key].get(name, "")):
                if parent in entries and entries[parent].kind in PARENTS and parent != key:
                    parents.setdefault(parent, key)
        entry.fields.update(_inherited(key, entries, original, entry.told))
    return parents


def _named(value: str) -> list[str]:
    return [key for key in (part.strip().lower() for part in value.split(",")) if key]


def _inherited(
    key: str, entries: Mapping[str, Entry], original: Mapping[str, Fields], told: list[str]
) -> Fields:
    """Return what an entry lacks and its ancestors say, the nearest first."""
    found: Fields = {}
    seen = {key}
    line = [(key, entries[key].kind)]
    while line and len(seen) <= DEEPEST:
        here, child_kind = line.pop(0)
        for name in ("xdata", "crossref"):
            for parent in _named(original[here].get(name, "")):
                if parent in seen:
                    told.append(f"{name}: {parent} leads back to this entry")
                elif parent not in entries:
                    told.append(f"{name}: no entry of the file has the key {parent}")
                else:
                    seen.add(parent)
                    own = {**original[key], **found}
                    taken = _taken(name, entries[parent].kind, original[parent], child_kind)
                    found |= _lacking(own, taken)
                    line.append((parent, child_kind))
    return found


def _lacking(own: Fields, taken: Fields) -> Fields:
    dated = any(own.get(name) for name in DATES)
    return {
        name: value
        for name, value in taken.items()
        if value and not own.get(name) and not (dated and name in DATES)
    }


def _taken(name: str, kind: str, fields: Fields, child_kind: str) -> Fields:
    """Return a parent's fields under the names that they have for its child."""
    if name == "xdata":
        return {field: value for field, value in fields.items() if field != "xdata"}
    renamed = RENAMED.get(kind, {})
    if child_kind in WHOLE and kind.startswith("mv"):
        renamed = MAIN
    taken = {field: value for field, value in fields.items() if field not in OWN}
    for field_name, child_name in renamed.items():
        if field_name in fields:
            taken.setdefault(child_name, fields[field_name])
    if kind in {"book", "mvbook"} and child_kind in {"inbook", "bookinbook", "suppbook"}:
        taken.setdefault("author", fields.get("author", ""))
    return taken
