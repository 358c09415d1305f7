"""Schemas of the JSON that the site gives below `api/v1`.

They are the models' own, as values come out: what may be empty is left out instead, what may be
written in two ways has one. Fields may be added within v1, so none is forbidden.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from site_builder.record.exclusions import ExcludedFile
from site_builder.record.fields import FieldType
from site_builder.record.models import Paper, TaxonomyFile, Venue
from site_builder.record.values import KEY
from site_builder.web.schemas.draft07 import DRAFT, REF, of_model
from site_builder.web.schemas.results import declare

if TYPE_CHECKING:
    from collections.abc import Collection

    from site_builder.library import Library
    from site_builder.record.types import Schema

TEXT: Final = {"type": "string"}
COUNT: Final = {"type": "integer", "minimum": 0}
URI: Final = {
    "description": "The page's address below the site's root.",
    "type": "string",
    "pattern": "^[a-z0-9/_-]+/$",
}
AUTHOR_URI: Final = {
    "description": "The author's page below the site's root, or the place in the list of authors.",
    "type": "string",
    "pattern": "^authors/(?:[a-z0-9-]+/|#[a-z0-9-]+)$",
}
URL: Final = {
    "description": "The page's whole address, where the site's own is known.",
    "type": "string",
    "format": "uri",
}
SELF: Final = {"description": "Where this schema is.", "type": "string"}
KEYS: Final = {"type": "array", "items": {"type": "string", "pattern": f"^{KEY.pattern}$"}}
KNOWN: Final = ", the newest first; there where the survey knows any citations."
OPTIONAL: Final = {"url", "$schema", "authors_cut", "editors_cut", "cites", "cited_by"}
"""Fields of ours that are left out at times."""


def paper(library: Library) -> Schema:
    """Describe `api/v1/papers/KEY.json`."""
    whole = _papers(library)
    return _file("A paper", {**whole["definitions"].pop("Paper"), **whole})


def papers(library: Library) -> Schema:
    """Describe `api/v1/papers.json`: all papers, each without its longest texts."""
    whole = _papers(library, without={"abstract", "notes"})
    return _file("All papers", {**_mapping(count=COUNT, papers=_list(_ref("Paper"))), **whole})


def taxonomy() -> Schema:
    """Describe `api/v1/taxonomy.json`."""
    whole = of_model(TaxonomyFile, "serialization")
    number = {"description": "Papers of the category and of all below it.", **COUNT}
    _add(whole, facets=_list(_ref("Facet")))
    _add(whole["definitions"]["Facet"], uri=URI, url=URL)
    _add(whole["definitions"]["Category"], uri=URI, url=URL, papers=number)
    _leave_out(whole["definitions"]["Category"], {"start_here"})
    del whole["definitions"]["Beginning"]
    return _file("The taxonomy", whole)


def excluded() -> Schema:
    """Describe `api/v1/excluded.json`."""
    whole = of_model(ExcludedFile, "serialization")
    _add(whole, count=COUNT)
    return _file("What was left out", whole)


def _papers(library: Library, without: Collection[str] = ()) -> Schema:
    """Describe a paper and all that is in it, under `definitions`."""
    known = of_model(Paper, "serialization")
    definitions = known.pop("definitions")
    declare(definitions["Result"], library.result_fields)
    _add(definitions["Author"], name={"description": "In reading order.", **TEXT})
    place = _mapping(id=TEXT, title=TEXT, uri=URI)
    by_facet = {
        "description": "The paper's categories, by the facet's id.",
        "type": "object",
        "additionalProperties": _list(place),
    }
    authors = {"description": "In the paper's order.", **_list(_ref("Author"))}
    definitions["Editor"] = deepcopy(definitions["Author"])
    who = {"description": "Who this is in the survey; see `uri`.", **TEXT}
    _add(definitions["Author"], id=who, uri=AUTHOR_URI)
    cut = {"description": "There are more than are named.", "const": True}
    fields = {
        "authors": authors,
        "authors_cut": cut,
        "editors": _list(_ref("Editor")),
        "editors_cut": cut,
        "venue": _venue(definitions),
        "categories": by_facet,
        "cites": {"description": f"Keys of the papers here that it cites{KNOWN}", **KEYS},
        "cited_by": {"description": f"Keys of the papers here that cite it{KNOWN}", **KEYS},
    }
    _leave_out(known, {"protect", "checks", "extra", "authors_cut", "editors_cut", *without})
    known["properties"] |= {field.id: field.json_schema() for field in library.fields}
    known["required"] += [field.id for field in library.fields if field.type is FieldType.LIST]
    _add(known, uri=URI, url=URL, **fields)
    return {"definitions": {**definitions, "Paper": known}}


def _venue(definitions: dict[str, Schema]) -> Schema:
    venue = of_model(Venue, "serialization")
    definitions |= venue.pop("definitions")
    _leave_out(venue, {"aliases", "url"})
    _add(venue, uri=URI)
    return {**venue, "required": ["id"]}  # all that is known of one that no registry has


def _ref(model: str) -> Schema:
    return {"$ref": REF.format(model=model)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _file(title: str, schema: Schema) -> Schema:
    _add(schema, **{"$schema": SELF})
    return {**DRAFT, **schema, "title": title}


def _mapping(**fields: Schema) -> Schema:
    """Describe a mapping that has all of these fields."""
    schema: Schema = {"type": "object"}
    _add(schema, **fields)
    return schema


def _add(schema: Schema, **fields: Schema) -> None:
    """Add fields to a mapping, or put them in the place of its own."""
    needed = {*schema.get("required", ()), *(name for name in fields if name not in OPTIONAL)}
    schema["properties"] = schema.get("properties", {}) | fields
    schema["required"] = [name for name in schema["properties"] if name in needed]


def _leave_out(schema: Schema, names: Collection[str]) -> None:
    """Take fields out of a mapping that are not given."""
    schema["properties"] = {n: f for n, f in schema["properties"].items() if n not in names}
    schema["required"] = [name for name in schema["required"] if name not in names]
