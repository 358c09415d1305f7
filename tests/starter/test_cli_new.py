"""A survey that `survey new` begins, and the command `survey add` against services on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from services import Survey


def test_takes_its_first_papers(survey: Survey, tmp_path: Path) -> None:
    """The first papers of a new survey are added as any others, with their venues, and accepted."""
    assert survey(tmp_path, "new", "planes").returncode == 0
    root = tmp_path / "planes"
    first = survey(root, "add", "2304.03481", "--category", "foundations", "--yes")
    assert first.returncode == 0, first.stderr
    assert "papers/wu2023pslt.yaml: written" in first.stdout
    second = survey(root, "add", "https://arxiv.org/abs/2304.12308", "--yes")
    assert second.returncode == 0, second.stderr
    checked = survey(root, "check")
    assert checked.returncode == 0, checked.stdout
    assert "2 papers read: 0 errors" in checked.stderr
    venues = (root / "venues.yaml").read_text("utf-8")
    assert "#  - id: JPA" in venues, "the comments are gone"
    assert venues.count("- id: arXiv") == 1
