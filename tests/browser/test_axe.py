"""Axe finds nothing that keeps people with other senses or means out: one page of each kind.

What axe looks at grows with every row of a list, and its rules do not: lists of a sample stand for
those of the whole, which are looked at where time is no matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
SERVERS = ["sample_server", pytest.param("whole_server", marks=pytest.mark.slow)]
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
ALL = axe.DEFAULT_OPTIONS
COLOURS = {**ALL, "runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules whose answer depends on colours, which are all that is other in the dark."""
LOOKS = [(LAPTOP, "light", ALL), (LAPTOP, "dark", COLOURS), (PHONE, "light", ALL)]


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest) -> Server:
    """Serve a part of the survey, or the whole."""
    addresses: Server = request.getfixturevalue(request.param)
    return addresses


@pytest.mark.parametrize("place", PLACES)
def test_no_violations(open_page: OpenPage, server: Server, place: str) -> None:
    """No rule of axe-core is broken, in light, in dark and on a phone."""
    found = []
    page = open_page()
    for viewport, scheme, options in LOOKS:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        page.goto(server.root + place)
        page.wait_for_load_state("networkidle")
        answer = axe.Axe().run(page, options=options)
        found += [
            (
                scheme,
                viewport["width"],
                broken["id"],
                node["html"][:200],
                node["failureSummary"][:300],
            )
            for broken in answer.response["violations"]
            for node in broken["nodes"][:3]
        ]
    assert not found
