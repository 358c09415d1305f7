"""`survey check`: everything that can be wrong, with positions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from site_builder import checks, history
from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.terminal import pour, show, show_json
from site_builder.curation import cures, issue_form
from site_builder.files import inside
from site_builder.library import BENCHMARKS, TAXONOMY, VENUES, Library
from site_builder.pages import published
from site_builder.problems import (
    Problem,
    Severity,
    SurveyError,
    as_github,
    as_json,
    as_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

REGISTRIES = {TAXONOMY, VENUES, BENCHMARKS}
"""Files that all records refer to."""


@click.command()
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    help="For people, for annotations on a pull request, or for programs.",
)
@click.option(
    "--since", metavar="REV", help="Tell only what changes since this git revision brought."
)
@click.option(
    "--fix", is_flag=True, help="First write what can be meant in one way only; tell each change."
)
@click.pass_context
def check(ctx: click.Context, style: str, since: str | None, *, fix: bool) -> None:
    """Check every record; exit 1 when something is wrong.

    With --fix, warnings whose cure is certain are cured in the files, comments kept; what is left
    is told as always. With --since too, only files that changed are touched.
    """
    root = survey_root(ctx)
    if fix:
        _cure(root, since, style)
    library, problems = Library.load(root)
    found = (*problems, *checks.run(library), *published.problems(root), *_stale_form(library))
    problems = sorted(found)
    if since is not None:
        problems = only_new(root, since, problems)
    _tell(root, library, problems, style)
    ctx.exit(PROBLEMS_FOUND if any(problem.is_error for problem in problems) else 0)


def _cure(root: Path, since: str | None, style: str) -> None:
    """Cure what is certain and tell of it, on standard error where the output is for programs."""
    try:
        only = None if since is None else history.changed_files(root, since)
    except history.GitFailed as failed:
        raise SurveyError(f"--since: {failed}") from None
    for cured in cures.cure(root, only):
        show(str(cured), err=style != "text")


def _stale_form(library: Library) -> Iterator[Problem]:
    """Look at the issue form too; nobody is blamed for it while the taxonomy is broken."""
    if TAXONOMY not in library.unread:
        yield from issue_form.stale(library.root, library.taxonomy)


def _tell(root: Path, library: Library, problems: list[Problem], style: str) -> None:
    if style == "json":
        show_json(as_json(problems))
    elif style == "github":
        for problem in problems:
            pour(f"{as_github(problem)}\n")
    else:
        for problem in problems:
            show(as_text(problem, source_line(root, problem)))
        show(summary(len(library.papers), problems), err=True)


def source_line(root: Path, problem: Problem) -> str | None:
    """Read the line that a problem is about, or None where there is none to show."""
    try:
        text = inside.read(root / problem.path, root).decode("utf-8", "replace")
    except (OSError, ValueError, inside.Refused):
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return lines[problem.line - 1] if problem.line <= len(lines) else None


def summary(papers: int, problems: list[Problem]) -> str:
    """Count what was found, in one line."""
    count = Counter(problem.severity for problem in problems)
    parts = [f"{count[s]} {s}{'' if count[s] == 1 else 's'}" for s in Severity]
    return f"{papers} paper{'' if papers == 1 else 's'} read: " + ", ".join(parts)


def only_new(root: Path, revision: str, problems: list[Problem]) -> list[Problem]:
    """Keep the problems of files changed since a revision, and those that came elsewhere.

    A record can break others that nobody touched, by going away for one; a registry can break all
    records. Raises SurveyError where git cannot compare.
    """
    try:
        changed = history.changed_files(root, revision)
        elsewhere = [problem for problem in problems if problem.path not in changed]
        if (
            not changed & REGISTRIES
        ):  # then warnings elsewhere are old, and reading it all again slow
            elsewhere = [problem for problem in elsewhere if problem.is_error]
        old = set(map(_place, _problems_at(root, revision))) if elsewhere else set()
    except history.GitFailed as failed:
        raise SurveyError(f"--since: {failed}") from None
    new = {problem for problem in elsewhere if _place(problem) not in old}
    return [problem for problem in problems if problem.path in changed or problem in new]


def _place(problem: Problem) -> tuple[str, int, int, str]:
    """Say which problem it is; its words may change with what else there is."""
    return problem.path, problem.line, problem.column, problem.code


def _problems_at(root: Path, revision: str) -> list[Problem]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        history.write_out(root, revision, folder)
        library, problems = Library.load(folder)
        return [*problems, *checks.run(library), *_stale_form(library)]
