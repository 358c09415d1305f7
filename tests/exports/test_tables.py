"""CSV for spreadsheets, and Parquet for notebooks."""

from __future__ import annotations

import csv
import datetime as dt
import importlib.util
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exports import FORMATS, tables
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from conftest import Made

    from site_builder.library import Library
    from site_builder.record.models import Paper

FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001
"""What makes a spreadsheet compute a cell, at its beginning."""
FORMULA_STARTS = (*FORMULA_SIGNS, "\t", "\r", "\n")

RESULT = {
    "benchmark": "long-hall",
    "metric": "distance",
    "value": 69.43,
    "trainable_params_m": 0.5,
    "provenance": "paper",
    "source": "Table 1",
}


def rows(text: str) -> list[dict[str, str]]:
    """Read a CSV back."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_csv(made: Made) -> None:
    """A row has a paper's main facts; each facet has a column, lists are joined by semicolons."""
    paper = made.paper(
        authors=["Ann Smith", "Józef van den Vouw"],
        doi="10.1000/1",
        categories={"fold": ["dart", "glider"]},
        links={"code": "https://example.org/a"},
        extra={"papers_folded": ("A4", "A5"), "sheets": 0},
        added="2026-11-23",
    )
    text = FORMATS["csv"].write([paper], made.library(paper))
    assert text.startswith("\ufeffkey,title,method,authors,year,")
    assert text.endswith("\r\n")
    (row,) = rows(text)
    assert {name: value for name, value in row.items() if value} == {
        "key": "smith2020folds",
        "title": "Folds",
        "authors": "Ann Smith; Józef van den Vouw",
        "year": "2020",
        "venue": "JPA",
        "venue_name": "Journal of Paper & Aeroplanes",
        "venue_kind": "journal",
        "doi": "10.1000/1",
        "url": "https://doi.org/10.1000/1",
        "code": "https://example.org/a",
        "type": "article",
        "fold": "dart; glider",
        "papers_folded": "A4; A5",
        "sheets": "0",
        "added": "2026-11-23",
    }


def test_csv_without_papers(made: Made) -> None:
    """An empty choice has its line of column names all the same."""
    assert FORMATS["csv"].write([], made.library()).count("\r\n") == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＠"])  # noqa: RUF001
def test_no_cell_is_a_formula(start: str) -> None:
    """A cell that a spreadsheet would compute begins with an apostrophe."""
    assert tables.cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert tables.cell([f"{start}1", "2"]) == f"'{start}1; 2"
    assert tables.cell(f"a{start}1") == f"a{start}1"


@given(data=st.data())
def test_any_record_is_one_harmless_row(
    data: st.DataObject, hostile_papers: st.SearchStrategy[Paper], made: Made
) -> None:
    """Whatever a record holds, it is one row whose cells no spreadsheet runs."""
    paper = data.draw(hostile_papers)
    (row,) = rows(FORMATS["csv"].write([paper], made.library(paper)))
    assert row["key"] == paper.key
    assert not any(cell.startswith(FORMULA_STARTS) for cell in row.values())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(cells=st.lists(st.text(alphabet="a;,\t =+-@＝\"'\n\r\u00a0", max_size=12)))  # noqa: RUF001
def test_no_cell_is_a_formula_wherever_the_file_is_split(delimiter: str, cells: list[str]) -> None:
    """By whatever sign a spreadsheet splits the file, no cell of it begins as a formula does."""
    for row in csv.reader(io.StringIO(tables._line(cells), newline=""), delimiter=delimiter):
        assert not [cell for cell in row if cell.strip().startswith(FORMULA_SIGNS)]


def test_semicolons_within_a_cell(made: Made) -> None:
    """What stands behind a semicolon is no formula where spreadsheets split at semicolons."""
    paper = made.paper(title="Nice;=cmd|'/C calc'!A0;x", authors=["Ann Smith", "=1+1"])
    text = FORMATS["csv"].write([paper], made.library(paper))
    (row,) = rows(text)
    assert row["title"] == "Nice;'=cmd|'/C calc'!A0;x"
    assert row["authors"] == "Ann Smith;' =1+1"


def test_parquet(made: Made, real_library: Library) -> None:
    """Parquet keeps types: numbers, days, lists, results as structures."""
    parquet = pytest.importorskip("pyarrow.parquet")
    paper = made.paper(
        authors=["Ann Smith", "Bo Li"], month=5, results=[RESULT], abstract="A.", added="2026-11-23"
    )
    data = FORMATS["parquet"].write([paper], made.library(paper))
    (row,) = parquet.read_table(io.BytesIO(data)).to_pylist()
    assert (row["year"], row["month"]) == (2020, 5)
    assert row["added"] == dt.date(2026, 11, 23)
    assert row["authors"] == ["Ann Smith", "Bo Li"]
    assert row["abstract"] == "A."
    found = {name: value for name, value in row["results"][0].items() if value is not None}
    assert found == {**RESULT, "source": ["Table 1"]}
    everything = FORMATS["parquet"].write(real_library.papers.values(), real_library)
    assert parquet.read_table(io.BytesIO(everything)).num_rows == len(real_library.papers)
    assert (
        parquet.read_table(io.BytesIO(FORMATS["parquet"].write([], made.library()))).num_rows == 0
    )


def test_parquet_is_the_same_bit_by_bit(
    real_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rows are held at one time, the file is the same."""
    pytest.importorskip("pyarrow")
    papers = list(real_library.papers.values())[:20]
    whole = FORMATS["parquet"].write(papers, real_library)
    monkeypatch.setattr("site_builder.exports.parquet.AT_ONCE", 7)
    assert FORMATS["parquet"].write(papers, real_library) == whole


def test_parquet_without_pyarrow(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pyarrow is missing, Parquet is not on offer, and who asks is told what to install."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert not FORMATS["parquet"].is_available()
    with pytest.raises(SurveyError, match=r"pip install 'living-survey\[parquet\]'"):
        FORMATS["parquet"].write([], made.library())
