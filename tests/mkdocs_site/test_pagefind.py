"""The search index: made by Pagefind's program, the same every time, failures told in one line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from waiting import wait_until

from site_builder.mkdocs_site import indexer, pagefind
from site_builder.mkdocs_site.documents import document, part_of
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PAGE = '<!doctype html><html lang="en"><body><main data-pagefind-body><h1>{0}</h1><p>{0}</main>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Write a site of three pages, one of them where no index is wanted."""
    for name in ("index.html", "papers/x/index.html", "authors/y/index.html"):
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(name), encoding="utf-8")
    return tmp_path / "site"


def index(site: Path, tops: Iterable[str]) -> None:
    """Index a site and wait for it."""
    pagefind.IndexRun(site, tops).finish()


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def entry(site: Path) -> str:
    """Read what Pagefind says of an index."""
    return (site / "pagefind" / "pagefind-entry.json").read_text(encoding="utf-8")


def test_index_lies_where_browsers_look(site: Path) -> None:
    """The index is a folder of the site, without Pagefind's own search boxes or anything hidden."""
    index(site, ["index.html", "papers"])
    names = {path.name for path in (site / "pagefind").iterdir()}
    assert {"pagefind.js", "pagefind-entry.json", "fragment", "index"} <= names
    assert not any("ui" in name for name in names)
    assert not [path for path in site.iterdir() if path.name.startswith(".")]


def test_index_holds_the_named_places(site: Path) -> None:
    """Pages outside the named places are left out."""
    index(site, ["index.html", "papers"])
    assert '"page_count":2' in entry(site)


def test_index_is_the_same_every_time(site: Path) -> None:
    """Indexing the same pages twice gives the same bytes."""
    index(site, ["index.html", "papers"])
    first = contents(site / "pagefind")
    index(site, ["papers", "index.html"])
    assert contents(site / "pagefind") == first


@pytest.mark.parametrize("name", ["a,b", "{x}", "[1]", "ünïcode", "a b", "!a", "(draft)"])
def test_places_may_have_any_name(site: Path, name: str) -> None:
    """A folder whose name would mean something in a pattern is found all the same."""
    (site / "papers").rename(site / name)
    index(site, [name])
    assert '"page_count":1' in entry(site)


def test_nothing_to_index_is_told(site: Path) -> None:
    """A site without a page to index gives an error in one line, and keeps the index it had."""
    index(site, ["papers"])
    before = contents(site / "pagefind")
    with pytest.raises(SurveyError, match=r"^the search index cannot be made: .*not able") as error:
        index(site, ["nowhere"])
    assert "\n" not in str(error.value)
    assert contents(site / "pagefind") == before


def missing() -> Path:
    """Stand for the wheel that has lost its program."""
    raise FileNotFoundError


@pytest.mark.parametrize(
    ("find", "said"),
    [
        (missing, "pip install"),
        (lambda: None, "pip install"),
        (lambda: Path("/nowhere/pagefind"), "No such file"),
    ],
)
def test_missing_program_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch, find: Callable[[], Path | None], said: str
) -> None:
    """Where Pagefind's program is missing, the error says what to do or what was tried."""
    monkeypatch.setattr(indexer, "get_executable", find)
    with pytest.raises(SurveyError, match=said):
        index(site, ["papers"])


def is_renewed(site: Path, old: str) -> bool:
    """Tell whether another index has taken the old one's place."""
    try:
        return entry(site) != old
    except FileNotFoundError:
        return False  # just between the two


def test_background_index_takes_the_old_ones_place(site: Path) -> None:
    """Readers have the old index until the new one is there."""
    index(site, ["papers"])
    old = entry(site)
    background = pagefind.BackgroundIndex(site, pytest.fail)
    background.renew(["papers", "authors"])
    wait_until(lambda: is_renewed(site, old))
    assert '"page_count":2' in entry(site)


def test_stopped_run_leaves_the_index_alone(site: Path) -> None:
    """A run that a new build stops changes nothing and says nothing."""
    index(site, ["papers"])
    old = entry(site)
    said: list[str] = []
    background = pagefind.BackgroundIndex(site, said.append)
    background.renew(["papers", "authors"])
    background.stop()
    assert entry(site) == old
    background.renew(["authors", "papers"])
    wait_until(lambda: is_renewed(site, old))
    assert said == []


def test_background_failure_is_told(site: Path) -> None:
    """Why there is no new index is said, since nobody waits for it."""
    said: list[str] = []
    pagefind.BackgroundIndex(site, said.append).renew(["nowhere"])
    wait_until(lambda: bool(said))
    assert said[0].startswith("the search index cannot be made: ")


@pytest.mark.parametrize("is_kept", [True, False])
def test_early_index_is_the_whole_one(site: Path, *, is_kept: bool) -> None:
    """An index begun at a pause is the same in the end, of documents that were kept or of files."""
    index(site, ["index.html", "papers"])
    whole = contents(site / "pagefind")
    early = pagefind.EarlyIndex(site, {"index.html"})
    early.pause()
    name = "papers/x/index.html"
    found = document((site / name).read_bytes()) if is_kept else None
    early.see(name, found, is_searched=True)
    if is_kept:
        (site / name).unlink()  # nobody reads it
    early.see("years/1/index.html", None, is_searched=False)
    for _ in range(2):
        early.pause()
    early.finish()
    assert contents(site / "pagefind") == whole


