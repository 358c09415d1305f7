"""Every paper, list and the whole survey is there as files, at the addresses that were agreed."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import feedparser
import pytest
import rispy
from pybtex.database import parse_string

from site_builder.exports import FORMATS
from site_builder.library import Library
from site_builder.pages import Asset, make_templates, render
from site_builder.pages.texts import Shelf, Texts
from site_builder.yamlfiles.record_files import Cache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import Any

    MakeSurvey = Callable[..., Path]
    Site = Any

READERS: dict[str, Callable[[str], Iterable[str]]] = {
    "bib": lambda text: parse_string(text, "bibtex").entries,
    "ris": lambda text: [entry["id"] for entry in rispy.loads(text.replace("\r\n", "\n"))],
    "json": lambda text: [item["id"] for item in json.loads(text)],
    "csv": lambda text: [row["key"] for row in csv.DictReader(io.StringIO(text[1:], newline=""))],
}
"""Programs of others that name the papers in a file, by its ending."""


def lists(library: Library) -> Iterator[tuple[str, list[str]]]:
    """Give address, without ending, and papers of everything that files are made of."""
    for paper in library.papers.values():
        yield f"papers/{paper.key}", [paper.key]
    for node in library.taxonomy.walk():
        below = set(node.subtree())
        papers = library.papers.values()
        chosen = [p.key for p in papers if below & set(p.categories.get(node.facet.id, ()))]
        yield node.uri.rstrip("/"), chosen
    for venue in library.venue_entries:
        papers = library.papers.values()
        yield f"venues/{venue.slug}", [p.key for p in papers if p.venue == venue.id]
    for year in {paper.year for paper in library.papers.values()}:
        yield f"years/{year}", [p.key for p in library.papers.values() if p.year == year]
    for slug, person in library.people.items():
        if person.has_page:
            yield f"authors/{slug}", [paper.key for paper in person.papers]
    yield "survey", [*library.papers]


def endings(stem: str) -> list[str]:
    """Say in which formats there must be files."""
    fewer = {"authors": ["bib"], "papers": ["bib", "ris", "json"]}
    return fewer.get(stem.partition("/")[0], ["bib", "ris", "json", "csv"])


def test_files_hold_what_they_are_called_after(tiny_site: Site) -> None:
    """Other programs find in every file exactly the papers of what its address names.

    A category's file has the papers of all below it too.
    """
    for stem, keys in lists(tiny_site.library):
        for ending in endings(stem):
            found = READERS[ending](tiny_site.file(f"{stem}.{ending}"))
            assert sorted(found) == sorted(keys), f"{stem}.{ending}"


def test_every_file_is_there(rich_site: Site) -> None:
    """All agreed addresses of the real survey have their file, with an entry for each paper."""
    for stem, keys in lists(rich_site.library):
        for ending in endings(stem):
            assert f"{stem}.{ending}" in rich_site.assets()
        assert rich_site.file(f"{stem}.bib").count("\n@") + 1 == max(len(keys), 1), stem


def test_category_file_holds_its_subtree(rich_site: Site) -> None:
    """A category's BibTeX has, to another program, exactly the entries of all papers below it."""
    library = rich_site.library
    for stem, keys in lists(library):
        if (stem.partition("/")[0]) in {facet.slug for facet in library.taxonomy.facets}:
            assert sorted(READERS["bib"](rich_site.file(f"{stem}.bib"))) == sorted(keys), stem


@pytest.mark.parametrize("name", FORMATS)
def test_joined_texts_are_the_file(tiny_survey: Path, name: str) -> None:
    """A file that is joined from texts written for others is the one that is written alone."""
    library, _ = Library.load(tiny_survey)
    texts = Texts(library)
    for papers in ([*library.papers.values()][:1], [], [*library.papers.values()][::-1]):
        assert texts.file(name, papers) == FORMATS[name].write(papers, library)


