"""`survey check`: everything that can be wrong, with positions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.problem_report import report
from site_builder.cli.terminal import pour, show, show_json
from site_builder.curation import checking
from site_builder.pages import published
from site_builder.problems import Problem, Severity, as_github, as_json
from site_builder.text.plurals import counted

if TYPE_CHECKING:
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
@click.pass_context
def check(ctx: click.Context, style: str, since: str | None) -> None:
    """Check every record; exit 1 when something is wrong."""
    root = survey_root(ctx)
    library, problems = _read(root)
    if since is not None:
        problems = checking.only_new(
            root, since, problems, published.FILES, lambda at: _read(at)[1]
        )
    _tell(root, library, problems, style)
    ctx.exit(PROBLEMS_FOUND if any(problem.is_error for problem in problems) else 0)


def _read(root: Path) -> tuple[Library, list[Problem]]:
    """Return a survey with all its problems, those of the pages it publishes among them."""
    library, problems = checking.problems_of(root)
    return library, sorted((*problems, *published.problems(root)))


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
