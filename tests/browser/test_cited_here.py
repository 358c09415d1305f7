"""From services' lists of references to the reader: pages, and the explorer's "most cited here"."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from site_builder.mkdocs_site import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from conftest import OpenPage, Server
    from services import Answer, Services, Survey

TITLES = ".survey-list tbody th > a"
RECORD = "title: {}\nauthors: [Ann Kite]\nyear: {}\nvenue: JPA\n{}\nfold: [dart]\nsummary: Ours.\n"
PAPERS = {
    "kite2020kites": ("Kites Cure Colds", 2020, "doi: 10.9999/kites"),
    "kite2021strings": ("Strings and Knots", 2021, 'arxiv_id: "2101.00001"'),
    "kite2022winds": ("Winds of Two Halls", 2022, "doi: 10.9999/winds"),
    "kite2023rain": ("Rain on Paper", 2023, 'arxiv_id: "2301.00002"'),
}
REFERENCES = {  # OpenAlex knows those with a DOI of a publisher
    "10.9999/kites": ("W1", "Kites Cure Colds", []),
    "10.9999/winds": ("W3", "Winds of Two Halls", ["W1"]),
}


def answers() -> tuple[bytes, bytes]:
    """Give what OpenAlex and Semantic Scholar say, in the forms of their documentation."""
    works = [
        {
            "id": f"https://openalex.org/{name}",
            "doi": f"https://doi.org/{doi}",
            "title": title,
            "authorships": [{"author": {"display_name": "Ann Kite"}}],
            "referenced_works": [f"https://openalex.org/{each}" for each in cited],
        }
        for doi, (name, title, cited) in REFERENCES.items()
    ]
    to_knots = {"externalIds": {"ArXiv": "2101.00001"}}
    to_kites = {"externalIds": {"DOI": "10.9999/KITES"}}
    papers = [
        {
            "paperId": f"{number}" * 40,
            "title": title,
            "authors": [{"name": "Ann Kite"}],
            "externalIds": {},
            "references": {"Rain on Paper": [to_knots, to_kites]}.get(title, []),
        }
        for number, (title, _, _) in enumerate(PAPERS.values())
    ]
    return json.dumps({"results": works}).encode(), json.dumps(papers).encode()


@pytest.fixture
def server(
    make_survey: Callable[..., Path],
    survey: Survey,
    services: Services,
    make_answer: Callable[..., Answer],
    serve: Callable[[Path], AbstractContextManager[Server]],
) -> Iterator[Server]:
    """Refresh a survey against services on this machine, build it, and serve it."""
    openalex, semantic_scholar = answers()
    services.answer("/openalex/works?filter=doi", make_answer(openalex))
    services.answer("/semantic-scholar/paper/batch", make_answer(semantic_scholar))
    files = {f"papers/{key}.yaml": RECORD.format(*said) for key, said in PAPERS.items()}
    root = make_survey(files, papers=False)
    done = survey(root, "refresh")
    assert done.returncode == 0, done.stderr
    assert " 0 errors," in survey(root, "check").stderr
    assert run.build(root, out=root / "site")
    with serve(root / "site") as found:
        yield found


def test_most_cited_here(server: Server, open_page: OpenPage) -> None:
    """Readers order papers by how many here cite them, the address keeps it, and pages name who."""
    page = open_page()
    page.goto(f"{server.folder}explore/")
    page.locator("[data-explore][data-ready]").wait_for()
    page.locator("[data-sort]").select_option(label="most cited here")
    titles = ["Kites Cure Colds", "Strings and Knots", "Rain on Paper", "Winds of Two Halls"]
    expect(page.locator(TITLES)).to_have_text(titles)
    assert page.url.endswith("?sort=-cited")
    rows = page.locator(".survey-list tbody th")
    expect(rows.nth(0)).to_contain_text("cited here by 2")
    expect(rows.nth(1)).to_contain_text("cited here by 1")
    expect(rows.nth(2)).not_to_contain_text("cited here")
    page.reload()
    expect(page.locator(TITLES)).to_have_text(titles)

    page.locator(TITLES).first.click()
    page.get_by_role("link", name="by 2 papers").click()
    assert page.url.endswith("papers/kite2020kites/#cited-here")
    named = page.locator("#cited-here + ul a")
    expect(named).to_have_text(["Rain on Paper", "Winds of Two Halls"])
    named.first.click()
    expect(page.get_by_role("heading", name="Cites 2 papers here")).to_be_visible()

    page.goto(f"{server.folder}map/")
    page.wait_for_selector("[data-map][data-ready]")
    expect(page.locator("h1 + p")).to_contain_text("The larger a point, the more papers here cite")
    for title, count in (("Kites Cure Colds", 2), ("Strings and Knots", 1)):
        page.fill("[name=q]", title)
        page.press("[name=q]", "Enter")  # the map shows what is lit up: one paper, in the middle
        page.locator("[data-canvas]").press("Enter")
        card = page.locator("[data-card]")
        expect(card.locator("a")).to_have_text(title)
        expect(card).to_contain_text(f"cited here by {count}")
