from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from site_builder.record.kinds import Degree, EntryType
from site_builder.record.models import Author
from site_builder.web.head import highwire
from site_builder.yamlfiles import reading

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.library import Library
    from site_builder.site import Site

EXPECTED: dict[str, list[tuple[str, str]]] = {
    "ahn2018journal": [
        ("title", "On α-Folds & Kites: 5% <More>"),  # noqa: RUF001 (the letter alpha)
        ("author", "van den Vouw, Józef Jr."),
        ("author", "Hu, Shell Xu"),
        ("author", "The Hall Team"),
        ("publication_date", "2018/03"),
        ("online_date", "2018/01/09"),
        ("journal_title", "Journal of Paper Aeroplanes & Kites"),
        ("publisher", "Fold Press"),
        ("volume", "12"),
        ("issue", "3"),
        ("firstpage", "101"),
        ("lastpage", "119"),
        ("abstract", 'We fold "kites" & more. They fly 1.5× further.'),  # noqa: RUF001
        ("keywords", "Blunt dart"),
        ("keywords", "Glider"),
        ("keywords", "Indoors"),
        ("doi", "10.1000/fold(2018)1:3<a>#b"),
        ("arxiv_id", "1803.00001"),
        ("pdf_url", "https://arxiv.org/pdf/1803.00001"),
        ("abstract_html_url", "https://example.org/folds/papers/ahn2018journal/"),
    ],
    "bell2019conference": [
        ("title", "Bells and Darts"),
        ("author", "hooks, bell"),
        ("publication_date", "2019"),
        ("conference_title", "Proceedings of the Annual Fold Day"),
        ("publisher", "Fold Press"),
        ("volume", "7"),
        ("firstpage", "e12"),
        ("abstract", "Darts ring."),
        ("keywords", "Dart"),
        ("doi", "10.1000/2019.2"),
        ("abstract_html_url", "https://example.org/folds/papers/bell2019conference/"),
    ],
    "cole2020workshop": [
        ("title", "Cold Workshop Darts"),
        ("author", "Cole, Ann"),
        ("author", "Cole, Bo"),
        ("publication_date", "2020"),
        ("conference_title", "Fold Day Workshops"),
        ("firstpage", "1-4, 9"),
        ("abstract_html_url", "https://example.org/folds/papers/cole2020workshop/"),
    ],
    "dahl2021preprint": [
        ("title", "Drafts in a Draught"),
        ("author", "Dahl, Dora"),
        ("publication_date", "2021"),
        ("online_date", "2021/01/01"),
        ("publisher", "Aeroplane Preprints"),
        ("abstract", "It is windy."),
        ("arxiv_id", "2101.00001"),
        ("pdf_url", "https://arxiv.org/pdf/2101.00001"),
        ("abstract_html_url", "https://example.org/folds/papers/dahl2021preprint/"),
    ],
    "eich2017report": [
        ("title", "Echoes of a Hall"),
        ("author", "Eich, Eva"),
        ("publication_date", "2017"),
        ("technical_report_institution", "Hall Institute"),
        ("technical_report_number", "TR-7"),
        ("abstract_html_url", "https://example.org/folds/papers/eich2017report/"),
    ],
    "falk2016thesis": [
        ("title", "Falling Paper"),
        ("author", "Ana Lia De Souza Falk"),
        ("publication_date", "2016/12"),
        ("dissertation_institution", "Hall University"),
        ("abstract_html_url", "https://example.org/folds/papers/falk2016thesis/"),
    ],
    "gold2015book": [
        ("title", "Golden Folds"),
        ("author", "Gold, Gil"),
        ("publication_date", "2015"),
        ("publisher", "Book House"),
        ("abstract_html_url", "https://example.org/folds/papers/gold2015book/"),
    ],
    "hall2014mononym": [
        ("title", "Halls"),
        ("author", "Plato"),
        ("author", "Hall, Hall and Sons"),
        ("publication_date", "2014"),
        ("journal_title", "Journal of Paper Aeroplanes & Kites"),
        ("publisher", "Fold Press"),
        ("abstract_html_url", "https://example.org/folds/papers/hall2014mononym/"),
    ],
}


@pytest.mark.parametrize("key", EXPECTED)
def test_tags_of_each_kind(kinds: Library, site: Site, key: str) -> None:
    """Every kind of publication has its own tags, in a fixed order, text plain."""
    expected = [(f"citation_{name}", content) for name, content in EXPECTED[key]]
    assert highwire.tags(kinds.papers[key], kinds, site) == expected


def test_no_address_without_a_site(kinds: Library, site: Site, nowhere: Site) -> None:
    """Where the site's address is not known, the one tag that needs it is left out."""
    for paper in kinds.papers.values():
        there, here = (highwire.tags(paper, kinds, each) for each in (site, nowhere))
        assert here == [tag for tag in there if tag[0] != "citation_abstract_html_url"]


def test_no_tag_is_empty(kinds: Library, real: Library, site: Site) -> None:
    """No tag is empty, and a PDF is the record's or arXiv's."""
    for library in (kinds, real):
        for paper in library.papers.values():
            found = highwire.tags(paper, library, site)
            assert all(content.strip() for _, content in found)
            is_withdrawn = paper.status and paper.status.kind == "withdrawn"
            on_arxiv = paper.arxiv_id and not is_withdrawn  # arXiv keeps no PDF of what is
            assert ("citation_pdf_url" in dict(found)) == bool(paper.links.pdf or on_arxiv)


