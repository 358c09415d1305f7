"""The explorer: what it shows is what the records say, its address brings it back, its files are ours."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
import rispy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from site_builder.exports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import OpenPage, Server
    from playwright.sync_api import Page, Route

    from site_builder.library import Library

TITLES = ".survey-list tbody th > a"
READERS: dict[str, Callable[[str], list[str]]] = {
    "bib": lambda text: list(parse_string(text, "bibtex").entries),
    "ris": lambda text: [entry["id"] for entry in rispy.loads(text)],
    "csv": lambda text: [row["key"] for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))],
}
"""Readers of downloaded files that are not ours: they give the keys."""
WRITERS = {"bib": "bibtex", "ris": "ris", "csv": "csv"}


@pytest.fixture(scope="module")
def server(extent_server: Server) -> Server:
    """Serve a part of the survey, or the whole."""
    return extent_server


@pytest.fixture(scope="module")
def library(extent_library: Library) -> Library:
    """Give the survey that is served."""
    return extent_library


def explore(page: Page, base: str, address: str = "") -> None:
    """Open the explorer and wait until it shows all that it finds."""
    page.goto(f"{base}explore/{address}")
    settle(page)


def settle(page: Page) -> None:
    """Wait until nothing is being searched."""
    page.locator("[data-explore][data-ready]").wait_for()
    page.wait_for_timeout(200)
    page.wait_for_function(
        "!document.querySelector('[data-status]').textContent.includes('searching')"
    )


def shown(page: Page) -> set[str]:
    """Give the keys of all papers found, those not yet in the page included."""
    while page.locator("[data-more]").is_visible():
        page.locator("[data-more]").click()
    hrefs = page.locator(TITLES).evaluate_all("links => links.map((link) => link.href)")
    return {href.rstrip("/").rpartition("/")[2] for href in hrefs}


def row(page: Page, title: str) -> Any:
    """Find a filter by its title, opening what it lies in."""
    page.evaluate(
        "document.querySelectorAll('details.survey-filter').forEach((box) => { box.open = true; });"
        "document.querySelectorAll('.survey-twist[aria-expanded=false]').forEach((twist) => twist.click())"
    )
    label = page.locator("label", has_text=re.compile(rf"^\s*{title} [\d,]+$"))
    return page.locator(".survey-choice", has=label).first


def below(library: Library, facet: str, category: str) -> set[str]:
    """Give the keys of the papers in a category and below it."""
    node = library.taxonomy.nodes[facet, category]
    return {paper.key for paper in library.in_category(node)}


def test_numbers_beside_categories_are_those_of_the_records(
    page: Page, server: Server, library: Library
) -> None:
    """Before anything is chosen every category says how many papers are in and below it."""
    explore(page, server.root)
    said = page.evaluate(
        "[...document.querySelectorAll('.survey-filter')].map((box) => [box.querySelector('summary').textContent,"
        " [...box.querySelectorAll('label')].map((label) => label.querySelector('.survey-count').textContent)])"
    )
    counts = dict(said)
    for facet in library.taxonomy.facets:
        nodes = [node for node in library.taxonomy.nodes.values() if node.facet.id == facet.id]
        numbers = [len(library.in_category(node)) for node in nodes]
        assert sorted(map(int, counts[facet.title])) == sorted(numbers)
    venues = sorted(len(papers) for papers in library.by_venue.values())
    assert sorted(map(int, counts["Venue"])) == venues


def test_choices_narrow_and_leave_out(page: Page, server: Server, library: Library) -> None:
    """Facets narrow each other, choices within one add up, and what is left out is gone."""
    explore(page, server.root)
    row(page, "Prompt tuning").locator("input").check()
    prompt = below(library, "method_family", "prompt-tuning")
    assert shown(page) == prompt
    row(page, "Adapter tuning").locator("input").check()
    either = prompt | below(library, "method_family", "adapter-tuning")
    assert shown(page) == either
    row(page, "Image classification").locator("button.survey-not").click()
    images = below(library, "task", "image-classification")
    assert shown(page) == either - images
    number = row(page, "Image classification").locator(".survey-count").inner_text()
    assert int(number) == len(either & images)
    row(page, "With code").locator("input").check()
    coded = {key for key, paper in library.papers.items() if paper.links.code}
    assert shown(page) == (either - images) & coded
    assert (
        page.locator("[data-status]").inner_text().startswith(str(len((either - images) & coded)))
    )


def test_number_of_a_choice_is_what_it_shows(page: Page, server: Server) -> None:
    """What stands beside a choice is how many papers one sees after choosing it."""
    explore(page, server.root, "?task=image-classification&year=2022-2024")
    choice = row(page, "Vision-driven prompt")
    number = int(choice.locator(".survey-count").inner_text())
    choice.locator("input").check()
    assert len(shown(page)) == number > 0


def test_address_brings_the_view_back(page: Page, server: Server) -> None:
    """Every step has an address; back, forward and a colleague's browser show the same view."""
    explore(page, server.folder)
    row(page, "Prompt tuning").locator("input").check()
    page.locator(".survey-years input").first.fill("2023")
    page.locator(".survey-years input").first.press("Tab")
    page.fill("#survey-q", "segmentation")
    settle(page)
    page.select_option("[data-sort]", "title")
    assert page.url == (
        f"{server.folder}explore/?q=segmentation&method-family=prompt-tuning&year=2023-&sort=title"
    )
    view = page.locator(TITLES).all_inner_texts()
    assert view
    page.reload()
    settle(page)
    assert page.locator(TITLES).all_inner_texts() == view
    for address in (
        "?q=segmentation&method-family=prompt-tuning&year=2023-",
        "?method-family=prompt-tuning&year=2023-",
        "?method-family=prompt-tuning",
        "",
    ):
        page.go_back()
        settle(page)
        assert page.url == f"{server.folder}explore/{address}"
    assert page.input_value("#survey-q") == ""
    for _ in range(4):
        page.go_forward()
    settle(page)
    assert page.locator(TITLES).all_inner_texts() == view


