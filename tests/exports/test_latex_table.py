"""Comparison tables in LaTeX; test_latex_compile sets them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from declared import CONDITIONS
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exports import FORMATS
from site_builder.latex import braces_balanced
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from conftest import Made

    from site_builder.library import Library
    from site_builder.record.models import Paper

IDS = tuple(condition.id for condition in CONDITIONS)
WRITE = FORMATS["latex-table"].write


def result(value: float, metric: str = "distance", **more: Any) -> dict[str, Any]:
    """Make a result of the made-up benchmark."""
    plain = {"benchmark": "long-hall", "metric": metric, "value": value, "provenance": "paper"}
    return {**plain, "source": "Table 1", **more}


def test_table(made: Made) -> None:
    """Each configuration has a row, its figures side by side; foreign figures carry a mark."""
    measured = made.paper(
        method="F&F",
        results=[
            result(69.43, variant="F&F-Deep", backbone="A4", trainable_params_m=0.5),
            result(2, "spread", variant="F&F-Deep", backbone="A4", provenance="third-party"),
            result(64, variant="flat", backbone="A4", provenance="reproduction"),
            result(70, variant="F&F-Deep", backbone="A4", provenance="derived"),
        ],
    )
    plain = made.paper(key="smith2019old", year=2019, authors=["Ann de Smith", "Bo Li"])
    columns = ["method", "year", "backbone", "params", "long-hall/distance", "long-hall/spread"]
    assert WRITE([measured, plain], made.library(measured, plain), columns=columns) == (
        "% Needs \\usepackage{booktabs}; the keys are those of the exported bibliography.\n"
        "% Long Hall, distance: Distance; higher is better\n"
        "% Long Hall, spread: Spread; lower is better\n"
        "\\begin{tabular}{lclrrr}\n"
        "\\toprule\n"
        "Method & Year & Backbone & Trainable (M) & Long Hall, distance (\\%) $\\uparrow$"
        " & Long Hall, spread $\\downarrow$ \\\\\n"
        "\\midrule\n"
        "F\\&F-Deep~\\cite{smith2020folds} & 2020 & A4 & 0.5 & 69.43 & 2$^{\\dagger}$ \\\\\n"
        "F\\&F, flat~\\cite{smith2020folds} & 2020 & A4 & -- & 64$^{\\ddagger}$ & -- \\\\\n"
        "\\midrule\n"
        "de Smith et al.~\\cite{smith2019old} & 2019 & -- & -- & -- & -- \\\\\n"
        "\\bottomrule\n"
        "\\multicolumn{6}{l}{\\footnotesize $^{\\dagger}$ reported by another paper;"
        " $^{\\ddagger}$ reproduced by others} \\\\\n"
        "\\end{tabular}\n"
    )


@pytest.mark.parametrize("condition", IDS)
def test_no_condition_is_lost(made: Made, condition: str) -> None:
    """Results that differ in what makes results comparable stand in rows of their own."""
    told = dict.fromkeys(IDS, "same")
    ways = [told | {condition: "one"}, told | {condition: "other"}, told | {condition: None}]
    results = [result(n, **way) for n, way in enumerate(ways, 11)]
    paper = made.paper(results=results)
    for columns in (["title", condition, "long-hall/distance"], ["long-hall/distance"]):
        groups = WRITE([paper], made.library(paper), columns=columns).split(r"\midrule")[1:]
        assert [each for group in groups for each in ("11", "12", "13") if each in group] == [
            *("11", "12", "13")
        ]
        assert len(groups) == len(ways)


@pytest.mark.parametrize("name", [*IDS, "setting"])
def test_no_column_mixes_what_differs_unmarked(made: Made, name: str) -> None:
    """Conditions and settings in which figures differ have a column, and none where they do not."""
    told = dict.fromkeys((*IDS, "setting"), "same")
    papers = [
        made.paper(key=f"smith2020{each}", results=[result(n, **told | {name: each})])
        for n, each in enumerate(("one", "other"), 11)
    ]
    columns = ["method", "long-hall/distance"]
    text = WRITE(papers, made.library(*papers), columns=columns)
    (first, second) = (line.split(" & ") for line in text.splitlines() if "cite" in line)
    assert (first[1], second[1]) == ("one", "other")
    assert len(first) == len(columns) + 1
    alone = WRITE(papers[:1], made.library(*papers), columns=columns)
    assert "one" not in alone.replace("smith2020one", "")


def test_real_tables_mix_nothing(real_library: Library) -> None:
    """Between two lines of a table of this collection all figures share their conditions."""
    papers = list(real_library.papers.values())
    text = WRITE(papers, real_library, columns=["method", *IDS, "vtab-1k/mean-groups"])
    for group in text.split(r"\midrule")[1:]:
        lines = [line.split(" & ") for line in group.splitlines() if r"\cite" in line]
        told = {tuple(cells[1 : 1 + len(IDS)]) for cells in lines if not cells[-1].startswith("--")}
        assert len(told) <= 1


def test_real_record_with_two_splits(real_library: Library) -> None:
    """A paper of the survey that was measured on two splits of a benchmark has both in its table."""
    columns = ["method", "split", "scanobjectnn/accuracy"]
    text = WRITE([real_library.papers["zha2023instance"]], real_library, columns=columns)
    assert "88.51" in text
    assert "93.63" in text


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("metod", "unknown column 'metod' (did you mean 'method'?)"),
        ("long-hall/distanz", "'long-hall/distanz' (did you mean 'long-hall/distance'?)"),
        ("long-hall/x", "'long-hall/x' (did you mean|one of long-hall/distance, long-hall/spread"),
        ("zzzzzz", "unknown column 'zzzzzz' (one of method, title, authors,"),
    ],
)
def test_unknown_column(made: Made, column: str, message: str) -> None:
    """A column that nobody knows is named, with the one that may have been meant."""
    with pytest.raises(SurveyError) as told:
        WRITE([], made.library(), columns=[column])
    assert any(part in str(told.value) for part in message.split("|"))


def cells(line: str) -> int:
    """Count the cells of a row as LaTeX does: ampersands of formulas and escaped ones part none."""
    return len(re.sub(r"\\.", "", line).split("&"))


@given(data=st.data())
def test_any_record_is_one_row(
    data: st.DataObject, hostile_papers: st.SearchStrategy[Paper], made: Made
) -> None:
    """Whatever a record holds, its row has as many cells as the table has columns, and ends once."""
    paper = data.draw(hostile_papers)
    text = WRITE(
        [paper], made.library(paper), columns=["title", "method", "authors", "venue", "year"]
    )
    assert braces_balanced(text)
    row = text.split("\\midrule\n")[1].split("\n\\bottomrule")[0]
    assert "\n" not in row
    assert row.count(r"\\") == 1
    assert row.endswith(r" \\")
    assert not re.match(r"[\[*(]", row)
    without_groups = re.sub(r"\\begin\{.*?\\end\{\w+\}", "", row)
    assert cells(without_groups) == 5
