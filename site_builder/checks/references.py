"""What records refer to must be there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.checks.findings import about
from site_builder.problems import (
    Finding,
    Loc,
    Problem,
    Suggestions,
    bounded,
    did_you_mean,
    one_of,
    quoted,
)
from site_builder.text.names import fold
from site_builder.yamlfiles.registries import BENCHMARKS, TAXONOMY, VENUES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Metric, Paper, Quantity, Result, Salvaged


def known_venues(library: Library) -> Iterator[Problem]:
    """Every paper's venue stands in venues.yaml, under the id written there."""
    if VENUES in library.unread:
        return
    aliases = {
        a.casefold(): v.id for v in library.venues.values() for a in (*v.aliases, v.id, v.name)
    }
    near = Suggestions(library.venues)
    for paper in library.records():
        if paper.venue is not None and paper.venue not in library.venues:
            official = aliases.get(paper.venue.casefold())
            close = "" if official else near.closest(paper.venue)
            hint = f"write {quoted(official)}" if official else close or f"add it to {VENUES}"
            message = f"unknown venue {quoted(paper.venue)}"
            yield about(library, paper, ("venue",), Finding("unknown-venue", message, hint))


def known_categories(library: Library) -> Iterator[Problem]:
    """Every category id of a paper stands in its facet's tree, and once."""
    if TAXONOMY in library.unread:
        return
    near = {f: Suggestions(library.taxonomy.ids(f)) for f in library.taxonomy.facet_ids}
    for paper in library.records():
        yield from bounded(_category_problems(library, paper, near))


def _category_problems(
    library: Library, paper: Paper | Salvaged, near: Mapping[str, Suggestions]
) -> Iterator[Problem]:
    for facet, ids in paper.categories.items():
        seen: set[str] = set()
        for index, category in enumerate(ids):
            if category in seen:
                again = Finding("repeated", f"category {quoted(category)} twice", "delete one")
                yield about(library, paper, (facet, index), again)
            elif finding := _category_problem(library, facet, category, near):
                yield about(library, paper, (facet, index), finding)
            seen.add(category)


def _category_problem(
    library: Library, facet: str, category: str, near: Mapping[str, Suggestions]
) -> Finding | None:
    if library.taxonomy.get(facet, category):
        return None
    now = library.taxonomy.former.get((facet, category))
    elsewhere = [f for f in library.taxonomy.facet_ids if library.taxonomy.get(f, category)]
    if now:
        hint = f"it is now {quoted(now)}"
    elif elsewhere:
        hint = f"it is a category of {elsewhere[0]}"
    else:
        hint = near[facet].closest(category) if facet in near else ""
    return Finding("unknown-category", f"unknown category {quoted(category)}", hint)


def known_metrics(library: Library) -> Iterator[Problem]:
    """Every result names a benchmark and one of its metrics, and lies in the metric's range."""
    if BENCHMARKS in library.unread:
        return
    names = _Benchmarks(library)
    for paper in library.records():
        yield from bounded(_result_problems(library, paper, names))


def _result_problems(
    library: Library, paper: Paper | Salvaged, names: _Benchmarks
) -> Iterator[Problem]:
    for index, result in enumerate(paper.results):
        if found := _result_problem(library, result, names):
            field, finding = found
            yield about(library, paper, ("results", index, field), finding)
        for field, finding in _quantity_problems(library, result):
            yield about(library, paper, ("results", index, field), finding)


def _quantity_problems(library: Library, result: Result) -> Iterator[tuple[str, Finding]]:
    """Yield the quantities outside their ranges, each with what is wrong."""
    for quantity in library.result_fields.quantities:
        value = result.quantities.get(quantity.id)
        if value is not None and value not in quantity.range:
            yield quantity.id, _outside(value, quantity)


