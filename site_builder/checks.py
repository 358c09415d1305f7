"""Rules that need more than one record; each yields problems, none raises."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from site_builder.library import BENCHMARKS, TAXONOMY, VENUES, Library, paper_path
from site_builder.models import PAPER_FIELDS
from site_builder.names import fold
from site_builder.problems import Finding, Loc, Problem, Severity, did_you_mean, quoted, show_loc
from site_builder.records import UNREAD
from site_builder.similar import near_duplicates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.models import Category, Paper, Result

Rule: TypeAlias = "Callable[[Library], Iterator[Problem]]"

KEY_YEAR_LAG: Final = 4
"""Years that a key may be older than its paper: keys stay when a preprint is published later."""


def run(library: Library) -> list[Problem]:
    """Apply every rule; the problems are in the order of files and lines."""
    return sorted(problem for rule in (*RULES, *ADVICE) for problem in rule(library))


def errors(library: Library) -> list[Problem]:
    """Apply the rules that keep a record from being published, and leave out all advice."""
    return sorted(problem for rule in RULES for problem in rule(library))


def _about(library: Library, paper: Paper, loc: Loc, finding: Finding) -> Problem:
    """Put a finding at a place of a paper's record, the place named in the message."""
    where = show_loc(loc)
    said = replace(finding, message=f"{where}: {finding.message}") if where else finding
    return library.problem(paper_path(paper.key), loc, said)


def _warning(code: str, message: str, hint: str = "") -> Finding:
    return Finding(code, message, hint, Severity.WARNING)


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
            yield _about(library, paper, ("venue",), Finding("unknown-venue", message, hint))


def known_categories(library: Library) -> Iterator[Problem]:
    """Every category id of a paper stands in its facet's tree, and once."""
    if TAXONOMY in library.unread:
        return
    for paper in library.records():
        for facet, ids in paper.categories.items():
            for index in range(len(ids)):
                if problem := _category_problem(library, facet, ids, index):
                    yield _about(library, paper, (facet, index), problem)


def _category_problem(
    library: Library, facet: str, ids: tuple[str, ...], index: int
) -> Finding | None:
    category = ids[index]
    if category in ids[:index]:
        return Finding("repeated", f"category {quoted(category)} twice", "delete one")
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
        for index, result in enumerate(paper.results):
            if found := _result_problem(library, result):
                field, finding = found
                yield _about(library, paper, ("results", index, field), finding)


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
        for index, relation in enumerate(paper.relations):
            loc: Loc = ("relations", index, "paper")
            if relation.paper == paper.key:
                finding = Finding("self-relation", "points at the paper itself")
                yield _about(library, paper, loc, finding)
            elif relation.paper not in library.papers and relation.paper not in on_disk:
                now = former.get(relation.paper)
                close = did_you_mean(relation.paper, library.papers)
                hint = f"it is now {quoted(now)}" if now else close
                message = f"unknown paper {quoted(relation.paper)}"
                yield _about(library, paper, loc, Finding("unknown-paper", message, hint))


def unique_identifiers(library: Library) -> Iterator[Problem]:
    """No two papers share an arXiv id or a DOI; each of them is told."""
    for field, code in (("arxiv_id", "duplicate-arxiv-id"), ("doi", "duplicate-doi")):
        carriers = _carriers(library.records(), lambda paper, f=field: [getattr(paper, f)])  # type: ignore[misc]
        for paper, other in _pairs(carriers):
            message = f"{quoted(getattr(paper, field))} is also that of {paper_path(other.key)}"
            hint = "one paper, one record: merge them, or correct the id"
            yield _about(library, paper, (field,), Finding(code, message, hint))


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


def distinct_titles(library: Library) -> Iterator[Problem]:
    """Titles so alike that the papers may be one deserve a look, at both."""
    for pair in near_duplicates(library.papers.values()):
        for one, other in (pair, pair[::-1]):
            message = f"title: nearly the same as that of {paper_path(other.key)}"
            finding = _warning("similar-title", message, "merge the records if it is one paper")
            yield library.problem(paper_path(one.key), ("title",), finding)


def telling_keys(library: Library) -> Iterator[Problem]:
    """A key begins with the first author's family name, then the year, then a word."""
    for paper in library.papers.values():
        name = paper.authors[0].name
        families = {_letters(name.family), _letters(name.particle + name.family)}
        stem = next((f for f in families if f and _letters(paper.key).startswith(f)), None)
        years = range(paper.year - KEY_YEAR_LAG, paper.year + 1)
        if stem is None and any(families):
            message = (
                f"the key does not begin with the first author's family name, {quoted(name.family)}"
            )
        elif not any(str(year) in paper.key for year in years):
            message = f"the key does not carry the paper's year, {paper.year}"
        else:
            continue
        hint = "a published key stays; a new record is named like smith2024learning.yaml"
        yield library.problem(paper_path(paper.key), (), _warning("key", message, hint))


def _letters(text: str) -> str:
    """Keep the Latin letters, as keys have them; nothing of a name in another script."""
    return "".join(c for c in fold(text) if "a" <= c <= "z")


