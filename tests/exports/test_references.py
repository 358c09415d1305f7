"""Formatted references: what citeproc-py gives, by the shorter way of frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.exports import csl, references

if TYPE_CHECKING:
    from conftest import Made

    from site_builder.library import Library
    from site_builder.models import Paper

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


@pytest.mark.parametrize("style", references.STYLES)
def test_frames_change_nothing(real_library: Library, style: str) -> None:
    """On every record, a filled frame is what citeproc-py gives, but for capitals in numbers."""
    formatter = references.Formatter(style)
    for paper in real_library.papers.values():
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
