"""Formulas to TeX that is safe and compiles with amsmath and amssymb."""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from site_builder.latex import scan
from site_builder.latex.grammar import compiles
from site_builder.latex.maths import BAD_ENVIRONMENT, MACRO, is_known, symbol
from site_builder.latex.tables import STANDARD_SYMBOLS

PAIRED: Final = re.compile(r"\\(left|right|begin|end)(?![A-Za-z])|\\.|[{}]", re.DOTALL)
"""What must nest: delimiters, environments, braces."""

OPENERS: Final = {"right": "left", "end": "begin", "}": "{"}
"""What each of them closes."""

RENAMED: Final = {
    "argmax": r"\operatorname*{argmax}",
    "argmin": r"\operatorname*{argmin}",
    "bm": r"\boldsymbol",
    "mathds": r"\mathbb",
    "mathscr": r"\mathcal",
}
"""Macros of other packages, and what amsmath and amssymb have in their place."""

BLACKBOARD_DIGIT: Final = re.compile(r"\\mathbb(?=\s*\{?\s*\d)")
"""A digit in an alphabet that has letters alone."""

UNENDED: Final = re.compile(r"\\[A-Za-z]+(?=[^\x00-\x7f])")
"""A control word that LuaTeX and XeTeX would read on into a letter beyond ASCII."""

TYPED: Final = {
    "−": "-",
    "·": r"\cdot ",
    "∗": "*",
    "′": "'",
    "…": r"\ldots ",
    "°": r"^{\circ}",
    "–": "-",
    "’": "'",
}
"""Characters of formulas that are not symbols by name."""


def to_tex(formula: str, *, unicode: bool = False) -> str | None:
    r"""Return `formula` as it is, made harmless; nothing where LaTeX could not set it.

    Macros that we do not know are shown instead of run, braces are balanced in TeX's eyes and in
    BibTeX's, and what begins a comment, a parameter or a character in TeX's ^^ notation does not.
    Symbols become macros, but stay with `unicode`; other characters beyond ASCII are refused.
    """
    text = formula if unicode else _typed(formula)
    text = UNENDED.sub(r"\g<0> ", _harmless(text))
    return text if (unicode or text.isascii()) and compiles(text) else None


def _typed(formula: str) -> str:
    if formula.isascii():
        return formula
    typed = "".join(char if char.isascii() else _typed_character(char) for char in formula)
    return typed if formula.isspace() else typed.rstrip()  # "$\\chi $" is no formula to Pandoc


def _typed_character(char: str) -> str:
    if char in _symbols():
        return _symbols()[char]
    match unicodedata.category(char):
        case "Zs":
            return " "
        case "Cf":
            return ""
    return char


@cache
def _symbols() -> dict[str, str]:
    """Return the macro for each symbol; of several, the one with the shortest name."""
    names = sorted(STANDARD_SYMBOLS, key=lambda name: (-len(name), name))
    found = {char: f"\\{name} " for name in names if not (char := symbol(name)).isascii()}
    return found | TYPED


def _harmless(formula: str) -> str:
    text = BAD_ENVIRONMENT.sub(lambda match: rf"\backslash{{}}{match[0][1:]}", formula)
    text = MACRO.sub(_shown, text)
    text = BLACKBOARD_DIGIT.sub(r"\\mathbf", text)
    if not _is_nested(text):
        text = re.sub(r"\\(left|right|begin|end)(?![A-Za-z])", r"\\backslash{}\1", text)
    text = re.sub(r"\^{2,}", "^", text)
    text = re.sub(r"(?<!\\)((?:\\\\)*)([%#])", r"\1\\\2", text)
    if r"\begin" not in text:
        text = re.sub(r"(?<!\\)((?:\\\\)*)&", r"\1\\&", text)
    return _balanced(text)


def _shown(match: re.Match[str]) -> str:
    r"""Return a macro that may run as it is, and another as text: \backslash{}input."""
    name = match[1]
    if not name:
        return match[0]
    return RENAMED.get(name, match[0]) if is_known(name) else rf"\backslash{{}}{name}"


def _is_nested(text: str) -> bool:
    stack: list[str] = []
    for match in PAIRED.finditer(text):
        piece = match[1] or match[0]
        if piece in OPENERS.values():
            stack.append(piece)
        elif piece in OPENERS and (not stack or stack.pop() != OPENERS[piece]):
            return False
    return not stack


def _balanced(text: str) -> str:
    names = {"{": "open", "}": "close", r"\{": "xopen", r"\}": "xclose"}
    pieces = re.split(r"(\\.|[{}])", text, flags=re.DOTALL)
    matched = scan.partners([names.get(piece, "") for piece in pieces])
    return "".join(
        piece
        if piece not in names or index in matched
        else r"\lbrace{}"
        if piece.endswith("{")
        else r"\rbrace{}"
        for index, piece in enumerate(pieces)
    )
