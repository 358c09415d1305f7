"""Rules on records that could be read; each yields problems, none raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from site_builder.checks import (
    advice,
    citations,
    clashes,
    exclusions,
    hidden,
    persons,
    quality,
    references,
    registries,
    releases,
    switches,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.library import Library
    from site_builder.problems import Problem

Rule: TypeAlias = "Callable[[Library], Iterator[Problem]]"

RULES: Final[tuple[Rule, ...]] = (
    references.known_venues,
    references.known_categories,
    references.known_metrics,
    references.known_relations,
    references.known_beginnings,
    clashes.names_unique,
    registries.sound_taxonomy,
    registries.sound_registries,
    registries.sound_fields,
    registries.sound_result_fields,
    persons.sound_people,
    exclusions.sound_exclusions,
    citations.sound_citations,
    releases.sound_releases,
)
"""What must hold: every problem that these find is an error."""

ADVICE: Final[tuple[Rule, ...]] = (
    advice.distinct_titles,
    advice.no_confusables,
    hidden.nothing_hidden,
    advice.conventional_keys,
    advice.described,
    advice.used_categories,
    persons.found_people,
    exclusions.likely_exclusions,
    citations.likely_citations,
    quality.sound_records,
    quality.sound_venues,
)
"""What deserves a look: every problem that these find is a warning."""


def run(library: Library) -> list[Problem]:
    """Return the problems that all rules find, in the order of files and lines.

    Warnings that a record explains in its field `checks` are left out.
    """
    found = (problem for rule in (*RULES, *ADVICE) for problem in rule(library))
    return sorted(switches.explained(library, found))


def errors(library: Library) -> list[Problem]:
    """Return the errors alone, which keep a record from being published, without advice."""
    return sorted(problem for rule in RULES for problem in rule(library))
