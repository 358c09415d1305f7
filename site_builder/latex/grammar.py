"""Which formulas LaTeX can typeset: a strict parser of its grammar, with amsmath and amssymb.

An error in a formula stops the document of the one who cites, so that what this reading does not
follow is refused, though TeX might.
"""

# ruff: noqa: SIM905 - lists of words read better

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.latex.tables import FUNCTIONS, STANDARD_SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH: Final = 20
"""Deepest nesting read."""

PIECE: Final = re.compile(r"\\[A-Za-z]+|\\.|\S", re.DOTALL)
"""What TeX reads at once in mathematics, where blanks are nothing."""

TEXT_PIECE: Final = re.compile(r"[^\\{}$%#&_^~]|\\[%#&_$, ]|(?P<brace>[{}])")
"""What may stand in text within a formula."""

UNREADABLE: Final = re.compile(r"'\s+[\^']|\\\\\s*[\[*]|[\x00-\x1f\x7f]")
r"""A prime that does not see the script after it, the options of \\, and controls."""

SCRIPTS: Final = frozenset("^_'")
"""What raises and lowers."""

NEVER: Final = frozenset({*"}&$%#", r"\\", ""})
"""Pieces that have no business where an atom is read."""

SIGNS: Final = frozenset(rf"\{char}" for char in "%&_#${}|,:;!>/- ")
"""Control symbols that stand for themselves or for space."""

NOT_ARGUMENTS: Final = frozenset(
    """
    And Join Longrightarrow bigcap bigcup bigodot bigoplus bigotimes bigsqcup biguplus bigvee
    bigwedge bowtie colon cong coprod dasharrow dashleftarrow dashrightarrow doteq dotsi dotsm
    dotso iff iiiint iiint iint impliedby implies int longrightarrow medspace models notin oint
    prod sum
    """.split()
)
"""Symbols that are more than a character: as a script without braces they are an error."""

OPERATORS: Final = (
    frozenset(
        """
        bigcap bigcup bigodot bigoplus bigotimes bigsqcup biguplus bigvee bigwedge coprod iiiint
        iiint iint int oint prod smallint sum
        """.split()
    )
    | FUNCTIONS
    | {"mathop", "operatorname"}
) - {"mod", "bmod"}
"""Macros over and under which limits may stand."""

FONTS: Final = frozenset("bf it rm sf tt cal".split())
"""Macros that are no atom: a script after them is one of the atom before."""

BARE: Final = (
    FONTS
    | (FUNCTIONS - {"argmax", "argmin", "mod"})
    | frozenset(
        """
    displaystyle textstyle scriptstyle scriptscriptstyle quad qquad enspace
    thinspace dots dotsb dotsc ldots cdots vdots ddots not
    """.split()
    )
)
"""Macros without an argument that cannot be one."""

SINGLE: Final = (STANDARD_SYMBOLS - NOT_ARGUMENTS) | {"prime", "lbrace", "rbrace", "backslash"}
"""Macros that are one character each."""

ALPHABETS: Final = frozenset("mathbb mathbf mathcal mathfrak mathit mathrm mathsf mathtt".split())
"""Alphabets, which are macros of one argument."""

TEXTS: Final = frozenset("text textbf textit textrm textsf texttt textnormal".split())
"""Macros whose argument is text."""

ARITIES: Final = {
    **dict.fromkeys(ALPHABETS, 1),
    **dict.fromkeys(
        """
        boldsymbol mathbin mathrel mathop mathord mathopen mathclose mathpunct mathinner hat
        widehat tilde widetilde bar vec dot ddot dddot acute grave breve check mathring overline
        underline overbrace underbrace overrightarrow overleftarrow mod pmod operatorname
        """.split(),
        1,
    ),
    **dict.fromkeys("frac dfrac tfrac cfrac binom dbinom tbinom".split(), 2),
    **dict.fromkeys("overset underset stackrel".split(), 2),
}
"""How many arguments a macro takes."""

IN_SCRIPTS: Final = ALPHABETS | TEXTS | {"frac"}
"""Macros that may be a script, with what they take, without braces."""

SIZES: Final = frozenset("big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr".split())
"""Macros before a delimiter."""

DELIMITERS: Final = frozenset("()[]|/.<>") | {
    *(r"\{", r"\}", r"\|"),
    *(
        rf"\{name}"
        for name in """
        Downarrow Uparrow Updownarrow Vert downarrow lVert langle lbrace lbrack lceil lfloor lgroup
        llcorner lmoustache lrcorner lvert rVert rangle rbrace rbrack rceil rfloor rgroup
        rmoustache rvert slash ulcorner uparrow updownarrow urcorner vert backslash
        """.split()
    ),
}
"""What may follow a size, and left, middle and right."""

COLUMNS: Final = {
    **dict.fromkeys("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix".split(), 10),
    "cases": 2,
    "aligned": 10,
}
"""The environments that stand in a line of text, and how many columns they have."""


class _RefusedError(ValueError):
    """Raised where the parser cannot follow."""


def compiles(formula: str) -> bool:
    """Return whether LaTeX typesets `formula`, the part between the dollars, without an error."""
    if UNREADABLE.search(formula):
        return False
    try:
        _Reader(formula).read()
    except _RefusedError:
        return False
    return True


