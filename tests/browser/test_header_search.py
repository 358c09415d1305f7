"""The search in the header: found by what readers type, used with keys alone, silent until asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from quiet import quiet

if TYPE_CHECKING:
    from conftest import OpenPage, Server
    from playwright.sync_api import Locator, Page


@pytest.fixture(scope="module")
def server(extent_server: Server) -> Server:
    """Serve a part of the survey, or the whole."""
    return extent_server


def box(page: Page) -> Locator:
    """Find where the query is typed."""
    return page.get_by_role("combobox", name="Search")


def options(page: Page) -> Locator:
    """Find the results."""
    return page.get_by_role("listbox", name="Results").get_by_role("option")


def search(page: Page, query: str) -> Locator:
    """Open the search with its key, type a query, and wait for an answer to all of it."""
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    box(page).press_sequentially(query)
    expect(page.locator("dialog [role=status]")).to_have_text(re.compile("result|Nothing"))
    return options(page)


def keys(found: Locator) -> list[str]:
    """Name the papers that results lead to."""
    hrefs = [link.get_attribute("href") or "" for link in found.all()]
    return [href.rstrip("/").rpartition("/")[2] for href in hrefs]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("segment anything", ["kirillov2023segment", "cen2023segment"]),
        ("implicit prompt", ["wang2024lion"]),
        ("VPT", ["jia2022visual"]),
        ("vpt", ["jia2022visual"]),
        ("visual prompt tuning", ["jia2022visual"]),
        ("LoRA", ["hu2022lora"]),
        ("CLIP", ["radford2021learning"]),
        ("Houlsby", ["houlsby2019parameter"]),
    ],
)
def test_paper_is_found_first(page: Page, server: Server, query: str, wanted: list[str]) -> None:
    """A paper comes first for its method, its title or its author; nothing else is before it."""
    page.goto(server.root)
    found = search(page, query)
    expect(found.first).to_have_attribute("href", re.compile(wanted[0]))
    assert keys(found)[: len(wanted)] == wanted


def test_result_says_what_it_is(page: Page, server: Server) -> None:
    """A result shows method, title, authors, venue and year."""
    page.goto(server.root)
    first = search(page, "VPT").first
    for text in ("VPT", "Visual Prompt Tuning", "Jia et al.", "ECCV 2022"):
        expect(first).to_contain_text(text)


def test_nothing_is_loaded_until_it_is_asked_for(page: Page, server: Server) -> None:
    """The index and its program are fetched when the search is opened, not with the page."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.root)
    quiet(page)
    assert not [url for url in asked if "pagefind" in url]
    search(page, "VPT")
    assert [url for url in asked if url.endswith("/pagefind/pagefind.js")]


@pytest.mark.parametrize("key", ["/", "s"])
def test_key_opens_the_search(page: Page, server: Server, key: str) -> None:
    """Either key opens the search, and does not appear in it."""
    page.goto(server.root)
    page.keyboard.press(key)
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("")


@pytest.mark.parametrize("pressed", ["Control+s", "Alt+/", "Meta+s"])
def test_keys_of_the_browser_stay_its_own(page: Page, server: Server, pressed: str) -> None:
    """With a modifier the keys mean what the browser says."""
    page.goto(server.root)
    page.keyboard.press(pressed)
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_typing_elsewhere_does_not_open_the_search(page: Page, server: Server) -> None:
    """Who types into a field of the page means the letters."""
    page.goto(server.root)
    page.evaluate("document.body.prepend(document.createElement('textarea'))")
    page.locator("textarea").press_sequentially("s/")
    expect(page.locator("textarea")).to_have_value("s/")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_arrows_walk_through_the_results(page: Page, server: Server) -> None:
    """Arrow keys move the active result, around both ends, while the query keeps the focus."""
    page.goto(server.root)
    found = search(page, "adapter")
    count = found.count()
    for key, active in [("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", count - 1), ("ArrowDown", 0)]:
        page.keyboard.press(key)
        option = found.nth(active)
        expect(option).to_have_attribute("aria-selected", "true")
        expect(box(page)).to_have_attribute(
            "aria-activedescendant", option.get_attribute("id") or "?"
        )
        assert page.locator("[aria-selected=true]").count() == 1
    expect(box(page)).to_be_focused()


@pytest.mark.parametrize("address", ["root", "folder"])
def test_enter_leads_to_the_active_result(page: Page, server: Server, address: str) -> None:
    """Enter opens the active result, wherever the site lies."""
    base = getattr(server, address)
    page.goto(f"{base}years/2023/")
    search(page, "segment anything")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}papers/cen2023segment/")
    expect(page.locator("h1")).to_contain_text("Segment Anything in 3D")


def test_click_leads_to_a_result(page: Page, server: Server) -> None:
    """A mouse does what the keys do."""
    page.goto(server.folder)
    page.get_by_role("button", name="Search").click()
    box(page).fill("VPT")
    options(page).first.click()
    page.wait_for_url(f"{server.folder}papers/jia2022visual/")


