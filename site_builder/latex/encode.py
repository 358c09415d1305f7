"""Record text to LaTeX for BibTeX: every special character in braces, the braces balanced."""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from site_builder.latex import formulas, maths
from site_builder.latex.accents import letters
from site_builder.latex.capitals import Protection
from site_builder.latex.scan import CLOSES, MATH, Token, clean, partners, scan
from site_builder.latex.tables import ACCENTS, LETTERS, READ_AS_SIGN, STYLES, SWITCHES, SYMBOLS
from site_builder.text import invisible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SPECIALS: Final = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    **{char: f"\\{char}" for char in "&%#_$"},
}
"""ASCII characters that TeX takes for something else; old font encodings lack <, > and |."""

PUNCTUATION: Final = {
    "\u00a0": "~",
    "\u2009": r"\,",
    "\u202f": r"\,",
    **dict.fromkeys("\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u200a\u3000", " "),
    "‐": "-",
    "‑": "-",
    "–": "--",
    "—": "---",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "…": r"{\ldots}",
    "−": "{$-$}",
    **{char: unicodedata.normalize("NFKC", char) for char in "ﬀﬁﬂﬃﬄﬅﬆ"},
}
"""TeX's own way to write blanks, dashes, quotes and printers' ligatures."""

MACRO_OF_MARK: Final = {mark: name for name, mark in ACCENTS.items()}
"""Combining characters and the accent macro for each."""

MARKED: Final = re.compile("[^\\W\\d_][\u0300-\u036f]+")
"""A letter with accents that Unicode has no single character for."""

MOST_MARKS: Final = 4
"""Accents over one letter: no language stacks five, and TeX doubles its work with each."""

STRAIGHT_QUOTE: Final = re.compile(r'"')
"""A quotation mark that does not tell which way it points."""

OPENS_QUOTE: Final = frozenset(" ([{-/~`'\u00a0\u2013\u2014")
"""What stands before a quotation mark that opens."""

BLANKS: Final = {" ": r"{\ }", "\\": " "}
r"""Escapes that are not safe: stripped at a field's end, "\ " would leave a lone backslash; a line
break is an error where no line has begun."""

FORMULA: Final = re.compile(r"\\ensuremath\{(.*)\}")
r"""How pylatexenc writes mathematics. Braces and \ensuremath are a trap: outside of braces, BibTeX
takes {\ for an accented letter and lower-cases what is in it, such as the R of \mathbb{R}."""

ADDRESS: Final = re.compile(r"https?://\S.*", re.IGNORECASE)
"""What a link may lead to; a link to javascript: would live on in the PDF."""

SAFE_ADDRESS: Final = re.compile(r"[\w:/.?=+,;@!*()~$-]*", re.ASCII)
"""What may stand within url{} wherever a style puts the field: as an argument of a macro, where a
percent sign would begin a comment and a hash sign be a parameter."""

ESCAPED: Final = re.compile(r"\\([%&_#$~])")
"""What authors escape in addresses."""

QUOTED_AS_IS: Final = "%#:/.?=+,;@!*()~_-"
"""What need not be quoted in the address of a link, though some of it is escaped."""

UNENDED: Final = re.compile(r"\\[A-Za-z]+\Z")
"""A control word at the end of what is written: a letter that follows would become part of it."""

CONTEXT: Final = 8
"""How many characters before a text tell what it is: enough for quotation marks and brackets."""


def braces_balanced(text: str) -> bool:
    r"""Return whether the braces of `text` match as BibTeX counts: \{ and \} are braces too."""
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return not depth


def to_tex(
    text: str,
    *,
    protect: Iterable[str] = (),
    titlecase_protect: bool = False,
    unicode: bool = False,
) -> str:
    r"""Return `text` as LaTeX for a field of a BibTeX entry.

    Formulas and the TeX that we know stay; unknown macros and lone specials are escaped, so that
    the result compiles, has balanced braces and runs nothing a stranger wrote. Letters without an
    ASCII form stay Unicode; with `unicode`, all that is not ASCII does.

    With `titlecase_protect`, words whose capitals carry meaning are put in braces, which BibTeX
    does not lower-case; so are the words and phrases of `protect`. See `capitals`.
    """
    return _encoded(clean(text), tuple(protect), titlecase_protect, unicode)


@lru_cache(maxsize=4096)
def _encoded(text: str, protect: tuple[str, ...], titlecase: bool, unicode: bool) -> str:  # noqa: FBT001
    # What shows nothing goes first: within a macro it would be gone only after macros are told.
    text = unicodedata.normalize("NFC", invisible.remove(text, strays_alone=unicode))
    protection = Protection(protect, titlecase=titlecase)
    return "".join(_ended(_Writer(letters(scan(text)), protection, unicode=unicode).pieces()))


