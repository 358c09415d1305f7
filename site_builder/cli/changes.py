"""`survey changes`: what a change does to the survey, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from site_builder import history
from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.paths import PathType
from site_builder.cli.terminal import pour, show
from site_builder.history import report
from site_builder.library import Library
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.history.report import ChangeReport

FORMATS: Final[dict[str, Callable[[ChangeReport], str]]] = {
    "text": report.as_text,
    "markdown": report.as_markdown,
    "json": report.as_json,
}


@click.command()
@click.option("--since", default="HEAD", show_default=True, metavar="REV", help="A git revision.")
@click.option(
    "--of",
    "kept",
    type=PathType(exists=True, dir_okay=False, path_type=Path),
    help="Tell what an earlier run wrote with --format json, instead of asking git.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="For people, for a comment on a forge, or for --of.",
)
@click.option(
    "--plausible",
    is_flag=True,
    help="Exit 1 when a paper is gone, a file broken, or more than a tenth of the papers changed.",
)
@click.pass_context
def changes(
    ctx: click.Context, since: str, kept: Path | None, style: str, *, plausible: bool
) -> None:
    """Tell what changed since a revision: papers, their categories and results, the registries.

    The files are compared as they are, committed or not. In Markdown nothing that a record says can
    notify people or make a link.
    """
    account = _read(kept) if kept else _compared(survey_root(ctx), since)
    pour(FORMATS[style](account))
    if plausible:
        for reason in account.implausible:
            show(f"not plausible: {reason}", err=True)
    ctx.exit(PROBLEMS_FOUND if plausible and account.implausible else 0)


def _compared(root: Path, revision: str) -> ChangeReport:
    library, _ = Library.load(root)
    try:
        return report.make_report(history.since(library, revision))
    except history.GitError as failed:
        raise SurveyError(f"--since: {failed}") from None


def _read(kept: Path) -> ChangeReport:
    try:
        with kept.open("rb") as file:
            return report.read(file.read(report.MOST_BYTES + 1))
    except OSError as error:
        raise SurveyError(f"--of: {kept} cannot be read: {error.strerror}") from None
    except SurveyError as error:
        raise SurveyError(
            f"--of: {kept.name} is not what `survey changes` wrote: {error}"
        ) from None
