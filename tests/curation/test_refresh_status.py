"""`survey refresh` on what became of papers: retracted, withdrawn, corrected, doubted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from site_builder.record.models import Paper
from site_builder.sources import news
from site_builder.sources.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services import Answer, Services, Survey

    MakeSurvey = Callable[..., Path]
    MakeAnswer = Callable[..., Answer]

RECORD = "title: {}\nauthors: [{}]\nyear: {}\nvenue: JPA\ndoi: {}\nfold: [dart]\nsummary: Ours.\n"
RECORDS = {
    "kite2020kites": ("Kites Cure Colds", "Ann Kite", 2020, "10.9999/kites.2020.1"),
    "roe2021strings": ("Strings and Knots", "Bob Roe", 2021, "10.9999/strings.2021.7"),
    "wind2022winds": ("Winds of Two Halls", "Dan Wind", 2022, "10.9999/winds.2022.3"),
    "wet2023rain": ("Rain on Paper", "Cat Wet", 2023, "10.5281/zenodo.1"),
}
FILES = {f"papers/{key}.yaml": RECORD.format(*said) for key, said in RECORDS.items()}
DOIS = "10.9999/kites.2020.1", "10.9999/strings.2021.7", "10.5281/zenodo.1", "10.9999/winds.2022.3"
CROSSREF = (
    f"/crossref/works?filter={','.join(f'doi:{doi}' for doi in DOIS)}&rows=4"
    "&select=DOI,title,author,updated-by"
)
OPENALEX = "/openalex/works?filter=doi:{}&per-page={}&select=id,doi,title,authorships,is_retracted"


@pytest.fixture
def root(make_survey: MakeSurvey, services: Services) -> Path:
    """Give a survey of four published papers, of which two are retracted."""
    services.give(CROSSREF, "crossref-updates.json")
    services.give(OPENALEX.format("10.5281/zenodo.1", 1), "openalex-retractions.json")
    return make_survey(FILES, papers=False)


def asked(services: Services) -> list[str]:
    """List the services that were asked, in order."""
    return [request.path.split("/")[1] for request in services.requests]


def test_retractions_are_entered(root: Path, survey: Survey, services: Services) -> None:
    """The gravest notice is entered with day and source, OpenAlex's word where Crossref has none."""
    done = survey(root, "refresh")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "papers/kite2020kites.yaml: status: retracted, 2021-01-01, 10.9999/kites.2020.1.r",
        "papers/wet2023rain.yaml: status: retracted, https://openalex.org/W0000000002",
    ]
    assert "papers/wind2022winds.yaml: retracted: Crossref:10.9999/winds.2022.3 speaks of" in (
        done.stderr
    )
    text = (root / "papers/kite2020kites.yaml").read_text(encoding="utf-8")
    assert (
        "status:\n  kind: retracted\n  date: 2021-01-01\n  source: 10.9999/kites.2020.1.r\n" in text
    )
    assert "sources:\n  - Crossref:10.9999/KITES.2020.1\n" in text
    assert " 0 errors," in survey(root, "check").stderr
    assert asked(services) == ["crossref", "openalex", "openalex", "semantic-scholar"]
    again = survey(root, "refresh")
    assert (again.stdout, again.returncode) == ("", 0)


def test_what_is_asked_is_bounded(
    make_survey: MakeSurvey, survey: Survey, services: Services
) -> None:
    """Works are asked for in batches; arXiv's own DOIs not at all, DOIs with separators alone."""
    files = {
        f"papers/kite2020n{number}.yaml": RECORD.format(
            f"{'abcdefghij'[number % 10] * 9} Kites {number}",
            "Ann Kite",
            2020,
            f"10.9999/n{number}",
        )
        for number in range(45)
    }
    for number, doi in enumerate(("10.48550/arXiv.2203.12119", "10.9999/a,b(c)")):
        files[f"papers/roe2020n{number}.yaml"] = RECORD.format(
            f"Knots of Kind {number * 7}", "Bob Roe", 2020, doi
        )
    root = make_survey(files, papers=False)
    survey(root, "refresh", "--dry-run", "--no-citations")
    queries = [urlsplit(request.path) for request in services.requests]
    batches = [parse_qs(query.query)["filter"][0] for query in queries if query.query]
    assert [batch.count("10.9999/n") for batch in batches] == [20, 20, 5, 45]
    assert all("arXiv" not in request.path for request in services.requests)
    assert [q.path for q in queries if not q.query] == [
        "/crossref/works/10.9999%2Fa%2Cb%28c%29",
        "/openalex/works/doi:10.9999/a%2Cb%28c%29",
    ]


