"""Addresses are found in sources, and nothing of a source is lost."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.record.source_addresses import as_file, pieces, repository

GITHUB = "https://github.com"


@pytest.mark.parametrize(
    ("source", "urls"),
    [
        ("ann/fold:README.md", [f"{GITHUB}/ann/fold/blob/HEAD/README.md"]),
        ("ann/fold:README.md (sheets)", [f"{GITHUB}/ann/fold/blob/HEAD/README.md"]),
        ("ann/fold:logs/ä b.md".replace(" ", "_"), [f"{GITHUB}/ann/fold/blob/HEAD/logs/%C3%A4_b.md"]),
        ("ann/fold:logs/*/end.json", [f"{GITHUB}/ann/fold/tree/HEAD/logs"]),
        ("ann/fold:README*.md", [f"{GITHUB}/ann/fold"]),
        ("ann/fold:logs/", [f"{GITHUB}/ann/fold/tree/HEAD/logs/"]),
        ("ann/fold-2 (DOI)", [f"{GITHUB}/ann/fold-2"]),
        ("ann/fold:../../etc", []),
        ("day/night", []),
        ("see Table 2/3", []),
        ("fold.example/log?x=1", ["https://fold.example/log?x=1"]),
        ("http://fold.example/a_(b).", ["http://fold.example/a_(b)"]),
        ("the list of doi.org/10.1000/x, page 2", ["https://doi.org/10.1000/x"]),
        ("a survey (arXiv 2305.06061v3), introduction", ["https://arxiv.org/abs/2305.06061v3"]),
        ("doi:10.1000/x;", ["https://doi.org/10.1000/x"]),
        ("javascript:alert(1)", []),
        ("ann@fold.example/x", []),
    ],
)  # fmt: skip
def test_addresses(source: str, urls: list[str]) -> None:
    """Files of repositories, pages and identifiers have their address, other words none."""
    assert [piece.url for piece in pieces(source) if piece.url] == urls


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("the FF-1 paper, Tables 2-3", ["FF-1"]),
        ("FF-1 paper", ["FF-1"]),
        ("summary of the folded note (FN-2) paper", ["FN-2"]),
        ("Table 2", []),
    ],
)
def test_papers(source: str, names: list[str]) -> None:
    """Another paper is known by what stands before the word, in brackets first."""
    assert [piece.names[0] for piece in pieces(source) if piece.names] == names


@pytest.mark.parametrize("source", ["the paper", "the paper's abstract", "The paper, Table 2"])
def test_own_paper(source: str) -> None:
    """A record speaks of its own paper without naming it."""
    assert pieces(source)[0].is_own


@given(
    st.text() | st.from_regex(r"[a-z]{1,3}[/.:][a-z]{1,3}[/.:@ ]\S{0,9}( paper)?", fullmatch=True)
)
def test_nothing_is_lost(source: str) -> None:
    """The pieces of a source are its text, and an address in it is one of the web."""
    found = pieces(source)
    assert "".join(piece.text for piece in found) == source
    for piece in found:
        assert not piece.url or re.fullmatch(r"https?", urlsplit(piece.url).scheme)
        assert not re.search(r"[\s<>\"]", piece.url)


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("ann/fold/README.md", "ann/fold:README.md"),
        ("ann/fold: logs/end.json", "ann/fold:logs/end.json"),
        ("github:ann/fold/README.md", "ann/fold:README.md"),
        ("ann/fold:README.md", ""),
        ("fold.example/log/x.html", ""),
        ("wind/rain", ""),
    ],
)
def test_other_forms(source: str, form: str) -> None:
    """A file of a repository in another form is known, what has an address already is left."""
    assert as_file(source) == form


def test_repository() -> None:
    """A repository is known by any address in it."""
    assert repository("https://github.com/Ann/Fold.git") == "ann/fold"
    assert repository("https://github.com/Ann/Fold/tree/main/x") == "ann/fold"
    assert repository("https://fold.example/ann/fold") == ""
