"""The command `survey release`: entries in releases.yaml, and data packages of a commit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from frictionless import Package as Frictionless
from packages import DAY, Package, commit, git

from site_builder.library import Library
from site_builder.yamlfiles.canonical_registry import canonical_releases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services import Survey

    MakeSurvey = Callable[..., Path]

FILE = "releases.yaml"
PAPER = "title: A Paper\nauthors: [Ann Smith]\nyear: 2020\nvenue: JPA\nfold: [dart]\n"
SMITH = "papers/smith2020paper.yaml"
CITATION = """\
cff-version: 1.2.0
message: Cite this.
title: "Aeroplanes: a survey"
abstract: What flies.
authors:
  - {family-names: Vouw, name-particle: van den, given-names: Józef, orcid: "https://orcid.org/0000-0002-1825-0097"}
  - name: The Hall Team
license: [CC-BY-4.0, MIT]
version: 0.1.0
doi: 10.5281/zenodo.1
keywords: [paper, air]
references:
  - {type: article, title: Planes, authors: [{name: X}], doi: 10.1145/3657632}
"""
LICENCE = "Do as you like.\n"


@pytest.fixture
def home(make_survey: MakeSurvey) -> Path:
    """Give a survey in git, with a citation file and a licence."""
    root = make_survey({"CITATION.cff": CITATION, "LICENSE-DATA": LICENCE})
    commit(root, begin=True)
    return root


@pytest.fixture
def released(home: Path, survey: Survey) -> Path:
    """Give a survey with one release, and a paper that came since."""
    done = survey(home, "release", "2026.10", "--yes")
    assert done.returncode == 0, done.stderr
    commit(home)
    git(home, "tag", "v2026.10")
    (home / SMITH).write_text(PAPER)
    commit(home)
    return home


def entries(root: Path) -> list[dict[str, Any]]:
    """Read the entries by another reader."""
    found: list[dict[str, Any]] = yaml.safe_load((root / FILE).read_text("utf-8"))["releases"]
    return found


def package(root: Path, survey: Survey, version: str, *options: str, out: str = "out") -> Package:
    """Make a package, and hold all that it declares against its files."""
    folder = root.parent / out
    done = survey(root, "release", version, "--out", str(folder), *options)
    assert done.returncode == 0, done.stderr
    made = Package(folder)
    made.check()
    return made


def test_entry(home: Path, survey: Survey) -> None:
    """A release is entered with its day and what it holds, shown first; nothing else is touched."""
    done = survey(home, "release", "2026.11", "--summary", "The *first*: = all", given="y\n")
    assert done.returncode == 0, done.stderr
    assert 'releases.yaml:\n  - version: "2026.11"\n' in done.stdout
    assert done.stdout.endswith("releases.yaml:3: written\n")
    assert "git tag v2026.11 && git push origin v2026.11" in done.stderr
    (entry,) = entries(home)
    library, _ = Library.load(home)
    results = sum(len(paper.results) for paper in library.papers.values())
    counts = {"papers": 4, "authors": len(library.people), "benchmarks": 1, "results": results}
    assert entry["counts"].items() >= counts.items()
    assert (entry["version"], entry["summary"]) == ("2026.11", "The *first*: = all")
    assert "changes" not in entry
    text = (home / FILE).read_text("utf-8")
    assert canonical_releases(text, FILE).text == text
    assert git(home, "status", "--porcelain") == f"?? {FILE}"
    assert survey(home, "check").returncode == 0


def test_second_entry(released: Path, survey: Survey) -> None:
    """The next one says what changed since the tag of the one before, and keeps the file's words."""
    text = (released / FILE).read_text("utf-8").replace("releases:\n", "releases:  # kept\n")
    (released / FILE).write_text(text)
    commit(released)
    done = survey(released, "release", "2026.11", "--yes")
    assert done.returncode == 0, done.stderr
    assert (released / FILE).read_text("utf-8").startswith(text.rstrip("\n"))
    assert [each["version"] for each in entries(released)] == ["2026.10", "2026.11"]
    assert entries(released)[1]["changes"] == ["1 paper added"]


def test_nothing_is_written(released: Path, survey: Survey) -> None:
    """A dry run and a no write nothing."""
    before = (released / FILE).read_text("utf-8")
    assert survey(released, "release", "2026.11", "--dry-run").returncode == 0
    done = survey(released, "release", "2026.11", given="n\n")
    assert (done.returncode, "nothing was written" in done.stderr) == (1, True)
    assert (released / FILE).read_text("utf-8") == before


