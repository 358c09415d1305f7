"""Records put into the one canonical form, comments kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import BaseModel

from site_builder.curation.choosing import chosen_keys
from site_builder.files import atomic, lines
from site_builder.problems import BrokenSurvey, Problem
from site_builder.record.fields import FieldsFile
from site_builder.record.models import BenchmarksFile, TaxonomyFile
from site_builder.text.plurals import counted
from site_builder.yamlfiles import parsing, reading
from site_builder.yamlfiles.canonical import canonical
from site_builder.yamlfiles.canonical_people import canonical_people
from site_builder.yamlfiles.canonical_registry import (
    canonical_citations,
    canonical_excluded,
    canonical_releases,
    canonical_watch,
)
from site_builder.yamlfiles.record_files import PAPERS, paper_path
from site_builder.yamlfiles.registries import (
    BENCHMARKS,
    CITATIONS,
    EXCLUDED,
    FIELDS,
    PEOPLE,
    RELEASES,
    TAXONOMY,
    WATCH,
    declared_fields,
    facet_fields,
    has,
    result_fields,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from site_builder.record.fields import DeclaredField
    from site_builder.record.result_fields import ResultFields
    from site_builder.yamlfiles.canonical import Outcome

Model = TypeVar("Model", bound=BaseModel)

FORMS: Final[dict[str, Callable[[str, str], Outcome]]] = {
    PEOPLE: canonical_people,
    EXCLUDED: canonical_excluded,
    CITATIONS: canonical_citations,
    WATCH: canonical_watch,
    RELEASES: canonical_releases,
}
"""The registries that are put in form, each by what."""


def run(root: Path, names: Iterable[str], *, write: bool) -> Formatter:
    """Format the records and registries that are named, or all; return the account of it.

    The registries are those of `FORMS`, where they are there.

    Raises SurveyError for an unknown name, and BrokenSurvey when the taxonomy, the benchmarks or
    fields.yaml cannot be read, which say what fields records and results have.
    """
    taxonomy = _registry(root, TAXONOMY, TaxonomyFile)
    own = _registry(root, FIELDS, FieldsFile) if has(root, FIELDS) else FieldsFile(fields=())
    results = result_fields(_registry(root, BENCHMARKS, BenchmarksFile))
    wanted = list(names)
    records = [name for name in wanted if name not in FORMS]
    keys = chosen_keys(root, records) if records or not wanted else []
    if write:
        atomic.sweep(root / PAPERS)
    declared = declared_fields(own, taxonomy)
    done = Formatter(root, facet_fields(taxonomy), declared, results, write=write)
    for key in keys:
        done.format(key)
    for name in FORMS:
        if (name in wanted or not wanted) and has(root, name):
            done.format_registry(name)
    return done


@dataclass
class Formatter:
    """Formats records one by one and keeps account."""

    root: Path
    facets: tuple[str, ...]
    declared: tuple[DeclaredField, ...]
    results: ResultFields
    write: bool
    seen: int = 0
    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def format(self, key: str) -> None:
        """Format one record, or tell why it stays as it is."""
        self.seen += 1
        shown = paper_path(key)
        facets, declared, results = self.facets, self.declared, self.results
        self._format(
            shown, lambda text: canonical(text, shown, key, facets, declared, results=results)
        )

    def format_registry(self, name: str) -> None:
        """Format a registry, or tell why it stays as it is."""
        self._format(name, lambda text: FORMS[name](text, name))

    def _format(self, shown: str, form: Callable[[str], Outcome]) -> None:
        path = self.root / shown
        document, problems = reading.read(path, shown, self.root)
        if document is None:
            self.problems += problems
            return
        raw = path.read_bytes()
        text = lines.decoded(raw)
        outcome = form(text)
        self.problems += outcome.problems
        if outcome.text is not None and outcome.text.encode() != raw:
            self.changed.append(shown)
            if self.write:
                atomic.replace(path, outcome.text)

    def summary(self) -> str:
        """Count what was done, in one line."""
        broken = len({problem.path for problem in self.problems})
        verb = "put in form" if self.write else "not in form"
        text = f"{counted(self.seen, 'record')}: {len(self.changed)} {verb}"
        return f"{text}, {broken} broken and left alone" if broken else text


def _registry(root: Path, name: str, model: type[Model]) -> Model:
    """Read a file that says what fields there are; raises BrokenSurvey where it does not."""
    document, problems = reading.read(root / name, name, root)
    found = None
    if document and not problems:
        found, problems = parsing.read_registry(document, model)
    if found is None:
        raise BrokenSurvey(root, [name], problems)
    return found
