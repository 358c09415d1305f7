"""What another program draws is redrawn: simple shapes pass, nothing else."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from site_builder.figures.inert import BASE, redrawn
from site_builder.problems import SurveyError

SVG = "{http://www.w3.org/2000/svg}"
SPACES = "xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'"


@pytest.mark.parametrize(
    "drawing",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p>x</p></foreignObject>",
        "<style>p { color: red }</style>",
        "<image href='x.png'/>",
        "<use href='#x'/>",
        "<rect fill='url(#x)'/>",
        "<a xlink:href='javascript:alert(1)'/>",
        "<path d='M0,0' stroke='#000' display='none'/>",
    ],
)
def test_unknown_is_left_out(drawing: str) -> None:
    """Elements that are not simple shapes disappear with all that is in them."""
    whole = f"<svg {SPACES}>{drawing}</svg>"
    read = ET.fromstring(redrawn(whole, "T", ""))  # noqa: S314 - it is ours
    assert [element for element in read.iter() if element.tag != f"{SVG}g"] == [read]


def test_unknown_attributes_are_left_out() -> None:
    """Of a shape geometry and paint are kept, and long fractions are rounded."""
    shape = (
        "<rect id='x' class='x' style='x' onclick='x' x='1.23456' fill='currentColor' opacity='1'/>"
    )
    assert '<rect fill="currentColor" x="1.23"/>' in redrawn(
        f"<svg {SPACES}>{shape}</svg>", "T", ""
    )


def test_known_links_are_kept() -> None:
    """A link that begins with our mark leads to the page, and says what it is."""
    shape = f"<a xlink:href='{BASE}papers/x/'><circle r='3' fill='none' stroke='#123' aria-label='X'/></a>"
    found = redrawn(f"<svg {SPACES}>{shape}</svg>", "T", "../")
    assert '<a href="../papers/x/" tabindex="-1"><title>X</title><circle' in found


@pytest.mark.parametrize(
    "drawing",
    [
        "",
        "<svg",
        "<svg/>",
        f"<!DOCTYPE svg [<!ENTITY x 'y'>]><svg {SPACES}>&x;</svg>",
        "<svg width='x' height='1'/>",
    ],
)
def test_unreadable_drawing_is_refused(drawing: str) -> None:
    """What is no drawing is told by the figure's title."""
    with pytest.raises(SurveyError, match="the figure 'T' cannot be read"):
        redrawn(drawing, "T", "")
