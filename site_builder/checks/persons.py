"""People.yaml: ids and ORCID iDs are used once, and what it says of papers and people is so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.checks.findings import of_entries, warning
from site_builder.problems import (
    Finding,
    Loc,
    Problem,
    Suggestions,
    quoted,
    show_loc,
)
from site_builder.yamlfiles.registries import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.models import Paper
    from site_builder.record.people import PersonEntry

Told = tuple[Loc, Finding]

NO_SUCH_AUTHOR: Final = "name the author there as here, or list the other spelling in other_names"


def sound_people(library: Library) -> Iterator[Problem]:
    """Ids and ORCID iDs are one person's each; papers and people that are named are there."""
    yield from of_entries(library, PEOPLE, _repeated(library))
    yield from of_entries(library, PEOPLE, _papers(library))
    yield from of_entries(library, PEOPLE, _told_apart(library))


def _repeated(library: Library) -> Iterator[Told]:
    first: dict[tuple[str, str], Loc] = {}
    for loc, kind, value in _unique(library.person_entries):
        taker = first.setdefault((kind, value), loc)
        if taker is not loc:
            message = f"{quoted(value)} is taken by {show_loc(taker)}"
            if kind == "orcid":
                hint = "one person has one entry; other spellings go under other_names"
            else:
                hint = "ids are unique and never used again"
            yield loc, Finding(f"person-{kind}", message, hint)


def _unique(entries: Iterable[PersonEntry]) -> Iterator[tuple[Loc, str, str]]:
    for number, entry in enumerate(entries):
        yield ("people", number, "id"), "id", entry.id
        for index, old in enumerate(entry.former_ids):
            yield ("people", number, "former_ids", index), "id", old
        if entry.orcid:
            yield ("people", number, "orcid"), "orcid", entry.orcid


def _papers(library: Library) -> Iterator[Told]:
    former = {old: paper.key for paper in library.papers.values() for old in paper.former_keys}
    close = Suggestions(library.papers)
    listed: dict[tuple[str, str], Loc] = {}
    for number, entry in enumerate(library.person_entries):
        for index, key in enumerate(entry.papers):
            loc: Loc = ("people", number, "papers", index)
            paper = library.papers.get(key)
            if paper is not None:
                yield from ((loc, finding) for finding in _listed(entry, paper, listed, loc))
            elif key not in library.on_disk:
                now = former.get(key)
                hint = f"it is now {quoted(now)}" if now else close.closest(key)
                yield loc, Finding("unknown-paper", f"unknown paper {quoted(key)}", hint)


def _listed(
    entry: PersonEntry, paper: Paper, listed: dict[tuple[str, str], Loc], loc: Loc
) -> Iterator[Finding]:
    """Find why a paper cannot be listed; `listed` are papers and names of the entries so far."""
    names = {name.key for name in entry.names}
    found = [author for author in paper.authors if author.name.key in names]
    if not found:
        message = f"{quoted(paper.key)} has no author of this person's names"
        yield Finding("person-papers", message, NO_SUCH_AUTHOR)
        return
    orcids = [author.orcid for author in found if author.orcid]
    if entry.orcid and len(orcids) == len(found) and entry.orcid not in orcids:
        message = f"the author in {quoted(paper.key)} has the ORCID iD {orcids[0]}"
        yield Finding("person-papers", message, "correct one of them, or delete the key here")
        return
    for author in found:
        taker = listed.setdefault((paper.key, author.name.key), loc)
        if taker is not loc:
            message = f"{show_loc(taker)} has this paper for an author of the same name"
            hint = "keep it under one; two people of one name in one paper need ORCID iDs there"
            yield Finding("person-papers", message, hint)
            return


def _told_apart(library: Library) -> Iterator[Told]:
    ids = {entry.id for entry in library.person_entries}
    former = {old: each.id for each in library.person_entries for old in each.former_ids}
    close = Suggestions(ids)
    for number, entry in enumerate(library.person_entries):
        for index, other in enumerate(entry.not_same_as):
            loc: Loc = ("people", number, "not_same_as", index)
            if other == entry.id:
                yield loc, Finding("self-relation", "names the person itself", "delete it")
            elif other not in ids:
                now = former.get(other)
                hint = f"it is now {quoted(now)}" if now else close.closest(other)
                message = f"unknown person {quoted(other)}"
                yield loc, Finding("unknown-person", message, hint or "give them an entry here")


def found_people(library: Library) -> Iterator[Problem]:
    """Every person of people.yaml is an author of some paper."""
    if library.papers and library.person_entries:  # none: nobody need be told apart for it
        yield from of_entries(library, PEOPLE, _unused(library))


def _unused(library: Library) -> Iterator[Told]:
    found = {person.entry.id for person in library.people.values() if person.entry}
    for number, entry in enumerate(library.person_entries):
        if entry.id not in found:
            loc: Loc = ("people", number, "id")
            message = f"no paper is by {quoted(entry.name.name.display)}"
            hint = "write the name as the records do, or list their spelling in other_names"
            yield loc, warning("unused-person", message, hint)
