"""What every page leads to at its foot, and the menu that is closed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import OpenPage, Server
    from playwright.sync_api import Page

PAGES = ("", "citing/", "papers/jia2022visual/", "benchmarks/vtab-1k/", "404.html")


@pytest.mark.parametrize("place", PAGES)
def test_every_foot_leads_on(page: Page, server: Server, place: str) -> None:
    """Each page leads to how the survey is cited, to where mistakes are reported, and to one's own lists."""
    page.goto(server.root + place)
    links = page.locator(".survey-foot a")
    assert links.all_inner_texts() == ["Cite this version", "Report a mistake", "My reading lists"]
    for href in links.evaluate_all("all => all.map((each) => each.href)"):
        url, _, ident = href.partition("#")
        answer = page.request.get(url)
        assert answer.ok
        assert f'id="{ident}"' in answer.text() or not ident


@pytest.mark.parametrize("place", ["", "citing/"])
def test_survey_is_cited_as_of_today(open_page: OpenPage, server: Server, place: str) -> None:
    """The entry of the site has the day of the visit; it is copied whole, as is the article's."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.clock.set_fixed_time(dt.datetime(2031, 2, 3, 12, tzinfo=dt.UTC))
    page.goto(server.root + place)
    entries = page.locator(".survey-cite-survey")
    texts = [entries.nth(n).locator("pre").inner_text() for n in range(2)]
    assert "accessed 2031-02-03}" in texts[0]
    assert "doi = {10.1145/3657632}" in texts[1]
    for number, text in enumerate(texts):
        entries.nth(number).get_by_role("button", name="Copy BibTeX").click()
        assert page.evaluate("navigator.clipboard.readText()").rstrip() == text.rstrip()


@pytest.mark.parametrize("width", [390, 1100])
def test_closed_menu_has_no_tab_stops(open_page: OpenPage, server: Server, width: int) -> None:
    """Beside the window the keyboard finds nothing; the open menu is there for it."""
    page = open_page(viewport={"width": width, "height": 844})
    page.goto(f"{server.root}papers/jia2022visual/")
    within = "document.activeElement.closest('.md-sidebar--primary') !== null"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert not page.evaluate(within)
    page.locator("label.md-header__button[for=__drawer]").click()
    page.locator(".md-sidebar--primary .md-nav__link >> visible=true").first.wait_for()
