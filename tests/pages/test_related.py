"""A paper's page tells which others are near to it, and why; and how to mend its record."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from site_builder.library import Library
from site_builder.pages import SiteFacts, make_templates, render
from site_builder.pages.relatives import relatives
from site_builder.pages.writer import Writer
from site_builder.site import Repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from site_builder.record.models import Paper
    from site_builder.record.taxonomy import Node

    Site = Any
    ReadHtml = Callable[[str], Any]

STUB = "papers/vouw2020blunt/"


def reasons(library: Library, key: str) -> dict[str, dict[str, str]]:
    """Give the reasons for each paper related to one: links and words alike, as text."""
    writer = Writer(library, make_templates())
    return {
        view.paper.key: {
            reason.said: ", ".join((*(link.title for link in reason.links), *reason.words))
            for reason in view.reasons
        }
        for view in relatives(writer, library.papers[key])
    }


def test_reasons_are_told(tiny_site: Site) -> None:
    """Each related paper comes with all that both have in common, relations as each record says."""
    found = reasons(tiny_site.library, "vouw2020blunt")
    assert found["folder2019first"] == {
        "By the records": "this paper extends it",
        "Both in": "Indoors, Dart",
        "Both about": "folds, fly",
        "Both by": "Józef van den Vouw Jr.",
        "Both measured on": "Long Hall",
    }
    back = reasons(tiny_site.library, "folder2019first")["vouw2020blunt"]
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


def test_figures_of_both_were_measured_alike(real_library: Library) -> None:
    """What both reach is told of one comparable set and one setting, each with its best figure."""
    library = real_library
    told = 0
    for key in ("hu2022lora", "zhou2022learning", "chen2022adaptformer"):
        for other, found in reasons(library, key).items():
            if said := found.get("Reaches"):
                told += 1
                sets = (
                    each
                    for benchmark in library.benchmarks.values()
                    if f"({benchmark.name}, " in said
                    for each in chain.from_iterable(library.comparable_sets(benchmark).values())
                    if each.is_ranked and {key, other} <= each.best.keys()
                )
                pairs = [(each.best[other].result, each.best[key].result) for each in sets]
                assert any(
                    said.startswith(f"{its.value:g}")
                    and f" against {mine.value:g} here" in said
                    and its.setting == mine.setting
                    for its, mine in pairs
                )
    assert told


def test_broad_categories_tell_little(real_library: Library) -> None:
    """A category of a fifth of all papers is no reason beside a narrower one."""
    for found in reasons(real_library, "jia2022visual").values():
        assert "Image classification" not in found.get("Both in", "")


def test_categories_are_listed_once(tiny_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many papers tell of a category that they share, its papers are put in order once."""
    asked: Counter[tuple[str, str]] = Counter()
    plain = Library.in_category

    def counted(library: Library, node: Node, *, subtree: bool = True) -> list[Paper]:
        asked[node.facet.id, node.id] += 1
        return plain(library, node, subtree=subtree)

    monkeypatch.setattr(Library, "in_category", counted)
    writer = Writer(tiny_site.library, make_templates())
    for paper in tiny_site.library.papers.values():
        relatives(writer, paper)
    assert asked
    assert set(asked.values()) == {1}


def test_related_papers_stand_on_the_page(tiny_site: Site) -> None:
    """The page shows related papers with the reasons, nearest first."""
    html = tiny_site.html(STUB)
    assert "Related papers" in [heading.text for heading in html.all("h2")]
    section = html.one("section", class_="survey-related").text
    assert "First Folds & Other <Throws>" in section
    assert "By the records: this paper extends it · Both in: Indoors, Dart" in section


RECORD = "papers/vouw2020blunt.yaml"
TITLE = "papers%2Fvouw2020blunt.yaml%3A%20"
HOSTS = [
    (Repository(), {}),
    (
        Repository("https://github.com/a/b", "https://github.com/a/b/edit/main/"),
        {
            "Edit this record": f"https://github.com/a/b/edit/main/{RECORD}",
            "Report a mistake": "https://github.com/a/b/issues/new?template=correct-a-paper.yml"
            f"&title={TITLE}&key=vouw2020blunt",
            "View the source": f"https://github.com/a/b/blob/main/{RECORD}",
        },
    ),
    (
        Repository("https://gitlab.com/a/b/", "https://gitlab.com/a/b/-/edit/main/"),
        {
            "Edit this record": f"https://gitlab.com/a/b/-/edit/main/{RECORD}",
            "Report a mistake": f"https://gitlab.com/a/b/-/issues/new?issue%5Btitle%5D={TITLE}",
            "View the source": f"https://gitlab.com/a/b/-/blob/main/{RECORD}",
        },
    ),
    (
        Repository("https://codeberg.org/a/b", "https://codeberg.org/a/b/_edit/main"),
        {
            "Edit this record": f"https://codeberg.org/a/b/_edit/main/{RECORD}",
            "Report a mistake": f"https://codeberg.org/a/b/issues/new?title={TITLE}",
            "View the source": f"https://codeberg.org/a/b/src/branch/main/{RECORD}",
        },
    ),
    (
        Repository("https://git.example/a/b/"),
        {"Report a mistake": "https://git.example/a/b/issues"},
    ),
    (
        Repository("https://git.example/a/b", "https://edit.example/b/"),
        {
            "Edit this record": f"https://edit.example/b/{RECORD}",
            "Report a mistake": "https://git.example/a/b/issues",
        },
    ),
]
"""Where files are kept, and where a page leads then."""


@pytest.mark.parametrize(("repository", "expected"), HOSTS)
def test_records_are_mended_where_they_are_kept(
    tiny_site: Site, read_html: ReadHtml, repository: Repository, expected: dict[str, str]
) -> None:
    """A page leads to its record's source and editor and to the reports, as far as these are known."""
    facts = SiteFacts(repository=repository)
    pages = render(tiny_site.library, make_templates(), facts)
    html = read_html(next(page for page in pages if page.uri == STUB).body)
    names = ("Edit this record", "Report a mistake", "View the source")
    assert {a.text: a.get("href") for a in html.all("a") if a.text in names} == expected


@pytest.mark.parametrize("host", ["github.com", "gitlab.com", "codeberg.org", "git.example"])
def test_no_key_leaves_its_place_in_an_address(host: str) -> None:
    """Whatever stands in a key or path, an address has the parts that it was given, and no more."""
    repository = Repository(f"https://{host}/a/b", f"https://{host}/a/b/edit/main/")
    hostile = "x&body=y#z?a=b/../../%2e {key} \"<'"
    plain, odd = (urlsplit(repository.report(f"papers/{key}", key)) for key in ("x", hostile))
    assert (odd.netloc, odd.path, odd.fragment) == (plain.netloc, plain.path, "")
    assert parse_qs(odd.query).keys() == parse_qs(plain.query).keys()
    for address in (repository.editor(hostile), repository.view(hostile)):
        assert (urlsplit(address).query, urlsplit(address).fragment) == ("", "")
