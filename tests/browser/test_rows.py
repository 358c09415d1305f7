"""Rows of lists: badges that copy and open in place, heads that stay in sight, long lists in two steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from quiet import quiet

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import OpenPage, Server
    from playwright.sync_api import Page, Route

LONG = "method-family/prompt-tuning/"
LISTS = ("venues/eccv/", "explore/?venue=eccv", LONG)
"""Lists that a page brings along and that a script makes."""
ROWS = ".survey-papers tbody tr"
BADGES = ["BibTeX", "Summary", "PDF", "Code"]
DESKTOP = {"width": 1280, "height": 800}


def row_of(page: Page, key: str) -> str:
    """Wait for a paper's row to have its badges; return its selector."""
    row = f"{ROWS}:has(a[href$='papers/{key}/'])"
    for button in page.get_by_role("button", name=re.compile("^Show all [0-9]+ papers$")).all():
        button.click()
    page.locator(row).scroll_into_view_if_needed()
    page.mouse.move(5, 5)
    page.wait_for_selector(f"{row} small")
    return row


@pytest.mark.parametrize("place", ["venues/eccv/", "explore/?q=jia2022visual"])
def test_badges_act_in_place(open_page: OpenPage, server: Server, place: str) -> None:
    """In every list a row has the same badges; the entry is copied and the summary opens below."""
    page = open_page(viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.root + place)
    row = row_of(page, "jia2022visual")
    badges = page.locator(f"{row} small :is(a, button)")
    badges.nth(3).wait_for()
    assert badges.all_inner_texts() == BADGES
    names = badges.evaluate_all("all => all.map((each) => each.ariaLabel)")
    assert names == [f"{badge}: VPT" for badge in BADGES]
    assert not [url for url in asked if "/papers/" in url]  # nothing for those who do not ask
    badges.nth(0).click()
    page.get_by_text("Copied").first.wait_for()
    entry = page.request.get(f"{server.root}papers/jia2022visual.bib").text()
    assert page.evaluate("navigator.clipboard.readText()") == entry.rstrip()
    badges.nth(1).press("Enter")
    says = page.locator(f"{row} .survey-says")
    says.locator("p").first.wait_for()
    assert "frozen vision transformer" in says.inner_text()
    badges.nth(1).press("Enter")
    assert says.is_hidden()
    assert badges.nth(1).get_attribute("aria-expanded") == "false"


SIGNS: dict[str, Callable[[Page], None]] = {
    "pointer": lambda page: page.mouse.move(5, 5),
    "touch": lambda page: page.touchscreen.tap(5, 300),
    "key": lambda page: page.keyboard.press("Tab"),
    "scroll": lambda page: page.evaluate("scrollTo(0, 40)"),
}


@pytest.mark.parametrize("sign", SIGNS)
def test_signs_before_the_script_count(open_page: OpenPage, server: Server, sign: str) -> None:
    """Who stirred before the rows' script had come, and rests since, has all badges as well."""
    page = open_page(viewport=DESKTOP, has_touch=True)
    scripts: list[Route] = []

    def hold(route: Route) -> None:
        scripts.append(route)

    page.route("**/js/rows.js", hold)
    with page.expect_request("**/js/rows.js"):
        page.goto(f"{server.root}venues/eccv/")
    page.wait_for_function("document.fonts.status === 'loaded'")
    SIGNS[sign](page)
    with page.expect_response("**/js/rows.js"):
        scripts.pop().continue_()
    badges = page.locator(f"{ROWS}:first-child small :is(a, button)")
    expect(badges.filter(has_text="PDF")).to_be_visible()


def test_who_rests_asks_for_nothing(resting: Page, server: Server) -> None:
    """A reader who does not stir has the badges that need no addresses, and asks for none."""
    page, asked = resting, list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.root}venues/eccv/")
    page.locator(f"{ROWS}:first-child small button").nth(1).wait_for()
    quiet(page)
    assert not [url for url in asked if url.endswith("links.json")]


