"""Lists of papers, trees of categories, and the piece for the home page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import feedparser
import pytest

from site_builder.history import History, Span
from site_builder.library import Library
from site_builder.pages import SiteFacts, fragments, make_templates
from site_builder.pages.handwritten import documents
from site_builder.web import feeds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    MakeSurvey = Callable[..., Path]
    Site = Any
    ReadHtml = Callable[[str], Any]


def papers_of(html: Any) -> list[str]:
    """Name the papers that a page's table lists."""
    cells = html.all("th", scope="row")
    hrefs = [link.get("href") for link in html.all("a") if link.above[-1] == "th"]
    return [href.split("/")[-2] for href in hrefs if "/papers/" in href or cells == []]


@pytest.mark.parametrize(
    ("uri", "keys"),
    [
        (
            "papers/",
            ["gleiter2022glide", "gleiter2021unsorted", "vouw2020blunt", "folder2019first"],
        ),
        ("fold/dart/", ["gleiter2022glide", "vouw2020blunt", "folder2019first"]),
        ("fold/blunt-dart/", ["vouw2020blunt"]),
        ("venues/jpa/", ["gleiter2022glide", "vouw2020blunt"]),
        ("years/2021/", ["gleiter2021unsorted"]),
        ("authors/ada-folder/", ["gleiter2022glide", "folder2019first"]),
        ("unsorted/", ["gleiter2021unsorted"]),
    ],
)
def test_lists_are_newest_first(tiny_site: Site, uri: str, keys: list[str]) -> None:
    """Every list has its papers, a category those of all below it, the newest first."""
    assert papers_of(tiny_site.html(uri)) == keys


def test_unsorted_papers_are_pointed_at(tiny_site: Site, rich_site: Site) -> None:
    """The list of papers without a category exists, and is linked to, only where there are some."""
    assert tiny_site.html("papers/").all("a", href="../unsorted/")
    assert "unsorted/" not in [page.uri for page in rich_site.pages()]
    assert not rich_site.html("papers/").all("a", href="../unsorted/")


def test_facet_shows_its_tree(tiny_site: Site) -> None:
    """A facet's hub has every category with its description and the number of papers below it."""
    html = tiny_site.html("fold/")
    assert html.text() == (
        "Fold How the sheet is folded."
        " Dart 3 papers Long and narrow, for speed."
        " Blunt dart 1 paper A dart whose nose is folded back."
        " Glider 1 paper Broad wings, for time in the air."
    )
    (inner,) = [a for a in html.all("a") if a.above.count("ul") == 2]
    assert inner.get("href") == "../fold/blunt-dart/"


def test_category_stands_in_its_tree(tiny_site: Site) -> None:
    """A category's page shows the way down to it, and where in the tree it is."""
    html = tiny_site.html("fold/blunt-dart/")
    crumbs = html.one("nav", class_="survey-crumbs")
    assert (
        " ".join(crumbs.text.split()) == "Fold \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} Dart"
    )
    assert [a.text for a in html.all("a", **{"aria-current": "page"})] == ["Blunt dart"]
    assert "Subcategories" not in html.text()
    above = tiny_site.html("fold/dart/")
    assert "Subcategories Blunt dart 1 paper" in above.text()
    assert "Also called: arrow" in above.text()


def test_venues_stand_under_their_kinds(tiny_site: Site) -> None:
    """The list of venues has full names and numbers of papers, by kind."""
    assert tiny_site.html("venues/").text() == (
        "Venues Conferences Fold Day, Proceedings of the Annual Fold Day 1 paper"
        " Journals JPA, Journal of Paper Aeroplanes 2 papers"
        " Preprint servers Preprints, Aeroplane Preprints 1 paper"
    )


def test_authors_stand_under_their_letters(tiny_site: Site) -> None:
    """The list of authors is in the order of family names, and leads to the page or only paper."""
    html = tiny_site.html("authors/")
    assert [h.text for h in html.all("h2")] == ["F", "G", "T", "V"]
    entries = {entry.get("id"): entry.text for entry in html.all("li")}
    assert [*entries.values()] == [
        "Ada Folder 2 papers",
        "Grete Gleiter 2 papers",
        "The Hall Team, Stub 2020",
        "Józef van den Vouw Jr. 2 papers",
    ]
    assert [*entries] == [
        *("ada-folder", "grete-gleiter", "the-hall-team"),
        "jozef-van-den-vouw-jr",
    ]
    assert [a.get("href") for a in html.all("a") if "li" in a.above] == [
        "../authors/ada-folder/",
        "../authors/grete-gleiter/",
        "../papers/vouw2020blunt/",
        "../authors/jozef-van-den-vouw-jr/",
    ]


