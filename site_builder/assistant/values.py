"""What tools take and give: strict arguments, answers as plain data, both within bounds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from site_builder.problems import SurveyError, json_for_terminal, printable
from site_builder.text import invisible
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    import re

    from pydantic import ValidationError

MOST_ITEMS: Final = 200
"""Items of one list that an answer has; tools say how to get at the others."""
MOST_LETTERS: Final = 20_000
"""Characters of one text, as many as a record's longest."""
MOST_CHARACTERS: Final = 400_000
"""Characters of a whole answer: what is longer fills the memory of whoever asked."""
MOST_FAULTS: Final = 10
"""Mistakes in arguments that are told at once."""

Name = Annotated[str, Field(max_length=300)]
Offset = Annotated[int, Field(ge=0, le=1_000_000)]
Plain = dict[str, Any]


class Arguments(BaseModel):
    """What a tool is called with; what it does not know is refused, so that nothing is ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Item(BaseModel):
    """A part of an answer; what is not known or empty is left out of the JSON."""

    model_config = ConfigDict(frozen=True)


class Answer(Item):
    """What a tool gives."""

    notes: list[str] = Field(
        default=[], description="What the server says beside it: what was left off, what is broken."
    )


def faults(error: ValidationError) -> str:
    """Say what is wrong with arguments, one mistake on a line, without quoting all of them."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [
        f"{printable('.'.join(map(str, each['loc'])) or 'arguments', 100)}: {each['msg']}"
        for each in found[:MOST_FAULTS]
    ]
    rest = len(found) - MOST_FAULTS
    return "\n".join(lines + ([f"and {counted(rest, 'more mistake')}"] if rest > 0 else []))


def plain(answer: Answer) -> Plain:
    """Return an answer as plain data within bounds; its notes tell what was cut.

    Raises SurveyError for one that is too large all the same.
    """
    cuts: list[str] = []
    found: Plain = _cut(answer.model_dump(mode="json", exclude_defaults=True), "", cuts)
    if cuts:
        found["notes"] = [*found.get("notes", ()), *cuts[:MOST_FAULTS]]
    if len(json.dumps(found, ensure_ascii=False)) > MOST_CHARACTERS:
        said = f"the answer has more than {MOST_CHARACTERS:,} characters"
        raise SurveyError(f"{said}: ask for less, with a smaller limit or more precise words")
    return found


def _cut(value: Any, place: str, cuts: list[str]) -> Any:
    if isinstance(value, str):
        if len(value) > MOST_LETTERS:
            cuts.append(f"{place}: the first {MOST_LETTERS:,} of {len(value):,} characters")
        if place != "notes" and any(invisible.find(value.encode("utf-8", "replace").decode())):
            cuts.append(f"{place}: holds characters that nobody sees, which may hide words")
        return value[:MOST_LETTERS].encode("utf-8", "replace").decode()
    if isinstance(value, list):
        if len(value) > MOST_ITEMS:
            cuts.append(f"{place}: the first {MOST_ITEMS} of {len(value):,}")
        return [_cut(each, place, cuts) for each in value[:MOST_ITEMS]]
    if isinstance(value, dict):
        return {
            name: _cut(each, f"{place}.{printable(name)}" if place else printable(name), cuts)
            for name, each in value.items()
        }
    return value


def shown(data: Plain) -> str:
    """Format an answer as JSON of the same values, in characters that can all be seen.

    What is invisible or turns the direction of text stands there by its number.
    """
    said = json_for_terminal(json.dumps(data, ensure_ascii=False))
    return said if said.isascii() else invisible.IGNORABLE.sub(_escaped, said)


def _escaped(found: re.Match[str]) -> str:
    """Return a character by its number: selectors of forms count as printable, and show nothing."""
    return json.dumps(found[0])[1:-1]


def schema_of(model: type[BaseModel]) -> Plain:
    """Return the JSON schema of a model, without the titles that only repeat its names."""
    found: Plain = _untitled(model.model_json_schema())
    return found


def _untitled(value: Any, *, names: bool = False) -> Any:
    """Leave titles out; what stands in `properties` and `$defs` are names and no keywords."""
    if isinstance(value, list):
        return [_untitled(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _untitled(each, names=not names and name in {"properties", "$defs"})
        for name, each in value.items()
        if names or name != "title"
    }
