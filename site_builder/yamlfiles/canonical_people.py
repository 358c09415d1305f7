"""People.yaml in canonical form, comments kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from site_builder.problems import Problem
from site_builder.record.people import Author, PeopleFile, PersonEntry
from site_builder.yamlfiles import comments, parsing, reading
from site_builder.yamlfiles.canonical import Normal, Outcome
from site_builder.yamlfiles.comments import MODELINE, Remarks
from site_builder.yamlfiles.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.problems import Loc
    from site_builder.yamlfiles.reading import Document

MODEL_LINE: Final = f"{MODELINE} $schema=schema/people.json"
"""First line of the file: editors complete and check what follows."""
NAME: Final = ("people", 0, "name")
OTHER_NAME: Final = ("people", 0, "other_names", 0)


def canonical_people(text: str, shown: str) -> Outcome:
    """Put people.yaml in canonical form; a broken file comes back as its problems.

    The new text is read again, and refused unless it says the same with the same comments.
    """
    document, found, problems = _read(text, shown)
    if document is None or found is None:
        return Outcome(None, tuple(problems))
    remarks = comments.find(text, document.node)
    data = Normal(document, remarks, is_person=_is_person).record()
    new = _written(data, remarks)
    if new != text:
        again, same, _ = _read(new, shown)
        kept = comments.find(new, again.node).count() if again else None
        if same != found or kept != remarks.count():
            message = "cannot be put in canonical form without changing what it says"
            return Outcome(None, (Problem(shown, 1, 1, "form", message, "please report this"),))
    return Outcome(new)


def _read(text: str, shown: str) -> tuple[Document | None, PeopleFile | None, list[Problem]]:
    document, problems = reading.parse(text, shown)
    if document is None or problems:
        return document, None, problems
    found, more = parsing.read_registry(document, PeopleFile)
    return document, found, more


def _is_person(loc: Loc) -> bool:
    """Return whether a name of a person stands at a place."""
    shape = NAME if len(loc) == len(NAME) else OTHER_NAME
    return len(loc) == len(shape) and loc[::2] == shape[::2]


def _written(data: Mapping[str, Any], remarks: Remarks) -> str:
    entries = [
        _ordered(each, PersonEntry.model_fields, ("people", number), remarks)
        for number, each in enumerate(data["people"])
    ]
    body = Writer(remarks).mapping({"people": entries}, ())
    return "\n".join([MODEL_LINE, *remarks.head, *body, *remarks.foot, ""])


def _ordered(data: Mapping[str, Any], names: Iterable[str], loc: Loc, remarks: Remarks) -> Any:
    """Put fields in order; those without a value go, unless a comment speaks of them."""
    return {
        name: _value(data[name], (*loc, name), remarks)
        for name in names
        if name in data and (data[name] not in (None, []) or remarks.touch((*loc, name)))
    }


def _value(value: Any, loc: Loc, remarks: Remarks) -> Any:
    if isinstance(value, dict):
        return _ordered(value, Author.model_fields, loc, remarks)
    if isinstance(value, list):
        return [_value(each, (*loc, index), remarks) for index, each in enumerate(value)]
    return value
