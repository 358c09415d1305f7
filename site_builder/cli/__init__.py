"""The command `survey`: reads arguments, calls the engine, prints, and picks the exit code."""

from __future__ import annotations

import errno
import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from site_builder import __version__
from site_builder.cli.context import PROBLEMS_FOUND
from site_builder.cli.paths import PathType
from site_builder.cli.problem_report import report
from site_builder.cli.terminal import Shell, show
from site_builder.problems import BrokenSurvey, SurveyError, printable


class Misuse(click.ClickException):
    """A mistake of use, told in one line."""

    exit_code = 2


GC_THRESHOLDS: Final = (100_000, 20, 50)
"""Thresholds of the cyclic garbage collector: what a command loads lives until its end, and
looking for reference cycles in ten thousand records took a fifth of the time to load them."""

COMMANDS: Final = {
    "check": "check",
    "build": "build",
    "serve": "build:serve",
    "export": "export",
    "cite": "cite",
    "add": "add",
    "import": "import_",
    "exclude": "exclude",
    "watch": "watch",
    "refresh": "refresh",
    "release": "release",
    "changes": "changes",
    "forms": "forms",
    "answer": "answer",
    "fmt": "fmt",
    "schema": "schema",
    "links": "links",
    "stats": "stats",
    "mcp": "mcp",
    "new": "new",
    "export-docs": "export_docs",
}
"""Modules in this package by the command they hold, in the order of the help; where the function
is not called like its module, its name follows."""


class SurveyGroup(click.Group):
    """Commands loaded when they are asked for, that answer no mistake of use with a traceback.

    A command's module loads what it needs, MkDocs or the parsers of five services: all of them
    together take longer than most commands run.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command, or tell click that there is none of that name."""
        if name not in COMMANDS:
            return None
        module, _, function = COMMANDS[name].partition(":")
        found = getattr(import_module(f"site_builder.cli.{module}"), function or module)
        return found if isinstance(found, click.Command) else None

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run; where the system refuses something, a full disk for one, say so in one line."""
        try:
            try:
                return super().main(*args, **extra)
            finally:
                if sys.stdout:
                    sys.stdout.flush()  # what is still in the buffer may not fit on the disk
        except OSError as error:
            _give_up_output()
            if error.errno != errno.EPIPE:  # nobody reads any more, which is no mistake
                what = f"{error.filename} cannot be used" if error.filename else "writing failed"
                show(f"Error: {printable(what, 400)}: {error.strerror or error}", err=True)
            sys.exit(1 if error.errno == errno.EPIPE else Misuse.exit_code)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a `SurveyError` becomes one line and exit code 2, a broken survey 1."""
        try:
            return super().invoke(ctx)
        except BrokenSurvey as broken:
            report(broken.root, broken.problems)
            Shell().say(str(broken))
            ctx.exit(PROBLEMS_FOUND)
        except SurveyError as error:
            raise Misuse(str(error)) from None


def _give_up_output() -> None:
    """Let what is left for standard output go nowhere; Python would fail once more at its end."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=SurveyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="survey")
@click.option(
    "--root",
    type=PathType(exists=True, file_okay=False, path_type=Path),
    help="The survey's folder; otherwise the one that the current folder is in.",
)
def main(root: Path | None) -> None:  # noqa: ARG001 (commands find it in the context)
    """Keep a living literature survey: check its records, build its site."""
    gc.set_threshold(*GC_THRESHOLDS)
