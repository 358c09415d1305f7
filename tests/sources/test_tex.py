"""TeX of bibliographies to record text."""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.sources import tex


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"{\"O}zg{\"u}r {\L}uk{\'a}{\v{s}}", "Özgür Łukáš"),
        (r"\'Etude d'{\'e}t\'{e}", "Étude d'été"),
        (r"Erd{\H{o}}s--R{\'e}nyi", "Erdős–Rényi"),
        ("A {BERT} Study {o}f {{X}}", "A BERT Study of X"),
        (r"Cost of 5\% \& \$3 \#1", "Cost of 5% & $3 #1"),
        (r"$1.75\times$ faster, $L_{1}$ norm", r"$1.75\times$ faster, $L_{1}$ norm"),
        (r"\emph{Very} \textbf{bold}", "Very bold"),
        ("``quoted''", "\u201cquoted\u201d"),
        ("tied~words", "tied words"),
        ("two\n   lines", "two lines"),
        ("Straße und \\ss", "Straße und ß"),
        ("broken { brace", "broken { brace"),
        ("\ue0000\ue001", "0"),
    ],
)
def test_text(written: str, text: str) -> None:
    """Accents become letters, formulas stay, braces and macros go, quotes are real."""
    assert tex.line(written) == text


def test_paragraphs() -> None:
    """Empty lines part paragraphs; other line ends are blanks."""
    assert tex.prose("one\ntwo\n\n\n three") == "one two\n\nthree"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("A {Bayes} Method for {English}", ("Bayes", "English")),
        ("{Whole Title In Braces}", ()),
        ("{{A {Bayes} Method}}", ("Bayes",)),
        ("{BERT} and {GPT-4}", ()),
        (r"The {\"U}ber {\emph{X}} \textbf{Bold} $x_{Ab}$", ()),
        ("{M}onte {C}arlo", ("Monte", "Carlo")),
        ("lower {words}", ()),
        ("unbalanced {Bayes", ()),
    ],
)
def test_protected_words(title: str, words: tuple[str, ...]) -> None:
    """Braces protect capitals; those that an export protects by itself need no mention."""
    assert tex.protected(title) == words


@given(st.text(st.sampled_from("{}\\$ab~-`'\"é^_\n ")))
def test_any_text(written: str) -> None:
    """Any TeX gives one line, and never an error."""
    assert "\n" not in tex.line(written)
    tex.prose(written)
    tex.protected(written)
    tex.unbraced(written)
