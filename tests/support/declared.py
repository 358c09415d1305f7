"""Fields of results as the tiny survey declares them, for tests that make records in Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from site_builder.record import result_fields
from site_builder.record.models import Condition, Quantity
from site_builder.record.result_fields import ResultFields

_FILE: Final = Path(__file__).parent.parent / "data/tiny/benchmarks.yaml"
_DATA: Final = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
CONDITIONS: Final = tuple(Condition.model_validate(each) for each in _DATA["conditions"])
QUANTITIES: Final = tuple(Quantity.model_validate(each) for each in _DATA["quantities"])
DECLARED: Final = ResultFields.sound(CONDITIONS, QUANTITIES)


def gathered(fields: dict[str, Any], declared: ResultFields = DECLARED) -> dict[str, Any]:
    """Give the fields of a record as the model has them: results with dicts of declared fields."""
    results = fields.get("results")
    if not results:
        return fields
    return {**fields, "results": [result_fields.grouped(each, declared.ids) for each in results]}
