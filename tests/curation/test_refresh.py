"""The command `survey refresh`, run against services on this machine."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services import Answer, Services, Survey

    MakeSurvey = Callable[..., Path]
    MakeAnswer = Callable[..., Answer]

SA3D = """\
# kept
title: Segment Anything in 3D with NeRFs  # the title
authors: [Jiazhong Cen, Zanwei Zhou]
year:   2023
venue: Preprints   # for now
arxiv_id: '2304.12308'
sources: [ somewhere ]  # seen
notes: >
    Long.
"""
PSLT = """\
title: "PSLT: A Light-weight Vision Transformer with Ladder Self-Attention and Progressive Shift"
authors: [Gaojie Wu, Wei-Shi Zheng, Yutong Lu, Qi Tian]
year: 2023
venue: Preprints
arxiv_id: "2304.03481"
"""
PIPELINE = """\
title: An Older Title of a Flexible MoE Implementation with Pipeline Parallelism
authors: [Xin Chen, Hengheng Zhang]
year: 2023
venue: Preprints
arxiv_id: "2304.11414"
"""
SURVEY_PAPER = """\
title: "Knowledge Distillation: A Survey"
authors: [Jianping Gou, Baosheng Yu]
year: 2021
venue: IJCV
"""
IJCV = "  - {id: IJCV, name: International Journal of Computer Vision, kind: journal}\n"
ALL = {
    "papers/cen2023segment.yaml": SA3D,
    "papers/wu2023pslt.yaml": PSLT,
    "papers/chen2023older.yaml": PIPELINE,
    "papers/gou2021knowledge.yaml": SURVEY_PAPER,
}


@pytest.fixture
def root(make_survey: MakeSurvey, services: Services) -> Path:
    """Give a survey of four papers, about three of which there is news."""
    root = make_survey(ALL, papers=False)
    venues = root / "venues.yaml"
    venues.write_text(venues.read_text() + IJCV)
    ids = "2304.12308,2304.11414,2304.03481"
    services.give(f"/arxiv/query?id_list={ids}&max_results=3", "arxiv-batch.xml")
    services.give(
        "/crossref/works?query.bibliographic=Knowledge+Distillation%3A+A+Survey+Gou&rows=3",
        "crossref-search.json",
    )
    return root


def contents(root: Path) -> dict[str, str]:
    """Read the records and the registry of venues."""
    return {p.name: p.read_text() for p in [*root.glob("papers/*"), root / "venues.yaml"]}


def difference(old: str, new: str) -> list[str]:
    """List the lines that were taken out and put in."""
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0))
    return [line for line in lines[2:] if line[0] in "-+"]


def test_news(root: Path, survey: Survey) -> None:
    """Publications, new titles and missing DOIs are found, told in words, and entered."""
    before = contents(root)
    done = survey(root, "refresh")
    assert done.returncode == 0, done.stderr
    assert sorted(done.stdout.splitlines()) == [
        "papers/cen2023segment.yaml: published: Preprints 2023 -> NeurIPS 2023",
        "papers/chen2023older.yaml: title: An Older Title of a Flexible MoE Implementation with Pipeline Parallelism -> Pipeline MoE: A Flexible MoE Implementation with Pipeline Parallelism",
        "papers/gou2021knowledge.yaml: doi: 10.1007/s11263-021-01453-z",
        "papers/wu2023pslt.yaml: published: Preprints 2023 -> TPAMI 2023; volume: 45; number: 9; pages: 11120-11135; month: 9; doi: 10.1109/TPAMI.2023.3265499",
        "venues.yaml: NeurIPS is new: NeurIPS (conference)",
        "venues.yaml: TPAMI is new: IEEE Transactions on Pattern Analysis and Machine Intelligence (journal)",
    ]
    assert done.stderr == "4 papers looked at, 4 with news\n"
    after = contents(root)
    assert difference(before["cen2023segment.yaml"], after["cen2023segment.yaml"]) == [
        "-venue: Preprints   # for now",
        "+venue: NeurIPS  # for now",
        "-sources: [ somewhere ]  # seen",
        "+sources:  # seen",
        "+  - somewhere",
        "+  - DBLP:conf/nips/CenZFYSXJZ023",
    ]
    assert difference(before["gou2021knowledge.yaml"], after["gou2021knowledge.yaml"]) == [
        "+doi: 10.1007/s11263-021-01453-z",
        "+sources:",
        "+  - Crossref:10.1007/s11263-021-01453-z",
    ]
    assert " 0 errors," in survey(root, "check").stderr


def test_nothing_new_the_second_time(root: Path, survey: Survey) -> None:
    """What was entered is no news any more."""
    survey(root, "refresh")
    before = contents(root)
    done = survey(root, "refresh")
    assert done.stdout == ""
    assert contents(root) == before


def test_dry_run(root: Path, survey: Survey) -> None:
    """--dry-run tells and writes nothing."""
    before = contents(root)
    done = survey(root, "refresh", "--dry-run")
    assert "published: Preprints 2023 -> NeurIPS 2023" in done.stdout
    assert contents(root) == before


def test_chosen_papers(root: Path, survey: Survey, services: Services) -> None:
    """Only the named papers are looked at; a wrong name is misuse."""
    done = survey(root, "refresh", "gou2021knowledge")
    assert done.stderr == "1 paper looked at, 1 with news\n"
    assert len(services.requests) == 1
    assert "did you mean" in survey(root, "refresh", "gou2021knowledg").stderr


def test_too_much_news(root: Path, survey: Survey) -> None:
    """More changes than can be true are told, and none is written."""
    before = contents(root)
    done = survey(root, "refresh", "--at-most", "3")
    assert done.returncode == 1
    assert (
        "more than 3 records would change, which is not plausible: nothing was written"
        in done.stderr
    )
    assert contents(root) == before
    assert survey(root, "refresh", "--at-most", "4").returncode == 0


def test_a_tenth(
    make_survey: MakeSurvey, survey: Survey, services: Services, make_answer: MakeAnswer
) -> None:
    """Without a number it is a tenth of the records, and five in a small survey."""
    names = [f"{word}o{word}a" for word in ("bal", "cor", "dim", "fer", "gan", "hol")]
    records = {
        f"papers/smith2020{name}.yaml": f"title: {name} {name[::-1]}\nauthors: [Ann Smith]\nyear: 2020\nvenue: JPA\n"
        for name in names
    }
    root = make_survey(records, papers=False)
    works = [
        {
            "DOI": f"10.1000/{name}", "type": "journal-article", "title": [f"{name} {name[::-1]}"],
            "author": [{"given": "Ann", "family": "Smith"}], "issued": {"date-parts": [[2020]]},
            "container-title": ["Journal of Paper Aeroplanes"],
        }
        for name in names
    ]  # fmt: skip
    answer = json.dumps({"message": {"items": works}}).encode()
    services.answer("/crossref/works?", make_answer(answer))
    assert "more than 5 records would change" in survey(root, "refresh").stderr
    assert survey(root, "refresh", *(f"smith2020{name}" for name in names)).returncode == 0
    assert "doi: 10.1000/balobala\n" in (root / "papers" / "smith2020balobala.yaml").read_text()


@pytest.mark.parametrize("status", [503, 403])
def test_everything_down(root: Path, survey: Survey, services: Services, status: int) -> None:
    """With all services down nothing changes, and each is named once."""
    services.refuse_all(status, Retry_After="100000")
    before = contents(root)
    done = survey(root, "refresh")
    assert done.returncode == 1
    assert [line.split()[0] for line in done.stderr.splitlines()] == [
        "arXiv",
        "DBLP",
        "Crossref",
        "OpenAlex",
        "Semantic",
        "4",
    ]
    assert contents(root) == before


def test_half_down(root: Path, survey: Survey, services: Services, make_answer: MakeAnswer) -> None:
    """What one service cannot tell is left for another day."""
    services.answer("/dblp", make_answer(b"{", times=100))
    done = survey(root, "refresh")
    assert done.returncode == 0
    assert done.stderr.count("DBLP: the answer is no JSON") == 1
    assert "cen2023segment" not in done.stdout
    assert "wu2023pslt" in done.stdout


def hit(**more: Any) -> bytes:
    """Compose an answer of DBLP."""
    info = {
        "title": "Segment Anything in 3D with NeRFs.",
        "authors": {"author": [{"text": "Jiazhong Cen"}]},
        "venue": "FOLD", "year": "2024", "type": "Conference and Workshop Papers", "key": "conf/x",
        **more,
    }  # fmt: skip
    return json.dumps({"result": {"hits": {"hit": [{"info": info}]}}}).encode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"year": "1999"}, "'FOLD': its year is 1999, this paper's 2023: not believed"),
        ({"year": "2050"}, "'FOLD': its year is 2050, this paper's 2023: not believed"),
        ({"year": "soon"}, "'FOLD': it is no publication: not believed"),
        ({"authors": {"author": [{"text": "Somebody Else"}]}}, ""),
        ({"title": "Segment Anything in 4D with NeRFs."}, ""),
        ({"type": "Informal and Other Publications", "venue": "CoRR"}, ""),
    ],
)
def test_lies(  # noqa: PLR0913, PLR0917 (fixtures)
    root: Path,
    survey: Survey,
    services: Services,
    make_answer: MakeAnswer,
    more: dict[str, Any],
    said: str,
) -> None:
    """A publication that can hardly be the paper's is told or passed over, and never entered."""
    services.answer("/dblp", make_answer(hit(**more)))
    before = contents(root)
    done = survey(root, "refresh", "cen2023segment")
    assert said in done.stderr
    assert contents(root) == before


def test_a_listing_of_another_paper(
    root: Path, survey: Survey, services: Services, make_answer: MakeAnswer
) -> None:
    """A listing that speaks of something else changes nothing."""
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2304.12308v9</id>'
        "<published>2023-04-24</published><title>Quantum Soup</title>"
        "<author><name>Mal Ory</name></author></entry></feed>"
    )
    services.answer("/arxiv", make_answer(feed.encode(), media="application/atom+xml"))
    done = survey(root, "refresh", "cen2023segment")
    assert "arXiv has 'Quantum Soup': not believed" in done.stderr
    assert "title:" not in done.stdout


def test_a_record_that_machines_cannot_change(root: Path, survey: Survey) -> None:
    """A record that cannot be changed safely is named and left alone; the others change."""
    flow = "{title: 'Knowledge Distillation: A Survey', authors: [Jianping Gou], year: 2021, venue: IJCV}\n"
    (root / "papers" / "gou2021knowledge.yaml").write_text(flow)
    done = survey(root, "refresh")
    assert "put it in form with `survey fmt` first" in done.stderr
    assert (root / "papers" / "gou2021knowledge.yaml").read_text() == flow
    assert "venue: TPAMI" in (root / "papers" / "wu2023pslt.yaml").read_text()
