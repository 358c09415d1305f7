"""`survey check`: everything that can be wrong, with positions."""

from __future__ import annotations

import subprocess
from collections import Counter
from typing import TYPE_CHECKING

import click

from site_builder import checks
from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.library import BENCHMARKS, TAXONOMY, VENUES, Library
from site_builder.problems import (
    Problem,
    Severity,
    SurveyError,
    as_github,
    as_json,
    as_text,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    help="For people, for annotations on a pull request, or for programs.",
)
@click.option("--since", metavar="REV", help="Tell only of files changed since this git revision.")
@click.pass_context
def check(ctx: click.Context, style: str, since: str | None) -> None:
    """Check every record; exit 1 when something is wrong."""
    root = survey_root(ctx)
    library, problems = Library.load(root)
    problems = sorted(problems + checks.run(library))
    if since is not None:
        problems = only_changed(problems, changed_since(root, since))
    _tell(root, library, problems, style)
    ctx.exit(PROBLEMS_FOUND if any(problem.is_error for problem in problems) else 0)


def _tell(root: Path, library: Library, problems: list[Problem], style: str) -> None:
    if style == "json":
        click.echo(as_json(problems))
    elif style == "github":
        for problem in problems:
            click.echo(as_github(problem))
    else:
        for problem in problems:
            click.echo(as_text(problem, source_line(root, problem)))
        click.echo(summary(len(library.papers), problems), err=True)


def source_line(root: Path, problem: Problem) -> str | None:
    """Read the line that a problem is about, or None where there is none to show."""
    path = root / problem.path
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            lines = enumerate(file, 1)
            return next((text.rstrip("\n") for n, text in lines if n == problem.line), None)
    except OSError:
        return None


def summary(papers: int, problems: list[Problem]) -> str:
    """Count what was found, in one line."""
    count = Counter(problem.severity for problem in problems)
    parts = [f"{count[s]} {s}{'' if count[s] == 1 else 's'}" for s in Severity]
    return f"{papers} paper{'' if papers == 1 else 's'} read: " + ", ".join(parts)


def only_changed(problems: list[Problem], changed: set[str]) -> list[Problem]:
    """Keep the problems of changed files; of all files when a registry that others use changed."""
    if changed & {TAXONOMY, VENUES, BENCHMARKS}:
        return problems
    return [problem for problem in problems if problem.path in changed]


def changed_since(root: Path, revision: str) -> set[str]:
    """List the files that differ from a revision, untracked ones included, relative to the root."""
    names: set[str] = set()
    for arguments in (
        ["diff", "--name-only", "--relative", "-z", "--end-of-options", revision, "--", "."],
        ["ls-files", "--others", "--exclude-standard", "-z"],
    ):
        names |= set(_git(root, arguments).split("\0"))
    return names - {""}


def _git(root: Path, arguments: list[str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 (no shell; the revision is marked as no option)
            ["git", "-C", str(root), *arguments],  # noqa: S607 (whichever git the user has)
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        raise SurveyError("--since needs git, which was not found") from None
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["git failed"])[0]
        raise SurveyError(f"--since: {reason}")
    return done.stdout
