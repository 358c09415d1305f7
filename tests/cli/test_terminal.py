"""What commands say: no text of a record, file name or service speaks to a terminal or a forge's log."""

from __future__ import annotations

import ast
import json
import logging
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder import history, problems
from site_builder.cli import main
from site_builder.mkdocs_site import loglines
from site_builder.problems import Problem, SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

HOSTILE = (
    "x\n::error file=README.md,line=1::forged\r\x1b]0;pwned\x07\x1b[2J##[add-mask]a\x9b1m\u202e"
)
"""Speaks to a terminal, to GitHub's runners of old and of today, and turns what follows around."""
TEXTS = st.text(
    st.sampled_from(":#[]a \n\r\t\x1b\x07\x85\x9b\u2028\u202e\u200b\U000e0041é漢"), max_size=20
)


def harmful(output: str) -> list[str]:
    """List the lines of an output that speak to something else than people."""
    lines = output.removesuffix("\n").split("\n")
    return [
        line
        for line in lines
        if not line.isprintable() or line.lstrip().startswith("::") or "##[" in line
    ]


@given(TEXTS)
@example(HOSTILE)
@example(" ::error::a")
@example("a ##[error]b")
def test_every_way_to_say_a_text(text: str) -> None:
    """A problem, an error, a log's line and a text within a line are inert, whatever they name."""
    problem = Problem(f"papers/{text}.yaml", 1, 1, "x", text, text)
    record = logging.LogRecord("mkdocs", logging.INFO, "", 1, "%s", (text,), None)
    loglines.make_inert(record)
    said = [
        problems.printable(text),
        problems.quoted(text),
        problems.for_terminal(text),
        problems.as_text(problem, text),
        problems.as_text(problem, f"  ::error::{text}"),
        str(problem),
        str(SurveyError(text)),
        record.getMessage(),
    ]
    assert [harmful(each) for each in said] == [[]] * len(said)
    (line,) = problems.as_github(problem).split("\n")
    assert line.isprintable()
    assert line.startswith("::error file=papers/")
    told = problems.as_json([problem])
    assert not harmful(told)
    assert json.loads(told)[0]["message"] == text


FIELDS = ("title", "year", "month", "sheets", "submitted", "added", "doi", "arxiv_id", "summary")
FIELDS += ("venue", "authors", "fold", "results", "relations", "links", "former_keys")


def records() -> Iterator[tuple[str, str]]:
    """Give hostile records: each field, each file name, each way to write YAML."""
    text = json.dumps(HOSTILE, ensure_ascii=True)
    base = {"title": "A", "authors": "[A B]", "year": "2020", "venue": "arXiv"}
    for field in FIELDS:
        record = {**base, field: text}
        yield (
            f"papers/a-{field.replace('_', '-')}.yaml",
            "".join(f"{n}: {v}\n" for n, v in record.items()),
        )
    yield "papers/a-name.yaml", f"title: A\nauthors: [A B]\nyear: 2020\nvenue: arXiv\n{text}: 1\n"
    yield (
        "papers/a-lines.yaml",
        "title: >\n  a\n  ::error::b\n  ##[add-mask]c\nyear: [\n::error::x\n",
    )
    yield "papers/a-result.yaml", f"title: A\nresults: [{{value: {text}, benchmark: {text}}}]\n"
    yield "papers/b\n::error::forged\x1b[2J.yaml", "title: A\n"
    yield "papers/b\n::error::forged ##[x].txt", "title: A\n"


@pytest.fixture
def hostile(make_survey: MakeSurvey) -> Path:
    """Give a survey that a stranger has written to."""
    home = make_survey(dict(records()))
    (home / "docs").mkdir(exist_ok=True)
    (home / "docs" / "a\n::error::forged.md").write_text(f"[a](b{HOSTILE}.md)\n", encoding="utf-8")
    return home


@pytest.mark.parametrize(
    "arguments",
    [
        "check",
        "check --format json",
        "fmt --check",
        "fmt",
        "stats",
        "stats --format json",
        "changes",
        "changes --format json",
        "changes --since ::error::x",
        "fmt ::error::x",
        "export csv --key ::x",
        "links ::error::x",
        "forms --check",
        "check --since ##[x]",
    ],
)
def test_commands(hostile: Path, arguments: str) -> None:
    """No command repeats what is hostile as it is."""
    command = ["--root", str(hostile), *arguments.split()]
    done = CliRunner().invoke(main, command)
    assert harmful(done.output) == []
    assert done.output


def test_notes_for_github_are_one_line_each(hostile: Path) -> None:
    """Each problem is one command of the forge's, and nothing in it begins another."""
    command = ["--root", str(hostile), "check", "--format"]
    lines = CliRunner().invoke(main, [*command, "github"]).stdout.splitlines()
    found = json.loads(CliRunner().invoke(main, [*command, "json"]).stdout)
    assert len(lines) == len(found) > len(FIELDS)
    assert all(line.isprintable() for line in lines)
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)


def test_build(hostile: Path, tmp_path: Path) -> None:
    """The log of a build repeats nothing hostile, be it of records, pages or their names."""
    for command in (["site_builder", "build", "--out"], ["mkdocs", "build", "--site-dir"]):
        done = subprocess.run(
            [sys.executable, "-m", *command, str(tmp_path / command[0])],
            cwd=hostile,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "papers/a-year.yaml" in done.stderr
        assert harmful(done.stdout + done.stderr) == []


def test_what_git_says(tmp_path: Path) -> None:
    """A message of git's is one line that speaks to nobody."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    with pytest.raises(history.GitError) as failed:
        history.changed_files(tmp_path, HOSTILE.replace("\x00", ""))
    assert harmful(str(failed.value)) == []


PRINTING = {"echo", "secho", "echo_via_pager", "confirm", "prompt", "print"}


def test_commands_print_through_one_door(root: Path) -> None:
    """No module but the one that makes it inert prints anything."""
    calls = [
        f"{path.name}:{node.lineno}"
        for path in sorted((root / "site_builder").rglob("*.py"))
        if path.name != "terminal.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        if (isinstance(node.func, ast.Name) and node.func.id == "print")
        or (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in PRINTING
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "click"
        )
    ]
    assert calls == []
