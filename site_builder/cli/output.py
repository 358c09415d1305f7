"""Hand a made file to the user."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from site_builder.cli.terminal import pour
from site_builder.files import atomic
from site_builder.problems import SurveyError
from site_builder.targets import check_file

if TYPE_CHECKING:
    from pathlib import Path


def write_out(content: str | bytes, out: Path | None, root: Path) -> None:
    """Write to a file, whole or not at all, or to standard output.

    Raises SurveyError where that cannot be done, and for a file of the survey's own.
    """
    data = content.encode() if isinstance(content, str) else content
    if out is None:
        if sys.stdout is None:
            raise SurveyError("standard output is closed: say where to write with --out FILE")
        pour(data)
        return
    check_file(out, root, data)
    if out.exists() and not out.is_file():  # a pipe or a device, which nobody can replace
        _pour(data, out)
    else:
        atomic.replace(out, data)


def _pour(data: bytes, out: Path) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise SurveyError(f"{out} cannot be written: {error.strerror}") from None
