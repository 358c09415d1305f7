"""The numbers of the way into a survey: each step is what the one before it leaves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from site_builder.coverage.screening import steps
from site_builder.library import Library
from site_builder.record.exclusions import Exclusion, Reason, Stage

if TYPE_CHECKING:
    from pathlib import Path

REASONS = tuple(
    Reason(id=f"{stage}-{n}", name=f"{stage} {n}", description="So.", stage=stage)
    for stage in Stage
    for n in "ab"
)
CHOSEN = st.lists(st.sampled_from([*(reason.id for reason in REASONS), "not-declared"]))


@pytest.fixture(scope="session")
def tiny(tiny_survey: Path) -> Library:
    """Load the made-up second survey."""
    return Library.load(tiny_survey)[0]


def left_out(library: Library, ids: list[str]) -> Library:
    """Leave papers out of a library for these reasons."""
    entries = tuple(
        Exclusion(title=f"Paper {number}", reason=each) for number, each in enumerate(ids)
    )
    return replace(library, reason_entries=REASONS, exclusion_entries=entries)


@given(CHOSEN)
def test_adds_up(tiny: Library, ids: list[str]) -> None:
    """Nobody is lost or counted twice on the way from what was found to what is here."""
    found = steps(left_out(tiny, ids))
    for step, following in pairwise(found):
        assert step.count - step.total == following.count
    assert found[0].count == len(tiny.papers) + len(ids)
    assert (found[-1].name, found[-1].count) == ("Included", len(tiny.papers))
    removed = {each.id: each.count for step in found for each in step.removed}
    assert removed == Counter(ids)
    assert [step.name for step in found][:2] == ["Identified", "Screened"]


def test_steps_without_papers_are_not_told(tiny: Library) -> None:
    """Who has left nothing out at a later stage has not told that there was one."""
    names = [step.name for step in steps(left_out(tiny, ["screening-a", "retrieval-a"]))]
    assert names == ["Identified", "Screened", "Sought in full", "Included"]


def test_this_survey(root: Path, real_library: Library) -> None:
    """The numbers of this repository are those of its files, read by another reader of YAML."""
    listed = yaml.safe_load((root / "excluded.yaml").read_text("utf-8"))
    found = steps(real_library)
    assert found[-1].count == len(list((root / "papers").glob("*.yaml")))
    assert found[0].count == found[-1].count + len(listed["excluded"])
    removed = {each.id: each.count for step in found for each in step.removed}
    assert removed == Counter(each["reason"] for each in listed["excluded"])
    assert sum(removed.values()) == found[0].count - found[-1].count
