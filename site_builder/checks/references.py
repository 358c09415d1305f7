"""What records refer to must be there, and no two of them may claim one id."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from site_builder.checks.findings import about
from site_builder.library import BENCHMARKS, TAXONOMY, VENUES, Library, paper_path
from site_builder.names import fold
from site_builder.problems import Finding, Loc, Problem, bounded, did_you_mean, quoted
from site_builder.records import UNREAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from site_builder.models import Paper, Result


def known_venues(library: Library) -> Iterator[Problem]:
    """Every paper's venue stands in venues.yaml, under the id written there."""
    if VENUES in library.unread:
        return
    aliases = {
        a.casefold(): v.id for v in library.venues.values() for a in (*v.aliases, v.id, v.name)
    }
    known = {*library.venues, UNREAD}
    for paper in library.records():
        if paper.venue not in known:
            official = aliases.get(paper.venue.casefold())
            close = did_you_mean(paper.venue, library.venues) or f"add it to {VENUES}"
            hint = f"write {quoted(official)}" if official else close
            message = f"unknown venue {quoted(paper.venue)}"
            yield about(library, paper, ("venue",), Finding("unknown-venue", message, hint))


def known_categories(library: Library) -> Iterator[Problem]:
    """Every category id of a paper stands in its facet's tree, and once."""
    if TAXONOMY in library.unread:
        return
    for paper in library.records():
        yield from bounded(_category_problems(library, paper))


def _category_problems(library: Library, paper: Paper) -> Iterator[Problem]:
    for facet, ids in paper.categories.items():
        seen: set[str] = set()
        for index, category in enumerate(ids):
            if category in seen:
                again = Finding("repeated", f"category {quoted(category)} twice", "delete one")
                yield about(library, paper, (facet, index), again)
            elif finding := _category_problem(library, facet, category):
                yield about(library, paper, (facet, index), finding)
            seen.add(category)


def _category_problem(library: Library, facet: str, category: str) -> Finding | None:
    if library.taxonomy.get(facet, category):
        return None
    now = library.taxonomy.former.get((facet, category))
    hint = (
        f"it is now {quoted(now)}" if now else did_you_mean(category, library.taxonomy.ids(facet))
    )
    elsewhere = [f for f in library.taxonomy.facet_ids if library.taxonomy.get(f, category)]
    if not now and elsewhere:
        hint = f"it is a category of {elsewhere[0]}"
    return Finding("unknown-category", f"unknown category {quoted(category)}", hint)


def known_metrics(library: Library) -> Iterator[Problem]:
    """Every result names a benchmark and one of its metrics, and lies in the metric's range."""
    if BENCHMARKS in library.unread:
        return
    for paper in library.records():
        yield from bounded(_result_problems(library, paper))


def _result_problems(library: Library, paper: Paper) -> Iterator[Problem]:
    for index, result in enumerate(paper.results):
        if found := _result_problem(library, result):
            field, finding = found
            yield about(library, paper, ("results", index, field), finding)


def _result_problem(library: Library, result: Result) -> tuple[str, Finding] | None:
    """Find the field at fault and what is wrong with it."""
    benchmark = library.benchmarks.get(result.benchmark)
    if benchmark is None:
        message = f"unknown benchmark {quoted(result.benchmark)}"
        hint = _benchmark_hint(library, result.benchmark)
        return "benchmark", Finding("unknown-benchmark", message, hint)
    metric = benchmark.metric(result.metric)
    if metric is None:
        ids = [metric.id for metric in benchmark.metrics]
        message = f"unknown metric {quoted(result.metric)} of {benchmark.id}"
        hint = did_you_mean(result.metric, ids) or "one of " + ", ".join(ids)
        return "metric", Finding("unknown-metric", message, hint)
    if result.value not in metric.range:
        message = f"{result.value:g} is outside {metric.id}'s range, {metric.range}"
        return "value", Finding("out-of-range", message, "check the figure and its unit")
    return None


def _benchmark_hint(library: Library, name: str) -> str:
    for benchmark in library.benchmarks.values():
        if name in benchmark.former_ids:
            return f"it is now {quoted(benchmark.id)}"
        if name.casefold() in {fold(a) for a in (*benchmark.aliases, benchmark.name)}:
            return f"write {quoted(benchmark.id)}"
    return did_you_mean(name, library.benchmarks) or f"add it to {BENCHMARKS}"


def known_relations(library: Library) -> Iterator[Problem]:
    """Every relation points at another paper of the survey."""
    former = {old: paper.key for paper in library.papers.values() for old in paper.former_keys}
    on_disk = {entry.stem for entry in (library.root / "papers").glob("*.yaml")}
    for paper in library.records():
        yield from bounded(_relation_problems(library, paper, former, on_disk))


def _relation_problems(
    library: Library, paper: Paper, former: Mapping[str, str], on_disk: set[str]
) -> Iterator[Problem]:
    """Tell of the relations that lead nowhere; `former` has today's keys by those of old."""
    for index, relation in enumerate(paper.relations):
        loc: Loc = ("relations", index, "paper")
        if relation.paper == paper.key:
            finding = Finding("self-relation", "points at the paper itself")
            yield about(library, paper, loc, finding)
        elif relation.paper not in library.papers and relation.paper not in on_disk:
            now = former.get(relation.paper)
            close = did_you_mean(relation.paper, library.papers)
            hint = f"it is now {quoted(now)}" if now else close
            message = f"unknown paper {quoted(relation.paper)}"
            yield about(library, paper, loc, Finding("unknown-paper", message, hint))


def unique_identifiers(library: Library) -> Iterator[Problem]:
    """No two papers share an arXiv id or a DOI; each of them is told."""
    for field, code in (("arxiv_id", "duplicate-arxiv-id"), ("doi", "duplicate-doi")):
        carriers = _carriers(library.records(), lambda paper, f=field: [getattr(paper, f)])  # type: ignore[misc]
        for paper, other in _pairs(carriers):
            message = f"{quoted(getattr(paper, field))} is also that of {paper_path(other.key)}"
            hint = "one paper, one record: merge them, or correct the id"
            yield about(library, paper, (field,), Finding(code, message, hint))


def former_keys_free(library: Library) -> Iterator[Problem]:
    """A former key is no paper's key now, and one paper's former key only."""
    papers = library.papers
    for paper in papers.values():
        for old in papers.keys() & paper.former_keys:
            loc: Loc = ("former_keys", paper.former_keys.index(old))
            message = f"{quoted(old)} is the key of a paper: {paper_path(old)}"
            yield about(library, paper, loc, Finding("former-key", message))
    for paper, other in _pairs(_carriers(papers.values(), lambda p: set(p.former_keys))):
        (old, *_) = sorted(set(paper.former_keys) & set(other.former_keys))
        message = f"{quoted(old)} is also a former key of {paper_path(other.key)}"
        loc = ("former_keys", paper.former_keys.index(old))
        yield about(library, paper, loc, Finding("former-key", message))


def _carriers(
    papers: Iterable[Paper], names: Callable[[Paper], Iterable[str | None]]
) -> dict[str, list[Paper]]:
    """Group papers by the names they carry, ignoring case."""
    found: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        for name in filter(None, names(paper)):
            found[name.lower()].append(paper)
    return found


def _pairs(carriers: dict[str, list[Paper]]) -> Iterator[tuple[Paper, Paper]]:
    """Give each paper that shares a name, with the first other one that carries it."""
    for papers in carriers.values():
        for paper in papers:
            others = [other for other in papers if other is not paper]
            if others:
                yield paper, others[0]
