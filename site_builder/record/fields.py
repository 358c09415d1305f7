"""Fields that a survey declares for its own records: what each takes, and where it is shown.

Every paper has the fields of bibliography (`record.models`). What else a survey records it declares
in fields.yaml; validation, pages, exports and so on follow from the declaration alone.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from site_builder.problems import did_you_mean, quoted
from site_builder.record import values
from site_builder.record.types import (
    DATE,
    LINE,
    MOST_ITEMS,
    URL,
    CategoryId,
    Choice,
    Line,
    Prose,
    Record,
    Schema,
    Truth,
    among,
    at_most,
    items,
)
from site_builder.record.values import BadValue
from site_builder.text.names import fold, value_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from site_builder.problems import Loc

Value = bool | int | float | dt.date | tuple[str, ...] | str
"""What a declared field holds in a record."""

MOST_FIELDS: Final = 100
MOST_VALUES: Final = 200
MOST_PATTERN: Final = 300
"""Letters of a pattern."""
LARGEST: Final = 2**53 - 1
"""The largest whole number that every program reads as it is (RFC 8259 §6)."""


class FieldType(Choice):
    """What a declared field holds."""

    TEXT = "text", "one line of text"
    LIST = "list", "several short texts"
    INTEGER = "integer", "a whole number"
    NUMBER = "number", "a number"
    BOOLEAN = "boolean", "true or false"
    CHOICE = "choice", "one of the values that the field lists"
    DATE = "date", "a day, as 2024-05-31"
    URL = "url", "an address on the web"


TEXTS: Final = frozenset({FieldType.TEXT, FieldType.LIST})
NUMBERS: Final = frozenset({FieldType.INTEGER, FieldType.NUMBER})
RANGES: Final = NUMBERS | {FieldType.DATE}
"""Types whose facet is a range."""
PAGED: Final = TEXTS | {FieldType.CHOICE, FieldType.INTEGER}
"""Types whose values can have pages."""
SINGULAR: Final = frozenset({FieldType.TEXT, FieldType.INTEGER, FieldType.URL})
"""Types whose values can tell papers apart."""


def _pattern(text: str) -> str:
    """Validate a regular expression that Rust, Python and editors read alike."""
    if len(text) > MOST_PATTERN:
        raise BadValue(f"is {len(text)} characters long, at most {MOST_PATTERN} are allowed")
    try:
        re.compile(text)
        _matcher(text)
    except Exception:  # noqa: BLE001 (what pydantic raises for a pattern it does not export)
        hint = 'as "[0-9](\\\\.[0-9])*", without looking ahead or back'
        raise BadValue(f"{quoted(text)} is no regular expression", hint) from None
    if re.search(r"\(\?(?!:)", text):
        raise BadValue(f"{quoted(text)} has a group of a special kind", "write (…) or (?:…)")
    return text


def _matcher(pattern: str) -> TypeAdapter[str]:
    """Make what matches a whole text in time that grows with the text alone (Rust's regex)."""
    return TypeAdapter(Annotated[str, StringConstraints(pattern=rf"\A(?:{pattern})\z")])


def _distinct(found: tuple[str, ...]) -> tuple[str, ...]:
    if not found:
        raise BadValue("is empty", "at least one is needed")
    seen: set[str] = set()
    for each in found:
        if (slug := value_slug(each)) in seen:
            raise BadValue(f"{quoted(each)} is listed twice", "delete one")
        seen.add(slug)
    return found


FieldId = Annotated[
    str,
    BeforeValidator(values.field_id),
    WithJsonSchema({"type": "string", "pattern": rf"^\s*(?:{values.FACET_ID.pattern})\s*$"}),
]
Pattern = Annotated[Line, AfterValidator(_pattern)]
Values = Annotated[tuple[Line, ...], at_most(MOST_VALUES), AfterValidator(_distinct)]


class DeclaredField(Record):
    """A field that the survey's records may have beyond those of every paper."""

    id: FieldId
    """Lower-case letters, digits and underscores; the name of the field in records."""
    title: Line
    """What readers see."""
    description: Prose | None = None
    """One or two sentences: what it holds, and where that is found in a paper."""
    type: FieldType
    """What it holds."""
    unit: Line | None = None
    """The unit of an integer or number."""
    values: Values | None = None
    """What a choice can be."""
    pattern: Pattern | None = None
    """A regular expression that a text, or each text of a list, matches as a whole."""
    unique: Truth = False
    """Whether no two papers have the same value."""
    wanted: Truth = False
    """Whether papers without it are listed as incomplete."""
    facet: Truth = False
    """Whether readers can filter by it; numbers and dates by a range."""
    column: Truth = False
    """Whether the tables of categories and of LaTeX have a column for it."""
    in_lists: Truth = False
    """Whether it stands beside the title in every list of papers."""
    pages: Truth = False
    """Whether each value has a page; of a unique field there is one list of all."""
    address: CategoryId | None = None
    """Where these pages are; without it the id serves."""
    ask: Truth = False
    """Whether the form that asks for a paper has a question for it."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        kind = self.type
        if kind is FieldType.CHOICE and self.values is None:
            raise BadValue("a choice has no values", "list them: values: [first, second]")
        for name, kinds in ALLOWED.items():
            if getattr(self, name) not in (None, False) and kind not in kinds:
                told = ", ".join(sorted(kinds))
                raise BadValue(
                    f"{quoted(name)} does not go with type {kind}", f"it goes with {told}"
                )
        if self.address and not self.pages:
            raise BadValue("has an address but no pages", "add pages: true")
        return self

    @property
    def slug(self) -> str:
        """The field's name as addresses write it."""
        return self.address or self.id.replace("_", "-")

    @property
    def is_range(self) -> bool:
        """Whether readers filter by a least and a greatest value."""
        return self.type in RANGES

    @property
    def head(self) -> str:
        """The title with the unit, as heads of columns have it."""
        return f"{self.title} ({self.unit})" if self.unit else self.title

    def read(self, value: object) -> Value | None:
        """Return a record's value in normal form, None for none; raises BadValue."""
        if value is None or value == []:
            return None
        if self.type is not FieldType.LIST:
            return READERS[self.type](self, value)
        bad = next(iter(self.faults(value)), None)
        if bad:
            raise bad[1]
        return tuple(self._text(each) for each in items(value))

    def faults(self, value: object) -> Iterable[tuple[Loc, BadValue]]:
        """Yield what is wrong with a value, each with its place within the value."""
        if value is None:
            return
        if self.type is not FieldType.LIST:
            yield from _fault((), lambda: self.read(value))
            return
        if isinstance(value, str):
            yield (), BadValue("expected a list, got text", "write [a, b]")
            return
        wrong = [*_fault((), lambda: items(value))]
        if not wrong and len(items(value)) > MOST_ITEMS:
            many = f"has {len(items(value)):,} entries, at most {MOST_ITEMS:,} are allowed"
            wrong.append(((), BadValue(many)))
        yield from wrong
        for index, each in enumerate(() if wrong else items(value)):
            yield from _fault((index,), lambda each=each: self._text(each))  # type: ignore[misc]

    def _text(self, value: object) -> str:
        text = values.line(value)
        if self.pattern is not None:
            try:
                self.matcher.validate_python(text)
            except ValidationError:
                shown = quoted(text)
                raise BadValue(f"{shown} has not the form of this field", self._form) from None
        return text

    @cached_property
    def matcher(self) -> TypeAdapter[str]:
        """What matches the pattern."""
        return _matcher(self.pattern or "")

    @property
    def _form(self) -> str:
        return f"it matches {self.pattern}"

    def _integer(self, value: object) -> int:
        found = values.whole(value)
        if abs(found) > LARGEST:
            raise BadValue(f"{found} is too large", f"at most {LARGEST}")
        return found

    def _chosen(self, value: object) -> str:
        text = values.line(value)
        known = self.values or ()
        if text in known:
            return text
        hint = did_you_mean(text, known) or "one of " + ", ".join(known)
        raise BadValue(f"unknown value {quoted(text)}", hint)

    def texts(self, value: Value | None) -> tuple[str, ...]:
        """Return a value as texts for people, each without its unit; none for no value."""
        return texts_of(value)

    def json_schema(self) -> Schema:
        """Return the JSON Schema of what a record may hold here."""
        described = ": ".join(filter(None, (self.head, self.description)))
        return {"description": described, **self._type_schema()}

    def _type_schema(self) -> Schema:
        text = LINE
        if self.pattern and not re.search(r"\\[dDwWsSbB]", self.pattern):
            text = {**LINE, "pattern": rf"^\s*(?:{self.pattern})\s*$"}
        if self.type is FieldType.LIST:
            return {"type": "array", "items": text, "maxItems": MOST_ITEMS}
        if self.type is FieldType.CHOICE:
            return among({each: each for each in self.values or ()})
        return text if self.type is FieldType.TEXT else dict(SCHEMAS[self.type])


def _truth(value: object) -> bool:
    """Validate true or false, which here says something else than nothing."""
    try:
        return values.truth(value)
    except BadValue as bad:
        raise BadValue(str(bad), "write true or false") from None


def _fault(loc: Loc, read: Callable[[], object]) -> Iterable[tuple[Loc, BadValue]]:
    try:
        read()
    except BadValue as bad:
        yield loc, bad


ALLOWED: Final[Mapping[str, frozenset[FieldType]]] = {
    "unit": NUMBERS,
    "values": frozenset({FieldType.CHOICE}),
    "pattern": TEXTS,
    "unique": SINGULAR,
    "facet": frozenset(FieldType) - {FieldType.URL},
    "pages": PAGED,
}
"""Properties of a field, and the types that they go with."""

READERS: Final[Mapping[FieldType, Callable[[DeclaredField, object], Value]]] = {
    FieldType.TEXT: DeclaredField._text,  # noqa: SLF001 (a table of the class's own readers)
    FieldType.INTEGER: DeclaredField._integer,  # noqa: SLF001
    FieldType.NUMBER: lambda _, value: float(values.number(value)),
    FieldType.BOOLEAN: lambda _, value: _truth(value),
    FieldType.CHOICE: DeclaredField._chosen,  # noqa: SLF001
    FieldType.DATE: lambda _, value: value if isinstance(value, dt.date) else values.date(value),
    FieldType.URL: lambda _, value: values.url(value),
}

SCHEMAS: Final[Mapping[FieldType, Schema]] = {
    FieldType.INTEGER: {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST},
    FieldType.NUMBER: {"type": "number"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.DATE: DATE,
    FieldType.URL: {"type": "string", "format": "uri", "pattern": rf"^\s*(?:{URL})\s*$"},
}


class FieldsFile(Record):
    """The file fields.yaml."""

    fields: Annotated[tuple[DeclaredField, ...], at_most(MOST_FIELDS)]
    """What records of this survey may hold beside the fields that every paper has."""


def texts_of(value: Value | None) -> tuple[str, ...]:
    """Return what some field holds as texts for people; none for no value."""
    if value is None:
        return ()
    if isinstance(value, tuple):
        return value
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, float):
        return (f"{value:.12g}",)
    return (str(value),)


def as_guessed(value: Any) -> Value | None:
    """Return a value of a field that nobody declares today as plain data; None where it is none."""
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return tuple(value)
    return value if isinstance(value, bool | int | float | str) else None


def folded(value: Value) -> str:
    """Return what two values share that count as the same."""
    return fold(str(value))
