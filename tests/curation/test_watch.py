"""The command `survey watch`, run against services on this machine."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from markdown_it import MarkdownIt

from site_builder.cli.watch import SOURCES as OPTIONS
from site_builder.curation.watch_questions import SOURCES

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from services import Answer, Services, Survey

    MakeSurvey = Callable[..., Path]
    MakeAnswer = Callable[..., Answer]
    Watch = Callable[..., subprocess.CompletedProcess[str]]

API = Path(__file__).resolve().parent.parent / "data" / "api"
FORMS = ".github/ISSUE_TEMPLATE"
WATCH = """\
arxiv_classes: [cs.CV]
searches:
  - category: dart
    words: [vision transformer, segment anything]
citing:
  - paper: folder2019first
people:
  - {name: Ada Folder, orcid: 0000-0002-1825-0097}
venues:
  - {name: NeurIPS, dblp: conf/nips}
  - {name: ICLR, openreview: "ICLR.cc/{year}/Conference"}
"""
EXCLUDED = """\
reasons:
  - {id: no-paper, name: No paper is folded, description: It folds none.}
excluded: []
"""
SETTINGS = "site_name: Folds\nrepo_url: https://github.com/folds/survey\nplugins: [survey]\n"
WEEK = 7 * 86_400
NOW = 1_681_560_000
"""The 15th of April 2023."""
PSLT = "PSLT: A Light-weight Vision Transformer with Ladder Self-Attention and Progressive Shift"
SA3D = "Segment Anything in 3D with NeRFs"
ELEPHANT = "Facing the Elephant in the Room: Visual Prompt Tuning or Full finetuning?"
FILES = {
    "/arxiv/query?search_query": "watch-arxiv.xml",
    "/arxiv/query?max_results=100": "watch-arxiv.xml",
    "/openalex/works?": "watch-openalex.json",
    "/semantic-scholar/paper/search/bulk": "watch-semantic-scholar.json",
    "/semantic-scholar/paper/DOI:10.99999/fold.2019.1/citations": "watch-semantic-scholar-citations.json",
    "/dblp/search/publ/api?c=0&f=0": "watch-dblp.json",
    "/openreview-api/notes?": "watch-openreview.json",
}  # fmt: skip


@pytest.fixture
def home(
    make_survey: MakeSurvey, root: Path, services: Services, environment: dict[str, str]
) -> Path:
    """Give a survey that watches, and let the services know of something."""
    forms = {
        f"{FORMS}/{each.name}": each.read_bytes()
        for each in (root / FORMS).glob("*.yml")
        if each.name != "add-a-paper.yml"
    }
    options = "options:\n        - I am not sure"
    form = (root / FORMS / "add-a-paper.yml").read_text("utf-8")
    form = re.sub(r"options:.*?(?=\n    validations)", options, form, flags=re.DOTALL)
    files = {"watch.yaml": WATCH, "excluded.yaml": EXCLUDED, "mkdocs.yml": SETTINGS, **forms}
    home = make_survey({**files, f"{FORMS}/add-a-paper.yml": form})
    answer(services)
    environment["SOURCE_DATE_EPOCH"] = str(NOW)
    return home


def answer(services: Services, **bodies: bytes) -> None:
    """Let the services answer searches; `bodies` are other answers, by the file they replace."""
    from services import MEDIA, Answer  # noqa: PLC0415 (a plugin, which pytest has loaded)

    for prefix, name in FILES.items():
        body = bodies.get(name.partition(".")[0].replace("-", "_"), (API / name).read_bytes())
        services.answer(prefix, Answer(body, media=MEDIA[Path(name).suffix]))


def proposed(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """Return the proposals of a run with --format json."""
    found: list[dict[str, Any]] = json.loads(done.stdout)["proposals"]
    return found


def next_week(environment: dict[str, str], weeks: int = 1) -> None:
    """Let time pass; what is kept of answers for a day is gone."""
    environment["SOURCE_DATE_EPOCH"] = str(int(environment["SOURCE_DATE_EPOCH"]) + weeks * WEEK)
    shutil.rmtree(Path(environment["SURVEY_CACHE_DIR"]) / "answers", ignore_errors=True)


def test_options_are_the_sources() -> None:
    """`--source` takes the services that are asked."""
    assert tuple(SOURCES) == OPTIONS


def test_proposals(home: Path, survey: Survey) -> None:
    """What services find is put together, ranked, and told with the reasons and a category."""
    done = survey(home, "watch", "--format", "json")
    assert done.returncode == 0, done.stderr
    found = {each["title"]: each for each in proposed(done)}
    assert found.keys() == {PSLT, SA3D, ELEPHANT}
    pslt = found[PSLT]
    assert pslt["arxiv_id"] == "2304.03481"
    assert pslt["reasons"]["cites"] == ["FF-1"]
    assert pslt["reasons"]["people"] == ["Ada Folder"]
    assert pslt["reasons"]["words"] == ["fold/dart"]
    assert pslt["why"].startswith("cites FF-1; by Ada Folder; shares ")
    assert pslt["category"] == "fold/dart"
    assert found[ELEPHANT]["url"] == "https://openreview.net/forum?id=Aaaaaaaaa1"
    assert found[ELEPHANT]["reasons"]["venues"] == ["ICLR"]
    told = json.loads(done.stdout)
    assert told["left_out"] == [
        {
            "title": "Counting Sheep at Scale",
            "fate": "of venues, without any of the words",
            "why": "NeurIPS",
        }
    ]
    assert told["asked"].keys() == SOURCES.keys()
    assert told["asked"]["arxiv"] == {"since": "2023-03-16", "until": "2023-04-15"}
    assert "3 papers proposed, 1 of venues, without any of the words; 5 services" in done.stderr


def test_text(home: Path, survey: Survey) -> None:
    """People read a line on each paper, why, where it may belong, and the command that adds it."""
    done = survey(home, "watch", "--source", "arxiv")
    assert done.returncode == 0, done.stderr
    assert f"{PSLT}. Gaojie Wu, Wei-Shi Zheng, Yutong Lu and others. arXiv 2023\n" in done.stdout
    assert "    perhaps fold/dart (Dart)\n    survey add 2304.03481\n" in done.stdout
    assert done.stderr == "2 papers proposed; 1 service answered\n"


@pytest.mark.parametrize(
    ("host", "there"),
    [
        ("github.com", ["link"]),
        ("codeberg.org", ["link", "command"]),
        ("git.example", ["command"]),
    ],
)
def test_where_an_issue_leads(home: Path, survey: Survey, host: str, there: list[str]) -> None:
    """Links open forms where there are any; the command stands beside what takes a title alone."""
    (home / "mkdocs.yml").write_text(SETTINGS.replace("github.com", host))
    done = survey(home, "watch", "--source", "arxiv", "--format", "markdown")
    assert done.returncode == 0, done.stderr
    ways = {
        "link": f"(https://{host}/folds/survey/issues/new?",
        "command": "`survey add 2304.03481`",
    }
    assert [way for way, text in ways.items() if text in done.stdout] == there


def test_nothing_twice(
    home: Path, survey: Survey, services: Services, environment: dict[str, str]
) -> None:
    """On one day a run shows the same and asks nobody again; on later days it is not proposed."""
    first = survey(home, "watch", "--format", "json")
    asked = len(services.requests)
    again = survey(home, "watch", "--format", "json")
    assert again.stdout == first.stdout
    assert len(services.requests) == asked
    next_week(environment)
    later = survey(home, "watch", "--format", "json")
    assert proposed(later) == []
    assert "0 papers proposed, 3 proposed before, 1 of venues" in later.stderr
    told = json.loads(later.stdout)
    assert {each["title"] for each in told["waiting"]} == {PSLT, SA3D, ELEPHANT}
    assert told["asked"]["arxiv"] == {"since": "2023-04-11", "until": "2023-04-22"}


def test_dry_run_and_memory(
    home: Path, survey: Survey, environment: dict[str, str], tmp_path: Path
) -> None:
    """A dry run remembers nothing; a file that is named keeps what else the cache does."""
    memory = tmp_path / "kept" / "watch.json"
    survey(home, "watch", "--dry-run", "--memory", str(memory))
    assert not memory.exists()
    assert "3 papers proposed" in survey(home, "watch", "--memory", str(memory)).stderr
    assert memory.is_file()
    next_week(environment)
    assert "0 papers proposed" in survey(home, "watch", "--memory", str(memory)).stderr
    assert "3 papers proposed" in survey(home, "watch").stderr
    memory.write_text('{"form": 1, "asked": {}, "proposed": [{"title": "x", "evil": 1}]}')
    assert "cannot be read" in survey(home, "watch", "--memory", str(memory)).stderr
    inside = survey(home, "watch", "--memory", str(home / "watch.yaml"))
    assert inside.returncode == 2
    assert (home / "watch.yaml").read_text() == WATCH


def test_limit(home: Path, survey: Survey, environment: dict[str, str]) -> None:
    """What ranks below the limit is counted, and proposed when its turn comes."""
    first = survey(home, "watch", "--limit", "1", "--format", "json")
    assert "1 paper proposed, 1 of venues, without any of the words, 2 ranked lower" in first.stderr
    next_week(environment)
    later = survey(home, "watch", "--format", "json")
    titles = {each["title"] for each in proposed(first)} | {e["title"] for e in proposed(later)}
    assert titles == {PSLT, SA3D, ELEPHANT}
    assert len(proposed(later)) == 2


def test_since(home: Path, survey: Survey, services: Services) -> None:
    """A day that is named is asked for at every service; it cannot lie in the future."""
    survey(home, "watch", "--since", "2023-02-01", "--source", "semantic-scholar")
    asked = [parse_qs(urlsplit(each.path).query) for each in services.requests]
    assert {each["publicationDateOrYear"][0] for each in asked} == {"2023-02-01:2023-04-15"}
    assert survey(home, "watch", "--since", "2023-04-16").returncode == 2
    assert survey(home, "watch", "--since", "yesterday").returncode == 2


@pytest.mark.parametrize("down", SOURCES)
def test_services_that_fail(
    home: Path, survey: Survey, services: Services, make_answer: MakeAnswer, down: str
) -> None:
    """A service that fails is told, once, and hides nothing that others know; it is asked anew."""
    path = SOURCES[down].id
    services.special.insert(0, (f"/{path}/", make_answer(status=403)))
    done = survey(home, "watch", "--format", "json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told["failed"].keys() == {down}
    assert down not in told["asked"]
    assert done.stderr.count(f"{SOURCES[down].name} refused with 403") == 1
    assert len(told["proposals"]) >= 2
    services.special.pop(0)
    assert json.loads(survey(home, "watch", "--format", "json").stdout)["failed"] == {}


def test_nobody_answers(home: Path, survey: Survey, services: Services) -> None:
    """Where nobody could be asked the exit code says so, and nothing is remembered."""
    services.special.clear()
    services.refuse_all(403)
    done = survey(home, "watch")
    assert done.returncode == 1
    assert "0 papers proposed; 0 services answered, 5 services left something open" in done.stderr


def test_implausible_answers(home: Path, survey: Survey, services: Services) -> None:
    """Hits of other years, and lists that have nothing of the words, are told and not believed."""
    services.special.clear()
    old = json.loads((API / "watch-semantic-scholar.json").read_bytes())
    paper = old["data"][0]
    old["data"] = [{**paper, "year": year} for year in (1990, 2031, 2023)]
    off = json.loads((API / "watch-openalex.json").read_bytes())
    work = {**off["results"][0], "abstract_inverted_index": None}
    off["results"] = [{**work, "title": f"Sheep {n}", "doi": None} for n in range(8)]
    answer(
        services,
        watch_semantic_scholar=json.dumps(old).encode(),
        watch_openalex=json.dumps(off).encode(),
    )
    done = survey(home, "watch", "--source", "semantic-scholar", "--source", "openalex")
    assert (
        "the words of fold/dart: Semantic Scholar has 2 papers of other years or without a usable"
        " title: not believed\n"
    ) in done.stderr
    assert "OpenAlex has 8 papers, 0 of them with such a word: not believed\n" in done.stderr
    assert "10 not believed" in done.stderr


def test_what_is_known_is_left_out(home: Path, survey: Survey) -> None:
    """What has a record and what was left out is counted and not proposed."""
    assert survey(home, "add", "2304.03481", "--yes").returncode == 0
    done = survey(home, "exclude", "2304.12308", "--reason", "no-paper", "--title", SA3D, "--yes")
    assert done.returncode == 0, done.stderr
    done = survey(home, "watch", "--format", "json")
    assert [each["title"] for each in proposed(done)] == [ELEPHANT]
    assert "1 paper proposed, 1 here already, 1 left out before, 1 of venues" in done.stderr
    why = {each["title"]: each["why"] for each in json.loads(done.stdout)["left_out"]}
    assert why[PSLT] == "papers/wu2023pslt.yaml: it has the same arXiv id, 2304.03481"
    assert why[SA3D].startswith("excluded.yaml: it was left out before on 2023-04-15: No paper")


@pytest.mark.parametrize("files", [{"watch.yaml": None}, {"watch.yaml": "searchs: []\n"}])
def test_watch_list_is_needed(
    home: Path, survey: Survey, services: Services, files: dict[str, str | None]
) -> None:
    """Without a watch list, or with a broken one, nobody is asked; what to write is told."""
    for name, text in files.items():
        (home / name).unlink() if text is None else (home / name).write_text(text)
    done = survey(home, "watch")
    assert done.returncode in {1, 2}
    said = done.stdout + done.stderr
    assert "write one first" in said or "did you mean 'searches'" in said
    assert services.requests == []


HOSTILE = (
    "\x1b[31m|<img src=x onerror=alert(1)>](https://evil.example) @team #1 `x` ::error::\u202e"
)


def test_hostile_texts_are_inert(home: Path, survey: Survey, services: Services) -> None:
    """What services say speaks to no terminal, and is no markup in the issue."""
    services.special.clear()
    notes = json.loads((API / "watch-openreview.json").read_bytes())
    content = notes["notes"][0]["content"]
    content["title"]["value"] = f"Vision transformer {HOSTILE}"
    content["authors"]["value"] = [f"Ann {HOSTILE}"]
    content["venue"]["value"] = HOSTILE
    answer(services, watch_openreview=json.dumps(notes).encode())
    for style in ("text", "json", "markdown"):
        done = survey(home, "watch", "--source", "openreview", "--format", style)
        assert done.returncode == 0, done.stderr
        assert "Vision transformer" in done.stdout
        assert "\x1b" not in done.stdout
        assert "\u202e" not in done.stdout
        assert not re.search(r"^\s*::", done.stdout, re.MULTILINE)
    html = MarkdownIt("commonmark").render(done.stdout)
    assert "<img" not in html
    assert "@team" not in html
    hrefs = re.findall(r'href="([^"]*)"', html)
    assert {urlsplit(href).hostname for href in hrefs} == {"openreview.net", "github.com"}


def test_hostile_ids_are_quoted_for_the_shell(
    home: Path, survey: Survey, services: Services
) -> None:
    """A command that people are shown to copy runs nothing else."""
    services.special.clear()
    works = json.loads((API / "watch-openalex.json").read_bytes())
    works["results"][0] |= {"doi": "https://doi.org/10.1000/$(reboot);x", "locations": []}
    answer(services, watch_openalex=json.dumps(works).encode())
    done = survey(home, "watch", "--source", "openalex")
    assert "survey add '10.1000/$(reboot);x'\n" in done.stdout


def links_of(issue: str, label: str) -> list[str]:
    """Return the addresses behind a label in the Markdown of an issue."""
    html = MarkdownIt("commonmark").render(issue)
    found = re.findall(rf'<a href="([^"]*)">{label}</a>', html)
    return [each.replace("&amp;", "&") for each in found]


def filled_in(home: Path, address: str, **more: str) -> str:
    """Return what a forge makes of a form whose address has answers in it, once it is sent."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()} | more
    form = yaml.safe_load((home / FORMS / asked["template"]).read_text("utf-8"))
    parts = [
        f"### {field['attributes']['label']}\n\n{asked.get(field['id'], '_No response_')}\n"
        for field in form["body"]
        if "id" in field
    ]
    return "\n".join(parts)