def _ended(pieces: Iterable[str]) -> Iterator[str]:
    """Yield pieces of TeX, and {} where one would run into a control word before it.

    To pdfTeX that is an ASCII letter; LuaTeX and XeTeX take letters and marks of all scripts.
    """
    is_open = False
    for piece in filter(None, pieces):
        if is_open and (piece[0].isalpha() or not piece[0].isascii()):
            yield "{}"
        yield piece
        is_open = bool(UNENDED.search(piece))


def escaped(text: str, *, unicode: bool = False) -> str:
    """Return `text` letter by letter, so that nothing in it is read as TeX."""
    text = invisible.remove(clean(text), strays_alone=unicode)
    return text.translate(_table(unicode=unicode))


@cache
def _table(*, unicode: bool) -> dict[int, str]:
    """Return what each character becomes: one table, so that encoding is one `translate`."""
    if unicode:
        return {ord(char): tex for char, tex in SPECIALS.items()}
    from pylatexenc.latexencode import (  # type: ignore[import-untyped]  # noqa: PLC0415 - it is slow
        get_builtin_uni2latex_dict,
    )

    borrowed = {
        chr(code): f"{{{FORMULA.sub(_in_dollars, tex)}}}"
        for code, tex in get_builtin_uni2latex_dict().items()
        if code > 0x7F and _is_trusted(chr(code), tex)  # noqa: PLR2004 - the end of ASCII
    }
    letters = {char: f"{{\\{name}}}" for char, name in LETTERS.items()}
    table = borrowed | _accented_letters() | letters | PUNCTUATION | SPECIALS
    return {ord(char): tex for char, tex in table.items()}


def _in_dollars(match: re.Match[str]) -> str:
    return f"${match[1]}$"


def _is_trusted(char: str, tex: str) -> bool:
    """Return whether pylatexenc's macro for `char` is one of LaTeX, amsmath or amssymb.

    Its letters are left out, but for what we read back: some of its are wrong (ű, ħ, ŧ, ŉ).
    """
    if unicodedata.normalize("NFD", char) != char:
        return False
    if unicodedata.category(char).startswith("L") and r"\ensuremath" not in tex:
        return SYMBOLS.get(tex[1:]) == char
    if formula := FORMULA.match(tex):
        return formulas.to_tex(formula[1]) == formula[1]
    names = re.findall(r"\\([A-Za-z]+)", tex)
    return bool(names) and all(name in SYMBOLS for name in names) and braces_balanced(tex)


def _accented_letters() -> dict[str, str]:
    """Return the TeX of every letter that is a Latin letter with accents."""
    chars = map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
    composed = ((char, _composed(unicodedata.normalize("NFD", char))) for char in chars)
    return {char: tex for char, tex in composed if tex}


def _composed(decomposed: str) -> str:
    r"""Return a base letter and its combining marks as TeX: {\u{\d{a}}}; nothing without macros.

    It is {\'i}, not {\'\i}, which biber reads as a dotless letter and pdfLaTeX then cannot set;
    LaTeX takes the dot away by itself.
    """
    base, marks = decomposed[0], decomposed[1:]
    if not marks or not all(mark in MACRO_OF_MARK for mark in marks):
        return ""
    if base in LETTERS:
        base = f"\\{LETTERS[base]}"
    elif not base.isascii():
        return ""
    for mark in marks[:MOST_MARKS]:
        name = MACRO_OF_MARK[mark]
        bare = not name.isalpha() and re.fullmatch(r"\\?[A-Za-z]+", base)
        base = f"\\{name}{base}" if bare else f"\\{name}{{{base}}}"
    return f"{{{base}}}"


def _plain(text: str, previous: str, *, unicode: bool) -> str:
    """Return plain text as TeX; `previous` is the character before it."""

    def quote(match: re.Match[str]) -> str:
        before = text[match.start() - 1] if match.start() else previous
        return "“" if not before or before in OPENS_QUOTE else "”"

    if '"' in text:
        text = STRAIGHT_QUOTE.sub(quote, text)
        if unicode:
            text = text.replace("“", "``").replace("”", "''")
    table = _table(unicode=unicode)
    if unicode or text.isascii() or not MARKED.search(text):
        return text.translate(table)
    return _with_marks(text, table)


def _with_marks(text: str, table: dict[int, str]) -> str:
    parts = re.split(f"({MARKED.pattern})", text)
    marked = (_composed(unicodedata.normalize("NFD", part)) for part in parts[1::2])
    written = [tex or part for tex, part in zip(marked, parts[1::2], strict=True)]
    parts[::2] = [part.translate(table) for part in parts[::2]]
    parts[1::2] = written
    return "".join(parts)


