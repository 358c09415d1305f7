"""Names as services and files give them, to the parts that records have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.sources.draft import Person, line
from site_builder.text.names import Name, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterable

SAME_NAME: Final = re.compile(r" \d{4}$")
"""The number with which DBLP tells people of one name apart."""
SUFFIX: Final = re.compile(r"(?:jr|sr|jnr|snr)\.?|i{2,3}|iv|vi{0,3}|2nd|3rd|4th", re.IGNORECASE)
"""Generational suffixes; a lone V or VI counts behind a comma alone."""
AT_END: Final = re.compile(
    r"(?:\s*,\s*!?\s*((?:jr|sr|jnr|snr)\.?|i{2,3}|iv|vi{0,3}|2nd|3rd|4th)"
    r"|\s+((?:jr|sr|jnr|snr)\.?|I{2,3}|IV|2nd|3rd))\s*$",
    re.IGNORECASE,
)
"""A suffix at the end of a name's part, as in "Martin Luther, Jr."."""
INITIALS: Final = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,4}")
INITIALS_LAST: Final = re.compile(r"(?P<family>\S.*?)\s+(?P<given>(?:[^\W\d_]\.?-?){1,4})")
"""Embase's and PubMed's way: "Marsh A.J.", "van der Berg AB"."""
GROUP: Final = re.compile(
    r"\b(?:collaborations?|consortium|consortia|committee|task force|working group|study group"
    r"|research group|investigators|initiative|organi[sz]ation|association|society|network"
    r"|foundation|institutes?|university|universit[àäét]\w*|laborator(?:y|ies)|commission|ministry"
    r"|department|federation|alliance|council|agency|contributors|group|team|project|workshop"
    r"|inc\.?|ltd\.?|gmbh|corporation|corp\.?|company)$",
    re.IGNORECASE,
)
"""Last words of names that no person has."""
GROUP_ALONE: Final = re.compile(
    r"(?:the )?(?:[\w.-]+ )?(?:collaborations?|consortium|study group|working group|task force"
    r"|investigators|team)",
    re.IGNORECASE,
)
"""A group's word where a family name stands: "Collaboration, ATLAS"."""
HAN: Final = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
"""Han, kana and Hangul: families come first."""


def person(name: Name) -> Person:
    """Return a name's parts."""
    if name.is_group:
        return {"literal": name.family}
    parts = {
        "given": name.given,
        "particle": name.particle,
        "family": name.family,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def from_display(names: Iterable[object]) -> tuple[Person, ...]:
    """Read names in reading order; what is no text is left out."""
    texts = (SAME_NAME.sub("", line(name)).strip(" ,") for name in names)
    return tuple(displayed(text) for text in texts if text)


def displayed(text: str) -> Person:
    """Read one name in reading order: in scripts of East Asia the family comes first."""
    if group := of_group(text):
        return {"literal": group}
    return family_first(text) or person(parse_name(text))


def family_first(text: str) -> Person | None:
    """Read a name of East Asia in its own script, in which the family's part is the first."""
    words = text.split()
    if len(words) == 2 and all(map(HAN.fullmatch, words)):  # noqa: PLR2004 (family and given)
        return {"given": words[1], "family": words[0]}
    return None


def from_parts(given: object, family: object, suffix: object = "") -> Person:
    """Read a name whose parts are told apart; lower-case words before the family name lead it.

    A suffix that stands behind one of the parts ("Martin Luther, Jr.") is found.
    """
    first, last, behind = line(given), line(family), line(suffix)
    first, found = _without_suffix(first)
    behind = behind or found
    last, found = _without_suffix(last)
    behind = behind or found
    if not (first and last):
        parts = {"family": first or last, "suffix": behind}
        return {name: text for name, text in parts.items() if text} if first or last else {}
    if group := of_group(f"{last}, {first}"):
        return {"literal": group}
    name = parse_name(f"{last.replace(',', ' ')}, {first.split(',')[0]}")
    rest = first.partition(",")[2]
    parts = person(Name(f"{name.given},{rest}" if rest else name.given, name.particle, name.family))
    return {**parts, "suffix": behind} if behind else parts


def _without_suffix(text: str) -> tuple[str, str]:
    found = AT_END.search(text)
    if not found or not found.start():
        return text, ""
    return text[: found.start()], found[1] or found[2]


def is_suffix(text: str) -> bool:
    """Return whether a part between commas is a generational suffix."""
    return bool(SUFFIX.fullmatch(text.strip()))


def is_initials(text: str) -> bool:
    """Return whether a part of a name is nothing but initials."""
    text = text.strip()
    return bool(INITIALS.fullmatch(text)) and ("." in text or " " in text or text.isupper())


def of_group(text: str) -> str:
    """Return a group's name in reading order; nothing where a person may be meant."""
    text = " ".join(text.split())
    last, comma, first = text.partition(",")
    if comma:
        is_turned = GROUP_ALONE.fullmatch(last.strip()) and first.strip() and "," not in first
        return f"{first.strip()} {last.strip()}" if is_turned else ""
    is_named = " " in text and (GROUP.search(text) or text.lower().startswith("the "))
    return text if is_named or GROUP_ALONE.fullmatch(text) else ""


def with_initials_last(text: str, *, certain: bool = True) -> Person | None:
    """Read "Marsh A.J."; nothing where the last word may be a family name.

    Where it is not certain that names are written so, two initials with points show it.
    """
    if "," in text:
        return None
    bare, suffix = _without_suffix(text)
    found = INITIALS_LAST.fullmatch(bare)
    if not found:
        return None
    family, given = found["family"], found["given"]
    letters = re.sub(r"[.-]", "", given)
    dotted = "." in given
    short = len(letters) <= 3 and (dotted or len(letters) == 1 or not family.isupper())  # noqa: PLR2004
    if not letters.isupper() or not (short if certain else dotted and len(letters) > 1):
        return None  # JACK MA
    if any(is_initials(word) for word in family.split()):  # J. R. R.
        return None
    parts = person(parse_name(f"{family}, {spelled_initials(given)}"))
    return {**parts, "suffix": suffix} if suffix else parts


def spelled_initials(initials: str) -> str:
    """Format initials as records do: AJ and A.J. are A. J., J-P is J.-P."""
    letters = re.findall(r"(-?)([^\W\d_])", initials)
    return "".join(f"{hyphen or ' '}{letter}." for hyphen, letter in letters).strip()