@pytest.mark.parametrize("is_kept", [True, False])
def test_late_page_is_found(site: Path, *, is_kept: bool) -> None:
    """A page with something to find that comes after a pause is in the index all the same."""
    early = pagefind.EarlyIndex(site, {"index.html"})
    for name in ("papers/x/index.html", "authors/y/index.html"):
        found = document((site / name).read_bytes()) if is_kept else None
        early.see(name, found, is_searched=True)
        early.pause()
    early.finish()
    assert '"page_count":3' in entry(site)


def test_early_index_can_be_given_up(site: Path) -> None:
    """A build that breaks leaves no run behind, and what was there before."""
    index(site, ["papers"])
    before = contents(site / "pagefind")
    early = pagefind.EarlyIndex(site, {"index.html"})
    early.see("papers/x/index.html", None, is_searched=True)
    early.see("authors/y/index.html", "<html><body><p data-pagefind-body>x", is_searched=True)
    early.pause()
    early.stop()
    assert contents(site / "pagefind") == before


@pytest.fixture
def papers(site: Path) -> Path:
    """Write pages of forty papers."""
    for number in range(40):
        path = site / "papers" / f"k{number}" / "index.html"
        path.parent.mkdir()
        words = f"folding number{number}"
        path.write_text(PAGE.format(words), encoding="utf-8")
    return site


def run_in_parts(site: Path, most: int = 15) -> dict[str, bytes]:
    """Index a site in parts of some papers; return all files of the index."""
    pagefind.IndexRun(site, ["index.html", "papers"], most).finish()
    return contents(site / pagefind.FOLDER)


def told(index: dict[str, bytes]) -> Any:
    """Read what an index says of its parts."""
    return json.loads(index["parts.json"])


def counts(index: dict[str, bytes]) -> list[int]:
    """Count the documents of all parts, the first part first."""
    entries = sorted(name for name in index if name.endswith("pagefind-entry.json"))
    entries = [entries.pop(), *entries]  # that of the first part lies in no folder
    return [json.loads(index[name])["languages"]["en"]["page_count"] for name in entries]


def test_large_survey_has_an_index_in_parts(papers: Path) -> None:
    """Papers beyond the most of one part make more; all parts are searched by one program."""
    index = run_in_parts(papers)
    parts = told(index)["parts"]
    assert parts == 3
    assert sum(counts(index)) == 42 + parts  # two other pages, and in each the others' words
    assert len(counts(index)) == parts
    assert [name for name in index if name.endswith((".js", ".pagefind")) and "/" in name] == []
    assert {"pagefind.js", "pagefind-worker.js", "wasm.en.pagefind"} <= set(index)


def test_small_survey_has_one_index(papers: Path) -> None:
    """An index of one part is all pages and nothing else."""
    index = run_in_parts(papers, 42)
    assert told(index) == {"parts": 1, "noPages": []}
    assert counts(index) == [42]


def test_words_of_other_parts_are_no_page(papers: Path) -> None:
    """Every part names the document that has the others' words, which nobody can fetch."""
    index = run_in_parts(papers)
    assert len(told(index)["noPages"]) == 3
    for name in told(index)["noPages"]:
        assert not [file for file in index if f"fragment/{name}." in file]


def test_parts_are_the_same_every_time(papers: Path) -> None:
    """The bytes of all parts are the same whenever the same pages are indexed."""
    assert run_in_parts(papers) == run_in_parts(papers)


def test_edited_paper_changes_one_part(papers: Path) -> None:
    """An edit that brings no new word leaves the other parts as they are."""
    before = run_in_parts(papers)
    page = papers / "papers" / "k7" / "index.html"
    page.write_text(page.read_text("utf-8").replace("folding", "folding folding"), "utf-8")
    after = run_in_parts(papers)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert {name.split("/")[0] if name[0].isdecimal() else "0" for name in changed} == {
        str(part_of("k7", 3))
    }


def test_fewer_papers_leave_no_part_behind(papers: Path) -> None:
    """An index in fewer parts than before has no files of the others."""
    run_in_parts(papers)
    for number in range(30):
        shutil.rmtree(papers / "papers" / f"k{number}")
    assert not [name for name in run_in_parts(papers) if name[0].isdecimal()]


def test_run_can_be_stopped_between_parts(papers: Path) -> None:
    """Where a build stops the run, no part is made any more, and the index is the old one."""
    before = run_in_parts(papers)
    run = pagefind.IndexRun(papers, ["papers"], 2)
    run.stop()
    assert contents(papers / pagefind.FOLDER) == before
    with pytest.raises(SurveyError, match="the search index cannot be made"):
        run.finish()
    assert contents(papers / pagefind.FOLDER) == before


def test_program_that_ends_early_is_told(
    papers: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where Pagefind ends before its work is done, its last words are the reason."""
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\necho out of memory >&2\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(indexer, "get_executable", lambda: program)
    with pytest.raises(SurveyError, match=r"^the search index cannot be made: out of memory$"):
        run_in_parts(papers)
