"""Hand-written pages on their way to other generators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.export_docs import export
from site_builder.pages.handwritten.files import SourceFile
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]


def exported(root: Path, out: Path) -> Path:
    """Export a survey; return the folder of pages."""
    export(root, out, print)
    return out / "docs"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!-- survey:nonesuch -->", "a.md:1:1: there is no piece 'survey:nonesuch'"),
        ("a\nb <!-- survey:overview -->", "a.md:2:3: survey:overview must stand on a line of its"),
    ],
)
def test_pieces_that_cannot_be_put_in(
    make_survey: MakeSurvey, tmp_path: Path, text: str, said: str
) -> None:
    """A piece that is unknown, or stands inside a line, ends the export with its place."""
    with pytest.raises(SurveyError, match=said):
        exported(make_survey({"docs/a.md": text}), tmp_path / "out")


@pytest.mark.parametrize(
    "text",
    [
        "```\n<!-- survey:one -->\n```",
        "~~~~\n```\n<!-- survey:one -->\n~~~~",
        "`<!-- survey:one -->`",
        "    [@nobody]\n\n`@nobody`",
    ],
)
def test_pieces_in_code_stay(make_survey: MakeSurvey, tmp_path: Path, text: str) -> None:
    """What stands in code is shown, not done."""
    docs = exported(make_survey({"docs/a.md": text}), tmp_path / "out")
    assert (docs / "a.md").read_text(encoding="utf-8") == text


def test_page_keeps_its_settings(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """Front matter stays; pieces and citations are HTML that links from the page's address."""
    text = "---\ntitle: B\n---\n\nSee [@folder2019first].\n\n<!-- survey:overview -->\n"
    docs = exported(make_survey({"docs/a/b.md": text}), tmp_path / "out")
    found = (docs / "a" / "b.md").read_text(encoding="utf-8")
    assert found.startswith("---\ntitle: B\n---\n\nSee (<a ")
    assert found.count('href="../../papers/folder2019first/"') == 3
    assert "\n## References\n" in found
    assert (docs / "a" / "b" / "cited.bib").read_text(encoding="utf-8").startswith("@")


def test_texts_of_categories_are_no_pages(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """The text of a category stands on the category's page alone."""
    docs = exported(make_survey({"docs/categories/fold/dart.md": "Sharp."}), tmp_path / "out")
    assert not (docs / "categories").exists()
    assert "Sharp." in (docs / "fold" / "dart.md").read_text(encoding="utf-8")


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
    assert SourceFile(name, tmp_path).uri == uri
