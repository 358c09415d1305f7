"""Packages of hostile records and citation files, and of this repository's collection."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from frictionless import Package as Frictionless
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from modules import load
from packages import Package, commit, git

from site_builder.datapackage import citation, words
from site_builder.datapackage.edition import Edition
from site_builder.exports.tables import FORMULA
from site_builder.library import Library
from site_builder.record.releases import Counts

TESTS = Path(__file__).resolve().parent.parent


def make(root: Path, out: Path, *, version: str = "1.0") -> Package:
    """Make a package by the command in a process of its own."""
    command = [sys.executable, "-m", "site_builder", "release", version, "--out", str(out)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Package(out)


@pytest.fixture(scope="module")
def hostile_package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Give the package of a survey that has every hostile text in every field."""
    module, home = load("hostile/survey.py"), tmp_path_factory.mktemp("released") / "survey"
    texts = module.texts()
    module.lay_out(home, [*texts[1:], *texts[:1]])
    commit(home, begin=True)
    git(home, "tag", f"v1.{len(texts) - 2}")
    module.lay_out(home, texts)
    said = {
        "title": texts[0].line,
        "abstract": texts[1].prose,
        "authors": [{"name": text.line} for text in texts],
        "keywords": list(dict.fromkeys(text.line for text in texts)),
    }
    cff = json.dumps({"cff-version": "1.2.0", "message": texts[2].line, **said}, ensure_ascii=False)
    (home / "CITATION.cff").write_text(cff, "utf-8")
    commit(home)
    return make(home, home.parent / "out", version=f"1.{len(texts) - 1}")


def test_hostile_texts_survive(hostile_package: Package) -> None:
    """Every text of a record comes back from the tables as it was, every row and every key."""
    hostile_package.check()
    library, _ = Library.load(hostile_package.folder.parent / "survey")
    rows = {row["key"]: row for row in hostile_package.tables["papers"]}
    assert [*rows] == sorted(library.papers)
    for key, paper in library.papers.items():
        row = rows[key]
        for name in ("title", "method", "abstract", "summary", "notes", "comment", "volume", "doi"):
            assert row[name] == getattr(paper, name), (key, name)
        assert row["protect"] == [*paper.protect]
        assert row["own_list"] == [*paper.extra["own_list"]]
    venues = {row["id"]: row for row in hostile_package.tables["venues"]}
    assert {name: row["name"] for name, row in venues.items()} == {
        venue.id: venue.name for venue in library.venues.values()
    }
    results = iter(hostile_package.tables["results"])
    for key in rows:
        for result in library.papers[key].results:
            row = next(results)
            assert (row["variant"], row["source"]) == (result.variant, [*result.source])
    assert len(hostile_package.tables["changes"]) > len(rows)
    left_out = [row["title"] for row in hostile_package.tables["excluded"]]
    assert left_out == [each.title for each in library.exclusion_entries]


def test_hostile_texts_are_not_computed(hostile_package: Package) -> None:
    """No cell of text begins as one that a spreadsheet computes."""
    for resource in hostile_package.resources.values():
        for row in hostile_package.raw(resource) if resource["type"] == "table" else ():
            for field in resource["schema"]["fields"]:
                if field["type"] in {"string", "array"}:
                    assert FORMULA.search(row[field["name"]]) is None


def test_hostile_citation(hostile_package: Package) -> None:
    """What a citation file says stays the same text in YAML and JSON, and is none in HTML."""
    folder = hostile_package.folder
    said = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
    own = json.loads((folder.parent / "survey/CITATION.cff").read_text("utf-8"))
    assert {name: said[name] for name in own} == own
    zenodo = json.loads((folder / ".zenodo.json").read_text("utf-8"))
    assert [each["name"] for each in zenodo["creators"]] == [e["name"] for e in own["authors"]]
    assert zenodo["keywords"] == own["keywords"]
    assert hostile_package.descriptor["title"] == own["title"]


TEXT = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"]) | st.sampled_from("\n\"'<&#:-"), min_size=1
).filter(str.strip)


class Elements(HTMLParser):
    """Collects the elements and the text of some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXT, TEXT, TEXT)
def test_any_citation(title: str, abstract: str, name: str) -> None:
    """Any text of a citation file is read back from YAML and JSON; HTML and Markdown show it."""
    edition = Edition(
        version="1.0",
        date=dt.date(2026, 11, 23),
        moment=dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
        commit="0" * 40,
        citation={"title": title, "abstract": abstract, "authors": [{"name": name}]},
        counts=Counts(),
        summary=abstract,
    )
    said = yaml.safe_load(citation.cff(edition))
    assert (said["title"], said["abstract"], said["authors"]) == (title, abstract, [{"name": name}])
    zenodo = json.loads(citation.zenodo(edition))
    assert (zenodo["title"], zenodo["creators"]) == (title, [{"name": name.strip()}])
    elements = Elements()
    elements.feed(zenodo["description"])
    elements.close()
    assert {*elements.tags} == {"p"}
    assert "".join(elements.text.split()) == "".join((abstract * 2).split())
    for text in (words.readme(edition, []), words.changes(edition)):
        tokens = [t for block in MarkdownIt().parse(text) for t in (block, *(block.children or ()))]
        assert {t.content for t in tokens if t.type.startswith("html")} <= {"<!-- -->"}
        addresses = {str(t.attrs["href"]) for t in tokens if t.type == "link_open"}
        assert addresses <= {"CHANGES.md", "https://datapackage.org"}
        assert {t.tag for t in tokens if t.type == "heading_open"} <= {"h1", "h2"}


@pytest.mark.slow
def test_collection(root: Path, tmp_path: Path) -> None:
    """A release of this repository's collection is what its standard asks for, to its own library."""
    git(tmp_path, "clone", "--quiet", str(root), "clone")
    made = make(tmp_path / "clone", tmp_path / "out", version="9999.1")
    made.check()
    library, _ = Library.load(tmp_path / "clone")
    assert len(made.tables["papers"]) == len(library.papers)
    report = Frictionless(str(made.folder / "datapackage.json")).validate()
    assert report.flatten(["name", "message"]) == []
