"""Which records stand in which fields of others, as the models say it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def nested(model: type[BaseModel]) -> Mapping[str, type[BaseModel]]:
    """Return the models of the records that stand in a model's fields, alone or in lists."""
    found = {name: _model_in(field.annotation) for name, field in model.model_fields.items()}
    return {name: inner for name, inner in found.items() if inner}


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
