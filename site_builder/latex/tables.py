"""What the macros of record text mean; everything not named here is not TeX that we know."""

# ruff: noqa: RUF001, SIM905 - characters that look alike are the matter; lists of words read better

from __future__ import annotations

import unicodedata
from typing import Final

ACCENTS: Final = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "textcommabelow": "\u0326",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
"""Accent macros of the LaTeX kernel and the combining character that each stands for."""

STYLES: Final = {
    "emph": ("<em>", "</em>"),
    "textit": ("<em>", "</em>"),
    "textsl": ("<em>", "</em>"),
    "textbf": ("<strong>", "</strong>"),
    "texttt": ("<code>", "</code>"),
    "textsc": ('<span class="small-caps">', "</span>"),
    "textsuperscript": ("<sup>", "</sup>"),
    "textsubscript": ("<sub>", "</sub>"),
    "underline": ("<u>", "</u>"),
    "textrm": ("", ""),
    "textsf": ("", ""),
    "textup": ("", ""),
    "textmd": ("", ""),
    "textnormal": ("", ""),
    "mbox": ("", ""),
}
"""Macros with one argument, and the HTML around it."""

SWITCHES: Final = {
    "em": STYLES["emph"],
    "it": STYLES["textit"],
    "itshape": STYLES["textit"],
    "sl": STYLES["textsl"],
    "bf": STYLES["textbf"],
    "bfseries": STYLES["textbf"],
    "tt": STYLES["texttt"],
    "ttfamily": STYLES["texttt"],
    "sc": STYLES["textsc"],
    "scshape": STYLES["textsc"],
    "rm": STYLES["textrm"],
    "sf": STYLES["textsf"],
    "normalfont": STYLES["textnormal"],
}
"""Macros that hold to the end of the group that they stand in: {\\em so}."""

SYMBOLS: Final = {
    "AA": "Å",
    "AE": "Æ",
    "DH": "Ð",
    "DJ": "Đ",
    "IJ": "Ĳ",
    "L": "Ł",
    "LaTeX": "LaTeX",
    "NG": "Ŋ",
    "O": "Ø",
    "OE": "Œ",
    "P": "¶",
    "S": "§",
    "SS": "ẞ",
    "TH": "Þ",
    "TeX": "TeX",
    "aa": "å",
    "ae": "æ",
    "copyright": "©",
    "dag": "†",
    "ddag": "‡",
    "dh": "ð",
    "dj": "đ",
    "dots": "…",
    "guillemotleft": "«",
    "guillemotright": "»",
    "guilsinglleft": "‹",
    "guilsinglright": "›",
    "i": "ı",
    "ij": "ĳ",
    "j": "ȷ",
    "l": "ł",
    "ldots": "…",
    "ng": "ŋ",
    "o": "ø",
    "oe": "œ",
    "pounds": "£",
    "qquad": " ",
    "quad": " ",
    "quotedblbase": "„",
    "quotesinglbase": "‚",
    "space": " ",
    "ss": "ß",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textbackslash": "\\",
    "textbar": "|",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textbrokenbar": "¦",
    "textbullet": "•",
    "textcelsius": "℃",
    "textcent": "¢",
    "textcopyright": "©",
    "textcurrency": "¤",
    "textdagger": "†",
    "textdaggerdbl": "‡",
    "textdegree": "°",
    "textdiv": "÷",
    "textdollar": "$",
    "textellipsis": "…",
    "textemdash": "—",
    "textendash": "–",
    "textestimated": "℮",
    "texteuro": "€",
    "textexclamdown": "¡",
    "textflorin": "ƒ",
    "textgreater": ">",
    "textless": "<",
    "textmu": "µ",
    "textnumero": "№",
    "textonehalf": "½",
    "textonequarter": "¼",
    "textonesuperior": "¹",
    "textordfeminine": "ª",
    "textordmasculine": "º",
    "textparagraph": "¶",
    "textperiodcentered": "·",
    "textperthousand": "‰",
    "textquestiondown": "¿",
    "textquotedbl": '"',
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotesingle": "'",
    "textregistered": "®",
    "textrightarrow": "→",
    "textleftarrow": "←",
    "textsection": "§",
    "textsterling": "£",
    "textthreequarters": "¾",
    "textthreesuperior": "³",
    "texttimes": "×",
    "texttrademark": "™",
    "texttwosuperior": "²",
    "textunderscore": "_",
    "textyen": "¥",
    "th": "þ",
}
"""Macros without an argument that stand for text."""

LETTERS: Final = {
    char: name
    for name, char in SYMBOLS.items()
    if len(char) == 1 and char.isalpha() and unicodedata.normalize("NFD", char) == char
}
"""Letters that are not another letter with an accent, and their macros."""

ESCAPES: Final = {
    **{char: char for char in "%&_#${}"},
    " ": " ",
    "\n": " ",
    "\\": " ",
    ",": "\u2009",
    "/": "",
    "-": "",
    "@": "",
}
"""Control symbols outside mathematics: a backslash and one of these."""

LIGATURES: Final = {"``": "“", "''": "”", "--": "–", "---": "—"}
"""TeX's input ligatures."""

FUNCTIONS: Final = frozenset(
    """
    arccos arcsin arctan arg argmax argmin cos cosh cot coth csc deg det dim exp gcd hom inf
    ker lg lim liminf limsup ln log max min Pr sec sin sinh sup tan tanh mod bmod
    """.split()
)
"""Macros of mathematics that are read as their own name."""

MATH_MACROS: Final = FUNCTIONS | frozenset(
    """
    frac dfrac tfrac cfrac binom dbinom tbinom sqrt overset underset stackrel substack
    text textbf textit textrm textsf texttt textnormal mbox operatorname
    mathbb mathbf mathcal mathfrak mathit mathrm mathscr mathsf mathtt mathds bm boldsymbol
    mathbin mathrel mathop mathord mathopen mathclose mathpunct mathinner
    bf it rm sf tt cal displaystyle textstyle scriptstyle scriptscriptstyle
    hat widehat tilde widetilde bar vec dot ddot dddot acute grave breve check mathring
    overline underline overbrace underbrace overrightarrow overleftarrow not
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr
    limits nolimits quad qquad enspace thinspace
    pmod begin end dots dotsb dotsc ldots cdots vdots ddots prime lbrace rbrace backslash
    """.split()
)
"""Macros allowed in mathematics besides those that name one symbol.

Left out on purpose: whatever defines, reads, repeats, links, colours or moves things about, in
TeX (a reader compiles what we export) as in MathML.
"""

ENVIRONMENTS: Final = (
    "matrix|pmatrix|bmatrix|Bmatrix|vmatrix|Vmatrix|smallmatrix|cases|array|aligned|split"
)
"""Environments allowed in mathematics, as alternatives of a regular expression."""
