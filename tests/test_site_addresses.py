from __future__ import annotations

import pytest

from site_builder.site import Site


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
    ("base", "href"),
    [
        ("", "papers/a/"),
        ("llms.txt", "papers/a/"),
        ("fold/dart.atom.xml", "../papers/a/"),
        ("papers/b/", "../../papers/a/"),
    ],
)
def test_relative_href(base: str, href: str) -> None:
    """Without the site's address, a link leads up from the page that it is on."""
    assert Site("A").href("papers/a/", base) == href
    assert Site("A", "https://b.org").href("papers/a/", base) == "https://b.org/papers/a/"
