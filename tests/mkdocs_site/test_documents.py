"""What the search index is made of: the searched part of pages, in parts that a key alone decides."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.mkdocs_site.documents import (
    address,
    document,
    in_parts,
    page_names,
    part_of,
)

if TYPE_CHECKING:
    from pathlib import Path

KEY = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)


def paper(key: str) -> str:
    """Name the file of a paper's page."""
    return f"papers/{key}/index.html"


def test_part_is_known_for_good() -> None:
    """The part is the CRC-32 of a key, modulo the count: the check value of CRC-32/ISO-HDLC."""
    for count in (1, 7, 25, 1 << 32):
        assert part_of("123456789", count) == 0xCBF43926 % count


def test_parts_are_of_like_size() -> None:
    """Keys that look alike are spread over all parts."""
    keys = [
        f"{name}{year}{word}"
        for name in ("he", "li", "wang")
        for year in range(1990, 2026)
        for word in ("deep", "visual", "learning", "prompt")
    ]
    sizes = Counter(part_of(key, 4) for key in keys)
    assert min(sizes.values()) > len(keys) / 4 * 0.75


@given(st.sets(KEY, max_size=40), st.integers(1, 10))
def test_every_page_is_in_one_part(keys: set[str], most: int) -> None:
    """Parts divide the pages, keep their order, and none is empty; what is no paper comes first."""
    others = ["about/index.html", "index.html"]
    names = sorted([*others, *map(paper, keys)], key=lambda name: name.split("/"))
    parts = in_parts(names, most)
    assert sorted(name for part in parts for name in part) == sorted(names)
    assert all(part == [name for name in names if name in part] for part in parts)
    assert all(parts)
    assert set(others) <= set(parts[0])
    assert len(parts) <= max(1, -(-len(keys) // most))
    for number, part in enumerate(parts):
        found = {name.split("/")[1] for name in part if name not in others}
        assert {part_of(key, len(parts)) for key in found} <= {number}


def test_few_papers_are_one_part() -> None:
    """A survey that is not large has one index."""
    names = [paper(f"k{n}") for n in range(50)]
    assert in_parts(names, 50) == [names]
    assert len(in_parts(names, 10)) == 5


def test_pages_come_in_the_order_of_keys(tmp_path: Path) -> None:
    """Papers stand as their keys are sorted, also where one key begins with another."""
    keys = ["ab", "ab-c", "abc", "ab2"]
    for key in keys:
        (tmp_path / "papers" / key).mkdir(parents=True)
        (tmp_path / paper(key)).touch()
        (tmp_path / "papers" / key / "cite.txt").touch()
    (tmp_path / "index.html").touch()
    found = page_names(tmp_path, {"papers", "index.html", "nowhere"})
    assert found == ["index.html", *map(paper, sorted(keys))]


def test_document_is_what_is_searched() -> None:
    """A document has the language and the searched part of its page, and nothing of the frame."""
    page = (
        '<!doctype html><html lang="fr" class="no-js"><head><title>T</title></head><body><nav>Menu'
        '</nav><article><p>Before</p><div data-pagefind-body data-key="x" '
        'data-pagefind-sort="key[data-key]"><h1>Pliage</h1><article>Dedans</article><p>Fin</p></div>'
        "</article><footer>Pied</footer></body></html>"
    )
    found = document(page.encode())
    assert found is not None
    assert found.startswith('<html lang="fr" class="no-js"><body><div data-pagefind-body')
    assert re.sub("<[^>]*>", " ", found).split() == ["Pliage", "Dedans", "Fin"]
    assert "pagefind-sort" not in found


@pytest.mark.parametrize(
    ("ignored", "stays"),
    [
        ("<section class=a data-pagefind-ignore><ul><li>Other</li></ul></section>", False),
        ("<div data-pagefind-ignore>\n<pre>Other</pre>\n</div>", False),
        ("<div data-pagefind-ignore><div>Inner</div>Other</div>", True),
        ('<nav data-pagefind-ignore><i data-pagefind-meta="a">Other</i></nav>', True),
        ("<!-- <div data-pagefind-ignore> -->Other<div>Inner</div>", True),
        ("<ul data-pagefind-ignore><li>Other", True),
    ],
)
def test_document_has_nothing_that_is_ignored(ignored: str, *, stays: bool) -> None:
    """What the search ignores is left out, unless it may end elsewhere or tells something."""
    page = f"<html><body><article><div data-pagefind-body>One {ignored} two</div></article>"
    found = document(page.encode())
    assert found is not None
    assert ("Other" in found) == stays
    assert "One " in found
    assert " two</div>" in found


@pytest.mark.parametrize("page", [b"", b"<html><body>nothing", b"\xff\xfe"])
def test_page_without_a_searched_part_is_no_document(page: bytes) -> None:
    """What does not say that it may be found is not looked at."""
    assert document(page) is None


@pytest.mark.parametrize(
    ("name", "uri"),
    [("index.html", "/"), ("papers/x/index.html", "/papers/x/"), ("404.html", "/404.html")],
)
def test_address_is_as_the_site_has_it(name: str, uri: str) -> None:
    """Folders stand for the pages in them."""
    assert address(name) == uri
