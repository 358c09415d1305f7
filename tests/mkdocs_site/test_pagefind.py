"""The search index: made by Pagefind's program, the same every time, failures told in one line."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from site_builder.mkdocs_site import pagefind
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
    monkeypatch.setattr(pagefind, "get_executable", find)
    with pytest.raises(SurveyError, match=said):
        index(site, ["papers"])


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for what happens in the background, as long as it takes on a slow machine."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("it never happened")


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


def test_early_index_is_the_whole_one(site: Path) -> None:
    """An index begun when the first page without anything to find comes is the same in the end."""
    index(site, ["index.html", "papers"])
    whole = contents(site / "pagefind")
    early = pagefind.EarlyIndex(site, {"index.html"})
    early.see("papers/x/index.html", is_searched=True)
    early.see("years/1/index.html", is_searched=False)
    early.see("years/2/index.html", is_searched=False)
    early.finish()
    assert contents(site / "pagefind") == whole


def test_late_page_is_found(site: Path) -> None:
    """A page with something to find that comes after lists is in the index all the same."""
    early = pagefind.EarlyIndex(site, {"index.html"})
    for name in ("papers/x/index.html", "authors/y/index.html"):
        early.see("years/1/index.html", is_searched=False)
        early.see(name, is_searched=True)
    early.see("years/2/index.html", is_searched=False)
    early.finish()
    assert '"page_count":3' in entry(site)


def test_early_index_can_be_given_up(site: Path) -> None:
    """A build that breaks leaves no run behind, and what was there before."""
    index(site, ["papers"])
    before = contents(site / "pagefind")
    early = pagefind.EarlyIndex(site, {"index.html"})
    early.see("years/1/index.html", is_searched=False)
    early.stop()
    assert contents(site / "pagefind") == before
