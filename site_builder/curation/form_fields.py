"""Questions of the issue form for the survey's own fields, and what is answered to them."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any, Final

from site_builder.latex import to_text
from site_builder.problems import SurveyError
from site_builder.record.fields import NUMBERS, DeclaredField, FieldType
from site_builder.record.values import BadValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.record.fields import Value

MARK: Final = "field-"
"""How the id of such a question begins; what comes after it is the field's id."""
UNKNOWN: Final = "I do not know"
"""The option of a list by which nothing is said."""
TRUTHS: Final = {"yes": True, "no": False}
SAID: Final[Mapping[FieldType, str]] = {
    FieldType.LIST: "Several are separated by commas.",
    FieldType.DATE: "A day, as 2024-05-31.",
    FieldType.INTEGER: "A whole number.",
    FieldType.NUMBER: "A number.",
    FieldType.URL: "An address that begins with https://.",
}
NUMERAL: Final = re.compile(r"[-+]?[0-9]{1,30}(?:\.[0-9]{1,30})?")


def questions(declared: Iterable[DeclaredField]) -> list[dict[str, Any]]:
    """Return the questions of the fields that ask for it, as items of a form's body."""
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for field in declared:
        if field.ask:
            label = to_text(field.head)
            label = f"{label} [{field.id}]" if label in taken else label
            taken.add(label)
            found.append(_question(field, label))
    return found


def _question(field: DeclaredField, label: str) -> dict[str, Any]:
    options = _options(field)
    said = (to_text(field.description or ""), SAID.get(field.type, ""))
    description = " ".join(filter(None, said))
    return {
        "type": "dropdown" if options else "input",
        "id": MARK + field.id,
        "attributes": {
            "label": label,
            **({"description": description} if description else {}),
            **({"options": options} if options else {}),
        },
        "validations": {"required": False},
    }


def _options(field: DeclaredField) -> list[str]:
    if field.type is FieldType.BOOLEAN:
        return [UNKNOWN, *TRUTHS]
    return [UNKNOWN, *field.values] if field.values else []


def written(question: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Write a question as lines of YAML; each text is a string of JSON, which YAML's are too."""
    attributes = question["attributes"]
    yield f"{indent}- type: {question['type']}"
    yield f"{indent}  id: {question['id']}"
    yield f"{indent}  attributes:"
    for name in ("label", "description"):
        if name in attributes:
            yield f"{indent}    {name}: {json.dumps(attributes[name], ensure_ascii=False)}"
    if "options" in attributes:
        yield f"{indent}    options:"
        for option in attributes["options"]:
            yield f"{indent}      - {json.dumps(option, ensure_ascii=False)}"
    yield f"{indent}  validations:"
    yield f"{indent}    required: false"


def is_own(item: object) -> bool:
    """Return whether an item of a form's body is a question of ours."""
    return isinstance(item, dict) and str(item.get("id", "")).startswith(MARK)


def answered(declared: Iterable[DeclaredField], answers: Mapping[str, str]) -> dict[str, Any]:
    """Return what a record holds by the answers, as plain data.

    Raises SurveyError, in words for the person who filled the form in, for what no record takes.
    """
    found = {}
    for field in declared:
        text = answers.get(MARK + field.id, "").strip()
        if field.ask and text and text != UNKNOWN:
            try:
                value = field.read(_plain(field, text))
            except BadValue as bad:
                hint = f" ({bad.hint})" if bad.hint else ""
                raise SurveyError(f"{to_text(field.title)}: {bad}{hint}") from None
            found[field.id] = _data(value)
    return {name: value for name, value in found.items() if value is not None}


def _plain(field: DeclaredField, text: str) -> object:
    """Return what somebody would have written in the record's YAML."""
    if field.type is FieldType.LIST:
        return [part for each in text.split(",") if (part := each.strip())]
    if field.type is FieldType.BOOLEAN:
        return TRUTHS.get(text, text)
    if field.type in NUMBERS and NUMERAL.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _data(value: Value | None) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, dt.date) else value