class _Reader:
    """Reads a formula from left to right, or raises _RefusedError."""

    def __init__(self, formula: str) -> None:
        self.formula = formula
        self.at = 0
        self.depth = 0

    def read(self) -> None:
        self._list({""})

    def _take(self) -> str:
        """Return the next piece, or nothing at the end."""
        match = PIECE.search(self.formula, self.at)
        self.at = match.end() if match else len(self.formula)
        return match[0] if match else ""

    def _skip(self, piece: str) -> bool:
        """Skip `piece` if it is next, and return whether it was."""
        before = self.at
        if self._take() == piece:
            return True
        self.at = before
        return False

    def _expect(self, pieces: frozenset[str]) -> None:
        _check(self._take() in pieces)

    def _list(self, ends: set[str]) -> str:
        """Read atoms with their scripts up to one of `ends`; return which."""
        self.depth += 1
        _check(self.depth <= MAX_DEPTH)
        scripts, previous = set[str](), ""
        while (piece := self._take()) not in ends:
            if piece in SCRIPTS:
                self._script(piece, scripts)
            elif piece in {r"\limits", r"\nolimits"}:
                _check(previous[1:] in OPERATORS)
            elif piece == r"\middle":
                _check(r"\right" in ends)
                self._expect(DELIMITERS)
            else:
                self._atom(piece)
                if piece[1:] not in FONTS:
                    scripts.clear()
            previous = piece
        self.depth -= 1
        return piece

    def _script(self, piece: str, scripts: set[str]) -> None:
        """Read a script, of which an atom has one above and one below; a prime is one above."""
        place = "^" if piece == "'" else piece
        _check(place not in scripts)
        scripts.add(place)
        if place == piece:
            self._argument(also=IN_SCRIPTS)
            return
        while self._skip("'"):
            pass
        if self._skip("^"):
            self._argument()

    def _argument(self, also: frozenset[str] = frozenset()) -> None:
        """Read a group or a character; `also` names macros that may stand there with their own."""
        piece = self._take()
        if piece == "{":
            self._list({"}"})
        elif piece[1:] in also and piece.startswith("\\"):
            self._atom(piece)
        elif piece.startswith("\\"):
            _check(piece[1:] in SINGLE or piece in {r"\%", r"\#", r"\&", r"\|"})
        else:
            _check(piece not in NEVER | SCRIPTS | {"~"})

    def _atom(self, piece: str) -> None:
        _check(piece not in NEVER)
        if piece == "{":
            self._list({"}"})
        elif piece.startswith("\\") and piece not in SIGNS:
            self._macro(piece[1:])

    def _macro(self, name: str) -> None:
        if name in STANDARD_SYMBOLS or name in SINGLE or name in BARE:
            return
        if name in TEXTS or name == "mbox":
            self._text()
        elif name in SIZES:
            self._expect(DELIMITERS)
        elif name in ARITIES:
            self._arguments(name)
        else:
            read = MACROS.get(name)
            _check(read is not None)
            if read:
                read(self)

    def _arguments(self, name: str) -> None:
        if name == "operatorname":
            self._skip("*")
        if name == "cfrac":
            _check(not self._skip("["))
        for _ in range(ARITIES[name]):
            self._argument()

    def _text(self) -> None:
        """Read text in braces; nothing of mathematics may stand in it."""
        _check(self._skip("{"))
        depth = 1
        while depth:
            match = TEXT_PIECE.match(self.formula, self.at)
            if not match:
                raise _RefusedError
            self.at = match.end()
            depth += {"{": 1, "}": -1}.get(match["brace"], 0)

    def _root(self) -> None:
        if self._skip("["):
            self._matched(r"([A-Za-z0-9+\-/ ]*)\]")
        self._argument()

    def _rows(self) -> None:
        _check(self._skip("{"))
        while self._list({"}", r"\\"}) != "}":
            pass

    def _fence(self) -> None:
        self._expect(DELIMITERS)
        self._list({r"\right"})
        self._expect(DELIMITERS)

    def _environment(self) -> None:
        name = self._name()
        columns = self._columns() if name == "array" else COLUMNS.get(name, 0)
        _check(columns > 0 and not self._skip("["))
        end, column = "", 1
        while end != r"\end":
            _check(column <= columns)
            end = self._list({"&", r"\\", r"\end"})
            column = column + 1 if end == "&" else 1
        _check(self._name() == name)

    def _name(self) -> str:
        return self._matched(r"\s*\{([A-Za-z]+)\}")

    def _columns(self) -> int:
        """Read the column specification of an array; return the number of columns."""
        return len(self._matched(r"\s*\{([lcr| ]+)\}").replace("|", "").replace(" ", ""))

    def _matched(self, pattern: str) -> str:
        match = re.compile(pattern).match(self.formula, self.at)
        if not match:
            raise _RefusedError
        self.at = match.end()
        return match[1]


def _check(condition: bool) -> None:  # noqa: FBT001
    if not condition:
        raise _RefusedError


MACROS: Final[dict[str, Callable[[_Reader], None]]] = {
    "sqrt": _Reader._root,  # noqa: SLF001
    "substack": _Reader._rows,  # noqa: SLF001
    "left": _Reader._fence,  # noqa: SLF001
    "begin": _Reader._environment,  # noqa: SLF001
}
"""Macros that are read in their own way."""
