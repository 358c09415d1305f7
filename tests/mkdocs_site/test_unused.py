"""What is published of the theme's files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.theme import Theme

from site_builder.mkdocs_site import run as mkdocs_run
from site_builder.mkdocs_site.unused import pass_over_hidden

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MKDOCS = """
site_name: Planes
theme: {{name: material, font: false}}
plugins: [{search}survey: {{search: false}}]
"""
LINKED = re.compile(r"""(?:href|src)=["']?((?:\.\./)*(?:assets|css|js)/[^"' >#?]+)""")


def files(site: Path) -> set[str]:
    """List the files of a site's assets."""
    return {p.relative_to(site).as_posix() for p in (site / "assets").rglob("*") if p.is_file()}


@pytest.mark.parametrize("search", ["", "search, "])
def test_what_nobody_asks_for_is_not_published(
    make_survey: Callable[..., Path], tmp_path: Path, search: str
) -> None:
    """The theme's search is there where it is on, its maps of sources never, all that pages name always."""
    own = {"docs/assets/javascripts/lunr/mine.js": "1", "docs/assets/javascripts/a.js.map": "{}"}
    root = make_survey({"mkdocs.yml": MKDOCS.format(search=search), **own})
    site = tmp_path / "site"
    assert mkdocs_run.build(root, out=site, strict=False)
    found = files(site)
    mine = {name.removeprefix("docs/") for name in own}
    assert mine <= found
    assert [name for name in found - mine if name.endswith(".map")] == []
    assert any("lunr/" in name for name in found - mine) is bool(search)
    for page in ("index.html", "papers/index.html", "papers/vouw2020blunt/index.html"):
        for link in LINKED.findall((site / page).read_text(encoding="utf-8")):
            assert (site / page).parent.joinpath(link).resolve().is_file(), link


def test_hidden_folders_are_not_listed(tmp_path: Path) -> None:
    """MkDocs publishes the same files of the theme when it does not look into hidden folders."""
    extra = tmp_path / "theme"
    for name in (".icons/a.svg", "img/.cache/b.png", "img/c.png", "d.css", ".hidden"):
        (extra / name).parent.mkdir(parents=True, exist_ok=True)
        (extra / name).write_text("", encoding="utf-8")

    def listed(*, quick: bool) -> list[str]:
        theme = Theme(name="material", custom_dir=str(extra))
        if quick:
            pass_over_hidden(theme)
        config = MkDocsConfig()
        config.load_dict({"site_name": "Planes", "site_dir": str(tmp_path / "site")})
        config.theme = theme
        found = Files([])
        found.add_files_from_theme(theme.get_env(), config)
        return [file.src_uri for file in found]

    assert listed(quick=True) == listed(quick=False)
    assert {"img/c.png", "d.css"} < set(listed(quick=True))
