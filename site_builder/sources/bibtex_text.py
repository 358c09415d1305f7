"""What a BibTeX file is made of below its fields: where entries stand, and what macros mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BEGINNING: Final = re.compile(r"^[ \t]*(@)[ \t]*(\w+)[ \t]*([{(])", re.MULTILINE)
"""What looks like the beginning of an entry, in an abstract as well."""
FIRST_FIELD: Final = re.compile(r"\s*[^\s,{}()=\"]*\s*,\s*(?:[\w:.+/-]+\s*=|[})])")
"""What follows the beginning of a real entry: a key, then a field or the end."""
HIDDEN: Final = "\ue020"
"""Stands for an @ that begins no entry, while the file is taken apart."""
BRACE: Final = re.compile(r"[{}]")
DEEPEST: Final = 20
"""Macros within macros that are followed."""
LONGEST: Final = 300_000
"""Characters that a macro stands for, more than any field holds; of macros of macros of macros
there can be billions."""
MONTHS: Final = frozenset(
    {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)
"""Macros that every style defines."""


def without_false_beginnings(text: str) -> str:
    """Return the text with each @ hidden that stands in a value and not before an entry.

    A value ends where its braces are balanced. Where they never are, the entry is broken: then only
    what can be no entry (`@name (see below)`) is hidden, so that the next entry is found.
    """
    if "@" not in text:
        return text
    ends = _partners(text)
    hidden: list[int] = []
    end = 0
    broken = False
    for match in BEGINNING.finditer(text):
        at = match.start(1)
        closing = ends.get(match.end() - 1) if match[3] == "{" else None
        if at < end or (broken and not _is_beginning(text, match)):
            hidden.append(at)
        elif closing is not None:
            end, broken = closing, False
        else:
            broken = match[3] == "{" or _is_beginning(text, match)
    if not hidden:
        return text
    pieces = [text[start + 1 : stop] for start, stop in _between([-1, *hidden], len(text))]
    return HIDDEN.join(pieces)


def _between(starts: list[int], end: int) -> Iterator[tuple[int, int]]:
    return zip(starts, [*starts[1:], end], strict=True)


def _is_beginning(text: str, match: re.Match[str]) -> bool:
    macros = {"string", "comment", "preamble"}
    return match[2].lower() in macros or bool(FIRST_FIELD.match(text, match.end()))


def _partners(text: str) -> dict[int, int]:
    """Return where the group that opens at each brace ends, for those that do."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for match in BRACE.finditer(text):
        if match.start() and text[match.start() - 1] == "\\":
            continue  # as the library counts them
        if match[0] == "{":
            stack.append(match.start())
        elif stack:
            found[stack.pop()] = match.start()
    return found


class Macros:
    """Values of fields put together: braces, quotes and `@string` macros, joined by #."""

    def __init__(self, macros: Mapping[str, str]) -> None:
        """Take the raw value of each macro, by its name in lower case."""
        self.macros = macros
        self._read: dict[tuple[str, int], tuple[str, dict[str, None]]] = {}
        """What macros say within so many others, and the macros in it that nothing defines."""

    def value(self, raw: str) -> tuple[str, tuple[str, ...]]:
        """Return what a raw value says, and the macros in it that nothing defines."""
        unknown: dict[str, None] = {}
        text = self._joined(raw, (), unknown)
        return text.replace(HIDDEN, "@"), tuple(unknown)

    def _joined(self, raw: str, within: tuple[str, ...], unknown: dict[str, None]) -> str:
        return "".join(self._piece(piece.strip(), within, unknown) for piece in pieces(raw))

    def _piece(self, piece: str, within: tuple[str, ...], unknown: dict[str, None]) -> str:
        if len(piece) > 1 and piece[0] + piece[-1] in {"{}", '""'}:
            return piece[1:-1]
        name = piece.lower()
        macro = self.macros.get(name)
        if macro is not None and name not in within and len(within) < DEEPEST:
            place = (name, len(within))
            if place not in self._read:  # once, however many macros are made of it
                missed: dict[str, None] = {}
                text = self._joined(macro, (*within, name), missed)[:LONGEST]
                self._read[place] = (text, missed)
            text, missed = self._read[place]
            unknown.update(missed)
            return text
        if re.fullmatch(r"[^\W\d][\w:.+/-]*", piece) and name not in MONTHS:
            unknown[piece] = None
        return piece


def pieces(raw: str) -> Iterator[str]:
    """Split a value at each # outside braces and quotes."""
    if "#" not in raw:
        yield raw
        return
    depth, quoted, start = 0, False, 0
    for index, char in enumerate(raw):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == '"' and not depth:
            quoted = not quoted
        elif char == "#" and not depth and not quoted:
            yield raw[start:index]
            start = index + 1
    yield raw[start:]
