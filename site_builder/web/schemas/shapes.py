"""From the models' types to JSON Schema: what each of their validators lets through.

A schema never refuses what `survey check` accepts; it may accept more, since an editor's hints are
no check. Patterns keep to what Python and ECMAScript read alike.
"""

from __future__ import annotations

from enum import StrEnum
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator

from site_builder.record import values
from site_builder.record.models import Category, Sources
from site_builder.web.schemas.words import CHOICES, WORDS

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Collection, Iterable

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""

DRAFT: Final = {"$schema": "http://json-schema.org/draft-07/schema#"}

WEB: Final = r"[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9][A-Za-z0-9.:-]*"
URL: Final = rf"{WEB}(?:[/?#][!#-;=?-Z\[\]_a-z~]*)?"
PREFIX: Final = r"(?:\S*[:/]\s*)?"
"""What may stand before an identifier, as `doi:` or the address of a resolver."""


def _pattern(body: str) -> Schema:
    """Match a whole text; blanks around it do not count."""
    return {"type": "string", "pattern": rf"^\s*(?:{body})\s*$"}


def _shape(shape: re.Pattern[str], prefix: str = "", suffix: str = "") -> Schema:
    return _pattern(f"{prefix}(?:{shape.pattern})".replace('\\"', '"') + suffix)


def _arxiv() -> Schema:
    either = f"(?:{values.ARXIV_NEW.pattern}|{values.ARXIV_OLD.pattern})"
    return _pattern(rf"{PREFIX}{either}(?:\.pdf)?")


LINE: Final = {**_pattern(r"\S[^\n]*"), "maxLength": values.MAX_LINE}
SHORT: Final = {"maxLength": values.MAX_KEY}

SHAPES: Final[dict[Callable[[object], object], Schema]] = {
    values.line: LINE,
    values.numeral: {**LINE, "type": ["string", "integer"]},
    values.prose: {"type": "string", "pattern": r"\S", "maxLength": values.MAX_PROSE},
    values.url: {**_pattern(URL), "format": "uri"},
    values.key: {**_shape(values.KEY), **SHORT},
    values.category_id: {**_shape(values.CATEGORY_ID), **SHORT},
    values.facet_id: {**_shape(values.FACET_ID), **SHORT},
    values.venue_id: {**_shape(values.VENUE_ID), **SHORT},
    values.arxiv_id: _arxiv(),
    values.arxiv_class: _shape(values.ARXIV_CLASS),
    values.doi: _shape(values.DOI, prefix=PREFIX),
    values.orcid: _shape(values.ORCID),
    values.date: {"type": "string", "format": "date", "pattern": f"^{values.DATE.pattern}$"},
    values.year: {"type": "integer", "minimum": values.YEARS[0], "maximum": values.YEARS[-1]},
    values.month: {"type": "integer", "minimum": 1, "maximum": 12},
    values.number: {"type": "number"},
    values.truth: {"type": "boolean"},
    values.url_or_doi: LINE,
    values.switches: {
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{values.CODE.pattern})$"},
        "additionalProperties": LINE,
    },
}
"""What each validator takes; where it takes an optional prefix, so does the schema."""

ONE_OR_MORE: Final = get_args(Sources)[1].func
"""The validator of a list that may be written as its only item."""
CATEGORY: Final = {"$ref": "#/definitions/Category"}
"""The one model that holds itself."""


def of_model(model: type[BaseModel], without: Collection[str] = ()) -> Schema:
    """Describe a mapping: its fields, which of them it must have, and that it has no others."""
    told = {name: field for name, field in model.model_fields.items() if name not in without}
    fields = {name: _field(model, name) for name in told}
    required = [name for name, field in told.items() if field.is_required()]
    found: Schema = {"type": "object", "additionalProperties": False, "properties": fields}
    return {**found, "required": required} if required else found


def _field(model: type[BaseModel], name: str) -> Schema:
    field = model.model_fields[name]
    schema = _of_type(field.annotation, field.metadata)
    words = WORDS[model.__name__].get(name)
    return {"description": words, **schema} if words else schema


def _of_type(annotation: Any, marks: Iterable[Any]) -> Schema:
    """Describe a type with what it is annotated with."""
    marks = list(marks)
    validators = [mark.func for mark in marks if isinstance(mark, BeforeValidator)]
    for known in (SHAPES[func] for func in validators if func in SHAPES):
        return {**known, **_bounds(marks)}
    if get_origin(annotation) is tuple:
        item = _of_type(get_args(annotation)[0], ())
        whole = {"type": "array", "items": item, **_bounds(marks)}
        return {"anyOf": [item, whole]} if ONE_OR_MORE in validators else whole
    return _of_plain_type(annotation)


def _of_plain_type(annotation: Any) -> Schema:
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return _of_type(inner, marks)
    if get_origin(annotation) in {Union, UnionType}:
        return _optional(_of_type(get_args(annotation)[0], ()))
    if annotation is Category:
        return CATEGORY
    if issubclass(annotation, StrEnum):
        return choice({str(each): CHOICES[annotation][each] for each in annotation})
    return of_model(annotation)


def choice(titles: dict[str, str]) -> Schema:
    """Allow these texts alone; editors show the title beside each."""
    return {"type": "string", "enum": list(titles), "enumDescriptions": list(titles.values())}


def _optional(schema: Schema) -> Schema:
    """Let a field that may be left out be empty as well."""
    types = schema["type"]
    known = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, **known, "type": [*([types] if isinstance(types, str) else types), "null"]}


def _bounds(marks: Iterable[Any]) -> Schema:
    """Translate the bounds that pydantic checks."""
    found: Schema = {}
    for mark in marks:
        found |= _bounds(getattr(mark, "metadata", ()))
        if hasattr(mark, "ge"):
            found["minimum"] = mark.ge
        if hasattr(mark, "min_length"):
            found["minItems"] = mark.min_length
    return found
