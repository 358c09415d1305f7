"""What every command needs: the survey that it works on, and the exit code of what it finds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.cli.paths import resolved
from site_builder.library import find_root

if TYPE_CHECKING:
    import click

PROBLEMS_FOUND = 1
"""Exit code when the survey, not the call, is at fault; click itself uses 2 for misuse."""


def survey_root(ctx: click.Context) -> Path:
    """Find the survey that a command works on; raises SurveyError where there is none."""
    given: Path | None = ctx.find_root().params.get("root")
    return find_root(resolved(given)) if given else find_root(Path.cwd())
