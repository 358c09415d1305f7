"""The command `survey fmt`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from in_process import survey

from site_builder.curation.choosing import chosen_keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

UNTIDY = "year: 2020  # sure\ntitle:   A\nauthors: [Ann Smith]\nvenue: JPA\n"
TIDY = """\
# yaml-language-server: $schema=../schema/paper.json
title: A
authors:
  - Ann Smith
year: 2020  # sure
venue: JPA
"""
BROKEN = "title: A\nvenue: JPA\n"
ONE = {"papers/smith2020a.yaml": UNTIDY}


def contents(root: Path) -> dict[str, bytes]:
    """Read all files of a survey."""
    return {path.name: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_records_are_named_by_former_keys_too(make_survey: Callable[..., Path]) -> None:
    """A record is named by its key, by one that it had before, or by its file."""
    root = make_survey()
    for name in ("vouw2020blunt", "vouw2020stub", "papers/vouw2020blunt.yaml"):
        assert chosen_keys(root, [name]) == ["vouw2020blunt"]


def test_a_record_is_put_in_form(make_survey: MakeSurvey) -> None:
    """What is not in form is written anew and named; a second run finds nothing to do."""
    root = make_survey(ONE, papers=False)
    done = survey(root, "fmt")
    assert (done.returncode, done.stdout) == (0, "papers/smith2020a.yaml: put in form\n")
    assert done.stderr == "1 record: 1 put in form\n"
    assert (root / "papers" / "smith2020a.yaml").read_text() == TIDY
    assert survey(root, "fmt").stdout == ""


@pytest.mark.parametrize(
    "raw", [UNTIDY.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + UNTIDY.encode()]
)
def test_line_ends(make_survey: MakeSurvey, raw: bytes) -> None:
    """Line ends of other systems and byte order marks go."""
    root = make_survey({"papers/smith2020a.yaml": raw}, papers=False)
    assert survey(root, "fmt").returncode == 0
    assert (root / "papers" / "smith2020a.yaml").read_bytes() == TIDY.encode()


def test_check_changes_nothing(make_survey: MakeSurvey) -> None:
    """--check names what fmt would change, exits with 1 and writes nothing."""
    root = make_survey(ONE, papers=False)
    before = contents(root)
    done = survey(root, "fmt", "--check")
    assert (done.returncode, done.stdout) == (
        1,
        "papers/smith2020a.yaml: is not in canonical form\n",
    )
    assert contents(root) == before


def test_broken_records_stay(make_survey: MakeSurvey) -> None:
    """A broken record is told of with its place and left untouched; the others are put in form."""
    root = make_survey({**ONE, "papers/smith2021b.yaml": BROKEN}, papers=False)
    done = survey(root, "fmt")
    assert done.returncode == 1
    assert "papers/smith2021b.yaml:1:1: error: missing field 'authors'" in done.stdout
    assert done.stderr == "2 records: 1 put in form, 1 broken and left alone\n"
    assert (root / "papers" / "smith2021b.yaml").read_text() == BROKEN
    assert (root / "papers" / "smith2020a.yaml").read_text() == TIDY


def test_chosen_records(make_survey: MakeSurvey) -> None:
    """Keys and files name the records that are meant; a wrong one is misuse, with a suggestion."""
    root = make_survey(ONE)
    assert survey(root, "fmt", "papers/smith2020a.yaml").stderr == "1 record: 1 put in form\n"
    done = survey(root, "fmt", "smith2020b")
    assert done.returncode == 2
    assert "there is no paper 'smith2020b'; did you mean 'smith2020a'?" in done.stderr


def test_a_broken_taxonomy(make_survey: MakeSurvey) -> None:
    """Without the taxonomy nobody knows which fields are facets: nothing is touched."""
    root = make_survey({**ONE, "taxonomy.yaml": "facets: ["})
    done = survey(root, "fmt")
    assert done.returncode == 1
    assert "taxonomy.yaml:2:1: error: not valid YAML" in done.stdout
    assert "nothing was touched: taxonomy.yaml must be mended first" in done.stderr
    assert (root / "papers" / "smith2020a.yaml").read_text() == UNTIDY


def test_links_out_of_the_survey(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """A symbolic link that leads out of the survey is told of, and nothing behind it is written."""
    (tmp_path / "outside.yaml").write_text(UNTIDY)
    root = make_survey(papers=False)
    (root / "papers" / "smith2020a.yaml").symlink_to(tmp_path / "outside.yaml")
    done = survey(root, "fmt")
    assert done.returncode == 1
    assert "leads out of the survey" in done.stdout
    assert (tmp_path / "outside.yaml").read_text() == UNTIDY


def test_the_real_records(root: Path) -> None:
    """The records of this repository are in form."""
    done = survey(root, "fmt", "--check")
    assert done.returncode == 0, done.stdout


def test_records_that_cannot_be_read_are_told(make_survey: MakeSurvey) -> None:
    """Without its folder of records a survey is broken, and neither formatted nor empty."""
    root = make_survey(papers=False)
    (root / "papers").rmdir()
    done = survey(root, "fmt")
    assert done.returncode == 2
    assert "papers cannot be read: No such file or directory" in done.stderr
