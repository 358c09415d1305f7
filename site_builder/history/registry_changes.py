"""Two versions of the taxonomy, the venues, benchmarks or fields: what changed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.files import lines
from site_builder.history import citation_changes, exclusion_changes
from site_builder.history.model import Entry
from site_builder.latex import to_text
from site_builder.record.citations import CitationsFile
from site_builder.record.exclusions import ExcludedFile
from site_builder.record.fields import DeclaredField, FieldsFile
from site_builder.record.models import Benchmark, BenchmarksFile, TaxonomyFile, Venue, VenuesFile
from site_builder.record.people import PeopleFile, PersonEntry
from site_builder.record.releases import ReleasesFile
from site_builder.record.taxonomy import Node, Taxonomy
from site_builder.text.plurals import listed
from site_builder.yamlfiles import parsing, reading
from site_builder.yamlfiles.registries import (
    BENCHMARKS,
    CITATIONS,
    EXCLUDED,
    FIELDS,
    PEOPLE,
    RELEASES,
    TAXONOMY,
    VENUES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Condition, Facet, Quantity
    from site_builder.record.releases import Release

    Declared = Condition | Quantity
    Named = Venue | Benchmark | DeclaredField | PersonEntry
    Optional = FieldsFile | PeopleFile | ExcludedFile | CitationsFile | ReleasesFile
    File = TaxonomyFile | VenuesFile | BenchmarksFile | Optional

FILES: Final[dict[str, type[File]]] = {
    TAXONOMY: TaxonomyFile,
    VENUES: VenuesFile,
    BENCHMARKS: BenchmarksFile,
    FIELDS: FieldsFile,
    PEOPLE: PeopleFile,
    EXCLUDED: ExcludedFile,
    CITATIONS: CitationsFile,
    RELEASES: ReleasesFile,
}
EMPTY: Final[dict[str, File]] = {
    FIELDS: FieldsFile(fields=()),
    PEOPLE: PeopleFile(people=()),
    EXCLUDED: ExcludedFile(),
    CITATIONS: CitationsFile(),
    RELEASES: ReleasesFile(),
}
"""What registries say that are not there; the others always are."""
CALLED: Final = {
    "url": "address",
    "orcid": "ORCID iD",
    "former_ids": "former ids",
    "aliases": "other names",
    "other_names": "other names",
    "not_same_as": "people told apart",
    "start_here": "papers to begin with",
}
"""What readers call fields, where it is not the field's own name."""


def read(path: str, content: bytes | None) -> File | None:
    """Return an old version of a registry; None where it cannot be read."""
    if content is None or len(content) > reading.most_bytes(path):
        return None
    text = lines.decoded(content, "replace")
    document, problems = reading.parse(text, path)
    if document is None or problems:
        return None
    return parsing.read_registry(document, FILES[path])[0]


def compared(path: str, old: File, library: Library) -> Iterator[Entry]:
    """Yield the entries of a registry that changed since an old version, with words for each."""
    if isinstance(old, TaxonomyFile):
        before = Taxonomy(old.facets)
        yield from _facets(before, library.taxonomy)
        yield from _categories(before, library.taxonomy)
    elif isinstance(old, VenuesFile):
        yield from _listing(path, {each.id: each for each in old.venues}, library.venues)
    elif isinstance(old, FieldsFile):
        before_fields = {each.id: each for each in old.fields}
        yield from _listing(path, before_fields, {each.id: each for each in library.fields})
    elif isinstance(old, PeopleFile):
        before_people = {each.id: each for each in old.people}
        yield from _listing(path, before_people, {e.id: e for e in library.person_entries})
    elif isinstance(old, ExcludedFile):
        yield from exclusion_changes.compared(old, library)
    elif isinstance(old, CitationsFile):
        yield from citation_changes.compared(old, library)
    elif isinstance(old, ReleasesFile):
        yield from _releases(old.releases, library.release_entries)
    else:
        yield from _listing(path, {each.id: each for each in old.benchmarks}, library.benchmarks)
        declared = library.result_fields
        yield from _declared("condition", old.conditions, declared.conditions)
        yield from _declared("quantity", old.quantities, declared.quantities)


def _declared(what: str, old: Iterable[Declared], new: Iterable[Declared]) -> Iterator[Entry]:
    """Yield the conditions or quantities that changed."""
    before, now = ({each.id: each for each in entries} for entries in (old, new))
    for each in (*now.values(), *(each for each in before.values() if each.id not in now)):
        if each.id not in now:
            words = "removed"
        elif each.id not in before:
            words = "added"
        else:
            names = [name for name in type(each).model_fields if name != "id"]
            words = "; ".join(_fields(before[each.id], each, names))
        if words:
            yield Entry(BENCHMARKS, each.id, to_text(each.title), f"{what} {words}")


