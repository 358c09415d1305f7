"""The folder of an export: what is not ours stays."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from site_builder.export_docs import folder
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from pathlib import Path


def names(place: Path) -> set[str]:
    """Name the files of a folder by their paths in it."""
    return {p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()}


def test_files_of_others_are_not_overwritten(tmp_path: Path) -> None:
    """A file that is in the way, and that no export wrote, is told of and stays."""
    with folder.opened(tmp_path / "out") as first:
        first.write("old.md", "1")
    (tmp_path / "out" / "new.md").write_text("mine", encoding="utf-8")
    said = f"{tmp_path}/out/new.md is there, and no export wrote it: move it"
    with pytest.raises(SurveyError, match=said), folder.opened(tmp_path / "out") as again:
        again.write("new.md", "2")
    assert (tmp_path / "out" / "new.md").read_text() == "mine"


def test_broken_off_export_goes_on(tmp_path: Path) -> None:
    """An export that was broken off is known for one, and the next one finishes it."""

    class PowerCutError(Exception):
        pass

    def cut(place: Path) -> None:
        with folder.opened(place) as first:
            first.write("a/one.txt", "1")
            first.write("two.txt", "2")
            raise PowerCutError

    with pytest.raises(PowerCutError):
        cut(tmp_path / "out")
    with (tmp_path / "out" / folder.MARKER).open("a") as marker:
        marker.write('"half a na')
    with folder.opened(tmp_path / "out") as again:
        again.write("two.txt", "zwei")
    assert names(tmp_path / "out") == {folder.MARKER, "two.txt"}
    assert (tmp_path / "out" / "two.txt").read_text() == "zwei"


@pytest.mark.parametrize(
    "line",
    ['"../precious.txt"', '"/etc/passwd"', '"a/../../precious.txt"', '"a\\\\b"', "7", "x", '""'],
)
def test_marker_leads_nowhere_else(tmp_path: Path, line: str) -> None:
    """A marker that names something outside the folder is refused; nothing is removed."""
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "out").mkdir()
    marker = tmp_path / "out" / folder.MARKER
    marker.write_text(f"{folder.FORM}\n{line}\n", encoding="utf-8")
    with (
        pytest.raises(SurveyError, match="which no export writes"),
        folder.opened(tmp_path / "out"),
    ):
        pass
    assert (tmp_path / "precious.txt").is_file()


def test_links_to_other_places_are_not_followed(tmp_path: Path) -> None:
    """Where a folder of an export was replaced by a link, nothing behind the link is removed."""
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    with folder.opened(out) as first:
        first.write("a/one.txt", "1")
    shutil.move(out / "a", elsewhere)
    (out / "a").symlink_to(elsewhere)
    with folder.opened(out):
        pass
    assert (elsewhere / "one.txt").is_file()
