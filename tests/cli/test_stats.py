"""The command `survey stats`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from site_builder.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    MakeSurvey = Callable[..., Path]

HOSTILE = """\
title: Thin
authors: [A B]
year: 2020
venue: JPA
results:
  - {benchmark: long-hall, metric: distance, value: 3, provenance: paper, source: it,
     backbone: "@all | #7 <b> ![x](http://e.org) `", pretraining: "$x$"}
"""


def stats(root: Path, *arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["--root", str(root), "stats", *arguments])


def test_text(tiny_survey: Path) -> None:
    """Each table has a title and its numbers in columns."""
    done = stats(tiny_survey)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "4 papers"
    (abstract,) = [line for line in lines if line.startswith("abstract ") and "=" in line]
    assert abstract.split() == ["abstract", "abstract", "2", "2", "50", "%", "=====....."]
    assert "BY FOLD" in lines
    assert [line for line in lines if line.startswith("  blunt-dart ")]


def test_json(tiny_survey: Path) -> None:
    """Programs get the same as data."""
    data = json.loads(stats(tiny_survey, "--format", "json").stdout)
    assert data["papers"] == 4
    fields = {each["field"]: each for each in data["fields"]}
    assert (fields["doi"]["concerned"], fields["doi"]["missing"]) == (3, 2)
    assert data["unsorted"] == ["gleiter2021unsorted"]
    assert {each["category"] for each in data["categories"]} >= {"dart", "blunt-dart"}


def test_markdown_does_nothing(make_survey: MakeSurvey) -> None:
    """Text of a record calls nobody, links to nothing and breaks no table in Markdown."""
    done = stats(make_survey({"papers/thin2020thin.yaml": HOSTILE}), "--format", "markdown")
    (line,) = [
        line for line in done.stdout.splitlines() if "thin2020thin" in line and "all" in line
    ]
    assert line == (
        "| long-hall/distance | @<!-- -->all \\| \\#<!-- -->7 &lt;b&gt; !\\[x\\](http\\://e.org) "
        "\\`, x | thin2020thin |"
    )


def test_a_terminal_shows_one_line_each(make_survey: MakeSurvey) -> None:
    """What a record holds breaks no line and sends nothing to the terminal."""
    done = stats(make_survey({"papers/thin2020thin.yaml": HOSTILE.replace("<b>", "\\e[2J")}))
    assert "\x1b" not in done.stdout


def test_missing(tiny_survey: Path) -> None:
    """The keys of papers without a field are listed, one on a line."""
    assert stats(tiny_survey, "--missing", "abstract").stdout.split() == [
        "gleiter2022glide",
        "folder2019first",
    ]
    markdown = stats(tiny_survey, "--missing", "any-category", "--format", "markdown")
    assert markdown.stdout == "- gleiter2021unsorted\n"
    data = stats(tiny_survey, "--missing", "any-text", "--format", "json")
    assert json.loads(data.stdout) == []


def test_one_category(tiny_survey: Path) -> None:
    """A category's papers can be looked at alone."""
    done = stats(tiny_survey, "--missing", "code", "--category", "fold/blunt-dart")
    assert done.stdout.split() == ["vouw2020blunt"]
    assert stats(tiny_survey, "--category", "glider").stdout.startswith("1 papers")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--missing", "abstrct"], "'abstrct' to look for (did you mean 'abstract'?)"),
        (["--category", "drat"], "unknown category 'drat' (did you mean 'dart'?)"),
    ],
)
def test_misuse(tiny_survey: Path, arguments: list[str], words: str) -> None:
    """What is not there is told in one line, with what may have been meant."""
    done = stats(tiny_survey, *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
