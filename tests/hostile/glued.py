"""Texts in which TeX hides: macros and their beginnings, glued by what is not seen or falls apart.

And a reader of finished TeX that shares nothing with the engine's own: a few regular expressions, and
lists of what may stand there.
"""

# ruff: noqa: RUF001, SIM905 - characters that look alike are the matter; lists of words read better

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from site_builder.latex import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

DOING = """
    advance afterassignment aftergroup begingroup catcode char chardef closein closeout copy count
    csname def detokenize directlua divide dump edef else end endcsname endgroup endinput endlinechar
    errmessage escapechar everypar expandafter fi futurelet gdef global hbox if ifcase ifeof ifx
    immediate include input InputIfFileExists jobname kern latelua let loop lowercase lua mathchardef
    message meaning newcommand newlinechar newread newwrite noexpand number openin openout or par
    pdffiledump pdfliteral pdfmdfivesum pdfobj pdfshellescape primitive protected read readline relax
    renewcommand repeat romannumeral scantokens setbox shipout show special string the toks
    unexpanded uppercase usepackage vbox verb verbatiminput write XeTeXrevision xdef
""".split()
"""Macros of TeX, its extensions and LaTeX that do something: none may ever stand in what we write."""

UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u180f\u200b\u200c\u200d\u200e\u200f\u202a"
    "\u202e\u2060\u2061\u2065\u2066\u206a\u206f\u3164\ufe00\ufe0f\ufeff\uffa0\ufff0\ufff9\U0001bca0"
    "\U0001d173\U000e0000\U000e0001\U000e0041\U000e0080\U000e0100\U000e01f0\U000e0fff\u0000\u0008\u2028"
)
"""One of each kind of character that shows nothing."""

FALLING_APART = "ﬀﬁﬂﬃﬄﬅﬆĳŉǆℓ℀½²ªéßŁßıȷİſKÅµ中کｉｎ＼﹨＄％＃｛｝𝐢𝑛ᵢⅰ℡①\u0301\u0308\u0331\u0338\u20d2\u0345\u00a0\u2003\u2009\u3000"
"""Ligatures, compatibility forms, letters of other scripts, marks and blanks."""

GLUE = [*UNSEEN, *FALLING_APART, "\u200c\u0301", "\ufe0f\u200d", "{}", ""]
KNOWN = sorted(
    {*tables.ACCENTS, *tables.STYLES, *tables.SWITCHES, *tables.SYMBOLS, *tables.MATH_MACROS}
    | {"url", "href", "ensuremath"}
)
SYMBOLS = sorted(tables.STANDARD_SYMBOLS)
SIGNS = [
    *r"\ \ \ \\ { } { } $ $ $$ ~ ^ ^^ ^^5c _ % # & ' ` \' \= \" \. \~ \^ - -- / * . = < > | , : ; ! ( ) [ ]".split(),
    *r"\( \) \[ \] {matrix} {x} https://x.org/a%b_c# 0 1 a A zz \input{secret} \write18{x} \end{document}".split(),
    *(" ", "  ", "\t", "\n", '"'),
]


def texts(seed: int, number: int) -> Iterator[str]:
    """Make texts; the same for the same seed."""
    pick = random.Random(seed)  # noqa: S311 - examples, not secrets
    for _ in range(number):
        text = "".join(_piece(pick) for _ in range(pick.randint(1, 10)))
        yield f"${text}$" if pick.random() < 0.25 else text


def _piece(pick: random.Random) -> str:
    kind = pick.random()
    if kind < 0.3:
        return _broken(pick, pick.choice(DOING))
    if kind < 0.55:
        return f"\\{pick.choice(KNOWN if pick.random() < 0.8 else SYMBOLS)}{pick.choice(GLUE)}"
    if kind < 0.65:
        return pick.choice(DOING)[pick.randint(0, 3) :]
    return pick.choice(GLUE if kind < 0.8 else SIGNS)


def _broken(pick: random.Random, word: str) -> str:
    """Break a macro in two or three, first where a macro of ours ends if it begins with one."""
    ends = [end for end in range(1, len(word)) if word[:end] in KNOWN] or range(len(word))
    end = pick.choice(ends)
    rest = word[end:]
    cut = pick.randint(0, len(rest))
    between = "".join(pick.choice(GLUE) for _ in range(pick.randint(1, 2)))
    return f"\\{word[:end]}{between}{rest[:cut]}{pick.choice(['', pick.choice(GLUE)])}{rest[cut:]}"


ALLOWED = {
    *(*tables.ACCENTS, *tables.STYLES, *tables.SWITCHES, *tables.SYMBOLS, *tables.MATH_MACROS),
    *(*tables.STANDARD_SYMBOLS, "href"),
    *"%&_#$,/-@{}|:;!>\\ ",
}
"""What may follow a backslash: the tables, as one set."""

ADDRESS = re.compile(r"\\url\{[^\s\\{}%#]*\}")


def offences(tex: str) -> list[str]:
    """List what in finished TeX would run, begin a comment, be a parameter or end the field."""
    text = ADDRESS.sub("", tex)
    found = [name for name in re.findall(r"(?s)\\([A-Za-z]+|.|\Z)", text) if name not in ALLOWED]
    found += re.findall(r"\\[A-Za-z]+[^\x00-\x7f]", text)  # letters to LuaTeX
    found += re.findall(r"[\x00-\x1f\x7f]|\^\^", text)
    found += re.findall(r"[%#]", re.sub(r"(?s)\\.", "", text))
    depth = 0
    for brace in re.findall(r"[{}]", tex):
        depth += 1 if brace == "{" else -1
        found += [brace] if depth < 0 else []
    return found + ["{"] * depth
