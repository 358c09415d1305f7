"""`survey refresh` on who cites whom: asked in batches, matched by identifiers, never taken away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services import Answer, Services, Survey

    MakeSurvey = Callable[..., Path]
    MakeAnswer = Callable[..., Answer]

RECORD = "title: {}\nauthors: [{}]\nyear: {}\nvenue: JPA\n{}\nfold: [dart]\nsummary: Ours.\n"
KITES, KNOTS, WINDS, RAIN = (
    "kite2020kites",
    "roe2021strings",
    "wind2022winds",
    "wet2023rain",
)
PAPERS: dict[str, tuple[str, str, int, str]] = {
    KITES: ("Kites Cure Colds", "Ann Kite", 2020, "doi: 10.9999/kites"),
    KNOTS: ("Strings and Knots", "Bob Roe", 2021, 'arxiv_id: "2101.00001"'),
    WINDS: ("Winds of Two Halls", "Dan Wind", 2022, "doi: 10.9999/winds"),
    RAIN: ("Rain on Paper", "Cat Wet", 2023, 'doi: 10.9999/rain\narxiv_id: "2301.00002"'),
}
FILES = {f"papers/{key}.yaml": RECORD.format(*said) for key, said in PAPERS.items()}
WORKS = {
    KITES: ("W1", "10.9999/kites", ["W2", "W9"]),  # a paper that came a year later, and a stranger
    KNOTS: ("W2", "10.48550/arxiv.2101.00001", ["W1", "W2"]),  # itself, too
    WINDS: ("W3", "10.9999/winds", ["W1", "W2"]),
    RAIN: ("W4", "10.9999/rain", ["W3", "W77"]),
}
S2 = "/semantic-scholar/paper/batch"


def openalex(**changed: Any) -> bytes:
    """Give OpenAlex's answer about all papers, some works changed."""
    results = [
        {
            "id": f"https://openalex.org/{name}",
            "doi": f"https://doi.org/{doi}",
            "title": PAPERS[key][0],
            "authorships": [{"author": {"display_name": PAPERS[key][1]}}],
            "referenced_works": [f"https://openalex.org/{each}" for each in cited],
            **changed.get(key, {}),
        }
        for key, (name, doi, cited) in WORKS.items()
    ]
    return json.dumps({"results": results}).encode()


def semantic_scholar(*known: str) -> bytes:
    """Give Semantic Scholar's answer about the papers, in order; Rain cites Kites and Knots."""
    references = [
        {"paperId": None, "externalIds": {"DOI": "10.9999/KITES"}},
        {"paperId": None, "externalIds": {"ArXiv": "2101.00001", "DBLP": "x"}},
        {"paperId": None, "externalIds": None},
        {"paperId": None, "externalIds": {"DOI": "10.1/elsewhere"}},
    ]
    paper = {
        "paperId": "0" * 40,
        "title": PAPERS[RAIN][0],
        "authors": [{"name": "Cat Wet"}],
        "externalIds": {"ArXiv": "2301.00002"},
        "references": references,
    }
    return json.dumps([paper if key == RAIN else None for key in known]).encode()


@pytest.fixture
def root(make_survey: MakeSurvey, services: Services, make_answer: MakeAnswer) -> Path:
    """Give a survey of four papers whose lists of references services know."""
    services.answer("/openalex/works?filter=doi", make_answer(openalex()))
    services.answer(S2, make_answer(semantic_scholar(*sorted(PAPERS))))
    return make_survey(FILES, papers=False)


def cited(root: Path) -> dict[str, tuple[str, ...]]:
    """Read who cites whom."""
    return {each.paper: each.cites for each in Library.load(root)[0].citing_entries}


