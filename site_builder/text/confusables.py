"""Confusables (UTS #39): letters of other alphabets, and invisible characters, in Latin words.

"Visual" with a Cyrillic U+0430 for its a is read as the Latin word, which is its skeleton.
"""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.text import invisible

if TYPE_CHECKING:
    from collections.abc import Iterator

PROTOTYPES: Final = {
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
"""Latin letters by the characters confused with them: a choice from UTS #39, confusables.txt."""
SYMBOLS: Final = frozenset("νιυρα")
"""Greek letters that formulas use, and words such as νSVM begin with."""
INVISIBLE: Final = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u3164\uffa0"
"""Characters without a shape of their own; between Latin letters they have no work to do."""
OTHER_ALPHABETS: Final = "\u0400-\u052f\u0531-\u058f\u10a0-\u10ff\u13a0-\u13ff\ua4d0-\ua4ff"
"""Alphabets with letters like Latin ones, Greek apart, that no word shares with Latin."""
INVISIBLE_CHARACTER: Final = re.compile(f"[{INVISIBLE}]")
SUSPECT: Final = re.compile(f"[{INVISIBLE}{OTHER_ALPHABETS}{''.join(PROTOTYPES)}]")
WORD: Final = re.compile(rf"(?:[^\W\d_]|[{INVISIBLE}\u0300-\u036f])+")


@dataclass(frozen=True, slots=True)
class Confusable:
    """A word with characters that are confused with Latin letters, or that are invisible."""

    start: int
    word: str
    skeleton: str
    """The Latin word that it is read as."""
    character: str
    """The first confusable or invisible character."""

    @property
    def character_name(self) -> str:
        """The code point and name of the character: U+0430, CYRILLIC SMALL LETTER A."""
        return invisible.character_name(self.character)


def find_confusables(text: str) -> Iterator[Confusable]:
    """Yield the words of `text` that mix Latin letters with confusable or invisible characters.

    A word wholly in another alphabet is yielded only if each of its letters is confusable and the
    text has Latin letters elsewhere: "CAT and Dog" with CAT in Cyrillic.
    """
    if text.isascii() or not SUSPECT.search(text):
        return
    is_latin = any(map(_is_latin, text))
    for match in WORD.finditer(text):
        if found := _confusable(match, is_latin=is_latin):
            yield found


def skeleton(text: str) -> str:
    """Return `text` with each confusable word replaced by the Latin word that it is read as."""
    parts, end = [], 0
    for found in find_confusables(text):
        parts += [text[end : found.start], found.skeleton]
        end = found.start + len(found.word)
    return "".join([*parts, text[end:]])


def _confusable(match: re.Match[str], *, is_latin: bool) -> Confusable | None:
    word = match[0]
    suspects = [c for n, c in enumerate(word) if SUSPECT.match(c) and (n or c not in SYMBOLS)]
    letters = [char for char in word if not SUSPECT.match(char) and char.isalpha()]
    among_latin = any(map(_is_latin, letters))
    is_whole = len(suspects) == len(word) and all(char in PROTOTYPES for char in word)
    if not suspects or not (among_latin or (is_latin and is_whole)):
        return None
    skeleton = INVISIBLE_CHARACTER.sub("", "".join(PROTOTYPES.get(char, char) for char in word))
    return Confusable(match.start(), word, skeleton, suspects[0])


def _is_latin(char: str) -> bool:
    if char.isascii():
        return char.isalpha()
    return char not in PROTOTYPES and unicodedata.name(char, "").startswith("LATIN")
