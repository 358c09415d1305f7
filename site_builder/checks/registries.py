"""The taxonomy and the registries: ids and names are used once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.problems import (
    Finding,
    Loc,
    Problem,
    bounded,
    did_you_mean,
    quoted,
    show_loc,
)
from site_builder.record import result_fields
from site_builder.record.models import NOT_WRITTEN, PAPER_FIELDS, Links
from site_builder.site import RESERVED
from site_builder.yamlfiles.registries import BENCHMARKS, FIELDS, TAXONOMY, VENUES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.library import Library
    from site_builder.record.models import Benchmark, Category


TAKEN: Final = frozenset(
    {"uri", "url", "venue_name", "venue_kind", "status_notice", *Links.model_fields, *NOT_WRITTEN}
    | {"author", "category", "cited_here", "cites", "cited_by"}
)
"""Names that columns of exports, the API and queries have beside those of a record's fields."""
INSTEAD: Final = {
    "id": "choose another id",
    "address": "choose another address",
    "pages": "give the pages another address, as `address: …`",
}
"""What to do where the name in a property of a declared field is taken."""


def sound_taxonomy(library: Library) -> Iterator[Problem]:
    """Facet and category ids are used once; no facet is named like a field of records."""
    for index, facet in enumerate(library.taxonomy.facets):
        loc: Loc = ("facets", index, "id")
        taken = RESERVED | {f.slug for f in library.taxonomy.facets[:index]}
        if facet.id in PAPER_FIELDS or facet.slug in taken:
            message = f"facets[{index}].id: {quoted(facet.id)} is taken"
            hint = "a facet's name is no field, no other facet's and no fixed address"
            yield library.problem(TAXONOMY, loc, Finding("facet-id", message, hint))
    yield from bounded(_category_ids(library))


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


def sound_fields(library: Library) -> Iterator[Problem]:
    """Ids of declared fields and addresses of their pages are nobody else's."""
    facets = library.taxonomy.facets
    ids = dict.fromkeys(TAKEN, "exports and queries use it")
    ids |= dict.fromkeys(PAPER_FIELDS, "every paper has a field of this name")
    ids |= {facet.id: f"a facet of {TAXONOMY} has it" for facet in facets}
    slugs = dict.fromkeys(RESERVED, "other pages are there")
    slugs |= {facet.slug: f"a facet of {TAXONOMY} is there" for facet in facets}
    for index, field in enumerate(library.field_entries):
        if field.id in ids:
            yield _taken(library, index, "id", field.id, ids[field.id])
        elif field.pages and field.slug in slugs:
            name = "address" if field.address else "pages"
            yield _taken(library, index, name, field.slug, slugs[field.slug])
        ids.setdefault(field.id, f"fields[{index}] has it")
        if field.pages:
            slugs.setdefault(field.slug, f"the pages of fields[{index}] are there")


def _taken(library: Library, index: int, name: str, value: str, why: str) -> Problem:
    message = f"fields[{index}].{name}: {quoted(value)} is taken: {why}"
    finding = Finding("field-id", message, INSTEAD[name])
    return library.problem(FIELDS, ("fields", index, name), finding)


def sound_registries(library: Library) -> Iterator[Problem]:
    """Ids and aliases of venues, benchmarks and metrics are used once, ignoring case."""
    venues, benchmarks = library.venue_entries, library.benchmark_entries
    names = [(v.slug, v.id, *v.aliases) for v in venues]
    yield from bounded(_repeated(library, VENUES, _names("venues", names)))
    yield from bounded(_repeated_benchmarks(library, benchmarks))


def sound_result_fields(library: Library) -> Iterator[Problem]:
    """Conditions and quantities have names of their own, one axis, and fields that there are."""
    yield from _taken_fields(library)
    marked = [n for n, each in enumerate(library.quantity_entries) if each.axis]
    for index in marked[1:]:
        message = f"quantities[{index}].axis: {show_loc(('quantities', marked[0]))} is the axis"
        loc: Loc = ("quantities", index, "axis")
        yield library.problem(BENCHMARKS, loc, Finding("axis", message, "mark one of them"))
    known = (*PAPER_FIELDS, *(field.id for field in library.fields))
    told = () if FIELDS in library.unread else _fields_of_papers(library)
    for loc, name in told:
        if name not in known:
            message = f"{show_loc(loc)}: no record has a field {quoted(name)}"
            hint = did_you_mean(name, known)
            yield library.problem(BENCHMARKS, loc, Finding("unknown-field", message, hint))


def _taken_fields(library: Library) -> Iterator[Problem]:
    """Yield a problem for each name that a field of results, a column or another one has."""
    first: dict[str, Loc] = {}
    for loc, name in _result_fields(library):
        if name in result_fields.TAKEN:
            message = f"{show_loc(loc)}: {quoted(name)} is taken"
            hint = "every result or its tables have that name already"
            yield library.problem(BENCHMARKS, loc, Finding("taken", message, hint))
        elif first.setdefault(name, loc) is not loc:
            message = f"{show_loc(loc)}: {quoted(name)} is taken by {show_loc(first[name])}"
            hint = "conditions and quantities share one set of names"
            yield library.problem(BENCHMARKS, loc, Finding("taken", message, hint))


def _result_fields(library: Library) -> Iterator[tuple[Loc, str]]:
    for index, condition in enumerate(library.condition_entries):
        yield ("conditions", index, "id"), condition.id
    for index, quantity in enumerate(library.quantity_entries):
        yield ("quantities", index, "id"), quantity.id
    for index, quantity in enumerate(library.quantity_entries):
        for number, alias in enumerate(quantity.aliases):
            yield ("quantities", index, "aliases", number), alias


def _fields_of_papers(library: Library) -> Iterator[tuple[Loc, str]]:
    for index, condition in enumerate(library.condition_entries):
        if condition.field is not None:
            yield ("conditions", index, "field"), condition.field
    for index, quantity in enumerate(library.quantity_entries):
        if quantity.field is not None:
            yield ("quantities", index, "field"), quantity.field


def _repeated_benchmarks(library: Library, benchmarks: Sequence[Benchmark]) -> Iterator[Problem]:
    names = [(b.id, *b.former_ids, *b.aliases) for b in benchmarks]
    yield from _repeated(library, BENCHMARKS, _names("benchmarks", names))
    for index, benchmark in enumerate(benchmarks):
        ids = _names("metrics", [(metric.id,) for metric in benchmark.metrics])
        inside = [(name, ("benchmarks", index, *loc)) for name, loc in ids]
        yield from _repeated(library, BENCHMARKS, inside)


def _names(listed: str, entries: list[tuple[str, ...]]) -> list[tuple[str, Loc]]:
    """Return each spelling of each entry with the entry's place; an entry may repeat itself."""
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