def test_citations_are_entered(root: Path, survey: Survey) -> None:
    """Citations of both services are matched by identifiers and entered with source and day.

    A paper that came years later, the paper itself and strangers are no citations.
    """
    done = survey(root, "refresh")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "citations.yaml: kite2020kites cites 1 paper here: roe2021strings",
        "citations.yaml: roe2021strings cites 1 paper here: kite2020kites",
        f"citations.yaml: wet2023rain cites 3 papers here: {KITES}, {KNOTS}, {WINDS}",
        "citations.yaml: wind2022winds cites 2 papers here: kite2020kites, roe2021strings",
    ]
    text = (root / "citations.yaml").read_text(encoding="utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=schema/citations.json\ncitations:\n"
        "  - paper: kite2020kites\n    cites: [roe2021strings]\n"
        "    sources:\n      - OpenAlex:W1\n    date: 2026-11-23\n"
    )
    assert f"      - OpenAlex:W4\n      - Semantic Scholar:{'0' * 40}\n" in text
    assert " 0 errors," in survey(root, "check").stderr
    assert survey(root, "fmt", "--check", "citations.yaml").returncode == 0
    again = survey(root, "refresh")
    assert (again.stdout, again.returncode) == ("", 0)
    assert (root / "citations.yaml").read_text(encoding="utf-8") == text


def test_services_are_asked_in_batches(
    make_survey: MakeSurvey, survey: Survey, services: Services
) -> None:
    """A hundred and twenty papers take three questions of one service and two of the other."""
    files = {
        f"papers/kite2020n{number}.yaml": RECORD.format(
            f"{'abcdefghij'[number % 10] * 9} Kites {number}",
            "Ann Kite",
            2020,
            f'doi: 10.9999/n{number}\nsummary2: ""'.split("\n", maxsplit=1)[0],
        )
        for number in range(120)
    }
    root = make_survey(files, papers=False)
    survey(root, "refresh", "--dry-run")
    asked = [r for r in services.requests if "referenced_works" in r.path]
    sizes = [parse_qs(urlsplit(r.path).query)["filter"][0].count("|") + 1 for r in asked]
    assert sizes == [50, 50, 20]
    assert all("search" not in request.path for request in asked)
    batches = [json.loads(r.body)["ids"] for r in services.requests if r.path.startswith(S2)]
    assert [len(ids) for ids in batches] == [100, 20]
    assert {r.method for r in services.requests if r.path.startswith(S2)} == {"POST"}


def test_one_paper(root: Path, survey: Survey, services: Services, make_answer: MakeAnswer) -> None:
    """Of one paper the works that it cites are asked for by their ids, for the others are unknown."""
    one = json.loads(openalex())
    one["results"] = one["results"][3:]
    services.special.clear()
    services.answer("/openalex/works?filter=doi", make_answer(json.dumps(one).encode()))
    names = [
        {"id": "https://openalex.org/W3", "doi": "https://doi.org/10.9999/winds", "title": "W"}
    ]
    services.answer(
        "/openalex/works?filter=openalex", make_answer(json.dumps({"results": names}).encode())
    )
    services.answer(S2, make_answer(status=503, headers={"Retry-After": "0"}))
    survey(root, "refresh", RAIN)
    (query,) = [r.path for r in services.requests if "filter=openalex" in r.path]
    assert parse_qs(urlsplit(query).query)["filter"] == ["openalex:W3|W77"]
    assert cited(root) == {RAIN: (WINDS,)}


def test_nothing_is_taken_away(root: Path, survey: Survey) -> None:
    """What people wrote stays, comments too, and what they call wrong does not come back."""
    (root / "citations.yaml").write_text(
        "# Ours.\n"
        "citations:\n"
        "  # Read in the paper.\n"
        "  - paper: wet2023rain\n"
        "    cites: [wind2022winds]\n"
        "    not_cited: [kite2020kites]\n"
        "    sources: [the paper's list of references]\n"
        "  - paper: wind2022winds\n"
        "    cites: [kite2020kites, roe2021strings]\n"
        "    sources: [somewhere]  # where\n"
    )
    survey(root, "refresh")
    text = (root / "citations.yaml").read_text(encoding="utf-8")
    assert cited(root) == {
        KITES: (KNOTS,),
        KNOTS: (KITES,),
        RAIN: (KNOTS, WINDS),
        WINDS: (KITES, KNOTS),
    }
    assert text.startswith("# Ours.\ncitations:\n")
    assert "    sources: [somewhere]  # where\n" in text
    assert "  # Read in the paper.\n  - paper: wet2023rain\n" in text
    assert "    not_cited: [kite2020kites]\n    sources:\n      - the paper's list" in text
    assert " 0 errors," in survey(root, "check").stderr