@pytest.mark.parametrize("name", ["ris", "csl-json"])
@pytest.mark.parametrize("abstract", ["One.", 'AB  - "a", {b},\n"abstract": "', None])
def test_a_brief_text_has_no_abstract(tiny_survey: Path, name: str, abstract: str | None) -> None:
    """A text without its abstract is that of a paper that has none, whatever the abstract holds."""
    library, _ = Library.load(tiny_survey)
    for paper in library.papers.values():
        whole = paper.model_copy(update={"abstract": abstract})
        bare = paper.model_copy(update={"abstract": None})
        assert Texts(library).brief(name, whole) == Texts(library).text(name, bare)


def test_each_text_is_written_once(tiny_survey: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many lists a paper stands in, its text in a format is written once for all."""
    library, _ = Library.load(tiny_survey)
    written = []
    form = FORMATS["ris"]
    assert form.pieces

    def piece(paper: Any, library: Library) -> str:
        written.append(paper.key)
        return form.pieces.piece(paper, library)

    pieces = replace(form.pieces, piece=piece)
    monkeypatch.setitem(FORMATS, "ris", replace(form, pieces=pieces))
    list(render(library, make_templates(tiny_survey)))
    assert sorted(written) == sorted(library.papers)


def test_everything_in_every_format(tiny_site: Site) -> None:
    """The whole survey is there as BibTeX, RIS, CSL-JSON, CSV, JSON Lines, Markdown and Parquet."""
    keys = [*tiny_site.library.papers]
    lines = tiny_site.file("survey.jsonl").splitlines()
    assert [json.loads(line)["key"] for line in lines] == keys
    assert all(
        p.title[:9] in tiny_site.file("survey.md") for p in tiny_site.library.papers.values()
    )
    parquet = pytest.importorskip("pyarrow.parquet")
    content = tiny_site.assets()["survey.parquet"].content
    assert parquet.read_table(io.BytesIO(content))["key"].to_pylist() == keys


def test_what_cannot_be_written_is_not_offered(
    tiny_survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an extra is not installed, its format has neither a file nor a link."""
    form = replace(FORMATS["parquet"], is_available=lambda: False)
    monkeypatch.setitem(FORMATS, "parquet", form)
    library, _ = Library.load(tiny_survey)
    for part in render(library, make_templates(tiny_survey)):
        assert "parquet" not in part.uri
        content = part.content if isinstance(part, Asset) else part.body + part.head
        content = content if isinstance(content, str) else content.decode(errors="replace")
        assert "parquet" not in content


def test_former_addresses_have_the_files(tiny_site: Site) -> None:
    """What a paper or category was once called has the same files as its present name."""
    former = {
        "papers/vouw2020stub": "papers/vouw2020blunt",
        "fold/stub-dart": "fold/blunt-dart",
        "api/v1/papers/vouw2020stub": "api/v1/papers/vouw2020blunt",
    }
    moved = 0
    for uri in tiny_site.assets():
        stem, dot, ending = uri.partition(".")
        if stem in former:
            moved += 1
            assert tiny_site.file(uri) == tiny_site.file(f"{former[stem]}{dot}{ending}")
    assert moved == 3 + 5 + 1


def test_lists_do_without_abstracts(site: Site) -> None:
    """An abstract stands in its paper's own RIS and CSL-JSON and in those of everything, in no list's."""
    for name, has in (("ris", "\nAB  - "), ("json", '"abstract": ')):
        assert has in site.file(f"survey.{name}")
        for stem, keys in lists(site.library):
            if name in endings(stem):
                is_whole = stem == "survey" or stem.startswith("papers/")
                with_abstract = sum(bool(site.library.papers[key].abstract) for key in keys)
                content = site.file(f"{stem}.{name}")
                assert content.count(has) == (with_abstract if is_whole else 0), stem


def test_feeds_are_read(site: Site) -> None:
    """Feed readers read every feed, and follow its entries to pages that are there."""
    uris = {page.uri for page in site.pages()}
    feeds = [uri for uri in site.assets() if uri.endswith(".atom.xml")]
    assert {"feed.atom.xml", "changes.atom.xml"} < set(feeds)
    for uri in feeds:
        found = feedparser.parse(site.file(uri).encode())
        assert not found.bozo, uri
        for entry in found.entries:
            assert entry.link.removeprefix("../") in uris


def test_every_category_has_a_feed(site: Site) -> None:
    """The feed of a category tells of its papers."""
    for node in site.library.taxonomy.walk():
        found = feedparser.parse(site.file(f"{node.uri.rstrip('/')}.atom.xml").encode())
        keys = {entry.link.split("/")[-2] for entry in found.entries}
        assert keys <= {paper.key for paper in site.library.in_category(node)}
        assert bool(keys) == bool(site.library.in_category(node))


def test_data_for_programs(site: Site) -> None:
    """Every paper has a file of all its data; the schemas that these name are there."""
    for key in site.library.papers:
        uri = f"api/v1/papers/{key}.json"
        record = json.loads(site.file(uri))
        assert record["key"] == key
        assert record["$schema"].replace("../", "") in site.assets()
    assert len(json.loads(site.file("api/v1/papers.json"))["papers"]) == len(site.library.papers)
    assert "schema/paper.json" in site.assets()


def test_pages_link_to_their_files(site: Site) -> None:
    """Lists and papers link to each of their files, for people in the page and for programs in the head."""
    for uri, wanted in (
        ("papers/", ["survey.bib", "survey.ris", "survey.json", "survey.csv", "feed.atom.xml"]),
        ("changes/", ["changes.atom.xml"]),
    ):
        assert_linked(site, uri, wanted)
    for stem, _ in lists(site.library):
        if stem.startswith(("venues/", "years/", "authors/")):
            assert_linked(site, f"{stem}/", [f"{stem}.{ending}" for ending in endings(stem)])
    for node in site.library.taxonomy.walk():
        stem = node.uri.rstrip("/")
        wanted = [f"{stem}.{ending}" for ending in (*endings(stem), "atom.xml")]
        assert_linked(site, node.uri, wanted)
    for key in site.library.papers:
        wanted = [f"papers/{key}.{ending}" for ending in ("bib", "ris", "json")]
        assert_linked(site, f"papers/{key}/", wanted)


def assert_linked(site: Site, uri: str, wanted: list[str]) -> None:
    """Fail where a file is not linked to from a page's body and from its head."""
    root = "../" * uri.count("/")
    page = site.page(uri)
    for each in wanted:
        assert f'href="{root}{each}"' in page.body, uri
        assert f'href="{root}{each}"' in page.head, uri


def test_texts_are_kept_between_builds(make_survey: MakeSurvey) -> None:
    """A build of a served site writes anew what was made from something that changed, and no more."""
    home, cache, shelf = make_survey(), Cache(), Shelf()
    library, _ = Library.load(home, cache)
    glide = library.papers["gleiter2022glide"]
    first = Texts(library, shelf).text("bibtex", glide)
    shelf.texts["bibtex", glide.key] = (shelf.texts["bibtex", glide.key][0], "kept")
    library, _ = Library.load(home, cache)
    for same in (library.papers[glide.key], glide.model_copy(), glide.model_copy(deep=True)):
        assert Texts(library, shelf).text("bibtex", same) == "kept"
    for name, old, new in (
        ("papers/gleiter2022glide.yaml", "title: Gliding", "title: Sliding"),
        ("venues.yaml", "name: Journal", "name: Magazine"),
    ):
        path = home / name
        path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
        library, _ = Library.load(home, cache)
        papers = [library.papers[glide.key]]
        again = Texts(library, shelf).text("bibtex", *papers)
        assert again == FORMATS["bibtex"].write(papers, library) != first