def test_what_google_scholar_requires(real: Library, site: Site) -> None:
    """Every page has a title, an author and a date."""
    for paper in real.papers.values():
        names = [name for name, _ in highwire.tags(paper, real, site)]
        assert names.count("citation_title") == 1
        assert names.count("citation_publication_date") == 1
        assert "citation_author" in names


def test_unknown_venue(kinds: Library, site: Site) -> None:
    """A venue that the registry does not have keeps the name that the record gives it."""
    paper = kinds.papers["gold2015book"].model_copy(update={"venue": "Sky"})
    assert ("citation_conference_title", "Sky") in highwire.tags(paper, kinds, site)


def test_ten_real_papers(real: Library, root: Path, site: Site) -> None:
    """Tags of ten real papers say what their records say, field by field."""
    venues = {each["id"]: each for each in plain(root / "venues.yaml")["venues"]}
    keys = [key for key in real.papers if is_plain(plain(root / f"papers/{key}.yaml"))]
    for key in keys[:: len(keys) // 10][:10]:
        data = plain(root / f"papers/{key}.yaml")
        found = highwire.tags(real.papers[key], real, site)
        said: dict[str, list[str]] = {}
        for name, content in found:
            said.setdefault(name.removeprefix("citation_"), []).append(content)
        assert said.pop("title") == [data["title"]]
        assert said.pop("author") == [inverted(name) for name in data["authors"]]
        assert said.pop("publication_date") == [str(data["year"])]
        assert said.pop("doi", []) == listed(data.get("doi"))
        assert said.pop("arxiv_id", []) == listed(data.get("arxiv_id"))
        on_arxiv = [f"https://arxiv.org/pdf/{each}" for each in listed(data.get("arxiv_id"))]
        files = listed(data.get("links", {}).get("pdf")) or on_arxiv
        assert said.pop("pdf_url", []) == files
        assert said.pop("public_url", []) == listed(data.get("links", {}).get("page"))
        assert said.pop("volume", []) == listed(data.get("volume"))
        assert said.pop("issue", []) == listed(data.get("number"))
        pages = data.get("pages", "").split("-") if "pages" in data else []
        assert [*said.pop("firstpage", []), *said.pop("lastpage", [])] == pages
        assert said.pop("online_date", []) == listed(data.get("submitted", "").replace("-", "/"))
        assert " ".join(said.pop("abstract", [])).split() == data.get("abstract", "").split()
        venue = venues[data["venue"]]
        names = {"conference": "conference_title", "workshop": "conference_title"}
        name = names.get(venue["kind"], f"{venue['kind']}_title")
        if venue["kind"] == "preprint":
            assert said.pop("publisher") == [venue["name"]]
        else:
            assert said.pop(name) == [venue["name"]]
            assert said.pop("publisher", []) == listed(venue.get("publisher"))
        assert said.pop("abstract_html_url") == [f"https://example.org/folds/papers/{key}/"]
        assert len(said.pop("keywords", [])) == len(real_categories(real, data))
        assert said == {}


def real_categories(real: Library, data: dict[str, Any]) -> list[str]:
    """Give the category ids of a record."""
    return [each for facet in real.taxonomy.facet_ids for each in data.get(facet, [])]


def is_plain(data: dict[str, Any]) -> bool:
    """Tell whether a record holds no TeX and only names of the common form."""
    text = data["title"] + data.get("abstract", "")
    names = data["authors"]
    return not set(text) & set("\\${}~`'-") and all(
        isinstance(name, str) and all(word[0].isupper() for word in name.split()) for name in names
    )


def inverted(name: str) -> str:
    """Turn a name of the common form round."""
    *given, family = name.split()
    return f"{family}, {' '.join(given)}" if given else family


def listed(value: object) -> list[str]:
    """Give a value as the list of what a page should say of it."""
    return [str(value)] if value else []


def plain(path: Path) -> Any:
    """Read a file of the survey as plain data."""
    document, _ = reading.read(path, path.name)
    assert document is not None
    return document.data


def test_types_of_papers(kinds: Library, site: Site) -> None:
    """A chapter names its book and its editors, a thesis its degree and where it was written."""
    paper = kinds.papers["gold2015book"]
    update: dict[str, Any] = {
        "booktitle": "Folds",
        "series": "Notes",
        "editors": (Author(family="Itor"),),
    }
    chapter = highwire.tags(paper.model_copy(update=update), kinds, site)
    assert ("citation_inbook_title", "Folds") in chapter
    assert ("citation_series_title", "Notes") in chapter
    assert ("citation_editor", "Itor") in chapter
    update = {"type": EntryType.THESIS, "degree": Degree.MASTER, "authors_cut": True}
    thesis = highwire.tags(paper.model_copy(update=update), kinds, site)
    assert ("citation_dissertation_institution", "Book House") in thesis
    assert ("citation_dissertation_name", "Master") in thesis
    assert ("citation_author", "et al.") in thesis
