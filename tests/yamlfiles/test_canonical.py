"""Records put in canonical form, comments kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.record.models import Condition, Quantity
from site_builder.record.result_fields import ResultFields
from site_builder.yamlfiles import comments, reading
from site_builder.yamlfiles.canonical import Outcome, author, canonical

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.library import Library

FACETS = ("fold", "flying_place")

UNTIDY = r"""# above everything
# yaml-language-server: $schema=elsewhere.json
year: 2019   # the year
title: "First Folds & Other <Throws> \"x\": and a title that goes on and on until the line is full and a bit more" # why
sources: [a, # first
  b] # both
authors:  # two
  # before Ada
  - Folder, Ada # Ada
  - {given: Józef, particle: van den, family: Vouw, suffix: Jr.} # Józef
  # more to come

venue: Fold Day
# about the results
results:
  # the first
  - provenance: paper # who
    benchmark: long-hall
    # which
    metric: distance
    value: 19.50
    source: [Table 1]
  - # the second
    value: 1
    benchmark: long-hall
    metric: spread
    provenance: paper
    source: [Table 2, Table 3] # both
  # end of results
notes: >-  # ours
  one
  two
 # odd place
doi: https://doi.org/10.99999/fold.2019.1
abstract: |
  one # no comment

  two
fold: []  # none yet
flying_place: []
# below everything
"""

TIDY = r"""# yaml-language-server: $schema=../schema/paper.json
# above everything
title: >-  # why
  First Folds & Other <Throws> "x": and a title that goes on and on until the line is full and a bit
  more
authors:  # two
  # before Ada
  - Ada Folder  # Ada
  - Józef van den Vouw Jr.  # Józef
  # more to come
year: 2019  # the year
venue: Fold Day
# odd place
doi: 10.99999/fold.2019.1
fold: []  # none yet
abstract: |-
  one # no comment

  two
# about the results
results:
  # the first
  - benchmark: long-hall
    # which
    metric: distance
    value: 19.50
    provenance: paper  # who
    source: Table 1
  # the second
  - benchmark: long-hall
    metric: spread
    value: 1
    provenance: paper
    source:  # both
      - Table 2
      - Table 3
  # end of results
sources:  # both
  - a  # first
  - b
