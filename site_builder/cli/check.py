"""`survey check`: everything that can be wrong, with positions."""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from site_builder import history
from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.problem_report import report
from site_builder.cli.terminal import pour, show, show_json
from site_builder.curation import checking, cures
from site_builder.pages import published
from site_builder.pages.handwritten import check as handwritten
from site_builder.pages.handwritten import documents
from site_builder.problems import Problem, Severity, SurveyError, as_github, as_json
from site_builder.text.plurals import counted
from site_builder.yamlfiles.registries import WATCH

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.library import Library


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
    with _uncollected():
        library, problems = _read(root)
    if since is not None:
        read = (*published.FILES, WATCH, f"{published.docs_folder(root)}/")
        problems = checking.only_new(root, since, problems, read, lambda at: _read(at)[1])
    _tell(root, library, problems, style)
    ctx.exit(PROBLEMS_FOUND if any(problem.is_error for problem in problems) else 0)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no reference cycles: a survey that is read makes hardly any, and none is large."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(root: Path) -> tuple[Library, list[Problem]]:
    """Return a survey with all its problems, those of the pages it publishes among them."""
    library, problems = checking.problems_of(root)
    pages = documents.load(root / published.docs_folder(root), root)
    of_pages = handwritten.problems(pages, library)
    return library, sorted((*problems, *published.problems(root), *of_pages))


def _cure(root: Path, since: str | None, style: str) -> None:
    """Cure what is certain and report it, on standard error where the output is for programs."""
    try:
        only = None if since is None else history.changed_files(root, since)
    except history.GitError as failed:
        raise SurveyError(f"--since: {failed}") from None
    for cured in cures.cure(root, only):
        show(str(cured), err=style != "text")


def _tell(root: Path, library: Library, problems: list[Problem], style: str) -> None:
    if style == "json":
        show_json(as_json(problems))
    elif style == "github":
        for problem in problems:
            pour(f"{as_github(problem)}\n")
    else:
        report(root, problems)
        show(summary(len(library.papers), problems), err=True)


def summary(papers: int, problems: list[Problem]) -> str:
    """Count what was found, in one line."""
    count = Counter(problem.severity for problem in problems)
    parts = [counted(count[s], s) for s in Severity]
    return f"{counted(papers, 'paper')} read: " + ", ".join(parts)
