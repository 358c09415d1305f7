"""Files at the survey's root that are pages of its site, too."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from site_builder.cli import main
from site_builder.pages.rootpages import for_site, root_pages
from site_builder.site import Repository

if TYPE_CHECKING:
    from collections.abc import Callable

    MakeSurvey = Callable[..., Path]

FORGE = Repository("https://forge.example/a/b", "https://forge.example/a/b/edit/main")


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ("[a](https://e.org/x)", "[a](https://e.org/x)"),
        ("[a](#part)", "[a](#part)"),
        ("[a](mailto:a@b.org)", "[a](mailto:a@b.org)"),
        ("[a](docs/index.md#part)", "[a](index.md#part)"),
        ("[`a`](docs/sub/x.md)", "[`a`](sub/x.md)"),
        ("[a](papers/vouw2020blunt.yaml)", "[a](papers/vouw2020blunt.md)"),
        ("[a](papers/)", "[a](papers/index.md)"),
        ("[a](CONTRIBUTING.md#b)", "[a](contributing.md#b)"),
        ("[a](taxonomy.yaml)", "[a](https://forge.example/a/b/blob/main/taxonomy.yaml)"),
        ("[a](gone.txt) and [b](docs/x.md)", "a and [b](x.md)"),
        ("[a](../../etc/passwd)", "a"),
        ("[a](/etc/passwd)", "a"),
        ("![a](papers/x.png)", "a"),
        ("`[a](docs/index.md)`", "`[a](docs/index.md)`"),
        ("```\n[a](docs/index.md)\n```\n[b](docs/x.md)", "```\n[a](docs/index.md)\n```\n[b](x.md)"),
        (r"\[a](docs/index.md)", r"\[a](docs/index.md)"),
    ],
)
def test_links(tiny_survey: Path, link: str, page: str) -> None:
    """Links lead to pages where there are pages, else to the repository; code stays as it is."""
    assert for_site(link, tiny_survey, tiny_survey / "docs", FORGE) == page


def test_without_a_repository(tiny_survey: Path) -> None:
    """Where no repository is known, a link to a file becomes its words."""
    text = for_site(
        "see [the tree](taxonomy.yaml).", tiny_survey, tiny_survey / "docs", Repository()
    )
    assert text == "see the tree."


@given(st.text())
def test_any_text(text: str) -> None:
    """Whatever stands there, text without a link stays as it is."""
    if "](" not in text:
        assert for_site(text, Path("/s"), Path("/s/docs"), FORGE) == text
    else:
        for_site(text, Path("/s"), Path("/s/docs"), FORGE)


def test_pages_that_are_there(make_survey: MakeSurvey) -> None:
    """A root file that is there becomes a page, unless a hand-written one has the address."""
    root = make_survey({"CONTRIBUTING.md": "# Help\n"})
    (page,) = root_pages(root, root / "docs", FORGE)
    assert (page.source, page.name, page.text) == ("CONTRIBUTING.md", "contributing.md", "# Help\n")
    (root / "docs" / "contributing.md").write_text("# Own\n")
    assert not list(root_pages(root, root / "docs", FORGE))
    assert not list(root_pages(root / "docs", root / "docs", FORGE))


TEXT = """\
# Help

See [the pages](docs/index.md), [a record](papers/vouw2020blunt.yaml) and [the tree](taxonomy.yaml).
"""


@pytest.fixture(scope="module")
def helped(tmp_path_factory: pytest.TempPathFactory, tiny_survey: Path) -> Path:
    """Give a survey that tells how to help, and says where its files are kept."""
    root = tmp_path_factory.mktemp("helped") / "survey"
    shutil.copytree(tiny_survey, root)
    (root / "CONTRIBUTING.md").write_text(TEXT)
    settings = "repo_url: https://github.com/a/b\nedit_uri: edit/main/docs/\n"
    (root / "mkdocs.yml").write_text((root / "mkdocs.yml").read_text() + settings)
    return root


def survey(root: Path, *arguments: str) -> None:
    """Run a command that must succeed."""
    done = CliRunner().invoke(main, ["--root", str(root), *arguments])
    assert done.exit_code == 0, done.output


def test_page_of_the_site(helped: Path, tmp_path: Path) -> None:
    """The file is a page of the site, whose links lead to pages, or where the files are kept."""
    survey(helped, "build", "--strict", "--out", str(tmp_path / "site"))
    html = (tmp_path / "site" / "contributing" / "index.html").read_text()
    assert 'href=".."' in html
    assert 'href="../papers/vouw2020blunt/"' in html
    assert 'href="https://github.com/a/b/blob/main/taxonomy.yaml"' in html


def test_page_of_an_export(helped: Path, tmp_path: Path) -> None:
    """An export has the page, too."""
    survey(helped, "export-docs", str(tmp_path / "plain"))
    text = (tmp_path / "plain" / "docs" / "contributing.md").read_text()
    assert "[a record](papers/vouw2020blunt.md)" in text
