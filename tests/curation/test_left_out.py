"""What commands give to others is what can be published; the rest is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from site_builder.checks import publishable
from site_builder.cli import main
from site_builder.curation.dialogue import Collected
from site_builder.curation.left_out import MOST_TOLD, read_library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

COMMANDS = (
    ["export", "bibtex"],
    ["export", "jsonl"],
    ["export", "markdown"],
    ["stats"],
    ["stats", "--missing", "doi"],
)
RECORD = "papers/folder2019first.yaml"
SUMMARY = "some records have errors and are left out: see `survey check`"


def with_unknown_venue(make_survey: MakeSurvey) -> Path:
    """Make a survey in which one record, which no other refers to, names no venue that there is."""
    root = make_survey()
    for other in (root / "papers").iterdir():
        text = other.read_text(encoding="utf-8")
        other.write_text(
            text.replace("paper: folder2019first", "paper: gleiter2022glide"), encoding="utf-8"
        )
    path = root / RECORD
    path.write_text(
        path.read_text(encoding="utf-8").replace("Fold Day", "NOSUCH"), encoding="utf-8"
    )
    return root


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_records_with_errors_are_left_out(make_survey: MakeSurvey, command: list[str]) -> None:
    """A record that a check refuses stands in no output; it and its error are named, once."""
    root = with_unknown_venue(make_survey)
    done = CliRunner().invoke(main, ["--root", str(root), *command])
    assert done.exit_code == 0, done.output
    assert "folder2019first" not in done.stdout
    told = done.stderr.splitlines()
    assert told == [f"{RECORD} is left out: venue: unknown venue 'NOSUCH'", SUMMARY]


def test_cite_leaves_out_too(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """A document's bibliography has no entry of a record with errors."""
    root, document = with_unknown_venue(make_survey), tmp_path / "paper.tex"
    document.write_text(r"\cite{folder2019first,vouw2020blunt}", encoding="utf-8")
    done = CliRunner().invoke(main, ["--root", str(root), "cite", str(document)])
    assert done.exit_code == 1
    assert "{vouw2020blunt," in done.stdout
    assert "folder2019first" not in done.stdout
    assert done.stderr.count(f"{RECORD} is left out: venue: unknown venue 'NOSUCH'\n") == 1


def test_same_library_as_the_site(make_survey: MakeSurvey) -> None:
    """Commands have the papers that the site has."""
    root = with_unknown_venue(make_survey)
    site, _ = publishable.load(root)
    assert read_library(root, Collected()).papers.keys() == site.papers.keys()


def test_registries_are_told_too(make_survey: MakeSurvey) -> None:
    """A registry that cannot be read is named, and is no record that is left out."""
    heard = Collected()
    read_library(make_survey({"benchmarks.yaml": "benchmarks: 3\n"}), heard)
    assert heard.said[0].startswith("benchmarks.yaml: ")
    assert heard.said[-1] == SUMMARY


def test_many_are_counted(make_survey: MakeSurvey) -> None:
    """Of many files with errors the first are named and the others counted."""
    broken = {f"papers/smith2020n{n}.yaml": "title: 3\n" for n in range(MOST_TOLD + 3)}
    heard = Collected()
    read_library(make_survey(broken), heard)
    assert len(heard.said) == MOST_TOLD + 2
    assert heard.said[-2] == "and 3 more files with errors"