def test_a_week(home: Path, survey: Survey, environment: dict[str, str], tmp_path: Path) -> None:
    """From the issue one paper is added, another is turned down; the next week names neither."""
    memory = ("--memory", str(tmp_path / "watch.json"))
    issue = survey(home, "watch", "--format", "markdown", *memory).stdout
    assert "## New on 2023-04-15: 3\n" in issue
    assert "perhaps Dart (`fold/dart`)" in issue
    assert "cites FF-1" in issue
    adding = next(each for each in links_of(issue, "Add") if "2304.03481" in each)
    leaving = next(each for each in links_of(issue, "Leave out") if "2304.12308" in each)
    assert adding.startswith("https://github.com/folds/survey/issues/new?template=add-a-paper.yml&")

    def sent(body: str, number: int, association: str = "OWNER") -> dict[str, str]:
        event, out = tmp_path / f"{number}.json", tmp_path / f"{number}"
        told = {"number": number, "body": body, "author_association": association}
        event.write_text(json.dumps({"action": "opened", "issue": told}))
        done = survey(home, "answer", str(event), "--out", str(out))
        assert done.returncode == 0, done.stderr
        return {each.name: each.read_text("utf-8") for each in out.iterdir()}

    added = sent(filled_in(home, adding), 1)
    assert added["title.txt"] == "Add wu2023pslt\n"
    assert "fold: [dart]\n" in (home / "papers/wu2023pslt.yaml").read_text()
    form = filled_in(home, leaving, reason="no-paper", note="Nothing is folded there.")
    suggested = sent(form, 2, "NONE")
    assert suggested.keys() == {"answer.md"}
    assert "the label `accepted`" in suggested["answer.md"]
    turned_down = sent(form, 3)
    assert turned_down["title.txt"] == "Leave out arXiv:2304.12308\n"
    entry = yaml.safe_load((home / "excluded.yaml").read_text("utf-8"))["excluded"][0]
    assert entry["title"] == SA3D
    assert (entry["reason"], entry["note"]) == ("no-paper", "Nothing is folded there.")
    assert " 0 errors," in survey(home, "check").stderr

    next_week(environment)
    done = survey(home, "watch", "--format", "markdown", *memory)
    assert "0 papers proposed, 1 here already, 1 left out before, 1 proposed before" in done.stderr
    assert "PSLT" not in done.stdout
    assert "Segment Anything" not in done.stdout
    assert "## Proposed before, not decided yet: 1\n" in done.stdout
    assert "Facing the Elephant" in done.stdout


