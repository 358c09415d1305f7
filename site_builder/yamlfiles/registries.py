"""The registries: files at a survey's root that say what records may name, and more about it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import BaseModel

from site_builder.record.models import PAPER_FIELDS
from site_builder.record.result_fields import ResultFields
from site_builder.yamlfiles import parsing, reading
from site_builder.yamlfiles.record_files import first_at_each_place

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.problems import Problem
    from site_builder.record.fields import DeclaredField, FieldsFile
    from site_builder.record.models import BenchmarksFile, TaxonomyFile
    from site_builder.yamlfiles.parsing import Declared

Model = TypeVar("Model", bound=BaseModel)

TAXONOMY: Final = "taxonomy.yaml"
VENUES: Final = "venues.yaml"
BENCHMARKS: Final = "benchmarks.yaml"
FIELDS: Final = "fields.yaml"
PEOPLE: Final = "people.yaml"
EXCLUDED: Final = "excluded.yaml"
CITATIONS: Final = "citations.yaml"
RELEASES: Final = "releases.yaml"
WATCH: Final = "watch.yaml"
"""Where new papers are looked for; no part of what is published."""
REGISTRIES: Final = (TAXONOMY, VENUES, BENCHMARKS, FIELDS, PEOPLE, EXCLUDED, CITATIONS, RELEASES)
"""Files at a survey's root beside the records; it can do without all but the first three."""


@dataclass
class Registries:
    """Reads the registries of one survey, and keeps what is wrong with them."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """The names of those that could not be read."""

    def needed(self, name: str, model: type[Model]) -> Model | None:
        """Read a registry; nothing where it cannot be read."""
        document, problems = reading.read(self.root / name, name, self.root)
        found = None
        if document:
            found, more = parsing.read_registry(document, model)
            problems = first_at_each_place(problems, more)
        self.problems += problems
        if problems or found is None:
            self.unread.add(name)
            return None
        return found

    def optional(self, name: str, model: type[Model], missing: Model | None = None) -> Model | None:
        """Read a registry that a survey can do without; `missing` where there is none."""
        return self.needed(name, model) if has(self.root, name) else missing


def facet_fields(taxonomy: TaxonomyFile) -> tuple[str, ...]:
    """List the fields that carry categories; the checks tell of one named like a field."""
    return tuple(facet.id for facet in taxonomy.facets if facet.id not in PAPER_FIELDS)


def result_fields(benchmarks: BenchmarksFile) -> ResultFields:
    """Return the declared fields of results; the checks tell of ids that are taken."""
    return ResultFields.sound(benchmarks.conditions, benchmarks.quantities)


def declared_fields(own: FieldsFile, taxonomy: TaxonomyFile | None) -> Declared:
    """List the fields that records can have; the checks tell of one whose id is taken."""
    taken = {*PAPER_FIELDS, *(facet.id for facet in (taxonomy.facets if taxonomy else ()))}
    found: dict[str, DeclaredField] = {}
    for each in own.fields:
        if each.id not in taken:
            found.setdefault(each.id, each)
    return tuple(found.values())


def has(root: Path, registry: str) -> bool:
    """Return whether a survey has one of the registries that it can do without, readable or not."""
    return os.path.lexists(root / registry)
