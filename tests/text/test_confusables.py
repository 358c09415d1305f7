"""Words that are not what they seem."""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import checks
from site_builder.library import Library
from site_builder.text.confusables import find_confusables, skeleton

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]


@pytest.mark.parametrize(
    ("text", "seems"),
    [
        ("Visu\u0430l Prompt", "Visual Prompt"),
        ("\u0412\u0415RT for All", "BERT for All"),
        ("\u0421\u0410\u0422 and Dog", "CAT and Dog"),
        ("Pr\u03bfmpt", "Prompt"),
        ("Pro\u00admpt Tun\u200ding", "Prompt Tuning"),
        ("M\u3164ask", "Mask"),
        ("\ua4d0\ua4e2tention\ua4e2", "BStentionS"),
    ],
)
def test_confusable(text: str, seems: str) -> None:
    """Letters of other alphabets and unseen signs in Latin words are seen through."""
    assert skeleton(text) == seems
    assert list(find_confusables(text))


@pytest.mark.parametrize(
    "text",
    [
        "Visual Prompt Tuning",
        "Über naïve Łódź İstanbul ﬁne",
        "νSVM, β-VAE, μTransfer, ΔE and the α of σ-Nets",
        "Обучение моделей",
        "Обучение моделей CLIP",
        "Ανάλυση του CLIP",
        "Zoë ǅ 한국어 中文 עברית नमस्ते \u0915\u094d\u200d\u0937",
        "👩\u200d💻 at Work",
    ],
)
def test_no_confusable(text: str) -> None:
    """Accents, symbols and whole words of other scripts are what they seem."""
    assert not list(find_confusables(text))
    assert skeleton(text) == text


@given(st.text())
def test_skeleton_of_any_text(text: str) -> None:
    """Any text can be looked at, and ASCII is always what it seems."""
    assert skeleton(text) or not text.strip() or list(find_confusables(text))
    ascii_text = text.encode("ascii", "ignore").decode()
    assert skeleton(ascii_text) == ascii_text


TWIN = """\
title: "First F\u043elds & Other <Throws>"
authors: ["Ad\u0430 Folder"]
year: 2019
venue: Fold Day
fold: [dart]
summary: Ours.
"""


def test_duplicate_with_confusables(make_survey: MakeSurvey) -> None:
    """A title with a letter of another alphabet is told of, and found to be another paper's."""
    root = make_survey({"papers/folder2019copy.yaml": TWIN})
    library, problems = Library.load(root)
    assert not problems
    told = [
        (problem.line, problem.column, problem.code, problem.message, problem.hint)
        for problem in checks.run(library)
        if problem.path == "papers/folder2019copy.yaml" and problem.code != "key"
    ]
    typed = "type the word anew: it holds U+{}"
    assert told == [
        (
            1,
            8,
            "lookalike",
            "title: 'F\u043elds' is not 'Folds'",
            typed.format("043E, CYRILLIC SMALL LETTER O"),
        ),
        (
            1,
            8,
            "similar-title",
            "title: nearly the same as that of papers/folder2019first.yaml",
            "merge the records if it is one paper",
        ),
        (
            2,
            11,
            "lookalike",
            "authors[0]: 'Ad\u0430' is not 'Ada'",
            typed.format("0430, CYRILLIC SMALL LETTER A"),
        ),
    ]


@pytest.mark.parametrize(
    ("name", "word", "replaced"),
    [
        ("taxonomy.yaml", "title: Dart", "title: D\u0430rt"),
        ("venues.yaml", "Annual", "\u0410nnual"),
        ("benchmarks.yaml", "Long Hall", "Long H\u0430ll"),
    ],
)
def test_registries(
    make_survey: MakeSurvey, tiny_survey: Path, name: str, word: str, replaced: str
) -> None:
    """The names of categories, venues and benchmarks are looked at too."""
    text = (tiny_survey / name).read_text(encoding="utf-8")
    library, _ = Library.load(make_survey({name: text.replace(word, replaced)}))
    assert [p.path for p in checks.run(library) if p.code == "lookalike"] == [name]
