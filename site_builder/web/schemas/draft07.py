"""From models to JSON Schema, draft 07: pydantic's own, in the form that editors follow.

Fields and models bring their descriptions along; nothing here knows a field by its name.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic.json_schema import GenerateJsonSchema

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import core_schema

    from site_builder.record.types import Schema

DRAFT: Final[Schema] = {"$schema": "http://json-schema.org/draft-07/schema#"}
REF: Final = "#/definitions/{model}"

Mode = Literal["validation", "serialization"]


class _Draft07(GenerateJsonSchema):
    """Leaves out what editors would show or fill in without use: titles of fields, defaults."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """Describe a field alike with and without a default: what is empty is better left out."""
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        """Let a field that may be left out be empty as well; the site gives no empty ones."""
        inner = self.generate_inner(schema["schema"])
        if self.mode == "serialization":
            return inner
        if "type" not in inner or "enum" in inner:
            return {"anyOf": [inner, {"type": "null"}]}
        types = inner["type"]
        return {**inner, "type": [*([types] if isinstance(types, str) else types), "null"]}

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,  # noqa: FBT001 (pydantic calls it so)
    ) -> bool:
        """Return whether a field is always there; what the site gives has no empty ones."""
        if self.mode == "validation":
            return super().field_is_required(field, total)
        inner = field["schema"]
        while inner["type"] != "nullable" and "schema" in inner:  # a default, a validator
            inner = inner["schema"]
        return bool(inner["type"] != "nullable")

    def field_title_should_be_set(self, _: object) -> bool:
        """Return whether a field has a title beside its name: none has."""
        return False


def of_model(model: type[BaseModel], mode: Mode = "validation") -> Schema:
    """Return the schema of a model as people write it, or in `serialization` as the site gives it.

    All models within it stand under `definitions`. What the site gives may have more fields than
    are described, since fields may be added. What is returned is the caller's own to change.
    """
    return deepcopy(_of_model(model, mode))


@cache
def _of_model(model: type[BaseModel], mode: Mode) -> Schema:
    found = model.model_json_schema(ref_template=REF, schema_generator=_Draft07, mode=mode)
    definitions = found.pop("$defs", {})
    if found.keys() == {"$ref"}:  # of a model that holds itself
        found = dict(definitions[model.__name__])
    whole: Schema = _apart({**found, "definitions": definitions})
    if mode == "serialization":
        for each in (whole, *whole["definitions"].values()):
            each.pop("additionalProperties", None)
    return whole


def _apart(schema: Any) -> Any:
    """Put references in brackets of their own: in draft 07, what stands beside one is not read."""
    if isinstance(schema, list):
        return [_apart(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: _apart(value) for name, value in schema.items()}
    if "$ref" in inner and len(inner) > 1:
        reference = {"$ref": inner.pop("$ref")}
        return {**inner, "allOf": [reference]}
    return inner
