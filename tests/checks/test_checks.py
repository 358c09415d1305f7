"""Rules over the whole survey: registries, taxonomy, keys, similar titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rapidfuzz import fuzz

from site_builder import checks
from site_builder.duplicates.index import ALIKE
from site_builder.duplicates.titles import near_duplicates
from site_builder.library import Library
from site_builder.text.names import slugify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

PAPER = """\
title: {title}
authors: [{author}]
year: {year}
venue: JPA
fold: [dart]
summary: Ours.
"""


def told(root: Path) -> list[str]:
    """Every problem of a survey, a line each."""
    library, problems = Library.load(root)
    return [str(p) for p in sorted(problems + checks.run(library)) if "unsorted.yaml" not in p.path]


def paper(title: str = "Something Else", author: str = "Ann Smith", year: int = 2020) -> str:
    """A good record."""
    return PAPER.format(title=title, author=author, year=year)


def test_the_tiny_survey_is_clean(tiny_survey: Path) -> None:
    """A good survey has nothing to be told."""
    assert told(tiny_survey) == []


@pytest.mark.parametrize("rules", [checks.RULES, checks.ADVICE], ids=["rules", "advice"])
def test_a_build_misses_no_error(make_survey: MakeSurvey, rules: tuple[checks.Rule, ...]) -> None:
    """Rules find errors alone and advice warnings alone, so that a build may leave advice out."""
    twins = {f"papers/smith2020{word}.yaml": paper() + "doi: 10.1000/x\n" for word in ("a", "b")}
    wrong = paper(title="Other", year=1990).replace("dart", "dort").replace("JPA", "JAP")
    library, _ = Library.load(make_survey({**twins, "papers/jones.yaml": wrong}))
    found = [problem for rule in rules for problem in rule(library)]
    assert found
    assert all(problem.is_error is (rules is checks.RULES) for problem in found)


def test_the_real_survey_has_no_errors(real_library: Library) -> None:
    """Every record of this repository can be published."""
    assert [str(p) for p in checks.run(real_library) if p.is_error] == []


@pytest.mark.parametrize(
    ("name", "author", "year", "message"),
    [
        ("smith2020some", "Ann Smith", 2020, None),
        ("smith2018some", "Ann Smith", 2020, None),
        ("smith2020some", "'Ann Šmith'", 2020, None),
        ("vandersmith2020some", "Ann van der Smith", 2020, None),
        ("smith2020some", "Ann van der Smith", 2020, None),
        ("broeck2020some", "{given: Ann, family: Van den Broeck}", 2020, None),
        ("vandenbroeck2020some", "{given: Ann, family: Van den Broeck}", 2020, None),
        ("wang2020some", "王小明", 2020, None),
        (
            "jones2020some",
            "Ann Smith",
            2020,
            "the key does not begin with the first author's family name, 'Smith'",
        ),
        ("smith2021some", "Ann Smith", 2020, "the key does not carry the paper's year, 2020"),
        ("smith2010some", "Ann Smith", 2020, "the key does not carry the paper's year, 2020"),
    ],
)
def test_keys(
    make_survey: MakeSurvey, name: str, author: str, year: int, message: str | None
) -> None:
    """A key begins with the family name and carries the year, or that of the preprint."""
    found = told(make_survey({f"papers/{name}.yaml": paper(author=author, year=year)}))
    assert [line.partition(" (")[0] for line in found] == (
        [f"papers/{name}.yaml:1:1: {message}"] if message else []
    )


TAXONOMY = """\
facets:
  - id: fold
    title: Fold
    description: Folds.
    categories:
      - {id: dart, title: Dart, description: D., children: [{id: blunt-dart, title: B, description: B.}]}
      - {id: glider, title: G, description: G., former_ids: [dart]}
      - {id: glider, title: H, description: H.}
      - {id: empty, title: E, description: E.}
  - {id: flying_place, title: P, description: P., categories: [{id: indoors, title: I, description: I.}, {id: outdoors, title: O, description: O.}]}
  - {id: papers, title: P, description: P., categories: [{id: p, title: P, description: P.}]}
  - {id: title, title: P, description: P., categories: [{id: p, title: P, description: P.}]}
"""


def test_taxonomy(make_survey: MakeSurvey) -> None:
    """Ids are used once, facets do not take the names of fields or addresses, empty ones are told."""
    found = [
        line for line in told(make_survey({"taxonomy.yaml": TAXONOMY})) if line.startswith("tax")
    ]
    assert found == [
        (
            "taxonomy.yaml:7:62: facets[0].categories[1].former_ids[0]: 'dart' is taken by"
            " facets[0].categories[0].id (ids are unique in their facet and never used again)"
        ),
        (
            "taxonomy.yaml:8:14: facets[0].categories[2].id: 'glider' is taken by"
            " facets[0].categories[1].id (ids are unique in their facet and never used again)"
        ),
        "taxonomy.yaml:9:14: 'empty' has no papers",
        (
            "taxonomy.yaml:11:10: facets[2].id: 'papers' is taken"
            " (a facet's name is no field, no other facet's and no fixed address)"
        ),
        "taxonomy.yaml:11:63: 'p' has no papers",
        (
            "taxonomy.yaml:12:10: facets[3].id: 'title' is taken"
            " (a facet's name is no field, no other facet's and no fixed address)"
        ),
        "taxonomy.yaml:12:62: 'p' has no papers",
    ]


def test_registries(make_survey: MakeSurvey) -> None:
    """Venues and benchmarks are told apart by ids and aliases, ignoring case."""
    root = make_survey()
    venues, benchmarks = root / "venues.yaml", root / "benchmarks.yaml"
    venues.write_text(
        venues.read_text() + "  - {id: jpa, name: J, kind: journal, aliases: [fold day]}\n"
    )
    metric = "{id: m, name: M, direction: higher}"
    benchmarks.write_text(
        benchmarks.read_text()
        + f"  - {{id: hall, name: H, description: H., aliases: [Long-Hall], metrics: [{metric}, {metric}]}}\n"
    )
    found = [(line.split(": ")[0], line.split(": ", 2)[2]) for line in told(root)]
    hint = "(ids and aliases are told apart ignoring case)"
    assert found == [
        ("benchmarks.yaml:46:10", f"'long-hall' is taken by benchmarks[0].id {hint}"),
        ("benchmarks.yaml:46:116", f"'m' is taken by benchmarks[1].metrics[0].id {hint}"),
        ("venues.yaml:13:10", f"'fold day' is taken by venues[1].id {hint}"),
        ("venues.yaml:13:10", f"'jpa' is taken by venues[0].id {hint}"),
    ]


def test_similar_titles_are_found_as_by_brute_force(real_library: Library) -> None:
    """Looking only at titles that share a rare word finds what comparing all pairs finds."""
    papers = list(real_library.papers.values())
    every = {
        (one.key, other.key)
        for index, one in enumerate(papers)
        for other in papers[index + 1 :]
        if abs(one.year - other.year) <= 1
        and fuzz.ratio(slugify(one.title), slugify(other.title)) >= ALIKE
    }
    assert {(one.key, other.key) for one, other in near_duplicates(papers)} == every


def test_left_out_papers_may_be_pointed_at(make_survey: MakeSurvey) -> None:
    """A relation to a record that is broken today is not blamed for it."""
    root = make_survey()
    path = root / "papers" / "folder2019first.yaml"
    path.write_text(path.read_text() + "titel: x\n")
    assert [line.split(":")[0] for line in told(root)] == ["papers/folder2019first.yaml"]
