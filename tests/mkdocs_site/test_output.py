"""Files of the site's folder: what stays between builds of a served site, and the site's map."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from mkdocs.utils import clean_directory

from site_builder.mkdocs_site.output import MOST_URLS, Output, error_page, sitemap

if TYPE_CHECKING:
    from pathlib import Path

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def build(output: Output, theirs: dict[str, str], ours: dict[str, str]) -> None:
    """Do what a build does: MkDocs empties the folder and writes, then we write."""
    folder = output.begin()
    clean_directory(str(folder))
    for name, text in theirs.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    taken = output.take_over()
    assert taken == set(theirs)
    for name, text in ours.items():
        if name not in taken:
            output.write(name, text.encode())
    output.tidy()


def contents(folder: Path) -> dict[str, str]:
    """Read every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


@pytest.fixture(params=[False, True], ids=["built", "served"])
def output(request: pytest.FixtureRequest, tmp_path: Path) -> Output:
    """Give a folder for a site that is built, or served."""
    return Output(tmp_path / "site", is_served=request.param)


BUILDS = [
    ({"index.html": "home"}, {"papers/x/index.html": "x", "papers/y/index.html": "y"}),
    ({"index.html": "new home"}, {"papers/x/index.html": "x", "papers/y/index.html": "new y"}),
    ({"index.html": "home", "papers/x/index.html": "theirs"}, {"papers/x/index.html": "ours"}),
    ({"index.html": "home"}, {"papers/x/index.html": "x", "papers/z.json": "z"}),
    ({"a/b/index.html": "deep"}, {"papers/x/index.html": "x", "papers/z.json": "z"}),
    ({"index.html": "home"}, {}),
]
"""What MkDocs writes and what we write, build after build."""


def test_folder_holds_what_the_last_build_made(output: Output) -> None:
    """After every build the folder has its files and no other; those of MkDocs win."""
    for theirs, ours in BUILDS:
        build(output, theirs, ours)
        assert contents(output.site) == {**ours, **theirs}
        assert output.written == {*ours, *theirs}
    assert [path.name for path in output.site.iterdir()] == ["index.html"]


def test_served_file_that_stays_the_same_is_not_written(tmp_path: Path) -> None:
    """In a served site only the files that change are written again."""
    output = Output(tmp_path / "site", is_served=True)
    build(output, {}, {"papers/x/index.html": "x", "papers/y/index.html": "y"})
    before = {name: (output.site / f"papers/{name}/index.html").stat() for name in "xy"}
    build(output, {}, {"papers/x/index.html": "x", "papers/y/index.html": "new"})
    after = {name: (output.site / f"papers/{name}/index.html").stat() for name in "xy"}
    assert after["x"].st_mtime_ns == before["x"].st_mtime_ns
    assert after["y"].st_mtime_ns != before["y"].st_mtime_ns


def test_search_index_outlives_a_build(tmp_path: Path) -> None:
    """What others put into a served site, such as the search index, stays."""
    output = Output(tmp_path / "site", is_served=True)
    build(output, {"index.html": "home"}, {})
    (output.site / "pagefind").mkdir()
    (output.site / "pagefind" / "entry.json").write_text("{}", encoding="utf-8")
    build(output, {"index.html": "home"}, {})
    assert contents(output.site) == {"index.html": "home", "pagefind/entry.json": "{}"}


def test_broken_build_does_no_harm(output: Output) -> None:
    """A build that breaks before our files are written does not spoil the next."""
    build(output, {"index.html": "home"}, {"papers/x/index.html": "x"})
    folder = output.begin()
    clean_directory(str(folder))
    folder.mkdir(exist_ok=True)
    (folder / "half.html").write_text("half", encoding="utf-8")
    build(output, {"index.html": "home"}, {"papers/x/index.html": "x"})
    assert contents(output.site) == {"index.html": "home", "papers/x/index.html": "x"}


def test_error_page_is_replaced(output: Output) -> None:
    """The same error page is written again where MkDocs has written its own in between."""
    for _ in range(2):
        folder = output.begin()
        clean_directory(str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "404.html").write_text("theirs", encoding="utf-8")
        output.take_over()
        output.write("404.html", b"broken")
        assert contents(output.site) == {"404.html": "broken"}


def test_sitemap_lists_addresses_in_order() -> None:
    """The map is sorted, so that it is the same for the same pages, and it is escaped."""
    urls = ["https://x.example/b/?q=1&r", "https://x.example/a/"]
    ((name, xml),) = sitemap("https://x.example/", dict.fromkeys(urls))
    assert name == "sitemap.xml"
    assert [loc.text for loc in ET.fromstring(xml).iter(LOC)] == sorted(urls)  # noqa: S314
    assert b"lastmod" not in xml


def test_large_sitemap_is_split() -> None:
    """A map holds as many addresses as the protocol allows; more go into several with an index."""
    urls = [f"https://x.example/{number:06}/" for number in range(MOST_URLS + 1)]
    files = dict(sitemap("https://x.example/s/", dict.fromkeys(urls)))
    index = [loc.text for loc in ET.fromstring(files["sitemap.xml"]).iter(LOC)]  # noqa: S314
    names = ["sitemap-1.xml", "sitemap-2.xml"]
    assert index == [f"https://x.example/s/{name}" for name in names]
    found = [[loc.text for loc in ET.fromstring(files[name]).iter(LOC)] for name in names]  # noqa: S314
    assert found == [urls[:MOST_URLS], urls[MOST_URLS:]]


def test_error_page_shows_text_alone() -> None:
    """What broke is shown as it is said, never run."""
    page = error_page("<script>alert(1)</script>").decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
