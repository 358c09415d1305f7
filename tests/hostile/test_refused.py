"""Broken and malicious records are refused at their place, all in one run, and none of them hangs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from site_builder import checks
from site_builder.library import Library
from site_builder.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

GOOD = (
    "title: A Paper\nauthors: [Ann Smith]\nyear: 2020\nvenue: JPA\nfold: [dart]\nsummary: Ours.\n"
)
PATIENCE = 60
"""Seconds after which a command hangs; the slowest takes some three."""
Found = dict[str, list[tuple[int, int, str, str]]]
"""Problems by path: line, column, code, severity."""


def content(case: dict[str, Any], spelled: Callable[[Any], str]) -> str:
    """Write the record that a case describes."""
    return spelled(case["text"]) if "text" in case else GOOD + spelled(case["more"]) + "\n"


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory, tiny_survey: Path, maker: Any
) -> tuple[Found, dict[str, str]]:
    """Check one survey with every record of the catalogue, in a program of its own."""
    root = tmp_path_factory.mktemp("refused")
    cases = {**maker.catalogue()["refused"], **maker.catalogue()["doubted"]}
    for path in (path for path in tiny_survey.rglob("*") if path.is_file()):
        copy = root / path.relative_to(tiny_survey)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    names = {}
    for name, case in cases.items():
        file = maker.spelled(case.get("file", f"papers/smith2020{name}.yaml"))
        names[name] = printable(file, 300)
        (root / file).write_text(content(case, maker.spelled), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "site_builder", "--root", str(root), "check", "--format", "json"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    found: Found = {}
    for each in json.loads(done.stdout):
        fact = (each["line"], each["column"], each["code"], each["severity"])
        found.setdefault(each["path"], []).append(fact)
    return found, names


def cases(part: str) -> list[Any]:
    """List the cases of a part of the catalogue, for pytest."""
    path = os.path.join(os.path.dirname(__file__), "catalogue.yaml")  # noqa: PTH118, PTH120 (before any fixture)
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        found = yaml.load(file, yaml.CSafeLoader)[part]
    return [pytest.param(name, case, id=name) for name, case in found.items()]


@pytest.mark.parametrize(("name", "case"), cases("refused"))
def test_refused(told: tuple[Found, dict[str, str]], name: str, case: dict[str, Any]) -> None:
    """The record is refused at the place at fault, in no more words than people read."""
    found, names = told
    problems = found[names[name]]
    places = [f"{line}:{column} {code}" for line, column, code, kind in problems if kind == "error"]
    assert case["at"] in places
    assert len(problems) < 500


@pytest.mark.parametrize(("name", "case"), cases("doubted"))
def test_doubted(told: tuple[Found, dict[str, str]], name: str, case: dict[str, Any]) -> None:
    """The record is published, and somebody is told to look at the place."""
    found, names = told
    problems = found[names[name]]
    assert {severity for *_, severity in problems} == {"warning"}
    assert case["at"] in [f"{line}:{column} {code}" for line, column, code, _ in problems]


@pytest.mark.parametrize(("name", "case"), cases("registries"))
def test_registries(
    make_survey: MakeSurvey, tiny_survey: Path, name: str, case: dict[str, Any]
) -> None:
    """A registry with such an entry is refused at the entry."""
    text = (tiny_survey / case["file"]).read_text(encoding="utf-8")
    assert text.count(case["old"]) == 1, name
    library, problems = Library.load(
        make_survey({case["file"]: text.replace(case["old"], case["new"])})
    )
    found = [
        p for p in sorted(problems + checks.run(library)) if p.path == case["file"] and p.is_error
    ]
    assert f"{found[0].line}:{found[0].column} {found[0].code}" == case["at"]


@pytest.mark.parametrize("kind", ["outside", "broken", "circle", "folder", "pipe", "secret"])
def test_no_plain_file(make_survey: MakeSurvey, tmp_path: Path, kind: str) -> None:
    """What is no plain file of the survey is refused, and neither read nor waited for."""
    root = make_survey()
    record = root / "papers" / "smith2020paper.yaml"
    outside = tmp_path / "outside.yaml"
    outside.write_text(GOOD, encoding="utf-8")
    make = {
        "outside": lambda: record.symlink_to(outside),
        "broken": lambda: record.symlink_to(root / "papers" / "nowhere"),
        "circle": lambda: record.symlink_to(record),
        "folder": record.mkdir,
        "pipe": lambda: os.mkfifo(record),
        "secret": lambda: record.symlink_to("/proc/self/environ"),
    }
    make[kind]()
    library, problems = Library.load(root)
    (problem,) = (p for p in problems if p.path == "papers/smith2020paper.yaml")
    assert problem.code in {"symlink", "not-a-file", "unreadable"}
    assert "smith2020paper" not in library.papers


def test_what_is_told_is_one_line_each(told: tuple[Found, dict[str, str]]) -> None:
    """No file's name breaks the list of problems, or speaks to a terminal."""
    found, names = told
    assert set(names.values()) <= set(found)
    assert all(path.isprintable() for path in found)
    assert not any(re.search("[\x00-\x1f]", path) for path in found)
