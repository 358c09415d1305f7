"""Person names: parse, display, sort and address them."""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

from anyascii import anyascii

SUFFIXES: Final = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
"""Generational suffixes, lower-case; V is left out because it is more often an initial."""

LETTERS: Final = str.maketrans(
    {
        **dict(zip("łøđħŧðıȷŋƒə", "lodhtdijnfe", strict=True)),
        **dict(zip("ɓɗɖɠɨƙƞɲɔɛʉⱥƀɉɍ", "bddgiknnoeuabjr", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ʼ": "'",
        "‘": "'",
        "’": "'",
        **dict.fromkeys("‐‑‒–—−", "-"),
    }
)
"""Lower-case letters and signs that Unicode does not decompose, as readers type them."""

ACCENTS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u200b-\u200f]+")
"""Accents over any script; marks that spell vowels (Devanagari, Thai, kana) are not among them."""

UNSPACED: Final = re.compile(
    "[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff]+"
)
"""Han, kana and Hangul (Unicode 17, chapter 18), in which names have no blanks."""

KATAKANA: Final = re.compile("[\u30a0-\u30ff]+")
"""What foreign names are written in, in the order of their own languages."""

NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
"""What an address does not hold."""

SECTION: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*")
"""A number with parts, such as a section's, whose points an address keeps."""
LOST: Final = re.compile(r"[^\w\s/().,:;'-]|^-(?=[0-9])")
"""Signs that tell texts apart and no address shows: C++ is not C."""

DIGEST: Final = 8
"""Letters of a hash that tell texts apart."""
SLUG_LENGTH: Final = 80
"""Longest slug: a folder of that name fits every file system with room for suffixes."""


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` lower-case and without accents, for searching, keys and sorting.

    Letters of other scripts stay, so that two names in Chinese do not fold to the same text.
    """
    if text.isascii():
        return text.lower()
    previous = ""
    while text != previous:  # twice as a rule: compatibility forms may hold capitals (™)
        previous = text
        decomposed = unicodedata.normalize("NFKD", text).casefold()
        bare = ACCENTS.sub("", unicodedata.normalize("NFKD", decomposed))
        text = unicodedata.normalize("NFC", bare.translate(LETTERS))
    return text


def digest(text: str) -> str:
    """Return eight letters that stand for a text: the beginning of its hash in hexadecimal."""
    normal = unicodedata.normalize("NFC", text)
    return hashlib.sha256(normal.encode("utf-8", "backslashreplace")).hexdigest()[:DIGEST]


@lru_cache(maxsize=65536)
def slugify(text: str) -> str:
    """Return a stable, non-empty address of `[a-z0-9-]+` for `text`.

    Where letters have no Latin form, or the text is too long, a hash of the whole text keeps
    different texts apart.
    """
    folded = fold(text)
    slug = NOT_SLUG.sub("-", folded.replace("'", "")).strip("-")
    whole = _is_latin(folded)
    if slug and whole and len(slug) <= SLUG_LENGTH:
        return slug
    return "-".join(filter(None, (slug[:SLUG_LENGTH].strip("-") or "x", digest(text))))


def _is_latin(folded: str) -> bool:
    """Tell whether all letters and digits of a folded text are those of ASCII."""
    return folded.isascii() or all(char.isascii() or not char.isalnum() for char in folded)


@lru_cache(maxsize=65536)
def title_key(text: str) -> str:
    """Return a title as `[a-z0-9-]+` to compare by: case, accents and punctuation do not count.

    Unlike an address it is never cut, however long. Where letters have no Latin form, a hash of all
    of them keeps different titles apart.
    """
    folded = fold(text)
    key = NOT_SLUG.sub("-", folded.replace("'", "")).strip("-")
    whole = _is_latin(folded)
    if key and whole:
        return key
    letters = "".join(char for char in folded if char.isalnum())
    return f"{key or 'x'}-{digest(letters or text)}"


@lru_cache(maxsize=65536)
def romanised_slug(text: str) -> str:
    """Return a stable, non-empty address of `[a-z0-9-]+`, in which all scripts have Latin letters.

    A text that `slugify` writes in Latin letters has the same address there. Han characters are
    read as in Chinese. Where nothing can be romanised, the hash of `slugify` stays.
    """
    slug = slugify(text)
    if slug[-DIGEST - 1 : -DIGEST] != "-" or not slug.endswith(digest(text)):
        return slug
    latin = NOT_SLUG.sub("-", anyascii(fold(text)).lower().replace("`", "").replace("'", ""))
    latin = latin.strip("-")
    if not latin:
        return slug
    if len(latin) <= SLUG_LENGTH:
        return latin
    return f"{latin[:SLUG_LENGTH].strip('-')}-{digest(text)}"


@lru_cache(maxsize=65536)
def value_slug(text: str) -> str:
    """Return a stable part of an address for a value of a field, as `3.2.1` or `vit-b-16`.

    Spellings that differ in case, accents, blanks, hyphens or slashes alone share it. Where other
    signs or letters would be lost, a hash of the whole text keeps different texts apart.
    """
    folded = fold(text)
    if SECTION.fullmatch(folded) and len(folded) <= SLUG_LENGTH:
        return folded
    slug = slugify(text)
    if LOST.search(folded) and not slug.endswith(digest(text)):
        slug = f"{slug}-{digest(text)}"
    return slug


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in the four parts that BibTeX knows, or a group's name."""

    given: str = ""
    particle: str = ""
    family: str = ""
    suffix: str = ""
    is_group: bool = False
    """Whether `family` is the unsplit name of a group."""

    @classmethod
    def group(cls, literal: str) -> Self:
        """Return the name of a group, which is never split or inverted."""
        return cls(family=_spaced(literal), is_group=True)

    @property
    def display(self) -> str:
        """Return the name as readers see it: Laurens van der Maaten, 王小明."""
        if self.given.isascii():  # as most are, and whatever is asked of each name is asked often
            return self.spaced
        return f"{self.family}{self.given}" if self.is_family_first else self.spaced

    @property
    def spaced(self) -> str:
        """Return the name in the order of its parts, given names first, whatever its script."""
        if self.given and self.family and not (self.particle or self.suffix):
            return f"{self.given} {self.family}"
        return " ".join(filter(None, (self.given, self.particle, self.family, self.suffix)))

    @property
    def last(self) -> str:
        """Return the family name with its particle, or a group's name: van der Maaten."""
        if self.particle and self.family:
            return f"{self.particle} {self.family}"
        return self.particle or self.family

    @property
    def is_family_first(self) -> bool:
        """Whether the family name comes first without a blank: in Chinese, Japanese, Korean."""
        if self.particle or self.suffix or not self.given or self.given.isascii():
            return False
        both = f"{self.family}{self.given}"
        return bool(UNSPACED.fullmatch(both)) and not KATAKANA.fullmatch(both)

    @property
    def inverted(self) -> str:
        """Return BibTeX's unambiguous form: van der Maaten, Jr., Laurens."""
        return ", ".join(filter(None, (self.last, self.suffix, self.given)))

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """Return family name, given name and the rest, romanised and folded, to sort by."""
        rest = f"{self.particle} {self.suffix}".strip()
        return _sortable(self.family), _sortable(self.given), _sortable(rest)

    @property
    def key(self) -> str:
        """Return what spellings share that differ in case, accents, blanks and stops alone.

        Names in other scripts each have a key of their own, however alike they sound.
        """
        return slugify(self.spaced)

    @property
    def slug(self) -> str:
        """Return the name as addresses write it, romanised: 王小明 is xiaoming-wang."""
        return romanised_slug(self.spaced)


def has_initials(given: str) -> bool:
    """Return whether given names can be abbreviated: in scripts without capitals they cannot."""
    return all(word[0].upper() != word[0].lower() for word in given.split())


def _initial(word: str) -> str:
    if not has_initials(word):
        return word
    parts = filter(None, word.split("-"))
    return "-".join(f"{part[0]}." for part in parts) or word


def _sortable(text: str) -> str:
    folded = fold(text)
    return folded if folded.isascii() else anyascii(folded).lower()


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _is_suffix(text: str) -> bool:
    return text.lower() in SUFFIXES


def _from_words(words: list[str]) -> Name:
    """Split words in reading order; the last is the family name unless it is a suffix."""
    suffix = words.pop() if len(words) > 1 and _is_suffix(words[-1]) else ""
    family = words.pop()
    first = len(words)
    while first and words[first - 1].islower():
        first -= 1
    if not first and family.islower():  # bell hooks has a given name, not a particle
        first = len(words)
    return Name(" ".join(words[:first]), " ".join(words[first:]), family, suffix)


def _from_parts(last: str, suffix: str, given: str) -> Name:
    """Split the part before the comma; its leading lower-case words are the particle."""
    words = last.split()
    first = 0
    while first < len(words) - 1 and words[first].islower():
        first += 1
    return Name(given, " ".join(words[:first]), " ".join(words[first:]), suffix)


@lru_cache(maxsize=65536)
def parse_name(text: str) -> Name:
    """Return the name that `text` writes as "Given Family" or in a BibTeX comma form.

    The comma forms are "particle Family, Given" and "particle Family, Suffix, Given"; "Family,
    Jr." is understood too. No word is dropped: more commas than that stay in the given name.
    Raises ValueError for an empty text.
    """
    parts = [part for part in (_spaced(part) for part in text.split(",")) if part]
    if not parts:
        raise ValueError(f"not a name: {text!r}")
    match parts:
        case [only]:
            return _from_words(only.split())
        case [first, second] if _is_suffix(second):
            return _from_words([*first.split(), second])
        case [last, given]:
            return _from_parts(last, "", given)
        case [last, suffix, *given]:
            return _from_parts(last, suffix, ", ".join(given))
    raise AssertionError  # pragma: no cover - the patterns above cover every length
