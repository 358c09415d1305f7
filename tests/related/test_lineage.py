"""What papers build on and what builds on them: bounded, each paper once, lines through time."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from site_builder.library import Library
from site_builder.record.models import Paper
from site_builder.related.lineage import FIRST, SECOND, STRENGTH, Lineage, Pedigree
from site_builder.related.main_path import beside, main_path

KINDS = ["extends", "uses", "compares-with", "supersedes"]


def paper(key: str, year: int, *relations: tuple[str, str]) -> Paper:
    """Make a paper with its relations, each as kind and key."""
    said = [{"kind": kind, "paper": other, "source": "x"} for kind, other in relations]
    told: dict[str, Any] = {"key": key, "title": key, "authors": ["A B"], "venue": "V"}
    return Paper.model_validate({**told, "year": year, "relations": said})


def library(*papers: Paper) -> Library:
    """Make a library of papers."""
    return Library(Path(), papers={each.key: each for each in papers})


KEYS = [f"p{n}" for n in range(9)]
SAID = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from([*KEYS, "gone"])), max_size=9)
LIBRARIES = st.builds(
    lambda years, said: library(*map(lambda k, y, s: paper(k, y, *s), KEYS, years, said)),
    st.lists(st.integers(2000, 2004), min_size=9, max_size=9),
    st.lists(SAID, min_size=9, max_size=9),
)


def told(found: Pedigree) -> list[str]:
    """List the keys of all papers around one."""
    branches = (*found.before, *found.after)
    return [each.paper.key for b in branches for each in (b, *b.further)]


@given(LIBRARIES)
def test_every_paper_stands_once_and_every_step_is_recorded(survey: Library) -> None:
    """Whatever the relations, around a paper each other one is told once, by what records say."""
    lineage = Lineage(survey)
    for key in survey.papers:
        found = lineage.of(key)
        if not found:
            assert not lineage.older[key]
            continue
        keys = told(found)
        assert len(keys) == len(set(keys))
        assert key not in keys
        assert {s.newer for s in found.steps} | {s.older for s in found.steps} <= {key, *keys}
        for step in found.steps:
            relations = survey.papers[step.newer].relations
            assert any((r.kind, r.paper) == (step.kind, step.older) for r in relations)
            assert step.kind in STRENGTH


@given(LIBRARIES)
def test_main_path_is_a_way_through_time(survey: Library) -> None:
    """The main path never leads back in time, each paper on it builds on the one before it."""
    lineage = Lineage(survey)
    path = main_path(lineage, survey.papers.values())
    assert len(path) in {0, *range(3, 10)}
    assert len(set(path)) == len(path)
    for older, newer in pairwise(path):
        assert survey.papers[older].year <= survey.papers[newer].year
        assert lineage.kind(newer, older)
    assert all(step.older in path for step in beside(lineage, survey.papers, path))


def test_who_extends_comes_before_who_uses() -> None:
    """Of hundreds that build on one paper few are told: those that extend it, and how many more."""
    users = [paper(f"u{n:03}", 2021, ("uses", "base")) for n in range(200)]
    heirs = [paper(f"z{n}", 2022, ("extends", "base"), ("uses", "base")) for n in range(3)]
    more = [paper(f"g{n}", 2023, ("uses", "z0")) for n in range(9)]
    found = Lineage(library(paper("base", 2020), *users, *heirs, *more)).of("base")
    assert found
    assert [b.paper.key for b in found.after][:3] == ["z0", "z1", "z2"]
    assert len(found.after) == FIRST
    assert len(found.after) + found.more_after == 203
    assert len(found.after[0].further) == SECOND
    assert not found.before


def test_comparison_is_no_lineage() -> None:
    """Who only compares itself with a paper does not build on it."""
    lineage = Lineage(library(paper("a", 2020), paper("b", 2021, ("compares-with", "a"))))
    assert lineage.of("a") is None
    assert lineage.of("b") is None


def test_main_path_is_the_way_that_most_go_through() -> None:
    """By search path counts the line runs where paths meet, not where most relations are."""
    survey = library(
        paper("a", 2018),
        paper("b", 2019, ("extends", "a")),
        paper("c", 2019, ("extends", "b")),
        paper("d", 2020, ("extends", "c")),
        paper("e", 2021, ("extends", "d")),
        *(paper(f"leaf{n}", 2022, ("uses", "a")) for n in range(3)),
    )
    lineage = Lineage(survey)
    assert main_path(lineage, survey.papers.values()) == ["a", "b", "c", "d", "e"]
    assert main_path(lineage, [survey.papers["a"], survey.papers["b"]]) == []