def _releases(old: Iterable[Release], new: Iterable[Release]) -> Iterator[Entry]:
    """Yield the releases that came, went, or are told of in other words."""
    before, now = ({each.version: each for each in entries} for entries in (old, new))
    for each in (*now.values(), *(each for each in before.values() if each.version not in now)):
        if each.version not in now:
            words = "no longer listed"
        elif each.version not in before:
            words = f"released on {each.date}"
        else:
            names = [name for name in type(each).model_fields if name != "version"]
            words = "; ".join(_fields(before[each.version], each, names))
        if words:
            yield Entry(RELEASES, each.version, f"Release {each.version}", words)


def _facets(old: Taxonomy, new: Taxonomy) -> Iterator[Entry]:
    before, now = ({facet.id: facet for facet in each.facets} for each in (old, new))
    for facet in now.values():
        if words := _retold(before.get(facet.id), facet):
            yield Entry(TAXONOMY, facet.id, to_text(facet.title), f"facet {words}")
    for facet in before.values():
        if facet.id not in now:
            yield Entry(TAXONOMY, facet.id, to_text(facet.title), "facet removed")


def _retold(old: Facet | None, new: Facet) -> str:
    if old is None:
        return "added"
    said = [f"called {to_text(old.title)} before"] if old.title != new.title else []
    said += ["described anew"] if old.description != new.description else []
    return "; ".join(said)


def _categories(old: Taxonomy, new: Taxonomy) -> Iterator[Entry]:
    kept = set()
    for node in new.nodes.values():
        origin = _origin(node, old)
        if origin:
            kept.add((origin.facet.id, origin.id))
        if words := "; ".join(_changes(origin, node)):
            yield _entry(node, words)
    for place, node in old.nodes.items():
        if place not in kept:
            yield _entry(node, "category removed")


def _entry(node: Node, words: str) -> Entry:
    return Entry(TAXONOMY, f"{node.facet.id}/{node.id}", to_text(node.title), words)


def _origin(node: Node, old: Taxonomy) -> Node | None:
    """Return what a category was: itself, or the one whose id is now a former id of it."""
    ids = (node.id, *node.category.former_ids)
    return next((found for each in ids if (found := old.get(node.facet.id, each))), None)


def _changes(old: Node | None, new: Node) -> Iterator[str]:
    if old is None:
        yield f"category added{_under(new)}"
        return
    if old.id != new.id:
        yield f"id was {old.id}"
    if old.title != new.title:
        yield f"called {to_text(old.title)} before"
    if _parent(old) not in {_parent(new), *_former_parents(new)}:
        yield f"moved{_under(new) or ' to the top'}"
    yield from _fields(old.category, new.category, ("description", "aliases", "start_here"))


def _parent(node: Node) -> str:
    return node.ancestors[-1].id if node.ancestors else ""


def _former_parents(node: Node) -> tuple[str, ...]:
    return node.ancestors[-1].former_ids if node.ancestors else ()


def _under(node: Node) -> str:
    return f" under {to_text(node.ancestors[-1].title)}" if node.ancestors else ""


def _listing(path: str, old: Mapping[str, Named], new: Mapping[str, Named]) -> Iterator[Entry]:
    kept = set()
    for each in new.values():
        origin = _before(each, old)
        if origin:
            kept.add(origin.id)
        if words := "; ".join(_said(origin, each)):
            yield Entry(path, each.id, to_text(_name(each)), words)
    for each in old.values():
        if each.id not in kept:
            yield Entry(path, each.id, to_text(_name(each)), "removed")


def _name(entry: Named) -> str:
    if isinstance(entry, PersonEntry):
        return entry.name.name.display
    return entry.title if isinstance(entry, DeclaredField) else entry.name


def _before(new: Named, old: Mapping[str, Named]) -> Named | None:
    ids = (new.id, *(new.former_ids if isinstance(new, Benchmark | PersonEntry) else ()))
    return next((old[each] for each in ids if each in old), None)


def _said(old: Named | None, new: Named) -> Iterator[str]:
    if old is None:
        yield f"added ({new.kind})" if isinstance(new, Venue) else "added"
        return
    if old.id != new.id:
        yield f"id was {old.id}"
    yield from _fields(old, new, [name for name in type(new).model_fields if name != "id"])


def _fields(old: object, new: object, names: Iterable[str]) -> Iterator[str]:
    changed = [name for name in names if getattr(old, name) != getattr(new, name)]
    if changed:
        yield f"{listed(CALLED.get(name, name) for name in changed)} changed"