def former_keys_free(library: Library) -> Iterator[Problem]:
    """A former key is no paper's key now, and one paper's former key only."""
    papers = library.papers
    for paper in papers.values():
        for old in papers.keys() & paper.former_keys:
            loc: Loc = ("former_keys", paper.former_keys.index(old))
            message = f"{quoted(old)} is the key of a paper: {paper_path(old)}"
            yield _about(library, paper, loc, Finding("former-key", message))
    for paper, other in _pairs(_carriers(papers.values(), lambda p: set(p.former_keys))):
        (old, *_) = sorted(set(paper.former_keys) & set(other.former_keys))
        message = f"{quoted(old)} is also a former key of {paper_path(other.key)}"
        loc = ("former_keys", paper.former_keys.index(old))
        yield _about(library, paper, loc, Finding("former-key", message))


def described(library: Library) -> Iterator[Problem]:
    """A paper has an abstract or a summary, and a category in some facet."""
    for paper in library.papers.values():
        path = paper_path(paper.key)
        if not paper.abstract and not paper.summary:
            hint = "write one or two sentences of your own as summary"
            finding = _warning("undescribed", "no abstract and no summary", hint)
            yield library.problem(path, (), finding)
        if not any(paper.categories.values()) and library.taxonomy.facets:
            hint = "give it one in " + " or ".join(library.taxonomy.facet_ids)
            yield library.problem(path, (), _warning("unsorted", "no category in any facet", hint))


def sound_taxonomy(library: Library) -> Iterator[Problem]:
    """Facet and category ids are used once; no facet is named like a field of records."""
    for index, facet in enumerate(library.taxonomy.facets):
        loc: Loc = ("facets", index, "id")
        taken = RESERVED_ADDRESSES | {f.slug for f in library.taxonomy.facets[:index]}
        if facet.id in PAPER_FIELDS or facet.slug in taken:
            message = f"facets[{index}].id: {quoted(facet.id)} is taken"
            hint = "a facet's name is no field, no other facet's and no fixed address"
            yield library.problem(TAXONOMY, loc, Finding("facet-id", message, hint))
    yield from _category_ids(library)


RESERVED_ADDRESSES: Final = frozenset(
    {
        *("api", "assets", "authors", "benchmarks", "changes", "compare", "css", "explore"),
        *("javascripts", "js", "pagefind", "papers", "schema", "search", "stylesheets", "survey"),
        *("venues", "years"),
    }
)
"""First parts of addresses that the site itself uses."""


def _category_ids(library: Library) -> Iterator[Problem]:
    places = (
        (node.facet.id, category, (*node.loc, *place))
        for node in library.taxonomy.walk()
        for category, place in _ids(node.category)
    )
    first: dict[tuple[str, str], Loc] = {}
    for facet, category, loc in places:
        if first.setdefault((facet, category), loc) is not loc:
            taker = show_loc(first[facet, category])
            message = f"{show_loc(loc)}: {quoted(category)} is taken by {taker}"
            hint = "ids are unique in their facet and never used again"
            yield library.problem(TAXONOMY, loc, Finding("category-id", message, hint))


def _ids(category: Category) -> Iterator[tuple[str, Loc]]:
    yield category.id, ("id",)
    for index, old in enumerate(category.former_ids):
        yield old, ("former_ids", index)


def used_categories(library: Library) -> Iterator[Problem]:
    """A category without a paper, in itself or below, may be a mistake."""
    if not library.papers:
        return
    used = {(f, c) for p in library.papers.values() for f, ids in p.categories.items() for c in ids}
    for node in library.taxonomy.walk():
        if not any((node.facet.id, category) in used for category in node.subtree()):
            message = f"{quoted(node.id)} has no papers"
            yield library.problem(TAXONOMY, (*node.loc, "id"), _warning("empty-category", message))


def sound_registries(library: Library) -> Iterator[Problem]:
    """Ids and aliases of venues, benchmarks and metrics are used once, ignoring case."""
    venues, benchmarks = library.venue_entries, library.benchmark_entries
    yield from _repeated(
        library, VENUES, _names("venues", [(v.slug, v.id, *v.aliases) for v in venues])
    )
    names = [(b.id, *b.former_ids, *b.aliases) for b in benchmarks]
    yield from _repeated(library, BENCHMARKS, _names("benchmarks", names))
    for index, benchmark in enumerate(benchmarks):
        ids = _names("metrics", [(metric.id,) for metric in benchmark.metrics])
        inside = [(name, ("benchmarks", index, *loc)) for name, loc in ids]
        yield from _repeated(library, BENCHMARKS, inside)


def _names(listed: str, entries: list[tuple[str, ...]]) -> list[tuple[str, Loc]]:
    """Give each spelling of each entry with the entry's place; an entry may repeat itself."""
    return [
        (name, (listed, index, "id"))
        for index, names in enumerate(entries)
        for name in dict.fromkeys(name.casefold() for name in names)
    ]


def _repeated(library: Library, path: str, names: list[tuple[str, Loc]]) -> Iterator[Problem]:
    first: dict[str, Loc] = {}
    for name, loc in names:
        if first.setdefault(name, loc) is not loc:
            message = f"{show_loc(loc)}: {quoted(name)} is taken by {show_loc(first[name])}"
            hint = "ids and aliases are told apart ignoring case"
            yield library.problem(path, loc, Finding("taken", message, hint))


RULES: Final = (
    known_venues,
    known_categories,
    known_metrics,
    known_relations,
    unique_identifiers,
    former_keys_free,
    sound_taxonomy,
    sound_registries,
)
"""What must hold: every problem that these find is an error."""

ADVICE: Final = (distinct_titles, telling_keys, described, used_categories)
"""What deserves a look: every problem that these find is a warning."""