def test_letters_lead_to_their_authors(tiny_site: Site, rich_site: Site) -> None:
    """Above the authors stands how many there are, and each letter with its number, as a link."""
    html = tiny_site.html("authors/")
    assert "4 people, 3 with several papers." in html.text()
    bar = [(a.text, a.get("href")) for a in html.all("a") if "nav" in a.above]
    assert bar == [(f"{letter} 1", f"#letter_{letter}") for letter in "FGTV"]
    html = rich_site.html("authors/")
    places = [h.get("id") for h in html.all("h2")]
    assert [a.get("href") for a in html.all("a") if "nav" in a.above] == [f"#{p}" for p in places]
    assert len(places) == len(set(places))


def test_years_are_listed(tiny_site: Site) -> None:
    """The list of years begins with the latest."""
    texts = [a.text for a in tiny_site.html("years/").all("a") if "li" in a.above]
    assert texts == ["2022", "2021", "2020", "2019"]


def test_overview(tiny_survey: Path, read_html: ReadHtml) -> None:
    """The piece for the home page tells what there is, and leads to it."""
    library, _ = Library.load(tiny_survey)
    html = read_html(fragments(library, make_templates(tiny_survey))["overview"])
    assert "4 papers 5 categories 1 with code 3 results 1 benchmark" in html.text()
    assert "Fold How the sheet is folded. Dart 3 papers Glider 1 paper" in html.text()
    assert html.one("a", href="papers/folder2019first/").text == "First Folds & Other <Throws>"
    assert not html.all("h1")


def test_newest_additions_are_those_of_the_feed(
    make_survey: MakeSurvey, read_html: ReadHtml
) -> None:
    """A record that does not say when it came is as new as git tells, as in the feed."""
    key, home = "folder2019first", make_survey()
    path = home / f"papers/{key}.yaml"
    path.write_text(path.read_text("utf-8").replace("added: 2026-11-23\n", ""), encoding="utf-8")
    library, _ = Library.load(home)
    moment = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
    for history, place in (
        (History(spans={f"papers/{key}.yaml": Span(moment, moment)}), 0),
        (History(), -1),
    ):
        facts = SiteFacts(history=history)
        html = read_html(fragments(library, make_templates(home), facts=facts)["overview"])
        hrefs = [a.get("href") for a in html.all("a")]
        shown = [href for href in hrefs if href.startswith("papers/") and href != "papers/"]
        assert shown[place] == f"papers/{key}/"
        feed = feedparser.parse(feeds.Feeds(library, facts.site, history.notable).newest())
        told = [entry.link.partition("papers/")[2].strip("/") for entry in feed.entries]
        assert (told[0] == key) if place == 0 else (key not in told)


def test_overview_fits_pages_further_down(tiny_survey: Path, read_html: ReadHtml) -> None:
    """For a page that is not the home page all links go up first."""
    library, _ = Library.load(tiny_survey)
    for piece in fragments(library, make_templates(tiny_survey), "../").values():
        assert all(link.get("href").startswith("../") for link in read_html(piece).all("a"))


def test_pieces_of_the_home_page(root: Path, real_library: Library, read_html: ReadHtml) -> None:
    """The home page has a search box, each family with its drawing, a beginning, and what is new."""
    handwritten = documents.load(root / "docs", root)
    pieces = fragments(real_library, make_templates(root), facts=SiteFacts(handwritten=handwritten))
    tops = real_library.taxonomy.roots(real_library.taxonomy.facets[0].id)
    html = read_html(pieces["families"])
    assert [a.get("href") for a in html.all("a")] == [node.uri for node in tops]
    assert len(html.all("svg")) == len(tops)
    assert [f.get("action") for f in read_html(pieces["search"]).all("form")] == ["explore/"]
    starts = [node.category.start_here[0].paper for node in tops]
    shown = [a.get("href") for a in read_html(pieces["start-here"]).all("a")]
    assert shown[1::2] == [f"papers/{key}/" for key in starts]
    newest = read_html(pieces["newest"])
    days = [time.text for time in newest.all("time")]
    assert days == sorted(days, reverse=True)
    assert all(badge.text for badge in newest.all("a", class_="survey-badge--family"))


def test_rows_are_compact(rich_site: Site) -> None:
    """A list of ten thousand papers stays readable: a row takes no more than some 300 characters."""
    body = rich_site.page("papers/").body
    rows = body[body.index("<table") : body.index("</table>")]
    assert len(rows) / rows.count("<tr>") < 300
