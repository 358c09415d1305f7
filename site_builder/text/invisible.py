"""Invisible characters: which of them a script or an emoji needs, and which only hide.

They are those that programs without a use for them do not show (Default_Ignorable_Code_Point in
Unicode's DerivedCoreProperties.txt), and the interlinear annotations. Joiners and selectors have
work to do in scripts like Persian, Hindi or Mongolian, and in emoji; in Latin words, numerals and
TeX they have none.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

IGNORABLES: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
"""All of them, as a class of a regular expression without its brackets."""

IGNORABLE: Final = re.compile(f"[{IGNORABLES}]")

WORKERS: Final = re.compile(
    "[\u034f\u115f\u1160\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Joiners, selectors of forms, and what holds the place of a Korean letter."""

KEYCAP: Final = re.compile("(?<=[0-9#*])\ufe0f(?=\u20e3)")
"""The one selector that follows an ASCII character: in the emoji of a key."""

WITHOUT_WORK: Final = ("LATIN", "GREEK", "CYRILLIC")
"""Beginnings of the names of letters after which nothing is joined or selected."""


ASCII: Final = bytes(range(128))


def holds_any(text: str) -> bool:
    """Return whether a text holds an invisible character, of use or not.

    A text of Unicode scalar values: of a long one only what is not ASCII is searched.
    """
    if text.isascii():
        return False
    return IGNORABLE.search(text.encode().translate(None, ASCII).decode()) is not None


def find(text: str) -> Iterator[re.Match[str]]:
    """Yield a match for each invisible character of `text` that has no function where it stands."""
    if text.isascii():
        return
    end, works = -1, False
    for match in IGNORABLE.finditer(text):
        start = match.start()
        is_useful = WORKERS.match(match[0]) and (
            works if start == end else _uses_joiners(text[start - 1 : start])
        )
        works, end = bool(is_useful or KEYCAP.match(text, start)), match.end()
        if not works:
            yield match


def _uses_joiners(char: str) -> bool:
    """Return whether `char` belongs to a script that uses joiners and variation selectors."""
    if not char or char.isascii() or unicodedata.category(char)[0] not in "LMS":
        return False
    return not unicodedata.name(char, "").startswith(WITHOUT_WORK)


def remove(text: str, *, strays_alone: bool = False) -> str:
    """Return `text` without invisible characters; with `strays_alone`, without those of no use."""
    if text.isascii():
        return text
    if not strays_alone:
        return IGNORABLE.sub("", text)
    starts = {match.start() for match in find(text)}
    return "".join(char for at, char in enumerate(text) if at not in starts) if starts else text


def character_name(char: str) -> str:
    """Return the code point and the Unicode name of a character: U+00AD, SOFT HYPHEN."""
    return f"U+{ord(char):04X}, {unicodedata.name(char, 'a character without name')}"
