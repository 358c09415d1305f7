"""Problems printed with the lines that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.cli.terminal import show
from site_builder.files import inside
from site_builder.files.lines import with_lf
from site_builder.problems import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from site_builder.problems import Problem


def report(root: Path, problems: Iterable[Problem]) -> None:
    """Print problems for people, each with its line."""
    for problem in problems:
        show(as_text(problem, _source_line(root, problem)))


def _source_line(root: Path, problem: Problem) -> str | None:
    """Return the line that a problem is about, or None where there is none to show."""
    try:
        text = inside.read(root / problem.path, root).decode("utf-8", "replace")
    except (OSError, ValueError, inside.Refused):
        return None
    lines = with_lf(text).removesuffix("\n").split("\n")
    return lines[problem.line - 1] if problem.line <= len(lines) else None