@pytest.mark.parametrize("address", ["", "?sort=title"])
def test_back_leads_to_the_row_that_was_left(page: Page, server: Server, address: str) -> None:
    """Who comes back from a paper finds the rows that were asked for, and the one last looked at."""
    explore(page, server.folder, address)
    page.locator("[data-more]").click()
    rows, view = page.locator(TITLES), page.url
    count = rows.count()
    assert count > 60
    link = rows.nth(60)
    link.scroll_into_view_if_needed()
    title, top = link.inner_text(), link.bounding_box()["y"]
    link.click()
    page.wait_for_url("**/papers/**")
    page.go_back()
    settle(page)
    assert page.url == view
    assert rows.count() == count
    assert rows.nth(60).inner_text() == title
    assert abs(rows.nth(60).bounding_box()["y"] - top) < 60
    row(page, "Prompt tuning").locator("input").check()
    assert rows.count() <= 50


ids = st.sampled_from(["prompt-tuning", "adapter-tuning", "bias-part", "vision-driven-prompt"])
years = st.none() | st.integers(1900, 2100)
states = st.fixed_dictionaries(
    {
        "q": st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip),
        "family": st.lists(ids, unique=True),
        "out": st.lists(ids, unique=True),
        "years": st.tuples(years, years),
        "keys": st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True), unique=True),
        "sort": st.sampled_from(["", "title", "-year", "venue", "-added"]),
    }
)


