"""Papers are put into the basket in any list, and exported from the explorer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import OpenPage, Server
    from playwright.sync_api import Locator, Page

CATEGORY = "method-family/adapter-tuning/"
LISTS = ("papers/", CATEGORY, "venues/eccv/", "years/2022/", "authors/kaiming-he/")
"""A page of each kind that lists papers."""
ENTRY = re.compile(r"^@\w+\{([^,]+),", re.MULTILINE)
PUT = ".survey-papers .survey-put"


def keep(row: Locator) -> str:
    """Put the paper of a row into the basket; give its key."""
    button = row.locator(".survey-put")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    href = row.locator("th > a").get_attribute("href") or ""
    return href.rstrip("/").rpartition("/")[2]


def kept(page: Page, server: Server) -> set[str]:
    """Open the explorer and read the keys of the papers in the basket."""
    page.goto(f"{server.root}explore/")
    page.wait_for_selector("[data-explore][data-ready]")
    links = page.locator("[data-basket-list] a").all()
    return {(link.get_attribute("href") or "").rstrip("/").rpartition("/")[2] for link in links}


def test_two_rows_are_taken_along(page: Page, server: Server) -> None:
    """What is kept on a category's page is in the explorer's basket, and in the file made of it."""
    page.goto(server.root + CATEGORY)
    rows = page.locator(".survey-papers tbody tr")
    wanted = {keep(rows.nth(0)), keep(rows.nth(7))}
    assert page.locator(".survey-basket-link").inner_text().split() == ["Basket", "2"]
    assert kept(page, server) == wanted
    with page.expect_download() as download:
        page.locator("[data-basket-download=bib]").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert set(ENTRY.findall(text)) == wanted


@pytest.mark.parametrize("place", LISTS)
def test_each_row_has_its_button(page: Page, server: Server, place: str) -> None:
    """Every paper of a list can be put into the basket, by a button that is named after it."""
    page.goto(server.root + place)
    page.wait_for_selector(PUT)
    rows = page.locator(".survey-papers th[scope=row]").count()
    names = page.locator(PUT).evaluate_all("all => all.map(each => each.ariaLabel)")
    assert len(names) == rows > 0
    assert all(name.endswith(": in the basket") for name in names)
    keys = page.locator(PUT).evaluate_all("all => all.map(each => each.dataset.key)")
    links = page.locator(".survey-papers th[scope=row] > a")
    hrefs = links.evaluate_all("all => all.map(each => each.pathname)")
    assert [f"/papers/{key}/" for key in keys] == hrefs


def test_keyboard_puts_in_and_takes_out(page: Page, server: Server) -> None:
    """The button is reached by the keyboard before the paper's link, and works both ways."""
    page.goto(f"{server.root}venues/eccv/")
    page.locator(PUT).first.focus()
    for pressed in ("true", "false"):
        page.keyboard.press("Space")
        assert page.locator(PUT).first.get_attribute("aria-pressed") == pressed
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.survey-papers th > a')")


def test_rows_know_what_was_kept_elsewhere(page: Page, server: Server) -> None:
    """A paper that is in the basket already is shown so in every list and on its own page."""
    page.goto(f"{server.root}papers/jia2022visual/")
    page.get_by_role("button", name="Put in the basket").click()
    page.goto(f"{server.root}venues/eccv/")
    button = page.locator(f"{PUT}[data-key=jia2022visual]")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    page.go_back()
    assert page.get_by_role("button", name="Put in the basket").is_visible()


def test_sorting_reads_past_the_buttons(page: Page, server: Server) -> None:
    """A kept paper stands where its title belongs when titles are sorted."""
    page.goto(server.root + CATEGORY)
    keep(page.locator(".survey-papers tbody tr").nth(5))
    page.get_by_role("button", name="Paper", exact=True).click()
    titles = page.locator(".survey-papers th[scope=row] > a").all_inner_texts()
    in_order = (
        "texts => texts.toSorted((a, b) => a.localeCompare(b, undefined, {sensitivity: 'base'}))"
    )
    assert titles == page.evaluate(in_order, titles)


def test_without_scripts_there_is_no_button(open_page: OpenPage, server: Server) -> None:
    """With JavaScript off no row has a button, nor room for one."""
    page = open_page(java_script_enabled=False)
    page.goto(f"{server.root}venues/eccv/")
    assert page.locator(".survey-put").count() == 0
    row = page.locator(".survey-papers th[scope=row]").first
    assert row.evaluate("each => getComputedStyle(each).paddingLeft") == "0px"
