"""Schemas of the JSON that the site gives below `api/v1`.

They are the models' own, as values come out: what may be empty is left out instead, what may be
written in two ways has one. Fields may be added within v1, so none is forbidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.record.models import Author, Category, Facet, Paper, Venue
from site_builder.web.schemas.shapes import DRAFT, Schema, of_model

if TYPE_CHECKING:
    from collections.abc import Collection

    from pydantic import BaseModel

TEXT: Final = {"type": "string"}
COUNT: Final = {"type": "integer", "minimum": 0}
URI: Final = {
    "description": "The page's address below the site's root.",
    "type": "string",
    "pattern": "^[a-z0-9/_-]+/$",
}
URL: Final = {
    "description": "The page's whole address, where the site's own is known.",
    "type": "string",
    "format": "uri",
}
SELF: Final = {"description": "Where this schema is.", "type": "string"}
OPTIONAL: Final = {"url", "$schema", "authors_cut", "editors_cut"}
"""Fields of ours that are left out at times."""
NO_FIELDS: Final[Schema] = {"type": "object", "properties": {}, "required": []}


def paper() -> Schema:
    """Describe `api/v1/papers/KEY.json`."""
    return _file("A paper", _paper())


def papers() -> Schema:
    """Describe `api/v1/papers.json`: all papers, each without its longest texts."""
    one = _paper(without={"abstract", "notes"})
    return _file("All papers", _with(NO_FIELDS, count=COUNT, papers=_list(one)))


def taxonomy() -> Schema:
    """Describe `api/v1/taxonomy.json`."""
    facets = _list(_with(_model(Facet), uri=URI, url=URL))
    number = {"description": "Papers of the category and of all below it.", **COUNT}
    category = _with(_model(Category), uri=URI, url=URL, papers=number)
    whole = _file("The taxonomy", _with(NO_FIELDS, facets=facets))
    return {**whole, "definitions": {"Category": category}}


def _paper(without: Collection[str] = ()) -> Schema:
    place = _with(NO_FIELDS, id=TEXT, title=TEXT, uri=URI)
    by_facet = {
        "description": "The paper's categories, by the facet's id.",
        "type": "object",
        "additionalProperties": _list(place),
    }
    author = _with(_model(Author), name={"description": "In reading order.", **TEXT}, uri=URI)
    editor = _with(_model(Author), name={"description": "In reading order.", **TEXT})
    venue = _with(_model(Venue, {"aliases", "url"}), uri=URI)
    venue["required"] = ["id"]  # all that is known of one that the registry does not have
    authors = {"description": "In the paper's order.", **_list(author)}
    cut = {"description": "There are more than are named.", "const": True}
    fields = {
        "authors": authors,
        "authors_cut": cut,
        "editors": _list(editor),
        "editors_cut": cut,
        "venue": venue,
        "categories": by_facet,
    }
    known = _model(
        Paper, {"categories", "protect", "checks", "authors_cut", "editors_cut", *without}
    )
    return _with(known, uri=URI, url=URL, **fields)


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _file(title: str, schema: Schema) -> Schema:
    return {**DRAFT, "title": title, **_with(schema, **{"$schema": SELF})}


def _with(schema: Schema, **fields: Schema) -> Schema:
    """Add fields to a mapping, or put them in the place of its own."""
    needed = {*schema["required"], *(name for name in fields if name not in OPTIONAL)}
    properties = {**schema["properties"], **fields}
    required = [name for name in properties if name in needed]
    return {**schema, "properties": properties, "required": required}


def _model(model: type[BaseModel], without: Collection[str] = ()) -> Schema:
    return _given(of_model(model, without))


def _given(schema: Schema) -> Schema:
    """Turn what may be written into what is given: one form each, and nothing empty."""
    if "anyOf" in schema:  # one or a list: given as a list
        about = {k: v for k, v in schema.items() if k != "anyOf"}
        return {**about, **_given(schema["anyOf"][-1])}
    match schema.get("type"):
        case "array":
            return {**schema, "items": _given(schema["items"])}
        case "object":
            fields = schema["properties"]
            given = {name: _given(field) for name, field in fields.items()}
            required = [name for name, field in fields.items() if not _is_optional(field)]
            return {"type": "object", "properties": given, "required": required}
        case [first, *_]:
            known = {"enum": [e for e in schema["enum"] if e]} if "enum" in schema else {}
            return _given({**schema, **known, "type": first})
    return schema


def _is_optional(field: Schema) -> bool:
    return "null" in field.get("type", ())
