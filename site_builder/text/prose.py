"""The running text of a Markdown file: what is left when code, markup, addresses and formulas go.

What is no running text is blanked, so that every character stays at its place. Blocks are read as
Python-Markdown reads them, which indents by four; formulas by the rules of pandoc's manual
("Extension: tex_math_dollars").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.text import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

ESCAPED: Final = "\x01"
"""What stands for a character that is escaped: neither a letter, nor a blank, nor a sign."""
ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
"""A backslash before a sign of ASCII, which makes the sign mean itself (CommonMark 0.31, 2.4)."""

ELEMENT: Final = re.compile(
    r"<(?P<name>script|style|pre|textarea)\b[^<>]*>.*?(?:</(?P=name)\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
"""Elements of HTML in which nothing is Markdown."""
TAG: Final = re.compile(r"<[A-Za-z/!?][^<>]*>")
"""A tag, or an address in angle brackets."""
ENTITY: Final = re.compile(r"&#?\w{1,40};")
TARGET: Final = re.compile(
    r"(?<=\])\(\s*(?:<[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))*)"
    r"(?:\s+(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?\s*\)"
)
"""Where a link leads, with its title."""
DEFINITION: Final = re.compile(r"^[ ]{0,3}\[(?!\^)(?P<label>[^\[\]\n]+)\]:[^\n]*$", re.MULTILINE)
"""Where a link leads that has a label: `[label]: address`."""
ADDRESS: Final = re.compile(r"(?:https?://|mailto:|www\.)[^\s<>\[\]]+", re.IGNORECASE)

NO_BREAK: Final = r"(?:[^$\n]|\n(?![ \t]*\n))+"
"""Text without a dollar sign and without an empty line."""
DISPLAY: Final = re.compile(rf"\$\$({NO_BREAK})\$\$")
INLINE: Final = re.compile(rf"(?<!\$)\$(?![\s$])({NO_BREAK})(?<!\s)\$(?![\d$])")
"""A formula in a line: no blank within its dollar signs, and no digit behind them."""

OPENER: Final = re.compile(r"(?:[-*+]|\d{1,9}[.)]|:)[ \t]|!!!|\?\?\?|===|\[\^[^\]\s]+\]:")
"""What begins a block that holds others: items, definitions, admonitions, tabs, footnotes."""
INDENT: Final = 4


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula between dollar signs."""

    start: int
    end: int
    source: str
    is_display: bool


@dataclass(frozen=True, slots=True)
class Prose:
    """A text and its running text."""

    source: str
    text: str
    """The running text, everything at its place."""
    formulas: tuple[Formula, ...]
    escapes: tuple[int, ...]
    """Where a sign is escaped: the places of the backslashes."""
    labels: frozenset[str]
    """Labels of links that are defined in the text, folded."""


def read(source: str) -> Prose:
    """Return the running text of Markdown."""
    text = without_blocks(source)
    escapes = tuple(found.start() for found in ESCAPE.finditer(text))
    text = ESCAPE.sub(ESCAPED * 2, text)
    labels = frozenset(found["label"].casefold() for found in DEFINITION.finditer(text))
    formulas = []
    for pattern in (DISPLAY, INLINE):
        for found in pattern.finditer(text):
            content = source[found.start(1) : found.end(1)]
            formulas.append(Formula(*found.span(), content, pattern is DISPLAY))
        text = pattern.sub(_blank, text)
    for pattern in (TAG, TARGET, DEFINITION, ADDRESS):
        text = pattern.sub(_blank, text)
    text = ENTITY.sub(lambda found: ESCAPED * len(found[0]), text)
    return Prose(source, text, tuple(sorted(formulas, key=_start)), escapes, labels)


def without_blocks(source: str) -> str:
    """Return a text with blanks for code, comments and elements that hold no Markdown."""
    text = without_code(source)
    return ELEMENT.sub(_blank, markdown.without_comments(text))


def without_code(source: str) -> str:
    """Return a text with blanks in the place of code: fenced, in spans, or indented."""
    text = markdown.without_code(source)
    lines = text.split("\n")
    for number in _indented_code(lines):
        lines[number] = " " * len(lines[number])
    return "\n".join(lines)


def _indented_code(lines: list[str]) -> Iterator[int]:
    """Yield the lines of code that is told by its indentation, behind an empty line alone."""
    openers = list[int]()
    is_after_blank, was_code = True, False
    for number, line in enumerate(lines):
        text = line.strip()
        if not text:
            is_after_blank = True
            continue
        indent = len(line.expandtabs(INDENT)) - len(line.expandtabs(INDENT).lstrip())
        if is_after_blank or was_code:
            while openers and indent <= openers[-1]:
                openers.pop()
            least = openers[-1] + INDENT if openers else 0
            was_code = indent >= least + INDENT
            if was_code:
                yield number
        if not was_code and OPENER.match(text):
            while openers and indent <= openers[-1]:
                openers.pop()
            openers.append(indent)
        is_after_blank = False


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _start(formula: Formula) -> int:
    return formula.start
