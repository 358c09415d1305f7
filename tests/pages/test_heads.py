"""What the heads of pages say to programs agrees with the records and leads to files that exist."""

from __future__ import annotations

import datetime as dt
import json
from posixpath import join, normpath
from typing import TYPE_CHECKING

import pytest

from site_builder.history import Change, ChangeKind, History
from site_builder.library import Library
from site_builder.pages import SiteFacts, home_head, make_templates, render
from site_builder.pages.writer import MOST_COINS
from site_builder.site import Site as Place
from site_builder.web.head import coins, highwire, jsonld

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Site = Any
    ReadHtml = Callable[[str], Any]

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
FACTS = SiteFacts(
    Place("Planes", "https://planes.example/s/", "Of <paper>."),
    History((Change(NOON, ChangeKind.ADDED, "folder2019first", "First", "added"),)),
    "https://creativecommons.org/licenses/by/4.0/",
    "The Folders",
)


@pytest.fixture(scope="module")
def library(tiny_survey: Path) -> Library:
    """Give the made-up survey."""
    return Library.load(tiny_survey)[0]


@pytest.fixture(scope="module")
def pages(library: Library, tiny_survey: Path) -> dict[str, Any]:
    """Give its pages and files on a site that knows its address."""
    found = render(library, make_templates(tiny_survey), FACTS)
    return {part.uri: part for part in found}


def data(html: Any) -> list[dict[str, Any]]:
    """Read the linked data of a head."""
    return [json.loads(element.text) for element in html.all("script")]


def tags(html: Any) -> list[tuple[str, str]]:
    """Give the tags of a head."""
    return [
        (meta.attributes.get("name") or meta.get("property"), meta.get("content"))
        for meta in html.all("meta")
    ]


def test_papers_are_described(library: Library, pages: dict[str, Any], read_html: ReadHtml) -> None:
    """A paper's head has its tags for reference managers and its linked data, whole."""
    for key, paper in library.papers.items():
        html = read_html(pages[f"papers/{key}/"].head)
        article, trail = data(html)
        wanted = {**jsonld.CONTEXT, **jsonld.article(paper, library, FACTS.site)}
        assert article == json.loads(json.dumps(wanted))
        assert trail["itemListElement"][-1]["item"] == f"https://planes.example/s/papers/{key}/"
        highwire_tags = highwire.tags(paper, library, FACTS.site)
        assert [tag for tag in tags(html) if tag[0].startswith("citation_")] == highwire_tags
        assert ("og:title", pages[f"papers/{key}/"].title) in tags(html)


def test_categories_are_described(
    library: Library, pages: dict[str, Any], read_html: ReadHtml
) -> None:
    """A category's head says that it is a collection, and where in its tree."""
    for node in library.taxonomy.walk():
        collection, trail = data(read_html(pages[node.uri].head))
        assert collection["about"]["termCode"] == node.id
        assert len(trail["itemListElement"]) == len(node.ancestors) + 2


def test_every_page_has_a_card(site: Site, read_html: ReadHtml) -> None:
    """Whoever shares a link to any page gets a title and a sentence with it."""
    for page in site.pages():
        found = dict(tags(read_html(page.head)))
        assert found["og:title"] == page.title
        assert found["og:description"] == page.description


def test_alternates_lead_to_files(site: Site, read_html: ReadHtml) -> None:
    """Every other form that a head tells of is a file of the site."""
    for page in site.pages():
        for link in read_html(page.head).all("link", rel="alternate"):
            target = normpath(join("/", page.uri, link.get("href"))).lstrip("/")
            assert target in site.assets(), page.uri
            assert link.get("type")
            assert link.get("title")


def test_lists_carry_their_papers(site: Site) -> None:
    """Reference managers find each paper of a list once, as far as a page can bear it."""
    library = site.library
    by_newest = sorted(library.papers.values(), key=lambda paper: (-paper.year, paper.key))
    spans = [e.get("title") for e in site.html("papers/").all("span", class_="Z3988")]
    assert spans == [coins.context_object(paper, library) for paper in by_newest[:MOST_COINS]]
    for slug, person in library.people.items():
        if person.has_page:
            html = site.html(f"authors/{slug}/")
            spans = [e.get("title") for e in html.all("span", class_="Z3988")]
            assert spans == [coins.context_object(paper, library) for paper in person.papers]


def test_lists_say_what_they_leave_out(
    tiny_survey: Path,
    tiny_site: Site,
    render_survey: Callable[[Path], Site],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where a list has more papers than reference managers find in it, the page says so."""
    most = len(tiny_site.library.papers) - 1
    monkeypatch.setattr("site_builder.pages.writer.MOST_COINS", most)
    said = "Reference managers find the first {} papers".format
    assert said(most) in render_survey(tiny_survey).html("papers/").text()
    assert said(MOST_COINS) not in tiny_site.html("papers/").text()


def test_home_stands_for_the_collection(library: Library, read_html: ReadHtml) -> None:
    """The home page describes the survey as a set of data, with every file of everything."""
    html = read_html(home_head(library, FACTS))
    (dataset,) = data(html)
    assert dataset["@type"] == "Dataset"
    assert dataset["name"] == "Planes"
    assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert dataset["creator"] == [{"@type": "Organization", "name": "The Folders"}]
    assert dataset["dateModified"] == "2026-11-23"
    urls = [each["contentUrl"] for each in dataset["distribution"]]
    assert "https://planes.example/s/survey.bib" in urls
    assert not [url for url in urls if url.endswith(".xml")]
    links = [link.get("href") for link in html.all("link")]
    assert {"survey.bib", "survey.csv", "feed.atom.xml"} <= set(links)


def test_nothing_is_made_up_of_an_unknown_site(library: Library, read_html: ReadHtml) -> None:
    """Without address, licence and history the home page says nothing of them."""
    (dataset,) = data(read_html(home_head(library, SiteFacts())))
    assert not {"url", "license", "creator", "dateModified", "distribution"} & dataset.keys()
