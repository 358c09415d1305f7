from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exports import FORMATS
from site_builder.web.head import Alternate, head, highwire, opengraph

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.library import Library
    from site_builder.site import Site

    Elements = Callable[[str], list[tuple[str, dict[str, str], str]]]


def test_paper_says_everything_once(kinds: Library, site: Site, elements: Elements) -> None:
    """A paper's head has its tags, a card and two things of linked data, and no COinS."""
    for paper in kinds.papers.values():
        html = head.of_paper(paper, kinds, site, "T", "D")
        found = elements(html)
        tags = [(a["name"], a["content"]) for t, a, _ in found if t == "meta" and "name" in a]
        card = [(a["property"], a["content"]) for t, a, _ in found if "property" in a]
        assert tags[:-1] == highwire.tags(paper, kinds, site)
        assert tags[-1] == ("twitter:card", "summary")
        assert ("og:type", "article") in card
        types = [json.loads(text)["@type"] for t, _, text in found if t == "script"]
        assert types[1:] == ["BreadcrumbList"]
        assert {tag for tag, _, _ in found} == {"meta", "script"}
        assert "Z3988" not in html


def test_category_has_no_tags_of_a_paper(kinds: Library, site: Site, elements: Elements) -> None:
    """A category's head describes a collection with its breadcrumbs; it is no publication."""
    node = kinds.taxonomy.get("fold", "blunt-dart")
    assert node is not None
    found = elements(head.of_category(node, site, "T", "D"))
    page, trail = (json.loads(text) for tag, _, text in found if tag == "script")
    assert page["@type"] == "CollectionPage"
    assert [(step["name"], step["item"]) for step in trail["itemListElement"]] == [
        ("Fold & crease", "https://example.org/folds/fold/"),
        ("Dart", "https://example.org/folds/fold/dart/"),
        ("Blunt dart", "https://example.org/folds/fold/blunt-dart/"),
    ]
    assert not [a for _, a, _ in found if a.get("name", "").startswith("citation_")]


def test_card(site: Site, nowhere: Site) -> None:
    """A card has what Open Graph requires; addresses stand where they are known."""
    assert opengraph.tags("T", "D", "papers/a/", site) == [
        ("og:type", "website"),
        ("og:title", "T"),
        ("og:description", "D"),
        ("og:url", "https://example.org/folds/papers/a/"),
        ("og:site_name", "Folds & <Throws>"),
        ("twitter:card", "summary"),
    ]
    names = [name for name, _ in opengraph.tags("T", "", "papers/a/", nowhere)]
    assert names == ["og:type", "og:title", "og:site_name", "twitter:card"]


def test_alternates(elements: Elements) -> None:
    """Formats are linked relatively, with the media types that the exports have."""
    found = head.alternates("papers/a", ["bib", "ris", "json", "atom.xml"])
    found.append(Alternate("x.json", "application/json", 'Some "data"'))
    html = head.links(found, "../../")
    links = [(tag, a["rel"], a["type"], a["href"], a["title"]) for tag, a, _ in elements(html)]
    expected = [
        ("application/x-bibtex", "../../papers/a.bib", "BibTeX"),
        ("application/x-research-info-systems", "../../papers/a.ris", "RIS"),
        ("application/vnd.citationstyles.csl+json", "../../papers/a.json", "CSL-JSON"),
        ("application/atom+xml", "../../papers/a.atom.xml", "RSS/Atom feed"),
        ("application/json", "../../x.json", 'Some "data"'),
    ]
    assert links == [("link", "alternate", *each) for each in expected]


def test_files_are_called_what_their_format_is() -> None:
    """A file is offered under the title and media type of the first format with its ending."""
    for each in FORMATS.values():
        first = next(other for other in FORMATS.values() if other.suffix == each.suffix)
        (found,) = head.alternates("x", [each.suffix.removeprefix(".")])
        assert found == Alternate(f"x{each.suffix}", first.media_type, first.title)


@pytest.mark.parametrize("name", ["og:title", "citation_title"])
@given(text=st.text(min_size=1))
def test_any_text_is_one_attribute(elements: Elements, name: str, text: str) -> None:
    """Whatever text a tag holds, it is one element with that text."""
    ((tag, attributes, _),) = elements(head.metas([(name, text)]))
    by = "property" if name.startswith("og:") else "name"
    assert (tag, attributes) == ("meta", {by: name, "content": text})


def test_card_with_a_picture(site: Site, nowhere: Site) -> None:
    """A site's picture stands in every card by its whole address, with words, or not at all."""
    tags = opengraph.tags("T", "D", "papers/a/", replace(site, image="assets/a b.png"))
    assert ("og:image", "https://example.org/folds/assets/a%20b.png") in tags
    assert ("og:image:alt", site.title) in tags
    assert ("twitter:card", "summary_large_image") in tags
    assert "og:image" not in dict(
        opengraph.tags("T", "", "papers/a/", replace(nowhere, image="assets/a.png"))
    )
