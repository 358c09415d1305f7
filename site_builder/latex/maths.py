"""Formulas to inert MathML, and to readable text."""

# ruff: noqa: RUF002, SIM905 - signs that look alike are the matter; lists of words read better

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, Final
from unicodedata import combining

from site_builder.latex import scan
from site_builder.latex.tables import ENVIRONMENTS, FUNCTIONS, MATH_MACROS, STANDARD_SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MAX_LENGTH: Final = 600
"""Longest formula converted; longer ones are shown as written."""

MAX_NESTING: Final = 12
"""Deepest nesting of braces converted."""

MAX_DEPTH: Final = 60
"""Deepest MathML written; browsers flatten documents past some hundred levels."""

MACRO: Final = re.compile(r"\\(?:\\|([A-Za-z]+))")
"""A macro of letters, or the end of a row, after which letters are no macro."""

BAD_ENVIRONMENT: Final = re.compile(rf"\\(?:begin|end)(?!\s*\{{(?:{ENVIRONMENTS})\}})")
"""The begin or end of an environment that is not allowed."""

REFERENCE: Final = re.compile(r"&#x[0-9A-Fa-f]{1,6};")
"""How latex2mathml writes a character; the text of an element may hold several."""

ATTRIBUTES: Final = {
    "accent": re.compile("true|false"),
    "columnalign": re.compile("(?:left|right|center| )+"),
    "columnlines": re.compile("(?:solid|none| )+"),
    "displaystyle": re.compile("true|false"),
    "fence": re.compile("true|false"),
    "form": re.compile("prefix|infix|postfix"),
    "largeop": re.compile("true|false"),
    "linethickness": re.compile("0"),
    "lspace": re.compile(r"\d?\.?\d{1,3}em"),
    "mathvariant": re.compile("normal"),
    "maxsize": re.compile(r"\d?\.?\d{1,3}em"),
    "minsize": re.compile(r"\d?\.?\d{1,3}em"),
    "movablelimits": re.compile("true|false"),
    "rspace": re.compile(r"\d?\.?\d{1,3}em"),
    "scriptlevel": re.compile("[0-2]"),
    "stretchy": re.compile("true|false"),
    "width": re.compile(r"-?\d?\.?\d{1,3}em"),
}
"""Attributes that MathML may carry, and their values in full; all others are dropped."""

ELEMENTS: Final = frozenset(
    """
    math mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup msup
    mtable mtd mtext mtr munder munderover
    """.split()
)
"""Elements that MathML may consist of; with any other the formula is shown as written."""

