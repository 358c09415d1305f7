"""What goes out to a format and comes in again is the same work, but for what is listed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from losses import LOSSES, may_be_lost, table
from roundtrips import FIELDS, OTHERS, SUFFIXES, returned
from whole_records import fields

from site_builder.record.models import PAPER_FIELDS, Links

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Made
    from losses import Loss

    from site_builder.library import Library

VENUES = [
    "JPA",
    "Fold Day",
    "Fold Night",
    "arXiv",
    "Preprints",
    "Fold Lab",
    "Fold University",
    "Fold Books",
]
CASES = [(number, name) for number, loss in enumerate(LOSSES) for name in loss.formats]


def differences(library: Library, name: str) -> dict[str, dict[str, tuple[Any, Any]]]:
    """Return what is not the same after a round trip, by paper and field."""
    back = returned(library, name)
    assert back.refused == {}
    assert back.papers.keys() == library.papers.keys()
    found: dict[str, dict[str, tuple[Any, Any]]] = {}
    for key, paper in library.papers.items():
        for field, read in FIELDS.items():
            there, here = read(paper, library), read(back.papers[key], back.library)
            if there != here:
                found.setdefault(key, {})[field] = (there, here)
    return found


def unaccounted(library: Library, name: str) -> list[str]:
    """Return the differences that the list does not tell, in words."""
    return [
        f"{key}: {field}: {there!r} came back as {here!r}"
        for key, fields in differences(library, name).items()
        for field, (there, here) in fields.items()
        if not may_be_lost(field, name, library.papers[key], library)
    ]


@pytest.mark.parametrize("name", SUFFIXES)
@settings(max_examples=80)
@given(found=fields(VENUES))
@example(
    found={"title": "F", "venue": "JPA", "status": {"kind": "retracted", "source": "10.1000/a"}}
)
@example(found={"title": "F", "venue": "JPA", "status": {"kind": "retracted", "note": "<b> </b>"}})
@example(found={"title": "F", "venue": "JPA", "doi": "10.1002/(SICI)1097<1::AID-X>3.0.CO;2-#"})
@example(found={"title": "F", "venue": "Fold University", "type": "thesis"})
@example(found={"title": "F", "venue": "JPA", "authors": ["Ann Smith", "others"]})
@example(found={"title": "F", "venue": "JPA", "booktitle": "A Book", "volume": "A12"})
def test_any_record(made: Made, name: str, found: dict[str, Any]) -> None:
    """Whatever a record holds comes back from every format, but for what the list tells."""
    assert unaccounted(made.library(made.paper(**found)), name) == []


@pytest.mark.parametrize("name", SUFFIXES)
def test_every_type(made: Made, one_of_each_type: dict[str, Any], name: str) -> None:
    """Each type of paper comes back from every format."""
    assert unaccounted(made.library(*one_of_each_type.values()), name) == []


@pytest.mark.parametrize("share", [8, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", SUFFIXES)
def test_the_real_collection(real_library: Library, name: str, share: int) -> None:
    """Records of this repository, by default one in eight, go out and come back."""
    papers = dict(list(real_library.papers.items())[::share])
    assert unaccounted(replace(real_library, papers=papers), name) == []


@pytest.mark.parametrize(("number", "name"), CASES)
def test_losses_are_real(made: Made, number: int, name: str) -> None:
    """What the list tells as lost is lost of its example, so that it never tells too much."""
    loss: Loss = LOSSES[number]
    paper = made.paper(**loss.example)
    library = made.library(paper)
    lost = differences(library, name).get(paper.key, {})
    assert any(loss.holds(field, paper, library) for field in lost)


def test_every_field_is_listed() -> None:
    """Each field of a record is one that comes back, or one that no bibliography has."""
    links = {f"links.{name}" for name in Links.model_fields}
    assert {*FIELDS, *OTHERS} == {*PAPER_FIELDS, *links} - {"links"}


def test_documentation(root: Path) -> None:
    """The documentation has the table as the list makes it."""
    assert table() in (root / "docs" / "citing.md").read_text("utf-8")


@settings(max_examples=10)
@given(st.lists(st.sampled_from(VENUES), min_size=1, max_size=3))
def test_several_at_once(made: Made, venues: list[str]) -> None:
    """Papers of several venues do not disturb each other on the way."""
    papers = [
        made.paper(key=f"k{number}", title=f"Folds {'x' * number}", venue=venue)
        for number, venue in enumerate(venues)
    ]
    for name in SUFFIXES:
        assert unaccounted(made.library(*papers), name) == []
