"""The workflows and forms: what GitHub would say of them, and the rules that keep them safe."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml

from site_builder.cli import COMMANDS, main
from site_builder.curation import issue_form

if TYPE_CHECKING:
    from collections.abc import Iterator

GITHUB = Path(__file__).resolve().parent.parent / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
OURS_ALONE = "engine.yml"
"""The one workflow that other surveys do not get."""
PINNED = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+$")
WRITING = {
    "comment.yml": {"pull-requests"},
    "publish.yml": {"pages", "id-token"},
    "links.yml": {"issues"},
    "watch.yml": {"issues"},
    "refresh.yml": {"actions", "contents", "pull-requests"},
    "release.yml": {"contents"},
    "add-paper.yml": {"actions", "contents", "issues", "pull-requests"},
}
"""What each workflow may change; others may change nothing."""
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def read(path: Path) -> dict[Any, Any]:
    """Read a workflow; YAML 1.1 takes its key `on` for a truth value."""
    data: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["on"] = data.pop(True)
    return data


def steps(path: Path) -> Iterator[dict[str, Any]]:
    """Give the steps of all jobs."""
    for job in read(path)["jobs"].values():
        yield from job["steps"]


def shells() -> dict[str, str]:
    """Give every text that a workflow or action hands to a shell, by where it stands."""
    found = {}
    for path in WORKFLOWS:
        found |= {f"{path.stem}: {step.get('name')}": step for step in steps(path)}
    for path in GITHUB.glob("actions/*/action.yml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found |= {f"{path.parent.name}: {step.get('name')}": step for step in data["runs"]["steps"]}
    return {name: step["run"] for name, step in found.items() if "run" in step}


each_shell = pytest.mark.parametrize("text", shells().values(), ids=shells())


def test_which_there_are() -> None:
    """These names are relied on by the guides, by `survey new` and by each other."""
    assert [path.name for path in WORKFLOWS] == [
        "add-paper.yml",
        "check.yml",
        "comment.yml",
        "engine.yml",
        "links.yml",
        "publish.yml",
        "refresh.yml",
        "release.yml",
        "watch.yml",
    ]
    assert read(GITHUB / "workflows/comment.yml")["on"]["workflow_run"]["workflows"] == ["Check"]
    assert read(GITHUB / "workflows/check.yml")["name"] == "Check"


SCHEMAS = {
    "vendor.github-workflows": "workflows/*.yml",
    "vendor.github-actions": "actions/*/action.yml",
    "vendor.github-issue-forms": "ISSUE_TEMPLATE/*-a-paper.yml",
    "vendor.github-issue-config": "ISSUE_TEMPLATE/config.yml",
    "vendor.dependabot": "dependabot.yml",
}


@pytest.mark.parametrize(("schema", "pattern"), SCHEMAS.items())
def test_schema(schema: str, pattern: str) -> None:
    """Each file is what GitHub's schema for it says."""
    files = sorted(map(str, GITHUB.glob(pattern)))
    assert files
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor() -> None:
    """The linter for unsafe workflows, at its most pedantic, finds nothing."""
    program = Path(sys.executable).with_name("zizmor")
    command = [program, "--offline", "--quiet", "--persona=pedantic", "--strict-collection", GITHUB]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@each_workflow
def test_permissions(path: Path) -> None:
    """A workflow may do nothing; each of its jobs may do what it needs, and has a time limit."""
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert "concurrency" in workflow
    allowed = set()
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 120
        allowed |= {name for name, kind in job["permissions"].items() if kind == "write"}
    assert allowed == WRITING.get(path.name, set())


@each_workflow
def test_strangers_code_may_only_read(path: Path) -> None:
    """What a pull request brings runs where nothing can be written; elsewhere our own runs."""
    triggers = set(read(path)["on"])
    assert "pull_request_target" not in triggers
    assert "issue_comment" not in triggers
    if triggers & {"pull_request", "merge_group"}:
        assert path.name not in WRITING
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            assert "ref" not in step["with"]


@each_shell
def test_shells_get_no_expressions(text: str) -> None:
    """No text of an event is put into a command; the shell itself understands every one."""
    assert "${{" not in text
    done = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@each_workflow
def test_actions_are_pinned(path: Path) -> None:
    """What others wrote is named by the hash of its commit, with the version for people."""
    lines = [line.strip(" -") for line in path.read_text(encoding="utf-8").splitlines()]
    used = [line for line in lines if line.startswith("uses: ")]
    assert [u for u in used if not PINNED.match(u) and u != "uses: ./.github/actions/setup"] == []


@each_workflow
def test_no_cache(path: Path) -> None:
    """No job keeps a cache: what a stranger's change left there, a publishing job would take up."""
    text = path.read_text(encoding="utf-8")
    assert "cache:" not in text
    assert "actions/cache" not in text


@each_shell
def test_commands_exist(text: str) -> None:
    """Every `survey` command in a workflow is one, with options that it has."""
    for words in survey_calls(text):
        command = main.get_command(click.Context(main), words[1])
        assert command, words
        known = {
            name for option in command.params for name in (*option.opts, *option.secondary_opts)
        }
        assert {word for word in words if word.startswith("--")} <= known


def survey_calls(text: str) -> Iterator[list[str]]:
    """Find the calls of `survey`, each with its arguments up to where another command begins."""
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["survey"]:
            end = next((i for i, w in enumerate(words) if w in {"||", "&&", "|", ">", ">>"}), None)
            yield words[:end]


@each_workflow
def test_workflows_know_no_engine(path: Path) -> None:
    """A workflow that other surveys get names nothing that only this repository has."""
    if path.name != OURS_ALONE:
        said = "\n".join(step.get("run", "") for step in steps(path))
        assert not re.search(r"\bmake\b|tools/|\.venv|\.ci/", said)
        assert (
            any(re.match(r"survey \w", line) for line in said.splitlines())
            or path.name == OURS_ALONE
        )


def test_the_form_is_known_by_its_heading() -> None:
    """The workflow looks for the heading that the form has: people write any title."""
    labels = issue_form.labels((GITHUB.parent / issue_form.FORM).read_text(encoding="utf-8"))
    form = (GITHUB.parent / issue_form.LEAVE_OUT).read_text(encoding="utf-8")
    assert issue_form.labels_to_leave_out(form)["paper"] == labels["paper"]
    condition = read(GITHUB / "workflows/add-paper.yml")["jobs"]["add"]["if"]
    assert f"contains(github.event.issue.body, '### {labels['paper']}')" in condition
    assert f"github.event.label.name == '{issue_form.ACCEPTED}'" in condition
    assert f"startsWith(github.event.label.name, '{issue_form.EXCLUDED}')" in condition


def test_every_command_of_theirs_is_called() -> None:
    """The commands that were made for workflows are called by one."""
    called = {words[1] for text in shells().values() for words in survey_calls(text)}
    commands = {"answer", "build", "changes", "check", "links", "refresh", "release", "watch"}
    assert commands <= called
    assert called <= set(COMMANDS)
