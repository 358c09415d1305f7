r"""Accents written as TeX to letters, so that Erd\H{o}s and Erdős are encoded alike.

BibTeX takes {\H{o}} for a letter; outside of braces it lower-cases \H to \h, which is undefined,
and a word that is cut in pieces by its accents has no capitals to protect.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from site_builder.latex.scan import Token, partners
from site_builder.latex.tables import ACCENTS, LETTERS, SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_NESTING: Final = 4
"""Most accents read over one letter."""

TAKE_GROUPS: Final = frozenset({"macro", "accent", "target"})
"""Kinds of tokens whose argument a group after them is."""

UNDOTTED: Final = {SYMBOLS["i"]: "i", SYMBOLS["j"]: "j"}
"""Letters that TeX needs without their dot under an accent, and Unicode with it."""


def letters(tokens: list[Token]) -> list[Token]:
    """Return `tokens` with accents made letters.

    Those over more than a letter are put in braces; those over none are text.
    """
    if not any(map(_is_accent, tokens)):
        return tokens
    return _joined(_Reader(tokens).read())


def _is_accent(token: Token) -> bool:
    return token.kind in {"accent", "macro"} and token.value in ACCENTS


def _joined(tokens: Iterator[Token]) -> list[Token]:
    """Return tokens with adjacent texts joined into one."""
    found: list[Token] = []
    for token in tokens:
        if token.kind == "text" and found and found[-1].kind == "text":
            text = found.pop().value + token.value
            found.append(Token("text", text, text))
        elif token.source:
            found.append(token)
    return found


class _Reader:
    """Reads tokens; positions are those of the tokens given."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = list(tokens)
        self.partners = partners([token.kind for token in tokens])

    def read(self) -> Iterator[Token]:
        at = depth = 0
        shut = -1
        while at < len(self.tokens):
            token = self.tokens[at]
            found = self._group(at) or self._accented(at)
            if found:
                letter, at = found
                yield Token("text", letter, letter)
                continue
            if at in self.partners:
                depth += {"open": 1, "close": -1}.get(token.kind, 0)
            elif _is_accent(token) and not self._opens(at + 1):
                token = Token("text", token.source, token.source)
            elif _is_accent(token) and not depth:
                yield Token("open", "{", "{")
                shut = self.partners[at + 1]
            yield token
            if at == shut:
                yield Token("close", "}", "}")
            at += 1

    def _opens(self, at: int) -> bool:
        return at in self.partners and self.tokens[at].kind == "open"

    def _group(self, at: int) -> tuple[str, int] | None:
        r"""Return the letter of a group that holds an accented letter alone, {\'e}, and its end."""
        is_argument = at > 0 and self.tokens[at - 1].kind in TAKE_GROUPS
        if is_argument or not self._opens(at):
            return None
        found = self._accented(at + 1, within=self.partners[at])
        return (found[0], self.partners[at] + 1) if found else None

    def _accented(self, at: int, depth: int = 0, within: int = 0) -> tuple[str, int] | None:
        """Return the accented letter that begins at a position, and where it ends.

        With `within`, it must end there.
        """
        if not _is_accent(self.tokens[at]) or at + 1 >= len(self.tokens):
            return None
        found = self._letter(at + 1, depth, within)
        if not found:
            return None
        base = unicodedata.normalize("NFD", UNDOTTED.get(found[0], found[0]))
        return unicodedata.normalize("NFC", base + ACCENTS[self.tokens[at].value]), found[1]

    def _letter(self, at: int, depth: int, within: int) -> tuple[str, int] | None:
        token = self.tokens[at]
        if depth > MAX_NESTING:
            return None
        if self._opens(at):
            end = self.partners[at]
            found = self._accented(at + 1, depth + 1, end) or self._letter(at + 1, depth + 1, end)
            return (found[0], end + 1) if found and within in {0, end + 1} else None
        if token.kind == "macro" and SYMBOLS.get(token.value) in LETTERS:
            return (SYMBOLS[token.value], at + 1) if within in {0, at + 1} else None
        return self._first(at, within) if token.kind == "text" else None

    def _first(self, at: int, within: int) -> tuple[str, int] | None:
        """Return the first letter of a text, with the accents that it has, and cut it off."""
        text = self.tokens[at].value
        end = next((i for i, c in enumerate(text) if i and not unicodedata.combining(c)), len(text))
        if not text[0].isalpha() or (within and (end < len(text) or within != at + 1)):
            return None
        if end == len(text):
            return text, at + 1
        self.tokens[at] = Token("text", text[end:], text[end:])
        return text[:end], at
