"""Rules of quality leave sound records alone, however odd they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder import checks
from site_builder.checks.quality.catalogue import CODES
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

PAPER = "papers/smith2020paper.yaml"
GOOD = {
    "title": "Folding by Hand",
    "authors": "[Ann Smith]",
    "year": "2020",
    "venue": "JPA",
    "fold": "[dart]",
    "summary": "Ours.",
}


def odd(root: Path) -> list[str]:
    """What the rules of quality tell of the record, errors too."""
    library, found = Library.load(root)
    told = [problem for problem in (*found, *checks.run(library)) if problem.path == PAPER]
    return [str(each) for each in told if each.is_error or each.code in CODES]


def text(fields: dict[str, str]) -> str:
    """A record of good fields and these."""
    return "".join(f"{name}: {value}\n" for name, value in {**GOOD, **fields}.items())


@pytest.mark.parametrize(
    "authors",
    [
        "Andrew Ng", "Kyungjae O", "Weinan E", "Ann Smith III", "Martin Luther King Jr.", "Jia Li",
        "Shai Ben-David", "Laurens van der Maaten", "Yann LeCun", "王小明", "محمد علي",
        "Md. Rahman", "MD Zakir Hossain", "Gael Varoquaux", "Beatrice d'Alché-Buc", "Ing-Ray Chen",
        "Aet Alvarez", "Peter Etalon", "{literal: ATLAS Collaboration}", "{literal: 3D Lab; Paris}",
        "Ann Group-Smith", "Andrea de la Cruz", "Yuan-Fang LI-Smith",
        "Nicolò Cesa-Bianchi", "Maria Teampour", "J. R. R. Tolkien", "Vũ Đức", "SÃO Paulo Silva",
    ],
)  # fmt: skip
def test_sound_names(make_survey: MakeSurvey, authors: str) -> None:
    """Short, foreign, noble and rare names are nobody's mistake."""
    assert odd(make_survey({PAPER: text({"authors": f"[{authors}]"})})) == []


@pytest.mark.parametrize(
    "title",
    [
        "BERT", "LAION-5B", "CLIP AND DINO", "CLIP FOR DINO", "GPT-4 vs. LLaMA", "Attention Is All You Need",
        "3D-R2N2: A Unified Approach", "What Is $a^2$ in $\\\\mathbb{R}$?", "深度学习综述",
        "Why U.S.A.", "Planes by Fold Inc.", "A < B and B > C", "AT&T Folding", "Pre- and Post-Folding",
        "Gauß\u2013Legendre Quadrature", "Fold --fix", "Tokens <s> and <mask>", "Éléments de pliage : un essai",
        "Proceedings in Folding", "In Search of Folds", "1984: A Study", "R2D2", "Ça va, Âge d'or",
        "Ein „Ä“ im Titel", "C# and F#", "100 Years, 200 Folds", "Learning to fold at 30°C",
    ],
)  # fmt: skip
def test_sound_titles(make_survey: MakeSurvey, title: str) -> None:
    """Acronyms, formulas, signs and other scripts make no title odd."""
    quoted = title.replace('"', '\\"')
    assert odd(make_survey({PAPER: text({"title": f'"{quoted}"'})})) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"pages": "B12-1-B12-9", "volume": "2"},
        {"pages": "67\u201376", "volume": "2"},
        {"pages": "e1004", "volume": "2"},
        {"pages": "xi-xv", "volume": "2"},
        {"doi": "10.1002/(SICI)1097-4571(1999)50:1<1::AID>3.0.CO;2-A"},
        {"doi": "10.1016/S0004-3702(97)00043-X"},
        {"doi": "10.1016/j.fold.2018.01.002"},
        {"arxiv_id": '"1801.00001"'},
        {"links": "{code: 'https://search.fold.org/a'}"},
        {"links": "{code: 'https://github.com/fold/proxy'}"},
        {"abstract": "Abstractions of <image, text> pairs, a < b > c, \\\\emph{x}, $\\\\alpha$."},
        {"abstract": "Copyright is a matter of law."},
    ],
)
def test_sound_values(make_survey: MakeSurvey, fields: dict[str, str]) -> None:
    """Rare but sound pages, DOIs, years, addresses and abstracts are left alone."""
    assert odd(make_survey({PAPER: text(fields)})) == []


def test_the_real_survey_has_no_oddities(real_library: Library) -> None:
    """Nothing of what the rules of quality find stands in the records of this repository."""
    found = [p for p in checks.run(real_library) if p.code in CODES or p.code.startswith("checks.")]
    assert [str(problem) for problem in found] == []
