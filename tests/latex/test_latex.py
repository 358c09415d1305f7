r"""Record text to HTML and to plain text; test_latex_encode.py has the way to BibTeX."""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from typing import Final
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.latex import maths, to_html, to_text

TIMES: Final = "<math><mrow><mn>1.75</mn><mo>×</mo></mrow></math>"

READ = [
    # text, HTML, plain text
    ("Visual Prompt Tuning", "Visual Prompt Tuning", "Visual Prompt Tuning"),
    ("R&D <b> \"q\" 'a'", "R&amp;D &lt;b&gt; &quot;q&quot; &#x27;a&#x27;", "R&D <b> \"q\" 'a'"),
    (r"objectives, \emph{i.e.,} self", "objectives, <em>i.e.,</em> self", "objectives, i.e., self"),
    ("re-identification~(reID)", "re-identification\u00a0(reID)", "re-identification (reID)"),
    (r"than $1.75\times$ speed", f"than {TIMES} speed", "than 1.75× speed"),
    (r"$90\%$", "<math><mrow><mn>90</mn><mi>%</mi></mrow></math>", "90%"),
    (
        r"GTAv$\rightarrow$Cityscapes",
        "GTAv<math><mrow><mo>→</mo></mrow></math>Cityscapes",
        "GTAv→Cityscapes",
    ),
    (r"76.5\% and 75.1\%", "76.5% and 75.1%", "76.5% and 75.1%"),
    (r"\& \_ \# \$ \{ \}", "&amp; _ # $ { }", "& _ # $ { }"),
    (r"\textit{a} \textbf{b}", "<em>a</em> <strong>b</strong>", "a b"),
    (r"\texttt{c}", "<code>c</code>", "c"),
    (r"\textsc{Vtab}", '<span class="small-caps">Vtab</span>', "Vtab"),
    (r"\emph{a \textbf{b}} c", "<em>a <strong>b</strong></em> c", "a b c"),
    (r"{\em so} it {\bf is}", "<em>so</em> it <strong>is</strong>", "so it is"),
    ("a--b --- c ----", "a–b — c ----", "a–b — c ----"),
    ("``quoted''", "“quoted”", "“quoted”"),
    (r"G{\"o}del and G\"odel", "Gödel and Gödel", "Gödel and Gödel"),
    (r"{\'e}\'{e}\v{c}\v c{\'\i}\u{\d{a}}", "ééččíặ", "ééččíặ"),
    (r"\c{c}\H{o}\k{a}\r a\=a\.z\~n", "çőąåāżñ", "çőąåāżñ"),
    (r"Stra{\ss}e \O{}re {\L}uk \ae\ x", "Straße Øre Łuk æ x", "Straße Øre Łuk æ x"),
    (r"\url{https://x.org/a_b%c~d}", "https://x.org/a_b%c~d", "https://x.org/a_b%c~d"),
    (r"\href{https://x.org}{here}", "here (https://x.org)", "here (https://x.org)"),
    ("at https://x.org/~a--b_c.", "at https://x.org/~a--b_c.", "at https://x.org/~a--b_c."),
    (r"\unknown{shown} \bare", r"shown \bare", r"shown \bare"),
    (r"C:\new \ a\b", r"C:\new  a\b", r"C:\new a\b"),
    ("{BERT}: Pre-training", "BERT: Pre-training", "BERT: Pre-training"),
    ("{a}} {b", "a} {b", "a} {b"),
    ("costs $5", "costs $5", "costs $5"),
    ("costs $5 or $6, x", "costs $5 or $6, x", "costs $5 or $6, x"),
    (r"2$\times$4", "2<math><mrow><mo>×</mo></mrow></math>4", "2×4"),
    (r"\$5 and $x$", "$5 and <math><mrow><mi>x</mi></mrow></math>", "$5 and x"),
    (r"\(x\)", "<math><mrow><mi>x</mi></mrow></math>", "x"),
    ("~5 (~6) 1~5 a~b", "~5 (~6) 1~5 a\u00a0b", "~5 (~6) 1~5 a b"),
    (r"\alpha-divergence", "α-divergence", "α-divergence"),
    ("line\nbreak\x00\u202e", "line break", "line break"),
]

PLAIN_MATHS = [
    (r"10^{-3}", "10⁻³"),
    (r"x_1 + y^2", "x₁ + y²"),
    (r"\frac{a}{b}", "a/b"),
    (r"\frac{1}{\sqrt{d}}", "1/√d"),
    (r"\mathbb{R}^{d\times k}", "ℝ^(d×k)"),
    (r"\mathcal{O}(n \log n)", "O(n log n)"),
    (r"\text{softmax}(x)", "softmax(x)"),
    (r"90^\circ", "90°"),
    (r"\le 5\,\%", "≤5 %"),
    (r"a \times b", "a × b"),
    (r"\hat{x}_{ij}", "x_(ij)"),
    (r"\{a\}", "{a}"),
    (r"\unknown{x}", r"\unknownx"),
]

