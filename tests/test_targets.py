"""Where commands may write: what is the survey's own, or somebody else's, is never touched."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from mkdocs.__main__ import cli as mkdocs

from site_builder import targets
from site_builder.cli import main
from site_builder.mkdocs_site import run
from site_builder.problems import SurveyError
from site_builder.targets import EXPORT, SITE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

FILES = {
    "templates/pages/x.html": "x",
    "ours/main.html": "x",
    "tools/x.sh": "x",
    "README.md": "# Planes\n",
    "LICENSE": "x",
    "refs.bib": "@misc{a}\n",
    "PAPERS.md": "# Fold\n\n- old\n",
    "paper.tex": "\\documentclass{article}\n",
    "mkdocs.yml": "site_name: X\ntheme: {name: material, custom_dir: ours}\nplugins: [survey]\n",
}


def everything(folder: Path) -> dict[str, bytes]:
    """Read every file in and below a folder, but git's own."""
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture
def root(make_survey: MakeSurvey) -> Path:
    """Give a survey that git keeps, with files of every kind."""
    root = make_survey(FILES)
    git = ["git", "-C", str(root), "-c", "user.name=N", "-c", "user.email=n@planes.example"]
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "x"]):
        environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull}
        subprocess.run([*git, *arguments], env=environment, check=True)
    return root


FORBIDDEN = [
    ".",
    "..",
    "../..",
    "/",
    "papers",
    "papers/new",
    "PAPERS",
    "docs/../papers",
    "tools/../papers/",
    "docs",
    "docs/new",
    "templates",
    "templates/pages",
    "theme",
    "ours",
    "ours/new",
    ".git",
    ".git/hooks",
    ".git/new",
    ".GIT/new",
    ".github",
    "schema",
    "tools",
    "link",
    "link/new",
    "README.md",
]
"""Folders that no command may fill, relative to the survey's root."""


@pytest.mark.parametrize("is_marked", [False, True], ids=["plain", "marked"])
def test_own_folders_are_refused(root: Path, *, is_marked: bool) -> None:
    """The survey's folders, with all in and above them, are nobody's target, even when marked."""
    (root / "link").symlink_to("papers")
    for name in FORBIDDEN:
        folder = root / name
        for mark in (SITE, EXPORT):
            is_inside = folder.resolve().is_relative_to(root) and folder.is_dir()
            if is_marked and is_inside and not mark.is_on(folder):
                put_mark(folder, mark)
            with pytest.raises(SurveyError):
                targets.check_folder(folder, root, mark)


def put_mark(folder: Path, mark: targets.Mark) -> None:
    """Mark a folder as a pull request or a careless copy might."""
    if mark.form:
        (folder / mark.name).write_text(f"{mark.form}\n", encoding="utf-8")
    else:
        (folder / mark.name).mkdir()


@pytest.mark.parametrize(("mark", "other"), [(SITE, EXPORT), (EXPORT, SITE)])
def test_folders_that_may_be_filled(root: Path, mark: targets.Mark, other: targets.Mark) -> None:
    """A new folder, an empty one, one with hidden entries alone, and a marked one may be filled."""
    for name in ("site", "deep/er/site", "../site", "tools/new"):
        targets.check_folder(root / name, root, mark)
    site = root / "site"
    site.mkdir()
    targets.check_folder(site, root, mark)
    (site / ".nojekyll").touch()
    targets.check_folder(site, root, mark)
    (site / "thesis.tex").touch()
    for _ in range(2):
        with pytest.raises(SurveyError, match=r"neither empty nor .*, it has thesis\.tex"):
            targets.check_folder(site, root, mark)
        if not other.is_on(site):
            put_mark(site, other)
    put_mark(site, mark)
    targets.check_folder(site, root, mark)


def test_link_is_no_mark(root: Path) -> None:
    """A link in the place of a mark marks nothing."""
    for mark in (SITE, EXPORT):
        real, folder = root / f"real{mark.name}", root / f"out{mark.name}"
        for each in (real, folder):
            each.mkdir()
        put_mark(real, mark)
        (folder / "mine").touch()
        (folder / mark.name).symlink_to(real / mark.name)
        with pytest.raises(SurveyError, match="neither empty"):
            targets.check_folder(folder, root, mark)


def test_marked_folder_in_git_is_refused(root: Path) -> None:
    """A folder that git keeps is not filled, even if it has become a site's: it is the survey's."""
    put_mark(root / "tools", EXPORT)
    with pytest.raises(SurveyError, match="holds files that git keeps"):
        targets.check_folder(root / "tools", root, EXPORT)


