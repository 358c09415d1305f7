"""Hand-written pages on their way to other generators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.export_docs import handwritten

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!-- survey:nonesuch -->", "a.md:1: there is no piece 'survey:nonesuch'"),
        ("a\nb <!-- survey:one -->", "a.md:2: a piece must stand on a line of its own"),
    ],
)
def test_pieces_that_cannot_be_put_in(tmp_path: Path, text: str, said: str) -> None:
    """A piece that is unknown, or stands inside a line, is told with its line and left as it is."""
    source, told = handwritten.SourceFile("a.md", tmp_path / "a.md"), list[str]()
    assert handwritten.filled(source, text, lambda _: {"one": "1"}, told.append) == text
    assert told[0].startswith(said)


@pytest.mark.parametrize(
    "text",
    [
        "```\n<!-- survey:one -->\n```",
        "~~~~\n```\n<!-- survey:one -->\n~~~~",
        "`<!-- survey:one -->`",
    ],
)
def test_pieces_in_code_stay(tmp_path: Path, text: str) -> None:
    """What stands in code is shown, not done."""
    source, told = handwritten.SourceFile("a.md", tmp_path / "a.md"), list[str]()
    assert handwritten.filled(source, text, lambda _: {"one": "1"}, told.append) == text
    assert told == []


def test_pieces_know_the_way_up(tmp_path: Path) -> None:
    """A piece links from the page that it is put into."""
    source = handwritten.SourceFile("a/b.md", tmp_path / "b.md")
    text = handwritten.filled(source, "<!-- survey:one -->", lambda root: {"one": root}, print)
    assert text == "\n<div data-pagefind-ignore> ../../\n</div>\n"


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("index.md", ""),
        ("README.md", ""),
        ("a.md", "a/"),
        ("a/index.md", "a/"),
        ("a/b.markdown", "a/b/"),
        ("a/b.txt", "a/b.txt"),
    ],
)
def test_addresses_of_hand_written_files(tmp_path: Path, name: str, uri: str) -> None:
    """A hand-written file has the address that generators give it."""
    assert handwritten.SourceFile(name, tmp_path).uri == uri
