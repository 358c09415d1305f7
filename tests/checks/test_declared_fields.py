"""What is told of a broken fields.yaml, and of records that do not hold what it declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder import checks
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

FOLD = "fields:\n  - {id: wings, title: Wings, "
PAPER = "title: A\nauthors: [Ann Smith]\nyear: 2020\nvenue: JPA\nfold: [dart]\nsummary: S.\n"
DECLARED = """\
fields:
  - {id: tools, title: Tools, type: list, pattern: "[a-z]+( [a-z]+)*"}
  - {id: weight, title: Weight, type: number, unit: g}
  - {id: sheets, title: Sheets, type: integer}
  - {id: torn, title: Torn, type: boolean}
  - {id: paper_size, title: Size, type: choice, values: [A4, A5, letter]}
  - {id: flown, title: Flown, type: date}
  - {id: film, title: Film, type: url}
  - {id: code_name, title: Code name, type: text, unique: true}
"""

BROKEN_FIELDS = [
    ("no mapping", "[a]\n", ["1:1: expected fields, got a list (write `title: …` and so on)"]),
    (
        "no list",
        "fields: {wings: text}\n",
        ["1:9: fields: expected a list, got a mapping (write [a, b])"],
    ),
    (
        "no type",
        "fields:\n  - {id: wings, title: Wings}\n",
        ["2:5: fields[0]: missing field 'type'"],
    ),
    (
        "no title",
        "fields:\n  - {id: wings, type: text}\n",
        ["2:5: fields[0]: missing field 'title'"],
    ),
    (
        "an id in capitals",
        "fields:\n  - {id: Wings, title: W, type: text}\n",
        ["2:10: fields[0].id: 'Wings' is no field id (lower-case letters, digits and underscores)"],
    ),
    (
        "an unknown type",
        FOLD + "type: lst}\n",
        ["2:37: fields[0].type: unknown value 'lst' (did you mean 'list'?)"],
    ),
    (
        "a property misspelt",
        FOLD + "type: list, facets: true}\n",
        ["2:43: fields[0]: unknown field 'facets' (did you mean 'facet'?)"],
    ),
    (
        "a choice of nothing",
        FOLD + "type: choice}\n",
        ["2:5: fields[0]: a choice has no values (list them: values: [first, second])"],
    ),
    (
        "an empty choice",
        FOLD + "type: choice, values: []}\n",
        ["2:53: fields[0].values: is empty (at least one is needed)"],
    ),
    (
        "a value twice",
        FOLD + "type: choice, values: [big, Big]}\n",
        ["2:53: fields[0].values: 'Big' is listed twice (delete one)"],
    ),
    (
        "values of a text",
        FOLD + "type: text, values: [big]}\n",
        ["2:5: fields[0]: 'values' does not go with type text (it goes with choice)"],
    ),
    (
        "the unit of a text",
        FOLD + "type: text, unit: cm}\n",
        ["2:5: fields[0]: 'unit' does not go with type text (it goes with integer, number)"],
    ),
    (
        "the pattern of a number",
        FOLD + 'type: number, pattern: "[0-9]"}\n',
        ["2:5: fields[0]: 'pattern' does not go with type number (it goes with list, text)"],
    ),
    (
        "no pattern",
        FOLD + 'type: text, pattern: "[0-9"}\n',
        [
            "2:52: fields[0].pattern: '[0-9' is no regular expression (as \"[0-9](\\\\.[0-9])*\", without looking ahead or back)"
        ],
    ),
    (
        "a pattern that looks ahead",
        FOLD + 'type: text, pattern: "(?=a)a"}\n',
        [
            "2:52: fields[0].pattern: '(?=a)a' is no regular expression (as \"[0-9](\\\\.[0-9])*\", without looking ahead or back)"
        ],
    ),
    (
        "a unique list",
        FOLD + "type: list, unique: true}\n",
        ["2:5: fields[0]: 'unique' does not go with type list (it goes with integer, text, url)"],
    ),
    (
        "pages of days",
        FOLD + "type: date, pages: true}\n",
        [
            "2:5: fields[0]: 'pages' does not go with type date (it goes with choice, integer, list, text)"
        ],
    ),
    (
        "an address of nothing",
        FOLD + "type: text, address: wings}\n",
        ["2:5: fields[0]: has an address but no pages (add pages: true)"],
    ),
    (
        "a word for a truth value",
        FOLD + "type: text, facet: maybe}\n",
        [
            "2:50: fields[0].facet: expected true or false, got 'maybe' (write true, or leave it out)"
        ],
    ),
    (
        "a field of every paper",
        "fields:\n  - {id: title, title: T, type: text}\n",
        [
            "2:10: fields[0].id: 'title' is taken: every paper has a field of this name (choose another id)"
        ],
    ),
    (
        "a column of exports",
        "fields:\n  - {id: venue_name, title: T, type: text}\n",
        [
            "2:10: fields[0].id: 'venue_name' is taken: exports and queries use it (choose another id)"
        ],
    ),
    (
        "a facet's id",
        "fields:\n  - {id: fold, title: T, type: text}\n",
        [
            "2:10: fields[0].id: 'fold' is taken: a facet of taxonomy.yaml has it (choose another id)"
        ],
    ),
    (
        "an id twice",
        FOLD + "type: text}\n  - {id: wings, title: W, type: text}\n",
        ["3:10: fields[1].id: 'wings' is taken: fields[0] has it (choose another id)"],
    ),
    (
        "an address of other pages",
        FOLD + "type: text, pages: true, address: venues}\n",
        [
            "2:65: fields[0].address: 'venues' is taken: other pages are there (choose another address)"
        ],
    ),
    (
        "an id that is an address",
        "fields:\n  - {id: explore, title: E, type: text, pages: true}\n",
        [
            "2:48: fields[0].pages: 'explore' is taken: other pages are there (give the pages another address, as `address: …`)"
        ],
    ),
]

BROKEN_RECORDS = [
    (
        "a field misspelt",
        "tolls: [ruler]\n",
        ["7:1: unknown field 'tolls' (declare it in fields.yaml, or did you mean 'tools'?)"],
    ),
    (
        "a field declared nowhere",
        "glue: much\n",
        ["7:1: unknown field 'glue' (declare it in fields.yaml, or did you mean 'volume'?)"],
    ),
    ("text for a list", "tools: ruler\n", ["7:8: tools: expected a list, got text (write [a, b])"]),
    (
        "a number in a list",
        "tools: [ruler, 7]\n",
        ["7:16: tools[1]: expected text, got the number 7 (put the text in double quotes)"],
    ),
    (
        "a text of another form",
        "tools: [ruler, A4]\n",
        ["7:16: tools[1]: 'A4' has not the form of this field (it matches [a-z]+( [a-z]+)*)"],
    ),
    (
        "a number in words",
        "weight: heavy\n",
        ["7:9: weight: expected a number, got 'heavy' (write digits, without unit or quotes)"],
    ),
    (
        "a number with its unit",
        "weight: 5 g\n",
        ["7:9: weight: expected a number, got '5 g' (write digits, without unit or quotes)"],
    ),
    (
        "a fraction for a whole number",
        "sheets: 1.5\n",
        ["7:9: sheets: expected a whole number, got the number 1.5"],
    ),
    (
        "too large a number",
        "sheets: 9007199254740992\n",
        ["7:9: sheets: 9007199254740992 is too large (at most 9007199254740991)"],
    ),
    (
        "a word for true",
        'torn: "yes"\n',
        ["7:7: torn: expected true or false, got 'yes' (write true or false)"],
    ),
    (
        "a choice misspelt",
        "paper_size: A44\n",
        ["7:13: paper_size: unknown value 'A44' (did you mean 'A4'?)"],
    ),
    (
        "no choice",
        "paper_size: foolscap\n",
        ["7:13: paper_size: unknown value 'foolscap' (one of A4, A5, letter)"],
    ),
    (
        "a list for a choice",
        "paper_size: [A4]\n",
        ["7:13: paper_size: expected text, got a list (write plain text)"],
    ),
    (
        "a month for a day",
        "flown: 2020-05\n",
        ["7:8: flown: expected a date, got '2020-05' (write it as 2024-05-31)"],
    ),
    ("no day", "flown: 2020-02-30\n", ["7:8: flown: 2020-02-30 is no day of the calendar"]),
    (
        "a script for an address",
        "film: javascript:alert(1)\n",
        [
            "7:7: film: 'javascript:alert(1)' is no http or https address (for example https://example.org/page)"
        ],
    ),
    (
        "another's value",
        "code_name: FIRST\n",
        [
            "7:12: code_name: 'FIRST' is also that of papers/jones2020paper.yaml (correct it here or there)"
        ],
    ),
]


def told(root: Path, path: str) -> list[str]:
    """Say what is wrong with one file, as people read it."""
    library, problems = Library.load(root)
    found = sorted((*problems, *checks.errors(library)))
    return [str(p).removeprefix(f"{path}:") for p in found if p.path == path]


@pytest.mark.parametrize(
    ("text", "said"), [each[1:] for each in BROKEN_FIELDS], ids=[each[0] for each in BROKEN_FIELDS]
)
def test_broken_declaration(make_survey: MakeSurvey, text: str, said: list[str]) -> None:
    """A declaration that cannot hold is refused at its place, with what to write instead."""
    assert told(make_survey({"fields.yaml": text}, papers=False), "fields.yaml") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [each[1:] for each in BROKEN_RECORDS],
    ids=[each[0] for each in BROKEN_RECORDS],
)
def test_broken_record(make_survey: MakeSurvey, text: str, said: list[str]) -> None:
    """What a record holds in a declared field is read as strictly as titles and dates."""
    files = {
        "fields.yaml": DECLARED,
        "papers/jones2020paper.yaml": f"{PAPER}code_name: First\n",
        "papers/smith2020paper.yaml": PAPER + text,
    }
    assert told(make_survey(files, papers=False), "papers/smith2020paper.yaml") == said


def test_a_broken_declaration_blames_no_record(make_survey: MakeSurvey) -> None:
    """Where fields.yaml cannot be read, nobody is told of fields that it may declare."""
    files = {"fields.yaml": "fields: 7\n", "papers/smith2020paper.yaml": f"{PAPER}glue: much\n"}
    root = make_survey(files, papers=False)
    assert told(root, "papers/smith2020paper.yaml") == []
    assert told(root, "fields.yaml")


def test_a_pattern_takes_bounded_time(make_survey: MakeSurvey) -> None:
    """A pattern that other engines try in countless ways refuses a long text all the same."""
    pattern = 'fields:\n  - {id: tools, title: T, type: text, pattern: "(a*)*b"}\n'
    files = {"fields.yaml": pattern, "papers/smith2020paper.yaml": f"{PAPER}tools: {'a' * 900}\n"}
    (said,) = told(make_survey(files, papers=False), "papers/smith2020paper.yaml")
    assert "has not the form of this field (it matches (a*)*b)" in said
