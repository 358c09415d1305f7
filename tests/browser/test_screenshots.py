"""Pictures of eight kinds of page, for people to look at; what a program can see in them is held here.

They are left in the folder that SCREENSHOTS names, such as .cache/screenshots, else in pytest's own.
"""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quiet import quiet

if TYPE_CHECKING:
    from conftest import OpenPage, Server

pytestmark = pytest.mark.slow

KINDS = {
    "home": "",
    "survey": "survey/",
    "explorer": "explore/?q=adaptre&with=code",
    "paper": "papers/wu2023pslt/",
    "category": "method-family/adapter-tuning/",
    "benchmark": "benchmarks/vtab-1k/",
    "compare": "compare/?k=jia2022visual,wang2024lion,khattak2023maple",
    "venue": "venues/eccv/",
}
WIDTHS = {390: 844, 1280: 800}
"""Widths of windows, and how high they are."""
LOOKS = list(product(KINDS, WIDTHS, ("light", "dark")))
TALLEST = 4000
"""Pixels of a page that are worth looking at."""
BLANK = 12_000
"""Bytes that even an empty page's picture may take: its header has letters."""
WRONG = """
() => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} wide`);
  for (const text of document.querySelectorAll('svg.survey-figure text')) {
    const [drawn, box] = [text, text.closest('.survey-scroll')].map((each) => each.getBoundingClientRect());
    const { scrollWidth, scrollHeight, scrollLeft } = text.closest('.survey-scroll');
    const left = drawn.left - box.left + scrollLeft;
    const isIn = left > -1 && left + drawn.width < scrollWidth + 1
      && drawn.top > box.top - 1 && drawn.bottom < box.top + scrollHeight + 1;
    if (!isIn) found.push(`cut off: ${text.textContent}`);
  }
  for (const head of document.querySelectorAll('.md-content :is(h1, h2, h3, th, dt, .survey-badge)')) {
    const isCut = head.scrollWidth > head.clientWidth + 1 && getComputedStyle(head).display !== 'inline';
    if (isCut && head.checkVisibility()) found.push(`wider than its place: ${head.textContent.trim()}`);
  }
  return found;
}
"""


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that the pictures go to."""
    named = os.environ.get("SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_page_has_its_picture_taken(
    open_page: OpenPage, server: Server, album: Path, look: tuple[str, int, str]
) -> None:
    """A page is not blank, scrolls one way only, and cuts no heading and no word of a figure off."""
    kind, width, scheme = look
    page = open_page(viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme)
    page.goto(server.root + KINDS[kind])
    quiet(page)
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    assert page.evaluate(WRONG) == []
    page.set_viewport_size({"width": width, "height": height})
    picture = page.screenshot(path=album / f"{kind}-{width}-{scheme}.png")
    assert len(picture) > BLANK
    assert len(page.get_by_role("main").inner_text()) > 200
