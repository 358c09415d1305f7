"""Waiting until a page in the browser has all that it asks for by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOTHING_COMES: Final = """async () => {
  await document.fonts.ready;
  const come = () => performance.getEntriesByType("resource").length;
  for (let before = -1; before !== come(); ) {
    before = come();
    await new Promise((go) => setTimeout(go, 500));
  }
}"""


def quiet(page: Page) -> None:
    """Wait until a page is loaded and nothing more has come for half a second.

    Playwright's own `networkidle` is the same, but is never told of the list of all people in
    Chromium's headless shell, nor, on a busy machine, of one page in some thousands.
    """
    page.wait_for_load_state("load")
    page.evaluate(NOTHING_COMES)
