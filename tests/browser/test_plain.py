"""With JavaScript off everything can be reached, read and taken along, and nothing does nothing."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import OpenPage, Server
    from playwright.sync_api import Page

HOME = "http://site/"
LINK = re.compile(r"""<a\s[^>]*?\bhref=(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
"""How HTML writes where a link leads: in quotes of either kind, or bare."""
CLICKS = 4
"""From home to a paper: its family, its category and the paper are three."""
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
PLACES = (
    "",
    "explore/",
    "compare/",
    "reading/",
    "papers/",
    "papers/jia2022visual/",
    "method-family/adapter-tuning/",
    "benchmarks/vtab-1k/",
    "venues/eccv/",
    "citing/",
    "404.html",
)
CONTROLS = "button, select, textarea, input, [role=button], [role=combobox]"
"""What asks to be used and is no link; `details` and the drawer's labels need no script."""


def links(html: str, address: str) -> Iterator[str]:
    """Give where the links of a page lead, fragments left off."""
    for found in LINK.findall(html):
        yield urldefrag(urljoin(address, unescape("".join(found))))[0]


def file_of(site: Path, address: str) -> Path:
    """Find the file that a server sends for an address."""
    path = unquote(urlsplit(address).path)
    return site / f"{path}{'index.html' if path.endswith('/') else ''}".lstrip("/")


@pytest.fixture(scope="module", params=["sample", pytest.param("whole", marks=pytest.mark.slow)])
def linked(request: pytest.FixtureRequest) -> Path:
    """Give the site whose links are followed: of a part, and where time is no matter of the whole."""
    name = {"sample": "sample_site", "whole": "site"}[request.param]
    folder: Path = request.getfixturevalue(name)
    return folder


@pytest.fixture(scope="module")
def reached(linked: Path) -> dict[str, int]:
    """Follow every link from the home page; give the addresses by the clicks that each takes."""
    clicks = {HOME: 0}
    now = [HOME]
    while now:
        pages = ((each, file_of(linked, each)) for each in now)
        found = [
            link
            for address, path in pages
            if path.suffix == ".html" and path.is_file()
            for link in links(path.read_text(encoding="utf-8"), address)
        ]
        now = sorted({link for link in found if link.startswith(HOME)} - clicks.keys())
        clicks |= dict.fromkeys(now, max(clicks.values()) + 1)
    return clicks


def test_every_link_answers(linked: Path, reached: dict[str, int]) -> None:
    """No page links to a page or file that is not there."""
    assert [each for each in reached if not file_of(linked, each).is_file()] == []


def test_every_page_is_reached(linked: Path, reached: dict[str, int]) -> None:
    """Links alone lead from home to each page, that is, to all but the one for lost readers."""
    pages = {f"{HOME}{path.relative_to(linked).as_posix()}" for path in linked.rglob("*.html")}
    addresses = {each.removesuffix("index.html") for each in pages} - {f"{HOME}404.html"}
    assert sorted(addresses - reached.keys()) == []


def test_papers_are_few_clicks_away(linked: Path, reached: dict[str, int]) -> None:
    """No paper is far from home, and its BibTeX is one click further at most."""
    keys = [path.stem for path in (linked / "papers").glob("*.bib")]
    assert len(keys) > 60
    for key in keys:
        clicks = reached[f"{HOME}papers/{key}/"]
        assert clicks <= CLICKS
        assert reached[f"{HOME}papers/{key}.bib"] <= clicks + 1


def test_every_bibliography_is_linked(linked: Path, reached: dict[str, int]) -> None:
    """Each .bib of the site is found by clicking."""
    files = {f"{HOME}{path.relative_to(linked).as_posix()}" for path in linked.rglob("*.bib")}
    assert sorted(files - reached.keys()) == []


@pytest.fixture(params=[PHONE, LAPTOP], ids=["phone", "laptop"])
def plain_page(request: pytest.FixtureRequest, open_page: OpenPage) -> Page:
    """Open a page without JavaScript, on a phone and on a laptop."""
    return open_page(viewport=request.param, java_script_enabled=False)


def test_nothing_that_does_nothing(plain_page: Page, server: Server) -> None:
    """No page shows a button or a field that only a script would answer."""
    for place in PLACES:
        plain_page.goto(server.root + place)
        shown = [each for each in plain_page.locator(CONTROLS).all() if each.is_visible()]
        assert [each.evaluate("each => each.outerHTML") for each in shown] == [], place


def test_pages_of_programs_lead_on(plain_page: Page, server: Server) -> None:
    """The pages that are programs say that they need JavaScript, and where the same is without."""
    for place in ("explore/", "compare/", "reading/"):
        plain_page.goto(server.root + place)
        main = plain_page.get_by_role("main")
        assert "needs JavaScript" in main.inner_text()
        assert main.locator("noscript a[href='../papers/']").is_visible()


def test_a_paper_is_read_whole(plain_page: Page, server: Server) -> None:
    """Title, authors, abstract, results and BibTeX of a paper are there to be read."""
    plain_page.goto(f"{server.root}papers/wu2023pslt/")
    said = plain_page.get_by_role("main").inner_text()
    for words in ("PSLT: A Light-weight", "Gaojie Wu", "Abstract", "Results", "@article{"):
        assert words in said, words


def test_the_drawer_opens(open_page: OpenPage, server: Server) -> None:
    """On a phone the navigation opens without a script."""
    page = open_page(viewport=PHONE, java_script_enabled=False)
    page.goto(server.root)
    menu = page.locator(".md-nav--primary")
    link = menu.get_by_role("link", name="Method family", include_hidden=True)
    assert link.bounding_box()["x"] < 0  # type: ignore[index]
    page.locator("label.md-header__button[for=__drawer]").click()
    link.click()
    page.wait_for_url("**/method-family/")