@pytest.mark.parametrize("way", ["Escape", "Close", "beside"])
def test_search_closes(page: Page, server: Server, way: str) -> None:
    """Escape, the button and a click beside it close the search; the focus returns."""
    page.goto(server.root)
    page.get_by_role("button", name="Search").focus()
    search(page, "VPT")
    if way == "Escape":
        page.keyboard.press("Escape")
    elif way == "Close":
        page.get_by_role("button", name="Close").click()
    else:
        page.mouse.click(5, 400)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.get_by_role("button", name="Search")).to_be_focused()


@pytest.mark.parametrize("key", ["Enter", " "])
def test_opener_is_a_button(page: Page, server: Server, key: str) -> None:
    """What looks like a button obeys the keys of one."""
    page.goto(server.root)
    page.get_by_role("button", name="Search").press(key)
    expect(box(page)).to_be_focused()


def test_query_without_result_is_told(page: Page, server: Server) -> None:
    """Where nothing is found that is said, with what was searched; the old results go."""
    page.goto(server.root)
    search(page, "VPT")
    box(page).fill("qqqqqqq")
    expect(page.get_by_text("Nothing found for “qqqqqqq”.")).to_be_visible()
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")


def test_emptied_query_has_no_results(page: Page, server: Server) -> None:
    """Without a query there is no answer, even where an earlier one is still on its way."""
    page.goto(server.root)
    search(page, "VPT")
    box(page).press_sequentially(" x")
    box(page).fill("")
    page.wait_for_timeout(400)
    expect(options(page)).to_have_count(0)


def test_reader_without_scripts_gets_the_list(open_page: OpenPage, server: Server) -> None:
    """Without JavaScript the search is a link to all papers."""
    page = open_page(java_script_enabled=False)
    page.goto(f"{server.folder}papers/jia2022visual/")
    page.get_by_role("link", name="Search", exact=True).click()
    assert page.url == f"{server.folder}papers/"


def test_missing_index_is_told(page: Page, server: Server, complaints: list[str]) -> None:
    """Where the index cannot be loaded that is said, and the list of papers is one link away."""
    page.route("**/pagefind/pagefind.js", lambda route: route.abort())
    page.goto(server.root)
    page.keyboard.press("/")
    expect(page.get_by_text("The search does not work here just now")).to_be_visible()
    page.get_by_role("link", name="All papers").click()
    page.wait_for_url(f"{server.root}papers/")
    complaints.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_search_fits_every_screen(
    open_page: OpenPage, server: Server, width: int, scheme: str
) -> None:
    """On a phone as on a desk all of the search is on the screen, and its text can be read."""
    page = open_page(viewport={"width": width, "height": 700}, color_scheme=scheme)
    page.goto(f"{server.root}papers/")
    found = search(page, "visual prompt")
    place = page.locator("dialog").bounding_box()
    assert place
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width
    assert place["y"] + place["height"] <= 700
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found.first.locator(".survey-hit__title").evaluate(CONTRAST) > 4.5
    assert found.first.locator(".survey-hit__about").evaluate(CONTRAST) > 4.5


CONTRAST = """text => {
    const layers = [text];
    for (let e = text; e.tagName !== "DIALOG"; e = e.parentElement) layers.unshift(e.parentElement);
    const pixel = document.createElement("canvas").getContext("2d");
    const luminance = (colour) => {
        pixel.fillStyle = colour;
        pixel.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...pixel.getImageData(0, 0, 1, 1).data]
            .map((value) => value / 255)
            .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const backs = layers.map((e) => luminance(getComputedStyle(e).backgroundColor));
    const [dark, light] = [backs.at(-1), luminance(getComputedStyle(text).color)].sort();
    return (light + 0.05) / (dark + 0.05);
}"""
"""A text's contrast with all that lies behind it (WCAG 2.2, success criterion 1.4.3)."""


RANKED = [
    ("vpt", [("A VPT paper", "X"), ("Visual Prompt Tuning", "VPT")], [1, 0]),
    ("lora", [("LoRA+", "LoRA+"), ("On LoRA", ""), ("Low-Rank", "LoRA")], [2, 0, 1]),
    ("clip adapter", [("A CLIP adapter", "b"), ("b", "CLIP-Adapter")], [1, 0]),
    ("segment anything", [("Segment Anything in 3D", "S"), ("Segment Anything", "SAM")], [1, 0]),
    ("détr", [("x détr", "y"), ("z", "DETR")], [1, 0]),
    ("???", [("x", ""), ("y", "")], []),
]


@pytest.mark.parametrize(("query", "papers", "order"), RANKED, ids=[case[0] for case in RANKED])
def test_exact_names_come_first(
    page: Page, server: Server, query: str, papers: list[tuple[str, str]], order: list[int]
) -> None:
    """A method or title that is just what was typed is before all else; what says nothing is no answer."""
    page.goto(server.root)
    data = {
        "papers": {
            "key": [f"k{n}" for n in range(len(papers))],
            "title": [title for title, _ in papers],
            "method": [method for _, method in papers],
            "authors": [""] * len(papers),
            "year": [2020] * len(papers),
            "venue": [0] * len(papers),
        },
        "groups": [],
    }
    best = page.evaluate(
        """async ([module, data, query]) => {
            const { Finder } = await import(module);
            return new Finder(data).answer(query).map(({ paper }) => paper);
        }""",
        [f"{server.root}js/explore/find.js", data, query],
    )
    assert best == order
