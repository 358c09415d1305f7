"""Lists of authors as people write them: separators, groups, *others*, and what is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from site_builder.problems import quoted
from site_builder.sources.draft import Person, line
from site_builder.sources.people import (
    family_first,
    from_parts,
    is_initials,
    is_suffix,
    of_group,
    person,
    with_initials_last,
)
from site_builder.text.names import parse_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AND: Final = re.compile(r"\s+and\s+|^\s*and\s+|\s+and\s*$", re.IGNORECASE)
AMPERSAND: Final = re.compile(r"\s*\\?&\s*")
OTHERS: Final = re.compile(
    r"(?:and\s+)?(?:(?:many\s+|\d+\s+)?others?|et[\s.]*al(?:ii|iae|ia)?\.?|et[\s.]+coll?\.?"
    r"|(?:and\s+)?co-?workers|u\.\s?a\.|\.{3}|…)",
    re.IGNORECASE,
)
"""What stands for the people whom a list does not name."""
ENDS_IN_OTHERS: Final = re.compile(
    r"[\s,]+(?:and\s+others|et[\s.]*al(?:ii|iae|ia)?\.?|and\s+co-?workers|\.{3}|…)\s*$",
    re.IGNORECASE,
)
ON_BEHALF: Final = re.compile(r"[\s,(]+(?:on\s+behalf\s+of|for)\s+(the\s+.+?)\)?$", re.IGNORECASE)
"""A group behind somebody's name."""
KEYED: Final = re.compile(r"\s*(family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
"""biblatex's way: family=Berg, given=Hans, prefix=van der (its manual, §3.4)."""
HELD: Final = str.maketrans({" ": "\ue010", ",": "\ue011", "&": "\ue012", ";": "\ue013"})
"""What stands for signs within braces, which part no names there."""
FREED: Final = str.maketrans({"\ue010": " ", "\ue011": ",", "\ue012": "&", "\ue013": ";"})
MOST_PARTS: Final = 3
"""Parts that commas make of one name: family, suffix, given."""


@dataclass
class Names:
    """A list that was read."""

    people: list[Person] = field(default_factory=list)
    others: bool = False
    """Whether the list says that it is cut."""
    told: list[str] = field(default_factory=list)
    """What was guessed or could not be told, in words for people."""


def read(
    value: str, groups: Callable[[str], list[tuple[int, int]]], plain: Callable[[str], str]
) -> Names:
    """Read a list of names in BibTeX's or another dress.

    `groups` finds what braces keep together, and `plain` reads the text of a name.
    """
    names = Names()
    texts = list(_parted(_without_others(value, names), groups, names))
    turned = len(texts) > 1 and all(with_initials_last(plain(text)) for text in texts)
    for text in texts:
        for name in _behalf(text):
            _add(name, groups, plain, names, turned=turned)
    return names


def _without_others(value: str, names: Names) -> str:
    if found := ENDS_IN_OTHERS.search(value):
        names.others = True
        return value[: found.start()]
    return value


def _add(
    text: str,
    groups: Callable[[str], list[tuple[int, int]]],
    plain: Callable[[str], str],
    names: Names,
    *,
    turned: bool,
) -> None:
    """Read one name; `turned` tells that all names of the list stand as "Marsh A"."""
    text = text.strip(" ,;\t\n")
    if groups(text) == [(0, len(text))] and text:
        inner = plain(text)
        if OTHERS.fullmatch(inner):
            names.others = True
        elif inner:
            names.people.append({"literal": inner})
            if AND.search(inner) and not of_group(inner):
                names.told.append(f"{quoted(inner)} stands in braces: taken for a group")
        return
    bare = line(plain(_held(text, groups)).strip(" ,;"))
    if OTHERS.fullmatch(bare):
        names.others = True
    elif bare.strip(", ") and bare.lower() != "and":
        read_as = _freed(_person(bare, names.told, turned=turned), bare)
        names.people += [read_as] if read_as else []


def _freed(found: Person, text: str) -> Person:
    """Put the held signs back; braces may hold nothing but signs that are no part of a name."""
    parts = {part: line(said.translate(FREED)) for part, said in found.items()}
    parts = {part: said for part, said in parts.items() if said.strip(" ,;")}
    if "family" in parts or "literal" in parts:
        return parts
    whole = line(text.translate(FREED)).strip(" ,;")
    return {"literal": whole} if whole else {}


def _held(text: str, groups: Callable[[str], list[tuple[int, int]]]) -> str:
    """Keep what braces hold together from being parted."""
    pieces = []
    end = 0
    for start, stop in groups(text):
        inside = text[start:stop]
        keeps = " " in inside or "," in inside
        is_word = text[start - 1 : start] in {"", " ", ","} and text[stop : stop + 1] in {
            "",
            " ",
            ",",
        }
        pieces.append(text[end:start])
        pieces.append(
            inside.translate(HELD) if keeps and is_word and "\\" not in inside else inside
        )
        end = stop
    return "".join([*pieces, text[end:]])


def _person(text: str, told: list[str], *, turned: bool) -> Person:
    """Read one name; tell what was guessed."""
    if KEYED.match(text):
        return _keyed(text)
    shown = quoted(text.translate(FREED))
    if group := of_group(text) or ("&" in text and text):
        read_as = f" {quoted(group)}" if group != text else ""
        told.append(f"{shown} was taken for a group{read_as}")
        return {"literal": group}
    if "," not in text and (parts := family_first(text)):
        told.append(f"{shown} was read with the family name first")
        return parts
    if parts := with_initials_last(text, certain=turned):
        told.append(f"{shown} was read as family name and initials")
        return parts
    parts_of = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts_of) == MOST_PARTS and not is_suffix(parts_of[1]) and is_suffix(parts_of[2]):
        return from_parts(parts_of[1], parts_of[0], parts_of[2])
    if len(parts_of) >= MOST_PARTS and not is_suffix(parts_of[1]):
        told.append(f"{shown} has more commas than a name has; whose parts they are cannot be told")
    return person(parse_name(text))


