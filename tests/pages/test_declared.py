"""Two surveys of other subjects, each with conditions and quantities of its own, and one without."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft7Validator

from site_builder.exports import FORMATS
from site_builder.library import Library
from site_builder.site import Site as Address
from site_builder.web import schemas
from site_builder.web.api import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]
    Site = Any

METRIC = """\
benchmarks:
  - id: relief
    name: Relief
    description: Who feels better.
    metrics: [{id: share, name: Share relieved, unit: "%", direction: higher}]
"""
TRIALS = """\
conditions:
  - {id: dose, title: Dose, needed: true, description: How much was given each day.}
  - {id: icd, title: ICD code}
quantities:
  - {id: cost, title: Cost of treatment, short: Cost, unit: EUR, direction: lower, aliases: [price]}
  - {id: weeks, title: Weeks, direction: higher}
"""
COHORTS = """\
conditions: [{id: population, title: Population, needed: true}]
quantities:
  - {id: sites, title: Sites, direction: lower}
  - {id: people, title: People followed, short: People, direction: higher, axis: true}
"""
SUBJECT = re.compile(r"backbone|pre-?train|trainable|vtab|parameter", re.IGNORECASE)


def survey(make: MakeSurvey, declared: str, *results: str) -> Path:
    """Write a survey of papers with one result each."""
    papers = {
        f"papers/smith200{n}trial.yaml": f"title: Trial {n}\nmethod: M{n}\nauthors: [Ann Smith]\n"
        f"year: 200{n}\nvenue: JPA\nfold: [dart]\nsummary: Ours.\nresults:\n"
        f"  - {{benchmark: relief, metric: share, provenance: paper, source: T1, {result}}}\n"
        for n, result in enumerate(results)
    }
    return make({"benchmarks.yaml": declared + METRIC, **papers}, papers=False)


def trials(make: MakeSurvey) -> Path:
    """Write the survey in which less is better."""
    return survey(
        make,
        TRIALS,
        "value: 50, dose: 5 mg, icd: M54, cost: 10, weeks: 4",
        "value: 60, dose: 5 MG, icd: M54, cost: 100",
        "value: 55, dose: 5 mg, icd: M54, cost: 1000",
        "value: 70, dose: 5 mg, icd: M54",
        "value: 99, icd: M54, cost: 1",
    )


def cohorts(make: MakeSurvey) -> Path:
    """Write the survey in which more is better."""
    return survey(
        make,
        COHORTS,
        "value: 60, population: adults, people: 10, sites: 3",
        "value: 50, population: adults, people: 1000",
        "value: 40, population: adults, people: 100",
        "value: 90, population: children, people: 5",
    )


def front(site: Site) -> list[str]:
    """Name what the ranked table of a set calls its front."""
    table = site.html("benchmarks/relief/").all("table")[0]
    assert "Pareto front" in table.text
    rows = re.findall(r"(M\d)[^M]*", table.text)
    html = site.html("benchmarks/relief/")
    cells = [cell.text for cell in html.all("tr")]
    return [row for row in rows if any(row in cell and "yes" in cell for cell in cells)]


def steps(svg: str) -> list[tuple[float, float]]:
    """Read the corners of a figure's front."""
    paths = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}path")  # noqa: S314 - it is ours
    line = next(path.get("d", "") for path in paths if path.get("fill") == "none")
    numbers = list(map(float, re.findall(r"-?[\d.]+", line)))
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def picture(site: Site) -> str:
    """Give the figure of the benchmark's page."""
    found = re.search(r"<svg.*?</svg>", site.page("benchmarks/relief/").body, re.DOTALL)
    assert found
    return found[0]


def test_sets_of_declared_conditions(
    make_survey: MakeSurvey, render_survey: Callable[[Path], Site]
) -> None:
    """Results are ranked where the declared conditions agree, which headings name by their titles."""
    html = render_survey(trials(make_survey)).html("benchmarks/relief/")
    assert [head.text for head in html.all("h3")] == ["Dose 5 mg, ICD code M54", "Not comparable"]
    assert "ICD code M54, dose not recorded" in html.text()
    assert "1 of 4 results have no figure for cost of treatment, so they are not" in html.text()
    heads = [head.text for head in html.all("th", scope="col")]
    assert heads[:6] == ["Rank", "Method", "Value", "Cost (EUR)", "Weeks", "Reported by"]


