"""The library that others are given records from: what can be published, the rest told."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from site_builder.checks import publishable
from site_builder.problems import printable
from site_builder.text.plurals import counted
from site_builder.yamlfiles.record_files import PAPERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from site_builder.curation.dialogue import Dialogue
    from site_builder.library import Library
    from site_builder.problems import Problem

MOST_TOLD: Final = 20
"""Files that are told one by one; of more their number is said."""


def read_library(root: Path, dialogue: Dialogue) -> Library:
    """Read what of a survey can be published, as its site shows it, and say what is left out.

    Raises SurveyError where the folder of records is gone.
    """
    library, problems = publishable.load(root)
    for line in left_out(problems):
        dialogue.say(line)
    return library


def left_out(problems: Iterable[Problem]) -> Iterator[str]:
    """Say of each file with errors what becomes of it, and which error is its first."""
    first: dict[str, Problem] = {}
    for problem in problems:
        if problem.is_error:
            first.setdefault(problem.path, problem)
    for problem in list(first.values())[:MOST_TOLD]:
        is_record = PurePosixPath(problem.path).parent.name == PAPERS
        fate = " is left out" if is_record else ""
        yield f"{printable(problem.path, 120)}{fate}: {printable(problem.message, 300)}"
    if (more := len(first) - MOST_TOLD) > 0:
        yield f"and {counted(more, 'more file')} with errors"
    if first:
        yield "some records have errors and are left out: see `survey check`"
