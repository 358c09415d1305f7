"""`survey answer`: a form that asks for a paper, answered and turned into a record."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.cli.context import survey_root
from site_builder.cli.paths import PathType


@click.command()
@click.argument("event", type=PathType(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=PathType(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write answer.md to, and title.txt and body.md of a pull request.",
)
@click.pass_context
def answer(ctx: click.Context, event: Path, out: Path) -> None:
    """Answer an issue that asks for a paper; EVENT is the JSON that the forge sent.

    What can be told from the survey alone is told to everybody: a wrong id, an unknown category, a
    paper that is here already. The services are asked, and the record written, only where the issue
    has just got the label "accepted", or its author belongs to the repository. Nothing about the
    person enters the record. Exit 0 whatever the answer is: it stands in the files.
    """
    from site_builder.curation import answering  # noqa: PLC0415 (what talks to services loads slowly)

    answering.run(survey_root(ctx), event, out)
