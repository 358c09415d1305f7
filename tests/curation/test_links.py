"""The command `survey links`, run against a server on this machine."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.curation import linkcheck
from site_builder.curation.addresses import Place
from site_builder.curation.linkcheck import EXPLAINED, Finding, Verdict, as_markdown
from site_builder.sources.links import Answer, Kind
from site_builder.sources.remembered import DAY, LinkHistory
from site_builder.text import forge

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services import Answer as Served
    from services import Services, Survey

    MakeSurvey = Callable[..., Path]
    MakeAnswer = Callable[..., Served]

RECORD = """\
title: Thin
authors: [A B]
year: 2020
venue: JPA
fold: [glider]
links:
  code: {url}/code
  project: {url}/project
sources: ["{url}/code"]
"""
OTHER = "title: Other\nauthors: [A B]\nyear: 2021\nvenue: JPA\nlinks: {{code: {url}/other}}\n"
PATH = "papers/a2020thin.yaml"


@pytest.fixture
def root(make_survey: MakeSurvey, services: Services, make_answer: MakeAnswer) -> Path:
    """Give a survey of two papers, whose links are all there."""
    for name in ("/code", "/project", "/other"):
        services.answer(name, make_answer())
    files = {
        PATH: RECORD.format(url=services.url),
        "papers/b2021b.yaml": OTHER.format(url=services.url),
    }
    return make_survey(files, papers=False)


def gone(services: Services, name: str, make_answer: MakeAnswer, status: int = 404) -> None:
    """Let a page be gone."""
    services.special.insert(0, (name, make_answer(status=status)))


def later(tmp_path: Path, days: float) -> None:
    """Let time pass since the runs so far."""
    path = tmp_path / "cache" / "links.json"
    data = json.loads(path.read_text())
    for seen in data["links"].values():
        seen["at"] -= days * DAY
        if "gone_since" in seen:
            seen["gone_since"] -= days * DAY
    path.write_text(json.dumps(data))


def test_all_is_well(survey: Survey, root: Path, services: Services) -> None:
    """Nothing is told of links that are fine, and each is asked for once."""
    done = survey(root, "links")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "3 links: 3 ok\n"
    assert sorted(request.path for request in services.requests) == ["/code", "/other", "/project"]


def test_what_is_gone_twice_is_broken(
    survey: Survey, root: Path, services: Services, make_answer: MakeAnswer, tmp_path: Path
) -> None:
    """A page counts as broken when it is gone in two runs that lie days apart, not before."""
    gone(services, "/code", make_answer)
    first = survey(root, "links")
    assert first.returncode == 0
    assert (
        f"{PATH}:7:9: gone: {services.url}/code (answered 404; first seen gone on " in first.stdout
    )
    assert f"{PATH}:9:12: gone: " in first.stdout
    assert survey(root, "links").returncode == 0
    later(tmp_path, 3)
    second = survey(root, "links")
    assert second.returncode == 1
    assert f"{PATH}:7:9: broken: {services.url}/code" in second.stdout


def test_what_came_back_is_forgiven(
    survey: Survey, root: Path, services: Services, make_answer: MakeAnswer, tmp_path: Path
) -> None:
    """A page that was there in between begins anew."""
    gone(services, "/code", make_answer)
    survey(root, "links")
    services.special.pop(0)
    later(tmp_path, 7)
    survey(root, "links")
    gone(services, "/code", make_answer)
    later(tmp_path, 7)
    assert survey(root, "links").returncode == 0


def test_what_is_not_heard_says_nothing(
    survey: Survey, root: Path, services: Services, make_answer: MakeAnswer, tmp_path: Path
) -> None:
    """A host's own trouble in between neither counts nor forgives."""
    gone(services, "/code", make_answer)
    survey(root, "links")
    services.special.insert(0, ("/code", make_answer(status=500)))
    later(tmp_path, 3)
    done = survey(root, "links")
    assert done.returncode == 0
    assert "unreachable: " in done.stdout
    services.special.pop(0)
    later(tmp_path, 3)
    assert survey(root, "links").returncode == 1


def test_impatience(
    survey: Survey, root: Path, services: Services, make_answer: MakeAnswer
) -> None:
    """With no patience a page that is gone is broken at once."""
    gone(services, "/code", make_answer, 410)
    assert survey(root, "links", "--patience", "0").returncode == 1


@pytest.mark.parametrize("status", [403, 500, 999])
def test_only_broken_links_fail(
    survey: Survey, root: Path, services: Services, make_answer: MakeAnswer, status: int
) -> None:
    """What is blocked or in trouble is told, and is no failure."""
    services.special.insert(0, ("/code", make_answer(status=status)))
    done = survey(root, "links", "--patience", "0")
    assert done.returncode == 0
    assert f"(answered {status})" in done.stdout


def test_moved(survey: Survey, root: Path, services: Services, make_answer: MakeAnswer) -> None:
    """A page that moved for good is told with its new address."""
    moved = make_answer(status=301, headers={"Location": "/other"})
    services.special.insert(0, ("/project", moved))
    done = survey(root, "links")
    assert done.returncode == 0
    said = f"moved: {services.url}/project (moved for good; write {services.url}/other)"
    assert done.stdout == f"{PATH}:8:12: {said}\n"


def test_what_was_there_of_late(survey: Survey, root: Path, services: Services) -> None:
    """What was there is not asked for again until some time has passed."""
    survey(root, "links")
    assert "3 links seen of late and not asked for again" in survey(root, "links").stderr
    assert len(services.requests) == 3
    survey(root, "links", "--again-after", "0")
    assert len(services.requests) == 6


