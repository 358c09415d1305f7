"""Where Markdown has code: held against an independent reader of CommonMark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from site_builder.text.markdown import code, without_code, without_comments


def found(text: str) -> list[str]:
    """Give the texts that are code."""
    return [text[start:end] for start, end in code(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `b` c", ["`b`"]),
        ("a ``b ` c`` d", ["``b ` c``"]),
        ("a `b c", []),
        ("a `b\n\nc` d", []),
        ("a `b\nc` d", ["`b\nc`"]),
        ("\\`a`b`", ["`b`"]),
        ("```\na\n```\nb", ["```\na\n```"]),
        ("```py\na\n`````\nb", ["```py\na\n`````"]),
        ("~~~~\n```\na\n~~~\n~~~~ \nb", ["~~~~\n```\na\n~~~\n~~~~ "]),
        ("- x\n\n  ```\n  a\n  ```\n", ["```\n  a\n  ```"]),
        ("```\na", ["```\na"]),
        ("``` a`b\nc", []),
        ("<!-- ```\n-->\n`a`", ["`a`"]),
        ("`<!-- a -->`", ["`<!-- a -->`"]),
    ],
)
def test_code(text: str, expected: list[str]) -> None:
    """Fenced blocks and code spans are found whole, and nothing else."""
    assert [each.lstrip() for each in found(text)] == expected


@given(st.lists(st.sampled_from(["`", "``", "a", " ", "b"]), max_size=12).map("".join))
def test_spans_are_those_of_commonmark(text: str) -> None:
    """In a line of text the code spans are those that a reader of CommonMark finds."""
    line = f"x{text}"
    (inline,) = [token for token in MarkdownIt().parse(line) if token.type == "inline"]
    spans = [token.content for token in inline.children or () if token.type == "code_inline"]
    assert [each.strip("`").strip() for each in found(line)] == [each.strip() for each in spans]


@given(st.lists(st.sampled_from(["```", "~~~", "`", "a", "\n", " ", "<!--", "-->"])).map("".join))
def test_lines_and_columns_stay(text: str) -> None:
    """What is taken out leaves as many blanks; spans are in order and do not overlap."""
    edges = [edge for span in code(text) for edge in span]
    assert edges == sorted(edges)
    for plain in (without_code(text), without_comments(text)):
        assert [len(line) for line in plain.split("\n")] == [len(each) for each in text.split("\n")]
    kept = without_code(text)
    assert all(a in {b, " "} for a, b in zip(kept, text, strict=True))