def test_openalex_stands_in(
    root: Path, survey: Survey, services: Services, make_answer: MakeAnswer
) -> None:
    """While Crossref is down, OpenAlex is asked about everything, and nothing else is lost."""
    services.answer("/crossref/", make_answer(status=503, headers={"Retry-After": "0"}))
    done = survey(root, "refresh")
    assert "Crossref" in done.stderr
    (query,) = [r.path for r in services.requests if "is_retracted" in r.path]
    assert parse_qs(urlsplit(query).query)["filter"] == [f"doi:{'|'.join(DOIS)}"]


def test_too_many_retractions_are_not_true(
    make_survey: MakeSurvey, survey: Survey, services: Services, make_answer: MakeAnswer
) -> None:
    """A service that calls everything retracted is told, and nothing is written."""
    titles = ("Kites", "Strings", "Winds", "Rains", "Clouds", "Halls", "Noses", "Wings")
    files = {
        f"papers/kite2020{title.lower()}.yaml": RECORD.format(
            f"{title} Everywhere", "Ann Kite", 2020, f"10.9999/{title.lower()}"
        )
        for title in titles
    }
    items = [
        {
            "DOI": f"10.9999/{title.lower()}",
            "title": [f"{title} Everywhere"],
            "author": [{"given": "Ann", "family": "Kite"}],
            "updated-by": [{"DOI": "10.9999/r", "type": "retraction"}],
        }
        for title in titles
    ]
    body = json.dumps({"message": {"items": items}})
    services.answer("/crossref/works?", make_answer(body.encode()))
    root = make_survey(files, papers=False)
    done = survey(root, "refresh")
    assert done.returncode == 1
    assert "not plausible: nothing was written" in done.stderr
    assert all("status" not in path.read_text() for path in root.glob("papers/*.yaml"))


PAPER = {"key": "a", "title": "A", "authors": ["B C"], "year": 2020, "venue": "JPA"}


@pytest.mark.parametrize(
    ("known", "said", "news_kind"),
    [
        ("", ["corrected"], "corrected"),
        ("", ["corrected", "retracted"], "retracted"),
        ("corrected", ["retracted"], "retracted"),
        ("retracted", ["corrected"], ""),
        ("retracted", ["withdrawn", "concern"], ""),
        ("concern", ["concern"], ""),
        ("", [], ""),
    ],
)
def test_only_what_is_graver_is_news(known: str, said: list[str], news_kind: str) -> None:
    """What services say is news where it is graver than the record; the gravest of several counts."""
    paper = Paper.model_validate({**PAPER, **({"status": {"kind": known}} if known else {})})
    drafts = [Draft(f"source of {kind}", status={"kind": kind}) for kind in said]
    found = news.standing(paper, None, *drafts)
    assert found.get("status", {}).get("kind", "") == news_kind
    assert not news_kind or found["sources"] == [f"source of {news_kind}"]


def test_a_notice_before_the_paper_is_about_another() -> None:
    """A notice long before a paper's year cannot be about it."""
    paper = Paper.model_validate(PAPER)
    for date, believed in (("2012-01-01", False), ("2019-06-01", True), ("", True)):
        said = Draft("Crossref:x", status={"kind": "retracted", "date": date})
        assert (news.too_early(paper, said) == "") is believed