@pytest.mark.parametrize("place", LISTS)
def test_heads_stay_in_sight(open_page: OpenPage, server: Server, place: str) -> None:
    """However far a list is scrolled, the heads of its columns stand right below the header."""
    page = open_page(viewport=DESKTOP)
    page.goto(server.root + place)
    page.wait_for_selector(ROWS)
    page.wait_for_selector(".is-fitting > .survey-papers")
    page.locator(ROWS).nth(30).scroll_into_view_if_needed()
    page.mouse.wheel(0, 400)
    heads = "all => all.map((each) => Math.round(each.getBoundingClientRect().top))"
    page.wait_for_function("scrollY > 300")
    tops = page.locator(".survey-papers thead th").evaluate_all(heads)
    bottom = page.locator(".md-header").evaluate("each => each.getBoundingClientRect().bottom")
    assert {abs(top - bottom) <= 1 for top in tops} == {True}


def test_long_lists_open_in_two_steps(page: Page, server: Server) -> None:
    """A long list shows its first rows and all on request, on the way back too, and when printed."""
    page.goto(server.root + LONG)
    more = page.locator(".survey-more")
    more.wait_for()
    shown = page.locator(f"{ROWS}:visible")
    count = page.locator(ROWS).count()
    assert (shown.count(), more.inner_text()) == (60, f"Show all {count} papers")
    assert page.evaluate("document.documentElement.scrollHeight") < 7500
    page.emulate_media(media="print")
    assert shown.count() == count
    page.emulate_media(media="screen")
    more.click()
    assert shown.count() == count
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 61
    page.goto(f"{server.root}papers/")
    page.go_back()
    page.wait_for_selector(".survey-put")
    assert shown.count() == count


def test_searching_in_the_page_finds_all_rows(page: Page, server: Server) -> None:
    """Who looks for words in the page has all rows before them."""
    page.goto(server.root + LONG)
    page.locator(".survey-more").wait_for()
    page.keyboard.press("Control+f")
    assert page.locator(f"{ROWS}:visible").count() == page.locator(ROWS).count()


def test_code_stands_there_once(page: Page, server: Server) -> None:
    """Where a list has a column for code, the badges leave it out."""
    page.goto(server.root + LONG)
    row = row_of(page, page.locator(f"{ROWS} th > a").first.get_attribute("href").split("/")[-2])
    page.wait_for_selector(f"{row} small a")
    assert page.locator(f"{row} small :is(a, button)").all_inner_texts() == BADGES[:3]
    assert page.get_by_role("button", name="Code", exact=True).count() == 1


def test_families_have_colours(page: Page, server: Server) -> None:
    """A row has the colour of its paper's family, which the explorer's filter has too."""
    found = []
    for place in ("venues/eccv/", "explore/?venue=eccv"):
        page.goto(server.root + place)
        page.wait_for_selector(f"{ROWS} .survey-put")
        heads = page.locator(f"{ROWS} > th[scope=row]")
        found.append(
            dict(
                heads.evaluate_all(
                    "all => all.map((e) => [e.querySelector('a').pathname, e.className])"
                )
            )
        )
    listed, explored = found
    assert len(explored) > 20
    assert explored.items() <= listed.items()
    [prompt] = {name for key, name in listed.items() if key.endswith("/jia2022visual/")}
    assert prompt.startswith("survey-hue-")
    family = page.locator(f".survey-choices > li.{prompt}")
    assert "Prompt tuning" in (family.first.text_content() or "")
    colour = family.first.locator("> div").evaluate(
        "(each) => getComputedStyle(each, '::before').backgroundColor"
    )
    bar = heads.first.evaluate(
        """(each, name) => {
          each.className = name;
          return getComputedStyle(each).backgroundImage;
        }""",
        prompt,
    )
    assert colour.startswith("rgb")
    assert colour in bar


def test_badges_do_without_addresses(page: Page, server: Server) -> None:
    """Where the addresses cannot be had, the entry and the summary are there all the same."""
    page.route("**/explore/links.json", lambda route: route.fulfill(json={}))
    page.goto(f"{server.root}venues/eccv/")
    with page.expect_request_finished(lambda request: request.url.endswith("links.json")):
        row = row_of(page, "jia2022visual")
    assert page.locator(f"{row} small :is(a, button)").all_inner_texts() == BADGES[:2]


def test_without_scripts_rows_are_whole(open_page: OpenPage, server: Server) -> None:
    """With JavaScript off all rows are there, and nothing is kept for what a script would bring."""
    page = open_page(java_script_enabled=False)
    page.goto(server.root + LONG)
    assert page.locator(f"{ROWS}:visible").count() == page.locator(ROWS).count() > 60
    assert page.locator(f"{ROWS} small").count() == 0