@given(given=st.lists(states, min_size=20, max_size=60))
@settings(
    max_examples=5,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_state_survives_its_address(page: Page, server: Server, given: list[Any]) -> None:
    """Writing a state as an address and reading it gives the state back."""
    wanted = [asked(each) for each in given]
    page.goto(f"{server.root}404.html")
    read = page.evaluate(
        "async ([base, states]) => { const { read, write } = await import(base + 'js/explore/state.js');"
        " const { load } = await import(base + 'js/explore/data.js'); const { groups } = await load();"
        " return states.map((state) => read(write(state), groups)); }",
        [server.root, wanted],
    )
    assert [simple(state) for state in read] == [simple(state) for state in wanted]


@pytest.mark.parametrize("name", ["constructor", "__proto__", "toString", "hasOwnProperty"])
def test_facets_called_like_what_objects_have(page: Page, server: Server, name: str) -> None:
    """A facet and its categories may be called like what every object has: it filters as others."""
    page.goto(f"{server.root}404.html")
    before, after, without = page.evaluate(
        """async ([base, name]) => {
          const { choose, empty, read, wayOf, write } = await import(base + 'js/explore/state.js');
          const { filtered } = await import(base + 'js/explore/filter.js');
          const choices = [{ id: name, title: 'N', parent: null, children: [] }];
          const groups = [{ parameter: name, title: 'G', choices, of: [[0], []], isEach: false, former: {} }];
          const data = { count: 2, papers: { key: ['a', 'b'], year: [2020, 2021] }, groups, days: [] };
          const shown = (state) => [filtered(data, state, null).shown, wayOf(state, name, name), write(state)];
          const chosen = choose(empty(), name, name, 'include');
          return [empty(), read(write(chosen), groups), choose(chosen, name, name, 'exclude')].map(shown);
        }""",
        [server.root, name],
    )
    assert before == [[0, 1], None, ""]
    assert after == [[0], "include", f"?{name}={name}"]
    assert without == [[1], "exclude", f"?{name}=-{name}"]


def asked(given: dict[str, Any]) -> dict[str, Any]:
    """Make a state of what was drawn."""
    out = [each for each in given["out"] if each not in given["family"]]
    family = {"include": given["family"], "exclude": out}
    return {
        "q": given["q"],
        "chosen": {"method-family": family} if given["family"] or out else {},
        "years": list(given["years"]) if None in given["years"] else sorted(given["years"]),
        "ranges": {},
        "keys": given["keys"],
        "sort": given["sort"],
        "asTyped": False,
    }


def simple(state: dict[str, Any]) -> dict[str, Any]:
    """Leave out what differs without a difference: blanks around words."""
    return {**state, "q": " ".join(state["q"].split())}


@pytest.mark.parametrize(
    "address",
    [
        "?q=%00%F0%9F&year=abc-&sort=evil&k=..%2F,A&with=x&venue=-",
        "?method-family=gone,-gone",
        "?__proto__=x&constructor=y",
    ],
)
def test_strange_addresses_do_no_harm(page: Page, server: Server, address: str) -> None:
    """What an address says that does not exist is left out."""
    explore(page, server.root, address)
    assert page.locator("[data-status]").inner_text()


@pytest.mark.parametrize(
    ("column", "read"),
    [("Year", lambda p: -p.year), ("Venue", lambda p: p.venue.lower())],
)
def test_columns_sort(
    page: Page, server: Server, library: Library, column: str, read: Callable[[Any], Any]
) -> None:
    """The head of a column sorts by it, a second time the other way round."""
    explore(page, server.root)
    head = page.get_by_role("columnheader").get_by_role("button", name=column)
    head.click()
    first = page.locator(TITLES).first.get_attribute("href").rstrip("/").rpartition("/")[2]
    values = [read(paper) for paper in library.papers.values()]
    assert read(library.papers[first]) == min(values)
    head.click()
    assert page.locator("th[aria-sort]").inner_text() == column
    last = page.locator(TITLES).first.get_attribute("href").rstrip("/").rpartition("/")[2]
    assert read(library.papers[last]) == max(values)


@pytest.mark.parametrize(
    "address", ["?method-family=adapter-tuning&with=results", "?q=segment+anything", ""]
)
def test_downloads_are_the_sites_own_texts(
    page: Page, server: Server, library: Library, address: str
) -> None:
    """A file of what is shown has exactly these papers, in the very words of our exports."""
    explore(page, server.root, address)
    keys = shown(page)
    papers = [library.papers[key] for key in keys]
    for kind, name in WRITERS.items():
        with page.expect_download() as download:
            page.locator(f"[data-download={kind}]").click()
        content = Path(download.value.path()).read_bytes().decode()
        assert download.value.suggested_filename == f"papers.{kind}"
        assert set(READERS[kind](content)) == keys
        assert content == FORMATS[name].write(papers, library)


def test_text_is_searched_and_excerpts_marked(page: Page, server: Server) -> None:
    """A word that only an abstract has is found, and shown where it stands, marked."""
    explore(page, server.root, "?q=equilibrium")
    titles = page.locator(TITLES).all_inner_texts()
    assert "LION: Implicit Vision Prompt Tuning" in titles
    page.locator(".survey-excerpt mark").first.wait_for()
    assert "equilibrium" in page.locator(".survey-excerpt mark").first.inner_text().lower()


def test_basket_survives_pages(page: Page, server: Server) -> None:
    """What is put into the basket in the explorer or on a paper's page is there on every page, until removed."""
    explore(page, server.root, "?k=jia2022visual,wang2024lion")
    page.locator("button[data-key=jia2022visual]").click()
    page.goto(f"{server.root}papers/wang2024lion/")
    page.get_by_role("button", name="Put in the basket").click()
    link = page.get_by_role("link", name="Basket 2")
    link.click()
    settle(page)
    assert page.locator("[data-basket-list] li").count() == 2
    page.get_by_role("link", name="Compare them").click()
    page.locator("[data-compare][data-ready]").wait_for()
    assert page.url == f"{server.root}compare/?k=jia2022visual,wang2024lion"
    page.go_back()
    settle(page)
    with page.expect_download() as download:
        page.locator("[data-basket-download=bib]").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert set(READERS["bib"](text)) == {"jia2022visual", "wang2024lion"}
    page.get_by_role("button", name="Empty the basket").click()
    assert page.get_by_role("link", name="Basket").count() == 0


def test_broken_basket_is_an_empty_one(page: Page, server: Server) -> None:
    """What another page left in the browser's store is no basket of ours."""
    page.goto(server.root)
    for value in ("{", '{"a": 1}', '["<img src=x>", 3, "../x"]'):
        page.evaluate("value => localStorage.setItem('survey-basket:/', value)", value)
        explore(page, server.root)
        assert page.locator("[data-basket-list] li").count() == 0


def test_keyboard_alone_is_enough(page: Page, server: Server) -> None:
    """Tab and Space reach and use the search, a filter, its removal, and a download."""
    explore(page, server.root)

    def tab_to(selector: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"cannot be reached: {selector}")

    tab_to("#survey-q")
    page.keyboard.type("adapter")
    settle(page)
    tab_to(".survey-choice input")
    page.keyboard.press("Space")
    assert page.locator(".survey-chips button").count() == 1
    assert page.evaluate("document.activeElement.matches('.survey-choice input')")
    tab_to(".survey-chips button")
    page.keyboard.press("Enter")
    assert page.locator(".survey-chips button").count() == 0
    assert page.evaluate("document.activeElement.id") == "survey-q"
    tab_to("[data-download=bib]")
    with page.expect_download():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_fits_the_screen(open_page: OpenPage, server: Server, width: int, scheme: str) -> None:
    """On a phone as on a laptop nothing scrolls sideways, and the filters can be opened."""
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    explore(page, server.root, "?q=prompt&method-family=-adapter-tuning")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    summary = page.locator("[data-filters] > summary")
    assert summary.is_visible() == (width < 960)
    if width < 960:
        assert not page.locator(".survey-choice").first.is_visible()
        summary.click()
    assert page.locator(".survey-choice").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_it_leads_on(open_page: OpenPage, server: Server) -> None:
    """With JavaScript off the page says so, leads to every list, and shows no dead control."""
    page = open_page(java_script_enabled=False)
    page.goto(f"{server.root}explore/")
    main = page.get_by_role("main")
    assert "needs JavaScript" in main.inner_text()
    for name in ("Method family", "the list of all papers", "venue"):
        assert main.get_by_role("link", name=name).first.is_visible()
    assert not page.locator("#survey-q").is_visible()


HOSTILE = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'


def test_hostile_text_stays_text(open_page: OpenPage, server: Server) -> None:
    """Whatever titles, names, venues and categories hold is shown as it is, and does nothing."""
    page = open_page()

    def poison(route: Route) -> None:
        data = route.fetch().json()
        columns = data["papers"]
        for name in ("title", "method", "authors"):
            columns[name] = [HOSTILE for _ in columns[name]]
        for venue in data["venues"]:
            venue["title"] = venue["name"] = HOSTILE
        for facet in data["facets"]:
            facet["title"] = HOSTILE
            for category in facet["categories"]:
                category["title"] = HOSTILE
        route.fulfill(body=json.dumps(data), content_type="application/json")

    page.route("**/explore/papers.json", poison)
    explore(page, server.root, "?q=img&method-family=prompt-tuning,-adapter-tuning&venue=cvpr")
    page.locator(".survey-put").first.click()
    assert page.locator(TITLES).first.inner_text() == HOSTILE
    assert page.locator(".md-content img").count() == 0
    assert page.evaluate("window.hurt") is None


def test_it_runs_under_a_strict_policy(
    open_page: OpenPage, server: Server, complaints: list[str]
) -> None:
    """The explorer's own scripts need nothing that a strict Content Security Policy forbids."""
    page = open_page()
    policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:; style-src 'self'; worker-src 'self'"

    def guard(route: Route) -> None:
        response = route.fetch()
        route.fulfill(
            response=response, headers={**response.headers, "content-security-policy": policy}
        )

    page.route("**/explore/", guard)
    explore(page, server.root, "?q=equilibrium")
    page.locator(".survey-excerpt mark").first.wait_for()
    ours = [
        each
        for each in complaints
        if "js/explore" in each or ("eval" in each and "wasm" not in each)
    ]
    complaints.clear()  # the theme's own inline scripts and styles, which a host must allow
    assert ours == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour:jia", "“colour:” is taken for a word"),
        ('"visual prompt', "a quotation mark is not closed"),
        ('"visual prompt"', ""),
        ("visual", ""),
    ],
)
def test_mistyped_queries_are_told(page: Page, server: Server, query: str, said: str) -> None:
    """A query with a field, which the explorer has not, or an open quotation mark says so."""
    explore(page, server.root, f"?{urlencode({'q': query})}")
    status = page.inner_text("[data-status]")
    assert said in status
    assert said or "," not in status


def test_filters_lead_on_to_papers_on_phones(open_page: OpenPage, server: Server) -> None:
    """Under open filters stands how many papers they leave; the button shows these."""
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(f"{server.root}explore/")
    page.wait_for_selector("[data-explore][data-ready]")
    page.locator(".survey-filters > summary").click()
    page.locator(".survey-choice input >> visible=true").nth(1).check()
    button = page.locator("[data-show]")
    count = int(page.locator("[data-status]").inner_text().split()[0])
    assert button.inner_text() == f"Show {count} papers"
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844
    button.click()
    page.wait_for_function("!document.querySelector('[data-filters]').open")
    top = page.locator(TITLES).first.bounding_box()
    assert top is not None
    assert 0 < top["y"] < 844
