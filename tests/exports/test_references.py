"""Formatted references: what citeproc-py gives, by the shorter way of frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.exports import csl, references

if TYPE_CHECKING:
    from conftest import Made

    from site_builder.library import Library
    from site_builder.record.models import Paper

PAPER = {
    "title": "Folds: A Study?",
    "authors": ["Ann B. Smith", {"particle": "van", "family": "Vouw", "given": "Jan-Piet"}],
    "month": 7,
    "volume": "12",
    "number": "3",
    "pages": "101-119",
    "doi": "10.1000/a",
}


@pytest.mark.parametrize(
    ("style", "venue", "written"),
    [
        (
            "apa",
            "JPA",
            (
                "Smith, A. B., & van Vouw, J.-P. (2020). Folds: A Study? Journal of Paper & Aeroplanes,"
                " 12(3), 101\N{EN DASH}119. https://doi.org/10.1000/a"
            ),
        ),
        (
            "ieee",
            "JPA",
            (
                "A. B. Smith and J.-P. van Vouw, “Folds: A Study?” Journal of Paper & Aeroplanes,"
                " vol. 12, no. 3, pp. 101\N{EN DASH}119, Jul. 2020, doi: 10.1000/a."
            ),
        ),
        (
            "ieee",
            "Fold Day",
            (
                "A. B. Smith and J.-P. van Vouw, “Folds: A Study?” in Proceedings of Fold Day, F&F,"
                " Jul. 2020, pp. 101\N{EN DASH}119. doi: 10.1000/a."
            ),
        ),
    ],
)
def test_reference(made: Made, style: str, venue: str, written: str) -> None:
    """A reference is what the style's guide asks for."""
    paper = made.paper(**PAPER, venue=venue)
    assert references.reference(paper, made.library(paper), style) == written


def test_preprints(made: Made) -> None:
    """A preprint is cited by its number, spelled as the archive spells it, once."""
    paper = made.paper(venue="arXiv", arxiv_id="2203.12119")
    cited = {s: references.reference(paper, made.library(paper), s) for s in references.STYLES}
    assert cited == {
        "apa": "Smith, A. (2020). Folds (arXiv:2203.12119). arXiv. https://arxiv.org/abs/2203.12119",
        "ieee": "A. Smith, “Folds,” 2020, arXiv: 2203.12119. [Online]. Available:"
        " https://arxiv.org/abs/2203.12119",
    }


@pytest.mark.parametrize("share", [32, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("style", references.STYLES)
def test_frames_change_nothing(real_library: Library, style: str, share: int) -> None:
    """On real records, a filled frame is what citeproc-py gives, but for capitals in numbers."""
    formatter = references.Formatter(style)
    for paper in list(real_library.papers.values())[::share]:
        item = csl.item(paper, real_library)
        direct = formatter.directly(item).replace("ArXiv:", "arXiv:")
        assert formatter.reference(item) == direct


@pytest.mark.parametrize("style", references.STYLES)
def test_every_kind(made: Made, one_of_each_kind: list[Paper], style: str) -> None:
    """Every kind of paper is formatted, with or without a frame, and says who, when and what."""
    library = made.library(*one_of_each_kind)
    for paper in one_of_each_kind:
        item = csl.item(paper, library)
        text = references.styled(style).reference(item)
        assert text == references.styled(style).directly(item).replace("ArXiv:", "arXiv:")
        assert all(part in text for part in ("Żółć", "2020", "3D ImageNet"))


@pytest.mark.parametrize("style", references.STYLES)
@settings(max_examples=40)
@given(data=st.data())
def test_any_record_has_a_reference(
    data: st.DataObject, hostile_papers: st.SearchStrategy[Paper], made: Made, style: str
) -> None:
    """Whatever a record holds, its reference is one line with its year, and no mark is left over."""
    paper = data.draw(hostile_papers)
    text = references.reference(paper, made.library(paper), style)
    assert str(paper.year) in text
    assert "\n" not in text
    assert {*references.MARKS.values()} & {*text} <= {*paper.model_dump_json()}


@pytest.mark.parametrize("style", references.STYLES)
@pytest.mark.parametrize("number", [1, 2, 3, 6, 7, 20, 21, 26, 27, 40])
def test_any_number_of_authors(made: Made, style: str, number: int) -> None:
    """However many authors there are, their names are what they would be without a frame."""
    families = ("Smith", "O'Neill", "Żółć", "Ben Ali", "Smith-Jones")
    given = ("Ann", "Jan-Piet", "J. R. R.", "Émile", "Bruce X. B.")
    names = [{"family": families[n % 5], "given": given[(n + n // 5) % 5]} for n in range(number)]
    assert_same(made.paper(authors=names), made, style)


@pytest.mark.parametrize("style", references.STYLES)
@given(family=st.text(min_size=1, max_size=6), given_name=st.text(min_size=1, max_size=6))
@settings(max_examples=60)
@example(family="Ng", given_name="A.")
@example(family="Ng.", given_name="a-B")
@example(family="King, Jr.", given_name="J.R.")
@example(family="ß", given_name="Ann de B.")
@example(family="王", given_name="小明")
def test_any_spelling_of_names(made: Made, style: str, family: str, given_name: str) -> None:
    """However a name is written, it is what it would be without a frame."""
    try:
        names = [{"family": family, "given": given_name}, "Ann Smith"]
        paper = made.paper(authors=names)
    except ValueError:
        return  # no record may have such a name
    assert_same(paper, made, style)


def assert_same(paper: Paper, made: Made, style: str) -> None:
    """Fail where frames change anything but capitals in numbers."""
    item = csl.item(paper, made.library(paper))
    formatter = references.styled(style)
    assert formatter.reference(item) == formatter.directly(item).replace("ArXiv:", "arXiv:")
