"""Nothing from outside the survey: what a name leads to is a regular file in it, or left out."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from in_process import survey

from site_builder.cli import main
from site_builder.curation import addresses, issue_form
from site_builder.files import inside
from site_builder.library import Library
from site_builder.yamlfiles import reading
from site_builder.yamlfiles.record_files import PAPERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

SECRET = "zsecretz"  # noqa: S105 (a word to look for)
"""Stands in every file outside of the survey, and must stand nowhere else."""
MKDOCS = (
    "site_name: A\nplugins: [{survey: {search: false}}]\ntheme: {name: material, font: false}\n"
)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Give a folder beside the survey with a page, a record and a template, all secret."""
    folder = tmp_path / "outside"
    (folder / "inner").mkdir(parents=True)
    for name in ("page.md", "inner/page.md", "data.txt", "paper.html"):
        (folder / name).write_text(f"# {SECRET}\n", encoding="utf-8")
    text = f"title: {SECRET}\nauthors: [Ann Smith]\nyear: 2020\nvenue: arXiv\n"
    (folder / "smith2020secret.yaml").write_text(text, encoding="utf-8")
    return folder


def link(path: Path, target: Path | str) -> None:
    """Make a link in the place of what is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def pipe(path: Path) -> None:
    """Make a named pipe in the place of what is there, which nobody will ever write to."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)


FILES = ["CONTRIBUTING.md", issue_form.FORM, "docs/x.md", "papers/a2020b.yaml", "venues.yaml"]
FILES += ["templates/pages/paper.html"]


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("kind", ["out", "environment", "device", "pipe", "git", "huge"])
def test_files(make_survey: MakeSurvey, outside: Path, path: str, kind: str) -> None:
    """A file that is no regular file of the survey is told with its path, read by nobody."""
    home = make_survey({"mkdocs.yml": MKDOCS})
    (home / ".git").mkdir()
    (home / ".git" / "config").write_text(SECRET, encoding="utf-8")
    make = {
        "out": lambda: link(home / path, outside / "page.md"),
        "environment": lambda: link(home / path, "/proc/self/environ"),
        "device": lambda: link(home / path, "/dev/zero"),
        "pipe": lambda: pipe(home / path),
        "git": lambda: link(home / path, home / ".git" / "config"),
        "huge": lambda: huge(home / path),
    }
    make[kind]()
    done = CliRunner().invoke(main, ["--root", str(home), "check"])
    assert done.exit_code == 1
    assert f"{path}:1:1: error: " in done.output
    assert SECRET not in done.output
    with pytest.raises(inside.Refused):
        inside.read(home / path, home)
    assert SECRET not in str(addresses.of_survey(home, []))


def huge(path: Path) -> None:
    """Make a file that is larger than anybody reads, and takes no room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with path.open("wb") as file:
        file.truncate(inside.MOST_BYTES + 1)


def spoiled(make_survey: MakeSurvey, outside: Path) -> Path:
    """Give a survey with every kind of link out, pipes and devices, that can be built all the same."""
    home = make_survey(
        {"mkdocs.yml": MKDOCS, "docs/own.md": "# Own\n", "notes/note.md": "# Noted\n"}
    )
    link(home / "CONTRIBUTING.md", outside / "page.md")
    link(home / "docs" / "page.md", outside / "page.md")
    link(home / "docs" / "data.txt", outside / "data.txt")
    link(home / "docs" / "folder", outside)
    link(home / "docs" / "around", home / "docs")
    link(home / "docs" / "noted", home / "notes")
    link(home / "docs" / "note.md", home / "notes" / "note.md")
    link(home / "papers" / "smith2020secret.yaml", outside / "smith2020secret.yaml")
    link(home / "templates" / "pages" / "paper.html", outside / "paper.html")
    link(home / issue_form.FORM, "/dev/zero")
    pipe(home / "docs" / "pipe.md")
    pipe(home / "papers" / "pipe2020x.yaml")
    huge(home / "docs" / "huge.bin")
    return home


TOLD = {
    "CONTRIBUTING.md",
    "docs/page.md",
    "docs/data.txt",
    "docs/folder",
    "docs/around",
    "docs/pipe.md",
    "docs/huge.bin",
    "papers/smith2020secret.yaml",
    "papers/pipe2020x.yaml",
    "templates/pages/paper.html",
    issue_form.FORM,
}


def test_check_tells_all(make_survey: MakeSurvey, outside: Path) -> None:
    """Each is an error of `survey check` with its path; links within the survey are none."""
    done = survey(spoiled(make_survey, outside), "check")
    errors = {line.split(":")[0] for line in done.stdout.splitlines() if ": error: " in line}
    assert errors == TOLD
    assert done.returncode == 1
    assert SECRET not in done.stdout


@pytest.mark.parametrize("command", ["build", "export-docs"])
def test_what_is_published(
    make_survey: MakeSurvey, outside: Path, tmp_path: Path, command: str
) -> None:
    """The site has what is the survey's, links within it followed, and nothing else."""
    home, out = spoiled(make_survey, outside), tmp_path / "out"
    done = survey(home, command, *(["--out"] if command == "build" else []), str(out))
    assert done.returncode == 0, done.stderr
    assert "docs/folder:1:1: this symbolic link leads out of the survey" in done.stderr
    files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    assert not [name for name, path in files.items() if SECRET.encode() in path.read_bytes()]
    assert not [name for name in files if "huge" in name or "around" in name or "pipe" in name]
    place = "" if command == "build" else "docs/"
    ending = "/index.html" if command == "build" else ".md"
    assert f"{place}own{ending}" in files
    assert f"{place}note{ending}" in files