def _result_problem(
    library: Library, result: Result, names: _Benchmarks
) -> tuple[str, Finding] | None:
    """Return the field at fault and what is wrong with it; None for a sound result."""
    benchmark = library.benchmarks.get(result.benchmark)
    if benchmark is None:
        message = f"unknown benchmark {quoted(result.benchmark)}"
        hint = names.hint(result.benchmark)
        return "benchmark", Finding("unknown-benchmark", message, hint)
    metric = benchmark.metric(result.metric)
    if metric is None:
        ids = [metric.id for metric in benchmark.metrics]
        message = f"unknown metric {quoted(result.metric)} of {benchmark.id}"
        hint = did_you_mean(result.metric, ids) or one_of(ids)
        return "metric", Finding("unknown-metric", message, hint)
    if result.value not in metric.range:
        return "value", _outside(result.value, metric)
    return None


def _outside(value: float, measure: Metric | Quantity) -> Finding:
    message = f"{value:g} is outside {measure.id}'s range, {measure.range}"
    return Finding("out-of-range", message, "check the figure and its unit")


@dataclass(frozen=True)
class _Benchmarks:
    """Suggestions for unknown benchmarks, prepared once for all records."""

    library: Library

    @cached_property
    def _official(self) -> dict[str, str]:
        found = self.library.benchmarks.values()
        return {fold(a): each.id for each in reversed(found) for a in (*each.aliases, each.name)}

    @cached_property
    def _near(self) -> Suggestions:
        return Suggestions(self.library.benchmarks)

    def hint(self, name: str) -> str:
        """Return a hint on what to write instead of an unknown benchmark's name."""
        if now := self.library.former_benchmarks.get(name):
            return f"it is now {quoted(now.id)}"
        if official := self._official.get(name.casefold()):
            return f"write {quoted(official)}"
        return self._near.closest(name) or f"add it to {BENCHMARKS}"


def known_beginnings(library: Library) -> Iterator[Problem]:
    """What a category says to begin with is in it or below it, and named once."""
    nodes = [node for node in library.taxonomy.walk() if node.category.start_here]
    if not nodes:
        return
    former = {old: paper.key for paper in library.papers.values() for old in paper.former_keys}
    close = Suggestions(library.papers)
    for node in nodes:
        seen = set[str]()
        inside = {paper.key for paper in library.in_category(node)}
        for index, each in enumerate(node.category.start_here):
            finding = _beginning_problem(library, each.paper, inside, former, close)
            if each.paper in seen:
                finding = Finding("repeated", f"{quoted(each.paper)} twice", "delete one")
            if finding:
                loc: Loc = (*node.loc, "start_here", index, "paper")
                yield library.problem(TAXONOMY, loc, finding)
            seen.add(each.paper)


def _beginning_problem(
    library: Library,
    key: str,
    inside: Collection[str],
    former: Mapping[str, str],
    close: Suggestions,
) -> Finding | None:
    """Return what is wrong with a paper to begin with; `inside` are those of the category."""
    if key in library.papers and key not in inside:
        said = f"{quoted(key)} is not in the category"
        return Finding("start-here", said, "name a paper of it or of one below")
    if key in library.papers or key in library.on_disk:
        return None
    now = former.get(key)
    hint = f"it is now {quoted(now)}" if now else close.closest(key)
    return Finding("unknown-paper", f"unknown paper {quoted(key)}", hint)


def known_relations(library: Library) -> Iterator[Problem]:
    """Every relation points at another paper of the survey."""
    former = {old: paper.key for paper in library.papers.values() for old in paper.former_keys}
    close = Suggestions(library.papers)
    for paper in library.records():
        yield from bounded(_relation_problems(library, paper, former, close))


def _relation_problems(
    library: Library, paper: Paper | Salvaged, former: Mapping[str, str], close: Suggestions
) -> Iterator[Problem]:
    """Yield a problem for each dangling relation; `former` maps former keys to present ones."""
    for index, relation in enumerate(paper.relations):
        loc: Loc = ("relations", index, "paper")
        if relation.paper == paper.key:
            finding = Finding("self-relation", "points at the paper itself")
            yield about(library, paper, loc, finding)
        elif relation.paper not in library.papers and relation.paper not in library.on_disk:
            now = former.get(relation.paper)
            hint = f"it is now {quoted(now)}" if now else close.closest(relation.paper)
            message = f"unknown paper {quoted(relation.paper)}"
            yield about(library, paper, loc, Finding("unknown-paper", message, hint))
