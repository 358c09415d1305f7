"""Links from Markdown to generated pages: which file each way of writing one means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import File

from site_builder.mkdocs_site.linked_files import LinkedFiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def files(make_survey: Callable[..., Path]) -> LinkedFiles:
    """Give the files of a survey that has one hand-written page, while links are followed."""
    config = load_config(config_file=str(make_survey() / "mkdocs.yml"))
    page = File("index.md", None, config.site_dir, use_directory_urls=True)
    files = LinkedFiles([page], config)
    files.trusting, files.reader = True, "index.md"
    return files


@pytest.mark.parametrize(
    ("link", "written", "url"),
    [
        ("papers/x", "papers/x/index.html", "papers/x/"),
        ("papers/x.md", "papers/x/index.html", "papers/x/"),
        ("papers/x/index.md", "papers/x/index.html", "papers/x/"),
        ("papers/index.md", "papers/index.html", "papers/"),
        ("papers/x.bib", "papers/x.bib", "papers/x.bib"),
        ("survey.json", "survey.json", "survey.json"),
        ("papers/index-of.md", "papers/index-of/index.html", "papers/index-of/"),
    ],
)
def test_every_way_to_link_means_one_file(
    files: LinkedFiles, link: str, written: str, url: str
) -> None:
    """A generated page is linked to by address or as the Markdown it might have been made from."""
    found = files.get_file_from_path(link)
    assert found
    assert (found.dest_uri, found.url) == (written, url)
    assert list(files.broken({written})) == []
    assert len(list(files.broken(set()))) == 1


def test_hand_written_page_is_found_first(files: LinkedFiles) -> None:
    """What MkDocs knows is not taken on trust."""
    assert files.get_file_from_path("index.md")
    assert list(files.broken(set())) == []


def test_nothing_is_taken_on_trust_too_early(files: LinkedFiles) -> None:
    """While the navigation is made, an entry without a page is told by MkDocs itself."""
    files.trusting = False
    assert files.get_file_from_path("papers/x.md") is None


def test_link_out_of_the_site_leads_nowhere(files: LinkedFiles) -> None:
    """A link above the root of the site is no generated page."""
    assert files.get_file_from_path("../x.md") is None


def test_suggestion_is_a_link(files: LinkedFiles) -> None:
    """What is suggested for a misspelt link is written as links are."""
    files.get_file_from_path("papers/smiht2020.md")
    (said,) = files.broken({"papers/smith2020/index.html", "years/2020/index.html"})
    assert said == (
        "index.md: the link to 'papers/smiht2020.md' leads nowhere"
        " (did you mean 'papers/smith2020.md'?)"
    )
