"""Hand a made file to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder import safe_write
from site_builder.cli.terminal import pour
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from pathlib import Path


def write_out(content: str | bytes, out: Path | None) -> None:
    """Write to a file, whole or not at all, or to standard output; raises SurveyError."""
    data = content.encode() if isinstance(content, str) else content
    if out is None:
        pour(data)
    elif out.exists() and not out.is_file():  # a pipe or a device, which nobody can replace
        _pour(data, out)
    else:
        safe_write.replace(out, data)


def _pour(data: bytes, out: Path) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise SurveyError(f"{out} cannot be written: {error.strerror}") from None
