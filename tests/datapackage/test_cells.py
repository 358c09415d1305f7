"""Cells of tidy tables: what no spreadsheet runs, and what programs get back."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.datapackage import cells
from site_builder.datapackage.tables import Column, Table, Type
from site_builder.exports.tables import FORMULA

SIGNS = "=+-@\uff1d'\"; \t\r\n,a1\u00e9\\"
TEXT = st.text(st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cs"]))


@given(TEXT)
def test_every_text_comes_back(text: str) -> None:
    """What the declared pattern takes away is what the guard has put there, and nothing else."""
    assert cells.unguarded(cells.guarded(text)) == text


@given(TEXT)
def test_no_text_is_computed(text: str) -> None:
    """A guarded cell begins nowhere as one that the export for spreadsheets would guard."""
    assert FORMULA.search(cells.guarded(text)) is None


@given(TEXT, TEXT)
def test_different_texts_have_different_cells(one: str, other: str) -> None:
    """No two texts are the same cell."""
    assert (cells.guarded(one) == cells.guarded(other)) == (one == other)


@given(st.lists(TEXT))
def test_lists_are_json(texts: list[str]) -> None:
    """A list is JSON as it stands, and a spreadsheet that splits it at semicolons computes nothing."""
    (cell,) = column(Type.ARRAY, texts)
    assert json.loads(cell) == texts
    assert FORMULA.search(cell) is None


@given(TEXT.filter(bool), st.floats(allow_nan=False, allow_infinity=False))
def test_tables_are_csv(text: str, number: float) -> None:
    """Python's own reader gets back every text and number."""
    assert cells.unguarded(column(Type.STRING, text)[0]) == text
    assert float(column(Type.NUMBER, number)[0]) == number


def column(kind: Type, value: object) -> list[str]:
    """Write a table of one cell, and read it."""
    table = Table("t", "T", "", (Column("c", kind),), ("c",), [[value]])
    rows = list(csv.reader(io.StringIO(cells.as_csv(table), newline=""), strict=True))
    assert rows[0] == ["c"]
    assert len(rows) == 2
    return rows[1]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("-1", "'-1"),
        ("'quoted'", "'quoted'"),
        ("a; =b", "a;' =b"),
        ("plain = text", "plain = text"),
        ("\tx", "'\tx"),
    ],
)
def test_examples(text: str, cell: str) -> None:
    """Only what would be computed gets an apostrophe."""
    assert cells.guarded(text) == cell


def test_pattern_is_for_other_languages_too() -> None:
    """The pattern has nothing that Python alone knows."""
    assert not re.search(r"\\[AZz]|\(\?[^=:!]|\(\?P", cells.UNGUARD)
