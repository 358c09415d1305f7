"""Hand a made file to the user: to standard output, or to a file that is never half written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from site_builder.problems import SurveyError


def write_out(content: str | bytes, out: Path | None) -> None:
    """Write to a file or to standard output; raises SurveyError when the file cannot be written."""
    data = content.encode() if isinstance(content, str) else content
    if out is None:
        click.echo(data, nl=False)
        return
    try:
        _replace(out, data)
    except OSError as error:
        raise SurveyError(f"{out} cannot be written: {error.strerror}") from None


def _replace(out: Path, data: bytes) -> None:
    """Write beside the target and rename, which happens wholly or not at all."""
    target = out.resolve()  # a link stays one
    if target.exists() and not target.is_file():  # a device or pipe, which nobody renames over
        target.write_bytes(data)
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """Give the permissions of the file that is replaced, or those of any new file."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
