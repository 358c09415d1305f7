"""A site whose repository is known links to it, and still asks no other host for anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from quiet import quiet

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Once, Server
    from playwright.sync_api import Page

REPOSITORY = "https://github.com/owner/name"
SETTINGS = """
repo_url: !ENV [REPO_URL, ""]
edit_uri: !ENV [EDIT_URI, edit/main/docs/]
"""
"""As this survey's own mkdocs.yml has it."""


def build(survey: Path, home: Path, **variables: str) -> None:
    """Build a site where every warning fails."""
    shutil.copytree(survey, home / "survey", dirs_exist_ok=True)
    with (home / "survey" / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    done = subprocess.run(
        [sys.executable, "-m", "site_builder", "build", "--strict", "--out", str(home / "site")],
        cwd=home / "survey",
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stdout


@pytest.fixture(scope="session")
def site(once: Once, tiny_survey: Path) -> Path:
    """Build the made-up survey's site as if it were kept on GitHub."""
    home = once("kept-on-github", lambda home: build(tiny_survey, home, REPO_URL=REPOSITORY))
    return home / "site"


def test_header_leads_there_and_asks_nothing(page: Page, server: Server) -> None:
    """The theme would fetch how many stars a repository has, from its host, for every reader."""
    page.goto(server.root)
    quiet(page)
    link = page.locator(".md-header .md-source")
    assert link.get_attribute("href") == REPOSITORY
    assert link.inner_text().strip() == "GitHub"


def test_record_leads_to_its_file(page: Page, server: Server) -> None:
    """Links beside a record lead to its file and to the form for mistakes, with the key filled in."""
    page.goto(f"{server.root}papers/vouw2020blunt/")
    links = page.locator(".survey-mend a").all()
    hrefs = {link.inner_text(): link.get_attribute("href") or "" for link in links}
    file = "main/papers/vouw2020blunt.yaml"
    assert hrefs["Edit this record"] == f"{REPOSITORY}/edit/{file}"
    assert hrefs["View the source"] == f"{REPOSITORY}/blob/{file}"
    assert hrefs["Report a mistake"].endswith("&key=vouw2020blunt")


def test_without_a_repository_nothing_is_warned_of(tmp_path: Path, tiny_survey: Path) -> None:
    """The same settings build strictly where nobody says where the files are kept, and link nowhere."""
    build(tiny_survey, tmp_path)
    html = (tmp_path / "site" / "papers" / "vouw2020blunt" / "index.html").read_text("utf-8")
    assert "survey-mend" not in html
    assert "md-source" not in html
