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
