"""Rules that hold for every generated page, on the real survey and on the made-up one."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, pairwise
from posixpath import join, normpath
from typing import TYPE_CHECKING

import pytest

from site_builder import checks, coverage
from site_builder.library import Library
from site_builder.pages import Asset, Page, make_templates, render
from site_builder.pages.addresses import Addresses, up_to_root
from site_builder.pages.coverage import field_uri
from site_builder.problems import SurveyError
from site_builder.record.grouping import by_value
from site_builder.site import PAGES, RESERVED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import Any

    MakeSurvey = Callable[..., Path]
    Site = Any
    ReadHtml = Callable[[str], Any]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def target(page: str, href: str) -> str:
    """Resolve a relative link; the folder of a page's own address counts."""
    return normpath(join("/root", page, href.partition("#")[0])).removeprefix("/root").strip("/")


def test_internal_links_lead_to_pages(site: Site) -> None:
    """Every relative link leads to a page or a file, and its fragment to an element of the page."""
    ids = {
        uri.strip("/"): {element.attributes.get("id") for element in html.elements}
        for uri, html in site.htmls()
    }
    for uri, html in site.htmls():
        for href in (link.get("href") for link in html.links()):
            if not href.startswith(("https://", "http://", "mailto:")):
                place, anchor = target(uri, href.partition("?")[0]), href.partition("#")[2]
                assert place in ids or place in site.assets(), f"{uri}: {href}"
                assert not anchor or anchor in ids[place], f"{uri}: {href}"


def test_every_page_is_linked_to(site: Site) -> None:
    """From the hubs, which stand in the navigation, every page can be reached by links."""
    links = {
        uri.strip("/"): {target(uri, link.get("href")) for link in html.links()}
        for uri, html in site.htmls()
    }
    reached: set[str] = set()
    waiting = [page.uri.strip("/") for page in site.pages() if page.is_hub]
    while waiting:
        place = waiting.pop()
        if place in links and place not in reached:
            reached.add(place)
            waiting += links[place]
    assert reached == set(links)


def test_headings_are_in_order(site: Site) -> None:
    """A page has one <h1>, before all other headings, and no rank is skipped."""
    for uri, html in site.htmls():
        ranks = [int(element.tag[1]) for element in html.elements if element.tag in HEADINGS]
        assert ranks[0] == 1
        assert ranks.count(1) == 1
        assert all(b - a <= 1 for a, b in pairwise(ranks)), uri


def test_tables_say_what_they_hold(site: Site) -> None:
    """Every table has a caption and scoped headings, and scrolls, as pictures do, in a region that has a name."""
    for _, html in site.htmls():
        assert len(html.all("caption")) == len(html.all("table"))
        wide = len(html.all("table")) + len(html.all("svg"))
        assert len(html.all("div", role="region", tabindex="0")) == wide
        assert all(region.get("aria-label") for region in html.all("div", role="region"))
        assert all("scope" in cell.attributes for cell in html.all("th"))


def test_links_say_where_they_lead(site: Site) -> None:
    """No link is without words, and none says just "here"."""
    for _, html in site.htmls():
        for link in html.all("a"):
            assert link.text.strip().lower() not in {"", "here", "link"}


def test_ids_are_unique(site: Site) -> None:
    """No two elements of a page bear one id."""
    for _, html in site.htmls():
        ids = [e.get("id") for e in html.elements if "id" in e.attributes]
        assert len(ids) == len(set(ids))


def test_pages_have_plain_titles_and_descriptions(site: Site) -> None:
    """Title and description are plain text on one line, ready to be escaped by the frame."""
    for page in site.pages():
        assert page.title
        assert "\n" not in page.title + page.description
        assert len(page.description) <= 300
        assert page.description


def test_heads_hold_elements_alone(site: Site) -> None:
    """What a page adds to its head is elements: a text there would stand above the page."""
    for page in site.pages():
        rest = re.sub(r"<script\b.*?</script>|<[^>]+>", "", page.head, flags=re.DOTALL)
        assert not rest.strip(), page.uri


def test_hubs_come_first(site: Site) -> None:
    """Hubs come before all else, so that the navigation needs no other page to be made."""
    hubs = [isinstance(part, Page) and part.is_hub for part in site.parts]
    assert hubs == sorted(hubs, reverse=True)


def test_sections_are_hubs(site: Site) -> None:
    """Every page belongs to a hub."""
    hubs = {page.uri.strip("/") for page in site.pages() if page.is_hub}
    assert {page.section for page in site.pages()} <= hubs


