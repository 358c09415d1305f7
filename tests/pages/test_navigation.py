"""Entries of a navigation that stand for hubs, so that a facet is edited in one file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.library import Library
from site_builder.pages import navigation
from site_builder.pages.rendering import begin
from site_builder.pages.templates import make_templates
from site_builder.record.exclusions import Reason
from site_builder.record.taxonomy import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def library(make_survey: Callable[..., Path]) -> Library:
    """Give the tiny survey, which has two facets and a benchmark."""
    return Library.load(make_survey())[0]


@pytest.mark.parametrize(
    ("nav", "wanted"),
    [
        (["a.md"], ["a.md"]),
        (
            ["a.md", "survey:facets", "b.md"],
            ["a.md", "fold/index.md", "flying-place/index.md", "b.md"],
        ),
        ([{"By": "survey:facets"}], [{"By": ["fold/index.md", "flying-place/index.md"]}]),
        (
            ["survey:facets", {"More": [{"Folds": "fold/index.md"}]}],
            ["flying-place/index.md", {"More": [{"Folds": "fold/index.md"}]}],
        ),
        (
            [{"More": ["x.md", {"By": ["survey:facets"]}]}, "fold/index.md"],
            [{"More": ["x.md", {"By": ["flying-place/index.md"]}]}, "fold/index.md"],
        ),
        (
            ["fold/index.md", {"By": {"All": "survey:facets", "One": "a.md"}}],
            ["fold/index.md", {"By": [{"All": ["flying-place/index.md"]}, {"One": "a.md"}]}],
        ),
        (["fold/index.md", "flying-place/index.md", {"By": "survey:facets"}, "survey:facets"], 2),
        (["survey:benchmarks"], ["benchmarks/index.md"]),
        ([{"Elsewhere": "https://example.org/survey:facets"}], 1),
    ],
)
def test_marks_become_hubs(library: Library, nav: list[Any], wanted: list[Any] | int) -> None:
    """A mark stands for all hubs that nothing else in the navigation names; all else stays."""
    made = navigation.expanded(nav, library, pytest.fail)
    assert made == (nav[:wanted] if isinstance(wanted, int) else wanted)


def test_hubs_are_pages(library: Library) -> None:
    """Every page that a mark stands for is a hub of the site."""
    reason = Reason(id="wet", name="Wet", description="In water.")
    library = replace(library, reason_entries=(reason,))
    marks = ["survey:facets", "survey:benchmarks", "survey:excluded"]
    made = navigation.expanded(marks, library, pytest.fail)
    assert made[-1] == "excluded/index.md"
    hubs, _ = begin(library, make_templates())
    assert set(made) <= {f"{hub.uri}index.md" for hub in hubs}


def test_nothing_there_is_no_entry(library: Library) -> None:
    """Without facets and benchmarks no entry is left, nor a section without any."""
    empty = replace(library, taxonomy=Taxonomy(()), benchmark_entries=())
    optional = ["survey:excluded", "survey:fields", {"B": "survey:benchmarks"}]
    nav = ["survey:facets", {"By": ["survey:facets", *optional]}, "a.md"]
    assert navigation.expanded(nav, empty, pytest.fail) == ["a.md"]


def test_unknown_mark_is_told(library: Library) -> None:
    """A mark that stands for nothing is left out and told, with what was perhaps meant."""
    told: list[str] = []
    assert navigation.expanded(["survey:facet", "a.md"], library, told.append) == ["a.md"]
    assert told == [
        "mkdocs.yml: nav: 'survey:facet' stands for nothing (did you mean 'survey:facets'?)"
    ]
