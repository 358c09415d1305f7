"""What is published of the theme's files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from site_builder.mkdocs_site import run as mkdocs_run

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
