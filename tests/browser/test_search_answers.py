"""What the search does with an answer: goes there, completes terms, offers the nearest, questions nothing that was said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from site_builder.web.link_names import link_names, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Server
    from playwright.sync_api import Browser, Locator, Page, Route

    from site_builder.library import Library

ANSWERED = re.compile("result|Nothing")


@pytest.fixture(scope="module")
def server(extent_server: Server) -> Server:
    """Serve a part of the survey, or the whole."""
    return extent_server


def box(page: Page) -> Locator:
    """Find where the query is typed."""
    return page.get_by_role("combobox", name="Search")


def ask(page: Page, query: str) -> Locator:
    """Open the search, put a query in, and wait for the answer; give the options."""
    page.keyboard.press("/")
    box(page).fill(query)
    expect(page.locator("dialog [role=status]")).to_have_text(ANSWERED)
    return page.get_by_role("option")


@pytest.mark.parametrize(
    "query", ["2203.12119", "https://arxiv.org/pdf/2203.12119v2", "jia2022visual"]
)
def test_enter_goes_at_once(page: Page, server: Server, query: str) -> None:
    """Who pastes an identifier and presses Enter is at the paper, however early the key comes."""
    page.goto(server.folder)
    page.keyboard.press("/")
    box(page).fill(query)
    box(page).press("Enter")
    page.wait_for_url(f"{server.folder}papers/jia2022visual/")


def test_enter_acts_on_what_was_typed(page: Page, server: Server) -> None:
    """Enter never opens a result of an earlier query that still stands there."""
    page.goto(server.folder)
    ask(page, "CLIP")
    box(page).fill("VPT")
    box(page).press("Enter")
    page.wait_for_url(f"{server.folder}papers/jia2022visual/")


def test_explorer_goes_to_what_is_identified(page: Page, server: Server) -> None:
    """In the explorer Enter leads to the one paper that an identifier names."""
    page.goto(f"{server.folder}explore/")
    field = page.locator("#survey-q")
    field.fill("doi:10.1007/978-3-031-19827-4_41")
    field.press("Enter")
    page.wait_for_url(f"{server.folder}papers/jia2022visual/")


@pytest.mark.parametrize(
    "query", ["2401.99999", r"\cite{nobody2020nothing}", "https://arxiv.org/abs/2401.99999"]
)
def test_unknown_identifier_is_nothing(page: Page, server: Server, query: str) -> None:
    """An identifier of a paper that is not here finds nothing, and the paper can be proposed."""
    page.goto(server.folder)
    assert ask(page, query).count() == 0
    suggest = page.locator("dialog").get_by_role("link", name="Suggest the paper")
    expect(suggest).to_have_attribute("href", f"{server.folder}contributing/")


def test_nothing_found_offers_the_nearest(page: Page, server: Server) -> None:
    """Where no words fit together, what has the rarest of them is offered; Enter does not follow it."""
    page.goto(server.folder)
    found = ask(page, "@misc{x, title={Adapter Qqqq Zzzz}}")
    expect(page.locator("dialog [role=status]")).to_contain_text("The nearest:")
    assert any("adapter" in (each.get_attribute("href") or "") for each in found.all())
    box(page).press("Enter")
    page.wait_for_timeout(100)
    assert page.url == server.folder


def test_explorer_offers_the_nearest(page: Page, server: Server) -> None:
    """The explorer offers the nearest too, and where to propose the paper."""
    page.goto(f"{server.folder}explore/?q=@misc{{x,title={{Adapter Qqqq Zzzz}}}}")
    places = page.locator("[data-places]")
    expect(places).to_contain_text("Nearest:")
    expect(places.get_by_role("link", name="Suggest the paper")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("venue:eccv", "venue:ECCV"),
        ("prompt author:kaiyang", 'prompt author:"Kaiyang Zhou"'),
        ("has:co", "has:code"),
        ("year:202", "year:2025"),
    ],
)
def test_terms_are_completed(page: Page, server: Server, typed: str, offered: str) -> None:
    """A term whose value is begun is completed from what is here, in both searches; Enter opens papers."""
    page.goto(server.folder)
    row = ask(page, typed).get_by_text(offered, exact=True)
    expect(page.locator("dialog [data-query][aria-selected=true]")).to_have_count(0)
    row.click()
    expect(box(page)).to_have_value(f"{offered} ")
    expect(page.locator("dialog [role=status]")).to_have_text(re.compile("result"))
    page.goto(f"{server.folder}explore/")
    page.locator("#survey-q").fill(typed)
    expect(page.locator(f"#survey-completions option[value='{offered}']")).to_have_count(1)


def test_texts_do_not_wait_for_names(page: Page, server: Server) -> None:
    """Where names are slow to come, texts answer meanwhile, and Enter waits for the names."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/explore/names.json", hold)
    page.goto(server.folder)
    page.keyboard.press("/")
    box(page).fill("visual prompt")
    expect(page.locator("dialog [role=status]")).to_have_text("Looking names up …")
    expect(page.get_by_role("option").first).to_be_visible()
    box(page).fill("2203.12119")
    box(page).press("Enter")
    page.wait_for_timeout(600)
    assert page.url == server.folder
    held[0].continue_()
    page.wait_for_url(f"{server.folder}papers/jia2022visual/")


