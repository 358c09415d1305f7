"""Invisible characters in the texts of a survey, reported where no script or emoji needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import BaseModel

from site_builder.checks.advice import names
from site_builder.checks.findings import warning
from site_builder.problems import Finding, Loc, Problem, bounded, show_loc
from site_builder.record.models import Result
from site_builder.record.result_fields import GROUPS
from site_builder.text import invisible
from site_builder.text.confusables import find_confusables
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import (
    BENCHMARKS,
    CITATIONS,
    EXCLUDED,
    FIELDS,
    PEOPLE,
    RELEASES,
    TAXONOMY,
    VENUES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library


IN_PLACE: Final = frozenset({"categories", "extra"})
"""Fields of models whose contents stand in YAML as fields beside the others."""


def nothing_hidden(library: Library) -> Iterator[Problem]:
    """No text holds an invisible character, except where a script or an emoji needs it."""
    told = set[tuple[str, Loc]]()
    for path, record, loc in _records(library):
        if invisible.holds_any(record.model_dump_json()):
            told = told or {(path, loc) for path, loc, _ in names(library)}
            found = (each for each in _hidden(record, loc) if not _is_told(path, *each, told))
            places = ((place, finding) for place, _, finding in found)
            yield from bounded(library.problem(path, *each) for each in places)


def _hidden(record: BaseModel, loc: Loc) -> Iterator[tuple[Loc, str, Finding]]:
    """Yield the place, the text and a finding for each text with an invisible character."""
    for place, text in texts(record, loc):
        if found := next(invisible.find(text), None):
            said = (
                f"{show_loc(place)}: holds {invisible.character_name(found[0])}, which is not seen"
            )
            hint = f"delete it: it is character {found.start() + 1} of the text"
            yield place, text, warning("invisible", said, hint)


def _is_told(path: str, loc: Loc, text: str, _: Finding, told: set[tuple[str, Loc]]) -> bool:
    """Return whether `no_confusables` reports it already, as the first confusable of a name."""
    if not {(path, loc), (path, loc[:2])} & told:
        return False
    first = next(find_confusables(text), None)
    return first is not None and bool(invisible.IGNORABLE.match(first.character))


def _records(library: Library) -> Iterator[tuple[str, BaseModel, Loc]]:
    """Yield each model that was read from YAML, with its file and its place there."""
    for paper in library.papers.values():
        yield paper_path(paper.key), paper, ()
    lists: tuple[tuple[str, str, Iterable[BaseModel]], ...] = (
        (TAXONOMY, "facets", library.taxonomy.facets),
        (VENUES, "venues", library.venue_entries),
        (BENCHMARKS, "benchmarks", library.benchmark_entries),
        (FIELDS, "fields", library.field_entries),
        (PEOPLE, "people", library.person_entries),
        (EXCLUDED, "reasons", library.reason_entries),
        (EXCLUDED, "excluded", library.exclusion_entries),
        (CITATIONS, "citations", library.citing_entries),
        (RELEASES, "releases", library.release_entries),
        (BENCHMARKS, "conditions", library.condition_entries),
        (BENCHMARKS, "quantities", library.quantity_entries),
    )
    for path, name, entries in lists:
        for number, entry in enumerate(entries):
            yield path, entry, (name, number)


def texts(value: object, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Yield every string within a value, with its place."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            is_group = isinstance(value, Result) and name in GROUPS  # no field of a record
            place = loc if is_group or name in IN_PLACE else (*loc, name)
            yield from texts(getattr(value, name), place)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from texts(each, (*loc, name))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from texts(each, (*loc, number))
