"""Axe finds nothing that keeps people with other senses or means out: one page of each kind.

What axe looks at grows with every row of a list, and its rules do not: lists of a sample stand for
those of the whole, which are looked at where time is no matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quiet import quiet

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

if TYPE_CHECKING:
    from conftest import OpenPage, Server

PLACES = (
    "",
    "survey/",
    "papers/jia2022visual/",
    "papers/",
    "method-family/",
    "method-family/adapter-tuning/",
    "benchmarks/",
    "benchmarks/vtab-1k/",
    "explore/",
    "compare/?k=jia2022visual,wang2024lion",
    "reading/",
    "reading/?k=jia2022visual,wang2024lion",
    "map/",
    "map/regions/",
    "changes/",
    "releases/",
    "coverage/",
    "coverage/links-code/",
    "excluded/",
    "venues/",
    "authors/",
    "404.html",
)
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
ALL = axe.DEFAULT_OPTIONS
COLOURS = {**ALL, "runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules whose answer depends on colours, which are all that is other in the dark."""
LOOKS = {
    "light": (LAPTOP, "light", ALL),
    "dark": (LAPTOP, "dark", COLOURS),
    "phone": (PHONE, "light", ALL),
}
CASES = [
    *(("sample_server", "light", place) for place in PLACES[::3]),
    *(
        pytest.param("whole_server", look, place, marks=pytest.mark.slow)
        for look in LOOKS
        for place in PLACES
    ),
]


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Server:
    """Serve a part of the survey, or the whole."""
    addresses: Server = request.getfixturevalue(request.param)
    return addresses


@pytest.mark.every_case
@pytest.mark.parametrize(("server", "look", "place"), CASES, indirect=["server"])
def test_no_violations(open_page: OpenPage, server: Server, look: str, place: str) -> None:
    """No rule of axe-core is broken, in light, in dark and on a phone."""
    viewport, scheme, options = LOOKS[look]
    page = open_page(viewport=viewport, color_scheme=scheme)
    page.goto(server.root + place)
    quiet(page)
    answer = axe.Axe().run(page, options=options)
    found = [
        (broken["id"], node["html"][:200], node["failureSummary"][:300])
        for broken in answer.response["violations"]
        for node in broken["nodes"][:3]
    ]
    assert not found
