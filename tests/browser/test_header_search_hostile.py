"""What strangers write into records is text in the search, and never runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from site_builder.mkdocs_site import run

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Server
    from playwright.sync_api import Page

RECORD = """
title: "Zeppelin <img src=x onerror=alert(1)> &lt;b&gt;bold&lt;/b&gt; <mark>folds</mark>"
method: "<svg onload=alert(2)>"
authors: ["Zeno <script>alert(3)</script> Zed"]
year: 2022
venue: JPA
abstract: "Zeppelin wings <img src=y onerror=alert(4)> and </mark><iframe src=//x.example> tails."
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, tiny_survey: Path) -> Path:
    """Build a survey with a record that tries everything."""
    root = tmp_path_factory.mktemp("hostile")
    for path in tiny_survey.rglob("*"):
        if path.is_file():
            copy = root / path.relative_to(tiny_survey)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    (root / "papers" / "zed2022zeppelin.yaml").write_text(RECORD, encoding="utf-8")
    assert run.build(root, out=root / "site")
    return root / "site"


@pytest.mark.parametrize("query", ["zeppelin", "zeppelin wings", "tails", "onerror", "bold"])
def test_text_of_strangers_is_shown_as_text(page: Page, server: Server, query: str) -> None:
    """Tags in titles, names and abstracts make no element of their kind, in no result."""
    page.goto(server.root)
    page.on("dialog", lambda _: pytest.fail("a script of a record ran"))
    page.keyboard.press("/")
    page.get_by_role("combobox", name="Search").press_sequentially(query)
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Zeppelin <img src=x onerror=alert(1)>")
    made = first.locator("*").evaluate_all("all => [...new Set(all.map(e => e.tagName))]")
    assert set(made) <= {"SPAN", "MARK"}
    page.wait_for_timeout(200)
