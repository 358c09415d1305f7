r"""Validate finished TeX: a second line of defence, by other code than wrote it.

`encode` lets through what it knows; this reads its result as TeX does, character by character, and
knows nothing of records. Whatever would run, and stands in no table of ours, is a fault.
"""

from __future__ import annotations

import re
from typing import Final

from site_builder.latex.scan import CONTROL
from site_builder.latex.tables import (
    ACCENTS,
    ENVIRONMENTS,
    MATH_MACROS,
    STANDARD_SYMBOLS,
    STYLES,
    SWITCHES,
    SYMBOLS,
)

TEXT_WORDS: Final = frozenset({*ACCENTS, *STYLES, *SWITCHES, *SYMBOLS})
"""Control words outside of formulas, and the accents that are control symbols."""

MATH_WORDS: Final = MATH_MACROS | STANDARD_SYMBOLS
"""Control words within formulas."""

TEXT_SYMBOLS: Final = frozenset("%&_#$,/-@{} ") | {name for name in ACCENTS if not name.isalpha()}
MATH_SYMBOLS: Final = frozenset("%&_#${}|,:;!>/- \\")
"""Control symbols: a backslash and one of these."""

KNOWN_ENVIRONMENTS: Final = frozenset(ENVIRONMENTS.split("|"))

INERT: Final = re.compile(r"[ !\"'()*+,\-./0-9:;<=>?@A-Z\[\]`a-z|~]*")
"""Characters that TeX only sets, whatever stands around them."""

PIECE: Final = re.compile(
    r"""
      \\url\{ [\w:/.?=+,;@!*()~$-]* \}
    | \\href\{ (?: [\w:/.?=+,;@!*()~-] | \\[%\#] )* \} (?= [ ]*\{ )
    | \\ (?P<edge> begin | end ) [ ]* \{ (?P<environment> [A-Za-z]+ ) \}
    | \\ (?P<word> [A-Za-z]+ ) (?P<glued> [^\x00-\x7f] )?
    | \\ (?P<symbol> .? )
    | (?P<special> \^\^ | [{}$%\#&^_] )
    """,
    re.VERBOSE | re.ASCII | re.DOTALL,
)
"""What TeX does not simply set. LuaTeX and XeTeX take letters beyond ASCII into a control word."""

UNMATCHED: Final = "its braces do not match"

NEVER: Final = {
    "%": "would begin a comment",
    "#": "would be a parameter",
    "^^": "would be a character in TeX's own notation",
}

VERBATIM: Final = re.compile(r"[!\"#$%&'()*+,\-./0-9:;<=>?@A-Z\[\]_a-z~ ]*")
"""What may stand in an identifier or an address, which are not read as TeX."""


def fault(tex: str) -> str:
    """Return what is not allowed in finished TeX; empty if all of it is."""
    if INERT.fullmatch(tex):
        return ""
    if found := CONTROL.search(tex):
        return f"U+{ord(found[0]):04X} is no character of a text"
    try:
        _Reader().read(tex)
    except _FaultError as error:
        return str(error)
    return ""


def verbatim_fault(value: str) -> str:
    """Return what is not allowed in an identifier or an address; empty if all of it is."""
    if VERBATIM.fullmatch(value):
        return ""
    char = value[VERBATIM.match(value).end()]  # type: ignore[union-attr]  # it matches nothing, too
    return f"U+{ord(char):04X} stands in no identifier"


class _FaultError(ValueError):
    """Raised where TeX would execute something."""


class _Reader:
    """Reads TeX from left to right with what is open: braces, formulas, environments."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.shown = 0
        """How many escaped braces are open: BibTeX counts them as braces."""

    def read(self, tex: str) -> None:
        for match in PIECE.finditer(tex):
            if match["edge"]:
                self._edge(match["edge"], match["environment"])
            elif match["word"]:
                self._word(match["word"], match["glued"])
            elif match["symbol"] is not None:
                self._symbol(match["symbol"])
            elif match["special"]:
                self._special(match["special"])
        _check(not self.open and not self.shown, UNMATCHED)

    @property
    def _is_math(self) -> bool:
        return "$" in self.open

    def _edge(self, edge: str, name: str) -> None:
        _check(self._is_math and name in KNOWN_ENVIRONMENTS, f"\\{edge}{{{name}}} is not ours")
        if edge == "begin":
            self.open.append(name)
        else:
            self._close(name, f"\\end{{{name}}}")

    def _word(self, word: str, glued: str | None) -> None:
        known = MATH_WORDS - {"begin", "end"} if self._is_math else TEXT_WORDS
        _check(word in known, f"\\{word} is no macro of ours")
        _check(not glued, f"\\{word} has no end")

    def _symbol(self, symbol: str) -> None:
        _check(bool(symbol), f"\\ takes the brace after it; {UNMATCHED}")
        known = MATH_SYMBOLS if self._is_math else TEXT_SYMBOLS
        _check(symbol in known, f"\\{symbol} is no macro of ours")
        self.shown += {"{": 1, "}": -1}.get(symbol, 0)
        _check(self.shown >= 0, UNMATCHED)

    def _special(self, sign: str) -> None:
        _check(sign not in NEVER, f"{sign} {NEVER.get(sign, '')}")
        if sign == "{":
            self.open.append(sign)
        elif sign == "}":
            self._close("{", sign)
        elif sign == "$":
            self._dollar()
        elif sign == "&":
            _check(not KNOWN_ENVIRONMENTS.isdisjoint(self.open), "& would end a cell")
        else:
            _check(self._is_math, f"{sign} stands outside of formulas")

    def _dollar(self) -> None:
        if self._is_math:
            self._close("$", "$")
        else:
            self.open.append("$")

    def _close(self, wanted: str, sign: str) -> None:
        _check(bool(self.open) and self.open[-1] == wanted, f"{sign} closes nothing; {UNMATCHED}")
        self.open.pop()


def _check(condition: bool, reason: str) -> None:  # noqa: FBT001
    if not condition:
        raise _FaultError(reason)