def _keyed(text: str) -> Person:
    found = {}
    for part in text.split(","):
        name, _, said = part.partition("=")
        if match := KEYED.match(f"{name}="):
            found[match[1].lower()] = said.strip(' "')
    parts = {"given": "given", "prefix": "particle", "family": "family", "suffix": "suffix"}
    read_parts = {ours: found[theirs] for theirs, ours in parts.items() if found.get(theirs)}
    return read_parts if "family" in read_parts else {"literal": text}


def _behalf(text: str) -> Iterator[str]:
    """Part somebody from the group that he wrote for."""
    found = ON_BEHALF.search(text)
    if found and of_group(found[1]) and found.start():
        yield text[: found.start()]
        yield f"{{{found[1].strip()}}}"
    else:
        yield text


def _parted(
    value: str, groups: Callable[[str], list[tuple[int, int]]], names: Names
) -> Iterator[str]:
    """Part a list at `and`, at semicolons, and at commas where they stand for `and`."""
    for text in _split(value, AND, groups):
        by_semicolon = list(_split(text, re.compile(";"), groups))
        if len([part for part in by_semicolon if part.strip()]) > 1:
            names.told.append("names were parted at semicolons")
        for part in by_semicolon:
            yield from _by_signs(part, groups, names)


def _by_signs(
    text: str, groups: Callable[[str], list[tuple[int, int]]], names: Names
) -> Iterator[str]:
    pieces = list(_split(text, AMPERSAND, groups))
    if len(pieces) > 1 and all(_may_be_people(piece) for piece in pieces):
        names.told.append("names were parted at &")
    else:
        pieces = [text]
    for piece in pieces:
        found = _by_commas([part.strip() for part in _split(piece, re.compile(","), groups)])
        if found is None:
            yield piece
        else:
            names.told.append(f"names were parted at commas: {quoted('; '.join(found))}")
            yield from found


def _may_be_people(text: str) -> bool:
    return len(text.replace(",", " ").split()) > 1 and not of_group(text)


def _by_commas(parts: list[str]) -> list[str] | None:
    """Part a list in which commas stand for `and`; nothing where it is one name, or unclear."""
    parts = [part for part in parts if part]
    if len(parts) < 2:  # noqa: PLR2004 (a name alone)
        return None
    if all(with_initials_last(part) for part in parts):
        return [_comma_form(part) for part in parts]
    if len(parts) <= MOST_PARTS and any(is_suffix(part) for part in parts[1:]):
        return None
    several = [len(part.split()) > 1 for part in parts]
    if len(parts) >= MOST_PARTS and all(several) and not any(map(is_initials, parts)):
        return parts
    return _in_pairs(parts) if len(parts) > MOST_PARTS else None


def _comma_form(text: str) -> str:
    parts = with_initials_last(text) or {}
    family = " ".join(filter(None, [parts.get("particle"), parts.get("family")]))
    return ", ".join(filter(None, [family, parts.get("suffix"), parts.get("given")]))


def _in_pairs(parts: list[str]) -> list[str] | None:
    """Pair up family and given names, a suffix with either: Smith, J., Doe, Jr., A."""
    found: list[str] = []
    rest = list(parts)
    while rest:
        family = rest.pop(0)
        suffix = rest.pop(0) if rest and is_suffix(rest[0]) else ""
        if not rest or is_initials(family):
            return None
        given = rest.pop(0)
        if rest and not suffix and is_suffix(rest[0]):
            suffix = rest.pop(0)
        found.append(", ".join(filter(None, [family, suffix, given])))
    return found


def _split(
    value: str, sign: re.Pattern[str], groups: Callable[[str], list[tuple[int, int]]]
) -> Iterator[str]:
    """Split a text at each sign outside braces."""
    inside = groups(value)
    start, group = 0, 0
    for match in sign.finditer(value):
        while group < len(inside) and inside[group][1] <= match.start():
            group += 1
        if group < len(inside) and inside[group][0] <= match.start():
            continue
        yield value[start : match.start()].strip()
        start = match.end()
    yield value[start:].strip()