@pytest.mark.parametrize(
    "given",
    [
        ("", "no-paper", "no paper is named"),
        ("2304.12308", "no-papre", "did you mean"),
        ("2304.12308", "_No response_", "declares no reason"),
        ("kites", "no-paper", "names no paper"),
        ("10.99999/fold.2019.1", "no-paper", "It is in the survey already"),
    ],
)
def test_forms_that_cannot_be_taken(
    home: Path, survey: Survey, tmp_path: Path, given: tuple[str, str, str]
) -> None:
    """Whoever fills in the form that leaves a paper out is told what is wrong with it."""
    paper, reason, said = given
    address = "https://forge.example/?template=leave-out-a-paper.yml"
    body = filled_in(home, address, paper=paper, reason=reason)
    event = tmp_path / "event.json"
    issue = {"number": 1, "body": body, "author_association": "OWNER"}
    event.write_text(json.dumps({"action": "opened", "issue": issue}))
    done = survey(home, "answer", str(event), "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert {each.name for each in (tmp_path / "out").iterdir()} == {"answer.md"}
    assert said in (tmp_path / "out" / "answer.md").read_text("utf-8")
    assert (home / "excluded.yaml").read_text() == EXCLUDED


EVERYBODY = """\
searches:
  - {category: dart, words: [vision transformer], also: [segment], sources: [openalex]}
citing:
  - {paper: folder2019first, sources: [openalex]}
  - {paper: gleiter2021unsorted}
people:
  - {name: Ada Folder}
  - {name: Grete Gleiter, semantic_scholar: "17"}
venues:
  - {name: Fold Day, dblp: conf/fold}
"""


def test_who_is_asked_for_what(
    home: Path, survey: Survey, services: Services, make_answer: MakeAnswer
) -> None:
    """Each entry of the watch list is asked for where it says, by the ids that are known there."""
    (home / "watch.yaml").write_text(EVERYBODY)
    services.special.insert(0, ("/openalex/works/doi:", make_answer(b'{"id": "x/W7"}')))
    done = survey(home, "watch", "--since", "2022-12-30", "--dry-run")
    assert done.returncode == 0, done.stderr
    paths = [urlsplit(each.path) for each in services.requests]
    asked = [(each.path, parse_qs(each.query)) for each in paths]
    days = "from_publication_date:2022-12-30,to_publication_date:2023-04-15"
    words = '("vision transformer") AND ("segment")'
    filters = [query["filter"][0] for path, query in asked if path == "/openalex/works"]
    assert filters == [f"title_and_abstract.search:{words},{days}", f"cites:W7,{days}"]
    assert ("/openalex/works/doi:10.99999/fold.2019.1", {}) in asked
    at_semantic_scholar = [path for path, _ in asked if path.startswith("/semantic-scholar/")]
    assert at_semantic_scholar == [
        "/semantic-scholar/paper/ARXIV:2101.00001/citations",
        "/semantic-scholar/author/17/papers",
    ]
    (person,) = [query["search_query"][0] for path, query in asked if path == "/arxiv/query"]
    assert person == '(au:"Ada Folder") AND submittedDate:[202212300000 TO 202304152359]'
    volumes = [query["q"][0] for path, query in asked if path.startswith("/dblp/")]
    assert volumes == ["streamid:conf/fold: year:2022:", "streamid:conf/fold: year:2023:"]


def test_papers_that_services_do_not_know(home: Path, survey: Survey) -> None:
    """Whose citing works nobody can be asked for is said; the rest is asked for."""
    text = (
        "citing:\n  - {paper: folder2019first, sources: [openalex]}\n  - paper: gleiter2022glide\n"
    )
    (home / "watch.yaml").write_text(text)
    done = survey(home, "watch")
    assert done.returncode == 0
    assert "watch.yaml:3:12: citing[1].paper: 'gleiter2022glide' has no arXiv id" in done.stderr
    assert "OpenAlex does not know 10.99999/fold.2019.1" in done.stderr
    assert done.stderr.endswith("0 papers proposed; 1 service answered\n")


def test_pages_are_turned(
    home: Path, survey: Survey, services: Services, make_answer: MakeAnswer
) -> None:
    """A full page is followed by the next, as far as is sensible; where it stops is told."""
    (home / "watch.yaml").write_text(EVERYBODY.partition("citing:")[0])
    work = json.loads((API / "watch-openalex.json").read_bytes())["results"][0]
    full = [
        {**work, "title": f"A vision transformer, part {n}", "doi": None, "locations": []}
        for n in range(100)
    ]
    body = json.dumps({"results": full}).encode()
    services.special.insert(0, ("/openalex/works?", make_answer(body)))
    done = survey(home, "watch", "--source", "openalex")
    assert len(services.requests) == 3
    assert "OpenAlex has more than 300 papers; the first of them were looked at" in done.stderr


def test_nothing_to_ask(home: Path, survey: Survey) -> None:
    """A watch list that is still to be filled in asks nobody, and says so."""
    (home / "watch.yaml").write_text("searches: []\n")
    done = survey(home, "watch", "--format", "markdown")
    assert done.returncode == 0
    assert "watch.yaml asks for nothing at these services" in done.stderr
    assert not re.search("^- ", done.stdout, re.MULTILINE)