class _Writer:
    """Writes tokens as TeX."""

    def __init__(self, tokens: list[Token], protection: Protection, *, unicode: bool) -> None:
        self.tokens = tokens
        self.partners = partners([token.kind for token in tokens])
        self.accented: list[int] = []
        """Where the groups end that accents stand over."""
        self.protection = protection
        self.unicode = unicode

    def pieces(self) -> Iterator[str]:
        depth = 0
        before = ""
        for index, token in enumerate(self.tokens):
            if index in self.partners:
                depth += {"open": 1, "close": -1}.get(token.kind, 0)
                yield token.source
            elif token.kind == "text":
                yield self._text(token.value, before, bare=not depth)
            elif token.kind in MATH:
                yield self._formula(token, before, bare=not depth)
            else:
                tex = self._special(token, index)
                yield tex if depth else self._kept(token, tex)
            before = (before + token.source)[-CONTEXT:]

    def _formula(self, token: Token, before: str, *, bare: bool) -> str:
        """Return a formula; one that LaTeX cannot set is shown as it is written."""
        formula = formulas.to_tex(token.value, unicode=self.unicode)
        if formula is None:
            return self._text(token.source, before, bare=bare)
        start, end = MATH[token.kind]
        tex = f"{start}{formula}{end}"
        return self._kept(token, tex) if bare else tex

    def _text(self, text: str, before: str, *, bare: bool) -> str:
        """Return plain text as TeX; outside of braces with its capitals protected."""
        previous = before[-1:]
        if not bare:
            return _plain(text, previous, unicode=self.unicode)
        written = []
        for part, is_protected in self.protection.parts(text, before):
            tex = _plain(part, previous, unicode=self.unicode)
            guard = "{}" if tex.startswith("\\") else ""  # {\ would be an accented letter to BibTeX
            written.append(f"{{{guard}{tex}}}" if is_protected else tex)
            previous = part[-1:]
        return "".join(written)

    def _kept(self, token: Token, tex: str) -> str:
        r"""Return TeX that stands outside of braces so that lower-casing does not change it.

        BibTeX would make $O(N)$ to $o(n)$ and \LaTeX to the unknown \latex.
        """
        is_formula = token.kind in MATH and token.kind != "ensured"
        is_exposed = is_formula and self.protection.titlecase
        if is_exposed or (token.kind == "macro" and token.value in SYMBOLS):
            return tex if tex == tex.lower() else f"{{{tex.rstrip()}}}"
        return tex

    def _special(self, token: Token, index: int) -> str:
        if token.kind == "escape":
            return BLANKS.get(token.value, token.source)
        match token.kind:
            case "macro" | "accent":
                return self._macro(token, index)
            case "url" | "verbatim" | "target":
                return self._address(token)
            case "open" | "xopen" | "close" | "xclose":
                return SPECIALS["}" if token.kind in CLOSES else "{"]
        return token.source

    def _macro(self, token: Token, index: int) -> str:
        if (name := token.value) in READ_AS_SIGN:
            return READ_AS_SIGN[name]
        macro = token.source.rstrip()
        written = macro if macro == token.source else f"{macro} "  # TeX skips this blank alone
        if name in SYMBOLS or name in SWITCHES:
            return written
        if name in STYLES or name in ACCENTS:
            if self._has_group(index + 1) and (name in STYLES or self._may_stack(index)):
                return written
        elif maths.is_symbol(name) and maths.is_standard(name):
            return f"{{${macro}$}}{written[len(macro) :]}"
        return _plain(token.source, "", unicode=self.unicode)

    def _may_stack(self, index: int) -> bool:
        """Return whether an accent stands over few others: TeX doubles its work with each."""
        self.accented = [end for end in self.accented if end > index]
        self.accented.append(self.partners[index + 1])
        return len(self.accented) <= MOST_MARKS

    def _has_group(self, index: int) -> bool:
        return index in self.partners and self.tokens[index].kind == "open"

    def _address(self, token: Token) -> str:
        """Return a web address; of a target that is none, nothing: its text stands alone."""
        address = token.value if token.kind == "url" else ESCAPED.sub(r"\1", token.value.strip())
        is_web = bool(ADDRESS.fullmatch(address))
        if token.kind == "target":
            quoted = quote(address, safe=QUOTED_AS_IS).replace("%", r"\%").replace("#", r"\#")
            return f"\\href{{{quoted}}}" if is_web else ""
        if token.kind == "verbatim" and is_web and SAFE_ADDRESS.fullmatch(address):
            return f"\\url{{{address}}}"
        return _plain(address, "", unicode=self.unicode)
