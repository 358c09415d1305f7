"""A survey on medicine, as somebody builds it who has the wheel alone: the engine knows no subject."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from pyarrow import parquet

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import InstalledWheel, Once

pytestmark = pytest.mark.slow

FOREIGN = re.compile(
    r"backbone|trainable|visual|image|imagenet|\bvit\b|neural|in_survey", re.IGNORECASE
)
"""Words of this repository's own survey, which no other one speaks of."""


class Texts(HTMLParser):
    """Collects what a page's reader reads."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (the parser's own signature)
        """Note what is no text."""
        self._inside = tag if tag in {"script", "style"} else self._inside

    def handle_endtag(self, tag: str) -> None:
        """Note where that ends."""
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if not self._inside:
            self.texts.append(data)


@pytest.fixture(scope="module")
def trials(once: Once, root: Path, installed_wheel: InstalledWheel) -> Path:
    """Give the folder in which the installed command has built the survey of trials."""

    def build(home: Path) -> None:
        shutil.copytree(root / "tests" / "data" / "trials", home / "survey")
        done = installed_wheel.run_survey(
            "build", "--strict", "--out", "../site", cwd=home / "survey"
        )
        assert done.returncode == 0, done.stderr

    return once("trials", build) / "site"


def test_no_word_of_another_subject(trials: Path) -> None:
    """No page of the site says a word of the subject that the engine was first made for."""
    for page in trials.rglob("*.html"):
        uri = page.relative_to(trials).as_posix()
        parser = Texts()
        parser.feed(page.read_text(encoding="utf-8"))
        assert not FOREIGN.findall(" ".join(parser.texts)), uri


def test_pages_follow_from_the_declaration(trials: Path) -> None:
    """A paper tells its fields with their units; values lead to pages of their own."""
    page = (trials / "papers" / "hale2015lunarin" / "index.html").read_text(encoding="utf-8")
    for piece in (
        "<dt>Sample size</dt>",
        "<dd>12 patients</dd>",
        '<dd><a href="../../phase/phase-1/">phase 1</a></dd>',
        '<dd><a href="../../register/">LUN-1000</a></dd>',
        '<a href="https://trials.example/lun/1000">',
    ):
        assert piece in page
    assert (trials / "countries" / "norway" / "index.html").is_file()
    table = (trials / "condition" / "insomnia" / "index.html").read_text(encoding="utf-8")
    assert "Sample size (patients)" in table
    assert "LUN-1007" in (trials / "register" / "index.html").read_text(encoding="utf-8")


def test_results_are_compared_by_what_is_declared(trials: Path) -> None:
    """Results of one population and control are ranked, and drawn against what a patient costs."""
    page = (trials / "benchmarks" / "sleep-diary" / "index.html").read_text(encoding="utf-8")
    for piece in ("adults", "adolescents", "placebo", "Cost per patient", "<svg"):
        assert piece in page
    records = (trials / "survey.jsonl").read_text(encoding="utf-8").splitlines()
    results = [each for line in records for each in json.loads(line).get("results", [])]
    assert {each["population"] for each in results} == {"adults", "adolescents"}
    assert all(isinstance(each["cost"], int | float) for each in results)


def test_columns_are_typed(trials: Path) -> None:
    """Parquet has numbers, days and truth values as such; JSON Lines and CSV say the same."""
    found = parquet.read_table(io.BytesIO((trials / "survey.parquet").read_bytes()))
    types = {field.name: str(field.type) for field in found.schema}
    assert {name: types[name] for name in ("sample_size", "dose", "phase", "blinded")} == {
        "sample_size": "int64",
        "dose": "double",
        "phase": "string",
        "blinded": "bool",
    }
    assert types["first_patient"] == "date32[day]"
    assert types["countries"].startswith("list<")
    lines = (trials / "survey.jsonl").read_text(encoding="utf-8").splitlines()
    records = {each["key"]: each for each in map(json.loads, lines)}
    with (trials / "survey.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    for row in found.to_pylist():
        record, cells = records[row["key"]], rows[row["key"]]
        for name in ("sample_size", "dose", "phase", "blinded"):
            assert row[name] == record.get(name)
        assert str(row["first_patient"]) == record["first_patient"] == cells["first_patient"]
        assert cells["blinded"] == {True: "true", False: "false", None: ""}[row["blinded"]]
        assert cells["countries"] == "; ".join(row["countries"])


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("sample_size:100..200", {"sample_size": lambda found: 100 <= found <= 200}),
        ("dose:5..", {"dose": lambda found: found >= 5}),
        (
            "first_patient:2014..2015",
            {"first_patient": lambda found: found[:4] in {"2014", "2015"}},
        ),
        ("blinded:no", {"blinded": lambda found: found is False}),
        ('phase:"phase 3"', {"phase": lambda found: found == "phase 3"}),
        ("countries:jap", {"countries": lambda found: "Japan" in found}),
    ],
)
def test_fields_are_queried(
    trials: Path, installed_wheel: InstalledWheel, query: str, wanted: dict[str, object]
) -> None:
    """`field:value` chooses the papers whose field has the value, or lies in the range."""
    asked = ("export", "jsonl", "--query", query)
    done = installed_wheel.run_survey(*asked, cwd=trials.parent / "survey")
    chosen = {json.loads(line)["key"] for line in done.stdout.splitlines()}
    lines = (trials / "survey.jsonl").read_text(encoding="utf-8").splitlines()
    ((name, fits),) = wanted.items()
    expected = {
        each["key"]
        for each in map(json.loads, lines)
        if name in each and fits(each[name])  # type: ignore[operator]
    }
    assert chosen == expected
    assert expected
