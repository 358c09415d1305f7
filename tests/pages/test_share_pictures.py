"""Every picture that a page names for shared links is there, and none where nothing could lead to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.library import Library
from site_builder.pages import Page, SiteFacts, make_templates, render
from site_builder.site import Site

if TYPE_CHECKING:
    from pathlib import Path

ROOT = "https://example.org/survey/"
FACTS = SiteFacts(Site("A survey", ROOT, image="assets/share.png"), pictures=100)


def shown(root: Path, facts: SiteFacts) -> tuple[dict[str, str], set[str]]:
    """Return the picture that each page names, by address, and the pictures that there are."""
    named, made = {}, set()
    for part in render(Library.load(root)[0], make_templates(), facts):
        if isinstance(part, Page):
            mark = '<meta property="og:image" content="'
            found = part.head.partition(mark)[2].partition('"')[0]
            named[part.uri] = found.removeprefix(ROOT)
        elif part.uri.startswith("assets/share/"):
            assert isinstance(part.content, bytes)
            made.add(part.uri)
    return named, made


def test_pages_name_the_pictures_that_are_made(tiny_survey: Path) -> None:
    """Papers, categories and benchmarks have pictures of their own, all others have the site's."""
    named, made = shown(tiny_survey, FACTS)
    own = {uri: picture for uri, picture in named.items() if picture != "assets/share.png"}
    assert set(own.values()) == made
    assert len(set(own.values())) == len(own)
    library, _ = Library.load(tiny_survey)
    nodes = {node.uri for node in library.taxonomy.nodes.values()}
    assert set(own) == {
        *(f"papers/{key}/" for key in library.papers),
        *(f"benchmarks/{each}/" for each in library.benchmarks),
        *nodes,
    }


def test_papers_of_a_large_survey_have_their_categorys(tiny_survey: Path) -> None:
    """Above the number that the site sets, papers share the picture of their first category."""
    named, made = shown(tiny_survey, replace(FACTS, pictures=0))
    assert not [picture for picture in made if "/papers/" in picture]
    assert set(named.values()) == made | {"assets/share.png"}


def test_without_address_or_wish_there_are_none(tiny_survey: Path) -> None:
    """Where no whole address leads to a picture, or the site has none, none is made."""
    for facts in (replace(FACTS, site=Site("A survey")), replace(FACTS, pictures=None)):
        named, made = shown(tiny_survey, facts)
        assert not made
        assert set(named.values()) <= {"", "assets/share.png"}
