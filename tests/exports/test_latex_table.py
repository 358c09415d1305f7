"""Comparison tables in LaTeX; test_latex_compile sets them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from declared import CONDITIONS
from hypothesis import given
from hypothesis import strategies as st
from result_sets import SETTINGS, Told, assert_nothing_is_mixed, result_sets

from site_builder.exports import FORMATS
from site_builder.exports.latex_notes import source_note
from site_builder.latex import braces_balanced, to_tex
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
        "% Needs \\usepackage{booktabs,threeparttable};"
        " the keys are those of the exported bibliography.\n"
        "% Long Hall, distance: Distance; higher is better\n"
        "% Long Hall, spread: Spread; lower is better\n"
        "\\begin{threeparttable}\n"
        "\\begin{tabular}{lclrrrl}\n"
        "\\toprule\n"
        "Method & Year & Backbone & Trainable (M) & Long Hall, distance (\\%) $\\uparrow$"
        " & Long Hall, spread $\\downarrow$ & Source \\\\\n"
        "\\midrule\n"
        "F\\&F-Deep~\\cite{smith2020folds} & 2020 & A4 & 0.5 & 69.43 & 2$^{\\dagger}$ & a \\\\\n"
        "F\\&F, flat~\\cite{smith2020folds} & 2020 & A4 & -- & 64$^{\\ddagger}$ & -- & a \\\\\n"
        "F\\&F-Deep~\\cite{smith2020folds} & 2020 & A4 & -- & 70$^{\\ast}$ & -- & a \\\\\n"
        "\\midrule\n"
        "de Smith et al.~\\cite{smith2019old} & 2019 & -- & -- & -- & -- & -- \\\\\n"
        "\\bottomrule\n"
        "\\end{tabular}\n"
        "\\begin{tablenotes}\n"
        "\\footnotesize\n"
        "\\item $^{\\dagger}$ reported by another paper; $^{\\ddagger}$ reproduced by others;"
        " $^{\\ast}$ computed from published figures\n"
        "\\item[a] Table 1\n"
        "\\end{tablenotes}\n"
        "\\end{threeparttable}\n"
    )


def test_sources_are_cited(made: Made) -> None:
    """A work that is a paper of the survey is cited by its key, which works tell apart in rows."""
    other = made.paper(key="li2021bench", method="Bench", title="A Bench for Folds")
    paper = made.paper(
        results=[
            result(1, source=["the Bench paper, Table 4"]),
            result(2, source=["a letter & more"]),
        ]
    )
    text = WRITE([paper], made.library(paper, other), columns=["method", "long-hall/distance"])
    assert "\\item[a] Bench~\\cite{li2021bench}, Table 4\n" in text
    assert "\\item[b] a letter \\& more\n" in text
    assert [line.split(" & ")[1:] for line in text.splitlines() if line.endswith("\\\\")][1:] == [
        ["1", "a \\\\"],
        ["2", "b \\\\"],
    ]


def test_long_settings_are_written_once(made: Made) -> None:
    """Rows of one setting share its note; one that all figures have is told once for all."""
    long = "re-run with a unified search of hyper-parameters " * 3
    results = [result(n, variant=f"v{n}", setting=long) for n in (1, 2)]
    paper = made.paper(results=[*results, result(3, variant="v3")])
    text = WRITE([paper], made.library(paper), columns=["method", "long-hall/distance"])
    assert text.count("unified search") == 3
    assert text.count("\\item[1] re-run") == 1
    same = made.paper(results=results)
    text = WRITE([same], made.library(same), columns=["method", "long-hall/distance"])
    assert "\\item All figures: Setting re-run" in text
    assert "Setting &" not in text


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
    (first, second) = (line.split(" & ") for line in text.splitlines() if "& 1" in line)
    assert (first[1], second[1]) == (("1", "2") if name == "setting" else ("one", "other"))
    assert len(first) == len(columns) + 2  # what differs, and the source
    if name == "setting":
        assert text.index("\\item[1] one\n") < text.index("\\item[2] other\n")
    alone = WRITE(papers[:1], made.library(*papers), columns=columns)
    assert re.search(r"\\item All figures: .* one\b", alone)
    assert alone.split(r"\toprule")[1].split(r"\midrule")[0].count("&") == len(columns)


COLUMNS = [("long-hall", "distance"), ("long-hall", "spread")]


def figures(text: str, library: Library) -> list[Told]:
    """Read a table: every figure with all that columns and notes say of it."""
    head, *groups = text.split("\\midrule\n")
    names = head.splitlines()[-1].removesuffix(r" \\").split(" & ")
    notes = dict(re.findall(r"\\item\[(\w+)\] (.*)", text))
    shared = re.search(r"\\item All figures: (.*)", text)
    titles = {to_tex(c.title): c.id for c in library.result_fields.conditions}
    common = dict.fromkeys(titles.values()) | {"Setting": None}
    for said in shared[1].split("; ") if shared else ():
        title = next(each for each in (*titles, "Setting") if said.startswith(f"{each} "))
        common[titles.get(title, title)] = said.removeprefix(f"{title} ")
    found = []
    lines = ((n, line) for n, group in enumerate(groups) for line in group.splitlines())
    for number, (group, line) in enumerate(lines):
        if r"~\cite" not in line or line.startswith(r"\item"):
            continue
        cells = dict(zip(names, line.removesuffix(r" \\").split(" & "), strict=True))
        told = dict(common)
        told |= {titles[n]: None if c == "--" else c for n, c in cells.items() if n in titles}
        if "Setting" in cells:
            told["Setting"] = notes.get(cells["Setting"])
        sources = frozenset(notes[mark] for mark in cells["Source"].split(", "))
        setting = told.pop("Setting")
        for name, cell in cells.items():
            if name.startswith("Long Hall") and cell != "--":
                value = int(cell.partition("$")[0])
                found.append(Told(value, told, setting, sources, group, number))
    return found


@given(data=st.data())
def test_no_table_mixes_anything_unmarked(data: st.DataObject, made: Made) -> None:
    """Whatever was measured, each figure of a table has its conditions, setting and sources."""
    papers = [made.paper(key=f"smith20{n}folds", title=f"Folds {n}") for n in (10, 11, 12)]
    library = data.draw(result_sets(made.library(*papers), COLUMNS))
    text = WRITE(
        library.papers.values(), library, columns=["method", *("/".join(each) for each in COLUMNS)]
    )
    plain = {
        source_note(source, library.papers.keys()): source.text
        for paper in library.papers.values()
        for result in paper.results
        for source in library.sources.of(paper, result.source)
    }
    read = {to_tex(each): each for each in SETTINGS if each}
    told = [
        replace(
            each,
            setting=read[each.setting] if each.setting else None,
            sources=frozenset(plain[note] for note in each.sources),
        )
        for each in figures(text, library)
    ]
    assert_nothing_is_mixed(library, told)


def test_real_tables_mix_nothing(real_library: Library) -> None:
    """Between two lines of a table of this collection all figures share their conditions."""
    papers = list(real_library.papers.values())
    text = WRITE(papers, real_library, columns=["method", *IDS, "vtab-1k/mean-groups"])
    for group in text.split(r"\midrule")[1:]:
        lines = [line.split(" & ") for line in group.splitlines() if line.endswith(r"\\")]
        told = {tuple(cells[1 : 1 + len(IDS)]) for cells in lines if not cells[-2].startswith("--")}
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
