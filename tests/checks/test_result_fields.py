"""Broken declarations of conditions and quantities, and results that do not fit sound ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder import checks
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

BENCHMARKS = """\
benchmarks:
  - id: relief
    name: Relief
    description: Who feels better.
    metrics: [{id: share, name: Share, unit: "%", direction: higher}]
"""
SOUND = """\
conditions:
  - {id: dose, title: Dose, needed: true}
  - {id: population, title: Population}
quantities:
  - {id: cost, title: Cost, unit: EUR, direction: lower, range: {min: 0}}
  - {id: follow_up, title: Follow-up, unit: weeks, direction: higher, axis: true}
"""
RECORD = """\
title: A Trial
authors: [Ann Smith]
year: 2020
venue: JPA
fold: [dart]
summary: Ours.
results:
  - {benchmark: relief, metric: share, value: 1, provenance: paper, source: T1, RESULT}
"""
PAPER = "papers/smith2020trial.yaml"


def problems(home: Path, path: str) -> list[str]:
    """All that `survey check` says of one file, a line each."""
    library, found = Library.load(home)
    said = [str(problem) for problem in sorted(found + checks.run(library))]
    return [each.removeprefix(f"{path}:") for each in said if each.startswith(path)]


DECLARATIONS: list[tuple[str, str, list[str]]] = [
    (
        "no list",
        "conditions: dose\n",
        ["1:13: conditions: expected a list, got text (write [a, b])"],
    ),
    (
        "no fields",
        "conditions: [dose]\n",
        ["1:14: conditions[0]: expected fields, got text (write `name: value` lines)"],
    ),
    ("no id", "conditions: [{title: Dose}]\n", ["1:14: conditions[0]: missing field 'id'"]),
    ("no title", "conditions: [{id: dose}]\n", ["1:14: conditions[0]: missing field 'title'"]),
    (
        "no direction",
        "quantities: [{id: cost, title: Cost}]\n",
        ["1:14: quantities[0]: missing field 'direction'"],
    ),
    (
        "a field of quantities",
        "conditions: [{id: dose, title: Dose, unit: mg}]\n",
        ["1:38: conditions[0]: unknown field 'unit'"],
    ),
    (
        "a misspelt field",
        "conditions: [{id: dose, title: Dose, neded: true}]\n",
        ["1:38: conditions[0]: unknown field 'neded' (did you mean 'needed'?)"],
    ),
    (
        "a misspelt list",
        "condition: [{id: dose, title: Dose}]\n",
        ["1:1: unknown field 'condition' (did you mean 'conditions'?)"],
    ),
    (
        "a word for a truth value",
        "conditions: [{id: dose, title: Dose, needed: maybe}]\n",
        [
            "1:46: conditions[0].needed: expected true or false, got 'maybe' (write true, or leave it out)"
        ],
    ),
    (
        "an unknown direction",
        "quantities: [{id: cost, title: Cost, direction: lowest}]\n",
        ["1:49: quantities[0].direction: unknown value 'lowest' (did you mean 'lower'?)"],
    ),
    (
        "a hyphen in an id",
        "conditions: [{id: dose-mg, title: Dose}]\n",
        [
            "1:19: conditions[0].id: 'dose-mg' is no field id (lower-case letters, digits and underscores)"
        ],
    ),
    (
        "a field of every result",
        "conditions: [{id: value, title: Value}]\n",
        [
            "1:19: conditions[0].id: 'value' is taken (every result or its tables have that name already)"
        ],
    ),
    (
        "a column of every table",
        "quantities: [{id: year, title: Year, direction: lower}]\n",
        [
            "1:19: quantities[0].id: 'year' is taken (every result or its tables have that name already)"
        ],
    ),
    (
        "the model's own name",
        "conditions: [{id: quantities, title: Q}]\n",
        [
            "1:19: conditions[0].id: 'quantities' is taken (every result or its tables have that name already)"
        ],
    ),
    (
        "one id twice",
        (
            "conditions: [{id: dose, title: Dose}]\n"
            "quantities: [{id: dose, title: Dose, direction: lower}]\n"
        ),
        [
            "2:19: quantities[0].id: 'dose' is taken by conditions[0].id (conditions and quantities share one set of names)"
        ],
    ),
    (
        "an alias that is an id",
        (
            "conditions: [{id: dose, title: Dose}]\n"
            "quantities: [{id: cost, title: Cost, direction: lower, aliases: [dose]}]\n"
        ),
        [
            "2:66: quantities[0].aliases[0]: 'dose' is taken by conditions[0].id (conditions and quantities share one set of names)"
        ],
    ),
    (
        "two axes",
        (
            "quantities:\n"
            "  - {id: cost, title: Cost, direction: lower, axis: true}\n"
            "  - {id: time, title: Time, direction: lower, axis: true}\n"
        ),
        ["3:53: quantities[1].axis: quantities[0] is the axis (mark one of them)"],
    ),
    (
        "a field that no record has",
        "conditions: [{id: dose, title: Dose, field: volum}]\n",
        ["1:45: conditions[0].field: no record has a field 'volum' (did you mean 'volume'?)"],
    ),
]


@pytest.mark.parametrize(
    ("declared", "said"),
    [each[1:] for each in DECLARATIONS],
    ids=[each[0] for each in DECLARATIONS],
)
def test_broken_declaration(make_survey: MakeSurvey, declared: str, said: list[str]) -> None:
    """A declaration that cannot be used is told with its place and what to write instead."""
    home = make_survey({"benchmarks.yaml": declared + BENCHMARKS}, papers=False)
    found = problems(home, "benchmarks.yaml")
    assert found == said


RESULTS: list[tuple[str, str, list[str]]] = [
    ("all of them", "dose: 5 mg, population: adults, cost: 2, follow_up: 8", []),
    ("empty ones", "dose: , cost: null", []),
    (
        "a misspelt condition",
        "dos: 5 mg",
        [
            "8:81: results[0]: unknown field 'dos' (declare it under conditions or quantities of benchmarks.yaml, or did you mean 'dose'?)"
        ],
    ),
    (
        "a field that nothing is like",
        "zzz: 5 mg",
        [
            "8:81: results[0]: unknown field 'zzz' (declare it under conditions or quantities of benchmarks.yaml)"
        ],
    ),
    (
        "a misspelt field of the engine's",
        "varient: x",
        [
            "8:81: results[0]: unknown field 'varient' (declare it under conditions or quantities of benchmarks.yaml, or did you mean 'variant'?)"
        ],
    ),
    (
        "the model's own name",
        "conditions: {dose: 5 mg}",
        [
            "8:81: results[0]: unknown field 'conditions' (declare it under conditions or quantities of benchmarks.yaml)"
        ],
    ),
    (
        "a number for a condition",
        "dose: 5",
        ["8:87: results[0].dose: expected text, got the number 5 (put the text in double quotes)"],
    ),
    (
        "text for a quantity",
        "cost: cheap",
        [
            "8:87: results[0].cost: expected a number, got 'cheap' (write digits, without unit or quotes)"
        ],
    ),
    (
        "a quantity outside its range",
        "cost: -2",
        [
            "8:87: results[0].cost: -2 is outside cost's range, 0 to ∞ (check the figure and its unit)"
        ],
    ),
    ("a quantity without range", "follow_up: -2", []),
]


@pytest.mark.parametrize(
    ("result", "said"), [each[1:] for each in RESULTS], ids=[each[0] for each in RESULTS]
)
def test_result_fits_declaration(make_survey: MakeSurvey, result: str, said: list[str]) -> None:
    """A result may have what is declared, as it is declared, and nothing else."""
    files = {"benchmarks.yaml": SOUND + BENCHMARKS, PAPER: RECORD.replace("RESULT", result)}
    found = problems(make_survey(files, papers=False), PAPER)
    assert found == said


def test_unread_declaration_blames_no_record(make_survey: MakeSurvey) -> None:
    """Where benchmarks.yaml cannot be read, no record is told of fields that it may declare."""
    files = {
        "benchmarks.yaml": "conditions: [\n",
        PAPER: RECORD.replace("RESULT", "dose: 5 mg, n: 3"),
    }
    home = make_survey(files, papers=False)
    assert problems(home, PAPER) == []
    (result,) = Library.load(home)[0].papers["smith2020trial"].results
    assert (result.conditions, result.quantities) == ({"dose": "5 mg"}, {"n": 3})


def test_declaration_changes_kept_records(make_survey: MakeSurvey) -> None:
    """A record that was read before is read anew when other fields are declared."""
    files = {"benchmarks.yaml": SOUND + BENCHMARKS, PAPER: RECORD.replace("RESULT", "dose: 5 mg")}
    home = make_survey(files, papers=False)
    cache: dict[str, object] = {}
    assert Library.load(home, cache)[0].papers
    (home / "benchmarks.yaml").write_text(BENCHMARKS, encoding="utf-8")
    assert not Library.load(home, cache)[0].papers


def test_hidden_and_confusable_letters_are_told(make_survey: MakeSurvey) -> None:
    """Titles of declared fields, and what results say in them, are looked at like all other text."""
    declared = SOUND.replace("title: Dose", "title: D\N{CYRILLIC SMALL LETTER O}se")
    declared = declared.replace("unit: weeks", "unit: we\N{SOFT HYPHEN}eks")
    result = RECORD.replace("RESULT", "dose: 5\N{SOFT HYPHEN} mg")
    home = make_survey({"benchmarks.yaml": declared + BENCHMARKS, PAPER: result}, papers=False)
    assert problems(home, "benchmarks.yaml") == [
        "2:23: conditions[0].title: 'D\N{CYRILLIC SMALL LETTER O}se' is not 'Dose' (type the word anew: it holds U+043E, CYRILLIC SMALL LETTER O)",
        "6:45: quantities[1].unit: holds U+00AD, SOFT HYPHEN, which is not seen (delete it: it is character 3 of the text)",
    ]
    assert problems(home, PAPER) == [
        "8:87: results[0].dose: holds U+00AD, SOFT HYPHEN, which is not seen (delete it: it is character 2 of the text)"
    ]
