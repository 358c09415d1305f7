"""The page of what was left out, its files, and the ways to it."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Site = Any
    MakeSurvey = Callable[..., Path]
    RenderSurvey = Callable[[Path], Any]

FILE = """\
reasons:
  - {id: wet, name: Under $w$ater, description: "It <b>was</b> wet."}
  - {id: dull, name: Dull, description: Nothing new., stage: eligibility}
  - {id: late, name: Too late, description: After the deadline.}
excluded:
  - {title: Kites & Wind, year: 2020, venue: JPA, doi: 10.1000/kite, reason: wet, by: Ann, date: 2026-11-23}
  - {title: =Strings, arxiv_id: "2001.00001", reason: dull, note: twice}
  - {title: Knots, url: "https://example.org/?a=1&b='", reason: wet, note: so}
  - {title: "Ünknown $x^2$", reason: wet}
"""


@pytest.fixture
def site(make_survey: MakeSurvey, render_survey: RenderSurvey) -> Site:
    """Render a survey that has left papers out."""
    return render_survey(make_survey({"excluded.yaml": FILE}))


def folded(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())


def test_list(site: Site) -> None:
    """Each paper stands under its reason, with all that the file says of it."""
    html = site.html("excluded/")
    headings = [folded(each.text) for each in html.all("h2")]
    assert headings[0].startswith("Under")
    assert [each.rpartition(" ")[0][-1] for each in headings] == ["3", "1", "0"]
    assert [folded(each.text) for each in html.all("li")][:2] == [
        "Kites & Wind JPA 2020by Ann, 2026-11-23",
        "Knotsso",
    ]
    links = {each.text: each.get("href") for each in html.all("a")}
    assert links["Kites & Wind"] == "https://doi.org/10.1000/kite"
    assert links["=Strings"] == "https://arxiv.org/abs/2001.00001"
    assert links["Knots"] == "https://example.org/?a=1&b='"
    assert html.one("section", id="reason-late").text.strip().endswith("No paper yet.")


def test_figure(site: Site) -> None:
    """The figure has the numbers of the files, as a table too, and leads to the reasons."""
    html = site.html("excluded/")
    included = len(site.library.papers)
    rows = [folded(each.text) for each in html.all("tr")]
    assert len(rows) == 1 + 4 + 2
    body = site.page("excluded/").body
    cells = [each.text for each in html.all("td")]
    counts = [f"{count:,}" for count in (included + 4, included + 4, 3, included + 1, 1, included)]
    assert cells[1::2] == counts
    for reason in ("wet", "dull"):
        assert body.count(f'href="../excluded/#reason-{reason}"') == 2


def test_files(site: Site) -> None:
    """The list is there as CSV, which no spreadsheet runs, and as JSON that its schema accepts."""
    rows = list(csv.DictReader(site.file("excluded.csv").removeprefix("\ufeff").splitlines()))
    assert [row["title"] for row in rows] == ["Kites & Wind", "'=Strings", "Knots", "Ünknown x²"]
    assert (rows[0]["reason_name"], rows[1]["stage"]) == ("Under water", "eligibility")
    assert (rows[0]["by"], rows[0]["date"], rows[3]["year"]) == ("Ann", "2026-11-23", "")
    data = json.loads(site.file("api/v1/excluded.json"))
    schema = json.loads(site.file("schema/api-excluded.json"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(data)] == []
    assert (data["count"], data["excluded"][1]["title"]) == (4, "=Strings")
    assert data["excluded"][3] == {"title": "Ünknown $x^2$", "reason": "wet"}


def test_ways_to_it(site: Site) -> None:
    """What is missing leads there and back."""
    words = {a.text: a.get("href") for a in site.html("coverage/").all("a")}
    assert words["4 papers were looked at and left out"] == "../excluded/"
    assert "../coverage/" in {a.get("href") for a in site.html("excluded/").all("a")}


def test_without_the_file(tiny_site: Site) -> None:
    """A survey that keeps nothing of the kind has no page, no file, and no link to one."""
    assert "excluded/" not in {page.uri for page in tiny_site.pages()}
    assert not {"excluded.csv", "api/v1/excluded.json"} & tiny_site.assets().keys()
    for _, html in tiny_site.htmls():
        assert not [a for a in html.all("a") if "excluded" in a.get("href")]
