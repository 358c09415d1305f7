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

READ_AS_SIGN: Final = {"textdollar": r"\$"}
"""Macros of which biber makes a bare sign, and what says the same to LaTeX."""

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

STANDARD_SYMBOLS: Final = frozenset(
    """
    And Bbbk Box Bumpeq Cap Cup Delta Diamond Doteq Downarrow Finv Game Gamma Im Join Lambda
    Leftarrow Leftrightarrow Lleftarrow Longleftarrow Longleftrightarrow Longrightarrow Lsh Omega
    Phi Pi Psi Re Rightarrow Rrightarrow Rsh S Sigma Subset Supset Theta Uparrow Updownarrow
    Upsilon Vdash Vert Vvdash Xi aleph alpha amalg angle approx approxeq ast asymp backepsilon
    backprime backsim backsimeq barwedge because beta beth between bigcap bigcirc bigcup bigodot
    bigoplus bigotimes bigsqcup bigstar bigtriangledown bigtriangleup biguplus bigvee bigwedge
    blacklozenge blacksquare blacktriangle blacktriangledown blacktriangleleft blacktriangleright
    bot bowtie boxdot boxminus boxplus boxtimes bullet bumpeq cap cdot cdotp centerdot checkmark
    chi circ circeq circlearrowleft circlearrowright circledR circledS circledast circledcirc
    circleddash clubsuit colon complement cong coprod cup curlyeqprec curlyeqsucc curlyvee
    curlywedge curvearrowleft curvearrowright dagger daleth dasharrow dashleftarrow dashrightarrow
    dashv ddagger delta diagdown diagup diamond diamondsuit digamma div divideontimes doteq
    doteqdot dotplus dotsi dotsm dotso doublebarwedge downarrow downdownarrows downharpoonleft
    downharpoonright ell emptyset epsilon eqcirc eqsim eqslantgtr eqslantless equiv eta eth exists
    fallingdotseq flat forall frown gamma ge geq geqq geqslant gets gg ggg gggtr gimel gnapprox
    gneq gneqq gnsim gtrapprox gtrdot gtreqless gtreqqless gtrless gtrsim gvertneqq hbar heartsuit
    hookleftarrow hookrightarrow hslash iff iiiint iiint iint imath impliedby implies in infty int
    intercal iota jmath kappa lVert lambda land langle lbrack lceil ldotp le leadsto leftarrow
    leftarrowtail leftharpoondown leftharpoonup leftleftarrows leftrightarrow leftrightarrows
    leftrightharpoons leftrightsquigarrow leftthreetimes leq leqq leqslant lessapprox lessdot
    lesseqgtr lesseqqgtr lessgtr lesssim lfloor lgroup lhd ll llcorner lll llless lmoustache
    lnapprox lneq lneqq lnot lnsim longleftarrow longleftrightarrow longmapsto longrightarrow
    looparrowleft looparrowright lor lozenge lrcorner ltimes lvert lvertneqq maltese mapsto
    mathdollar mathsterling measuredangle medspace mho mid models mp mu multimap nLeftarrow
    nLeftrightarrow nRightarrow nVDash nVdash nabla natural ncong ne nearrow neg neq nexists ngeq
    ngeqq ngeqslant ngtr ni nleftarrow nleftrightarrow nleq nleqslant nless nmid notin nparallel
    nprec npreceq nrightarrow nshortmid nshortparallel nsim nsubseteq nsubseteqq nsucc nsucceq
    nsupseteq ntriangleleft ntrianglelefteq ntriangleright ntrianglerighteq nu nvDash nvdash
    nwarrow odot oint omega ominus oplus oslash otimes owns parallel partial perp phi pi pitchfork
    pm pounds prec precapprox preccurlyeq preceq precnapprox precneqq precnsim precsim prod propto
    psi rVert rangle rbrack rceil restriction rfloor rgroup rhd rho rightarrow rightarrowtail
    rightharpoondown rightharpoonup rightleftarrows rightleftharpoons rightrightarrows
    rightsquigarrow rightthreetimes risingdotseq rmoustache rtimes rvert searrow setminus sharp
    shortmid sigma sim simeq slash smallfrown smallint smallsetminus smallsmile smile spadesuit
    sphericalangle sqcap sqcup sqsubset sqsubseteq sqsupset sqsupseteq square star subset subseteq
    subseteqq subsetneq subsetneqq succ succapprox succcurlyeq succeq succnapprox succneqq succnsim
    succsim sum supset supseteq supseteqq supsetneq supsetneqq surd swarrow tau therefore theta
    thickapprox thicksim times to top triangle triangledown triangleleft trianglelefteq triangleq
    triangleright trianglerighteq twoheadleftarrow twoheadrightarrow ulcorner unlhd unrhd uparrow
    updownarrow upharpoonleft upharpoonright uplus upsilon upuparrows urcorner vDash varDelta
    varGamma varLambda varOmega varPhi varPi varPsi varSigma varTheta varUpsilon varXi varepsilon
    varkappa varnothing varphi varpi varpropto varrho varsigma varsubsetneq varsubsetneqq
    varsupsetneq varsupsetneqq vartheta vartriangle vartriangleleft vartriangleright vdash vee
    veebar vert wedge wp wr xi yen zeta
    """.split()
)
"""Symbols of mathematics that LaTeX, amsmath or amssymb define and take as a nucleus.

latex2mathml knows five times as many, from unicode-math; those stop a document that lacks it.
"""
