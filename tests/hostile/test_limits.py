"""What is nested or repeated without end is cut where TeX, BibTeX or the check would be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from site_builder import checks
from site_builder.exports.bibnames import person
from site_builder.latex import braces_balanced, to_tex
from site_builder.library import Library
from site_builder.problems import MOST_REPORTED
from site_builder.record.models import Author

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

GOOD = "title: A Paper\nauthors: [Ann Smith]\nyear: 2020\nvenue: JPA\nsummary: Ours.\n"
DEEP = {
    "braces": "{" * 480 + "a" + "}" * 480,
    "styles": r"\emph{\textbf{" * 60 + "a" + "}" * 120,
    "switches": r"{\bf " * 150 + "a" + "}" * 150,
    "accents": r"\'{" * 240 + "a" + "}" * 240,
    "unknown": r"\foo{" * 150 + "a" + "}" * 150,
    "marks": "a" + "\u0301" * 900,
    "powers": "$" + "x^{" * 240 + "a" + "}" * 240 + "$",
    "fractions": "$" + r"\frac{" * 90 + "a" + "}{b}" * 90 + "$",
    "protected": "{" * 300 + "BERT" + "}" * 300,
}


def depth(tex: str) -> int:
    """Measure how deep groups are nested."""
    deepest = now = 0
    for brace in re.findall(r"(?<!\\)[{}]", tex):
        now += 1 if brace == "{" else -1
        deepest = max(deepest, now)
    return deepest


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
@pytest.mark.parametrize("unicode", [False, True])
def test_nesting(text: str, *, unicode: bool) -> None:
    """TeX holds 255 groups at once, other readers a hundred: an entry never has fifty."""
    tex = to_tex(text, unicode=unicode)
    assert braces_balanced(tex)
    assert depth(tex) < 50


@pytest.mark.parametrize("text", [DEEP["accents"], DEEP["marks"], r"\'{a\^{" * 100 + "}}" * 100])
def test_accents_over_accents(text: str) -> None:
    """TeX doubles its work with each accent over another: of more than four none is set."""
    assert len(re.findall(r"\\['^](?=\{)", to_tex(text))) <= 5


@pytest.mark.parametrize("dashes", ["-", "----", "- -", "~-"])
def test_names_without_a_word(dashes: str) -> None:
    """BibTeX parts words at hyphens, and would see no name where there is nothing else."""
    tex = person(Author(given=dashes, family="Smith"))
    assert tex.startswith("Smith, {")
    assert tex.endswith("}")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("\n".join(f"field{number}: x" for number in range(1_000)), "unknown-field"),
        (f"fold: [{', '.join(f'c{number}' for number in range(100))}]", "unknown-category"),
        (f"relations: [{'{kind: uses, paper: nobody, source: x}, ' * 400}]", "unknown-paper"),
        (f"sources: [{'no, ' * 1_000}]", "ambiguous"),
    ],
    ids=["fields", "categories", "relations", "values"],
)
def test_one_mistake_many_times(make_survey: MakeSurvey, more: str, code: str) -> None:
    """Of many problems of a kind the first are told, each at its place, and that there are more."""
    root = make_survey({"papers/smith2020paper.yaml": f"{GOOD}{more}\n"})
    library, problems = Library.load(root)
    found = [p for p in (*problems, *checks.run(library)) if p.code in {code, "more"}]
    assert len({(p.line, p.column) for p in found}) == len(found)
    many = len(found) > MOST_REPORTED
    assert len(found) == (MOST_REPORTED + 1 if many else 100)
    assert [p.code for p in found].count("more") == many
