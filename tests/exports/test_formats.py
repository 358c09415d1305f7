"""The table of formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.exports import FORMATS

if TYPE_CHECKING:
    from conftest import Made

    from site_builder.record.models import Paper

PIECED = [name for name, each in FORMATS.items() if each.pieces]


def test_formats_are_those_of_the_design() -> None:
    """Every format that the command promises is there, and pyarrow is here where tests run."""
    assert list(FORMATS) == [
        *("bibtex", "biblatex", "ris", "csl-json", "csv", "jsonl", "parquet", "latex-table"),
        "markdown",
    ]
    assert all(each.is_available() for each in FORMATS.values())


@pytest.mark.parametrize("name", FORMATS)
def test_building_twice_gives_the_same_bytes(
    made: Made, one_of_each_kind: list[Paper], name: str
) -> None:
    """A file depends on the papers alone, not on their order or on the hour."""
    library = made.library(*one_of_each_kind)
    first = FORMATS[name].write(one_of_each_kind, library)
    assert first == FORMATS[name].write(one_of_each_kind[::-1], library)
    assert first


@pytest.mark.parametrize("name", PIECED)
def test_pieces_make_the_file(made: Made, one_of_each_kind: list[Paper], name: str) -> None:
    """Pieces that are written once and joined are the file that is written at once."""
    library = made.library(*one_of_each_kind)
    pieces = FORMATS[name].pieces
    assert pieces
    texts = [pieces.piece(paper, library) for paper in library.papers.values()]
    assert pieces.head(library) + pieces.join(texts) == FORMATS[name].write(
        one_of_each_kind, library
    )


@pytest.mark.parametrize("name", FORMATS)
def test_no_papers(made: Made, name: str) -> None:
    """An empty choice is a file that its readers take, not an error."""
    assert isinstance(FORMATS[name].write([], made.library()), str | bytes)
