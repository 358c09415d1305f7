"""Names of journals and the abbreviations of them, word by word (ISO 4)."""

from __future__ import annotations

import re
from typing import Final

from site_builder.text.names import fold

UNSAID: Final = frozenset(
    """
    a an and at by da das de del der des di die du el et for fur in la le les of on the to
    und y
    """.split()  # noqa: SIM905 (reads better)
)
"""Words that abbreviations leave out."""
LETTERS: Final = {"j": "journal", "z": "zeitschrift"}
"""The only words of which one letter is left; any other letter is the name of a section."""
STEMS: Final = {
    "anal": ("analysis", "analytical", "analytic"),
    "comput": ("computer", "computers", "computing", "computation", "computational"),
    "econ": ("economics", "economic", "economy"),
    "electron": ("electronics", "electronic"),
    "geol": ("geology", "geological"),
    "hist": ("history", "historical"),
    "int": ("international",),
    "intell": ("intelligence", "intelligent"),
    "math": ("mathematics", "mathematical", "mathematik", "mathematica"),
    "med": ("medicine", "medical", "medica"),
    "mod": ("modern",),
    "nat": ("nature", "natural"),
    "phys": ("physics", "physical", "physik", "physique", "physica"),
    "proc": ("proceedings",),
    "psychol": ("psychology", "psychological"),
    "sci": ("science", "sciences", "scientific"),
    "soc": ("society", "social"),
    "stat": ("statistics", "statistical"),
    "trans": ("transactions",),
}
"""Abbreviations that begin more words than they stand for (physiology is Physiol.)."""
LEAST_SAVED: Final = 2
"""Letters that an abbreviation saves at least: review is none of reviews."""
LEAST_CONTRACTED: Final = 4
"""Letters of the shortest contraction: Natl, Intl."""

Words = tuple[str, ...]


def words_of(name: str) -> Words:
    """Return a name's words as abbreviations keep them."""
    bare = re.sub(r"\b[dl]'", "", fold(name)).replace("'", "")
    found = re.findall(r"[^\W_]+", bare)
    last = len(found) - 1  # what stands last is the name of a section: Physical Review A
    return tuple(word for at, word in enumerate(found) if word not in UNSAID or at == last)


def initials_of(words: Words) -> str:
    """Return what a name and its abbreviations have in common."""
    return "".join(word[0] for word in words)


def same(one: Words, other: Words) -> bool:
    """Return whether each word is that of the other name, or one abbreviates the other."""
    if len(one) != len(other) or len(one) < 2:  # noqa: PLR2004 (a word alone tells too little)
        return False
    pairs = zip(one, other, strict=True)
    return all(a == b or _abbreviates(a, b) or _abbreviates(b, a) for a, b in pairs)


def _abbreviates(short: str, long: str) -> bool:
    if len(short) == 1 or short.isdecimal():
        return LETTERS.get(short) == long
    if len(long) - len(short) < LEAST_SAVED:
        return False
    if stems := STEMS.get(short):
        return long in stems
    return long.startswith(short) or _contracts(short, long)


def _contracts(short: str, long: str) -> bool:
    """Return whether a word is left of another with its first and last letters: Natl, Intl."""
    if len(short) < LEAST_CONTRACTED or short[0] + short[-1] != long[0] + long[-1]:
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)
