"""Papers side by side: what their records say, differences marked, and the very table we export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from result_sets import Told, assert_nothing_is_mixed, result_sets

from site_builder.exports import latex_table
from site_builder.latex import to_text
from site_builder.pages import compare as comparison

if TYPE_CHECKING:
    from conftest import OpenPage, Server
    from playwright.sync_api import Page, Route

    from site_builder.library import Library

KEYS = ("jia2022visual", "wang2024lion", "benzaken2022bitfit")


@pytest.fixture(scope="module")
def server(extent_server: Server) -> Server:
    """Serve a part of the survey, or the whole."""
    return extent_server


@pytest.fixture(scope="module")
def library(extent_library: Library) -> Library:
    """Give the survey that is served."""
    return extent_library


def compare(page: Page, base: str, keys: tuple[str, ...] = KEYS) -> None:
    """Open the comparison and wait until it stands."""
    page.goto(f"{base}compare/?k={','.join(keys)}")
    page.locator("[data-compare][data-ready]").wait_for()


def cells(page: Page, title: str) -> list[str]:
    """Give the texts of a row."""
    row = page.locator(".survey-sides tbody tr", has=page.get_by_role("rowheader", name=title))
    return row.first.locator("td").all_inner_texts()


def test_rows_say_what_records_say(page: Page, server: Server, library: Library) -> None:
    """Years, venues, categories and figures are those of the records, each in its paper's column."""
    compare(page, server.folder)
    papers = [library.papers[key] for key in KEYS]
    heads = page.locator(".survey-sides thead th a:first-of-type").all_inner_texts()
    assert [head for head in heads if head != "leave out"] == [paper.title for paper in papers]
    assert cells(page, "Year") == [str(paper.year) for paper in papers]
    assert cells(page, "Venue") == [paper.venue for paper in papers]


def test_figures_are_those_of_records(page: Page, server: Server, library: Library) -> None:
    """Every figure of every paper stands in a row with its conditions, its setting and its sources."""
    compare(page, server.root)
    page.get_by_label("Also what only one of them").check()
    shown = page.evaluate(READ)
    papers = {key: library.papers[key] for key in KEYS}
    wanted = [
        (key, f"{r.benchmark}/{r.metric}", f"{r.value:g}", r.setting, frozenset(r.source))
        for key, paper in papers.items()
        for r in paper.results
    ]
    found = [
        (row["key"], each["column"], each["text"], row["setting"], frozenset(row["sources"]))
        for row in shown
        for each in row["figures"]
    ]
    assert sorted(found, key=str) == sorted(wanted, key=str)
    for row in shown:
        values = {each["text"] for each in row["figures"]}
        told = [r for r in papers[row["key"]].results if f"{r.value:g}" in values]
        assert any(all(said in row["head"] for said in r.conditions.values()) for r in told)


READ = """() => {
  const notes = (row, name) => [...row.querySelectorAll(`td[data-note=${name}] a`)]
    .map((a) => document.getElementById(a.hash.slice(1)).textContent);
  return [...document.querySelectorAll("[data-measured] tbody")].flatMap((body, group) =>
    [...body.rows].slice(1).map((row) => ({
      group, key: row.dataset.key, head: body.rows[0].textContent,
      setting: notes(row, "setting")[0] ?? null, sources: notes(row, "source"),
      figures: [...row.querySelectorAll("td[data-column] strong")]
        .map((strong) => ({ column: strong.parentElement.dataset.column, text: strong.textContent })),
    })));
}"""
"""Reads the table of results: its rows, each with the head of its group and the texts of its notes."""


def test_no_table_mixes_anything_unmarked(page: Page, server: Server, library: Library) -> None:
    """Whatever was measured, each figure stands under its conditions, with its setting and sources."""
    columns = [("vtab-1k", "mean-19"), ("fgvc", "mean-5")]
    page.goto(f"{server.root}compare/")
    page.locator("[data-compare][data-ready]").wait_for()
    titles = {to_text(each.title): each.id for each in library.result_fields.conditions}
    empty = page.locator("[data-results]").evaluate("each => each.outerHTML")

    @settings(max_examples=40, deadline=None)
    @given(made=result_sets(library, columns))
    def holds(made: Library) -> None:
        rows = page.evaluate(
            "async ([base, html, keys, columns, cells, names, read]) => {"
            " const { Results } = await import(base + 'js/explore/results.js');"
            " const old = document.querySelector('[data-results]');"
            " old.outerHTML = html;"
            " const place = document.querySelector('[data-results]');"
            " new Results(place, keys.map((key) => ({ key })), columns, cells, names);"
            " const all = place.querySelector('[data-all]');"
            " all.checked = true; all.dispatchEvent(new Event('change'));"
            " return eval(read)(); }",
            [
                server.root,
                empty,
                list(made.papers),
                ["/".join(each) for each in columns],
                comparison.cells(made),
                comparison.names(made),
                READ,
            ],
        )
        told = [
            Told(
                int(each["text"]),
                conditions(row["head"], titles),
                row["setting"],
                frozenset(row["sources"]),
                row["group"],
                number,
            )
            for number, row in enumerate(rows)
            for each in row["figures"]
        ]
        assert_nothing_is_mixed(made, told)

    holds()


