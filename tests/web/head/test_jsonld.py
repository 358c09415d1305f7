from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.record.kinds import EntryType, StatusKind
from site_builder.record.models import Links, Status
from site_builder.web.head import Alternate, jsonld
from site_builder.web.head.jsonld import Collection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.library import Library
    from site_builder.site import Site

PAGE = "https://example.org/folds/papers"
EXPECTED: dict[str, dict[str, Any]] = {
    "ahn2018journal": {
        "@type": "ScholarlyArticle",
        "@id": f"{PAGE}/ahn2018journal/",
        "url": f"{PAGE}/ahn2018journal/",
        "name": "On α-Folds & Kites: 5% <More>",  # noqa: RUF001 (the letter alpha)
        "headline": "On α-Folds & Kites: 5% <More>",  # noqa: RUF001
        "author": [
            {
                "@type": "Person",
                "name": "Józef van den Vouw Jr.",
                "givenName": "Józef",
                "familyName": "van den Vouw",
                "honorificSuffix": "Jr.",
            },
            {"@type": "Person", "name": "Shell Xu Hu", "givenName": "Shell Xu", "familyName": "Hu"},
            {"@type": "Organization", "name": "The Hall Team"},
        ],
        "datePublished": "2018-03",
        "dateCreated": "2018-01-09",
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": "3",
            "isPartOf": {
                "@type": "PublicationVolume",
                "volumeNumber": "12",
                "isPartOf": {
                    "@type": "Periodical",
                    "name": "Journal of Paper Aeroplanes & Kites",
                },
            },
        },
        "publisher": {"@type": "Organization", "name": "Fold Press"},
        "pageStart": "101",
        "pageEnd": "119",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "doi", "value": "10.1000/fold(2018)1:3<a>#b"},
            {"@type": "PropertyValue", "propertyID": "arXiv", "value": "1803.00001"},
        ],
        "sameAs": [
            "https://doi.org/10.1000/fold(2018)1:3%3Ca%3E%23b",
            "https://arxiv.org/abs/1803.00001",
        ],
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "application/pdf",
            "contentUrl": "https://arxiv.org/pdf/1803.00001",
        },
        "description": "Folds more.",
        "keywords": ["Blunt dart", "Glider", "Indoors"],
    },
    "bell2019conference": {
        "@type": "ScholarlyArticle",
        "@id": f"{PAGE}/bell2019conference/",
        "url": f"{PAGE}/bell2019conference/",
        "name": "Bells and Darts",
        "headline": "Bells and Darts",
        "author": [
            {
                "@type": "Person",
                "@id": "https://orcid.org/0000-0002-1825-0097",
                "sameAs": "https://orcid.org/0000-0002-1825-0097",
                "name": "bell hooks",
                "givenName": "bell",
                "familyName": "hooks",
            }
        ],
        "datePublished": "2019",
        "isPartOf": {
            "@type": "PublicationVolume",
            "name": "Proceedings of the Annual Fold Day",
            "volumeNumber": "7",
        },
        "publisher": {"@type": "Organization", "name": "Fold Press"},
        "pageStart": "e12",
        "identifier": [{"@type": "PropertyValue", "propertyID": "doi", "value": "10.1000/2019.2"}],
        "sameAs": ["https://doi.org/10.1000/2019.2"],
        "keywords": ["Dart"],
    },
    "eich2017report": {
        "@type": "Report",
        "@id": f"{PAGE}/eich2017report/",
        "url": f"{PAGE}/eich2017report/",
        "name": "Echoes of a Hall",
        "headline": "Echoes of a Hall",
        "author": [
            {"@type": "Person", "name": "Eva Eich", "givenName": "Eva", "familyName": "Eich"}
        ],
        "datePublished": "2017",
        "publisher": {"@type": "Organization", "name": "Hall Institute"},
        "description": "Echoes.",
    },
}

OTHERS = {
    "cole2020workshop": "ScholarlyArticle",
    "dahl2021preprint": "ScholarlyArticle",
    "falk2016thesis": "Thesis",
    "gold2015book": "Book",
}


@pytest.mark.parametrize("key", EXPECTED)
def test_article(kinds: Library, site: Site, key: str) -> None:
    """A paper is described with all that its record says, and nothing more."""
    assert jsonld.article(kinds.papers[key], kinds, site) == EXPECTED[key]


@pytest.mark.parametrize("key", OTHERS)
def test_type_of_each_kind(kinds: Library, site: Site, key: str) -> None:
    """The type follows from the kind of the venue."""
    assert jsonld.article(kinds.papers[key], kinds, site)["@type"] == OTHERS[key]


def test_journal_without_numbers(kinds: Library, site: Site) -> None:
    """Where volume and issue are not known, the paper is a part of the journal itself."""
    found = jsonld.article(kinds.papers["hall2014mononym"], kinds, site)
    assert found["isPartOf"]["@type"] == "Periodical"


def test_article_without_a_site(kinds: Library, site: Site, nowhere: Site) -> None:
    """Without the site's address nothing is left out but the page's own."""
    for paper in kinds.papers.values():
        there, here = (jsonld.article(paper, kinds, each) for each in (site, nowhere))
        assert here == {k: v for k, v in there.items() if k not in {"@id", "url"}}


def values(thing: object) -> Iterator[object]:
    """Yield all single values of a thing."""
    if isinstance(thing, dict):
        for each in thing.values():
            yield from values(each)
    elif isinstance(thing, list):
        for each in thing:
            yield from values(each)
    else:
        yield thing