def test_rendering_twice_gives_the_same(tiny_survey: Path, tiny_site: Site) -> None:
    """Order and content of the pages depend on the records alone."""
    library, _ = Library.load(tiny_survey)
    turned = Library(
        root=tiny_survey,
        taxonomy=library.taxonomy,
        venue_entries=library.venue_entries[::-1],
        benchmark_entries=library.benchmark_entries[::-1],
        condition_entries=library.condition_entries,
        quantity_entries=library.quantity_entries,
        field_entries=library.field_entries,
        papers=library.papers,
    )
    again = render(turned, make_templates(tiny_survey))
    assert kept_order(again) == kept_order(tiny_site.parts)


def kept_order(parts: Iterable[Page | Asset]) -> list[Page | Asset]:
    """Leave out the schemas, which offer venues to editors in the order of the registry."""
    return [part for part in parts if not part.uri.startswith("schema/")]


def test_every_record_and_registry_entry_has_its_page(site: Site) -> None:
    """Papers, categories, facets, venues, years, authors and benchmarks have the agreed addresses.

    Authors have a page from two papers on.
    """
    library = site.library
    named = ({a.name.slug for a in paper.authors} for paper in library.papers.values())
    authors = Counter(chain.from_iterable(named))
    expected = {
        "explore/", "compare/", "reading/", "map/", "map/regions/",
        "papers/", "venues/", "years/", "authors/", "benchmarks/", "changes/",
        "coverage/", "releases/", *map(field_uri, coverage.fields(library)),
        *(["excluded/"] if library.reasons else []),
        *(f"{facet.slug}/" for facet in library.taxonomy.facets),
        *(f"papers/{key}/" for key in library.papers),
        *(node.uri for node in library.taxonomy.nodes.values()),
        *(f"venues/{venue.slug}/" for venue in library.venue_entries),
        *(f"years/{paper.year}/" for paper in library.papers.values()),
        *(f"authors/{slug}/" for slug, count in authors.items() if count > 1),
        *(f"benchmarks/{benchmark}/" for benchmark in library.benchmarks),
        *(["unsorted/"] if library.unsorted else []),
        *(f"{field.slug}/" for field in library.fields if field.pages),
        *(
            f"{field.slug}/{slug}/"
            for field in library.fields
            if field.pages and not field.unique
            for slug in by_value(field, library.papers.values())
        ),
    }  # fmt: skip
    uris = [page.uri for page in site.pages()]
    assert len(uris) == len(set(uris))
    assert set(uris) == expected


def test_an_empty_survey_has_hubs(
    make_survey: MakeSurvey, render_survey: Callable[..., Site]
) -> None:
    """A survey without papers and registries renders: hubs, categories, and nothing to link to."""
    empty = make_survey(
        {"venues.yaml": "venues: []", "benchmarks.yaml": "benchmarks: []"}, papers=False
    )
    site = render_survey(empty)
    hubs = ["explore/", "map/", "papers/", "fold/", "flying-place/"]
    hubs += ["venues/", "years/", "authors/", "changes/", "coverage/", "releases/"]
    assert [page.uri for page in site.pages() if page.is_hub] == hubs
    assert "No papers yet." in site.page("papers/").body
    assert "No papers yet." in site.page("fold/dart/").body


@pytest.mark.parametrize(
    "uri",
    ["../x/", "/x/", "x//", "papers/../../etc/", "papers/./", "a\\b/", "C:/x/", "a b/", "x/\0/",
     "%2e%2e/", "papers/.git/", "papers/x", "é/", "a/?b/", "x/#/", "con:/", "-x/", "A/"],
)  # fmt: skip
def test_no_address_leaves_the_site(uri: str) -> None:
    """An address that is no plain place inside the site is refused, whoever made it."""
    with pytest.raises(SurveyError, match="is no place in the site"):
        list(Addresses().checked([Page(uri, "Title", "")]))


@pytest.mark.parametrize(
    "uri", ["../x.bib", "papers/", "/x.bib", "..", "papers/..bib", "a/.htaccess"]
)
def test_no_file_leaves_the_site(uri: str) -> None:
    """The same holds for files."""
    with pytest.raises(SurveyError, match="is no place in the site"):
        list(Addresses().checked([Asset(uri, "")]))


def test_one_address_is_one_page() -> None:
    """Where two want one address, both are named."""
    parts = [
        Page("papers/x2020y/", "One", "", source="papers/x2020y.yaml"),
        Asset("papers/x2020y/index.html", "", "a former key in papers/z2021y.yaml"),
    ]
    with pytest.raises(SurveyError) as error:
        list(Addresses().checked(parts))
    assert "papers/x2020y.yaml and a former key in papers/z2021y.yaml" in str(error.value)