def conditions(head: str, titles: dict[str, str]) -> dict[str, str | None]:
    """Read the head of a group: each condition with what is said of it."""
    found: dict[str, str | None] = dict.fromkeys(titles.values())
    for part in head.split(" · "):
        title = next((each for each in titles if part.startswith(f"{each} ")), "")
        said = part.removeprefix(f"{title} ")
        if title and said != "not recorded":
            found[titles[title]] = said
    return found


def test_differences_are_marked(page: Page, server: Server) -> None:
    """A row in which papers differ is marked in words too; the others can be put away."""
    compare(page, server.root, ("jia2022visual", "wang2024lion"))
    same = page.locator(".survey-sides tr.is-same")
    different = page.locator(".survey-sides tr.is-different")
    assert same.count() > 0
    assert different.count() > 0
    assert different.get_by_role("img", name="they differ").count() == different.count()
    page.get_by_label("Only rows in which they differ").check()
    assert not any(row.is_visible() for row in same.all())
    assert all(row.is_visible() for row in different.all())


@pytest.mark.parametrize("share", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_latex_is_that_of_the_export(
    page: Page, server: Server, library: Library, share: int
) -> None:
    """For real papers and any columns the table is, letter by letter, what `survey export` writes."""
    page.goto(f"{server.root}404.html")
    names = [f"{b.id}/{m.id}" for b in library.benchmarks.values() for m in b.metrics]
    own = list(latex_table.own_columns(library))
    choices = [own, ["method"], *([*own, name] for name in names), [*own, *names]]
    looked_at = list(library.papers)[::share]
    for start in range(0, len(looked_at), 100):
        keys = looked_at[start : start + 100]
        tables = page.evaluate(
            "async ([base, keys, choices]) => {"
            " const { table } = await import(base + 'js/explore/latex.js');"
            " const get = async (uri) => (await fetch(base + uri)).json();"
            " const data = await get('compare/cells.json');"
            " return choices.map((columns) => table(keys, columns, data)); }",
            [server.root, keys, choices],
        )
        papers = [library.papers[key] for key in keys]
        for columns, found in zip(choices, tables, strict=True):
            assert found == latex_table.write(papers, library, columns=columns)


def test_paper_without_a_row_is_said(page: Page, server: Server) -> None:
    """A paper that the site's rows do not know, as a newer one, is named in a comment."""
    page.goto(f"{server.root}404.html")
    found = page.evaluate(
        "async (base) => {"
        " const { table } = await import(base + 'js/explore/latex.js');"
        " const data = await (await fetch(base + 'compare/cells.json')).json();"
        " return ['constructor', 'newer'].map((key) => table([key], ['title'], data)); }",
        server.root,
    )
    for key, text in zip(("constructor", "newer"), found, strict=True):
        assert f"% {key} is newer than this page: load it again." in text.splitlines()
        assert "cite" not in text


def test_latex_can_be_taken_away(page: Page, server: Server, library: Library) -> None:
    """The chosen columns stand in the downloaded file."""
    compare(page, server.root)
    page.locator("[data-columns] input[value=title]").check()
    page.locator("[data-tex]").get_by_text("Title").wait_for()
    columns = page.locator("[data-columns] input:checked").evaluate_all(
        "all => all.map((i) => i.value)"
    )
    with page.expect_download() as download:
        page.get_by_role("button", name="Download .tex").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert text == latex_table.write(
        [library.papers[key] for key in KEYS], library, columns=columns
    )


def test_paper_is_added_on_the_page(page: Page, server: Server, library: Library) -> None:
    """A name in the box adds that paper; one that nobody has is said."""
    compare(page, server.root, KEYS[:2])
    box = page.get_by_label("Add a paper")
    box.fill("no such name at all")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("[data-refused]").get_by_text("No paper here").wait_for()
    box.fill(library.papers[KEYS[2]].title)
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(f"**/compare/?k={','.join(KEYS)}")


def test_ready_examples(page: Page, server: Server) -> None:
    """The page that was asked for nothing offers three comparisons, each of which stands."""
    compare(page, server.root, ())
    links = page.locator("[data-nothing] li a")
    assert links.count() == 3
    links.first.click()
    page.locator("[data-compare][data-ready]").wait_for()
    assert page.locator(".survey-sides thead th").count() > 2


def test_settings_are_written_once(page: Page, server: Server) -> None:
    """What several figures have in common in their setting stands once, below the table."""
    compare(page, server.root, ("jia2022visual", "hu2022lora", "lian2022scaling"))
    for name in ("setting", "source"):
        notes = page.locator(f"[data-{name}s] li").all_inner_texts()
        assert notes
        assert len(set(notes)) == len(notes)
        marks = page.locator(f"td[data-note={name}] a").evaluate_all(
            "all => all.map((a) => a.hash)"
        )
        assert set(marks) == {f"#{name}-{n}" for n in range(1, len(notes) + 1)}


def test_names_stay_in_sight(open_page: OpenPage, server: Server) -> None:
    """However far the table of results is scrolled, the row's name and the columns' heads are seen."""
    page = open_page(viewport={"width": 600, "height": 500})
    compare(page, server.root, ("jia2022visual", "hu2022lora", "lian2022scaling"))
    box = page.get_by_role("region", name="Table of results")
    box.evaluate("each => { each.scrollTop = 9999; each.scrollLeft = 9999; }")
    places = box.evaluate(
        "each => { const edge = each.getBoundingClientRect();"
        " const head = each.querySelector('thead th:last-child').getBoundingClientRect();"
        " const name = each.querySelector('tbody:last-child tr:last-child th').getBoundingClientRect();"
        " return [head.top - edge.top, name.left - edge.left, each.scrollTop, each.scrollLeft]; }"
    )
    assert [abs(each) < 2 for each in places] == [True, True, False, False]


def test_nothing_to_compare_is_said(page: Page, server: Server, complaints: list[str]) -> None:
    """Without papers the page says how to choose some; a key that is nobody's is named."""
    compare(page, server.root, ())
    assert page.get_by_role("main").get_by_role("link", name="the explorer").is_visible()
    compare(page, server.root, ("nobody2020nothing",))
    assert "nobody2020nothing" in page.inner_text("[data-status]")
    complaints.clear()  # the browser tells of the file that is not there


def test_basket_is_compared(page: Page, server: Server) -> None:
    """Without keys in the address the basket counts."""
    page.goto(server.root)
    page.evaluate("keys => localStorage.setItem('survey-basket:/', keys)", json.dumps(KEYS[:2]))
    page.goto(f"{server.root}compare/")
    page.locator("[data-compare][data-ready]").wait_for()
    assert page.locator(".survey-sides thead th").count() == 3


def test_without_scripts_it_leads_on(open_page: OpenPage, server: Server) -> None:
    """With JavaScript off the page says what else there is."""
    page = open_page(java_script_enabled=False)
    page.goto(f"{server.root}compare/")
    main = page.get_by_role("main")
    assert "needs JavaScript" in main.inner_text()
    assert main.get_by_role("link", name="benchmarks").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_fits_the_screen(open_page: OpenPage, server: Server, width: int, scheme: str) -> None:
    """Only the table scrolls sideways."""
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    compare(page, server.root)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


HOSTILE = '<img src=x onerror="window.hurt=1">'


def test_hostile_text_stays_text(open_page: OpenPage, server: Server) -> None:
    """Whatever a record holds is shown as it is, and does nothing."""
    page = open_page()

    def poison(route: Route) -> None:
        paper: dict[str, Any] = route.fetch().json()
        for name in ("title", "method", "trainable_params"):
            paper[name] = HOSTILE
        paper["backbones"] = [HOSTILE]
        route.fulfill(body=json.dumps(paper), content_type="application/json")

    def spoil(route: Route) -> None:
        data: dict[str, Any] = route.fetch().json()
        data["plain"] = {cell: HOSTILE for each in data["papers"].values() for cell in names(each)}
        for notes in data["parts"].values():
            notes[:] = [[HOSTILE, [HOSTILE, "papers/x/"]]] * len(notes)
        route.fulfill(body=json.dumps(data), content_type="application/json")

    def names(paper: dict[str, Any]) -> list[str]:
        rows = (paper, *paper["groups"])
        return [
            row["cells"][n] for row in rows for n in ("method", "backbone") if n in row["cells"]
        ]

    page.route("**/compare/cells.json", spoil)
    page.route("**/api/v1/papers/*.json", poison)
    compare(page, server.root)
    assert HOSTILE in page.inner_text(".survey-sides thead")
    page.locator("[data-measured] tbody").first.wait_for()
    assert HOSTILE in page.inner_text("[data-measured]")
    assert HOSTILE in page.inner_text("[data-sources]")
    assert page.locator(".md-content img").count() == 0
    assert page.evaluate("window.hurt") is None


def test_a_phone_shows_whose_column_it_is(open_page: OpenPage, server: Server) -> None:
    """However few papers are compared, the table stays a table: each column has its paper's head."""
    page = open_page(viewport={"width": 390, "height": 844})
    for keys in (KEYS[:1], KEYS[:2], KEYS):
        compare(page, server.root, keys)
        assert page.locator(".survey-sides thead a.survey-away").first.is_visible(), keys
        assert page.locator(".survey-sides").evaluate("each => getComputedStyle(each).display") in {
            "table",
            "inline-table",
        }
