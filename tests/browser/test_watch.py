"""The watch that `conftest.py` keeps over every page sees what it is there for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quiet import quiet

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Server
    from playwright.sync_api import Page

NO_ICON = '<!doctype html><link rel="icon" href="data:,">'
PAGES = {
    "index.html": '<a id="near" href="inner/">near</a> <a id="far" href="/inner/">far</a>',
    "inner/index.html": "<h1>Inner</h1>",
    "another-host.html": '<script src="https://another.example/x.js"></script>',
    "error.html": "<script>throw new Error('thrown')</script>",
    "log.html": "<script>console.error('logged')</script>",
    "lost.html": '<img src="lost.png" alt="">',
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a small site with pages that do what no page may."""
    folder = tmp_path_factory.mktemp("watched")
    for name, text in PAGES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(NO_ICON + text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("another-host.html", "left the site: https://another.example/x.js"),
        ("error.html", "script: thrown"),
        ("log.html", "console: logged"),
        ("lost.html", "console: Failed to load resource"),
    ],
)
def test_offence_is_noted(
    page: Page, server: Server, complaints: list[str], name: str, complaint: str
) -> None:
    """A request to another host, an error in a script or the console, and a lost file are noted."""
    page.goto(server.root + name)
    quiet(page)
    assert any(each.startswith(complaint) for each in complaints), complaints
    complaints.clear()


def test_link_that_leaves_folder_is_noted(
    page: Page, server: Server, complaints: list[str]
) -> None:
    """Where the site lies in a folder, relative links stay in it; one with an absolute path is noted."""
    page.goto(server.folder)
    page.click("#near")
    assert page.inner_text("h1") == "Inner"
    page.goto(server.folder)
    with page.expect_event("response"):
        page.click("#far")
    assert [each for each in complaints if each.startswith("left the site")]
    complaints.clear()
