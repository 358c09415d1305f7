"""HTML that every dialect of Markdown passes on as it is."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt
from markupsafe import escape

from site_builder.export_docs import raw_html

TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"])) | st.sampled_from(
    [
        "\n\n    code",
        "\n```\n",
        "\n- a",
        "\n[a]: b",
        "{{ x }}",
        "{% x",
        "<b>",
        "&lt;",
        "\ta",
        "\n\n\n",
    ]
)


@given(paragraph=TEXTS, attribute=TEXTS, code=TEXTS)
@example("a\n\n    b", "\n\n", "\n\ta\n\n    b\n```\nc\n```\n{{ d }}{# e")
@example("-->", "-->", "--8<-- x")
def test_raw_html_is_passed_on(paragraph: str, attribute: str, code: str) -> None:
    """Markdown passes a page's HTML on: the same elements, attributes and text come out."""
    html = (
        f'<h1>{escape(paragraph)}</h1>\n\n<ul>\n    <li title="{escape(attribute)}">\n\n'
        f"<p>{escape(paragraph)}\n{escape(code)}</p></li>\n</ul>\n<pre>{escape(code)}</pre>\n"
        f"<svg><title>{escape(attribute)}</title><path d='M 0'/></svg>\n\n<details open><summary>"
        f"{escape(code)}</summary>{escape(paragraph)}</details>"
    )
    text = f"---\n\n{raw_html.block(f'<div>{html}</div>')}\n\nbehind\n"
    assert not re.search(r"\{[{%#]", text)
    extensions = ["extra", "admonition", "smarty", "sane_lists", "toc", "wikilinks"]
    for made in (
        Markdown(extensions=extensions).convert(text),
        MarkdownIt("commonmark").enable("table").render(text),
    ):
        assert Events(made.partition("<hr")[2].partition(">")[2]) == Events(
            f"<div>{html}</div><p>behind</p>"
        )


class Events(HTMLParser):
    """HTML as what it means: elements, attributes and text, blanks told apart in <pre> alone."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.events: list[object] = []
        self.is_pre = False
        self.feed(html.replace("\r\n", "\n").replace("\r", "\n"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.events.append(
            (tag, [(name, " ".join((value or "").split())) for name, value in attrs])
        )
        self.is_pre |= tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self.events.append(tag)
        self.is_pre &= tag != "pre"

    def handle_data(self, data: str) -> None:
        words = [data] if self.is_pre else data.split()
        if self.events and isinstance(self.events[-1], list):
            self.events[-1] += words
        elif words:
            self.events.append(list(words))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Events) and self.joined() == other.joined()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self.joined())

    def joined(self) -> list[object]:
        """Give the events, each run of text as one."""
        return ["".join(each) if isinstance(each, list) else each for each in self.events]
