"""What of a survey can be published: all records but those with errors, which are told."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from site_builder import checks
from site_builder.library import PAPERS, Cache, Library

if TYPE_CHECKING:
    from site_builder.problems import Problem


def load(root: Path, cache: Cache | None = None) -> tuple[Library, list[Problem]]:
    """Load a survey without the records that have errors; the problems come in the order of files.

    With a cache, records whose files have not changed are not read again.
    """
    found, problems = Library.load(root, cache)
    problems = sorted(problems + checks.errors(found))
    paths = (PurePosixPath(problem.path) for problem in problems if problem.is_error)
    return found.without({path.stem for path in paths if path.parent.name == PAPERS}), problems