notes: one two  # ours
# below everything
"""


def test_an_untidy_record() -> None:
    """Order, wrapping, quotes and normal values change; every comment stays with what it is about."""
    assert canonical(UNTIDY, "x", "a", FACETS) == Outcome(TIDY)


def test_form_is_stable() -> None:
    """What is in form stays as it is."""
    once = canonical(UNTIDY, "x", "a", FACETS).text
    assert once is not None
    assert canonical(once, "x", "a", FACETS).text == once


def test_the_real_records(root: Path, real_library: Library) -> None:
    """Records of this survey are in canonical form; `survey fmt` is asked of all of them."""
    for path in sorted((root / "papers").glob("*.yaml"))[::8]:
        text = path.read_text(encoding="utf-8")
        assert (
            canonical(
                text, path.name, path.stem, real_library.taxonomy.facet_ids, real_library.fields
            ).text
            == text
        )


@pytest.mark.parametrize(
    "broken",
    ["title: [", "title: A\n", "title: A\nauthors: [B C]\nyear: 2020\nvenue: X\ncolour: red\n", ""],
)
def test_broken_records(broken: str) -> None:
    """A broken record has no form, only problems."""
    outcome = canonical(broken, "papers/x.yaml", "x", FACETS)
    assert outcome.text is None
    assert [problem.path for problem in outcome.problems] == ["papers/x.yaml"] * len(
        outcome.problems
    )
    assert outcome.problems


@pytest.mark.parametrize(
    ("parts", "form"),
    [
        ({"given": "Ser-Nam", "family": "Lim"}, "Ser-Nam Lim"),
        ({"given": "Laurens", "particle": "van der", "family": "Maaten"}, "Laurens van der Maaten"),
        ({"given": "Elad", "family": "Ben Zaken"}, {"given": "Elad", "family": "Ben Zaken"}),
        ({"literal": "The Team"}, {"literal": "The Team"}),
        ({"family": "Plato", "orcid": None}, "Plato"),
        (
            {"family": "A", "orcid": "0000-0002-1825-0097"},
            {"family": "A", "orcid": "0000-0002-1825-0097"},
        ),
    ],
)
def test_authors(parts: dict[str, str | None], form: object) -> None:
    """A name is written as people write it where that reads back as the same name."""
    assert author(parts) == form


COMMENTS = st.sampled_from(["", " # one", "   # two: x", " #"])
ABOVE = st.sampled_from(["", "# above\n", "  # deeper\n", "\n", "\n\n    # far\n"])


@st.composite
def commented(draw: st.DrawFn) -> str:
    """Write a record whose every line may have comments."""
    fields = [
        ["title: A"],
        ["authors:", "  - Ann Smith", "  - {family: Li, given: Bo}"],
        ["year: 2020"],
        ["venue: X"],
        ["sources:", "  - one", "  - two"],
        ["fold: [a,", "  b]"],
        ["links: {code: 'https://example.org'}"],
        ["notes: >", "        text"],
    ]
    lines = [line for field in draw(st.permutations(fields)) for line in field]
    body = ("        text",)
    return "".join(
        f"{'' if line in body else draw(ABOVE)}{line}{'' if line in body else draw(COMMENTS)}\n"
        for line in lines
    ) + draw(ABOVE)


@given(commented())
def test_no_comment_is_lost(text: str) -> None:
    """Wherever comments stand, the record has a form, the form keeps them all, and is stable."""
    outcome = canonical(text, "x", "a", FACETS)
    assert outcome.problems == ()
    assert outcome.text is not None
    document, _ = reading.parse(outcome.text, "x")
    before, _ = reading.parse(text, "x")
    assert document is not None
    assert before is not None
    kept = comments.find(outcome.text, document.node).count()
    assert kept == comments.find(text, before.node).count()
    assert sum(kept.values()) == text.count("#")
    assert canonical(outcome.text, "x", "a", FACETS).text == outcome.text


UNORDERED = """\
title: A
authors: [A B]
year: 2020
venue: V
results:
  - {source: T1, cost: 2.50, dose: 5 mg, value: 1, benchmark: b, weeks: 3, metric: m, people: all, provenance: paper}
"""
ORDERED = [
    "benchmark",
    "metric",
    "value",
    "people",
    "dose",
    "weeks",
    "cost",
    "provenance",
    "source",
]


def test_declared_fields_stand_in_their_order() -> None:
    """Conditions stand before the setting and quantities after it, as benchmarks.yaml lists them."""
    conditions = [Condition.model_validate({"id": i, "title": i}) for i in ("people", "dose")]
    told = {"title": "T", "direction": "lower"}
    quantities = [Quantity.model_validate({**told, "id": i}) for i in ("weeks", "cost")]
    declared = ResultFields.sound(conditions, quantities)
    text = canonical(UNORDERED, "x", "a", (), results=declared).text
    assert text is not None
    assert re.findall(r"(?m)^(?:  - |    )(\w+):", text.split("results:")[1]) == ORDERED
    assert "cost: 2.50" in text
    unknown = canonical(UNORDERED.replace("dose", "doze"), "x", "a", (), results=declared)
    assert unknown.text is None
    assert "did you mean 'dose'?" in str(unknown.problems[0])


def test_comment_beside_a_mapping_in_brackets() -> None:
    """What is said beside an item in brackets stands above it where the brackets go."""
    text = (
        "title: A\nauthors: [A B]\nyear: 2020\nvenue: V\nrelations:\n"
        "  - {paper: x, kind: uses, source: s}  # look\n"
    )
    outcome = canonical(text, "papers/b2020a.yaml", "b2020a", ())
    assert outcome.problems == ()
    assert outcome.text is not None
    assert outcome.text.endswith(
        "relations:\n  # look\n  - kind: uses\n    paper: x\n    source: s\n"
    )
