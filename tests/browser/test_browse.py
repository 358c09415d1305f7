"""A reader finds the way through the real site: down the categories, across, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import OpenPage, Server
    from playwright.sync_api import Page

LION = "LION: Implicit Vision Prompt Tuning"
WAY = ("Prompt tuning", "Vision-driven prompt", LION)
SHOW_ALL = re.compile("^Show all [0-9]+ papers$")
KINDS = (
    "papers/jia2022visual/",
    "method-family/",
    "method-family/prompt-tuning/",
    "benchmarks/vtab-1k/",
    "venues/",
    "authors/",
    "years/2023/",
    "papers/",
)
"""A page of each kind, the widest that there are."""


def follow(page: Page, text: str) -> None:
    """Click a link in the content area and wait for the page that it leads to.

    A long list shows its first rows until one asks for all.
    """
    more = page.get_by_role("button", name=SHOW_ALL).first
    page.add_locator_handler(more, lambda button: button.click(), no_wait_after=True)
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=text, exact=True).first.click()
    page.remove_locator_handler(more)


@pytest.mark.parametrize("place", ["root", "folder"])
@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["scripted", "plain"])
def test_home_leads_to_a_paper(
    open_page: OpenPage, server: Server, place: str, options: dict[str, bool]
) -> None:
    """From home through a family and its subcategory a reader reaches a paper, scripts or not."""
    page = open_page(**options)
    page.goto(getattr(server, place))
    for title in WAY:
        follow(page, title)
        assert page.inner_text("h1") == title
    assert page.url == f"{getattr(server, place)}papers/wang2024lion/"


@pytest.mark.parametrize(
    ("link", "heading"),
    [
        ("Zhouchen Lin", "Zhouchen Lin"),
        ("AAAI", "AAAI"),
        ("2024", "2024"),
        ("Prompt tuning", "Prompt tuning"),
        ("Image classification", "Image classification"),
    ],
)
def test_paper_leads_across_and_back(page: Page, server: Server, link: str, heading: str) -> None:
    """From a paper to its author, venue, year or category, and from there to the paper again."""
    page.goto(f"{server.root}papers/wang2024lion/")
    follow(page, link)
    assert page.inner_text("h1") == heading
    follow(page, LION)
    assert page.inner_text("h1") == LION


def test_related_papers_lead_to_each_other(page: Page, server: Server) -> None:
    """A relation can be followed from either end."""
    page.goto(f"{server.root}papers/wang2024lion/")
    follow(page, "Visual Prompt Tuning")
    assert page.inner_text("h1") == "Visual Prompt Tuning"
    page.locator("details.survey-fold").evaluate_all(
        "all => all.forEach((each) => (each.open = true))"
    )
    follow(page, LION)
    assert page.inner_text("h1") == LION


def test_result_leads_to_its_table(page: Page, server: Server) -> None:
    """From a figure of a paper a reader comes to the table that it stands in, and back."""
    page.goto(f"{server.root}papers/jia2022visual/")
    page.locator("summary", has_text="Mean accuracy over 19 tasks").first.click()
    follow(page, "Mean accuracy over 19 tasks")
    assert page.url.endswith("/benchmarks/vtab-1k/#metric-mean-19")
    follow(page, "VPT")
    assert page.inner_text("h1") == "Visual Prompt Tuning"


def test_formulas_are_drawn(page: Page, server: Server) -> None:
    """A formula in an abstract is MathML that the browser lays out."""
    page.goto(f"{server.root}papers/chen2023pipeline/")
    box = page.locator(".survey-abstract math").first.bounding_box()
    assert box
    assert box["width"] > box["height"] / 2 > 0
    assert "\\times" not in page.inner_text(".survey-abstract")


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_do_not_scroll_sideways(open_page: OpenPage, server: Server, width: int) -> None:
    """On a phone as on a laptop only wide tables scroll sideways, not the page."""
    page = open_page(viewport={"width": width, "height": 800})
    for uri in KINDS:
        page.goto(server.root + uri, wait_until="domcontentloaded")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, uri


def test_lost_authors_lead_to_the_list(page: Page, server: Server, site: Path) -> None:
    """The former page of an author with one paper leads to the place in the list, by that name."""
    page.goto(f"{server.root}authors/")
    name = page.locator("li[id]:not(:has(a[href*='authors/']))").first.get_attribute("id")
    lost = f"{server.root}authors/{name}/"
    body = (site / "404.html").read_text(encoding="utf-8")
    page.route(lost, lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(lost)
    follow(page, "list of authors")
    assert page.url == f"{server.root}authors/#{name}"
    assert page.locator(":target").get_attribute("id") == name
