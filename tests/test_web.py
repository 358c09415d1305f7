from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.robotparser import RobotFileParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from site_builder import web
from site_builder.library import Library
from site_builder.site import Site

if TYPE_CHECKING:
    from pathlib import Path

SITE = Site("Folds", "https://example.org/folds", "Of *folding*.")
NOWHERE = Site("Folds")


@pytest.fixture(scope="module")
def tiny(tiny_survey: Path) -> Library:
    """Read the made-up survey."""
    return Library.load(tiny_survey)[0]


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://example.org/folds", "https://example.org/folds/papers/a/"),
        ("https://example.org/", "https://example.org/papers/a/"),
        ("", ""),
        (None, ""),
    ],
)
def test_whole_address(url: str | None, whole: str) -> None:
    """A page's whole address is the site's with its own behind it, or not known."""
    assert Site("A", url).absolute("papers/a/") == whole


@pytest.mark.parametrize(
    ("start", "way"),
    [
        ("", "papers/a/"),
        ("llms.txt", "papers/a/"),
        ("fold/dart.atom.xml", "../papers/a/"),
        ("papers/b/", "../../papers/a/"),
    ],
)
def test_relative_way(start: str, way: str) -> None:
    """Without the site's address, the way leads up from where it starts."""
    assert Site("A").way("papers/a/", start) == way
    assert Site("A", "https://b.org").way("papers/a/", start) == "https://b.org/papers/a/"


def test_robots_may_read_everything() -> None:
    """Nothing is closed to robots; they are told of the sitemap where its address is known."""
    for site, sitemaps in ((SITE, ["https://example.org/folds/sitemap.xml"]), (NOWHERE, None)):
        rules = RobotFileParser()
        rules.parse(web.robots(site).splitlines())
        assert rules.can_fetch("anybody", "https://example.org/folds/papers/a/")
        assert rules.site_maps() == sitemaps


def test_llms(tiny: Library) -> None:
    """The survey's name, what it is, its files, and its categories with their papers counted."""
    text = web.llms(tiny, SITE, [("survey.bib", "all papers as BibTeX")])
    assert text.startswith(
        r"""# Folds

> Of \*folding\*.

Papers: 4. Each has a page at `papers/KEY/`.

## Files

- [survey.bib](https://example.org/folds/survey.bib): all papers as BibTeX

## Fold

How the sheet is folded.

- [Dart](https://example.org/folds/fold/dart/) (3): Long and narrow, for speed.
  - [Blunt dart](https://example.org/folds/fold/blunt-dart/) (1): A dart whose nose"""
    )
    assert text.endswith("(2): In wind.\n")


def test_llms_without_a_site(tiny: Library) -> None:
    """Without the site's address, links are relative."""
    text = web.llms(tiny, NOWHERE)
    assert "](fold/dart/)" in text
    assert "://" not in text


@given(text=st.text(min_size=1))
@example(text="[a](javascript:alert(1)) <script>alert(1)</script> ![x](y) `c`")
@example(text="x\n# Heading\n\n- item")
def test_any_text_is_text(tiny: Library, text: str) -> None:
    """Whatever a title holds, Markdown shows it as text of the one line that it stands in."""
    html = MarkdownIt("commonmark").render(web.llms(tiny, Site("T", None, text)))
    links = re.findall(r'href="([^"]*)"', html)
    assert links == re.findall(
        r'href="([^"]*)"', MarkdownIt("commonmark").render(web.llms(tiny, Site("T")))
    )
    assert not re.search(r"<(?!/?(?:h[12]|p|ul|li|a|blockquote|code|ol)\b)", html)
    assert html.count("<h2>") == 2
