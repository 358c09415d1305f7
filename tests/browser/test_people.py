"""Who looks for people, or has lost the way, is led on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Server
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def server(sample_server: Server) -> Server:
    """Serve a part of the survey."""
    return sample_server


def test_people_are_found_and_ordered(page: Page, server: Server) -> None:
    """A part of a name, several papers alone, and most papers first narrow and order the list."""
    page.goto(f"{server.root}authors/")
    lines = page.locator("ul.survey-links li:visible")
    everybody = lines.count()
    form = page.locator("[data-people]")
    form.locator("[type=checkbox]").check()
    several = lines.count()
    assert 0 < several < everybody
    form.locator("select").select_option("count")
    counts = [int(text.split()[-2]) for text in lines.all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) == several
    form.locator("select").select_option("")
    form.locator("[type=checkbox]").uncheck()
    assert lines.count() == everybody
    name = lines.nth(everybody // 2).locator("> :first-child").inner_text()
    form.locator("[type=search]").fill(name.upper())
    assert name in lines.first.inner_text()
    assert form.locator("[role=status]").inner_text() == f"{lines.count()} of {everybody:,}"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("papers/visual-prompt_tuning/", "visual prompt tuning"),
        ("papers/2203.12119v2", "2203.12119v2"),
        ("a/b%20c.html", "b c"),
        ("papers/100%", "100%"),
        ("papers/%3Cimg%20src=x%20onerror=alert(1)%3E", "<img src=x onerror=alert(1)>"),
    ],
)
def test_lost_readers_search_for_what_the_address_says(
    page: Page, server: Server, sample_site: Path, address: str, words: str
) -> None:
    """The page for unknown addresses has the last words of the address in its search."""
    lost = sample_site / "404.html"
    page.route(f"{server.root}{address}", lambda route: route.fulfill(path=lost))
    page.goto(server.root + address)
    assert page.input_value("[data-lost] input") == words
    page.click("[data-lost] button")
    page.wait_for_url("**/explore/**")
    assert page.input_value("#survey-q") == words
