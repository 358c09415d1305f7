"""Watch.yaml: read, and what it names is there. It changes nothing of what is published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder import query
from site_builder.checks.findings import warning
from site_builder.problems import (
    Finding,
    Loc,
    Problem,
    Suggestions,
    SurveyError,
    bounded,
    quoted,
    show_loc,
)
from site_builder.record.watching import CitationSource, WatchFile
from site_builder.yamlfiles import parsing, reading
from site_builder.yamlfiles.record_files import PAPERS, first_at_each_place
from site_builder.yamlfiles.registries import TAXONOMY, WATCH, has

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.record.watching import CitedPaper


def read(library: Library) -> tuple[WatchFile | None, list[Problem]]:
    """Return the watch list of a survey with its problems; None where there is none to go by."""
    if not has(library.root, WATCH):
        return None, []
    document, problems = reading.read(library.root / WATCH, WATCH, library.root)
    found = None
    if document:
        found, more = parsing.read_registry(document, WatchFile)
        problems = first_at_each_place(problems, more)
    if found is None or document is None:
        return None, problems
    told = bounded(
        replace(each, message=f"{show_loc(loc)}: {each.message}").at(WATCH, document.locate(loc))
        for loc, each in _unknown(found, library)
    )
    return found, [*problems, *told]


def problems(library: Library) -> list[Problem]:
    """Return what is wrong in watch.yaml, where there is one."""
    return read(library)[1]


def _unknown(found: WatchFile, library: Library) -> Iterator[tuple[Loc, Finding]]:
    if TAXONOMY not in library.unread:
        yield from _unknown_categories(found, library)
    if PAPERS not in library.unread:
        yield from _unknown_papers(found, library)
    named: dict[object, Loc] = {}
    for place, name in _names(found):
        first = named.setdefault(name, place)
        if first is not place:
            message = f"{quoted(name[1])} stands at {show_loc(first)} already"
            yield place, Finding("repeated", message, "name each once")


def _unknown_categories(found: WatchFile, library: Library) -> Iterator[tuple[Loc, Finding]]:
    for number, search in enumerate(found.searches):
        try:
            query.find_category(search.category, library)
        except SurveyError as error:
            yield ("searches", number, "category"), Finding("unknown-category", str(error))


def _unknown_papers(found: WatchFile, library: Library) -> Iterator[tuple[Loc, Finding]]:
    known = {paper.key for paper in library.records()}
    former = {old: paper.key for paper in library.records() for old in paper.former_keys}
    near = Suggestions(known)
    for number, cited in enumerate(found.citing):
        if cited.paper not in known:
            now = former.get(cited.paper)
            hint = f"it is now {quoted(now)}" if now else near.closest(cited.paper)
            message = f"unknown paper {quoted(cited.paper)}"
            yield ("citing", number, "paper"), Finding("unknown-paper", message, hint)
        elif unknown := _unnamed(cited, library):
            message = f"{quoted(cited.paper)} has no {unknown}"
            yield ("citing", number, "paper"), warning("unasked", message, "it is not asked for")


def _unnamed(cited: CitedPaper, library: Library) -> str:
    """Return what a paper lacks for a service to know it; nothing where all of them do."""
    paper = library.papers.get(cited.paper)
    if paper is None or paper.doi:
        return ""
    if CitationSource.OPENALEX in cited.sources:
        return "DOI, by which OpenAlex knows papers"
    return "" if paper.arxiv_id else "arXiv id or DOI, by which Semantic Scholar knows papers"


def _names(found: WatchFile) -> Iterator[tuple[Loc, tuple[str, str]]]:
    """Yield what is to be named once, each with its place."""
    for number, cited in enumerate(found.citing):
        yield ("citing", number, "paper"), ("paper", cited.paper)
    for number, venue in enumerate(found.venues):
        if venue.dblp:
            yield ("venues", number, "dblp"), ("dblp", venue.dblp)
        if venue.openreview:
            yield ("venues", number, "openreview"), ("openreview", venue.openreview)
