"""A contributor, a maintainer and the workflows' own lines, on repositories of this machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from services import Answer, Services

TESTS = Path(__file__).resolve().parent.parent
GITHUB = TESTS.parent / ".github"
PSLT = "papers/wu2023pslt.yaml"
PREPRINT = """\
title: "PSLT: A Light-weight Vision Transformer with Ladder Self-Attention and Progressive Shift"
authors: [Gaojie Wu, Wei-Shi Zheng, Yutong Lu, Qi Tian]
year: 2023
venue: Preprints
arxiv_id: "2304.03481"
fold: [dart]
"""
EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")
OUTPUT = re.compile(r"steps\.(\w+)\.outputs\.(\w+)")


@dataclass
class Step:
    """What became of a step."""

    name: str
    code: int
    said: str


@dataclass
class Runner:
    """Runs a workflow's own lines as a forge's runner does; of actions, those that carry files."""

    workspace: Path
    environment: dict[str, str]
    values: dict[str, str] = field(default_factory=dict)
    """What the expressions give that a workflow uses."""
    artifacts: Path = Path()
    temp: Path = Path()
    outputs: dict[tuple[str, str], str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def run(self, name: str) -> Runner:
        """Run the first job of a workflow until a step fails."""
        workflow = yaml.safe_load((self.workspace / ".github/workflows" / name).read_text())
        job = next(iter(workflow["jobs"].values()))
        self.temp.mkdir(parents=True)
        (self.temp / "summary.md").touch()
        self.environment |= {name: self.value(text) for name, text in job.get("env", {}).items()}
        for step in job["steps"]:
            failed = any(each.code for each in self.steps)
            if self.wanted(str(step.get("if", "success()")), failed=failed):
                self.step(step)
        return self

    def wanted(self, condition: str, *, failed: bool) -> bool:
        """Evaluate the few conditions that our steps have."""
        text = EXPRESSION.sub(r"\1", condition)
        if text in {"success()", "!cancelled()"}:
            return text == "!cancelled()" or not failed
        left, sign, right = re.fullmatch(r"(\S+) (==|!=) '(\w+)'", text).groups()
        return not failed and (self.value(f"${{{{ {left} }}}}") == right) is (sign == "==")

    def value(self, text: str) -> str:
        """Put the values of expressions into a text; one that is not known is an error."""

        def look_up(found: re.Match[str]) -> str:
            if output := OUTPUT.fullmatch(found[1]):
                return self.outputs.get((output[1], output[2]), self.values.get(found[1], ""))
            return str(self.temp) if found[1] == "runner.temp" else self.values[found[1]]

        return EXPRESSION.sub(look_up, str(text))

    def step(self, step: dict[str, Any]) -> None:
        action = step.get("uses", "").partition("@")[0]
        options = {name: self.value(text) for name, text in step.get("with", {}).items()}
        if action == "actions/upload-artifact":
            self.keep(options["name"], Path(options["path"]))
        elif action == "actions/download-artifact":
            shutil.copytree(self.artifacts / options["name"], options["path"])
            self.values["steps.fetch.outcome"] = "success"
        elif "run" in step:
            self.shell(step)

    def keep(self, name: str, path: Path) -> None:
        """Keep a file or a folder for whoever comes after."""
        target = self.artifacts / name
        if path.is_dir():
            shutil.copytree(path, target)
        else:
            target.mkdir(parents=True)
            shutil.copy(path, target)

    def shell(self, step: dict[str, Any]) -> None:
        """Run a step's lines with bash, as GitHub documents it for `run`."""
        script, output = self.temp / "step.sh", self.temp / "output"
        script.write_text(step["run"])
        output.write_text("")
        done = subprocess.run(
            ["bash", "-e", str(script)],
            cwd=self.workspace,
            env={
                **self.environment,
                "RUNNER_TEMP": str(self.temp),
                "GITHUB_WORKSPACE": str(self.workspace),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
                **{name: self.value(text) for name, text in step.get("env", {}).items()},
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        pairs = (line.split("=", 1) for line in output.read_text().splitlines())
        self.outputs |= {(step.get("id", ""), name): value for name, value in pairs}
        self.steps.append(Step(step.get("name", ""), done.returncode, done.stdout))

    @property
    def failed(self) -> list[str]:
        """Name the steps that failed."""
        return [step.name for step in self.steps if step.code]

    @property
    def said(self) -> str:
        """Give all that the steps said."""
        return "".join(step.said for step in self.steps)


@dataclass
class Forge:
    """A bare repository with its issues and pull requests, and what workflows may do there."""

    home: Path
    environment: dict[str, str]
    runs: int = 0

    @property
    def origin(self) -> Path:
        return self.home / "origin.git"

    @property
    def state(self) -> dict[str, Any]:
        """Give issues, pull requests and workflows that were started."""
        found: dict[str, Any] = json.loads((self.home / "gh.json").read_text())
        return found

    def change(self, **fields: Any) -> None:
        (self.home / "gh.json").write_text(json.dumps(self.state | fields))

    def clone(self, name: str, branch: str = "main") -> Path:
        """Clone the repository."""
        self.git(self.home, "clone", "--quiet", "--branch", branch, str(self.origin), name)
        return self.home / name

    def git(self, where: Path, *arguments: str, who: str = "Ann") -> str:
        """Run git as somebody."""
        roles = ("AUTHOR", "COMMITTER")
        names = {f"GIT_{role}_NAME": who for role in roles}
        mails = {f"GIT_{role}_EMAIL": f"{who.lower()}@x.example" for role in roles}
        environment = self.environment | names | mails
        return output(where, environment, "git", *arguments)

    def survey(self, where: Path, *arguments: str) -> str:
        """Run the command `survey` as somebody at a terminal."""
        return output(where, self.environment, "survey", *arguments)

    def commit(self, where: Path, message: str, branch: str) -> str:
        """Commit everything and push it to a branch; give the commit."""
        self.git(where, "add", "--all")
        self.git(where, "commit", "--quiet", "--message", message)
        self.git(where, "push", "--quiet", "origin", f"HEAD:{branch}")
        return self.git(where, "rev-parse", "HEAD").strip()

    def merged(self, branch: str, *, push: bool = False) -> Path:
        """Give a work tree of what a branch would make of main, as a forge checks it out."""
        where = self.clone(f"merge-{self.runs}-{push}")
        self.git(
            where, "merge", "--quiet", "--no-ff", "--no-edit", f"origin/{branch}", who="Keeper"
        )
        if push:
            self.git(where, "push", "--quiet", "origin", "main")
        return where

    def runner(self, workspace: Path, **values: str) -> Runner:
        """Give a runner with the values of some expressions, dots in their names as underscores."""
        self.runs += 1
        named = {
            "github.token": "",
            "github.repository": "us/survey",
            "github.server_url": "https://github.com",
            "vars.SURVEY_CONTACT": "keeper@example.org",
            "secrets.OPENALEX_API_KEY": "",
            "secrets.SEMANTIC_SCHOLAR_API_KEY": "",
            "github.event.workflow_run.id": "1",
            "github.event.workflow_run.html_url": "https://forge.example/runs/1",
            **{name.replace("__", "."): value for name, value in values.items()},
        }
        environment = self.environment | {"FAKE_ORIGIN_CLONE": str(workspace)}
        temp = self.home / f"temp-{self.runs}"
        return Runner(workspace, environment, named, self.home / "artifacts", temp)


def output(where: Path, environment: dict[str, str], *command: str) -> str:
    """Run a command that must succeed; give what it printed."""
    done = subprocess.run(
        command, cwd=where, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give an environment with our `survey`, a stand-in for gh, and git as nobody in particular."""
    folder = tmp_path_factory.mktemp("programs")
    gh = folder / "gh"
    gh.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{TESTS}/data/forge/gh.py" "$@"\n')
    gh.chmod(0o755)
    path = f"{folder}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {"PATH": path, "GIT_CONFIG_GLOBAL": os.devnull}


@pytest.fixture(scope="module")
def begun(
    programs: dict[str, str], tiny_survey: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Put the tiny survey with our workflows and forms into a bare repository, once."""
    forge = Forge(tmp_path_factory.mktemp("begun"), os.environ | programs)
    seed = forge.home / "seed"
    shutil.copytree(tiny_survey, seed)
    shutil.copytree(GITHUB, seed / ".github")
    with (seed / "mkdocs.yml").open("a") as settings:
        settings.write('site_url: !ENV [SITE_URL, ""]\nrepo_url: !ENV [REPO_URL, ""]\n')
    forge.survey(seed, "forms")
    for where, arguments in ((forge.origin, ["--bare"]), (seed, [])):
        forge.git(forge.home, "init", "--quiet", *arguments, "--initial-branch", "main", str(where))
    forge.git(seed, "remote", "add", "origin", str(forge.origin))
    forge.commit(seed, "Begin", "main")
    return forge.origin


@pytest.fixture
def forge(
    environment: dict[str, str], programs: dict[str, str], begun: Path, tmp_path: Path
) -> Forge:
    """Give a forge with nothing but the first commit."""
    shutil.copytree(begun, tmp_path / "origin.git")
    (tmp_path / "bin").mkdir()
    environment |= programs | {"FAKE_GH": str(tmp_path / "gh.json")}
    environment["PATH"] = f"{tmp_path / 'bin'}:{environment['PATH']}"
    kept = {name: [] for name in ("calls", "issues", "pulls", "runs", "started")}
    (tmp_path / "gh.json").write_text(json.dumps(kept))
    return Forge(tmp_path, environment)


@pytest.mark.slow
def test_from_an_id_to_the_site(forge: Forge) -> None:
    """A paper added with `survey add` is checked, told of in a comment, merged and on the site."""
    mine = forge.clone("mine")
    forge.survey(mine, "add", "2304.03481", "--yes", "--category", "dart")
    sha = forge.commit(mine, "PSLT", "pslt")
    forge.change(pulls=[{"number": 1, "state": "open", "head": "pslt", "sha": sha, "comments": []}])

    check = forge.runner(forge.merged("pslt")).run("check.yml")
    assert check.failed == [], check.said
    assert "::error" not in check.said
    assert "**1 paper added**" in (check.temp / "summary.md").read_text()
    assert (forge.home / "artifacts/site/papers/wu2023pslt/index.html").exists()

    ours = forge.clone("ours")
    event = "github__event__workflow_run__"
    for _ in range(2):
        comment = forge.runner(
            ours,
            **{
                f"{event}head_repository__owner__login": "ann",
                f"{event}head_branch": "pslt",
                f"{event}head_sha": sha,
            },
        )
        assert comment.run("comment.yml").failed == [], comment.said
    (said,) = forge.state["pulls"][0]["comments"]
    assert "- PSLT: A Light-weight Vision Transformer with Ladder Self-Attention" in said
    assert "(`wu2023pslt`): TPAMI 2023, in Dart (Fold)\n" in said
    assert "**1 venue changed**" in said
    assert "(https://forge.example/runs/1#artifacts)" in said

    publish = forge.runner(
        forge.merged("pslt", push=True), steps__pages__outputs__base_url="https://x.example/s"
    )
    assert publish.run("publish.yml").failed == [], publish.said
    site = publish.temp / "site"
    page = (site / "papers/wu2023pslt/index.html").read_text()
    assert "Gaojie Wu" in page
    assert "https://github.com/us/survey/issues/new?" in page
    assert "@article{wu2023pslt," in (site / "papers/wu2023pslt.bib").read_text()
    assert "wu2023pslt" in (site / "fold/dart.bib").read_text()
    assert "../papers/wu2023pslt/" in (site / "changes/index.html").read_text()
    assert "https://x.example/s/papers/wu2023pslt/" in (site / "sitemap.xml").read_text()


def test_a_bad_record(forge: Forge) -> None:
    """A mistake is a note on its line, and the pull request fails; what changes is still told."""
    mine = forge.clone("mine")
    (mine / PSLT).write_text(PREPRINT.replace("Preprints", "JAP"))
    (mine / "papers/folder2019first.yaml").unlink()
    forge.commit(mine, "PSLT", "pslt")
    check = forge.runner(forge.merged("pslt")).run("check.yml")
    assert check.failed == ["Check the records"]
    assert check.steps[-1].code == 1
    assert (
        f"::error file={PSLT},line=4,col=8,title=unknown-venue::venue: unknown venue 'JAP'"
        in check.said
    )
    assert (
        "::error file=papers/vouw2020blunt.yaml," in check.said
    )  # it extends the one that is gone
    summary = (check.temp / "summary.md").read_text()
    assert "**1 paper removed**" in summary
    assert (forge.home / "artifacts/changes/changes.json").exists()
    assert not (forge.home / "artifacts/site").exists()


def test_a_lying_artifact(forge: Forge) -> None:
    """What a stranger's run left is worded by us or not at all: nothing of it acts in the comment."""
    kept = forge.home / "artifacts/changes/changes.json"
    kept.parent.mkdir(parents=True)
    change = {
        "kind": "added",
        "key": "a",
        "title": "@team [x](https://e.example) <b>",
        "words": "#1",
    }
    pull = {"number": 1, "state": "open", "head": "pslt", "sha": "1", "comments": []}
    forge.change(pulls=[pull])
    event = "github__event__workflow_run__"
    values = {f"{event}head_repository__owner__login": "eve", f"{event}head_branch": "pslt"}
    for papers, sha, failed, told in (
        ([change], "1", [], 1),
        ([change | {"html": "x"}], "1", ["Word it"], 0),
        ([change], "2", [], 0),  # the pull request has moved on
    ):
        kept.write_text(json.dumps({"papers": papers}))
        forge.change(pulls=[pull])
        workspace = forge.clone(f"ours-{forge.runs}")
        comment = forge.runner(workspace, **values, **{f"{event}head_sha": sha}).run("comment.yml")
        assert comment.failed == failed, comment.said
        comments = forge.state["pulls"][0]["comments"]
        assert len(comments) == told
        for live in ("@team", "](https://e", "<b>", "#1"):
            assert live not in "".join(comments)


def form(action: str, paper: str, **more: Any) -> dict[str, Any]:
    """Write the event of an issue that somebody filled in."""
    body = f"### arXiv id, DOI or address\n\n{paper}\n\n### Category\n\nFold: Dart [fold/dart]\n"
    person = {"login": "curious-person", "email": "curious@person.example"}
    issue = {"number": 1, "title": "Add a paper: $(id)", "body": body, "user": person}
    return {
        "action": action,
        "issue": issue | {"author_association": "NONE"},
        "sender": person,
        **more,
    }


def test_a_form_becomes_a_pull_request(forge: Forge, services: Services) -> None:
    """Accepted by a maintainer, a form becomes one branch and one pull request, the bot's."""
    forge.change(issues=[{"number": 1, "state": "open", "labels": [], "comments": []}])

    def fill_in(event: dict[str, Any]) -> Runner:
        path = forge.home / f"event-{forge.runs}.json"
        path.write_text(json.dumps(event))
        runner = forge.runner(forge.clone(f"add-{forge.runs}"), github__event__issue__number="1")
        runner.environment["GITHUB_EVENT_PATH"] = str(path)
        runner.run("add-paper.yml")
        assert runner.failed == [], runner.said
        return runner

    fill_in(form("opened", "2304.03481; touch x"))
    assert "names no paper" in forge.state["issues"][0]["comments"][0]
    fill_in(form("edited", "2304.03481"))
    (said,) = forge.state["issues"][0]["comments"]
    assert "is not in the survey yet" in said
    assert (services.requests, forge.state["pulls"]) == ([], [])

    fill_in(form("labeled", "2304.03481", label={"name": "accepted"}))
    (pull,) = forge.state["pulls"]
    assert (pull["head"], pull["title"]) == ("add/issue-1", "Add wu2023pslt")
    assert pull["body"].startswith("Closes #1.\n")
    assert "is proposed in a pull request" in forge.state["issues"][0]["comments"][0]
    assert forge.state["started"] == [["check.yml", "add/issue-1"]]
    shown = forge.git(forge.origin, "show", "--format=fuller", "--stat", "add/issue-1")
    assert "github-actions[bot]" in shown
    assert PSLT in shown
    everything = forge.git(forge.origin, "show", "--format=raw", "add/issue-1") + str(pull)
    assert "curious" not in everything

    asked = len(services.requests)
    fill_in(form("labeled", "2304.12308", label={"name": "accepted"}))
    assert len(forge.state["pulls"]) == 1
    assert len(services.requests) == asked


def shim(forge: Forge, command: str, lines: str) -> None:
    """Let one command of `survey` do something else."""
    real = shutil.which("survey", path=forge.environment["PATH"])
    path = forge.home / "bin/survey"
    path.write_text(f'#!/bin/sh\nif [ "$1" = {command} ]; then\n{lines}\nfi\nexec "{real}" "$@"\n')
    path.chmod(0o755)


def test_refresh_keeps_one_pull_request(forge: Forge) -> None:
    """News of papers go into one pull request that is written anew, unless people worked on it."""
    keeper = forge.clone("keeper")
    (keeper / PSLT).write_text(PREPRINT)
    forge.commit(keeper, "A preprint", "main")
    for _ in range(2):
        refresh = forge.runner(forge.clone(f"refresh-{forge.runs}")).run("refresh.yml")
        assert refresh.failed == [], refresh.said
    (pull,) = forge.state["pulls"]
    assert (pull["head"], pull["title"]) == ("refresh", "Refresh records")
    assert "**1 paper published since**" in pull["body"]
    assert forge.git(forge.origin, "rev-list", "--count", "main..refresh").strip() == "1"

    forge.git(keeper, "fetch", "--quiet", "origin", "refresh")
    forge.git(keeper, "checkout", "--quiet", "-b", "refresh", "FETCH_HEAD")
    (keeper / PSLT).write_text((keeper / PSLT).read_text() + "# by hand\n")
    by_hand = forge.commit(keeper, "By hand", "refresh")
    refresh = forge.runner(forge.clone("late")).run("refresh.yml")
    assert refresh.failed == ["Propose it"]
    assert "Somebody has worked on the branch refresh" in refresh.said
    assert forge.git(forge.origin, "rev-parse", "refresh").strip() == by_hand


def test_retractions_and_citations_are_proposed_together(
    forge: Forge, services: Services, make_answer: Callable[..., Answer]
) -> None:
    """A retraction and who cites whom come in the one pull request, each told in its words."""
    keeper = forge.clone("keeper")
    (keeper / PSLT).write_text(PREPRINT.replace("venue: Preprints", "venue: JPA"))
    kites = "title: Kites\nauthors: [Ann Kite]\nyear: 2020\nvenue: JPA\ndoi: 10.9999/kites\n"
    (keeper / "papers/kite2020kites.yaml").write_text(f"{kites}fold: [dart]\nsummary: Ours.\n")
    forge.commit(keeper, "Two papers", "main")
    title = (
        "PSLT: A Light-weight Vision Transformer with Ladder Self-Attention and Progressive Shift"
    )
    works = [
        ("W1", "10.9999/kites", "Kites", []),
        ("W2", "10.48550/arxiv.2304.03481", title, ["https://openalex.org/W1"]),
    ]
    results = [
        {"id": f"https://openalex.org/{name}", "doi": doi, "title": said, "referenced_works": cited}
        for name, doi, said, cited in works
    ]
    body = json.dumps({"results": results}).encode()
    services.answer("/openalex/works?filter=doi", make_answer(body))
    update = {"DOI": "10.9999/r", "type": "retraction", "source": "retraction-watch"}
    item = {"DOI": "10.9999/kites", "title": ["Kites"], "updated-by": [update]}
    body = json.dumps({"message": {"items": [item]}}).encode()
    services.answer("/crossref/works?filter", make_answer(body))
    refresh = forge.runner(forge.clone("refresh")).run("refresh.yml")
    assert refresh.failed == [], refresh.said
    (pull,) = forge.state["pulls"]
    assert "- Kites (`kite2020kites`): marked as retracted" in pull["body"]
    assert "**1 list of citations changed**" in pull["body"]
    assert "(wu2023pslt): cites kite2020kites" in pull["body"]
    shown = forge.git(forge.origin, "show", "--format=%an", "--name-only", "refresh").split()
    assert shown[1:] == ["citations.yaml", "papers/kite2020kites.yaml"]


def test_nothing_new(forge: Forge) -> None:
    """A week without news leaves no pull request."""
    shim(forge, "refresh", "exit 0")
    refresh = forge.runner(forge.clone("refresh")).run("refresh.yml")
    assert refresh.failed == [], refresh.said
    assert forge.state["pulls"] == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("rm papers/folder2019first.yaml", "not plausible: 1 paper is gone (folder2019first)"),
        (
            "echo 'title: [' > papers/folder2019first.yaml",
            "papers/folder2019first.yaml cannot be read",
        ),
    ],
)
def test_what_is_not_plausible_is_stopped(forge: Forge, lines: str, said: str) -> None:
    """A refresh that would drop or break papers stops before anything is pushed."""
    shim(forge, "refresh", f"{lines}; exit 0")
    refresh = forge.runner(forge.clone("refresh")).run("refresh.yml")
    assert refresh.failed == ["Stop at what is not plausible"]
    assert said in refresh.said
    assert forge.state["pulls"] == []
    assert "refresh" not in forge.git(forge.origin, "branch", "--list")


def test_watch_keeps_one_issue(forge: Forge) -> None:
    """New papers stand in one issue, which is begun when there are any and edited each week."""
    for code, said, kept in (
        (0, "0 papers", []),
        (0, "- one", ["- one\n"]),
        (0, "- two", ["- two\n"]),
        (1, "", ["- two\n"]),
        (0, "0 papers", ["0 papers\n"]),
    ):
        shim(forge, "watch", f'echo "{said}" | tee -a "$3"; exit {code}')
        watch = forge.runner(forge.clone(f"watch-{forge.runs}")).run("watch.yml")
        assert watch.failed == (["Look for new papers"] if code else []), watch.said
        if not code:
            forge.change(runs=[f"watch-{forge.runs}"])
            (forge.home / "artifacts/watch").rename(forge.home / f"artifacts/watch-{forge.runs}")
        assert [each["body"] for each in forge.state["issues"]] == kept
    (issue,) = forge.state["issues"]
    assert (issue["title"], issue["state"]) == ("New papers", "open")
    memory = forge.home / "artifacts" / forge.state["runs"][0] / "memory.json"
    assert memory.read_text().splitlines() == ["0 papers", "- one", "- two", "0 papers"]


def test_links_keep_one_issue(forge: Forge) -> None:
    """Dead links stand in one issue, written anew each week and closed when there are none."""
    for code, said in ((1, "one"), (1, "two"), (0, ""), (0, ""), (1, "three"), (2, "")):
        shim(forge, "links", f'echo {said} | tee -a "$3"; exit {code}')
        links = forge.runner(forge.clone(f"links-{forge.runs}")).run("links.yml")
        assert links.failed == (["Try the links"] if code > 1 else []), links.said
        if code <= 1:
            forge.change(runs=[f"links-{forge.runs}"])
            (forge.home / "artifacts/links").rename(forge.home / f"artifacts/links-{forge.runs}")
    issues = [(each["state"], each["body"]) for each in forge.state["issues"]]
    assert issues == [("closed", "two\n"), ("open", "three\n")]
    memory = forge.home / "artifacts" / forge.state["runs"][0] / "memory.json"
    assert memory.read_text().split() == ["one", "two", "three"]


def test_watch_asks_the_services(
    forge: Forge, services: Services, make_answer: Callable[..., Answer]
) -> None:
    """The workflow's own lines ask the services and post what they know, with both links."""
    keeper = forge.clone("keeper")
    (keeper / "watch.yaml").write_text(
        "searches:\n  - {category: dart, words: [vision transformer], sources: [arxiv]}\n"
    )
    (keeper / "mkdocs.yml").write_text("site_name: Folds\nrepo_url: https://github.com/us/survey\n")
    forge.commit(keeper, "Watch", "main")
    forge.environment["SOURCE_DATE_EPOCH"] = "1681560000"
    found = (TESTS / "data/api/watch-arxiv.xml").read_bytes()
    services.answer(
        "/arxiv/query?max_results=100", make_answer(found, media="application/atom+xml")
    )
    watch = forge.runner(forge.clone("watch")).run("watch.yml")
    assert watch.failed == [], watch.said
    (issue,) = forge.state["issues"]
    assert "https://arxiv.org/abs/2304.03481" in issue["body"]
    assert "new?template=add-a-paper.yml" in issue["body"]
    assert "new?template=leave-out-a-paper.yml" in issue["body"]


@pytest.mark.slow
def test_from_an_entry_to_a_release(forge: Forge) -> None:
    """A version that is entered, merged and tagged becomes a release with its files, once."""
    ours = forge.clone("ours")
    forge.survey(ours, "release", "2026.11", "--yes")
    forge.commit(ours, "Release 2026.11", "main")
    forge.git(ours, "tag", "v2026.11")
    forge.git(ours, "push", "--quiet", "origin", "v2026.11")

    def tagged(tag: str) -> Runner:
        where = forge.clone(f"tag-{forge.runs}", tag)
        values = {"github__event__repository__default_branch": "main", "github__ref_name": tag}
        return forge.runner(where, **values).run("release.yml")

    release = tagged("v2026.11")
    assert release.failed == [], release.said
    made = forge.state["releases"]["v2026.11"]
    assert made["notes"].startswith("# What changed in 2026.11\n")
    assert {
        *("paper-aeroplanes-2026.11.zip", "paper-aeroplanes-2026.11.zip.sha256", "survey.bib"),
        *("datapackage.json", "CITATION.cff", "survey.parquet"),
    } <= {*made["files"]}
    assert all(made["files"].values())

    again = tagged("v2026.11")
    assert again.failed == ["Make the release"]
    assert "::error::The release v2026.11 is there already" in again.said


@pytest.mark.parametrize(
    ("tag", "step", "said"),
    [
        pytest.param("vnext", "Make the data package", "Error: 'next' is no version: write numbers with dots between them", marks=pytest.mark.slow),
        ("v2026.12", "Make the data package", "Error: releases.yaml does not list 2026.12: enter it with `survey release 2026.12`"),
        ("v2026.11", "Stop at a tag of another branch", "::error::The tag v2026.11 names a commit that is not in main"),
    ],
)  # fmt: skip
def test_a_wrong_tag(forge: Forge, tag: str, step: str, said: str) -> None:
    """A tag that is no version, that nobody entered, or of another branch stops in plain words."""
    ours = forge.clone("ours")
    if tag == "v2026.11":
        (ours / "notes.txt").write_text("x")
        forge.commit(ours, "Elsewhere", "elsewhere")
    forge.git(ours, "tag", tag)
    forge.git(ours, "push", "--quiet", "origin", tag)
    where = forge.clone("tag", tag)
    values = {"github__event__repository__default_branch": "main", "github__ref_name": tag}
    release = forge.runner(where, **values).run("release.yml")
    assert release.failed == [step]
    assert said in release.said
    assert "Traceback" not in release.said
    assert "releases" not in forge.state
