"""Paths as arguments and options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from site_builder.problems import quoted


class PathType(click.Path):
    """A path; what no file system can hold, a null byte or a lone surrogate, is misuse."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; tells of one that cannot be."""
        try:
            os.fsencode(value)
            return super().convert(value, param, ctx)
        except ValueError:
            self.fail(f"{quoted(value)} cannot be the name of a file", param, ctx)


def resolved(path: Path) -> Path:
    """Return a path without links and dots; one in a circle of links stays as far as it leads."""
    return Path(os.path.realpath(path))
