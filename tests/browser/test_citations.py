"""A reader takes a citation from a paper's page: by button, by link, or by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quiet import quiet

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import OpenPage, Server
    from playwright.sync_api import Page

PAPER = "papers/jia2022visual"
FORMS = ["BibTeX", "BibLaTeX", "RIS", "CSL-JSON", "APA", "IEEE"]
MAY_COPY = {"permissions": ["clipboard-read", "clipboard-write"]}
READ = "navigator.clipboard.readText()"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
REFUSED = "document.execCommand = () => false;" + NO_CLIPBOARD


def text_of(page: Page, name: str) -> str:
    """Give the text of a form."""
    return page.locator(f'[data-survey-copy="{name}"] [data-survey-text]').text_content() or ""


def test_button_copies_the_file(open_page: OpenPage, server: Server, site: Path) -> None:
    """What the button puts on the clipboard is the .bib file, character by character."""
    page = open_page(**MAY_COPY)
    page.goto(f"{server.root}{PAPER}/")
    page.locator(".survey-actions").get_by_role("button", name="Copy BibTeX").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate(READ) == (site / f"{PAPER}.bib").read_text(encoding="utf-8")
    assert page.get_by_role("status").filter(has_text="Copied").count() == 1


def test_button_says_what_it_is_again(open_page: OpenPage, server: Server) -> None:
    """After a moment the button is as it was, however often it was pressed."""
    page = open_page(**MAY_COPY)
    page.clock.install()
    page.goto(f"{server.root}{PAPER}/")
    button = page.locator(".survey-copy").first
    for _ in range(2):
        button.click()
        page.get_by_role("button", name="Copied").wait_for()
    for _ in range(100):  # the second copy may still be on its way to the clipboard
        page.clock.run_for(3000)
        if button.text_content() == "Copy BibTeX":
            break
    assert button.text_content() == "Copy BibTeX"


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_copied(open_page: OpenPage, server: Server, name: str) -> None:
    """Each form has a button of its own, which copies what the form shows."""
    page = open_page(**MAY_COPY)
    page.goto(f"{server.root}{PAPER}/")
    if name != FORMS[0]:
        page.locator(f"summary:text-is('{name}')").click()
    page.locator(".survey-cite").get_by_role("button", name=f"Copy {name}", exact=True).click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate(READ) == text_of(page, name)


def test_button_works_without_a_clipboard(open_page: OpenPage, server: Server) -> None:
    """Where the browser gives pages no clipboard, as on plain http, the old way is taken."""
    page = open_page(**MAY_COPY)
    page.goto(f"{server.root}citing/", wait_until="domcontentloaded")
    page.evaluate("navigator.clipboard.writeText('')")
    page.add_init_script(NO_CLIPBOARD)
    page.goto(f"{server.root}{PAPER}/")
    page.locator(".survey-actions").get_by_role("button", name="Copy BibTeX").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.context.new_page()
    copied.goto(f"{server.root}citing/", wait_until="domcontentloaded")
    copied.bring_to_front()
    assert copied.evaluate(READ) == text_of(page, "BibTeX")


def test_failure_is_told(open_page: OpenPage, server: Server) -> None:
    """Where nothing can be copied, the button says what the reader can do."""
    page = open_page()
    page.add_init_script(REFUSED)
    page.goto(f"{server.root}{PAPER}/")
    page.locator(".survey-actions").get_by_role("button", name="Copy BibTeX").click()
    page.get_by_role("button", name="Select the text to copy it").wait_for()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
def test_every_form_can_be_read(
    open_page: OpenPage, server: Server, width: int, scheme: str, *, scripted: bool
) -> None:
    """One form is seen at a time, the page does not scroll sideways, and text can be told from ground."""
    page = open_page(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=scripted,
    )
    page.goto(f"{server.root}{PAPER}/")
    for name in FORMS:
        if name != FORMS[0]:
            page.locator(f"summary:text-is('{name}')").click()
        shown = page.locator("[data-survey-text]:visible")
        assert shown.count() == 1
        box = shown.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert contrast(shown.evaluate(COLOURS) if scripted else None) > 4.5
    assert page.locator(".survey-cite .survey-copy").count() == (len(FORMS) if scripted else 0)
    if scripted:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


COLOURS = """element => {
  const canvas = document.createElement("canvas").getContext("2d");
  const paint = colour => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const grounds = [];
  for (let each = element; each; each = each.parentElement)
    grounds.unshift(getComputedStyle(each).backgroundColor);
  const ground = grounds.map(paint).at(-1);
  return [paint(getComputedStyle(element).color), ground];
}"""
"""Gives the colours of an element's text and of what lies behind it, all layers painted."""


def contrast(colours: list[list[int]] | None) -> float:
    """Compute how well two colours can be told apart (WCAG 2.2, contrast ratio)."""
    if colours is None:
        return 21
    high, low = sorted((luminance(colour) for colour in colours), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: list[int]) -> float:
    """Compute how light a colour is, from 0 to 1."""
    parts = [part / 255 for part in colour]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_keyboard_reaches_everything(page: Page, server: Server) -> None:
    """Without a mouse a reader opens another form and comes to its button, link and text."""
    page.goto(f"{server.root}{PAPER}/")
    page.locator("summary:text-is('RIS')").focus()
    page.keyboard.press("Enter")
    page.locator("[data-survey-copy=RIS] [data-survey-text]").wait_for(state="visible")
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.slice(0, 12)"))
    assert "Copy RIS" in reached
    assert "Download RIS" in reached
    assert any(text.startswith("TY  - ") for text in reached)


def test_file_is_saved(page: Page, server: Server, site: Path) -> None:
    """The link saves the file under its name, which is the paper's key."""
    page.goto(f"{server.root}{PAPER}/")
    with page.expect_download() as found:
        page.get_by_role("link", name="Download BibTeX").click()
    assert found.value.suggested_filename == "jia2022visual.bib"
    assert found.value.path().read_bytes() == (site / f"{PAPER}.bib").read_bytes()


def test_alternates_cost_nothing(page: Page, server: Server) -> None:
    """No other form of a page is fetched before anybody asks for it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.root}{PAPER}/")
    quiet(page)
    assert page.locator("head link[rel~=alternate]").count() >= 3
    assert not [url for url in asked if url.endswith((".bib", ".ris", ".json", "sitemap.xml"))]


def test_list_is_saved(page: Page, server: Server, site: Path) -> None:
    """From a category's page its papers' BibTeX is one click away."""
    page.goto(f"{server.root}method-family/prompt-tuning/")
    link = page.locator(".survey-downloads").get_by_role("link", name="BibTeX")
    answer = page.request.get(page.evaluate("link => link.href", link.element_handle()))
    assert answer.body() == (site / "method-family" / "prompt-tuning.bib").read_bytes()