def test_package(home: Path, survey: Survey) -> None:
    """Each table has what the records say, with the values' own types; exports stand beside."""
    made = package(home, survey, "1.0")
    library, _ = Library.load(home)
    assert [row["key"] for row in made.tables["papers"]] == list(library.papers)
    vouw = next(row for row in made.tables["papers"] if row["key"] == "vouw2020blunt")
    said = library.papers["vouw2020blunt"]
    assert (vouw["year"], vouw["month"], vouw["added"]) == (2020, 5, said.added)
    assert (vouw["abstract"], vouw["notes"]) == (said.abstract, said.notes)
    results = [row for row in made.tables["results"] if row["paper"] == "vouw2020blunt"]
    assert [row["value"] for row in results] == [29.25, 2.0]
    assert results[0]["source"] == ["Table 2", "the team's web page"]
    assert results[0]["backbone"] == "A4, 80 g"
    authors = [row for row in made.tables["authors"] if row["paper"] == "vouw2020blunt"]
    assert authors[0]["particle"] == "van den"
    assert authors[1]["literal"] == "The Hall Team"
    assert {row["person"] for row in made.tables["authors"]} == {*library.people}
    assert made.tables["former_keys"] == [{"former_key": "vouw2020stub", "paper": "vouw2020blunt"}]
    assert (made.folder / "LICENSE-DATA").read_text() == LICENCE
    assert (made.folder / "registries/taxonomy.yaml").read_bytes() == (
        home / "taxonomy.yaml"
    ).read_bytes()
    lines = (made.folder / "exports/survey.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines] == list(library.papers)
    assert {path.name for path in (made.folder / "exports").iterdir()} == {
        *("survey.bib", "survey-biblatex.bib", "survey.csv", "survey.json", "survey.jsonl"),
        *("survey.md", "survey.parquet", "survey.ris", "survey.tex"),
    }
    assert "This is the first release." in (made.folder / "CHANGES.md").read_text("utf-8")


def test_frictionless(home: Path, survey: Survey) -> None:
    """The library of those who wrote the standard finds nothing wrong, and reads the same rows."""
    made = package(home, survey, "1.0")
    report = Frictionless(str(made.folder / "datapackage.json")).validate()
    assert report.flatten(["name", "message"]) == []
    names = {task.name for task in report.tasks if task.type == "table"}
    assert names == {*made.tables}


def test_checksums(home: Path, survey: Survey) -> None:
    """`sha256sum` accepts the checksums of every file, and that of the archive."""
    made = package(home, survey, "1.0")
    (archive,) = made.folder.glob("*.zip")
    for name in ("SHA256SUMS", f"{archive.name}.sha256"):
        subprocess.run(
            ["sha256sum", "--strict", "--check", name],
            cwd=made.folder,
            check=True,
            capture_output=True,
        )
    listed = {line[66:] for line in (made.folder / "SHA256SUMS").read_text().splitlines()}
    files = {p.relative_to(made.folder).as_posix() for p in made.folder.rglob("*") if p.is_file()}
    others = {"SHA256SUMS", ".survey-release", archive.name, f"{archive.name}.sha256"}
    assert files - listed == others
    subprocess.run(["unzip", "-q", str(archive), "-d", str(made.folder.parent / "u")], check=True)
    (inner,) = (made.folder.parent / "u").iterdir()
    assert {p.relative_to(inner).as_posix() for p in inner.rglob("*") if p.is_file()} == {
        *listed,
        "SHA256SUMS",
    }


def test_citation(home: Path, survey: Survey) -> None:
    """The citation file is the survey's own with this version's facts; it follows the standard."""
    made = package(home, survey, "1.0")
    path = made.folder / "CITATION.cff"
    said, own = yaml.safe_load(path.read_text("utf-8")), yaml.safe_load(CITATION)
    facts = {"version": "1.0", "date-released": DAY, "commit": git(home, "rev-parse", "HEAD")}
    assert said == {k: v for k, v in own.items() if k != "doi"} | facts | {"type": "dataset"}
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    done = subprocess.run(
        [*command, "vendor.citation-file-format", str(path)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    zenodo = json.loads((made.folder / ".zenodo.json").read_text("utf-8"))
    assert zenodo == {
        "title": "Aeroplanes: a survey",
        "version": "1.0",
        "publication_date": DAY,
        "upload_type": "dataset",
        "access_right": "open",
        "description": "<p>What flies.</p>",
        "creators": [
            {"name": "van den Vouw, Józef", "orcid": "0000-0002-1825-0097"},
            {"name": "The Hall Team"},
        ],
        "keywords": ["paper", "air"],
        "license": "cc-by-4.0",
        "related_identifiers": [
            {"identifier": "10.1145/3657632", "relation": "references", "scheme": "doi"}
        ],
    }
    assert [each["name"] for each in made.descriptor["licenses"]] == ["CC-BY-4.0", "MIT"]
    assert made.descriptor["version"] == "1.0"
    assert "id" not in made.descriptor


def test_doi(released: Path, survey: Survey) -> None:
    """A DOI that an archive has given stands wherever the version is cited."""
    text = (released / FILE).read_text("utf-8").rstrip("\n")
    (released / FILE).write_text(
        f'{text}\n  - {{version: "2026.11", date: 2026-12-24, doi: 10.5281/zenodo.7}}\n'
    )
    commit(released)
    made = package(released, survey, "2026.11", "--listed")
    said = yaml.safe_load((made.folder / "CITATION.cff").read_text("utf-8"))
    assert (said["doi"], said["date-released"]) == ("10.5281/zenodo.7", "2026-12-24")
    assert made.descriptor["id"] == "https://doi.org/10.5281/zenodo.7"
    assert "<https://doi.org/10.5281/zenodo.7>" in (made.folder / "README.md").read_text("utf-8")


def test_changes(released: Path, survey: Survey) -> None:
    """What changed since the release before is told in words, and whole as a table."""
    made = package(released, survey, "2026.11")
    text = (made.folder / "CHANGES.md").read_text("utf-8")
    assert text.startswith("# What changed in 2026.11 since 2026.10\n")
    assert "**1 paper added**\n\n- A Paper (`smith2020paper`): JPA 2020, in Dart" in text
    (row,) = made.tables["changes"]
    assert (row["kind"], row["id"]) == ("added", "smith2020paper")


def test_same_bytes(released: Path, tmp_path: Path) -> None:
    """One commit makes the same bytes in two clones, whatever the zone, language, mask and files."""
    folders = []
    for number, (zone, language, mask) in enumerate(
        [("Pacific/Kiritimati", "C", 0o077), ("America/Adak", "tr_TR.UTF-8", 0o002)]
    ):
        clone = tmp_path / f"clone-{number}" / f"deep-{number}"
        git(tmp_path, "clone", "--quiet", str(released), str(clone))
        if number:  # what git does not keep is no part of a release
            (clone / ".git/info/exclude").write_text("ignored*\n")
            shutil.copy(clone / SMITH, clone / "papers/ignored2020paper.yaml")
            git(clone, "update-index", "--assume-unchanged", "LICENSE-DATA")
            (clone / "LICENSE-DATA").write_text("Do not.\n")
        out = tmp_path / f"out-{number}"
        done = subprocess.run(
            [sys.executable, "-m", "site_builder", "release", "2026.11", "--out", str(out)],
            cwd=clone,
            env=os.environ
            | {"TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": str(number), "SITE_URL": zone},
            umask=mask,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        folders.append(out)
    one, other = (
        {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        for folder in folders
    )
    assert one.keys() == other.keys()
    assert [name for name, content in one.items() if other[name] != content] == []


def test_again(home: Path, survey: Survey) -> None:
    """A package takes the place of an earlier one whole; hidden files of others stay."""
    made = package(home, survey, "1.0")
    (made.folder / ".mine").write_text("x")
    package(home, survey, "1.1")
    names = [path.name for path in made.folder.glob("*.zip")]
    assert names == ["aeroplanes-a-survey-1.1.zip"]
    assert (made.folder / ".mine").read_text() == "x"
    assert not [path for path in home.parent.iterdir() if path.name.endswith(".part")]


def test_inside_of_the_survey(home: Path, survey: Survey) -> None:
    """A package that lies in the survey's folder is no uncommitted file of it."""
    for _ in range(2):
        done = survey(home, "release", "1.0", "--out", "made")
        assert done.returncode == 0, done.stderr


def test_full_folder(home: Path, survey: Survey, tmp_path: Path) -> None:
    """What somebody else has in a folder stays, and nothing is written."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("x")
    done = survey(home, "release", "1.0", "--out", str(tmp_path / "full"))
    assert (done.returncode, "it has mine.txt" in done.stderr) == (2, True)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    done = survey(home, "release", "1.0", "--out", "papers")
    assert (done.returncode, "the survey's own papers" in done.stderr) == (2, True)


def refused(survey: Survey, root: Path, *arguments: str) -> str:
    """Run the command, which must refuse in one line and leave nothing behind."""
    before = git(root, "status", "--porcelain") if (root / ".git").exists() else ""
    done = survey(root, "release", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert not (root.parent / "out").exists()
    if before or (root / ".git").exists():
        assert git(root, "status", "--porcelain") == before
    (line,) = done.stderr.splitlines()
    return line.removeprefix("Error: ")


OUT = ("--out", "../out")


@pytest.mark.parametrize("more", [(), OUT], ids=["enter", "make"])
@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("v2026.11", "'v2026.11' is no version: write 2026.11; its tag is v2026.11"),
        ("2026.9", "2026.9 comes before 2026.10, the last release: take a later version"),
    ],
)
def test_wrong_version(
    released: Path, survey: Survey, version: str, said: str, more: tuple[str, ...]
) -> None:
    """A version that is none, or comes before the last one, is refused."""
    assert refused(survey, released, version, *more) == said


@pytest.mark.parametrize("more", [(), OUT], ids=["enter", "make"])
def test_dirty(released: Path, survey: Survey, more: tuple[str, ...]) -> None:
    """What is not committed is in no release."""
    (released / SMITH).write_text(PAPER.replace("2020", "2021"))
    (released / "papers/new.yaml").write_text(PAPER)
    said = "papers/new.yaml, papers/smith2020paper.yaml are not committed, and a release is of a commit: commit or remove that first"
    words = refused(survey, released, "2026.11", *more)
    assert sorted(words.split(" are ")[0].split(", ")) == said.split(" are ", maxsplit=1)[0].split(
        ", "
    )
    assert words.partition(" are ")[2] == said.partition(" are ")[2]


def test_existing_version(released: Path, survey: Survey) -> None:
    """What is released stays: no other commit becomes that version."""
    listed = "2026.10 exists already: releases.yaml lists 2026.10, of "
    assert refused(survey, released, "2026.10").startswith(listed)
    assert refused(survey, released, "2026.10", *OUT).startswith(
        "2026.10 exists already: the tag v2026.10 names the commit "
    )
    git(released, "tag", "v2026.11", "HEAD~1")
    words = refused(survey, released, "2026.11", *OUT)
    assert words.startswith("2026.11 exists already: the tag v2026.11 names the commit ")
    assert words.endswith("take the next version, or `git switch --detach v2026.11`")
    words = refused(survey, released, "2026.11")
    assert words.startswith("2026.11 exists already: the tag v2026.11 names the commit ")
    assert refused(survey, released, "2026.010", *OUT) == (
        "releases.yaml writes '2026.010' as 2026.10: so should you"
    )


def test_earlier_release(released: Path, survey: Survey) -> None:
    """An earlier release is made anew from its own commit, by the tag that says which."""
    made = package(released, survey, "2026.11")
    git(released, "switch", "--quiet", "--detach", "v2026.10")
    again = package(released, survey, "2026.10", "--listed", out="again")
    assert len(again.tables["papers"]) == len(made.tables["papers"]) - 1


def test_not_listed(released: Path, survey: Survey) -> None:
    """With --listed a version that the site would not know is refused."""
    words = refused(survey, released, "2026.11", "--listed", *OUT)
    assert words.startswith(
        "releases.yaml does not list 2026.11: enter it with `survey release 2026.11`"
    )


def test_no_tag_of_the_release_before(released: Path, survey: Survey) -> None:
    """Where the tag of the release before is missing, nobody guesses what changed."""
    git(released, "tag", "--delete", "v2026.10")
    words = refused(survey, released, "2026.11", *OUT)
    assert words.startswith("the tag v2026.10 of the release before is not in this copy")


def test_no_git(make_survey: MakeSurvey, survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a commit there is nothing to release."""
    root = make_survey()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(root.parent))
    said = "1.0 would be a version of no commit: the survey is not in git"
    assert refused(survey, root, "1.0", *OUT) == said


def test_errors(home: Path, survey: Survey) -> None:
    """A survey with errors is not released."""
    (home / SMITH).write_text(PAPER.replace("JPA", "JAP"))
    commit(home)
    words = refused(survey, home, "1.0", *OUT)
    assert words.startswith("a release has no errors: papers/smith2020paper.yaml:4:8: ")
    assert words.endswith("; see `survey check`")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- x\n", "CITATION.cff:1:1: expected fields (see https://citation-file-format.github.io)"),
        ("authors: [{name: A}]\n", "CITATION.cff:1:1: the title is missing or no text (write title: …)"),
        ("title: [a]\nauthors: []\n", "CITATION.cff:1:8: the title is missing or no text (write title: …)"),
        ("title: a\nauthors: []\n", "CITATION.cff:2:10: there are no authors (write a list of people or groups)"),
        ("title: a\nauthors:\n  - {name: B}\n  - {orcid: x}\n", "CITATION.cff:4:5: author 2 has no name (write 'family-names' and 'given-names', or 'name')"),
        ("title: a: b\n", "CITATION.cff:1:9: not valid YAML: mapping values are not allowed in this context"),
    ],
)  # fmt: skip
def test_broken_citation(home: Path, survey: Survey, text: str, said: str) -> None:
    """A citation file that is no use is told with its place."""
    (home / "CITATION.cff").write_text(text)
    commit(home)
    assert refused(survey, home, "1.0", *OUT).startswith(said)


def test_without_citation(home: Path, survey: Survey) -> None:
    """Without a citation file the survey is cited by the name of its site; no licence is invented."""
    (home / "CITATION.cff").unlink()
    commit(home)
    made = package(home, survey, "1.0")
    said = yaml.safe_load((made.folder / "CITATION.cff").read_text("utf-8"))
    assert (said["title"], "license" in said) == ("Paper Aeroplanes", False)
    assert said["authors"] == [{"name": "The contributors of Paper Aeroplanes"}]
    assert "licenses" not in made.descriptor


@pytest.mark.parametrize(
    "arguments", [("--listed",), (*OUT, "--yes"), (*OUT, "--summary", "x")], ids=" ".join
)
def test_misuse(home: Path, survey: Survey, arguments: tuple[str, ...]) -> None:
    """Options that do not go together are refused."""
    done = survey(home, "release", "1.0", *arguments)
    assert done.returncode == 2
    assert re.search(r"go(es)? with|do not go", done.stderr)


@pytest.mark.slow
def test_shallow_copy(released: Path, tmp_path: Path) -> None:
    """The site says the same of releases and of the commit from a shallow copy of the repository."""
    pages = []
    for name, options in (("whole", ()), ("shallow", ("--depth=1", "--no-tags"))):
        git(tmp_path, "clone", "--quiet", *options, f"file://{released}", name)
        command = [sys.executable, "-m", "site_builder", "build", "--out"]
        done = subprocess.run(
            [*command, str(tmp_path / f"{name}-site")],
            cwd=tmp_path / name,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        site = tmp_path / f"{name}-site"
        files = ("releases/index.html", "releases.atom.xml")
        pages.append([(site / each).read_text("utf-8") for each in files])
        text = (site / "papers/smith2020paper/index.html").read_text("utf-8")
        for link in ("../../releases/#cite", "../../releases/#release-2026.10"):
            assert re.search(f'href="?{re.escape(link)}"?', text), link
    whole, shallow = pages
    body = [re.search(r"(?s)<h1.*</article>", page[0]) for page in (whole, shallow)]
    assert body[0]
    assert body[1]
    assert body[0][0] == body[1][0]
    assert whole[1] == shallow[1]


def test_part_of_a_repository(make_survey: MakeSurvey, survey: Survey, tmp_path: Path) -> None:
    """A survey in a folder of a repository is released alone, whatever lies beside it."""
    top = tmp_path / "top"
    top.mkdir()
    root = make_survey({"CITATION.cff": CITATION}).rename(top / "planes")
    commit(top, begin=True)
    (top / "draft.txt").write_text("x")
    made = package(root, survey, "1.0", out="made")
    assert len(made.tables["papers"]) == 4
    (root / "draft.txt").write_text("x")
    assert refused(survey, root, "1.1", *OUT).startswith("planes/draft.txt is")


@pytest.mark.parametrize("name", ["CITATION.cff", "LICENSE-DATA"])
def test_link(home: Path, survey: Survey, name: str) -> None:
    """A file that is a link is not passed over."""
    (home / name).rename(home.parent / name)
    (home / name).symlink_to(home.parent / name)
    commit(home)
    said = f"{name} is a symbolic link: put the file itself there"
    assert refused(survey, home, "1.0", *OUT) == said
