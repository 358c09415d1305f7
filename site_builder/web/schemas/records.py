"""Schemas of records and registries as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.record.citations import CitationsFile
from site_builder.record.exclusions import ExcludedFile
from site_builder.record.fields import FieldsFile
from site_builder.record.models import (
    NOT_WRITTEN,
    BenchmarksFile,
    Paper,
    TaxonomyFile,
    VenuesFile,
)
from site_builder.record.people import PeopleFile
from site_builder.record.releases import ReleasesFile
from site_builder.record.types import Schema, among
from site_builder.record.watching import WatchFile
from site_builder.web.schemas.draft07 import DRAFT, of_model
from site_builder.web.schemas.results import declare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

    from site_builder.library import Library
    from site_builder.record.models import Facet
    from site_builder.record.taxonomy import Taxonomy


def paper(library: Library) -> Schema:
    """Describe a paper's record in this survey, with its facets, their ids and its own fields.

    Where a registry is empty or could not be read, any well-formed id will do.
    """
    schema = of_model(Paper)
    fields = {n: field for n, field in schema["properties"].items() if n not in NOT_WRITTEN}
    fields["venue"] |= _among((venue.id, venue.name) for venue in library.venues.values())
    declare(schema["definitions"]["Result"], library.result_fields, may_be_empty=True)
    _only_known(schema["definitions"]["Result"], library)
    facets = {f.id: _facet(f, library.taxonomy) for f in library.taxonomy.facets}
    own = {field.id: field.json_schema() for field in library.fields}
    required = [name for name in schema["required"] if name not in NOT_WRITTEN]
    return {**DRAFT, **schema, "properties": fields | facets | own, "required": required}


def _only_known(result: Schema, library: Library) -> None:
    """Let a result have known benchmarks alone, and for each only its own metrics."""
    fields, known = result["properties"], library.benchmarks.values()
    metrics = {metric.id: metric.name for each in known for metric in each.metrics}
    fields["benchmark"] |= _among((each.id, each.name) for each in known)
    fields["metric"] |= _among(metrics.items())
    rules = [_metrics_of(b.id, ((m.id, m.name) for m in b.metrics)) for b in known]
    result |= {"allOf": rules} if rules else {}


def _metrics_of(benchmark: str, metrics: Iterable[tuple[str, str]]) -> Schema:
    is_this = {"properties": {"benchmark": {"const": benchmark}}, "required": ["benchmark"]}
    return {"if": is_this, "then": {"properties": {"metric": among(dict(metrics))}}}


def _facet(facet: Facet, taxonomy: Taxonomy) -> Schema:
    nodes = (node for node in taxonomy.nodes.values() if node.facet.id == facet.id)
    ids = _among((node.id, f"{node.title}: {node.category.description}") for node in nodes)
    description = f"{facet.title}: {facet.description}"
    return {"description": description, "type": "array", "uniqueItems": True, "items": ids}


def _among(titles: Iterable[tuple[str, str]]) -> Schema:
    found = dict(titles)
    return among(found) if found else {}


def taxonomy() -> Schema:
    """Describe taxonomy.yaml."""
    return _file(TaxonomyFile, "Taxonomy")


def venues() -> Schema:
    """Describe venues.yaml."""
    return _file(VenuesFile, "Venues")


def benchmarks() -> Schema:
    """Describe benchmarks.yaml."""
    return _file(BenchmarksFile, "Benchmarks")


def fields() -> Schema:
    """Describe fields.yaml."""
    return _file(FieldsFile, "Fields")


def people() -> Schema:
    """Describe people.yaml."""
    return _file(PeopleFile, "People")


def excluded() -> Schema:
    """Describe excluded.yaml."""
    return _file(ExcludedFile, "Excluded papers")


def citations() -> Schema:
    """Describe citations.yaml."""
    return _file(CitationsFile, "Citations")


def watch(library: Library) -> Schema:
    """Describe watch.yaml in this survey: searches are for its categories."""
    schema = _file(WatchFile, "Watch list")
    nodes = library.taxonomy.nodes.values()
    ids = {node.id: node.title for node in nodes}
    ids |= {f"{node.facet.id}/{node.id}": node.title for node in nodes}
    search = schema["definitions"]["Search"]["properties"]
    described = {k: v for k, v in search["category"].items() if k == "description"}
    known = {"anyOf": [among(ids), {"type": "string"}]} if ids else {"type": "string"}
    search["category"] = {**described, **known}
    return schema


def releases() -> Schema:
    """Describe releases.yaml."""
    return _file(ReleasesFile, "Releases")


def _file(model: type[BaseModel], title: str) -> Schema:
    return {**DRAFT, **of_model(model), "title": title}
