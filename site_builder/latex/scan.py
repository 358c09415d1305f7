"""Tokenize record text: the one scanner that display and export share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTROL: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What no output may hold: controls, line breaks, bidirectional overrides, lone surrogates."""

MAX_NESTING: Final = 40
"""Deepest nesting of groups that is read; braces within are shown as they are."""

LINE_BREAKS: Final = frozenset("\t\n\v\f\r\x85\u2028\u2029")
"""Control characters that part words."""

START: Final = re.compile(r"[$\\{}~`'-]|https?://")
"""Where a match of TOKEN can begin; looking for this first is three times as fast."""

TOKEN: Final = re.compile(
    r"""
      \$\$ (?P<display> (?: [^\\$] | \\. )++ ) \$\$
    | \$ (?P<formula>
          (?=\S) (?= [^$]* [\\^_] ) (?: [^\\$] | \\. )++ (?<!\s) (?=\$)
        | (?=\s) (?= [^$]* [\\^_] ) (?: [^\\$] | \\. )++ (?<=\s) (?=\$)
        | (?=\S) (?: [^\\$] | \\. )++ (?<!\s) (?= \$ (?!\d) )
      ) \$
    | \\\( (?P<inline> (?: [^\\$] | \\ [^()\[\]] )++ ) \\\)
    | \\\[ (?P<block>  (?: [^\\$] | \\ [^()\[\]] )++ ) \\\]
    | \\ensuremath \s* \{ (?P<ensured> (?! \s*\} )
          (?: \\. | [^\\{}$] | \{ (?: \\. | [^\\{}$] | \{ (?: \\. | [^\\{}$] )*+ \} )*+ \} )*+
      ) \}
    | (?P<url> https?:// [^\s\\{}$<>"'`]+ )
    | \\url \s* \{ (?P<verbatim> [^{}]* ) \}
    | \\href \s* \{ (?P<target> [^{}]* ) \} \s* (?=\{)
    | \\ (?P<macro> [A-Za-z]+ ) (?: \* (?= \s*\{ ) )? \s*
    | \\ (?P<accent> ["'`^~=.] ) \s* (?= [^\W\d_] | [{\\] )
    | \\ (?P<xopen> \{ )
    | \\ (?P<xclose> \} )
    | \\ (?P<escape> [%&_#$,/\-@\\\ \n] )
    | (?P<open> \{ )
    | (?P<close> \} )
    | (?<= [\w.)\]}%$'] ) (?P<tie> ~ ) (?=\S) (?! (?<= \d~ ) \d )
    | (?P<ligature> `` | '' | (?<!-) -{2,3} (?!-) )
    """,
    re.VERBOSE,
)
r"""TeX within record text; what lies between two matches is plain.

A `$` opens a formula as in Pandoc's Markdown (no blank inside the dollars, no digit after the
closing one: "costs $5 or $6"), unless what stands between shows by `\`, `^` or `_` that it is one
(`2$\times$4`, `$ x_1 $`). A `~` ties words; after a blank or a bracket ("~5", "(~5") and between
digits ("1~5") it is itself.
"""

MATH: Final = {
    "display": ("$", "$"),
    "formula": ("$", "$"),
    "inline": ("$", "$"),
    "block": ("$", "$"),
    "ensured": ("{$", "$}"),
}
"""Kinds of tokens that are mathematics, and what to write around them: references have no room
for displays, and in a cell $$ is an empty formula."""

CLOSES: Final = {"close": "open", "xclose": "xopen"}
"""Kinds of braces that close, and what each closes."""


class Token(NamedTuple):
    """A piece of record text."""

    kind: str
    """Name of the group in TOKEN, or text."""
    value: str
    """What the macro, the formula, the escape … holds."""
    source: str
    """The piece as written; all sources joined are the text."""


def holds_tex(text: str) -> bool:
    """Return whether a text may hold macros, formulas, ties or groups; a pattern takes longer."""
    return "\\" in text or "$" in text or "~" in text or "{" in text or "}" in text


def is_plain(text: str) -> bool:
    """Return whether a text has nothing that is TeX, not even ligatures: it reads as it stands."""
    return not (holds_tex(text) or "--" in text or "``" in text or "''" in text)


def clean(text: str) -> str:
    """Return `text` without characters that no output may hold; line breaks become blanks."""
    if text.isprintable():
        return text  # all of CONTROL is not, and that is seen sooner
    return CONTROL.sub(lambda match: " " if match[0] in LINE_BREAKS else "", text)


def scan(text: str) -> list[Token]:
    """Return the tokens of `text`."""
    if is_plain(text) and "http" not in text:
        return [Token("text", text, text)] if text else []
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    end = 0
    for match in _matches(text):
        if plain := text[end : match.start()]:
            yield Token("text", plain, plain)
        kind = match.lastgroup or "text"
        yield Token(kind, match[kind], match[0])
        end = match.end()
    if plain := text[end:]:
        yield Token("text", plain, plain)


def _matches(text: str) -> Iterator[re.Match[str]]:
    start = START.search(text)
    while start:
        match = TOKEN.match(text, start.start())
        if match:
            yield match
        start = START.search(text, match.end() if match else start.start() + 1)


def partners(kinds: list[str]) -> dict[int, int]:
    r"""Return where each matched brace has its partner, in both directions.

    A brace and an escaped brace never match; a pair of `\{ \}` lies within one group. So the
    matched braces are balanced for TeX, which skips the escaped ones, and for BibTeX, which counts
    them. Pairs within more than MAX_NESTING others match nothing: TeX holds 255 groups at once.
    """
    found: dict[int, int] = {}
    stack: list[int] = []
    opened = 0
    for index, kind in enumerate(kinds):
        if kind in ("open", "xopen"):
            stack.append(index)
            opened += kind == "open"
        elif kind == "close" and opened:
            while kinds[stack[-1]] == "xopen":
                stack.pop()
            opened -= 1
            _pair(found, stack, index)
        elif kind == "xclose" and stack and kinds[stack[-1]] == "xopen":
            _pair(found, stack, index)
    return found


def _pair(found: dict[int, int], stack: list[int], end: int) -> None:
    start = stack.pop()
    if len(stack) < MAX_NESTING:
        found[start] = end
        found[end] = start
