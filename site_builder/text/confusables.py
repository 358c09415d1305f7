"""Letters of other alphabets that pass for Latin ones, and characters nobody sees, inside words."""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ALIKE: Final = {
    # Cyrillic
    **dict(zip("аеіјкорсухѕһԁԛԝѵӏүғ", "aeijkopcyxshdqwvlyf", strict=True)),
    **dict(zip("АВЕНІЈКМОРСТУХЅѴԌԚԜҮӀ", "ABEHIJKMOPCTYXSVGQWYI", strict=True)),
    # Greek; small letters stand at the beginning of words as symbols: βVAE
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ", "ABEZHIKMNOPTYXCj", strict=True)),
    **dict(zip("ονιυραϲ", "oviupac", strict=True)),
    # Armenian, Cherokee, Lisu
    **dict(zip("օսհոցզյ", "ouhngqj", strict=True)),
    **dict(zip("ᎪᏟᎬᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ", "ACEHJKLMPRSTVWZ", strict=True)),
    **dict(zip("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "ABCDEFGHIJKLMNOPRSTUVWXYZ", strict=True)),
    # Latin letters of phonetics
    **dict(zip("ɡɑ", "ga", strict=True)),
}
"""Letters by the Latin ones that they are taken for (a choice from UTS #39, confusables)."""
SYMBOLS: Final = frozenset("νιυρα")
"""Greek letters that formulas use, and words such as νSVM begin with."""
UNSEEN: Final = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u3164\uffa0"
"""Characters without a shape of their own; between Latin letters they have no work to do."""
FOREIGN: Final = "\u0400-\u052f\u0531-\u058f\u10a0-\u10ff\u13a0-\u13ff\ua4d0-\ua4ff"
"""Alphabets with letters like Latin ones, Greek apart, that no word shares with Latin."""
NOTHING: Final = re.compile(f"[{UNSEEN}]")
SUSPECT: Final = re.compile(f"[{UNSEEN}{FOREIGN}{''.join(ALIKE)}]")
WORD: Final = re.compile(rf"(?:[^\W\d_]|[{UNSEEN}\u0300-\u036f])+")


@dataclass(frozen=True, slots=True)
class Disguise:
    """A word that is not what it seems."""

    start: int
    word: str
    seems: str
    """What a reader takes it for."""
    sign: str
    """The first character that is not what it seems."""

    @property
    def sign_name(self) -> str:
        """Name the character as Unicode does: U+0430, CYRILLIC SMALL LETTER A."""
        return f"U+{ord(self.sign):04X}, {unicodedata.name(self.sign, 'a character without name')}"


def disguises(text: str) -> Iterator[Disguise]:
    """Yield the words that hold letters of other alphabets, or nothing visible, among Latin ones.

    A word in another alphabet is none, unless all its letters pass for Latin ones in a text that
    is Latin otherwise.
    """
    if text.isascii() or not SUSPECT.search(text):
        return
    is_latin = any(map(_latin, text))
    for match in WORD.finditer(text):
        if found := _disguise(match, is_latin=is_latin):
            yield found


def seeming(text: str) -> str:
    """Give the text that a reader takes this one for."""
    parts, end = [], 0
    for found in disguises(text):
        parts += [text[end : found.start], found.seems]
        end = found.start + len(found.word)
    return "".join([*parts, text[end:]])


def _disguise(match: re.Match[str], *, is_latin: bool) -> Disguise | None:
    word = match[0]
    signs = [c for n, c in enumerate(word) if SUSPECT.match(c) and (n or c not in SYMBOLS)]
    letters = [char for char in word if not SUSPECT.match(char) and char.isalpha()]
    among_latin = any(map(_latin, letters))
    whole = is_latin and not letters and len(signs) == len(word) and all(c in ALIKE for c in word)
    if not signs or not (among_latin or whole):
        return None
    seems = NOTHING.sub("", "".join(ALIKE.get(char, char) for char in word))
    return Disguise(match.start(), word, seems, signs[0])


def _latin(char: str) -> bool:
    if char.isascii():
        return char.isalpha()
    return char not in ALIKE and unicodedata.name(char, "").startswith("LATIN")
