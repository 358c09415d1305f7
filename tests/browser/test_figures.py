"""Figures as readers see them: readable at any width, in the page's colours, leading to papers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest

from site_builder import figures
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import OpenPage, Server
    from playwright.sync_api import Page

    from site_builder.figures import Figure

AMOUNTS = figures.Measure("Trainable parameters", higher_is_better=False, unit="M")
FONTS = ("Helvetica, Arial, sans-serif", "DejaVu Sans, Verdana, sans-serif")
"""A narrow and a wide font, as systems have one or the other."""
SCHEMES = {"light": ("#fff", "rgb(33, 33, 33)"), "dark": ("#1e2129", "rgb(226, 228, 233)")}
STYLE = """
body { margin: 1rem; max-width: 50rem; color: #212121; background: #fff }
.dark { color: #e2e4e9; background: #1e2129 }
a { color: #4051b5 }
.frame { overflow-x: auto }
svg { display: block; max-width: 100%; min-width: 560px; height: auto }
svg a { color: inherit }
"""
OUTSIDE = """() => [...document.querySelectorAll('svg')].flatMap(picture => {
  const whole = picture.getBoundingClientRect();
  return [...picture.querySelectorAll('text')].filter(text => {
    const own = text.getBoundingClientRect();
    return own.left < whole.left - 1 || own.right > whole.right + 1
      || own.top < whole.top - 1 || own.bottom > whole.bottom + 1;
  }).map(text => `${picture.ariaLabel}: ${text.textContent}`);
})"""
CROWDED = """() => [...document.querySelectorAll('svg')].flatMap(picture => {
  const boxes = [...picture.querySelectorAll('text:not([transform*=rotate])')].map(
    text => [text.textContent, text.getBoundingClientRect()]);
  return boxes.flatMap(([name, one], at) => boxes.slice(at + 1).filter(([, other]) =>
    one.left < other.right - 1 && other.left < one.right - 1
      && one.top < other.bottom - 4 && other.top < one.bottom - 4
  ).map(([other]) => `${picture.ariaLabel}: ${name} on ${other}`));
})"""
"""Names on top of each other; boxes of letters are higher than letters, hence the 4."""
PAINT = "picture => getComputedStyle(picture.querySelector('text')).fill"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Make a page of figures for each scheme and font, and the page of one paper."""
    folder = tmp_path_factory.mktemp("figures")
    found = "".join(map(framed, drawn(root)))
    for scheme in SCHEMES:
        for number, font in enumerate(FONTS):
            head = f"<!doctype html><meta charset=utf-8><title>T</title><style>{STYLE}</style>"
            icon = '<link rel="icon" href="data:,">'
            body = f'<body class="{scheme}" style="font-family: {font}">{found}</body>'
            write(folder / scheme / str(number) / "index.html", head + icon + body)
    write(folder / "papers" / "index.html", "<!doctype html><title>Papers</title>")
    return folder


def write(path: Path, text: str) -> None:
    """Write a page with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def drawn(root: Path) -> Iterator[Figure]:
    """Draw all that the real records give."""
    survey, _ = Library.load(root)
    first, second, *_ = facets = survey.taxonomy.facets
    made = [
        *(figures.years_by_category(survey, facet, "../../") for facet in facets),
        *(figures.icicle(survey, facet, "../../") for facet in facets),
        figures.timeline("All", survey.papers.values()),
        figures.lineage(survey, "../../"),
        *scatters(survey),
        *invented(),
        figures.heat_map(survey, first, second, "../../"),
    ]
    yield from filter(None, made)


def invented() -> Iterator[Figure]:
    """Draw what few records have: long numbers, crowds of names, and nothing to train."""
    for title, values in {
        "Long": [123456789.25, 123456789.251, 123456789.252],
        "Small": [-1e-13, 2e-13, 2.5e-13],
        "Crowded": [70 + n / 10 for n in range(12)],
        "Lonely": [1e300],
    }.items():
        points = [
            figures.Point(
                f"MethodWithAName-{n}", "papers/x/", n / 20, value, is_front=True, kind=str(n % 3)
            )
            for n, value in enumerate(values)
        ]
        yield figures.scatter(
            title, points, figures.Axes(figures.Measure(title * 30), AMOUNTS), "../../"
        )


def scatters(survey: Library) -> Iterator[Figure]:
    """Set the real results against parameters, as the pages of benchmarks do."""
    for benchmark in survey.benchmarks.values():
        for metric in benchmark.metrics:
            for each in survey.comparable_sets(benchmark)[metric]:
                if marks := each.marks:
                    points = [
                        figures.Point(
                            mark.row.paper.method or mark.row.paper.title,
                            f"papers/{mark.row.paper.key}/",
                            mark.amount,
                            mark.value,
                            is_front=mark.is_front,
                            kind=mark.row.provenance,
                        )
                        for mark in marks
                    ]
                    title = f"{benchmark.name}, {each.conditions.said}"
                    yield figures.scatter(
                        title, points, figures.Axes(figures.Measure(metric.name), AMOUNTS), "../../"
                    )


def framed(figure: Figure) -> str:
    """Put a figure into a page, in a frame that scrolls where the page is narrow."""
    frame = f'<div class="frame" tabindex="0">{figure.svg}</div>'
    return f"<figure>{frame}<figcaption>{escape(figure.description)}</figcaption></figure>"


@pytest.fixture(params=[1280, 390], ids=["wide", "phone"])
def width(request: pytest.FixtureRequest) -> int:
    """Give the width of a window."""
    return int(request.param)


@pytest.mark.parametrize("font", range(len(FONTS)), ids=["narrow font", "wide font"])
def test_letters_have_room(open_page: OpenPage, server: Server, width: int, font: int) -> None:
    """No letters leave their picture or cover each other, and no picture makes the page wider."""
    page = open_page(viewport={"width": width, "height": 900})
    page.goto(f"{server.folder}light/{font}/")
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(CROWDED) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_follow_page(page: Page, server: Server, scheme: str) -> None:
    """Letters have the colour of the page's text, in links too; areas have a colour of their own."""
    page.goto(f"{server.folder}{scheme}/0/")
    fills = {picture.evaluate(PAINT) for picture in page.locator("svg").all()}
    background, ink = SCHEMES[scheme]
    assert len(fills) == 1
    assert fills.pop().startswith("rgb")
    in_link = page.locator("svg a text").first.evaluate("text => getComputedStyle(text).fill")
    assert in_link == ink
    areas = page.locator("svg rect").evaluate_all("all => all.map(r => getComputedStyle(r).fill)")
    assert background not in areas
    assert "rgb(0, 0, 0)" not in areas


def test_mark_leads_to_paper(page: Page, server: Server) -> None:
    """A mark of the scatter plot is a link to its paper, whichever folder the site is in."""
    page.goto(f"{server.folder}light/0/")
    hrefs = page.locator("svg a").evaluate_all("all => all.map(a => a.href.baseVal)")
    assert all(href.startswith("../../") for href in hrefs)
    absolute = page.locator("svg a[href*='papers/']").first.evaluate(
        "a => new URL(a.href.baseVal, document.baseURI).href"
    )
    assert absolute.startswith(f"{server.folder}papers/")


def test_pictures_are_no_stops(page: Page, server: Server) -> None:
    """The tab key goes from frame to frame, so that pictures keep nobody from what comes after."""
    page.goto(f"{server.folder}light/0/")
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "frame"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.slow
def test_screenshots(
    open_page: OpenPage, server: Server, width: int, scheme: str, tmp_path: Path
) -> None:
    """Pictures of all figures can be taken, for eyes to look at."""
    page = open_page(viewport={"width": width, "height": 900})
    page.goto(f"{server.folder}{scheme}/0/")
    page.screenshot(path=tmp_path / f"figures-{scheme}-{width}.png", full_page=True)
    assert page.locator("svg").count() > 10