def test_addresses_that_differ_in_case_are_one(make_survey: MakeSurvey) -> None:
    """Two venues whose ids differ in case alone cannot both have a page."""
    venues = "venues:\n" + "".join(
        f"  - {{id: {id_}, name: {id_}, kind: journal}}\n" for id_ in ("JPA", "jpa")
    )
    survey = make_survey({"venues.yaml": venues}, papers=False)
    library, _ = Library.load(survey)
    with pytest.raises(SurveyError, match=r"the page 'JPA'.* and the page 'jpa'.* venues/jpa/"):
        list(render(library, make_templates(survey)))


def test_a_facet_cannot_take_the_address_of_a_hub(make_survey: MakeSurvey) -> None:
    """A facet that bears the name of an engine's hub is told of, instead of overwriting it."""
    taxonomy = """
facets:
  - id: years
    title: Vintage
    description: When.
    categories: [{id: old, title: Old, description: Long ago.}]
"""
    survey = make_survey({"taxonomy.yaml": taxonomy}, papers=False)
    library, _ = Library.load(survey)
    with pytest.raises(SurveyError, match=r"Vintage.* and .*Years.* both want the address years/"):
        list(render(library, make_templates(survey)))


def test_up_to_root_leads_to_the_root() -> None:
    """From a page at any depth the address of the site's root is right."""
    for uri in ("", "papers/", "papers/x/", "a/b/c/"):
        assert normpath(join("/site", uri, up_to_root(uri))) == "/site"


def test_former_addresses_lead_on(tiny_site: Site, read_html: ReadHtml) -> None:
    """A former key or id has a page that leads to the present one, without JavaScript."""
    redirects = {uri: a for uri, a in tiny_site.assets().items() if uri.endswith("index.html")}
    assert sorted(redirects) == ["fold/stub-dart/index.html", "papers/vouw2020stub/index.html"]
    for uri, asset in redirects.items():
        html = read_html(asset.content)
        folder = uri.removesuffix("index.html")
        refresh = html.one("meta", **{"http-equiv": "refresh"}).get("content")
        delay, _, href = refresh.partition("; url=")
        assert delay == "0"
        assert href == html.one("link", rel="canonical").get("href") == html.one("a").get("href")
        assert f"{target(folder, href)}/" in {page.uri for page in tiny_site.pages()}


def test_own_templates_win(make_survey: MakeSurvey, render_survey: Callable[..., Site]) -> None:
    """A template in the survey's own folder is taken in place of the engine's."""
    survey = make_survey({"templates/pages/year.html": "<h1>Vintage {{ title }}</h1>"})
    assert render_survey(survey).page("years/2020/").body == "<h1>Vintage 2020</h1>"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("<h1>\n{{ title", "template pages/year.html:2: "),
        ("{{ nothing.such }}", "template pages/year.html: 'nothing' is undefined"),
        ("{% include 'no.html' %}", "template pages/year.html: no.html"),
    ],
)
def test_broken_template_is_named(make_survey: MakeSurvey, template: str, message: str) -> None:
    """A template that cannot be filled is told of in one line that names it."""
    survey = make_survey({"templates/pages/year.html": template})
    library, _ = Library.load(survey)
    with pytest.raises(SurveyError, match=f"^{re.escape(message)}"):
        list(render(library, make_templates(survey)))


def first_parts(site: Site) -> set[str]:
    """Name the first parts of all addresses that are folders."""
    uris = [*(page.uri for page in site.pages()), *site.assets()]
    return {uri.partition("/")[0] for uri in uris if "/" in uri}


def test_reserved_addresses_are_those_of_the_pages(site: Site) -> None:
    """What the site's own pages and files have for a first part, no facet can be called."""
    facets = {facet.slug for facet in site.library.taxonomy.facets}
    own = {field.slug for field in site.library.fields if field.pages}
    assert first_parts(site) - facets - own <= PAGES


@pytest.mark.parametrize("word", sorted(RESERVED | {"index", "feed", "constructor"}))
def test_facet_has_an_address_or_is_refused(make_survey: MakeSurvey, word: str) -> None:
    """A facet that the checks let pass has its pages, whatever it is called."""
    text = f"""\
facets:
  - id: {word}
    title: W
    description: D.
    categories: [{{id: method, title: M, description: M.}}]
"""
    home = make_survey({"taxonomy.yaml": text}, papers=False)
    library, problems = Library.load(home)
    refused = [each for each in [*problems, *checks.run(library)] if each.is_error]
    if not refused:
        uris = [part.uri for part in render(library, make_templates())]
        assert f"{word}/" in uris
    assert bool(refused) == (word in RESERVED)
