"""A served survey whose files are edited: what comes first, and that the end is a fresh build's."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from site_builder.mkdocs_site.edits import Edits, Registries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MKDOCS = """
site_name: Planes
site_url: https://planes.example/
theme: {name: material, font: false}
plugins: [survey: {search: false}]
"""
GLIDE, FIRST = "papers/gleiter2022glide.yaml", "papers/folder2019first.yaml"
BLUNT, UNSORTED = "papers/vouw2020blunt.yaml", "papers/gleiter2021unsorted.yaml"


class Served:
    """A survey that is served, edited and built again by one run of MkDocs."""

    def __init__(self, root: Path, site: Path) -> None:
        self.root, self.site = root, site
        self.plugin: Any = None

    def begin(self) -> None:
        """Build until somebody who edits can look."""
        config = load_config(config_file=str(self.root / "mkdocs.yml"), site_dir=str(self.site))
        if self.plugin is None:
            config.plugins.on_startup(command="serve", dirty=False)
        self.plugin = config.plugins["survey"]
        mkdocs_build(config, serve_url="http://127.0.0.1:8000/")

    def build(self) -> None:
        """Build to the end."""
        self.begin()
        self.plugin.run.afterwards.wait()

    def replace(self, name: str, old: str, new: str) -> None:
        """Edit a file."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def rename(served: Served) -> None:
    """Give a record another key, and say what it was."""
    path = served.root / GLIDE
    text = f"{path.read_text(encoding='utf-8')}former_keys: [gleiter2022glide]\n"
    path.unlink()
    (served.root / "papers/gleiter2022halls.yaml").write_text(text, encoding="utf-8")


def remove(served: Served) -> None:
    """Remove a record."""
    (served.root / UNSORTED).unlink()


def add(served: Served) -> None:
    """Add a record."""
    text = "title: A New Dart\nauthors: [Ada Folder, New Hand]\nyear: 2023\nvenue: JPA\n"
    (served.root / "papers/folder2023new.yaml").write_text(text, encoding="utf-8")


def replacing(name: str, old: str, new: str) -> Callable[[Served], None]:
    """Return the edit that puts one text in the place of another."""
    return lambda served: served.replace(name, old, new)


EDITS = {
    "title": replacing(FIRST, "First Folds", "Early Creases of Planes"),
    "author": replacing(FIRST, "Ada Folder", "Grete Gleiter"),
    "categories": replacing(GLIDE, "fold: [glider, dart]", "fold: [blunt-dart]"),
    "results": replacing(BLUNT, "value: 29.25", "value: 12.5"),
    "relation": replacing(BLUNT, "paper: folder2019first", "paper: gleiter2022glide"),
    "venue and year": replacing(UNSORTED, "year: 2021\nvenue: Preprints", "year: 2018\nvenue: JPA"),
    "text": replacing(GLIDE, "Puts broad wings on a dart.", "Folds noses back, $x$ further."),
    "new file": add,
    "removed file": remove,
    "renamed key": rename,
    "broken record": replacing(FIRST, "title: First Folds", "title: [First Folds"),
    "mended record": replacing(FIRST, "title: [Early Creases", "title: Early Creases"),
    "category's title": replacing("taxonomy.yaml", "title: Dart", "title: Darts"),
    "venue's name": replacing("venues.yaml", "name: Journal", "name: Magazine"),
}


@pytest.fixture
def served(make_survey: Callable[..., Path], tmp_path: Path) -> Served:
    """Give a survey that has been built once."""
    found = Served(make_survey({"mkdocs.yml": MKDOCS}), tmp_path / "served")
    found.build()
    return found


def assert_fresh(served: Served, folder: Path) -> None:
    """Fail where what is served is not what a first build gives, byte by byte."""
    fresh = Served(served.root, folder)
    fresh.build()
    found, wanted = contents(served.site), contents(folder)
    assert found.keys() == wanted.keys()
    assert [name for name, content in wanted.items() if found[name] != content] == []


@pytest.mark.slow  # by default they are tried one after the other, on one site
@pytest.mark.parametrize("name", [name for name in EDITS if name != "mended record"])
def test_edit_ends_at_a_fresh_build(served: Served, tmp_path: Path, name: str) -> None:
    """Whatever was edited, the site that is served in the end is the one of a first build."""
    EDITS[name](served)
    served.build()
    assert_fresh(served, tmp_path / "fresh")


def test_edits_end_at_a_fresh_build(served: Served, tmp_path: Path) -> None:
    """Edits one after the other end at a first build, also where nobody waited for those before."""
    for name, edit in EDITS.items():
        if name == "broken record":
            served.replace(FIRST, "title: Early Creases", "title: [Early Creases")
        else:
            edit(served)
        served.begin()
    served.plugin.run.afterwards.wait()
    assert_fresh(served, tmp_path / "fresh")


