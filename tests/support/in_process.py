"""The command `survey` run in this process: it says the same as in one of its own.

To load the engine takes longer than most commands run. What only a program has (streams, signals,
an environment, an end) is tried with one.
"""

from __future__ import annotations

from contextlib import chdir
from subprocess import CompletedProcess
from typing import TYPE_CHECKING

from click.testing import CliRunner

from site_builder.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def survey(cwd: Path, *arguments: str) -> CompletedProcess[str]:
    """Run the command in a folder; what it should have told in a line is raised here."""
    with chdir(cwd):
        done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    return CompletedProcess(["survey", *arguments], done.exit_code, done.stdout, done.stderr)
