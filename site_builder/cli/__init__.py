"""The command `survey`: reads arguments, calls the engine, prints, and picks the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from site_builder import __version__
from site_builder.cli.add import add
from site_builder.cli.build import build, serve
from site_builder.cli.check import check
from site_builder.cli.cite import cite
from site_builder.cli.export import export
from site_builder.cli.fmt import fmt
from site_builder.cli.import_ import import_
from site_builder.cli.refresh import refresh
from site_builder.cli.schema import schema
from site_builder.problems import SurveyError


class Misuse(click.ClickException):
    """A mistake of use, told in one line."""

    exit_code = 2


class SurveyGroup(click.Group):
    """Commands that never answer a mistake of use with a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a `SurveyError` becomes one line and exit code 2."""
        try:
            return super().invoke(ctx)
        except SurveyError as error:
            raise Misuse(str(error)) from None


@click.group(cls=SurveyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="survey")
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The survey's folder; otherwise the one that the current folder is in.",
)
def main(root: Path | None) -> None:
    """Keep a living literature survey: check its records, build its site."""


COMMANDS: Final = (check, build, serve, export, cite, fmt, schema, add, import_, refresh)
"""Every command, each from a module of its own."""
for command in COMMANDS:
    main.add_command(command)
