"""Files that other programs wrote, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.curation.dialogue import Dialogue

MOST_BYTES: Final = 20_000_000
"""Some ten thousand entries with their abstracts."""


def text_of(file: Path, dialogue: Dialogue) -> str:
    """Read a file of any usual encoding; raises SurveyError when it is too large."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise SurveyError(f"{file.name} is larger than {MOST_BYTES:,} bytes")
        raw = file.read_bytes()
    except OSError as error:
        raise SurveyError(f"{file.name} cannot be read: {error.strerror}") from None
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    dialogue.say(f"{file.name} is not UTF-8; it was read as Windows' Western encoding")
    return raw.decode("cp1252", "replace")
