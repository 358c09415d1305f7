"""A registry in canonical form: order of fields, wrapping, normal values; comments kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from site_builder.problems import Problem
from site_builder.record.citations import CitationsFile
from site_builder.record.exclusions import ExcludedFile
from site_builder.record.releases import ReleasesFile
from site_builder.record.types import type_at
from site_builder.record.watching import WatchFile
from site_builder.yamlfiles import comments, parsing, reading
from site_builder.yamlfiles.canonical import Normal, Outcome
from site_builder.yamlfiles.comments import MODELINE
from site_builder.yamlfiles.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import BaseModel

    from site_builder.problems import Loc
    from site_builder.yamlfiles.comments import Remarks
    from site_builder.yamlfiles.reading import Document


def canonical_registry(
    text: str,
    shown: str,
    model: type[BaseModel],
    schema: str,
    is_person: Callable[[Loc], bool] = lambda _: False,
) -> Outcome:
    """Put a registry in canonical form; a broken file comes back as its problems.

    `schema` is the name of its schema, which the first line tells editors, so that they complete
    and check what follows. `is_person` tells where names of people stand. The new text is read
    again, and refused unless it says the same with the same comments.
    """
    document, found, problems = _read(text, shown, model)
    if document is None or found is None:
        return Outcome(None, tuple(problems))
    remarks = comments.find(text, document.node)
    told = remarks.count()  # writing moves some of them
    data = Normal(document, remarks, is_person=is_person).record()
    head = f"{MODELINE} $schema=schema/{schema}.json"
    body = Writer(remarks).mapping(_Order(model, remarks).whole(data), ())
    new = "\n".join([head, *remarks.head, *body, *remarks.foot, ""])
    if new != text:
        again, same, _ = _read(new, shown, model)
        kept = comments.find(new, again.node).count() if again else None
        if same != found or kept != told:
            message = "cannot be put in canonical form without changing what it says"
            return Outcome(None, (Problem(shown, 1, 1, "form", message, "please report this"),))
    return Outcome(new)


def _read(
    text: str, shown: str, model: type[BaseModel]
) -> tuple[Document | None, BaseModel | None, list[Problem]]:
    document, problems = reading.parse(text, shown)
    if document is None or problems:
        return document, None, problems
    found, more = parsing.read_registry(document, model)
    return document, found, more


class _Order:
    """Puts the fields of a registry's entries in the order of their models."""

    def __init__(self, model: type[BaseModel], remarks: Remarks) -> None:
        self.model, self.remarks = model, remarks

    def whole(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Order a whole file; its lists stay there, if empty."""
        return {n: self._value(data[n], (n,)) for n in self.model.model_fields if n in data}

    def _value(self, value: Any, loc: Loc) -> Any:
        if isinstance(value, dict):
            return self._ordered(value, loc)
        if isinstance(value, list):
            return [self._value(each, (*loc, index)) for index, each in enumerate(value)]
        return value

    def _ordered(self, data: Mapping[str, Any], loc: Loc) -> dict[str, Any]:
        """Put fields in order; those without a value go, unless a comment speaks of them."""
        model: Any = type_at(self.model, loc)
        return {
            name: self._value(data[name], (*loc, name))
            for name in model.model_fields
            if name in data and (data[name] not in (None, []) or self.remarks.touch((*loc, name)))
        }


canonical_excluded: Final = partial(canonical_registry, model=ExcludedFile, schema="excluded")
canonical_citations: Final = partial(canonical_registry, model=CitationsFile, schema="citations")
canonical_watch: Final = partial(canonical_registry, model=WatchFile, schema="watch")
canonical_releases: Final = partial(canonical_registry, model=ReleasesFile, schema="releases")
