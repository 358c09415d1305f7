"""The site hosts its text face: small, the same bytes every time, with its licence, fetched where needed."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from site_builder import resources
from site_builder.mkdocs_site import face
from site_builder.mkdocs_site.face_files import STYLES, add_face

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Once = Callable[[str, Callable[[Path], None]], Path]

MOST = 16_000
"""Bytes that one file may have."""


@pytest.fixture(scope="session")
def cut(once: Once) -> Path:
    """Give a folder in which all files were kept, cut once for all workers."""

    def cut(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(face.platformdirs, "user_cache_path", lambda *_, **__: folder)
            dict(face.files())

    return once("face", cut)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, cut: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what is cut in a folder of the test's own, where all is kept already."""
    shutil.copytree(cut, tmp_path / "cache")
    monkeypatch.setattr(face.platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    return tmp_path / "cache"


def test_files_are_small_and_cut_the_same_each_time(cache: Path) -> None:
    """Every file is a small WOFF2 font; cutting again, or taking what was kept, gives the same bytes."""
    kept = sorted(cache.iterdir())
    first = dict(face.files())
    assert sorted(cache.iterdir()) == kept
    assert len(kept) == len(first) - 1
    kept[0].write_bytes(b"half")
    for path in kept[1:]:
        path.unlink()
    assert dict(face.files()) == first
    fonts = {uri: content for uri, content in first.items() if uri != face.LICENCE}
    assert all(content.startswith(face.MAGIC) for content in fonts.values())
    assert max(map(len, fonts.values())) < MOST
    assert b"SIL OPEN FONT LICENSE" in first[face.LICENCE]
    assert b"Reserved Font Name" not in first[face.LICENCE].partition(b"PREAMBLE")[0]


def test_files_have_the_letters_of_their_ranges() -> None:
    """A file has what its rule promises, as far as the face has it at all."""
    fonts = dict(face.files())
    for each in face.FACES:
        whole = TTFont(resources.font(each.file)).getBestCmap().keys()
        for script, characters in face.RANGES.items():
            found = TTFont(BytesIO(fonts[each.uri(script)])).getBestCmap().keys()
            wanted = set(face._numbers(characters)) & whole
            assert found == wanted
            assert ord("\N{LATIN SMALL LETTER A}" if script == "latin" else "Ł") in found


def test_rules_name_every_file() -> None:
    """The style sheet, which lies in another folder, leads to each file, and lets text show before."""
    rules = re.findall(r"@font-face\{([^}]*url[^}]*)\}", face.style_sheet())
    found = {re.search(r"url\(\.\./([^)]*)\)", rule)[1] for rule in rules}
    assert found == {uri for uri, _ in face.files()} - {face.LICENCE}
    assert all("font-display:optional" in rule and "unicode-range:" in rule for rule in rules)
    assert {face.TITLES, face.TEXT} <= found


def test_stand_ins_are_in_the_stack() -> None:
    """What stands there until the face has come is named by the style sheet, after the face."""
    stack = re.search(
        r"--survey-title-font: ([^;]*);", (resources.theme_dir() / STYLES).read_text()
    )
    names = [f'"{face.FAMILY} {name}"' for name in face.STAND_INS]
    assert stack[1].split(", ")[: 1 + len(names)] == [face.FAMILY, *names]
    for name in names:
        assert face.style_sheet().count(f"font-family:{name};") == len(face.FACES)


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_costs_time_alone(cache: Path) -> None:
    """Where nothing can be kept the files are made all the same."""
    shutil.rmtree(cache)
    cache.write_text("no folder")
    assert len(dict(face.files())) == 1 + len(face.FACES) * len(face.RANGES)


def test_a_survey_with_its_own_style_sheet_gets_no_face(tmp_path: Path) -> None:
    """Who replaces the engine's style sheet, or has a file of that name, keeps what is theirs."""
    config, theme = MkDocsConfig(), str(resources.theme_dir())
    config.load_dict({"site_name": "A survey", "docs_dir": str(tmp_path)})
    config.validate()
    config.plugins._current_plugin = "survey"  # MkDocs sets it while it calls a hook
    site = str(tmp_path / "site")
    (tmp_path / STYLES).parent.mkdir()
    (tmp_path / STYLES).write_text("p{}")
    own = Files([File(STYLES, str(tmp_path), site, use_directory_urls=True)])
    assert add_face(own, config) == []
    assert len(own) == 1
    ours = Files([File(STYLES, theme, site, use_directory_urls=True)])
    assert add_face(ours, config) == [face.TITLES, face.TEXT]
    assert ours.get_file_from_path(STYLES).content_string.startswith("@font-face")
    assert ours.get_file_from_path(face.LICENCE)
