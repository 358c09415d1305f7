"""The flow diagram: inert, as narrow as a phone, with the numbers of its table in it."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from site_builder.figures import FlowStep, Link, Part, flow

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('x')</script> \"&amp; ]]> {{ 7*7 }}"
NAMES = st.sampled_from(["Screened", HOSTILE, "A long name of something that was looked at " * 3])
COUNTS = st.integers(0, 10**6)
PARTS = st.builds(Part, NAMES, COUNTS, st.sampled_from(["", "excluded/#reason-a", "javascript:x"]))
STEPS = st.lists(
    st.builds(FlowStep, NAMES, COUNTS, NAMES, st.lists(PARTS, max_size=4).map(tuple)),
    min_size=1,
    max_size=5,
)


@given(STEPS)
def test_numbers_and_places(steps: list[FlowStep]) -> None:
    """Each number of the table stands in the picture, sums beside them, and all within it."""
    figure = flow("How", "So.", steps, "../")
    drawing = ET.fromstring(str(figure.svg))  # noqa: S314 (ours)
    assert drawing.get("aria-label") == "How"
    assert drawing.get("role") == "group"
    written = ["".join(each.itertext()) for each in drawing.iter(f"{SVG}text")]
    numbers = [text for text in written if re.fullmatch(r"[\d,]+", text)]
    rows = [str(row[-1]) for row in figure.table.rows]
    sums = [f"{step.total:,}" for step in steps if step.removed]
    assert sorted(numbers) == sorted([*rows, *sums])
    width, height = (float(drawing.get(name, "")) for name in ("width", "height"))
    assert width == 340
    for box in drawing.iter(f"{SVG}rect"):
        left, top, wide, high = (float(box.get(n, "")) for n in ("x", "y", "width", "height"))
        assert 0 <= left < left + wide <= width
        assert 0 <= top < top + high <= height
    links = {each.get("href") for each in drawing.iter(f"{SVG}a")}
    assert links <= {"../excluded/#reason-a"}
    assert "<script" not in str(figure.svg)


def test_table() -> None:
    """The table has a row for each step and for each reason, in the order of the picture."""
    step = FlowStep("Screened", 1200, "Left out", (Part("Wet", 3, "excluded/#reason-wet"),))
    figure = flow("How", "So.", [step, FlowStep("Included", 1197)])
    assert figure.table.headers == ("Step", "Reason", "Papers")
    assert figure.table.rows == (
        ("Screened", "", "1,200"),
        ("Left out", Link("excluded/#reason-wet", "Wet"), "3"),
        ("Included", "", "1,197"),
    )
