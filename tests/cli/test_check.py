"""The command `survey check`."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from in_process import survey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

BROKEN = {"papers/smith2020x.yaml": "title: A\nauthors: [Ann Smith]\nyear: 2020\nvenue: JAP\n"}


def git(cwd: Path, *arguments: str) -> None:
    """Run git with a name of its own."""
    who = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=cwd, check=True, capture_output=True)


def test_a_good_survey(make_survey: MakeSurvey) -> None:
    """Warnings alone exit with 0; the count is the last line."""
    done = survey(make_survey() / "papers", "check")
    assert done.returncode == 0
    assert done.stderr.strip() == "4 papers read: 0 errors, 1 warning"


def test_text(make_survey: MakeSurvey) -> None:
    """An error exits with 1 and shows the line with a caret."""
    done = survey(make_survey(BROKEN), "check")
    assert done.returncode == 1
    assert (
        "papers/smith2020x.yaml:4:8: error: venue: unknown venue 'JAP'\n"
        "    venue: JAP\n"
        "           ^\n"
        "    hint: did you mean 'JPA'?\n"
    ) in done.stdout


def test_json(make_survey: MakeSurvey) -> None:
    """JSON is the whole output."""
    done = survey(make_survey(BROKEN), "check", "--format", "json")
    assert done.returncode == 1
    assert [p["code"] for p in json.loads(done.stdout) if p["severity"] == "error"] == [
        "unknown-venue"
    ]


def test_github(make_survey: MakeSurvey) -> None:
    """Annotations carry file, line and column."""
    done = survey(make_survey(BROKEN), "check", "--format", "github")
    assert "::error file=papers/smith2020x.yaml,line=4,col=8,title=unknown-venue::" in done.stdout


def test_since(make_survey: MakeSurvey) -> None:
    """With a revision only changed files are told, new ones too; of a registry, what it breaks."""
    root = make_survey(BROKEN)
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    assert survey(root, "check", "--since", "HEAD").returncode == 0
    (root / "papers" / "smith2021y.yaml").write_text("title: [")
    done = survey(root, "check", "--since", "HEAD")
    assert done.returncode == 1
    assert "smith2020x" not in done.stdout
    venues = root / "venues.yaml"
    venues.write_text(venues.read_text().replace("id: JPA", "id: JPAs"))
    (root / "papers" / "smith2021y.yaml").unlink()
    told = survey(root, "check", "--since", "HEAD", "--format", "json").stdout
    assert {(p["path"], p["code"]) for p in json.loads(told)} == {
        ("papers/gleiter2022glide.yaml", "unknown-venue"),
        ("papers/vouw2020blunt.yaml", "unknown-venue"),
    }


def test_since_tells_what_broke_elsewhere(make_survey: MakeSurvey) -> None:
    """An error that a change causes in a file which nobody touched is told; an old one is not."""
    root = make_survey(BROKEN)
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    (root / "papers" / "folder2019first.yaml").unlink()  # vouw2020blunt extends it
    done = survey(root, "check", "--since", "HEAD", "--format", "github")
    assert done.returncode == 1
    errors = [line for line in done.stdout.splitlines() if line.startswith("::error")]
    assert [line.partition(",")[0] for line in errors] == ["::error file=papers/vouw2020blunt.yaml"]


def test_since_reads_pages_as_they_were(make_survey: MakeSurvey) -> None:
    """A fault that a hand-written page had before is not told anew; one that a change brings is."""
    root = make_survey({"docs/x.md": "@folder2019first and\n@nobody2020\n"})
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    assert survey(root, "check").returncode == 1
    assert survey(root, "check", "--since", "HEAD").returncode == 0
    record = root / "papers" / "folder2019first.yaml"
    text = record.read_text(encoding="utf-8")
    (root / "papers" / "folder2019fold.yaml").write_text(text, encoding="utf-8")
    record.unlink()
    done = survey(root, "check", "--since", "HEAD", "--format", "github")
    assert "file=docs/x.md,line=1,col=1,title=unknown-key" in done.stdout
    assert "nobody2020" not in done.stdout


FORM = """\
body:
  - {id: paper, type: input, attributes: {label: Paper}}
  - {id: category, type: dropdown, attributes: {label: Category, options: ["Gone [gone/away]"]}}
"""


def test_since_knows_what_else_was_wrong(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """What was wrong before with the form, the pages and the files of papers/ is not new."""
    form = {".github/ISSUE_TEMPLATE/add-a-paper.yml": FORM, "papers/No Key.yaml": "title: x\n"}
    root = make_survey(form)
    (tmp_path / "secret").write_text("x")
    (root / "docs" / "out.md").symlink_to(tmp_path / "secret")
    (root / "docs" / "in.md").symlink_to("index.md")
    told = json.loads(survey(root, "check", "--format", "json").stdout)
    assert {"stale-form", "symlink", "missing"} <= {each["code"] for each in told}
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    venues = root / "venues.yaml"
    venues.write_text(f"{venues.read_text()}# touched\n")
    assert json.loads(survey(root, "check", "--since", "HEAD", "--format", "json").stdout) == []
    (root / "docs" / "index.md").unlink()
    told = json.loads(survey(root, "check", "--since", "HEAD", "--format", "json").stdout)
    assert [each["path"] for each in told] == ["docs/in.md"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--since", "--output=x"], "--since: "),
        (["check", "--since", "nowhere"], "--since: "),
        (["check", "--format", "xml"], "'xml' is not one of"),
        (["chek"], "No such command 'chek'"),
        (["--root", "nowhere", "check"], "does not exist"),
    ],
)
def test_misuse(make_survey: MakeSurvey, arguments: list[str], said: str) -> None:
    """A mistake of use exits with 2, says what is wrong, and shows no traceback."""
    root = make_survey()
    git(root, "init", "-q")
    done = survey(root, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_elsewhere(tmp_path: Path) -> None:
    """Outside a survey the message says what was looked for."""
    done = survey(tmp_path, "check")
    assert done.returncode == 2
    assert "no survey here" in done.stderr


def test_another_folder(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """--root works on a survey elsewhere; paths stay relative to it."""
    root = make_survey(BROKEN)
    done = survey(tmp_path, "--root", str(root), "check")
    assert done.stdout.startswith("papers/")


def test_the_real_survey(root: Path) -> None:
    """The records of this repository: no errors, all of them read."""
    done = survey(root, "check")
    assert done.returncode == 0
    assert " 0 errors," in done.stderr