OWN_FILES = [
    "papers/folder2019first.yaml",
    "papers/new.bib",
    "Papers/new.bib",
    "taxonomy.yaml",
    "venues.yaml",
    "people.yaml",
    "excluded.yaml",
    "citations.yaml",
    "mkdocs.yml",
    "README.md",
    "LICENSE",
    "paper.tex",
    ".git/config",
    ".gitignore",
    ".github/workflows/x.bib",
    "docs/index.md",
    "templates/new.bib",
    "templates/pages/x.html",
    "theme/new.bib",
    "ours/main.html",
    "tools/x.sh",
    "link.bib",
    "docs/../taxonomy.yaml",
]


@pytest.mark.parametrize(
    "command",
    [("export", "bibtex"), ("export", "markdown"), ("export", "parquet"), ("cite", "cited.tex")],
    ids=" ".join,
)
def test_own_files_are_not_written(root: Path, command: tuple[str, ...]) -> None:
    """No export meets a record, a registry, a page, a setting, or what would become one."""
    (root / "link.bib").symlink_to("taxonomy.yaml")
    (root / "cited.tex").write_text("\\cite{folder2019first}", encoding="utf-8")
    before = everything(root)
    arguments = [str(root / part) if part == "cited.tex" else part for part in command]
    for name in OWN_FILES:
        out = ["--out", str(root / name)]
        done = CliRunner().invoke(main, ["--root", str(root), *arguments, *out])
        assert (name, done.exit_code) == (name, 2)
        assert everything(root) == before


@pytest.mark.parametrize(
    ("format_", "name"),
    [
        ("bibtex", "refs.bib"),
        ("bibtex", "new.bib"),
        ("markdown", "PAPERS.md"),
        ("markdown", "new.md"),
        ("csv", "docs/papers.csv"),
        ("jsonl", "../papers.jsonl"),
    ],
)
def test_exports_are_written_over(root: Path, format_: str, name: str) -> None:
    """A new file may be written, and an earlier export again, also where git keeps that one."""
    arguments = ["--root", str(root), "export", format_, "--out", str(root / name)]
    for _ in range(2):
        assert CliRunner().invoke(main, arguments).exit_code == 0
    assert (root / name).stat().st_size > 100


def test_answers_go_to_a_folder_of_their_own(root: Path, tmp_path: Path) -> None:
    """The answer to an issue is written to a new folder, or over an earlier answer."""
    (root / "link").symlink_to("papers")
    (tmp_path / "event.json").write_text("{}", encoding="utf-8")
    before = everything(root)
    for out in ("papers", "docs", ".git", ".", "tools", "schema", "link"):
        arguments = ["answer", str(tmp_path / "event.json"), "--out", str(root / out)]
        assert CliRunner().invoke(main, ["--root", str(root), *arguments]).exit_code == 2
        assert everything(root) == before
    names = frozenset({"answer.md"})
    (tmp_path / "answer").mkdir()
    (tmp_path / "answer" / "answer.md").touch()
    targets.check_into(tmp_path / "answer", root, names)
    (tmp_path / "answer" / "mine").touch()
    with pytest.raises(SurveyError, match="it has mine"):
        targets.check_into(tmp_path / "answer", root, names)


@pytest.mark.parametrize("program", ["survey", "survey with --out", "mkdocs"])
def test_site_goes_to_a_folder_of_its_own(root: Path, program: str) -> None:
    """Neither `--out` nor `site_dir`, by whichever command, leads to what no build made."""
    (root / "link").symlink_to("papers")
    (root / "mine").mkdir()
    (root / "mine" / "thesis.tex").touch()
    for name in ("papers", "docs/x", ".git", "..", "tools", "link", "mine"):
        if program != "survey with --out":
            config = f"{FILES['mkdocs.yml']}site_dir: {name}\n"
            (root / "mkdocs.yml").write_text(config, encoding="utf-8")
        before = everything(root.parent)
        if program == "mkdocs":
            done = CliRunner().invoke(mkdocs, ["build", "-f", str(root / "mkdocs.yml")])
            assert done.exit_code == 1
            assert not done.exception or isinstance(done.exception, SystemExit)
        else:
            with pytest.raises(SurveyError):
                run.build(root, out=root / name if "--out" in program else None)
        assert everything(root.parent) == before


def test_build_without_the_plugin_is_refused(root: Path) -> None:
    """Where mkdocs.yml leaves the plugin out, MkDocs alone would empty the folder: nothing is built."""
    (root / "mkdocs.yml").write_text("site_name: X\nsite_dir: tools\n", encoding="utf-8")
    before = everything(root)
    with pytest.raises(SurveyError, match="plugins: must have survey"):
        run.build(root)
    assert everything(root) == before
