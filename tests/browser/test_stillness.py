"""Pages stand still: on a slow network, too, where fonts and scripts come last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from quiet import quiet

if TYPE_CHECKING:
    from conftest import OpenPage, Server
    from playwright.sync_api import Route

QUICK = (
    "",
    "survey/",
    "papers/jia2022visual/",
    "method-family/adapter-tuning/",
    "benchmarks/vtab-1k/",
)
PLACES = (*QUICK, "papers/wu2023pslt/", "map/", "authors/", "reading/")
FEW_OR_ALL = pytest.mark.parametrize(
    "places", [QUICK, pytest.param(PLACES, marks=pytest.mark.slow)], ids=["few", "all"]
)
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
SHIFT = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHOWN = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
MOVED = """() => {
  const places = (elements) => elements.map((element) => {
    const { left, top } = element.getBoundingClientRect();
    return [left, top];
  });
  const apart = (one, other) => Math.max(...one.flat().map((at, n) => Math.abs(at - other.flat()[n])));
  const shown = (element) => element.getClientRects().length && getComputedStyle(element).position !== "absolute";
  const moved = [];
  for (const box of document.querySelectorAll("article *")) {
    const { display } = getComputedStyle(box);
    const is_list = display === "grid" || (display === "flex" && box.matches("ul, ol, dl, nav"));
    const parts = is_list ? [...box.children].filter(shown) : [];
    for (let count = parts.length - 1; count > 0; count--) {
      const before = places(parts.slice(0, count));
      parts[count].style.setProperty("display", "none", "important");
      if (apart(before, places(parts.slice(0, count))) > 4) moved.push(`${box.className}: ${count + 1}`);
    }
    for (const part of parts) part.style.removeProperty("display");
  }
  return moved;
}"""
"""Lists of which a part stands elsewhere when the ones after it are missing, and how many there are then.

Less than a line is a baseline that what comes beside it sets.
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_pages_stand_still_and_fit(
    open_page: OpenPage, server: Server, viewport: dict[str, int], scheme: str
) -> None:
    """Nothing moves while a page loads, and what is too wide scrolls in a box of its own."""
    page = open_page(viewport=viewport, color_scheme=scheme)
    for place in QUICK:
        page.goto(server.root + place)
        assert page.evaluate(SHIFT) < 0.02, place
        assert page.evaluate(WIDER) <= 0, place


class Late:
    """Files that wait until they are let go."""

    def __init__(self) -> None:
        self.held: list[Route] | None = []
        self.count = 0

    def __call__(self, route: Route) -> None:
        """Keep a request, or answer it."""
        self.count += 1
        if self.held is None:
            route.continue_()
        else:
            self.held.append(route)

    def come(self) -> None:
        """Answer what waits, and from now on everything."""
        held, self.held = self.held or [], None
        for route in held:
            route.continue_()


@FEW_OR_ALL
@pytest.mark.parametrize("late", ["woff2", "js"])
@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_late_files_move_nothing(
    open_page: OpenPage,
    server: Server,
    viewport: dict[str, int],
    late: str,
    places: tuple[str, ...],
) -> None:
    """Fonts and scripts that come when the page has long been shown change nothing's place."""
    page = open_page(viewport=viewport)
    pattern = re.compile(rf"\.{late}(\?|$)")
    for place in places:
        files = Late()
        page.route(pattern, files)
        page.goto(server.root + place, wait_until="commit")
        page.wait_for_function(SHOWN)
        files.come()
        quiet(page)
        page.unroute(pattern)
        assert files.count, place
        assert page.evaluate(SHIFT) < 0.02, place


@FEW_OR_ALL
@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_what_comes_moves_nothing_before_it(
    open_page: OpenPage, server: Server, viewport: dict[str, int], places: tuple[str, ...]
) -> None:
    """A browser draws what it has of a list, whose parts then stay where they are."""
    page = open_page(viewport=viewport)
    for place in places:
        page.goto(server.root + place)
        assert page.evaluate(MOVED) == [], place
