"""Names as BibTeX cannot misread them (btxdoc, section 4; "Tame the BeaST", section 11)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from site_builder.latex import to_tex, to_text
from site_builder.latex.tables import LETTERS
from site_builder.record.publication import plain_name
from site_builder.text.names import Name

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.record.models import Author

SEPARATOR: Final = re.compile(r"[\s~-]+")
"""What parts the words of a name for BibTeX."""

PARTICLE: Final = re.compile(r"['`]*[a-z]")
"""The beginning of a word that every reader of BibTeX takes for a particle."""

ORDINARY: Final = re.compile(r"[A-Za-z .'-]*")
"""Names that TeX reads as they stand, which most are."""

CAPITALISED: Final = r"(?!(?i:and|others)\b)[A-Z][A-Za-z']*\.?"
"""A word or an initial, none of those that part names."""
CAPITALISED_PART: Final = rf"{CAPITALISED}(?:[ -]{CAPITALISED})*"
"""Words of one part of a name, between which stands a blank or a hyphen."""
PLAIN: Final = re.compile(rf"{CAPITALISED_PART}, {CAPITALISED_PART}")
"""Family and given names of capitalised words, which every reader of BibTeX takes as they stand:
those of most people."""

CUT_AT: Final = re.compile(r"[!\"#$%&()*+/:;<=>?@\[\]_|]")
"""ASCII signs at which programs cut names in places of their own."""

BREAKING: Final = frozenset("\\{}^~")
"""ASCII signs out of which biber makes initials that stop LaTeX."""

DASHES_AND_QUOTES: Final = frozenset("\u2010\u2011\u2013\u2014\u2018\u2019")

KEPT_WORDS: Final = frozenset({"and", "others"})
"""Words that part names, or stand for more of them."""

WORD_BEGINS: Final = r"(?:\A|(?<=[\s~-]))"
"""Where BibTeX and biber begin a word, of which they may make an initial."""

UNREAD: Final = frozenset({"SS", "textmu"})
"""Macros of letters that biber does not read."""

LETTER: Final = (
    r"\\(?:[^A-Za-z]|[A-Za-z](?=\{))(?:[A-Za-z]|\{[A-Za-z]\})\}"
    rf"|\\(?:{'|'.join(sorted({*LETTERS.values()} - UNREAD))})\}}"
)
"""A letter in TeX that biber reads as one: with one accent, or with a macro of its own."""

ACCENT: Final = r"\\(?:['`^\"~=.]|[bcdHkrtuv]\{)"
"""A macro that puts a mark on the letter after it."""

HAS_NO_INITIAL: Final = re.compile(
    rf"{WORD_BEGINS}\{{*(?:(?!{LETTER})[\\$]|[^\x00-\x7f][{{\\])|{ACCENT}\{{?\\"
)
r"""A word that begins with other TeX, or a letter of two accents: of {\'{\^A}}, {$\ell$} and
{\textmu} biber takes the backslash, the dollar and the closing brace for the initial, two
characters if the first is a mark; of the accents it makes \'Â, which no program can set."""

WORD: Final = re.compile(r"[^\s~\u2010-\u2015-]+")
"""A word of a name, of which an initial may be made."""

SIGNS: Final = "&%#$_"
"""Signs that are escaped in TeX."""

MOST_COMMAS: Final = 2
"""Commas in a name, also in braces: at a third, or at two together, biber leaves out the entry."""

NAMED_PART: Final = re.compile(r"(?<=[A-Za-z])(\s*)=")
"""What biber may take for the beginning of a name in its own form, as in `family=Smith`."""


def person(author: Author, *, unicode: bool = False) -> str:
    """Format a name as `particle Family, Suffix, Given`; what would be misread stands in braces."""
    name = plain_name(author)
    return name.inverted if is_plain(name) else guarded(name, unicode=unicode)


def is_plain(name: Name) -> bool:
    """Return whether every reader of BibTeX takes a name as it stands."""
    if name.particle or name.suffix or name.is_group:
        return False
    return PLAIN.fullmatch(f"{name.family}, {name.given}") is not None


@lru_cache(maxsize=4096)
def guarded(name: Name, *, unicode: bool) -> str:
    """Format any name for BibTeX."""
    if name.is_group:
        return f"{{{_tex(name.family, unicode=unicode)}}}"
    return _joined(_each(name, partial(_part, form=partial(_tex, unicode=unicode))))


def person_for_biber(author: Author, *, unicode: bool = False) -> str:
    """Format a name as `person` does, but so that biber, too, reads it as it is meant."""
    name = plain_name(author)
    return name.inverted if is_plain(name) else guarded_for_biber(name, unicode=unicode)


@lru_cache(maxsize=4096)
def guarded_for_biber(name: Name, *, unicode: bool) -> str:
    """Format any name so that biber keeps it and makes initials that LaTeX can set.

    A word of which it cannot is given in letters, which biber reads as UTF-8, and words begin with
    no sign and no lone mark. A name of too many commas is given as it is displayed, in
    braces.
    """
    form = partial(_initialled, unicode=unicode)
    if name.is_group:
        name = Name.group(WORD.sub(partial(_from_letter, signs=""), _cleaned(name.family)))
    else:
        name = _each(name, lambda part: _cleaned(WORD.sub(_from_letter, _cleaned(part))))
        parts = _each(name, partial(_part, form=form))
        if _is_small(name) and not CUT_AT.search(name.family):  # those are in braces
            parts = replace(parts, family=f"{{{parts.family}}}")
        tex = _joined(parts)
    if name.is_group or tex.count(",") > MOST_COMMAS or ",," in tex:
        tex = f"{{{form(name.display)}}}"
    return NAMED_PART.sub(r"\1{=}", tex)


def _is_small(name: Name) -> bool:
    """Return whether no word begins with a capital, as in danah boyd.

    Once two of several such people are cited, biber 2.18 never ends where it must tell them apart
    (`uniquename`), unless the family name stands in braces.
    """
    words = f"{name.given} {name.family}".split()
    return bool(name.family) and all(word[0].islower() for word in words)


def _from_letter(word: re.Match[str], signs: str = SIGNS) -> str:
    """Return a word from the first character on that is no sign, and no mark but of a letter."""
    text = word[0]
    while text and (text[0] in signs or (_is_mark(text[0]) and not text[1:2].isalnum())):
        text = text[1:]
    return text


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in {"Lm", "Mn", "Mc", "Me", "Sk"}


def _initialled(part: str, *, unicode: bool) -> str:
    """Format a part of a name, in letters those words of whose TeX biber would make no initial."""
    tex = _tex(part, unicode=unicode)
    if not HAS_NO_INITIAL.search(tex):
        return tex
    words = (_lettered(word, unicode=unicode) for word in part.split())
    return " ".join(filter(None, words))  # a blank at the beginning would be an initial


def _lettered(word: str, *, unicode: bool) -> str:
    tex = _tex(word, unicode=unicode)
    return _tex(word, unicode=True) if HAS_NO_INITIAL.search(tex) else tex


def _each(name: Name, change: Callable[[str], str]) -> Name:
    """Return a name with every part changed."""
    given, particle, family, suffix = map(
        change, (name.given, name.particle, name.family, name.suffix)
    )
    return Name(given, particle, family, suffix)


def _joined(name: Name) -> str:
    return (_inverted(name) if name.given else _mononym(name)) or "{}"


def _tex(part: str, *, unicode: bool) -> str:
    """Format a part of a name, without signs that no name has and that break what others make."""
    return to_tex(_cleaned(part), unicode=unicode).strip()  # fillers become blanks


def _cleaned(part: str) -> str:
    return " ".join("".join(char if _is_of_names(char) else " " for char in part).split())


def _part(part: str, form: Callable[[str], str]) -> str:
    """Format a part; one that programs would cut at a sign, or see no word in, stands in braces."""
    if not part:
        return ""
    tex = part if ORDINARY.fullmatch(part) else form(part)
    tex = tex if SEPARATOR.sub("", part) else tex or part
    is_wordless = not SEPARATOR.sub("", tex)  # a dash too becomes hyphens, which part words
    return f"{{{tex}}}" if tex and (is_wordless or CUT_AT.search(part)) else tex


def _is_of_names(char: str) -> bool:
    """Return whether a sign may be in a name: letters, marks and digits of any script may."""
    if char.isascii():
        return char not in BREAKING
    return char in DASHES_AND_QUOTES or unicodedata.category(char)[0] in "LMNZ"


def _inverted(name: Name) -> str:
    last = _words(name.particle, name.family if _is_whole(name.family) else f"{{{name.family}}}")
    return ", ".join(filter(None, (last, _shielded(name.suffix), _shielded(name.given))))


def _mononym(name: Name) -> str:
    """Format a name without comma, in which BibTeX takes all words but the last for given names."""
    particles = name.particle.split()  # in braces no word is a particle
    if name.suffix or KEPT_WORDS & {*particles} or not all(map(PARTICLE.match, particles)):
        last = name.last
        return f"{{{', '.join(filter(None, (last, name.suffix)))}}}"
    family = f"{{{name.family}}}" if SEPARATOR.search(name.family) else name.family
    return _words(name.particle, family)


def _words(particle: str, family: str) -> str:
    return " ".join(_shielded(part) for part in (particle, family) if part)


def _shielded(part: str) -> str:
    """Put braces around what BibTeX would split at: commas, and the words between names."""
    return f"{{{part}}}" if "," in part or KEPT_WORDS & {*part.lower().split()} else part


def _is_whole(family: str) -> bool:
    """Return whether no word of a family name but the last may pass for a particle."""
    return not any(map(_may_be_particle, SEPARATOR.split(family)[:-1]))


def _may_be_particle(word: str) -> bool:
    """Return whether the first letter is a small one, be it of the name or of a macro."""
    letters = (next(filter(str.isalpha, text), "") for text in (word, to_text(word)))
    return any(letter.islower() for letter in letters)