def test_less_is_better(make_survey: MakeSurvey, render_survey: Callable[[Path], Site]) -> None:
    """Where less of a quantity is better, the front goes on to the right from its best amounts."""
    site = render_survey(trials(make_survey))
    assert front(site) == ["M1", "M0"]
    svg = picture(site)
    assert ">Cost of treatment (EUR)</text>" in svg
    assert "M0, 10 EUR, 50, paper" in svg
    corners = steps(svg)
    assert corners[0][0] < corners[-1][0]
    assert [y for _, y in corners] == sorted((y for _, y in corners), reverse=True)
    assert corners[-1][0] == pytest.approx(640 - 24, abs=1)


def test_more_is_better(make_survey: MakeSurvey, render_survey: Callable[[Path], Site]) -> None:
    """Where more is better, the front begins at the left and ends at the largest amount."""
    site = render_survey(cohorts(make_survey))
    assert front(site) == ["M0", "M1"]
    svg = picture(site)
    assert ">People followed</text>" in svg
    corners = steps(svg)
    assert [y for _, y in corners] == sorted(y for _, y in corners)
    assert corners[-1][0] < 640 - 24 - 1
    assert corners[0][1] == corners[1][1]


def test_nothing_declared(make_survey: MakeSurvey, render_survey: Callable[[Path], Site]) -> None:
    """A survey that declares nothing compares results by their metric alone, without a figure."""
    site = render_survey(survey(make_survey, "", "value: 1", "value: 2", "value: 3"))
    html = site.html("benchmarks/relief/")
    assert [head.text for head in html.all("h3")] == ["All results"]
    assert not html.all("svg")
    fields = {page.uri for page in site.pages() if page.uri.startswith("coverage/")}
    assert "coverage/result-conditions/" not in fields
    assert "coverage/results/" in fields


@pytest.mark.parametrize("make", [trials, cohorts])
def test_no_word_of_another_subject(
    make_survey: MakeSurvey, render_survey: Callable[[Path], Site], make: Callable[..., Path]
) -> None:
    """No page or file of the site speaks of the conditions that another survey has."""
    site = render_survey(make(make_survey))
    for page in site.pages():
        assert not SUBJECT.search(page.body), page.uri
    for uri, asset in site.assets().items():
        if uri.startswith("compare/"):
            assert not SUBJECT.search(str(asset.content)), uri


def test_exports_have_declared_columns(make_survey: MakeSurvey) -> None:
    """LaTeX tables and Parquet have a column for each declared field, JSON Lines its own key."""
    library, _ = Library.load(trials(make_survey))
    papers = library.papers.values()
    columns = ["method", "dose", "icd", "price", "weeks", "relief/share"]
    table = str(FORMATS["latex-table"].write(papers, library, columns=columns))
    assert r"Method & Dose & ICD code & Cost (EUR) & Weeks & Relief (\%) $\uparrow$" in table
    assert r"M0~\cite{smith2000trial} & 5 mg & M54 & 10 & 4 & 50 & a \\" in table
    lines = str(FORMATS["jsonl"].write(papers, library)).splitlines()
    (first,) = json.loads(lines[0])["results"]
    order = ["benchmark", "metric", "value", "dose", "icd", "cost", "weeks", "provenance", "source"]
    assert list(first) == order


def test_parquet_has_typed_columns(make_survey: MakeSurvey) -> None:
    """Conditions are texts and quantities numbers in the results of a Parquet file."""
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("pyarrow")
    library, _ = Library.load(trials(make_survey))
    content = FORMATS["parquet"].write(library.papers.values(), library)
    schema = parquet.read_schema(arrow.BufferReader(content))
    types = {each.name: str(each.type) for each in schema.field("results").type.value_type}
    assert {types["dose"], types["icd"]} == {"string"}
    assert {types["cost"], types["weeks"]} == {"double"}


def test_schemas_know_declared_fields(make_survey: MakeSurvey) -> None:
    """Editors and programs are told of the declared fields, and of no others in a record."""
    library, _ = Library.load(trials(make_survey))
    result = schemas.for_editors(library)["paper"]["definitions"]["Result"]
    assert result["properties"]["dose"]["description"] == "Dose: How much was given each day."
    assert result["properties"]["cost"]["type"] == ["number", "null"]
    assert not {"conditions", "quantities"} & result["properties"].keys()
    assert result["additionalProperties"] is False
    known = Draft7Validator(schemas.for_api(library)["api-paper"])
    for paper in library.papers.values():
        assert known.is_valid(record(paper, library, Address("A survey")))
