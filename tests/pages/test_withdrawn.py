"""A preprint that its authors withdrew says so wherever it is shown, exported or cited."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from pybtex.database import parse_string

from site_builder.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    MakeSurvey = Callable[..., Path]
    Site = Any

KEY, LISTING = "roe2022kites", "https://arxiv.org/abs/2203.99999"
NOTE = "Withdrawn by the authors: parts are others' words."
SAID = f"Withdrawn on 2022-04-13. {NOTE} See {LISTING}"
RECORD = f"""\
title: A Road Map for Big Kites
authors: [Ann Roe, Bob Fold, others]
year: 2022
venue: JPA
arxiv_id: "2203.99999"
fold: [dart]
summary: Ours.
status:
  kind: withdrawn
  date: 2022-04-13
  source: {LISTING}
  note: "{NOTE}"
added: 2026-11-23
"""


@pytest.fixture
def survey(make_survey: MakeSurvey) -> Path:
    """The tiny survey with such a record."""
    return make_survey({f"papers/{KEY}.yaml": RECORD})


def run(survey: Path, *arguments: str) -> str:
    """Run a command on the survey; give what it prints."""
    done = CliRunner().invoke(main, ["--root", str(survey), *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_pages(survey: Path, render_survey: Callable[..., Site]) -> None:
    """The page says it first, with day, reason and notice; every row and piece of data says it too."""
    site = render_survey(survey)
    html = site.html(f"papers/{KEY}/")
    (notice,) = html.all("aside", class_="survey-status")
    words = " ".join(notice.text.split())
    assert words == (f"This paper has been withdrawn (2022-04-13). {NOTE} The notice: {LISTING}")
    assert [a.get("href") for a in html.all("a") if "aside" in a.above] == [LISTING]
    assert notice.get("data-pagefind-meta") == "status[data-status]"
    for uri in ("papers/", "years/2022/", "venues/jpa/", "fold/dart/"):
        (row,) = [th for th in site.html(uri).all("th", scope="row") if "Big Kites" in th.text]
        assert row.text.endswith(" withdrawn"), uri
    (script,) = [
        e for e in site.page(f"papers/{KEY}/").head.split("<script") if "creativeWork" in e
    ]
    assert '"creativeWorkStatus":"withdrawn"' in script
    assert json.loads(site.file(f"api/v1/papers/{KEY}.json"))["status"]["kind"] == "withdrawn"
    explorer = json.loads(site.file("explore/papers.json"))
    assert {"id": "withdrawn", "title": "Withdrawn"} in explorer["features"]
    assert NOTE in unquote(site.file("feed.atom.xml")).replace("&#x27;", "'").replace("&#39;", "'")


def test_exports(survey: Path) -> None:
    """Formats with a place for it have the sentence, the others the word; `survey cite` warns."""
    bib = parse_string(run(survey, "export", "bibtex", "--key", KEY), "bibtex")
    assert SAID.replace("'", "") in bib.entries[KEY].fields["note"].replace("'", "")
    assert "addendum = {Withdrawn on 2022-04-13." in run(survey, "export", "biblatex", "--key", KEY)
    assert f"N1  - {SAID}" in run(survey, "export", "ris", "--key", KEY)
    (item,) = json.loads(run(survey, "export", "csl-json", "--key", KEY))
    assert item["status"] == "withdrawn"
    assert SAID in run(survey, "export", "csv", "--key", KEY)
    assert json.loads(run(survey, "export", "jsonl", "--key", KEY))["status"]["note"] == NOTE
    assert "**withdrawn**" in run(survey, "export", "markdown", "--key", KEY)
    paper = survey / "paper.tex"
    paper.write_text(rf"\cite{{{KEY}}}", encoding="utf-8")
    done = CliRunner().invoke(main, ["--root", str(survey), "cite", str(paper)])
    assert done.stderr == f"warning: '{KEY}': {SAID}\n"
