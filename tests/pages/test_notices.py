"""robots.txt and llms.txt: programs are let in, and told where everything is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.robotparser import RobotFileParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from site_builder.library import Library
from site_builder.pages.notices import llms, robots
from site_builder.site import Site

if TYPE_CHECKING:
    from pathlib import Path

SITE = Site("Folds", "https://example.org/folds", "Of *folding*.")
NOWHERE = Site("Folds")


@pytest.fixture(scope="module")
def tiny(tiny_survey: Path) -> Library:
    """Read the made-up survey."""
    return Library.load(tiny_survey)[0]


def test_robots_may_read_everything() -> None:
    """Nothing is closed to robots; they are told of the sitemap where its address is known."""
    for site, sitemaps in ((SITE, ["https://example.org/folds/sitemap.xml"]), (NOWHERE, None)):
        rules = RobotFileParser()
        rules.parse(robots(site).splitlines())
        assert rules.can_fetch("anybody", "https://example.org/folds/papers/a/")
        assert rules.site_maps() == sitemaps


def test_models_are_told_where_everything_is(tiny: Library) -> None:
    """The survey's name, what it is, its files, and its categories with their papers counted."""
    text = llms(tiny, SITE)
    assert text.startswith("# Folds\n\n> Of \\*folding\\*.\n\n4 papers. Each has a page at ")
    assert "- [BibTeX](https://example.org/folds/survey.bib): application/x-bibtex\n" in text
    assert "](https://example.org/folds/api/v1/papers.json): all papers, described by" in text
    dart = (
        "- [Dart](https://example.org/folds/fold/dart/) (3 papers): Long and narrow, for speed.\n"
    )
    blunt = "  - [Blunt dart](https://example.org/folds/fold/blunt-dart/) (1 paper): A dart whose"
    assert dart + blunt in text


def test_links_are_relative_on_an_unknown_site(tiny: Library) -> None:
    """Without the site's address no other is made up."""
    text = llms(tiny, NOWHERE)
    assert "](fold/dart/)" in text
    assert "://" not in text


@given(text=st.text(min_size=1))
@example(text="[a](javascript:alert(1)) <script>alert(1)</script> ![x](y) `c`")
@example(text="x\n# Heading\n\n- item")
def test_any_text_is_text(tiny: Library, text: str) -> None:
    """Whatever a description holds, Markdown shows it as text of the line that it stands in."""
    html = MarkdownIt("commonmark").render(llms(tiny, Site("T", None, text)))
    plain = MarkdownIt("commonmark").render(llms(tiny, NOWHERE))
    links = re.findall(r'href="([^"]*)"', html)
    assert links == re.findall(r'href="([^"]*)"', plain)
    assert html.count("<h2>") == plain.count("<h2>")
    assert "<script" not in html
