"""A paper's page tells which others are near to it, and why; and how to mend its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.pages import Context, make_templates, render
from site_builder.pages.relatives import relatives
from site_builder.pages.writer import Writer
from site_builder.site import Repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Site = Any
    ReadHtml = Callable[[str], Any]

STUB = "papers/vouw2020blunt/"


def reasons(site: Site, key: str) -> dict[str, dict[str, str]]:
    """Give the reasons for each paper related to one: links and words alike, as text."""
    writer = Writer(site.library, make_templates())
    return {
        view.paper.key: {
            reason.said: ", ".join((*(link.title for link in reason.links), *reason.words))
            for reason in view.reasons
        }
        for view in relatives(writer, site.library.papers[key])
    }


def test_reasons_are_told(tiny_site: Site) -> None:
    """Each related paper comes with all that both have in common, relations as each record says."""
    found = reasons(tiny_site, "vouw2020blunt")
    assert found["folder2019first"] == {
        "By the records": "this paper extends it",
        "Both in": "Indoors, Dart",
        "Both by": "Józef van den Vouw Jr.",
        "Both measured on": "Long Hall",
        "Shared words": found["folder2019first"]["Shared words"],
    }
    back = reasons(tiny_site, "folder2019first")["vouw2020blunt"]
    assert back["By the records"] == "it extends this paper"


def test_every_reason_of_links_leads_to_its_page(site: Site) -> None:
    """What papers share is linked to the page that lists all that share it."""
    pages = {page.uri for page in site.pages()}
    writer = Writer(site.library, make_templates())
    for paper in site.library.papers.values():
        for view in relatives(writer, paper):
            assert view.reasons
            assert {
                view.link.uri,
                *(r.uri for reason in view.reasons for r in reason.links),
            } <= pages


def test_related_papers_stand_on_the_page(tiny_site: Site) -> None:
    """The page shows related papers with the reasons, nearest first."""
    html = tiny_site.html(STUB)
    assert "Related papers" in [heading.text for heading in html.all("h2")]
    section = html.one("section", class_="survey-related").text
    assert "First Folds & Other <Throws>" in section
    assert "By the records: this paper extends it · Both in: Indoors, Dart" in section


REPOSITORY = Repository("https://github.com/a/b", "https://github.com/a/b/edit/main/")


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        (Repository(), {}),
        (
            REPOSITORY,
            {
                "Edit this record": "https://github.com/a/b/edit/main/papers/vouw2020blunt.yaml",
                "Report a mistake": "https://github.com/a/b/issues/new?title=papers%2Fvouw2020blunt.yaml%3A%20",
            },
        ),
        (
            Repository("https://git.example/a/b/"),
            {"Report a mistake": "https://git.example/a/b/issues"},
        ),
    ],
)
def test_records_are_mended_where_they_are_kept(
    tiny_site: Site, read_html: ReadHtml, repository: Repository, expected: dict[str, str]
) -> None:
    """A page leads to the editor of its record and to the reports, as far as these are known."""
    context = Context(repository=repository)
    pages = render(tiny_site.library, make_templates(), context)
    html = read_html(next(page for page in pages if page.uri == STUB).body)
    names = ("Edit this record", "Report a mistake")
    assert {a.text: a.get("href") for a in html.all("a") if a.text in names} == expected
