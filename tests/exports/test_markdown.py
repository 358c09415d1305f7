"""The Markdown list, read by markdown-it, which follows CommonMark."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from site_builder.exports import FORMATS, markdown
from site_builder.latex import to_text
from site_builder.problems import SurveyError
from site_builder.record.publication import address

if TYPE_CHECKING:
    from conftest import Made

    from site_builder.record.models import Paper

WRITE = FORMATS["markdown"].write
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def test_list(made: Made) -> None:
    """Papers stand under their categories, newest first, as one line each; empty headings do not."""
    papers = [
        made.paper(key="a2019", title="Old", year=2019, categories={"fold": ["blunt-dart"]}),
        made.paper(
            key="b2021",
            method="B*",
            title="New [folds]",
            year=2021,
            authors=["Ann Smith", "Bo Li", "Cy Wu", "Di Xu"],
            arxiv_id="2203.12119",
            links={"code": "https://example.org/a_(b)"},
            categories={"fold": ["dart"]},
        ),
        made.paper(key="c2020", title="None"),
    ]
    assert WRITE(papers, made.library(*papers)) == (
        "# Fold\n"
        "\n"
        "- Dart: 2\n"
        "\n"
        "## Dart\n"
        "\n"
        "- **B\\***: [New \\[folds\\]](https://arxiv.org/abs/2203.12119). Ann Smith et al."
        " JPA 2021. · [code](https://example.org/a_%28b%29)\n"
        "\n"
        "### Blunt dart\n"
        "\n"
        "- Old. Ann Smith. JPA 2019.\n"
        "\n"
        "## Unsorted\n"
        "\n"
        "- None. Ann Smith. JPA 2020.\n"
    )


def test_only_the_chosen(made: Made) -> None:
    """Papers that were not asked for stand nowhere, their headings neither."""
    papers = [
        made.paper(key="a2019", categories={"fold": ["blunt-dart"]}),
        made.paper(key="b2019", categories={"fold": ["glider"]}),
    ]
    text = WRITE(papers[1:], made.library(*papers), facet="fold")
    assert "Dart" not in text
    assert "## Glider &amp; Co\n" in text


def test_unknown_facet(made: Made) -> None:
    """A facet that nobody knows is named, with the one that may have been meant."""
    with pytest.raises(SurveyError, match=r"unknown facet 'flod' \(did you mean 'fold'\?\)"):
        WRITE([], made.library(), facet="flod")


def test_a_number_as_title_begins_no_list(made: Made) -> None:
    """A title that is a number, with our own dot behind it, stays text."""
    paper = made.paper(key="a2019", title="0", year=2019)
    assert WRITE([paper], made.library(paper)).endswith("\n- 0\\. Ann Smith. JPA 2019.\n")


def test_method_that_shows_nothing_is_left_out(made: Made) -> None:
    """A method of which no letter remains does not leave its asterisks behind."""
    entry = markdown.entry(made.paper(key="x2020", title="T", method="\\\\"))
    assert "**" not in entry


@given(data=st.data())
def test_any_record_is_inert(data: st.DataObject, hostile_papers: st.SearchStrategy[Paper]) -> None:
    """Whatever a record holds, its line is one item of the list and shows what it says."""
    paper = data.draw(hostile_papers)
    html = READER.render(markdown.entry(paper))
    method = ["strong"] if to_text(paper.method or "").strip() else []
    title = ["a"] if address(paper) else []
    standing = ["strong"] if paper.status else []
    links = ["a" for url in (paper.links.page, paper.links.pdf) if url]
    found = re.findall(r"<(\w+)", html.replace("<!-- -->", ""))
    assert found == ["ul", "li", *method, *title, *standing, *links]
    shown = unescape(re.sub(r"<[^>]*>", "", html))
    assert squeezed(to_text(paper.title)) in squeezed(shown)
    assert squeezed(to_text(paper.method or "")) in squeezed(shown)


def squeezed(text: str) -> str:
    """Leave blanks out: Markdown joins some."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    "text",
    [
        "www.example.org",
        "https://example.org",
        "a@example.org",
        "@someone",
        ":smile:",
        "#12",
        "$x$ and $y$",
        "<script>",
        "&lt;",
        "~~gone~~",
        "- item",
        "1. item",
        "+ item",
        "# head",
        "![x](y)",
    ],
)
def test_gfm(text: str) -> None:
    """What GitHub makes something of beyond CommonMark is escaped too."""
    written = markdown.escape(text)
    live = r"(?<!\\)(?:[#$~*_`\[]|:(?=\S))|www\.|@\w|<(?!!)|&(?!amp|lt|gt)|^[-+]|^\d+[.)]"
    assert not re.search(live, written.replace("\\\\", ""))
    assert squeezed(unescape(re.sub(r"<[^>]*>", "", READER.renderInline(written)))) == squeezed(
        to_text(text)
    )