def test_correction_that_finds_nothing_is_none(page: Page, server: Server) -> None:
    """What was typed is taken for another only where that one is found."""
    page.goto(server.folder)
    ask(page, "oxford pets")
    expect(page.locator("dialog")).not_to_contain_text("search instead")


def test_what_was_said_is_not_corrected(page: Page, server: Server) -> None:
    """A word that texts here say is not taken for another; one that stands nowhere is, and says so."""
    page.goto(server.folder)
    ask(page, "adapter")
    expect(page.locator("dialog")).not_to_contain_text("search instead")
    ask(page, "adaptre")
    expect(page.locator("dialog [role=status]")).to_contain_text("Showing adapter; search instead")


def test_words_inside_unspaced_text(page: Page, server: Server) -> None:
    """Scripts that set no blanks between words are searched anywhere inside."""
    page.goto(server.folder)
    data = {
        "papers": {
            "key": ["a", "b"],
            "title": ["视觉提示调优方法", "Visual Prompt Tuning"],
            "method": ["", ""],
            "authors": ["", ""],
            "year": [2020, 2020],
            "venue": [0, 0],
        },
        "groups": [],
    }
    found = page.evaluate(
        """async ([module, data]) => {
            const { Finder } = await import(module);
            return new Finder(data).answer("提示").map(({ paper }) => paper);
        }""",
        [f"{server.folder}js/explore/find.js", data],
    )
    assert found == [0]


def test_keys_are_put_together_again(page: Page, server: Server, extent_library: Library) -> None:
    """Scripts have the keys of all records, of whose beginnings the file says nothing."""
    page.goto(server.root)
    keys = page.evaluate(
        "(base) => import(base + 'js/explore/data.js').then((m) => m.load()).then((d) => d.papers.key)",
        server.root,
    )
    assert keys == sorted(extent_library.papers)


@pytest.fixture(scope="module")
def links(browser: Browser, server: Server) -> Iterator[Page]:
    """Open a page that has the scripts' names of addresses at hand."""
    page = browser.new_page()
    page.goto(server.folder)
    module = f"{server.folder}js/explore/links.js"
    page.evaluate("async module => { window.links = await import(module); }", module)
    yield page
    page.close()


@settings(deadline=None, max_examples=50)
@given(name=st.text())
def test_names_are_shortened_alike(links: Page, name: str) -> None:
    """Scripts and the builder shorten a name to the same few characters: CRC-32 in base 36."""
    name = name.encode("utf-8", "ignore").decode()
    found = links.evaluate("name => window.links.short(name)", name)
    assert found == short(name)
    assert int(found, 36) == crc32(name.encode())


@pytest.mark.parametrize(
    "url",
    [
        "https://openreview.net/forum?id=nZeVKeeFYf9",
        "https://openaccess.thecvf.com/content/CVPR2022/html/He_Masked_CVPR_2022_paper.html",
        "https://proceedings.mlr.press/v139/radford21a/radford21a.pdf",
        "https://www.ecva.net/papers/eccv_2022/papers_ECCV/html/4175_ECCV_2022_paper.php",
        "https://GitHub.com/KMnP/vpt.git",
        "http://example.org/a%20b/",
    ],
)
def test_addresses_are_named_alike(links: Page, url: str) -> None:
    """What the builder calls an address is among what scripts call it."""
    found = links.evaluate("url => window.links.linkNames(url)", url)
    assert set(link_names(url)) <= set(found)
