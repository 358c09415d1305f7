"""What is wrong with a survey, and which of it a change has brought."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from site_builder import checks, history
from site_builder.checks import watch_list
from site_builder.curation import issue_form
from site_builder.library import Library
from site_builder.problems import SurveyError
from site_builder.yamlfiles.registries import FIELDS, REGISTRIES, TAXONOMY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from site_builder.problems import Problem


def problems_of(root: Path) -> tuple[Library, list[Problem]]:
    """Read a survey and return it with all its problems, in the order of files and lines.

    What was published once and is gone is no matter of the survey alone; `pages` tells of it.
    """
    library, problems = Library.load(root)
    return library, sorted(
        (*problems, *checks.run(library), *watch_list.problems(library), *_stale_form(library))
    )


def _stale_form(library: Library) -> Iterator[Problem]:
    """Look at the issue form too; nobody is blamed for it while the taxonomy is broken."""
    if not {TAXONOMY, FIELDS} & library.unread:
        yield from issue_form.stale(library.root, library.taxonomy, library.fields)


def only_new(
    root: Path,
    revision: str,
    problems: list[Problem],
    read: Collection[str],
    problems_in: Callable[[Path], list[Problem]],
) -> list[Problem]:
    """Return the problems of files changed since a revision, and those that came elsewhere.

    A record can break others that nobody touched, by going away for one; a registry can break all
    records. `problems_in` finds all problems of a survey; `read` names the files, and the
    folders by a slash at the end, beside records and registries, in which it looks. Raises
    SurveyError where git cannot compare.
    """
    try:
        changed = history.changed_files(root, revision)
        elsewhere = [problem for problem in problems if problem.path not in changed]
        if changed.isdisjoint(REGISTRIES):  # warnings elsewhere are old; to read all again is slow
            elsewhere = [problem for problem in elsewhere if problem.is_error]
        old = (
            set(map(_place, _problems_at(root, revision, read, problems_in)))
            if elsewhere
            else set()
        )
    except history.GitError as failed:
        raise SurveyError(f"--since: {failed}") from None
    new = {problem for problem in elsewhere if _place(problem) not in old}
    return [problem for problem in problems if problem.path in changed or problem in new]


def _place(problem: Problem) -> tuple[str, int, int, str]:
    """Return what identifies a problem; its message may change with other records."""
    return problem.path, problem.line, problem.column, problem.code


def _problems_at(
    root: Path, revision: str, read: Collection[str], problems_in: Callable[[Path], list[Problem]]
) -> list[Problem]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        history.write_out(root, revision, folder, read)
        return problems_in(folder)
