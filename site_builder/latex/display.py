"""Record text to safe HTML and to plain text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final

from site_builder.latex import maths
from site_builder.latex.scan import (
    MATH,
    MAX_NESTING,
    Token,
    clean,
    is_plain,
    partners,
    scan,
)
from site_builder.latex.tables import (
    ACCENTS,
    ESCAPES,
    LETTERS,
    LIGATURES,
    STYLES,
    SWITCHES,
    SYMBOLS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

UNDOTTED: Final = {"ı": "i", "ȷ": "j"}  # noqa: RUF001
"""Letters that TeX needs without their dot under an accent, and Unicode with it."""

SPACING: Final = {"^": "^", "~": "~"}
"""What an accent over nothing shows, where ASCII has it."""

LONG: Final = 300
"""Letters from which on a text is an abstract or the like, which nobody asks for again once its
paper is written: remembered, all of a survey's would be the most of its memory."""


@dataclass(frozen=True, slots=True)
class _Formula:
    source: str


@dataclass(frozen=True, slots=True)
class _Styled:
    tags: tuple[str, str]
    children: tuple[_Node, ...]


_Node = str | _Formula | _Styled


def to_html(text: str) -> str:
    r"""Return `text` as HTML that is well-formed and inert whatever `text` holds.

    Formulas become MathML, or their source in <code>; text macros become elements; a macro that we
    do not know shows its argument, or itself where it has none.
    """
    text = clean(text)
    if is_plain(text):
        return escape(text)
    return _slow_html(text)


def to_text(text: str) -> str:
    """Return `text` as plain Unicode on one line, for titles, feeds and the search vocabulary."""
    return _long_text(text) if len(text) > LONG else _short_text(text)


@lru_cache(maxsize=16384)
def _short_text(text: str) -> str:
    return _plain_text(text)


@lru_cache(maxsize=64)
def _long_text(text: str) -> str:
    return _plain_text(text)


def _plain_text(text: str) -> str:
    text = clean(text)
    if not is_plain(text):
        text = _slow_text(text)
    if text.isprintable() and "  " not in text:  # a blank is the only separator that is printable
        return text.strip()
    return " ".join(text.split())


@lru_cache(maxsize=512)
def _slow_html(text: str) -> str:
    return _html(_Reader(text).nodes())


@lru_cache(maxsize=512)
def _slow_text(text: str) -> str:
    return clean(_plain(_Reader(text).nodes()))


def _html(nodes: Iterable[_Node]) -> str:
    return "".join(_node_html(node) for node in nodes)


def _node_html(node: _Node) -> str:
    match node:
        case str():
            return escape(node)
        case _Formula(source):
            return maths.to_mathml(source)
        case _Styled((start, end), children):
            return f"{start}{_html(children)}{end}"


def _plain(nodes: Iterable[_Node]) -> str:
    return "".join(_node_plain(node) for node in nodes)


def _node_plain(node: _Node) -> str:
    match node:
        case str():
            return node
        case _Formula(source):
            return maths.to_plain(source)
        case _Styled(_, children):
            return _plain(children)


def _simple(token: Token) -> str:
    """Return what a token means that takes no argument."""
    match token.kind:
        case "ligature":
            return LIGATURES[token.value]
        case "escape":
            return ESCAPES[token.value]
        case "tie":
            return "\u00a0"
        case "verbatim":
            return _unescaped(token.value)
        case "macro" | "accent" | "target":
            return token.source
        case _:
            return token.value


def _unescaped(address: str) -> str:
    return re.sub(r"\\([%&_#$~])", r"\1", address)


class _Reader:
    """Reads tokens into nodes; each method takes a position and the end of the group around it."""

    def __init__(self, text: str) -> None:
        self.tokens = scan(text)
        self.partners = partners([token.kind for token in self.tokens])
        self.depth = 0

    def nodes(self) -> tuple[_Node, ...]:
        return tuple(self._sequence(0, len(self.tokens)))

    def _sequence(self, at: int, end: int) -> Iterator[_Node]:
        while at < end:
            nodes, at = self._next(at, end)
            yield from nodes

    def _next(self, at: int, end: int) -> tuple[tuple[_Node, ...], int]:
        token = self.tokens[at]
        if self.depth < MAX_NESTING:
            if token.kind == "open" and at in self.partners:
                return self._within(at + 1, self.partners[at]), self.partners[at] + 1
            if token.kind == "macro":
                return self._macro(token, at + 1, end)
            if token.kind == "accent":
                return self._accent(token, at + 1, end)
        if token.kind == "target" and (argument := self._argument(at + 1, end)):
            return (*argument[0], f" ({_unescaped(token.value)})"), argument[1]
        if token.kind in MATH:
            return (_Formula(token.value),), at + 1
        return (_simple(token),), at + 1

    def _within(self, at: int, end: int) -> tuple[_Node, ...]:
        self.depth += 1
        nodes = tuple(self._sequence(at, end))
        self.depth -= 1
        return nodes

    def _argument(self, at: int, end: int) -> tuple[tuple[_Node, ...], int] | None:
        """Return the group that stands at a position and where it ends."""
        while at < end and self.tokens[at].source.isspace():
            at += 1
        if at >= end or self.tokens[at].kind != "open" or at not in self.partners:
            return None
        return self._next(at, end)

    def _macro(self, token: Token, at: int, end: int) -> tuple[tuple[_Node, ...], int]:
        name = token.value
        if name in ACCENTS:
            return self._accent(token, at, end)
        if name in SWITCHES:
            return (_Styled(SWITCHES[name], self._within(at, end)),), end
        argument = self._argument(at, end)
        if name in STYLES and argument:
            return (_Styled(STYLES[name], argument[0]),), argument[1]
        if plain := SYMBOLS.get(name):
            return (plain,), at
        if argument:
            return argument
        blanks = token.source[len(token.source.rstrip()) :]
        return (maths.symbol(name) + blanks if maths.is_symbol(name) else token.source,), at

    def _accent(self, token: Token, at: int, end: int) -> tuple[tuple[_Node, ...], int]:
        found = self._argument(at, end) or self._letter(at, end)
        if not found:
            return (token.source,), at
        text = _plain(found[0])
        if not text:
            return (SPACING.get(token.value, token.source),), found[1]
        base = UNDOTTED.get(text[0], text[0])
        if not base.isalpha():
            return (token.source, *found[0]), found[1]
        accented = unicodedata.normalize("NFD", base) + ACCENTS[token.value]
        return (unicodedata.normalize("NFC", accented) + text[1:],), found[1]

    def _letter(self, at: int, end: int) -> tuple[tuple[_Node, ...], int] | None:
        """Return what an accent without braces stands over: a letter, or a letter's macro."""
        if at >= end:
            return None
        token = self.tokens[at]
        if token.kind == "macro" and SYMBOLS.get(token.value) in LETTERS:
            return (SYMBOLS[token.value],), at + 1
        if token.kind != "text" or not token.value[:1].isalpha():
            return None
        letter, rest = token.value[0], token.value[1:]
        self.tokens[at] = Token("text", rest, rest)
        return (letter,), at
