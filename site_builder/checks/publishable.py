"""The part of a survey that can be published: all records without errors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from site_builder import checks
from site_builder.library import Library
from site_builder.problems import SurveyError
from site_builder.yamlfiles.record_files import PAPERS, Cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.problems import Problem
    from site_builder.record.models import Venue


def load(root: Path, cache: Cache | None = None) -> tuple[Library, list[Problem]]:
    """Load a survey without the records that have errors; the problems come in the order of files.

    With a cache, records whose files have not changed are not read again. Raises SurveyError where
    there is no folder of records: that is no survey without papers, but one whose papers are gone.
    """
    return published(*Library.load(root, cache))


def published(found: Library, problems: list[Problem]) -> tuple[Library, list[Problem]]:
    """Leave out of a library what `load` does; `problems` are those of reading it.

    Raises SurveyError where there is no folder of records.
    """
    if lost := next((each for each in problems if each.path == PAPERS), None):
        raise SurveyError(str(lost))
    problems = sorted(problems + checks.errors(found))
    paths = (PurePosixPath(problem.path) for problem in problems if problem.is_error)
    sound = found.without({path.stem for path in paths if path.parent.name == PAPERS})
    return replace(sound, venue_entries=tuple(_with_address(found.venue_entries))), problems


def _with_address(venues: Iterable[Venue]) -> Iterator[Venue]:
    """Yield venues, of two whose ids differ in case alone the first in the file."""
    taken: set[str] = set()
    for venue in venues:
        if venue.slug not in taken:
            taken.add(venue.slug)
            yield venue