CHILDREN: Final = {
    **dict.fromkeys(("mfrac", "mover", "mroot", "msub", "msup", "munder"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
"""How many children an element must have to be drawn."""

TOKENS: Final = frozenset({"mi", "mn", "mo", "mtext"})
"""Elements that hold text alone; a browser reads elements inside them as HTML."""

VARIANTS: Final = {
    "bold": (0x1D400, 0x1D41A, 0x1D7CE),
    "bold-italic": (0x1D468, 0x1D482, None),
    "sans-serif": (0x1D5A0, 0x1D5BA, 0x1D7E2),
    "monospace": (0x1D670, 0x1D68A, 0x1D7F6),
}
"""Where the styled alphabets of mathematics begin (A, a, 0): browsers know no other mathvariant."""

SCRIPTS: Final = {
    "^": str.maketrans("0123456789+-()n*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ*"),
    "_": str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎"),
}
"""Characters that have a raised or a lowered form."""

SCRIPT: Final = re.compile(r"([_^])(?:\{([0-9+\-()n*]+)\}|([0-9*]))")
"""A script that plain text can show."""

PIECE: Final = re.compile(
    r"(?<!\s)\\(?P<close>[A-Za-z]+)\s*|\\(?P<name>[A-Za-z]+)|\\(?P<sign>.)|[{}~]"
)
"""A macro with the blanks that TeX skips (kept where the author spaced both sides), or a sign."""

FRACTION: Final = re.compile(
    r"\\[cdt]?frac\s*\{((?:[^{}]|\{[^{}]*\})*+)\}\s*\{((?:[^{}]|\{[^{}]*\})*+)\}"
)
"""A fraction, with no more than one level of braces inside."""

PLAIN_SYMBOLS: Final = {
    "sqrt": "√",
    "quad": " ",
    "qquad": " ",
    "backslash": "\\",
    "lbrace": "{",
    "rbrace": "}",
    "sim": "~",
    **dict.fromkeys(("hat", "tilde", "bar", "vec", "dot", "ddot", "check", "breve"), ""),
}
"""What some macros of mathematics are in plain text."""


class _NotInertError(ValueError):
    """Raised where MathML holds an element or attribute that is not allowed."""


@cache
def symbol(name: str) -> str:
    r"""Return the character that the mathematical macro \name stands for, or nothing."""
    from latex2mathml.symbols_parser import convert_symbol  # noqa: PLC0415 - 0.1 s to import

    code = convert_symbol("\\" + name)
    return chr(int(code, 16)) if code else ""


def is_known(name: str) -> bool:
    r"""Return whether \name is allowed in a formula."""
    return name in MATH_MACROS or bool(symbol(name))


def is_standard(name: str) -> bool:
    r"""Return whether LaTeX itself, amsmath or amssymb define \name for formulas."""
    return name in STANDARD_SYMBOLS or name in MATH_MACROS


def is_symbol(name: str) -> bool:
    r"""Return whether \name is a symbol by itself, with nothing to stand over or under."""
    return name not in MATH_MACROS and bool(symbol(name)) and not combining(symbol(name))


def _is_convertible(formula: str) -> bool:
    """Return whether conversion is bounded: no definitions, limited length and nesting."""
    return (
        len(formula) <= MAX_LENGTH
        and all(is_known(name) for name in MACRO.findall(formula) if name)
        and not BAD_ENVIRONMENT.search(formula)
        and _nesting(formula) <= MAX_NESTING
    )


def _nesting(formula: str) -> int:
    depth = deepest = 0
    for char in re.sub(r"\\.", "", formula):
        depth += (char == "{") - (char == "}")
        deepest = max(deepest, depth)
    return deepest


@lru_cache(maxsize=4096)
def to_mathml(formula: str) -> str:
    """Return MathML for `formula`, or its source in <code> where that cannot be had."""
    source = " ".join(scan.clean(formula).split())
    if _is_convertible(source):
        try:
            return "".join(_written(_converted(source)))
        except Exception:  # noqa: BLE001, S110 - the library raises what it likes; all means "cannot"
            pass
    return f"<code>{escape(f'${source}$')}</code>"


def _converted(source: str) -> Element:
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415 - 0.1 s to import

    return convert_to_element(source)


def _written(element: Element, depth: int = 0) -> Iterator[str]:
    """Yield the markup of `element`; the library's own writer leaves < and & as they are."""
    is_complete = len(element) == CHILDREN.get(element.tag, len(element))
    if element.tag not in ELEMENTS or not is_complete or depth > MAX_DEPTH:
        raise _NotInertError(element.tag)
    tag = "mrow" if element.tag in TOKENS and len(element) else element.tag
    yield f"<{tag}{''.join(_attributes(element))}>"
    if element.text:
        text = scan.clean(REFERENCE.sub(lambda match: unescape(match[0]), element.text))
        yield escape(_styled(text, element.get("mathvariant", "")))
    for child in element:
        yield from _written(child, depth + 1)
    yield f"</{tag}>"


def _attributes(element: Element) -> Iterator[str]:
    for name, value in sorted(element.items()):
        if name in ATTRIBUTES and ATTRIBUTES[name].fullmatch(value):
            yield f' {name}="{value}"'


def _styled(text: str, variant: str) -> str:
    if variant not in VARIANTS:
        return text
    return "".join(_styled_character(char, *VARIANTS[variant]) for char in text)


def _styled_character(char: str, upper: int, lower: int, digit: int | None) -> str:
    for first, last, start in (("A", "Z", upper), ("a", "z", lower), ("0", "9", digit)):
        if start is not None and first <= char <= last:
            return chr(start + ord(char) - ord(first))
    return char


def to_plain(formula: str) -> str:
    r"""Return `formula` as one reads it out in plain text: `1.75\times` as 1.75×."""
    text = FRACTION.sub(r"{\1/\2}", formula)
    text = re.sub(r"\\mathbb\s*\{([A-Z])\}", lambda m: symbol(f"mathbb{{{m[1]}}}") or m[1], text)
    text = re.sub(r"\^\{?\\circ\}?", "°", text)
    text = SCRIPT.sub(_script, text)
    text = re.sub(r"([_^])\{([^{}]{2,})\}", r"\1(\2)", text)
    return PIECE.sub(_plain_piece, text)


def _script(match: re.Match[str]) -> str:
    return (match[2] or match[3]).translate(SCRIPTS[match[1]])


def _plain_piece(match: re.Match[str]) -> str:
    sign = match["sign"]
    if sign:
        return sign if sign in "%&_#${}" else "" if sign == "!" else " "
    name = match["close"] or match["name"]
    if not name:
        return " " if match[0] == "~" else ""
    if name in PLAIN_SYMBOLS or symbol(name):
        return PLAIN_SYMBOLS.get(name, symbol(name))
    return _function(name, match[0])


def _function(name: str, source: str) -> str:
    blanks = source[len(source.rstrip()) :]
    if name in FUNCTIONS:
        return name + blanks
    return "" if name in MATH_MACROS else source
