"""Pages for looking and comparing: sorted tables, pictures that lead on, records on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import OpenPage, Server
    from playwright.sync_api import Page

ADAPTERS = "method-family/adapter-tuning/"
WITH_FIGURES = "method-family/bias-and-weight/"
"""A list of which at least a fifth of the papers has a figure."""


def column(page: Page, name: str) -> list[str]:
    """Read a column of the comparison by the name at its head."""
    return page.locator("table[data-sortable]").evaluate(
        """(table, name) => {
          const at = [...table.tHead.rows[0].cells].findIndex(head => head.textContent.startsWith(name));
          return [...table.tBodies[0].rows].map(row => row.cells[at].textContent.trim());
        }""",
        name,
    )


def test_heads_sort_papers(page: Page, server: Server) -> None:
    """A click on a head sorts by its figures, largest first, then the other way; empty cells stay last."""
    page.goto(server.root + WITH_FIGURES)
    button = page.get_by_role("button", name="VTAB-1k")
    for order, is_down in (("descending", True), ("ascending", False)):
        button.click()
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == order
        texts = column(page, "VTAB-1k")
        figures = [float(text) for text in texts if text]
        assert figures == sorted(figures, reverse=is_down)
        assert texts[len(figures) :] == [""] * (len(texts) - len(figures))


def test_keyboard_sorts_papers(page: Page, server: Server) -> None:
    """The head of a column is a button for the keyboard, too, and words sort upwards."""
    page.goto(server.root + ADAPTERS)
    page.get_by_role("button", name="Paper", exact=True).focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Paper")
    titles = [title.casefold() for title in column(page, "Paper")]
    assert titles[0] <= titles[len(titles) // 2] <= titles[-1]


def test_tables_stand_without_scripts(open_page: OpenPage, server: Server) -> None:
    """With JavaScript off the table is whole, and there are no buttons that do nothing."""
    page = open_page(java_script_enabled=False)
    page.goto(server.root + ADAPTERS)
    assert page.locator("table[data-sortable] tbody tr").count() > 50
    assert page.locator("table[data-sortable] button").count() == 0


def test_marks_lead_to_papers(page: Page, server: Server) -> None:
    """A mark of the front leads to the paper that it stands for."""
    page.goto(server.root + "benchmarks/vtab-1k/")
    mark = page.locator("svg.survey-figure a").last
    href = mark.get_attribute("href")
    assert href
    mark.dispatch_event("click")
    page.wait_for_url(f"**/{href.removeprefix('../../')}")


def test_cells_of_the_map_lead_to_their_papers(page: Page, server: Server) -> None:
    """A cell of the heat map opens the explorer with as many papers as it says."""
    page.goto(server.root)
    link = page.locator("svg.survey-figure a[href*='explore/']").first
    says = link.locator("title").text_content() or ""
    page.goto(server.root + (link.get_attribute("href") or ""))
    page.wait_for_selector("[data-list] tbody tr")
    count = page.locator("[data-status]").inner_text().split()[0]
    assert f" {count} paper" in says


def test_prints_a_record_alone(page: Page, server: Server) -> None:
    """On paper there are the facts, and nothing that only a screen can do."""
    page.goto(server.root + "papers/jia2022visual/")
    page.emulate_media(media="print")
    hidden = (".md-header", ".md-tabs", ".md-footer", ".survey-cite", ".survey-actions")
    for selector in hidden:
        assert not page.locator(selector).first.is_visible(), selector
    assert page.locator("h1").is_visible()
    assert page.locator(".survey-meta").first.is_visible()
