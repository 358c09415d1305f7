"""Who cites whom here: on papers' pages, in the data for programs, and nowhere where nobody looked."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

from site_builder.cli import main
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]
    Site = Any

FIRST, BLUNT, GLIDE = "folder2019first", "vouw2020blunt", "gleiter2022glide"
CITATIONS = f"""\
citations:
  - paper: {GLIDE}
    cites: [{FIRST}, {BLUNT}]
    sources: [OpenAlex:W1, <b>the paper</b>]
    date: 2026-11-23
  - paper: {BLUNT}
    cites: [{FIRST}]
    sources: [the paper]
"""


@pytest.fixture
def root(make_survey: MakeSurvey) -> Path:
    """Give the tiny survey with citations."""
    return make_survey({"citations.yaml": CITATIONS})


def test_pages(root: Path, render_survey: Callable[[Path], Site]) -> None:
    """A page says how many papers cite it here, names them, the newest first, and what it cites."""
    site = render_survey(root)
    html = site.html(f"papers/{FIRST}/")
    (count,) = [a for a in html.all("a") if a.get("href") == "#cited-here"]
    assert count.text == "by 2 papers"
    assert [h.text for h in html.all("h3", id="cited-here")] == ["Cited here by 2 papers"]
    body = site.page(f"papers/{FIRST}/").body
    section = body[body.index('id="cited-here"') :].partition("</section>")[0]
    named = re.findall(r'href="../../papers/([a-z0-9]+)/"', section)
    assert named == [GLIDE, BLUNT]
    glide = site.html(f"papers/{GLIDE}/").text()
    assert "Cites 2 papers here" in glide
    assert "Seen in OpenAlex:W1; <b>the paper</b>, 2026-11-23" in glide
    assert "Cited here by" not in glide


def test_data(root: Path, render_survey: Callable[[Path], Site]) -> None:
    """The API names both ends, the explorer counts, and what it gives fits its schema."""
    site = render_survey(root)
    first = json.loads(site.file(f"api/v1/papers/{FIRST}.json"))
    assert (first["cites"], first["cited_by"]) == ([], [GLIDE, BLUNT])
    glide = json.loads(site.file(f"api/v1/papers/{GLIDE}.json"))
    assert (glide["cites"], glide["cited_by"]) == ([BLUNT, FIRST], [])
    schema = json.loads(site.file("schema/api-paper.json"))
    Draft7Validator(schema).validate(first)
    papers = json.loads(site.file("explore/papers.json"))["papers"]
    assert papers["cited"] == [2, 0, 0, 1]
    (row,) = [
        row
        for row in csv.DictReader(io.StringIO(site.file("survey.csv").lstrip("\ufeff")))
        if row["key"] == FIRST
    ]
    assert row["cited_here"] == "2"
    assert "most cited here" in site.page("explore/").body


def test_exports(root: Path) -> None:
    """The table has the column; formats that hold the record alone are as before."""
    done = CliRunner().invoke(main, ["--root", str(root), "export", "csv", "--key", BLUNT])
    (row,) = csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff")))
    assert row["cited_here"] == "1"
    done = CliRunner().invoke(main, ["--root", str(root), "export", "jsonl", "--key", BLUNT])
    assert "cite" not in json.loads(done.stdout)


@pytest.mark.parametrize("text", [None, "citations: []\n"])
def test_nothing_is_said_where_nobody_looked(
    make_survey: MakeSurvey,
    render_survey: Callable[[Path], Site],
    tiny_site: Site,
    text: str | None,
) -> None:
    """Without citations, the file there or not, every page and file is as without the file."""
    root = make_survey({"citations.yaml": text} if text else {})
    site = render_survey(root)
    same = {part.uri for part in site.parts}
    assert same == {part.uri for part in tiny_site.parts}
    assert not any("ited here" in page.body for page in site.pages())
    assert "cited" not in json.loads(site.file("explore/papers.json"))["papers"]
    assert "cites" not in json.loads(site.file(f"api/v1/papers/{FIRST}.json"))
    for uri in (f"papers/{FIRST}/", "explore/"):
        assert site.page(uri).body == tiny_site.page(uri).body
    assert site.file("survey.csv") == tiny_site.file("survey.csv")


def test_what_is_not_published_does_not_count(make_survey: MakeSurvey) -> None:
    """Citations of papers that are not there, of the paper itself and denied ones are none."""
    text = CITATIONS.replace(f"cites: [{FIRST}]", f"cites: [{FIRST}, {BLUNT}, nobody2020]")
    text = text.replace(
        f"cites: [{FIRST}, {BLUNT}]", f"cites: [{FIRST}, {BLUNT}]\n    not_cited: [{BLUNT}]"
    )
    library = Library.load(make_survey({"citations.yaml": text}))[0]
    assert library.citations.cites == {GLIDE: (FIRST,), BLUNT: (FIRST,)}
    assert library.citations.cited_by == {FIRST: (GLIDE, BLUNT)}
    assert library.without({BLUNT}).citations.cited_by == {FIRST: (GLIDE,)}


def test_a_paper_that_all_cite(
    make_survey: MakeSurvey, render_survey: Callable[[Path], Site]
) -> None:
    """A long list is folded, and bounded; the data names all."""
    record = (
        "title: {}\nauthors: [Ann Kite]\nyear: 2022\nvenue: JPA\nfold: [dart]\nsummary: Ours.\n"
    )
    keys = [f"kite2022n{number:03}" for number in range(120)]
    files = {f"papers/{key}.yaml": record.format(f"Number {key[-3:]} of Kites") for key in keys}
    entries = [f"  - {{paper: {key}, cites: [{FIRST}], sources: [it]}}\n" for key in keys]
    files["citations.yaml"] = f"citations:\n{''.join(entries)}"
    site = render_survey(make_survey(files))
    html = site.html(f"papers/{FIRST}/")
    assert "Cited here by 120 papers" in html.text()
    shown = {a.get("href") for a in html.all("a")} & {f"../../papers/{key}/" for key in keys}
    assert 100 <= len(shown) <= 106
    (whole,) = [a for a in html.all("a") if a.text == "All 120 as data"]
    assert whole.get("href") == f"../../api/v1/papers/{FIRST}.json"
    data = json.loads(site.file(f"api/v1/papers/{FIRST}.json"))
    assert sorted(data["cited_by"]) == keys
