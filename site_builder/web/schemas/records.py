"""Schemas of records and registries as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.record.models import (
    NOT_WRITTEN,
    Author,
    BenchmarksFile,
    Category,
    Paper,
    Result,
    TaxonomyFile,
    VenuesFile,
)
from site_builder.web.schemas.shapes import DRAFT, LINE, Schema, choice, of_model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

    from site_builder.library import Library
    from site_builder.record.models import Facet
    from site_builder.record.taxonomy import Taxonomy


def paper(library: Library) -> Schema:
    """Describe a paper's record in this survey: its facets are fields, and only its ids are known.

    Where a registry is empty or could not be read, any well-formed id will do.
    """
    schema = of_model(Paper, without=NOT_WRITTEN)
    fields = schema["properties"]
    fields["authors"]["items"] = fields["editors"]["items"] = _author()
    fields["venue"] |= _among((venue.id, venue.name) for venue in library.venues.values())
    fields["results"]["items"] = _result(library)
    facets = {f.id: _facet(f, library.taxonomy) for f in library.taxonomy.facets}
    return {**DRAFT, "title": "Paper", **schema, "properties": fields | facets}


def _author() -> Schema:
    """Describe an author: a text, or either a person's parts or a group's name."""
    whole = of_model(Author)
    person = {"required": ["family"], "properties": {"literal": {"type": "null"}}}
    parts = ("given", "particle", "family", "suffix")
    group = {"required": ["literal"], "properties": {part: {"type": "null"} for part in parts}}
    return {"anyOf": [LINE, {**whole, "anyOf": [person, group]}]}


def _result(library: Library) -> Schema:
    """Describe a result: known benchmarks, and for each only its own metrics."""
    schema = of_model(Result)
    fields, known = schema["properties"], library.benchmarks.values()
    metrics = {metric.id: metric.name for each in known for metric in each.metrics}
    fields["benchmark"] |= _among((each.id, each.name) for each in known)
    fields["metric"] |= _among(metrics.items())
    rules = [_metrics_of(b.id, ((m.id, m.name) for m in b.metrics)) for b in known]
    return {**schema, "allOf": rules} if rules else schema


def _metrics_of(benchmark: str, metrics: Iterable[tuple[str, str]]) -> Schema:
    is_this = {"properties": {"benchmark": {"const": benchmark}}, "required": ["benchmark"]}
    return {"if": is_this, "then": {"properties": {"metric": choice(dict(metrics))}}}


def _facet(facet: Facet, taxonomy: Taxonomy) -> Schema:
    nodes = (node for node in taxonomy.nodes.values() if node.facet.id == facet.id)
    ids = _among((node.id, f"{node.title}: {node.category.description}") for node in nodes)
    description = f"{facet.title}: {facet.description}"
    return {"description": description, "type": "array", "uniqueItems": True, "items": ids}


def _among(titles: Iterable[tuple[str, str]]) -> Schema:
    found = dict(titles)
    return choice(found) if found else {}


def taxonomy() -> Schema:
    """Describe taxonomy.yaml."""
    return {**_file(TaxonomyFile, "Taxonomy"), "definitions": {"Category": of_model(Category)}}


def venues() -> Schema:
    """Describe venues.yaml."""
    return _file(VenuesFile, "Venues")


def benchmarks() -> Schema:
    """Describe benchmarks.yaml."""
    return _file(BenchmarksFile, "Benchmarks")


def _file(model: type[BaseModel], title: str) -> Schema:
    return {**DRAFT, "title": title, **of_model(model)}
