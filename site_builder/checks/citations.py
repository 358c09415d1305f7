"""Citations.yaml: papers that cite and are cited are records, each once, and none is the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.checks.findings import of_entries, warning
from site_builder.problems import Finding, Loc, Problem, Suggestions, quoted
from site_builder.record.citations import first_year, is_too_late
from site_builder.yamlfiles.registries import CITATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.citations import Citing

Told = tuple[Loc, Finding]

LISTS: Final = ("cites", "not_cited")


def sound_citations(library: Library) -> Iterator[Problem]:
    """Papers that are named are there, once in a list; no paper cites itself."""
    if library.citing_entries:
        yield from of_entries(library, CITATIONS, _unknown(library))
        yield from of_entries(library, CITATIONS, _repeated(library.citing_entries))


def likely_citations(library: Library) -> Iterator[Problem]:
    """No paper cites one that came years after it."""
    if library.citing_entries:
        yield from of_entries(library, CITATIONS, _too_late(library))


def _unknown(library: Library) -> Iterator[Told]:
    former: dict[str, str] | None = None
    close: Suggestions | None = None
    for loc, key in _keys(library.citing_entries):
        if key in library.papers or key in library.on_disk:
            continue
        if former is None or close is None:  # mostly nobody asks
            papers = library.papers.values()
            former = {old: paper.key for paper in papers for old in paper.former_keys}
            close = Suggestions(library.papers)
        now = former.get(key)
        hint = f"it is now {quoted(now)}" if now else close.closest(key)
        yield loc, Finding("unknown-paper", f"unknown paper {quoted(key)}", hint)


def _keys(entries: Iterable[Citing]) -> Iterator[tuple[Loc, str]]:
    for number, entry in enumerate(entries):
        yield ("citations", number, "paper"), entry.paper
        for name in LISTS:
            for index, key in enumerate(getattr(entry, name)):
                yield ("citations", number, name, index), key


def _repeated(entries: Iterable[Citing]) -> Iterator[Told]:
    first: dict[str, int] = {}
    for number, entry in enumerate(entries):
        taker = first.setdefault(entry.paper, number)
        if taker != number:
            message = f"{quoted(entry.paper)} has its citations in citations[{taker}]"
            hint = "one paper, one entry: put both lists together"
            yield ("citations", number, "paper"), Finding("repeated", message, hint)
        yield from _twice(number, entry)


def _twice(number: int, entry: Citing) -> Iterator[Told]:
    """Find what stands in an entry's lists twice, or cannot stand there."""
    seen: dict[str, str] = {}
    for name in LISTS:
        for index, key in enumerate(getattr(entry, name)):
            other = seen.get(key, "")
            seen.setdefault(key, name)
            if key == entry.paper:
                finding = Finding("self-relation", "is the paper itself", "delete it")
            elif other == name:
                finding = Finding("repeated", f"{quoted(key)} twice", "delete one")
            elif other:
                hint = "it is cited or it is not: delete one"
                finding = Finding("repeated", f"{quoted(key)} stands in {other} too", hint)
            else:
                continue
            yield ("citations", number, name, index), finding


def _too_late(library: Library) -> Iterator[Told]:
    for number, entry in enumerate(library.citing_entries):
        paper = library.papers.get(entry.paper)
        for index, key in enumerate(entry.cites if paper else ()):
            other = library.papers.get(key)
            if paper and other and key != paper.key and is_too_late(paper, other):
                year = first_year(other)
                message = f"{quoted(key)} is of {year}, and is cited in {paper.year}"
                hint = "correct a year, or move the key to not_cited"
                yield ("citations", number, "cites", index), warning("late", message, hint)
