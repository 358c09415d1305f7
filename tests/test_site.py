"""The built site: every paper has its page, every build is the same, broken records stay out."""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from in_process import survey

from site_builder import latex

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_builder.library import Library

    MakeSurvey = Callable[..., Path]

SEEDS = [
    "2305.06061",
    "2304.12308",
    "2304.11370",
    "2304.11414",
    "2304.05554",
    "2304.03481",
    "2303.11732",
    "2303.09992",
    "2303.09083",
    "2303.07806",
]
"""The arXiv ids that the survey began with."""


class Text(HTMLParser):
    """The text of a page, as a reader sees it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def __str__(self) -> str:
        return " ".join("".join(self.pieces).split())


@pytest.fixture(scope="session")
def library(real_library: Library) -> Library:
    """The survey of this repository."""
    return real_library


@pytest.mark.parametrize("share", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_every_paper_has_its_page(site: Path, library: Library, share: int) -> None:
    """A page for every record shows title, authors, venue, categories and sources."""
    for paper in list(library.papers.values())[::share]:
        page = str(Text((site / "papers" / paper.key / "index.html").read_text("utf-8")))
        nodes = [n for f in library.taxonomy.facet_ids for n in library.nodes(paper, f)]
        wanted = [
            paper.venue,
            str(paper.year),
            *(author.name.display for author in paper.authors),
            *(node.title for node in nodes),
            *paper.sources,
        ]
        if "$" not in paper.title:
            wanted.append(latex.to_text(paper.title))
        assert [text for text in wanted if " ".join(text.split()) not in page] == []


def test_the_seeds_are_there(library: Library) -> None:
    """The ten papers that the survey began with have an abstract and a summary."""
    by_arxiv = {paper.arxiv_id: paper for paper in library.papers.values()}
    for arxiv_id in SEEDS:
        assert by_arxiv[arxiv_id].abstract
        assert by_arxiv[arxiv_id].summary


def test_every_category_has_its_page(site: Path, library: Library) -> None:
    """Each category of each facet has a page with its description."""
    for node in library.taxonomy.walk():
        page = str(Text((site / node.uri / "index.html").read_text("utf-8")))
        assert " ".join(latex.to_text(node.category.description).split()) in page


def test_building_twice_gives_the_same(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """No byte of the site depends on when or where it is built."""
    root = make_survey()
    for out, seed in (("one", "1"), ("two", "2")):
        command = [sys.executable, "-m", "site_builder", "build", "--out", str(tmp_path / out)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert differences(tmp_path / "one", tmp_path / "two") == []


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def differences(one: Path, other: Path) -> list[str]:
    """List the files that two folders do not share byte for byte."""
    first, second = contents(one), contents(other)
    return sorted(n for n in first.keys() | second.keys() if first.get(n) != second.get(n))


def test_mkdocs_builds_the_same_site(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """`mkdocs build --strict` and `survey build` are two ways to one site."""
    root = make_survey({"papers/gleiter2021unsorted.yaml": None})
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--site-dir",
        str(tmp_path / "a"),
    ]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert survey(root, "build", "--strict", "--out", str(tmp_path / "b")).returncode == 0
    assert differences(tmp_path / "a", tmp_path / "b") == []


def test_a_broken_record_stays_out(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """A record with an error is told and left out; every other page is there."""
    root = make_survey(
        {"papers/smith2020x.yaml": "title: A\nauthors: [A B]\nyear: 2020\nvenue: JAP\n"}
    )
    done = survey(root, "build", "--out", str(tmp_path / "site"))
    assert done.returncode == 0
    assert "papers/smith2020x.yaml:4:8: venue: unknown venue 'JAP'" in done.stdout + done.stderr
    assert not (tmp_path / "site" / "papers" / "smith2020x").exists()
    assert (tmp_path / "site" / "papers" / "folder2019first" / "index.html").exists()


def test_strict_fails_on_a_broken_record(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """With --strict a record with an error fails the build, without a traceback."""
    root = make_survey({"papers/smith2020x.yaml": "title: ["})
    done = survey(root, "build", "--strict", "--out", str(tmp_path / "site"))
    assert done.returncode == 1
    assert "papers/smith2020x.yaml:2:1: not valid YAML" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_an_installed_engine_serves_another_survey(
    installed_wheel: Any, make_survey: MakeSurvey, tmp_path: Path
) -> None:
    """The wheel alone loads, checks and builds a survey on another subject in another folder."""
    root = make_survey()
    assert installed_wheel.run_survey("check", cwd=root).returncode == 0
    done = installed_wheel.run_survey("build", "--out", str(tmp_path / "site"), cwd=root)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / "papers" / "vouw2020blunt" / "index.html").read_text("utf-8")
    assert "Blunt Noses Fly Further" in page
    assert (tmp_path / "site" / "fold" / "blunt-dart" / "index.html").exists()
    assert (tmp_path / "site" / "flying-place" / "indoors" / "index.html").exists()


def test_a_survey_has_templates_of_its_own(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """A template in the survey's own folder wins over the engine's of the same name."""
    root = make_survey({"templates/pages/year.html": "<h1>Ours alone</h1>"})
    done = survey(root, "build", "--out", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    assert "Ours alone" in (tmp_path / "site" / "years" / "2020" / "index.html").read_text("utf-8")
