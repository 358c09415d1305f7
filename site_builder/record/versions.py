"""Versions of a survey: numbers with dots between them, by the calendar or by Semantic Versioning.

2026.11, 2026.11.2 and 1.2.0 are versions; letters and signs are none, so that each has one tag
(`v2026.11`) and one place in the order. Two that differ in leading or trailing zeros alone are the
same.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Annotated, Final

from pydantic import BeforeValidator, WithJsonSchema

from site_builder.problems import quoted
from site_builder.record import values
from site_builder.record.values import BadValue

VERSION: Final = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,3}")
HINT: Final = "write numbers with dots between them: 2026.11, by the calendar, or 1.2.0"
PARTED: Final = re.compile(r"[._/ -]+")
LEAD: Final = re.compile(r"(?i:version|release|ver|v)?\s*\.?\s*")


def version(value: object) -> str:
    """Return a version as it is written; raises BadValue, which says what to write instead."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        said = f"expected a version in quotes, got {values.describe(value)}"
        raise BadValue(said, 'put it in double quotes: "2026.10" and 2026.1 are not the same')
    text = values.line(value)
    if VERSION.fullmatch(text) is None:
        raise BadValue(f"{quoted(text)} is no version", _instead(text))
    return text


def _instead(text: str) -> str:
    """Return what may have been meant."""
    first = LEAD.sub("", text, count=1)
    parts = PARTED.split(first.split("+")[0])
    plain = ".".join(takewhile(lambda each: each.isascii() and each.isdecimal(), parts))
    if VERSION.fullmatch(plain) is None:
        return HINT
    if first == plain:
        return f"write {plain}; its tag is v{plain}"
    return f"write {plain}: numbers alone, with dots between them"


def numbers(text: str) -> tuple[int, ...]:
    """Return what versions are compared by: their numbers, zeros at the end left out."""
    found = [int(each) for each in text.split(".")]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def tag(text: str) -> str:
    """Return the name of a version's git tag."""
    return f"v{text}"


Version = Annotated[
    str,
    BeforeValidator(version),
    WithJsonSchema({"type": "string", "pattern": rf"^\s*(?:{VERSION.pattern})\s*$"}),
]