def test_answers_about_others_are_not_believed(
    root: Path, survey: Survey, services: Services, make_answer: MakeAnswer
) -> None:
    """A work with another title, a list that leads ahead and lists all alike are told, not written."""
    services.special.clear()
    other = {"title": "Something Else Entirely", "authorships": []}
    ahead = {"referenced_works": [f"https://openalex.org/{name}" for name in ("W3", "W4")]}
    changed = openalex(**{WINDS: other, KITES: ahead})
    services.answer("/openalex/works?filter=doi", make_answer(changed))
    done = survey(root, "refresh")
    assert (
        'papers/wind2022winds.yaml: OpenAlex:W3 has "Something Else Entirely": '
        "what it cites is not believed"
    ) in done.stderr.replace("'", '"')
    ahead_of_it = "OpenAlex:W1: 1 of 1 paper in its list came years later: not believed"
    assert f"papers/kite2020kites.yaml: {ahead_of_it}" in done.stderr
    assert cited(root) == {KNOTS: (KITES,)}


def test_lists_that_are_all_alike_are_not_believed(
    make_survey: MakeSurvey, survey: Survey, services: Services, make_answer: MakeAnswer
) -> None:
    """Where papers are said to cite the very same, the service has erred."""
    titles = ("Kites", "Strings", "Winds", "Rains", "Clouds", "Halls", "Noses", "Wings")
    files = {
        f"papers/kite2020{title.lower()}.yaml": RECORD.format(
            f"{title} Everywhere", "Ann Kite", 2020, f"doi: 10.9999/{title.lower()}"
        )
        for title in titles
    }
    results = [
        {
            "id": f"https://openalex.org/W{number}",
            "doi": f"https://doi.org/10.9999/{title.lower()}",
            "title": f"{title} Everywhere",
            "authorships": [{"author": {"display_name": "Ann Kite"}}],
            "referenced_works": [f"https://openalex.org/W{each}" for each in range(5)],
        }
        for number, title in enumerate(titles)
    ]
    body = json.dumps({"results": results}).encode()
    services.answer("/openalex/works?filter=doi", make_answer(body))
    root = make_survey(files, papers=False)
    done = survey(root, "refresh")
    assert "cite the very same: not believed" in done.stderr
    assert all(key in {f"kite2020{t.lower()}" for t in titles[:5]} for key in cited(root))


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"{}",
        b'{"results": 7}',
        b'{"results": [null, {"id": 5, "title": "T"}, {"id": "W1", "title": ["x"]}]}',
        b'{"results": [{"id": "x/W1", "doi": "10.9999/kites", "title": "Kites Cure Colds"}]}',
        b'{"results": [{"id": "x/W1", "title": "Kites", "referenced_works": {"a": 1}}]}',
        b"[" * 100_000,
    ],
)
def test_answers_of_any_kind(
    root: Path, survey: Survey, services: Services, make_answer: MakeAnswer, body: bytes
) -> None:
    """Whatever a service answers, nothing is written that is no citation, and nothing breaks."""
    services.special.clear()
    services.answer("/openalex/works?filter=doi", make_answer(body))
    services.answer(S2, make_answer(body))
    done = survey(root, "refresh")
    assert done.returncode == 0, done.stderr
    assert not (root / "citations.yaml").exists()


def test_a_broken_file_is_left_alone(root: Path, survey: Survey) -> None:
    """Where citations.yaml cannot be read, it is told and nothing asked or written."""
    (root / "citations.yaml").write_text("citations: [oops", encoding="utf-8")
    done = survey(root, "refresh")
    assert "citations.yaml is broken and is left alone" in done.stderr
    assert (root / "citations.yaml").read_text(encoding="utf-8") == "citations: [oops"


def test_a_dry_run_writes_nothing(root: Path, survey: Survey) -> None:
    """What would be entered is told, and no file comes to be."""
    assert "wind2022winds cites 2 papers" in survey(root, "refresh", "--dry-run").stdout
    assert not (root / "citations.yaml").exists()
