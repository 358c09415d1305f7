"""The fields that a survey declares for its results: conditions and quantities."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

from site_builder.record.fields import texts_of
from site_builder.record.models import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.record.models import Paper
    from site_builder.record.registry import Condition, Quantity

    Declared = TypeVar("Declared", Condition, Quantity)

GROUPS: Final = ("conditions", "quantities")
"""Fields of the model that a record does not have: what they hold stands among the others."""
OWN: Final = tuple(name for name in Result.model_fields if name not in GROUPS)
"""Fields that results have in every survey."""
PLAIN: Final = (str, int, float, dt.date)
"""What a field of a paper can hold that a condition or quantity refers to."""
TAKEN: Final = frozenset({*Result.model_fields, "method", "title", "authors", "year", "venue"})
"""Names that no condition or quantity can have: fields of results, columns of their tables."""


@dataclass(frozen=True)
class ResultFields:
    """What benchmarks.yaml declares; ids that are taken are left out, which the checks report."""

    conditions: tuple[Condition, ...] = ()
    quantities: tuple[Quantity, ...] = ()

    @classmethod
    def sound(cls, conditions: Iterable[Condition], quantities: Iterable[Quantity]) -> ResultFields:
        """Keep of all entries with one id the first."""
        taken = set(TAKEN)
        return cls(_first(conditions, taken), _first(quantities, taken))

    @cached_property
    def axis(self) -> Quantity | None:
        """The quantity that figures set results against; None where none is declared."""
        marked = (quantity for quantity in self.quantities if quantity.axis)
        return next(marked, next(iter(self.quantities), None))

    @cached_property
    def needed(self) -> tuple[Condition, ...]:
        """The conditions without which nobody can tell."""
        return tuple(condition for condition in self.conditions if condition.needed)

    @cached_property
    def ids(self) -> dict[str, str]:
        """The model's field that holds each declared one, by id."""
        return {
            **{condition.id: GROUPS[0] for condition in self.conditions},
            **{quantity.id: GROUPS[1] for quantity in self.quantities},
        }


def _first(entries: Iterable[Declared], taken: set[str]) -> tuple[Declared, ...]:
    found = []
    for entry in entries:
        if entry.id not in taken:
            taken.add(entry.id)
            found.append(entry)
    return tuple(found)


def guessed(results: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return what holds each field that nothing declares: numbers are quantities."""
    found: dict[str, str] = {}
    for result in results:
        for name, value in result.items():
            is_said = value is not None or name not in found
            if is_said and name not in Result.model_fields:
                found[name] = GROUPS[isinstance(value, int | float)]
    return found


def grouped(result: Mapping[str, Any], groups: Mapping[str, str]) -> dict[str, Any]:
    """Gather a written result's declared fields, in the order of their declaration.

    Those that are empty are left out. What is not declared stays where it is.
    """
    found = {name: value for name, value in result.items() if name not in groups}
    for name, group in groups.items():
        if result.get(name) is not None:
            found.setdefault(group, {})[name] = result[name]
    return found


def flat(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return a result as a record writes it, out of the model's plain data."""
    found: dict[str, Any] = {}
    for name, value in result.items():
        found |= value if name in GROUPS else {name: value}
    return found


def order_of(groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of a result's fields in canonical order, declared ones in their places."""
    found: list[str] = []
    for field in Result.model_fields:
        found += [n for n, held in groups.items() if held == field] if field in GROUPS else [field]
    return tuple(found)


def of_paper(paper: Paper, declared: Condition | Quantity) -> tuple[str, ...]:
    """Return what a paper itself says in the field that its condition or quantity names."""
    name = declared.field or ""
    value = paper.extra[name] if name in paper.extra else getattr(paper, name, None)
    values = value if isinstance(value, tuple) else (value,)
    return tuple(text for each in values if isinstance(each, PLAIN) for text in texts_of(each))
