"""What an address on the web is known by, however it is dressed.

The same rules are in `theme/js/explore/links.js`, which reads what is typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, unquote, urlsplit
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDING: Final = re.compile(r"\.(?:html?|pdf|php|md|git)$")
"""What a file's name ends with; the same work lies beside it under another."""

DRESS: Final = re.compile(r"(?:[-_](?:paper|abstract|conference|supplemental|supp))+$")
"""What archives append to the name of a paper to tell its page from its file."""

LEAST: Final = 8
"""Shorter names of files are not a paper's own."""

DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def link_names(url: str) -> Iterator[str]:
    """Yield what an address is known by: host and path, the id in its query, the file's name."""
    try:
        parts = urlsplit(url)
        path = ENDING.sub("", unquote(parts.path).lower().rstrip("/"))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return  # no address at all
    own = parse_qs(parts.query).get("id", [""])[0]
    yield f"{host}{path}?{own}" if own else f"{host}{path}"
    if own:
        yield f"id:{own.lower()}"
    name = DRESS.sub("", path.rpartition("/")[2])
    if len(name) >= LEAST and re.search(r"[0-9_]", name):
        yield f"file:{name}"


def short(name: str) -> str:
    """Return seven characters or fewer that stand for a name: its CRC-32 in base 36."""
    number, found = crc32(name.encode("utf-8", "backslashreplace")), ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        found = DIGITS[digit] + found
    return found or "0"
