"""The page of a benchmark answers which method to take: by metric, amount and source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import OpenPage, Server
    from playwright.sync_api import Locator, Page

PLACE = "benchmarks/vtab-1k/"
FIRST = "[data-metric]:not([hidden]) [data-board] >> nth=0"


def shown(board: Locator) -> list[str]:
    """The amounts of the rows that are shown."""
    rows = board.locator("tr[data-row]:visible")
    return rows.evaluate_all("rows => rows.map(row => row.dataset.amount)")


def test_one_metric_at_a_time(page: Page, server: Server) -> None:
    """A tab shows its metric alone; an address that names one opens it; the page is short."""
    page.goto(server.root + PLACE)
    assert page.locator("[data-metric]:visible").count() == 1
    assert page.evaluate("document.documentElement.scrollHeight") < 4000
    page.locator("[data-boards] a").nth(1).click()
    name = page.locator("[data-metric]:visible").get_attribute("id")
    assert page.url.endswith(f"#{name}")
    page.goto("about:blank")
    page.goto(server.root + f"{PLACE}#{name}")
    assert page.locator("[data-metric]:visible").get_attribute("id") == name


def test_at_most_so_much(page: Page, server: Server) -> None:
    """A bound shows the rows that keep to it, says the best of them, and stays in the address."""
    page.goto(server.root + PLACE)
    board = page.locator(FIRST)
    board.locator("[name=most]").nth(2).check()
    bound = float(board.locator("[name=most]").nth(2).get_attribute("value") or "nan")
    amounts = shown(board)
    assert amounts
    assert all(float(amount) <= bound for amount in amounts)
    said = board.locator("[data-said]").inner_text()
    assert said.startswith(f"{len(amounts)} of ")
    best = board.locator("tr[data-row]:visible th a").first.inner_text()
    assert f"Best: {best}" in said
    page.reload()
    assert shown(page.locator(FIRST)) == amounts


def test_one_source_alone(page: Page, server: Server) -> None:
    """A source shows as many rows as it says, in their ranks."""
    page.goto(server.root + PLACE)
    board = page.locator(FIRST)
    choice = board.locator("option").nth(1).inner_text()
    board.locator("select").select_option(index=1)
    count = int(re.findall(r"\((\d+)\)$", choice)[0])
    assert len(shown(board)) == count
    ranks = board.locator("tr[data-row]:visible td:first-child").all_inner_texts()
    assert [int(rank) for rank in ranks] == sorted(map(int, ranks))


def test_points_name_their_rows(page: Page, server: Server) -> None:
    """A point that the keyboard reaches is named, and its row is marked; arrows go on."""
    page.goto(server.root + PLACE)
    board = page.locator(FIRST)
    board.locator("svg a[tabindex='0']").focus()
    assert board.locator("tr.is-pointed").count() == 1
    name = page.locator(".survey-point").inner_text()
    assert name.startswith(board.locator("tr.is-pointed th a").inner_text())
    page.keyboard.press("ArrowRight")
    assert page.locator(".survey-point").inner_text() != name
    assert board.locator("tr.is-pointed").count() == 1


def test_every_result_without_script(open_page: OpenPage, server: Server) -> None:
    """Without JavaScript all metrics stand below one another, and nothing offers what cannot be done."""
    page = open_page(java_script_enabled=False)
    page.goto(server.root + PLACE)
    assert page.locator("[data-metric]:visible").count() == page.locator("[data-boards] a").count()
    assert page.locator("[data-choose]:visible").count() == 0
