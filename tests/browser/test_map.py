"""The map: moved by mouse and keys, lit up by words and facets, a card for what is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from conftest import Server
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def server(sample_server: Server) -> Server:
    """Serve a part of the survey."""
    return sample_server


@pytest.fixture
def map_page(page: Page, server: Server) -> Page:
    """Open the map and wait until it is drawn."""
    page.goto(server.root + "map/")
    page.wait_for_selector("[data-map][data-ready]")
    return page


def picture(page: Page) -> str:
    """Return the map's picture as it is drawn now."""
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    drawn: str = page.locator("[data-canvas]").evaluate("canvas => canvas.toDataURL()")
    return drawn


def test_map_moves_by_keys_buttons_and_mouse(map_page: Page) -> None:
    """Each way to move changes the picture, and the way back to the whole brings it back."""
    page, canvas = map_page, map_page.locator("[data-canvas]")
    whole = picture(page)
    canvas.focus()
    page.keyboard.press("+")
    larger = picture(page)
    page.keyboard.press("ArrowRight")
    moved = picture(page)
    assert len({whole, larger, moved}) == 3
    page.get_by_role("button", name="All", exact=True).click()
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(2, 2)
    box = canvas.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] / 3
    before = picture(page)
    page.mouse.move(x, y)
    page.mouse.wheel(0, -400)
    assert picture(page) != before
    near = picture(page)
    page.mouse.down()
    page.mouse.move(x + 80, y + 40, steps=4)
    page.mouse.up()
    assert picture(page) != near
    assert page.locator("[data-card]").is_hidden()  # a drag is no click


def test_words_and_facets_light_up_and_stand_in_the_address(map_page: Page) -> None:
    """What is asked for is counted, drawn and kept in the address, which brings it back."""
    page, status = map_page, map_page.locator("[data-status]")
    whole = picture(page)
    page.fill("[name=q]", "adapter")
    assert " lit up" in (status.text_content() or "")
    assert picture(page) != whole
    page.locator("[data-groups] input[type=checkbox]").first.check()
    said = status.text_content()
    assert set(parse_qs(urlsplit(page.url).query)) == {"q", "method-family"}
    lit = page.locator("[data-regions] tbody td:nth-child(3)").all_text_contents()
    assert str(sum(map(int, lit))) == (said or "").split(" of ")[0]
    page.reload()
    page.wait_for_selector("[data-map][data-ready]")
    assert status.text_content() == said


def test_card_by_keys_alone(map_page: Page) -> None:
    """The paper in the middle is told, Enter opens its card with the link in focus, Escape closes it."""
    page = map_page
    page.locator("[data-canvas]").focus()
    page.keyboard.press("+")
    page.wait_for_function("document.querySelector('[data-near]').textContent")
    told = page.locator("[data-near]").text_content() or ""
    page.keyboard.press("Enter")
    link = page.locator("[data-card] a")
    assert told.startswith(link.text_content() or "?")
    assert link.evaluate("each => each === document.activeElement")
    page.keyboard.press("Escape")
    assert page.locator("[data-card]").is_hidden()
    assert page.evaluate("document.activeElement.tagName") == "CANVAS"
    page.keyboard.press("Enter")
    link.click()
    page.wait_for_selector(".survey-paper")


def test_colours_can_be_of_any_facet(map_page: Page) -> None:
    """Another facet gives another legend, whose numbers are those of all papers."""
    page, legend = map_page, map_page.locator("[data-legend] .survey-count")
    first = legend.all_text_contents()
    page.select_option("[data-colour]", index=1)
    second = legend.all_text_contents()
    assert first != second
    assert sum(map(int, first)) == sum(map(int, second))
    assert page.locator("[data-legend] li").count() <= 10
