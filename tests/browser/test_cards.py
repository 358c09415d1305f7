"""A reader asks what a citation is: by pointer, keyboard and finger, without leaving the page."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from conftest import OpenPage, Server
    from playwright.sync_api import Locator, Page

EVIL = "<img src=x onerror=document.title='hacked'> & </li><script>document.title='hacked'</script>"
RECORD = f"""title: "Evil {EVIL}"
summary: "First {EVIL} $x^2$. Second."
authors: [Ada Evil]
year: 2020
venue: JPA
fold: [dart]
added: 2026-11-23
"""
TEXT = (
    "# Text\n\nSee [@folder2019first; @evil2020].\n\n" + "More words.\n\n" * 80 + "@vouw2020blunt\n"
)
SIZES = [{"width": 1280, "height": 800}, {"width": 390, "height": 844}]
MAY_COPY = {"permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture(scope="module")
def cited_site(tmp_path_factory: pytest.TempPathFactory, tiny_survey: Path) -> Path:
    """Build the tiny survey with a page that cites, among others, a hostile record."""
    home = tmp_path_factory.mktemp("cards")
    shutil.copytree(tiny_survey, home / "survey")
    (home / "survey" / "papers" / "evil2020.yaml").write_text(RECORD, encoding="utf-8")
    (home / "survey" / "docs" / "text.md").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "site_builder", "build", "--out", str(home / "site")]
    subprocess.run(command, cwd=home / "survey", check=True, capture_output=True)
    return home / "site"


@pytest.fixture(scope="module")
def server(
    cited_site: Path, serve: Callable[[Path], AbstractContextManager[Server]]
) -> Iterator[Server]:
    """Serve that site."""
    with serve(cited_site) as addresses:
        yield addresses


@pytest.fixture(params=SIZES, ids=lambda size: str(size["width"]))
def opened(request: pytest.FixtureRequest, open_page: OpenPage, server: Server) -> Page:
    """Open the page that cites."""
    page = open_page(viewport=request.param, has_touch=True)
    page.goto(f"{server.root}text/")
    return page


def card(page: Page) -> Locator:
    """Find the card."""
    return page.get_by_role("tooltip")


def citation(page: Page, key: str) -> Locator:
    """Find the first citation of a paper."""
    return page.locator(f'a[data-survey-cites="{key}"]').first


def test_pointer_shows_and_leaves(opened: Page) -> None:
    """The card comes with the pointer, stays while that is on it, and goes behind it."""
    citation(opened, "folder2019first").hover()
    card(opened).wait_for()
    said = card(opened).inner_text()
    for words in ("First Folds & Other <Throws>", "Folder, Ada", "Fold Day, 2019", "Asks how far"):
        assert words in said
    card(opened).hover()
    opened.wait_for_timeout(400)
    assert card(opened).is_visible()
    opened.get_by_role("heading", name="Text").hover()
    card(opened).wait_for(state="hidden")


def test_keyboard_shows_and_hides(opened: Page) -> None:
    """Focus shows the card and names it to the ear; Escape hides it; Enter follows the link."""
    link = citation(opened, "folder2019first")
    link.focus()
    card(opened).wait_for()
    assert link.get_attribute("aria-describedby") == card(opened).get_attribute("id")
    assert link.get_attribute("title") is None
    opened.keyboard.press("Escape")
    card(opened).wait_for(state="hidden")
    assert link.get_attribute("title")
    opened.keyboard.press("Tab")
    card(opened).wait_for()
    assert "Evil" in card(opened).inner_text()
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/papers/evil2020/")


def test_finger_shows_then_follows(opened: Page) -> None:
    """The first tap shows the card, a tap elsewhere hides it, the second on a citation follows."""
    link = citation(opened, "folder2019first")
    link.tap()
    card(opened).wait_for()
    assert opened.url.endswith("/text/")
    opened.get_by_role("heading", name="Text").tap()
    card(opened).wait_for(state="hidden")
    link.tap()
    card(opened).wait_for()
    link.tap()
    opened.wait_for_url("**/papers/folder2019first/")


def test_card_stays_in_the_window(opened: Page) -> None:
    """A card is whole within the window, also of a citation at its lower edge."""
    for key in ("evil2020", "vouw2020blunt"):
        link = citation(opened, key)
        link.evaluate("link => link.scrollIntoView({block: 'end'})")
        link.focus()
        card(opened).wait_for()
        box = card(opened).bounding_box()
        size = opened.viewport_size
        assert box
        assert size
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size["height"]
        assert opened.evaluate("document.documentElement.scrollWidth") <= size["width"]
        opened.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, server: Server, scheme: str) -> None:
    """No rule of axe-core is broken while a card is shown."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = open_page(color_scheme=scheme)
    page.goto(f"{server.root}text/")
    citation(page, "evil2020").focus()
    card(page).wait_for()
    found = axe.Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_hostile_record_is_text(opened: Page) -> None:
    """Title and summary of a hostile record are words in the card, and formulas are formulas."""
    citation(opened, "evil2020").focus()
    card(opened).wait_for()
    assert card(opened).inner_text().count("<img src=x") == 2
    assert card(opened).locator("img, script").count() == 0
    assert card(opened).locator("math").count() == 1
    assert opened.title() != "hacked"


def test_references_are_copied(open_page: OpenPage, server: Server, cited_site: Path) -> None:
    """The button copies the file that the link beside it leads to."""
    page = open_page(**MAY_COPY)
    page.goto(f"{server.root}text/")
    page.get_by_role("button", name="Copy these as BibTeX").click()
    page.get_by_role("button", name="Copied").wait_for()
    file = (cited_site / "text" / "cited.bib").read_text(encoding="utf-8")
    assert page.evaluate("navigator.clipboard.readText()") == file
    link = page.get_by_role("link", name="Download these as BibTeX")
    assert link.get_attribute("href") == "cited.bib"


def test_plain_without_script_and_on_paper(
    open_page: OpenPage, server: Server, complaints: list[str]
) -> None:
    """Without a script a citation is a link with a title; paper has neither cards nor buttons."""
    page = open_page(java_script_enabled=False)
    page.goto(f"{server.root}text/")
    link = citation(page, "folder2019first")
    assert "First Folds" in (link.get_attribute("title") or "")
    assert page.get_by_role("link", name="Download these as BibTeX").is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Download these as BibTeX").is_visible()
    link.click()
    assert page.url.endswith("/papers/folder2019first/")
    assert page.locator('a[href="../../text/#cite-folder2019first"]').count() == 1
    assert complaints == []


def test_chapter_is_found(open_page: OpenPage, server: Server) -> None:
    """The search finds a chapter by its words, and not by the titles that it cites."""
    page = open_page()
    page.goto(f"{server.root}text/")
    found = page.evaluate(
        """async () => {
          const { search } = await import(new URL("../pagefind/pagefind.js", location));
          const urls = async (words) =>
            (await Promise.all((await search(words)).results.map((each) => each.data()))).map((d) => d.url);
          return [await urls("more words"), await urls("first folds other throws")];
        }"""
    )
    assert any(url.endswith("/text/") for url in found[0])
    assert not any(url.endswith("/text/") for url in found[1])