NOT_CONVERTED = [
    r"\href{javascript:alert(1)}{x}",
    r"\class{x}{y}",
    r"\style{color:red}{y}",
    r"\unicode{x3c}",
    r"\color{red} x",
    r"\hspace{-100em} x",
    r"\def\a{\a\a}\a",
    r"\newcommand{\a}{b}\a",
    r"\sideset{_1}{^2}\sum",
    r"\begin{nonsense}x\end{nonsense}",
    r"\unknown",
    r"\frac{a}",
    r"x^a^b",
    "{" * 13 + "x" + "}" * 13,
    "x" * 601,
    r"\sqrt" * 100 + "x",
]

TAGS: Final = frozenset(maths.ELEMENTS | {"em", "strong", "code", "span", "sup", "sub", "u"})
FRAGMENTS: Final = st.sampled_from(
    r"""
    $ $ $$ \( \) { } \{ \} \emph{ \textbf \em \url{ \href{ \' \" \v \c \u{ \i \\ \& ~ -- '' `` <b> & " '
    \frac \sqrt ^ _ \text{ \begin{matrix} \end{matrix} \left( \right) \class{x} \href{javascript:x}{y}
    \style \unicode{3c} \def\a{\a\a} \verb|<| \mathbf{ \mathbin{ &#x3c; &lt; <script> onload= ]]> <!-- \big
    https://x.y/ \ensuremath{ \operatorname{a} \hat \binom12 \not \overset \displaystyle \times
    """.split()  # noqa: SIM905 - a list of words reads better
)
TEX: Final = st.lists(st.one_of(FRAGMENTS, st.text(max_size=5)), max_size=14).map("".join)


class _Strict(HTMLParser):
    """Fails on whatever is not known to be inert and well nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            is_maths = name in maths.ATTRIBUTES and maths.ATTRIBUTES[name].fullmatch(value or "")
            assert is_maths or (tag, name, value) == ("span", "class", "small-caps")
        self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        assert not set(data) & set("<>&\"'")

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = unknown_decl = handle_pi = handle_comment


def check_inert(html: str) -> None:
    """Fail unless `html` is well-formed, for HTML and XML, and made of known elements alone."""
    parser = _Strict()
    parser.feed(html)
    parser.close()
    assert not parser.stack
    ET.fromstring(f"<p>{html}</p>")  # noqa: S314 - our own output


@pytest.mark.parametrize(("text", "html", "plain"), READ)
def test_reading(text: str, html: str, plain: str) -> None:
    """Record text reads the same in HTML and in plain text."""
    assert to_html(text) == html
    assert to_text(text) == plain


@pytest.mark.parametrize(("formula", "plain"), PLAIN_MATHS)
def test_plain_formulas(formula: str, plain: str) -> None:
    """Formulas in plain text are as near to what one reads as Unicode allows."""
    assert to_text(f"${formula}$") == plain


@pytest.mark.parametrize("formula", NOT_CONVERTED)
def test_formulas_that_are_shown_as_written(formula: str) -> None:
    """A formula that is wrong, too large, or asks for more than mathematics is shown as source."""
    html = to_html(f"${formula}$")
    check_inert(html)
    assert html.startswith("<code>$")
    assert unescape(html) == f"<code>${formula}$</code>"


@pytest.mark.parametrize(
    "formula",
    [
        r"\text{a < b & <script>}",
        r"\text{&lt;script&gt; &#x3c;b&#x3e;}",
        r"<script>alert(1)</script>",
        r"\operatorname{a}\mathbin{<}\mathrm{&}",
    ],
)
def test_markup_in_formulas_is_text(formula: str) -> None:
    """What looks like markup inside a formula stays text."""
    html = to_html(f"${formula}$")
    check_inert(html)
    assert "<script" not in html
    assert html.startswith("<math>")


def test_bold_letters_are_bold_in_browsers() -> None:
    """Styled letters are written as characters, for browsers ignore mathvariant."""
    assert to_html(r"$\mathbf{Wx0}$") == (
        "<math><mrow><mrow><mi>𝐖</mi><mi>𝐱</mi><mn>𝟎</mn></mrow></mrow></math>"
    )


@given(st.one_of(TEX, TEX.map(lambda tex: f"${tex}$"), st.text()))
@example("\\'" * 5000)
@example("\\em " * 5000)
@example("{" * 5000 + "}" * 5000)
@example("\\emph{" * 5000 + "}" * 5000)
@example("$" * 5000)
@example("\\(" * 5000)
@example("$x" * 5001)
@example(r"\begin{matrix}\unknown $<!-- $")
def test_html_is_inert(text: str) -> None:
    """Whatever the text, its HTML is well-formed and holds known elements and attributes alone."""
    check_inert(to_html(text))


@given(st.one_of(TEX, st.text()))
def test_plain_text_is_one_clean_line(text: str) -> None:
    """Plain text has no control characters, no lone surrogates and no blanks to spare."""
    plain = to_text(text)
    assert plain == " ".join(plain.split())
    assert plain.isprintable() or not any(ord(char) < 0x20 or char == "\x7f" for char in plain)
    plain.encode()


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="\\$~{}`'-")
    )
)
def test_plain_text_is_untouched(text: str) -> None:
    """Text without TeX reads as it stands."""
    assert to_text(text) == text
    assert unescape(to_html(text)) == text
