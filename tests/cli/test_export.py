"""The command `survey export`."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from site_builder.cli import main
from site_builder.exports import FORMATS
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]


def export(root: Path, *arguments: str) -> Result:
    """Run the command on a survey."""
    return CliRunner().invoke(main, ["--root", str(root), "export", *arguments])


@pytest.mark.parametrize("name", [name for name, each in FORMATS.items() if not each.is_binary])
def test_standard_output(tiny_survey: Path, name: str) -> None:
    """Without a file, everything goes to standard output, byte by byte, and nothing else does."""
    done = export(tiny_survey, name)
    library, _ = Library.load(tiny_survey)
    assert done.exit_code == 0
    assert done.stderr == ""
    assert done.stdout_bytes == FORMATS[name].write(library.papers.values(), library).encode()


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["--category", "stub-dart"], ["vouw2020blunt"]),
        (["--category", "fold/dart"], ["folder2019first", "gleiter2022glide", "vouw2020blunt"]),
        (["--category", "dart", "--category", "outdoors"], ["gleiter2022glide", "vouw2020blunt"]),
        (
            ["--key", "vouw2020stub", "--key", "folder2019first"],
            ["folder2019first", "vouw2020blunt"],
        ),
        (["--query", "author:vouw year:2019"], ["folder2019first"]),
        (["--since", "2026-11-24"], []),
        (["--since", "2026-11-23", "--query", "hall"], ["gleiter2022glide", "vouw2020blunt"]),
    ],
)
def test_choice(tiny_survey: Path, arguments: list[str], keys: list[str]) -> None:
    """Papers are chosen by category, key, words and day; options of several kinds all hold."""
    done = export(tiny_survey, "jsonl", *arguments)
    assert [json.loads(line)["key"] for line in done.stdout.splitlines()] == keys
    assert done.stderr == ("" if keys else "no paper fits, so the export is empty\n")
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ris", "--category", "drat"], "unknown category 'drat' (did you mean 'dart'?)"),
        (["ris", "--key", "vouw2020blnt"], "'vouw2020blnt' (did you mean 'vouw2020blunt'?)"),
        (["csv", "--unicode"], "--unicode is for bibtex and biblatex, not csv"),
        (["csv", "--column", "x"], "--column is for latex-table, not csv"),
        (["csv", "--facet", "fold"], "--facet is for markdown, not csv"),
        (["latex-table", "--column", "yaer"], "unknown column 'yaer' (did you mean 'year'?)"),
        (["parquet"], "parquet is no text: say where to write it with --out FILE"),
        (["ris", "--since", "yesterday"], "'yesterday' does not match the format"),
        (["bibtx"], "'bibtx' is not one of"),
        (["ris", "--out", "nowhere/x.ris"], "nowhere/x.ris cannot be written: No such file"),
    ],
)
def test_misuse(tiny_survey: Path, arguments: list[str], message: str) -> None:
    """A mistake of use is told with what may have been meant, exit code 2, and nothing written."""
    done = export(tiny_survey, *arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert message in done.stderr.splitlines()[-1]


def test_options_reach_the_format(tiny_survey: Path) -> None:
    """Letters, columns and facets are as asked for."""
    key = ["--key", "vouw2020blunt"]
    assert "J{\\'o}zef" in export(tiny_survey, "bibtex", *key).stdout
    assert "Józef" in export(tiny_survey, "biblatex", *key, "--unicode").stdout
    table = export(
        tiny_survey, "latex-table", *key, "--column", "year", "--column", "long-hall/distance"
    )
    assert "2020~\\cite{vouw2020blunt} & 29.25 & a, b \\\\" in table.stdout
    assert export(tiny_survey, "markdown", "--facet", "flying-place").stdout.startswith("# Place\n")


@pytest.mark.parametrize("name", ["bibtex", "parquet"])
def test_file(tiny_survey: Path, tmp_path: Path, name: str) -> None:
    """A file is written whole, keeps its permissions, and nothing is left beside it."""
    out = tmp_path / "out"
    out.write_text("old")
    out.chmod(0o640)
    done = export(tiny_survey, name, "--out", str(out))
    assert (done.exit_code, done.output) == (0, "")
    library, _ = Library.load(tiny_survey)
    content = FORMATS[name].write(library.papers.values(), library)
    assert out.read_bytes() == (content.encode() if isinstance(content, str) else content)
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [out]


def test_device(tiny_survey: Path) -> None:
    """What is no file is written into and stays what it is."""
    assert export(tiny_survey, "ris", "--out", "/dev/null").exit_code == 0
    assert export(tiny_survey, "ris", "--out", "/dev/full").exit_code == 2


def test_broken_records_are_left_out_and_told(make_survey: MakeSurvey) -> None:
    """A record with errors does not keep the others from being exported, but it is said."""
    root = make_survey({"papers/smith2020x.yaml": "title: 3\n"})
    done = export(root, "jsonl")
    assert len(done.stdout.splitlines()) == 4
    assert done.stderr.splitlines() == [
        "papers/smith2020x.yaml is left out: missing field 'authors'",
        "some records have errors and are left out: see `survey check`",
    ]
    assert done.exit_code == 0
