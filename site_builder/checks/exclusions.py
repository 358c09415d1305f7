"""Excluded.yaml: reasons are declared, and what is left out is no record and stands there once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.checks.findings import of_entries, warning
from site_builder.duplicates.contradictions import facts_of
from site_builder.duplicates.exclusions import Exclusions, Work, repeated
from site_builder.duplicates.index import comparison_key
from site_builder.problems import (
    Finding,
    Loc,
    Problem,
    Suggestions,
    one_of,
    quoted,
    show_loc,
)
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import EXCLUDED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.duplicates.exclusions import LeftOut
    from site_builder.library import Library
    from site_builder.record.models import Paper, Salvaged

Told = tuple[Loc, Finding]

DECIDE: Final = "delete the entry, or the record"


def sound_exclusions(library: Library) -> Iterator[Problem]:
    """Ids of reasons are used once; what is left out has a declared one, and is no record."""
    yield from of_entries(library, EXCLUDED, _reasons(library))
    yield from of_entries(library, EXCLUDED, _known_reasons(library))
    yield from of_entries(library, EXCLUDED, _twice(library))
    yield from of_entries(library, EXCLUDED, _records(library, certain=True))


def likely_exclusions(library: Library) -> Iterator[Problem]:
    """No title of what is left out is nearly that of a record."""
    yield from of_entries(library, EXCLUDED, _records(library, certain=False))


def _reasons(library: Library) -> Iterator[Told]:
    first: dict[str, Loc] = {}
    for number, reason in enumerate(library.reason_entries):
        places: list[tuple[Loc, str]] = [(("reasons", number, "id"), reason.id)]
        for index, old in enumerate(reason.former_ids):
            places.append((("reasons", number, "former_ids", index), old))
        for loc, value in places:
            taker = first.setdefault(value, loc)
            if taker is not loc:
                message = f"{quoted(value)} is taken by {show_loc(taker)}"
                yield loc, Finding("taken", message, "ids are unique and never used again")


def _known_reasons(library: Library) -> Iterator[Told]:
    former = {old: each.id for each in library.reason_entries for old in each.former_ids}
    close = Suggestions(library.reasons)
    for number, entry in enumerate(library.exclusion_entries):
        if entry.reason not in library.reasons:
            now = former.get(entry.reason)
            hint = f"it is now {quoted(now)}" if now else close.closest(entry.reason)
            message = f"unknown reason {quoted(entry.reason)}"
            known = hint or f"write {one_of(list(library.reasons))}, or declare it under reasons"
            yield ("excluded", number, "reason"), Finding("unknown-reason", message, known)


def _twice(library: Library) -> Iterator[Told]:
    for number, found in repeated(library):
        other = library.exclusion_entries[found.number]
        if _is_same(found, library.exclusion_entries[number].title):
            first = f"excluded[{found.number}], {quoted(other.title)}"
            message = f"is left out by {first} already: {found.why}"
            finding = Finding("excluded-twice", message, "one paper, one entry: delete one")
            yield ("excluded", number, "title"), finding


def _is_same(found: LeftOut, title: str) -> bool:
    """Return whether no doubt is left: an identifier is equal, or the whole title."""
    return found.certain or comparison_key(found.exclusion.title) == comparison_key(title)


def _records(library: Library, *, certain: bool) -> Iterator[Told]:
    if not library.exclusion_entries:
        return
    exclusions = Exclusions.of(library)
    kinds = {venue.id: venue.kind for venue in library.venue_entries}
    for paper in library.records():
        if certain and not exclusions.knows(Work.of(paper)):
            continue
        found = exclusions.excluded(Work.of(paper, facts_of(paper, kinds)))
        if found and _is_same(found, paper.title or "") is certain:
            yield ("excluded", found.number, "title"), _recorded(paper, found, certain=certain)


def _recorded(paper: Paper | Salvaged, found: LeftOut, *, certain: bool) -> Finding:
    """Report that a paper was left out and has a record all the same."""
    path = paper_path(paper.key)
    if certain:
        return Finding("excluded-record", f"is a record too, {path}: {found.why}", DECIDE)
    hint = f"{DECIDE}; if it is another paper, give the entry its identifiers"
    return warning("similar-title", f"is perhaps a record too, {path}: {found.why}", hint)
