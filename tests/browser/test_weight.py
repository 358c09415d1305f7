"""What pages weigh and how they stand: what Lighthouse measures, but for what depends on the machine.

Budgets are a little above what was measured, so that growth is seen where it happens; who goes past one on
purpose writes the new figure here. Sizes are those of gzip, as static hosts send texts.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from quiet import quiet

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

if TYPE_CHECKING:
    from conftest import Server
    from playwright.sync_api import Page


@dataclass(frozen=True)
class Budget:
    """The most that a page may need."""

    kilobytes: float
    """All that is fetched to show it: 25 KB of the theme's style sheets, up to 37 KB of fonts too."""
    requests: int
    elements: int


BUDGETS = {
    "": Budget(96, 15, 1850),
    "papers/wu2023pslt/": Budget(76, 15, 512),
    "papers/jia2022visual/": Budget(
        82, 15, 1540
    ),  # what builds on it, with its sources, and its lineage
    "method-family/adapter-tuning/": Budget(116, 18, 3900),  # a table of 170 papers
    "explore/": Budget(122, 28, 3800),  # the first 50 papers with badges, and all filters
}
PACKED = (".png", ".woff2")
"""What a server sends as it is."""
NO_LIST, NODES = ("", "papers/wu2023pslt/", "papers/jia2022visual/"), 1800
"""Pages that list no papers, and how many elements Lighthouse takes for too many."""
SHIFT = 0.1
"""What Core Web Vitals call good; ours do not move at all, but for other fonts than here."""
SMALLEST = 12
"""Pixels; phones show less in sizes that Lighthouse calls illegible."""
VIEWPORTS = {
    "phone": {"width": 390, "height": 844},
    "laptop": {"width": 1280, "height": 800},
}
WATCH = """
window.moved = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value; })
  .observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => { window.largest = list.getEntries().at(-1); })
  .observe({ type: 'largest-contentful-paint', buffered: true });
"""
SCROLL = """
async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 700) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
  }
  await new Promise((done) => setTimeout(done, 300));
}
"""
FACTS = """
() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const sizes = {};
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !element.checkVisibility()) continue;
    if (element.closest('svg, math, script, style')) continue;
    sizes[parseFloat(getComputedStyle(element).fontSize)] = element.outerHTML.slice(0, 90);
  }
  const unsized = (each) => !each.hasAttribute('width') || !each.hasAttribute('height');
  const largest = window.largest.element;
  return {
    elements: document.querySelectorAll('*').length,
    moved: window.moved,
    largest: largest.matches('img, svg, video') || window.largest.url ? '' : largest.textContent.trim(),
    language: document.documentElement.lang,
    description: document.querySelector('meta[name=description]')?.content ?? '',
    viewport: document.querySelector('meta[name=viewport]').content,
    heads: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((head) => Number(head.tagName[1])),
    unsized: [...document.querySelectorAll('img, main svg.survey-figure')].filter(unsized).length,
    sizes,
  };
}
"""
TARGETS = {"runOnly": ["target-size"], "rules": {"target-size": {"enabled": True}}}
"""The rule of WCAG 2.2 that axe leaves out unless asked: 24 pixels, or room around."""


class Wire:
    """What a page fetched."""

    def __init__(self, page: Page) -> None:
        self.responses: dict[str, Any] = {}
        page.on("response", lambda response: self.responses.setdefault(response.url, response))

    def kilobytes(self) -> float:
        """Sum up what comes over the wire."""
        sizes = (sent(url, response.body()) for url, response in self.responses.items())
        return sum(sizes) / 1000


def sent(url: str, body: bytes) -> int:
    """Give the size in which a server sends a file."""
    return len(body if url.endswith(PACKED) else gzip.compress(body, 6))


@pytest.fixture(params=VIEWPORTS)
def watched(request: pytest.FixtureRequest, resting: Page) -> Page:
    """Open a page that takes note of what moves in it, and of the largest thing it shows."""
    resting.set_viewport_size(VIEWPORTS[request.param])
    resting.add_init_script(WATCH)
    return resting


@pytest.mark.parametrize("place", BUDGETS)
def test_page_keeps_its_budget(watched: Page, server: Server, place: str) -> None:
    """A page fetches and holds no more than it has to, moves not, and says what it is and how it goes on."""
    wire, budget = Wire(watched), BUDGETS[place]
    watched.goto(server.root + place)
    quiet(watched)
    kilobytes, requests = wire.kilobytes(), len(wire.responses)
    watched.evaluate(SCROLL)
    facts = watched.evaluate(FACTS)
    said = json.dumps({"KB": kilobytes, "requests": requests, **facts}, indent=1)
    assert kilobytes <= budget.kilobytes, said
    assert requests <= budget.requests, said
    assert facts["elements"] <= budget.elements, said
    assert place not in NO_LIST or facts["elements"] <= NODES, said
    assert facts["moved"] <= SHIFT / 4, said
    assert facts["largest"], said
    assert facts["unsized"] == 0, said
    assert min(map(float, facts["sizes"])) >= SMALLEST, said
    assert_is_described(facts)
    watched.evaluate("scrollTo(0, 0)")
    assert small_targets(watched) == []


def assert_is_described(facts: dict[str, Any]) -> None:
    """Hold what programs and programs for the ear go by: language, description, headings, zoom."""
    assert facts["language"] == "en"
    assert 20 < len(facts["description"]) < 400
    assert "user-scalable" not in facts["viewport"]
    heads = facts["heads"]
    assert heads[0] == 1
    assert heads.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(heads)), heads


def small_targets(page: Page) -> list[str]:
    """Name what is too small to be hit by a finger, and has no room around it either."""
    answer = axe.Axe().run(page, options=TARGETS)
    return [node["html"][:200] for each in answer.response["violations"] for node in each["nodes"]]
