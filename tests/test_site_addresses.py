from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from site_builder.site import Repository, Site


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


@pytest.mark.parametrize(
    ("host", "path", "wanted"),
    [
        ("github.com", "/a/b/issues/new", {"template", "title", "paper"}),
        ("gitlab.com", "/a/b/-/issues/new", {"issue[title]"}),
        ("codeberg.org", "/a/b/issues/new", {"title"}),
        ("git.example", "/a/b/issues", set()),
    ],
)
def test_form_for_a_paper(host: str, path: str, wanted: set[str]) -> None:
    """A paper is proposed by the form of a known host, filled in, whatever its title says."""
    title, paper = 'A & "B" #1?x=y\n</a>', "10.1/<x>;&template=z"
    url = urlsplit(Repository(f"https://{host}/a/b/").addition(title, paper))
    found = parse_qs(url.query)
    assert (url.hostname, url.path, url.fragment, found.keys()) == (host, path, "", wanted)
    if "template" in wanted:
        assert found["template"] == ["add-a-paper.yml"]
        assert found["paper"] == [paper]
    assert all(text == [f"Add a paper: {title}"] for name, text in found.items() if "title" in name)
    assert Repository().addition(title, paper) == ""