def test_real_papers_agree_with_their_records(real: Library, site: Site) -> None:
    """Ten real papers say the same here as in their records, and no value is empty."""
    for paper in list(real.papers.values())[::38]:
        found = jsonld.article(paper, real, site)
        assert len(found["author"]) == len(paper.authors)
        assert found["datePublished"][:4] == str(paper.year)
        assert [each["value"] for each in found.get("identifier", [])] == [
            each for each in (paper.doi, paper.arxiv_id) if each
        ]
        assert "abstract" not in found  # readers and reference managers have it on the page
        assert all(value not in ("", None) for value in values(found))


def test_category(kinds: Library, site: Site, nowhere: Site) -> None:
    """A category's page is a collection about a term of its facet; text is plain."""
    node = kinds.taxonomy.get("fold", "dart")
    assert node is not None
    expected = {
        "@type": "CollectionPage",
        "@id": "https://example.org/folds/fold/dart/",
        "url": "https://example.org/folds/fold/dart/",
        "name": "Dart",
        "about": {
            "@type": "DefinedTerm",
            "name": "Dart",
            "termCode": "dart",
            "description": "Long and narrow, for a speed of v>5.",
            "alternateName": ["arrow", "fast plane"],
            "inDefinedTermSet": {
                "@type": "DefinedTermSet",
                "@id": "https://example.org/folds/fold/",
                "name": "Fold & crease",
                "description": "How the sheet is folded.",
            },
        },
    }
    found = jsonld.category(node, site)
    found["about"]["description"] = found["about"]["description"].replace(" > ", ">")
    assert found == expected
    assert "example.org" not in json.dumps(jsonld.category(node, nowhere))


def test_breadcrumbs(site: Site, nowhere: Site) -> None:
    """The steps are numbered from the top down; addresses stand where they are known."""
    trail = [("Papers", "papers/"), ("A $x$", "papers/a/")]
    steps = jsonld.breadcrumbs(trail, site)["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Papers", f"{PAGE}/"),
        (2, "A x", f"{PAGE}/a/"),
    ]
    assert all("item" not in step for step in jsonld.breadcrumbs(trail, nowhere)["itemListElement"])
    assert jsonld.breadcrumbs([], site) == {}


def test_dataset(site: Site, nowhere: Site) -> None:
    """The home page says what the collection is, whose, under which licence, and where it lies."""
    about = Collection(
        licence="https://example.org/licence",
        creators=("The folders",),
        version="1.2",
        doi="10.1000/x",
        modified=dt.date(2026, 3, 2),
        downloads=(Alternate("survey.bib", "application/x-bibtex", "BibTeX"),),
    )
    found = jsonld.dataset(site, about)
    assert found == {
        "@type": "Dataset",
        "@id": "https://example.org/folds/",
        "url": "https://example.org/folds/",
        "name": "Folds & <Throws>",
        "description": "Of folding & throwing.",
        "license": "https://example.org/licence",
        "creator": [{"@type": "Organization", "name": "The folders"}],
        "version": "1.2",
        "identifier": "https://doi.org/10.1000/x",
        "dateModified": "2026-03-02",
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": "BibTeX",
                "encodingFormat": "application/x-bibtex",
                "contentUrl": "https://example.org/folds/survey.bib",
            }
        ],
    }
    here = jsonld.dataset(nowhere, about)
    assert {"@id", "url", "distribution", "description"}.isdisjoint(here)
    assert jsonld.dataset(nowhere, Collection()) == {
        "@type": "Dataset",
        "name": "Folds & <Throws>",
        "isAccessibleForFree": True,
    }


@given(text=st.text())
@example("</script><script>alert(1)</script>")
@example("<!--<script>")
@example("]]>&lt;\u2028\u2029")
def test_script_cannot_be_left(
    elements: Callable[[str], list[tuple[str, dict[str, str], str]]], text: str
) -> None:
    """Whatever text a thing holds, the script is one element and the text comes back whole."""
    html = jsonld.script({"@type": "Thing", "name": text})
    ((tag, attributes, content),) = elements(html)
    assert (tag, attributes) == ("script", {"type": "application/ld+json"})
    assert json.loads(content) == {
        "@context": "https://schema.org",
        "@type": "Thing",
        "name": text,
    }
    assert not set(html.partition(">")[2].rpartition("</")[0]) & set("<>&\u2028\u2029")


def test_standing_and_type(kinds: Library, site: Site) -> None:
    """A retraction is a status with a correction; a type has its own name; addresses are told."""
    paper = kinds.papers["gold2015book"].model_copy(
        update={
            "type": EntryType.DATASET,
            "status": Status(kind=StatusKind.RETRACTED, date="2021-05-01", source="10.1000/x"),
            "links": Links(page="https://e.org/p", pdf="https://e.org/p.pdf"),
        }
    )
    found = jsonld.article(paper, kinds, site)
    assert found["@type"] == "Dataset"
    assert found["creativeWorkStatus"] == "retracted"
    assert found["correction"] == {
        "@type": "CorrectionComment",
        "text": "Retracted on 2021-05-01. See https://doi.org/10.1000/x",
        "url": "https://doi.org/10.1000/x",
        "datePublished": "2021-05-01",
    }
    assert found["sameAs"] == ["https://e.org/p"]
    assert found["encoding"]["contentUrl"] == "https://e.org/p.pdf"
