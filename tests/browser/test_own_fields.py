"""The explorer of a survey on medicine: its own fields are facets, of numbers and days ranges."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from site_builder.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Server
    from playwright.sync_api import Page

TITLES = ".survey-list tbody th > a"


@pytest.fixture(scope="module")
def library(root: Path) -> Library:
    """Read the records of the made-up trials."""
    return Library.load(root / "tests" / "data" / "trials")[0]


@pytest.fixture(scope="module")
def server(trials_server: Server) -> Server:
    """Let pages ask the server of that survey."""
    return trials_server


def explore(page: Page, base: str, address: str = "") -> None:
    """Open the explorer and wait until it is there."""
    page.goto(f"{base}explore/{address}")
    page.locator("[data-explore][data-ready]").wait_for()


def found(page: Page) -> set[str]:
    """Give the keys of the papers that are shown."""
    links = page.locator(TITLES).evaluate_all("links => links.map((link) => link.href)")
    return {link.rstrip("/").rpartition("/")[2] for link in links}


def test_numbers_are_bounded(page: Page, server: Server, library: Library) -> None:
    """Papers outside a range, or without a number, are not shown; the address keeps the range."""
    explore(page, server.root)
    box = page.locator("[data-range=sample-size]")
    assert "patients" in box.inner_text()
    box.locator("input").first.fill("100")
    box.locator("input").last.fill("200")
    box.locator("input").last.press("Tab")
    expected = {k for k, p in library.papers.items() if 100 <= p.extra["sample_size"] <= 200}
    assert found(page) == expected
    assert expected
    assert page.url.endswith("?sample-size=100..200")
    chip = page.get_by_role("button", name="Remove filter: Sample size: 100 to 200 patients")
    page.reload()
    page.locator("[data-explore][data-ready]").wait_for()
    assert found(page) == expected
    chip.click()
    assert found(page) == set(library.papers)
    explore(page, server.root, "?dose=..1")
    expected = {k for k, p in library.papers.items() if p.extra.get("dose", 2) <= 1}
    assert found(page) == expected
    assert expected


def test_days_are_bounded(page: Page, server: Server, library: Library) -> None:
    """A range of days holds those from the first to the last, both of them in it."""
    explore(page, server.root, "?first-patient=2014-02-08..2016-05-01")
    first, last = dt.date(2014, 2, 8), dt.date(2016, 5, 1)
    expected = {k for k, p in library.papers.items() if first <= p.extra["first_patient"] <= last}
    assert found(page) == expected
    assert expected
    values = page.locator("[data-range=first-patient] input")
    assert [values.nth(n).input_value() for n in (0, 1)] == ["2014-02-08", "2016-05-01"]


def test_choices_are_facets(page: Page, server: Server, library: Library) -> None:
    """A choice, a list and a truth value are facets, which add up as all do."""
    explore(page, server.root, "?phase=phase-3&countries=japan,norway&blinded=-no")
    expected = {
        key
        for key, paper in library.papers.items()
        if paper.extra.get("phase") == "phase 3"
        and {"Japan", "Norway"} & {*paper.extra["countries"]}
        and paper.extra.get("blinded") is not False
    }
    assert found(page) == expected
    assert expected
    titles = page.locator(".survey-filter summary").all_inner_texts()
    assert titles[:4] == ["Condition", "Phase", "Countries", "Double blind"]


def test_fields_in_queries(page: Page, server: Server, library: Library) -> None:
    """A word before a colon that names a field looks in it alone; other words are looked for too."""
    explore(page, server.root, "?q=lunarin+phase:%22phase+3%22+sample_size:150..+countries:jap")
    page.wait_for_function(
        "!document.querySelector('[data-status]').textContent.includes('searching')"
    )
    expected = {
        key
        for key, paper in library.papers.items()
        if paper.extra.get("phase") == "phase 3"
        and paper.extra["sample_size"] >= 150
        and "Japan" in paper.extra["countries"]
    }
    assert found(page) == expected
    assert expected
    assert "taken for a word" not in page.locator("[data-status]").inner_text()
    explore(page, server.root, "?q=lunarin+dosage:5")
    expect(page.locator("[data-status]")).to_contain_text("“dosage:” is taken for a word")


@pytest.mark.parametrize("bad", ["a..b", "..", "x5", "__proto__"])
def test_a_range_that_is_none(page: Page, server: Server, library: Library, bad: str) -> None:
    """An address whose range says nothing bounds nothing."""
    explore(page, server.root, f"?sample-size={bad}&first-patient={bad}")
    assert found(page) == set(library.papers)


def test_nobody_is_most_cited(page: Page, server: Server) -> None:
    """Where nobody looked who cites whom, there is no such order, and its address does no harm."""
    explore(page, server.root, "?sort=-cited")
    expect(page.locator(TITLES).first).to_be_visible()
    expect(page.locator("[data-sort] option", has_text="most cited")).to_have_count(0)
