"""Schema of a result: the fields that a survey declares stand among the engine's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from site_builder.record.result_fields import GROUPS
from site_builder.record.types import LINE

if TYPE_CHECKING:
    from site_builder.record.models import Condition, Quantity
    from site_builder.record.result_fields import ResultFields
    from site_builder.record.types import Schema


def declare(result: Schema, declared: ResultFields, *, may_be_empty: bool = False) -> None:
    """Put the declared fields into a result's schema, in the places of the model's groups."""
    ours = {
        GROUPS[0]: {each.id: _condition(each, may_be_empty) for each in declared.conditions},
        GROUPS[1]: {each.id: _quantity(each, may_be_empty) for each in declared.quantities},
    }
    fields: dict[str, Any] = {}
    for name, field in result["properties"].items():
        fields |= ours[name] if name in GROUPS else {name: field}
    result["properties"] = fields
    if "required" in result:
        result["required"] = [name for name in result["required"] if name not in GROUPS]


def _condition(condition: Condition, may_be_empty: bool) -> Schema:  # noqa: FBT001
    text = {**LINE, **_type("string", may_be_empty), "description": _about(condition)}
    return dict(sorted(text.items()))


def _quantity(quantity: Quantity, may_be_empty: bool) -> Schema:  # noqa: FBT001
    ends = {"minimum": quantity.range.min, "maximum": quantity.range.max}
    bounds = {name: _plain(end) for name, end in ends.items() if end is not None}
    return {"description": _about(quantity), **bounds, **_type("number", may_be_empty)}


def _plain(end: float) -> float:
    """Return a whole number as people write it."""
    return int(end) if end.is_integer() else end


def _type(name: str, may_be_empty: bool) -> Schema:  # noqa: FBT001
    return {"type": [name, "null"] if may_be_empty else name}


def _about(field: Condition | Quantity) -> str:
    unit = getattr(field, "unit", None)
    title = f"{field.title} ({unit})" if unit else field.title
    return f"{title}: {field.description}" if field.description else title