@pytest.mark.parametrize("name", ["title", "removed file", "broken record"])
def test_edited_pages_wait_for_no_other(
    served: Served, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A build of edited records ends when their pages are right, before any list is made anew."""
    begun: list[object] = []
    run = served.plugin.run
    monkeypatch.setattr(run.afterwards, "begin", begun.append)
    lists = (served.site / "papers/index.html").read_bytes()
    EDITS[name](served)
    served.begin()
    assert run.build.is_late
    assert len(begun) == 1
    page = served.site / ("papers/gleiter2021unsorted" if name == "removed file" else FIRST[:-5])
    assert page.exists() is (name == "title")
    if name == "title":
        assert "Early Creases" in (page / "index.html").read_text(encoding="utf-8")
    assert (served.site / "papers/index.html").read_bytes() == lists


def test_edited_pages_are_shown_in_a_whole_site(served: Served, tmp_path: Path) -> None:
    """When edited pages are shown, before MkDocs builds its own, all others are there as before."""
    run, shown = served.plugin.run, list[dict[str, bytes]]()
    run.show = lambda: shown.append(contents(served.site))
    before = contents(served.site)
    EDITS["title"](served)
    served.build()
    [seen] = shown
    changed = {name for name in seen.keys() | before.keys() if seen.get(name) != before.get(name)}
    assert changed == {f"{FIRST[:-5]}/index.html"}
    assert b"Early Creases" in seen[f"{FIRST[:-5]}/index.html"]
    assert_fresh(served, tmp_path / "fresh")


def test_what_comes_after_edited_pages_is_shown_too(served: Served) -> None:
    """Browsers that were shown edited pages early are told of what changed since then."""
    run, told = served.plugin.run, list[str]()
    run.show, run.reload = partial(told.append, "show"), partial(told.append, "reload")
    EDITS["broken record"](served)
    served.build()
    assert told[0] == "show"
    assert told[-1] == "reload"


def test_edited_hand_written_page_is_no_records_edit(served: Served, tmp_path: Path) -> None:
    """A record and a page edited at once end at a first build; so does a template of the survey's."""
    served.replace(FIRST, "First Folds", "Last Folds")
    (served.root / "docs/more.md").write_text("# More\n\n[@folder2019first]\n", encoding="utf-8")
    served.build()
    assert not served.plugin.run.build.is_late
    templates = served.root / "templates" / "pages"
    templates.mkdir(parents=True)
    (templates / "row.html").write_text("<td>{{ paper.key }}</td>", encoding="utf-8")
    served.replace(FIRST, "Last Folds", "Other Folds")
    served.build()
    assert not served.plugin.run.build.is_late
    assert_fresh(served, tmp_path / "fresh")


def test_registry_says_what_it_takes(
    served: Served, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edit of a registry is told before anything is read again; that of a record is not."""
    caplog.set_level(logging.INFO)
    EDITS["title"](served)
    served.build()
    assert "are made again" not in caplog.text

    def read(*_: object) -> None:
        raise AssertionError(caplog.text)

    EDITS["venue's name"](served)
    monkeypatch.setattr("site_builder.checks.publishable.load", read)
    told = (
        r"venues\.yaml changed: all pages and files of \d+ papers are made again, which took \d+ s"
    )
    with pytest.raises(AssertionError, match=told):
        served.begin()


def test_registries_are_told_by_name(tmp_path: Path) -> None:
    """All registries that are other than before are told, new and removed ones too, and once."""
    (tmp_path / "venues.yaml").write_text("venues: []\n", encoding="utf-8")
    registries = Registries(seconds=200)
    assert registries.told(tmp_path, 2) == ""
    assert registries.told(tmp_path, 2) == ""
    (tmp_path / "people.yaml").write_text("people: []\n", encoding="utf-8")
    (tmp_path / "venues.yaml").unlink()
    said = "people.yaml, venues.yaml changed: all pages and files of 1 paper are made again"
    assert registries.told(tmp_path, 1) == f"{said}, which took 3 min 20 s the last time"
    assert registries.told(tmp_path, 1) == ""


def test_edits_are_new_other_and_gone_records() -> None:
    """Records that are new or other have changed; those that are not there any more are gone."""
    before: Any = {"a": 1, "b": 2, "c": 3}
    now: Any = {"a": 1, "b": 4, "d": 5}
    assert Edits.between(before, now) == Edits(frozenset("bd"), frozenset("c"))
    assert not Edits.between(before, before)
