"""The ends of lines in text files: whatever a file has, what is read of it ends lines with LF."""

from __future__ import annotations

from codecs import BOM_UTF8


def with_lf(text: str) -> str:
    r"""Return a text whose lines end with `\n`; CR LF and a lone CR each end one line, too."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decoded(content: bytes, errors: str = "strict") -> str:
    """Read UTF-8 with or without a byte order mark, lines ended with LF; raises UnicodeError."""
    return with_lf(content.removeprefix(BOM_UTF8).decode("utf-8", errors))
