"""Notes: the one field that takes Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.pages.notes import to_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    ReadHtml = Callable[[str], Any]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("[a](https://b.example/)", '<p><a href="https://b.example/">a</a></p>'),
        ("<https://b.example/>", '<p><a href="https://b.example/">https://b.example/</a></p>'),
        ("[a](mailto:a@b.example)", '<p><a href="mailto:a@b.example">a</a></p>'),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("# a", "<h3>a</h3>"),
        ("a\n=", "<h3>a</h3>"),
        ("###### a", "<h3>a</h3>"),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
        ("<div>\n\n*a*\n\n</div>", "<p>&lt;div&gt;</p>\n<p><em>a</em></p>\n<p>&lt;/div&gt;</p>"),
        ("![a](https://b.example/)", '<p>!<a href="https://b.example/">a</a></p>'),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>"),
        ("[a](../../b/)", "<p>[a](../../b/)</p>"),
        ("[a](//b.example/)", "<p>[a](//b.example/)</p>"),
        ("[a](HTTPS://b.example)", '<p><a href="HTTPS://b.example">a</a></p>'),
        ("A_B_C", "<p>A_B_C</p>"),
    ],
)
def test_markdown(text: str, html: str) -> None:
    """Markdown marks up text; tags are text, images are links, links lead to the web or to mail."""
    assert to_html(text) == f"{html}\n"


markup = st.text(alphabet="[]()<>!*_`#&;:/\\\"'=- \n\tabjsx1.~|{}", max_size=80)


@given(markup)
def test_any_text_gives_inert_html(read_html: ReadHtml, text: str) -> None:
    """Whatever a note holds, its HTML is well-formed and holds harmless elements alone."""
    html = read_html(f"<div>{to_html(text)}</div>")
    assert html.others == []
    harmless = {"a", "blockquote", "br", "code", "div", "em", "h3", "hr", "li", "ol", "p", "pre"}
    for element in html.elements:
        assert element.tag in harmless | {"strong", "ul"}
        assert set(element.attributes) <= {"href", "title", "class", "start"}
        assert re.match(r"https?://|mailto:|$", element.attributes.get("href", ""), re.IGNORECASE)


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "[a](",
        "[a](<",
        "*",
        "_a **b ",
        "`a",
        "> ",
        "- ",
        "<a@",
        "&",
        "[x]: ",
        "***a ",
        "a\n",
    ],
)
def test_long_notes_end(piece: str) -> None:
    """The longest note of any repeated piece is rendered; the suite would hang otherwise."""
    assert to_html(piece * (20_000 // len(piece)))