def test_some_papers(survey: Survey, root: Path, services: Services) -> None:
    """Some papers' links can be asked for alone."""
    assert survey(root, "links", "b2021b").stderr == "1 link: 1 ok\n"
    assert survey(root, "links", "--category", "glider").stderr == "2 links: 2 ok\n"
    assert (
        survey(root, "links", "b2021b", "--category", "glider").stderr
        == "0 links: nothing to ask\n"
    )
    assert len(services.requests) == 3


def test_json(survey: Survey, root: Path, services: Services, make_answer: MakeAnswer) -> None:
    """Programs get every link with its verdict and places."""
    gone(services, "/code", make_answer)
    data = json.loads(survey(root, "links", "--format", "json").stdout)
    assert [each["verdict"] for each in data] == ["gone", "ok", "ok"]
    assert data[0]["url"] == f"{services.url}/code"
    assert data[0]["places"][0] == {"path": PATH, "line": 7, "column": 9}


def test_no_network(
    survey: Survey, root: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """Where nobody answers that is said once, nothing is counted, and the exit code says so."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    text = (root / PATH).read_text()
    url = environment["SURVEY_SERVICES_URL"]
    environment["SURVEY_SERVICES_URL"] = f"http://127.0.0.1:{port}"
    for name in (PATH, "papers/b2021b.yaml"):
        path = root / name
        path.write_text(path.read_text().replace(url, f"http://127.0.0.1:{port}"))
    assert url in text
    done = survey(root, "links", "--patience", "0")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("no host could be reached") == 1
    assert not (tmp_path / "cache" / "links.json").exists()


def test_private_links_are_not_followed(
    survey: Survey, root: Path, services: Services, environment: dict[str, str]
) -> None:
    """Without services of one's own, a link into this machine is told and not asked for."""
    environment["SURVEY_SERVICES_URL"] = ""
    done = survey(root, "links", "b2021b")
    assert done.returncode == 0
    assert "not asked: " in done.stdout
    assert services.requests == []


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"form": 2, "links": {}}', '{"form": 1, "links": {"a": {"kind": "x", "at": 1}}}',
             '{"form": 1, "links": {"a": {"kind": "ok", "at": -1}}}', '{"form": 1, "links": {"a": {"kind": "ok", "at": NaN}}}',
        '{"form": 1, "links": {"a": {"kind": "moved", "target": "`@all`", "at": 1}}}'],
)  # fmt: skip
def test_memory_that_makes_no_sense(tmp_path: Path, text: str) -> None:
    """A file that cannot be understood counts as none, and is written anew."""
    path = tmp_path / "links.json"
    path.write_text(text)
    remembered = LinkHistory.read(path, DAY)
    assert remembered.links == {}
    remembered.note("https://e.org", Answer(Kind.GONE, "answered 404"))
    remembered.write()
    assert LinkHistory.read(path, 2 * DAY).gone_since("https://e.org") == DAY


def test_memory_forgets(tmp_path: Path) -> None:
    """Links that were not asked for in a long time are forgotten."""
    remembered = LinkHistory(tmp_path / "links.json", DAY)
    remembered.note("https://e.org", Answer(Kind.OK))
    remembered.now = 500 * DAY
    remembered.note("https://f.org", Answer(Kind.OK))
    remembered.write()
    assert list(LinkHistory.read(remembered.path, 500 * DAY).links) == ["https://f.org"]


def test_memory_elsewhere(survey: Survey, root: Path, tmp_path: Path) -> None:
    """The memory can be kept in a file of one's own; one that cannot be written is told of."""
    survey(root, "links", "--memory", str(tmp_path / "own.json"))
    assert "/code" in (tmp_path / "own.json").read_text()
    done = survey(root, "links", "--memory", str(tmp_path / "no" / "own.json"))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def finding(verdict: Verdict, number: int = 0, **more: Any) -> Finding:
    """Make a finding."""
    place = Place(f"docs/@all #7 `{number}` <b>.md", 1, 2)
    return Finding(
        f"https://github.com/a/b/issues/{number}",
        verdict,
        Answer(Kind.GONE, "answered 404"),
        (place,),
        **more,
    )


def test_an_issue_that_calls_nobody() -> None:
    """Addresses stand in code and names of files do nothing: no mention, no link, no reference."""
    text = as_markdown([finding(Verdict.BROKEN), finding(Verdict.BLOCKED)])
    (line,) = [line for line in text.splitlines() if "issues/0" in line and "broken" not in line][
        :1
    ]
    assert line == (
        "- docs/@<!-- -->all \\#<!-- -->7 \\`0\\` &lt;b&gt;.md\\:1\\:2: "
        "`https://github.com/a/b/issues/0` (answered 404)"
    )
    assert text.splitlines()[2] == "## Broken: 1"


def test_an_issue_has_its_limits() -> None:
    """The body of an issue fits into one, and says that there is more."""
    text = as_markdown([finding(Verdict.BROKEN, number) for number in range(3000)])
    assert len(text) <= forge.MOST + 1
    assert text.endswith("… and more: run `survey links` to see all.\n")


def test_every_verdict_is_explained() -> None:
    """Whatever is told is explained, and links that are fine are not told."""
    assert [*EXPLAINED, Verdict.OK] == list(Verdict)
    assert set(linkcheck.JUDGED) == set(Kind)
