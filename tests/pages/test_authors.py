"""Pages of people: who has one, what it says, and where former addresses lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.library import Library
from site_builder.query import Query, select
from site_builder.site import Site as Facts
from site_builder.web import api
from site_builder.web.head import jsonld

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    MakeSurvey = Callable[..., Path]
    Site = Any

ONE, TWO = "0000-0002-1825-0097", "0000-0001-5109-3700"
THREE = "0000-0002-1694-233X"
RECORD = "title: {}\nauthors: [{}]\nyear: {}\nvenue: JPA\nfold: [dart]\nsummary: Ours.\n"
RECORDS = {
    "wang2020one": ("Kites one", f"{{given: Wei, family: Wang, orcid: {ONE}}}"),
    "wang2021two": ("Strings two", f"{{given: Wei, family: Wang, orcid: {TWO}}}"),
    "wang2022three": ("Winds three", f"{{given: W., family: Wang, orcid: {ONE}}}, Ann Roe"),
    "wang2023four": ("Rains four", "{given: 小明, family: 王}"),
    "wang2024five": ("Clouds five", "{given: 小明, family: 王}"),
}
FILES = {
    f"papers/{key}.yaml": RECORD.format(title, authors, key[4:8])
    for key, (title, authors) in RECORDS.items()
}


@pytest.fixture
def survey(make_survey: MakeSurvey) -> Path:
    """A survey with two people of one name, one of two spellings, and a name in Chinese."""
    return make_survey(FILES, papers=False)


@pytest.fixture
def people_site(survey: Path, render_survey: Callable[..., Site]) -> Site:
    """The site of that survey."""
    return render_survey(survey)


def test_who_has_a_page(people_site: Site) -> None:
    """People with two papers or more have a page, whatever the spelling; a shared name has one too."""
    uris = {page.uri for page in people_site.pages() if page.uri.startswith("authors/")}
    assert uris == {
        "authors/",
        "authors/wei-wang-0097/",
        "authors/wei-wang/",
        "authors/xiaoming-wang/",
    }


def test_a_page_says_who_it_is(people_site: Site) -> None:
    """An author's page has the other spellings, the ORCID iD, and who else has the name."""
    html = people_site.html("authors/wei-wang-0097/")
    assert html.one("h1").text == "Wei Wang"
    assert "Also: W. Wang" in html.text()
    hrefs = [a.get("href") for a in html.all("a")]
    assert f"https://orcid.org/{ONE}" in hrefs
    assert "../../papers/wang2021two/" in hrefs[hrefs.index("../../papers/wang2020one/") :]
    assert f"https://orcid.org/{TWO}" in hrefs


def test_a_shared_name_leads_to_everybody(people_site: Site) -> None:
    """The address of a name that several people have names them all, with what tells them apart."""
    html = people_site.html("authors/wei-wang/")
    entries = [entry.text for entry in html.all("li")]
    assert entries == [
        f"Wei Wang 2 papers, ORCID {ONE}",
        f"Wei Wang, Strings two 2021, ORCID {TWO}",
    ]
    assert people_site.file("authors/wei-wang.bib").count("@article") == 3


def test_former_addresses_lead_on(people_site: Site) -> None:
    """What a spelling gave, or a script before it was romanised, leads to the person's page."""
    moved = {
        uri: part.content
        for uri, part in people_site.assets().items()
        if uri.startswith("authors/") and uri.endswith("index.html")
    }
    (chinese,) = [uri for uri in moved if uri.startswith("authors/x-")]
    assert set(moved) == {chinese, "authors/w-wang/index.html"}
    assert 'href="../../authors/xiaoming-wang/"' in moved[chinese]
    assert 'href="../../authors/wei-wang-0097/"' in moved["authors/w-wang/index.html"]
    assert people_site.file("authors/w-wang.bib") == people_site.file("authors/wei-wang-0097.bib")


def test_papers_link_their_authors(people_site: Site) -> None:
    """A paper names its authors as it spells them, and leads to the page or place of each."""
    html = people_site.html("papers/wang2022three/")
    links = [
        (a.text, a.get("href")) for a in html.all("a", dir="auto") if "authors/" in a.get("href")
    ]
    assert links == [
        ("W. Wang", "../../authors/wei-wang-0097/"),
        ("Ann Roe", "../../authors/#ann-roe"),
    ]
    (first,) = html.all("a", title="Also: Wei Wang")
    assert first.get("data-pagefind-index-attrs") == "title"
    listed = people_site.html("authors/")
    assert [li.get("id") for li in listed.all("li")] == [
        "ann-roe",
        "wei-wang-0097",
        "wei-wang-3700",
        "xiaoming-wang",
    ]


def test_queries_find_people_by_any_name(survey: Path) -> None:
    """`author:` finds the papers of a person by each of the names, the ORCID iD, and the address."""
    library, _ = Library.load(survey)

    def found(text: str) -> list[str]:
        return [paper.key for paper in select(library, Query(text=text))]

    assert found('author:"Wei Wang"') == ["wang2020one", "wang2021two", "wang2022three"]
    assert found("author:wei-wang-0097") == ["wang2020one", "wang2022three"]
    assert found(f"author:{TWO}") == ["wang2021two"]
    assert found("author:xiaoming-wang") == ["wang2023four", "wang2024five"]


def test_programs_are_told_who_it_is(survey: Path) -> None:
    """The API and JSON-LD give the person's ORCID iD and place, also where people.yaml says it."""
    name = "{given: 小明, family: 王}"
    entry = f"people:\n  - {{id: xiaoming, name: {name}, orcid: {THREE}}}\n"
    (survey / "people.yaml").write_text(entry, encoding="utf-8")
    library, problems = Library.load(survey)
    assert problems == []
    here = Facts("Planes", "https://example.org/")
    author = api.record(library.papers["wang2023four"], library, here)["authors"][0]
    assert (author["name"], author["id"], author["orcid"], author["uri"]) == (
        *("王小明", "xiaoming", THREE),
        "authors/xiaoming/",
    )
    told = jsonld.article(library.papers["wang2023four"], library, here)["author"][0]
    assert told["sameAs"] == f"https://orcid.org/{THREE}"
    assert set(library.identities.former) >= {"xiaoming-wang", "wei-wang"}