def test_papers_elsewhere(make_survey: MakeSurvey, outside: Path) -> None:
    """Records are the survey's own: a folder of them that is elsewhere is told, read by no command."""
    home = make_survey()
    link(home / PAPERS, outside)
    before = sorted(outside.rglob("*"))
    library, problems = Library.load(home)
    assert not library.papers
    assert [(each.path, each.code) for each in problems] == [(PAPERS, "symlink")]
    for command in ("check", "fmt", "stats", "export csv", "import docs/x.bib"):
        done = CliRunner().invoke(main, ["--root", str(home), *command.split()])
        assert SECRET not in done.output
    assert sorted(outside.rglob("*")) == before


@pytest.mark.parametrize("folder", ["docs", "theme"])
def test_folders_elsewhere(make_survey: MakeSurvey, outside: Path, folder: str) -> None:
    """A folder that mkdocs.yml names is the survey's own, linked or not, or nothing is made of it."""
    config = MKDOCS.replace("font: false", "font: false, custom_dir: theme")
    home = make_survey({"mkdocs.yml": config, "theme/x.css": "a {}"})
    link(home / folder, outside)
    done = survey(home, "check")
    assert f"{folder}:1:1: error: this symbolic link leads out" in done.stdout
    survey(home, "build", "--out", "out")
    assert not [
        p for p in (home / "out").rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()
    ]


@pytest.mark.parametrize("named", ["../outside", "{outside}"])
def test_pages_elsewhere_by_name(make_survey: MakeSurvey, outside: Path, named: str) -> None:
    """A folder of pages outside is no part of the survey, though mkdocs.yml names it."""
    home = make_survey({"mkdocs.yml": f"{MKDOCS}docs_dir: {named.format(outside=outside)}\n"})
    assert "lies outside of the survey" in survey(home, "check").stdout
    survey(home, "build", "--out", "out")
    assert not [
        p for p in (home / "out").rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()
    ]


def test_links_without_an_end(make_survey: MakeSurvey) -> None:
    """Folders that link to each other in ever more ways stop the build instead of filling the disk."""
    home = make_survey({"mkdocs.yml": MKDOCS})
    for number in range(20):
        folder = home / "docs" / f"d{number}"
        folder.mkdir()
        for name in "ab":
            (folder / name).symlink_to(f"../d{number + 1}")
    (home / "docs" / "d20").mkdir()
    survey(home, "check")
    done = survey(home, "build", "--out", "out")
    assert done.returncode == 1
    assert "have no end" in done.stderr


def test_a_file_that_is_read(tmp_path: Path) -> None:
    """A regular file is read whole, up to the bound, through links within the root alone."""
    root = tmp_path / "survey"
    root.mkdir()
    (root / "a").write_bytes(b"x" * 10)
    link(root / "b", "a")
    link(root / "deep" / "c", "../b")
    assert {inside.read(root / name, root, 10) for name in ("a", "b", "deep/c")} == {b"x" * 10}
    with pytest.raises(inside.Refused, match="too large"):
        inside.read(root / "b", root, 9)
    (tmp_path / "surveyor").write_bytes(b"")
    with pytest.raises(inside.Refused, match="outside"):
        inside.read(tmp_path / "surveyor", root)
    with pytest.raises(inside.Refused, match="outside"):
        inside.read(root / ".." / "surveyor", root)
    assert reading.read(root / "nowhere", "x", root)[1][0].code == "unreadable"
