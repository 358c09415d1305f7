"""Words posted on a forge, read by markdown-it, which follows CommonMark."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from site_builder.text import forge

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LIVE = st.text(
    st.sampled_from("ab1@#!~-_*[]()<>&\\`|:/.wGH \n\r\t\u202e$%{}='\"") | st.characters()
)
"""Text of which much means something to Markdown or a forge."""


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("@team", "@<!-- -->team"),
        ("closes #1", r"closes \#<!-- -->1"),
        ("a/b#1, GH-2 and !3", r"a/b\#<!-- -->1, GH-<!-- -->2 and !<!-- -->3"),
        ("https://x.example www.x.example", r"https\://x.example www\.x.example"),
        ("![a](b) <b>", r"!\[a\](b) &lt;b&gt;"),
        ("one\ntwo\r\n\n# three", r"one two \#<!-- --> three"),
        ("a\u202eb\x00c", r"a\\u202eb\\u0000c"),
        (r"\emph{x} at $\lambda$", "x at λ"),
    ],
)
def test_text(said: str, written: str) -> None:
    """Nothing in a text notifies, refers, links or lays out."""
    assert forge.escape(said) == written


def test_long_text_is_cut() -> None:
    """A text has a bounded length, whatever somebody sends."""
    assert forge.escape("a" * 1_000_000, 10) == "aaaaaaaaa…"


@given(said=LIVE)
def test_any_text_is_inert(said: str) -> None:
    """Whatever a text holds, a forge shows it as words of one line and finds nothing to act on."""
    html = READER.render(f"- {forge.escape(said)}: so").strip()
    inner = html.removeprefix("<ul>\n<li>").removesuffix("</li>\n</ul>")
    assert len(inner) < len(html)
    shown = inner.replace("<!-- -->", "\0")
    assert not re.search(r"[<>\n]", shown)
    assert not re.search(r"@\w|#\d|\b(?:GH|gh)-\d|!\d", unescape(shown))


def test_what_fits_stays() -> None:
    """Lines are kept as long as they fit; the last one says that there are more."""
    assert forge.join_within(["a", "b"], "more", 100) == "a\nb\n"
    assert forge.join_within(["a" * 10, "b" * 10, "c"], "more", 25) == f"{'a' * 10}\nmore\n"
