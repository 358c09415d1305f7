"""The page of what is missing, and the lists that its numbers lead to."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

import pytest

from site_builder import coverage
from site_builder.library import Library
from site_builder.pages import make_templates, render
from site_builder.pages.coverage import MOST_LISTED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Site = Any
    MakeSurvey = Callable[..., Path]
    RenderSurvey = Callable[[Path], Any]

NUMBER = "0123456789,"
THIN = "title: Thin {n}\nauthors: [A B]\nyear: 2020\nvenue: JPA\nfold: [dart]\n"


def folded(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())


def test_every_number_leads_to_what_it_counts(site: Site) -> None:
    """A number that is a link leads to a list with as many papers, at its part for its group."""
    links = [a for a in site.html("coverage/").all("a") if a.text and not a.text.strip(NUMBER)]
    counts = [a for a in links if "/coverage/" in f"/{a.get('href').removeprefix('../')}"]
    assert counts
    for link in counts:
        address, _, part = link.get("href").partition("#")
        html = site.html(posixpath.normpath(posixpath.join("coverage/", address)) + "/")
        if part:
            heading = folded(html.one("h3", id=part).text)
            assert heading.endswith((f" {link.text} paper", f" {link.text} papers"))
        else:
            assert html.all("p")[0].text.startswith(f"{link.text} paper")


def test_every_field_has_a_list(tiny_site: Site) -> None:
    """Each field keeps its address, with a list of who lacks it, or a word that nobody does."""
    uris = {page.uri for page in tiny_site.pages()}
    slugs = {
        field.id.replace("_", "-").replace(".", "-")
        for field in coverage.fields(tiny_site.library)
        if not field.is_facet
    }
    facets = {"facet-fold", "facet-flying-place"}
    assert {f"coverage/{slug}/" for slug in slugs | facets} <= uris
    assert "There is none." in tiny_site.html("coverage/any-text/").text()
    hrefs = [a.get("href") for a in tiny_site.html("coverage/abstract/").all("a")]
    assert "../../papers/gleiter2022glide/" in hrefs
    assert "../../papers/vouw2020blunt/" not in hrefs


def test_page_says_it_all(tiny_site: Site) -> None:
    """The page has fields, work, papers, categories, years, results, few papers and the unsorted."""
    html = tiny_site.html("coverage/")
    assert [h.text for h in html.all("h2")] == [
        "By field",
        "Where an hour of work pays most",
        "Categories gone quiet",
        "Papers that lack most",
        "By Fold",
        "By Place",
        "By Year",
        "Who reported the results",
        "Categories with few papers",
        "Papers without any category",
    ]
    assert html.all("a", href="../unsorted/")
    assert html.all("a", href="../papers/gleiter2021unsorted/")
    assert html.all("a", href="../fold/blunt-dart/")
    assert html.all("a", href="../benchmarks/long-hall/")


def test_tables_can_be_heard(site: Site) -> None:
    """Every table has a caption and headings, and stands in a box that the keyboard can scroll."""
    html = site.html("coverage/")
    tables = html.all("table")
    assert len(tables) == len(html.all("caption")) == len(html.all("div", role="region"))
    assert all(cell.attributes.get("scope") in {"row", "col"} for cell in html.all("th"))
    assert all(meter.get("aria-hidden") == "true" for meter in html.all("meter"))


def test_long_lists_are_cut(make_survey: MakeSurvey, render_survey: RenderSurvey) -> None:
    """A category's list names so many papers, counts the rest, and leads on to all of them."""
    papers = {f"papers/a{n}thin.yaml": THIN.format(n=n) for n in range(MOST_LISTED + 3)}
    html = render_survey(make_survey(papers, papers=False)).html("coverage/links-code/")
    assert folded(html.one("h3", id="fold.dart").text) == f"Dart {MOST_LISTED + 3} papers"
    assert len(html.all("li")) == (MOST_LISTED + 1) + (MOST_LISTED + 3)
    assert html.one("a", href="#all").text == "and 3 more"
    assert folded(html.one("h2", id="all").text) == "Year"


def test_empty_survey_has_the_page(make_survey: MakeSurvey, render_survey: RenderSurvey) -> None:
    """Without papers nothing is missing, and the page says no more than its fields."""
    html = render_survey(make_survey(papers=False)).html("coverage/")
    assert html.all("h2")[0].text == "By field"
    assert "Papers that lack most" not in html.text()


@pytest.mark.parametrize("facet", ["any_text", "links_code", "facet_abstract", "y"])
def test_facets_take_no_fields_address(make_survey: MakeSurvey, facet: str) -> None:
    """Whatever a facet is called, its list has an address of its own."""
    taxonomy = (
        f"facets:\n  - id: {facet}\n    title: T\n    description: D\n"
        "    categories: [{id: a, title: A, description: D}]\n"
    )
    library, _ = Library.load(make_survey({"taxonomy.yaml": taxonomy}, papers=False))
    uris = [part.uri for part in render(library, make_templates())]
    assert f"coverage/facet-{facet.replace('_', '-')}/" in uris
    assert len(uris) == len(set(uris))
