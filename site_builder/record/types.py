"""Types of a record's fields: what each takes, and how editors and programs are told.

Reading is the business of `values`; the JSON Schema beside each type says the same to editors. A
schema never refuses what `survey check` accepts; it may accept more, since an editor's hints are no
check. Patterns keep to what Python and ECMAScript read alike.
"""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import sys
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Final, Self, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from site_builder.record import values
from site_builder.record.values import BadValue

if TYPE_CHECKING:
    import re

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

    from site_builder.problems import Loc

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""

MOST_ITEMS: Final = 1_000
"""Entries of one list in a record."""
MOST_NAMES: Final = 100
"""Categories of a paper in one facet, sources of a result."""
MOST_FORMER: Final = 20
"""Former keys of a paper, former ids of a category: all files are at each such address too."""

WEB: Final = r"[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9][A-Za-z0-9.:-]*"
URL: Final = rf"{WEB}(?:[/?#][!#-;=?-Z\[\]_a-z~]*)?"
PREFIX: Final = r"(?:\S*[:/]\s*)?"
"""What may stand before an identifier, as `doi:` or the address of a resolver."""
ARXIV: Final = rf"{PREFIX}(?:{values.ARXIV_NEW.pattern}|{values.ARXIV_OLD.pattern})(?:\.pdf)?"


_NOBODY_ASKS: Final[set[str]] = set()
"""Stands for the fields that were set in each record."""


class Record(BaseModel):
    """What all records share: frozen, no unknown fields, lists as tuples, docstrings of fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_post_init(self, _: Any, /) -> None:
        """Forget which fields were set: nobody asks, and that would be a third of a record."""
        object.__setattr__(self, "__pydantic_fields_set__", _NOBODY_ASKS)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Schema:
        """Describe a record in JSON Schema, its fields by the texts below them in the source.

        pydantic would read the source of all records whenever a command starts.
        """
        found = handler(core)
        fields = handler.resolve_ref_schema(found)["properties"]
        for name, said in docstrings(cls).items():
            fields[name] = {**fields[name], "description": said}
        return found


def docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Return the text below each field of a model in its source."""
    texts: dict[str, str] = {}
    for field, said in pairwise(_bodies(model.__module__).get(model.__name__, ())):
        match field, said:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                texts[name] = inspect.cleandoc(text)
    return texts


@cache
def _bodies(module: str) -> dict[str, list[ast.stmt]]:
    """Return what stands in each class of a module."""
    found = ast.parse(inspect.getsource(sys.modules[module])).body
    return {each.name: each.body for each in found if isinstance(each, ast.ClassDef)}


class Choice(StrEnum):
    """A choice of texts, each with what it means, which editors show beside it."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Self:
        """Make a member, which is its text."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    @classmethod
    def __get_pydantic_json_schema__(cls, _: CoreSchema, __: GetJsonSchemaHandler) -> Schema:
        """Describe the choice in JSON Schema."""
        return among({str(each): each.meaning for each in cls})


def among(titles: dict[str, str]) -> Schema:
    """Return a schema that takes these texts alone; editors show the title beside each."""
    return {"type": "string", "enum": list(titles), "enumDescriptions": list(titles.values())}


def type_at(model: type[BaseModel], loc: Loc) -> type | None:
    """Return the type of what stands at a place of a record; of a list, that of its items.

    Returns None where the model has no such place.
    """
    found: type = model
    for name in (part for part in loc if isinstance(part, str)):
        field = found.model_fields.get(name) if issubclass(found, BaseModel) else None
        if field is None:
            return None
        found = _innermost(field.annotation)
    return found


def _innermost(annotation: Any) -> type:
    """Return the type within `Annotated[...]`, `tuple[..., ...]` and `... | None`."""
    while inner := get_args(annotation):
        annotation = inner[0]
    found: type = annotation
    return found


def items(value: object) -> tuple[object, ...]:
    """Take a list."""
    if isinstance(value, list | tuple):
        return tuple(value)
    raise BadValue(f"expected a list, got {values.describe(value)}", "write [a, b]")


def at_most(most: int, hint: str = "") -> BeforeValidator:
    """Return a validator of lists of bounded length."""

    def bounded(value: object) -> tuple[object, ...]:
        found = items(value)
        if len(found) > most:
            raise BadValue(f"has {len(found):,} entries, at most {most:,} are allowed", hint)
        return found

    return BeforeValidator(bounded)


class AtLeastOne:
    """Mark of a list that is not empty, told when all of its items are good."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check it behind the checks of the items."""
        return AfterValidator(_not_empty).__get_pydantic_core_schema__(source, handler)

    @staticmethod
    def __get_pydantic_json_schema__(core: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        """Say the same in JSON Schema."""
        return {**handler(core), "minItems": 1}


def _not_empty(value: tuple[object, ...]) -> tuple[object, ...]:
    if value:
        return value
    raise BadValue("is empty", "at least one is needed")


def _one_or_more(value: object) -> tuple[object, ...]:
    return (value,) if isinstance(value, str) else items(value)


def _text(body: str, **more: object) -> WithJsonSchema:
    """Match a whole text; blanks around it do not count."""
    return WithJsonSchema({"type": "string", "pattern": rf"^\s*(?:{body})\s*$", **more})


def _shape(shape: re.Pattern[str], **more: object) -> WithJsonSchema:
    return _text(shape.pattern, **more)


def _id(shape: re.Pattern[str]) -> WithJsonSchema:
    return _shape(shape, maxLength=values.MAX_KEY)


def _whole(least: int, most: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "integer", "minimum": least, "maximum": most})


LINE: Final[Schema] = {
    "type": "string",
    "pattern": r"^\s*(?:\S[^\n]*)\s*$",
    "maxLength": values.MAX_LINE,
}
PROSE: Final[Schema] = {"type": "string", "pattern": r"\S", "maxLength": values.MAX_PROSE}
DATE: Final[Schema] = {
    "type": "string",
    "format": "date",
    "pattern": f"^{values.DATE.pattern}$",
}
RESOLVER: Final = r"\S*[Dd][Oo][Ii]\.[Oo][Rr][Gg]/.+"
"""A DOI's address, with its signs percent-encoded and a tail of any kind."""
DOI: Final = f"{PREFIX}(?:{values.DOI.pattern})|{RESOLVER}".replace('\\"', '"')

Line = Annotated[str, BeforeValidator(values.line), WithJsonSchema(LINE)]
Numeral = Annotated[
    str,
    BeforeValidator(values.numeral),
    WithJsonSchema({**LINE, "type": ["string", "integer"]}, mode="validation"),
    WithJsonSchema(LINE, mode="serialization"),
]
Prose = Annotated[str, BeforeValidator(values.prose), WithJsonSchema(PROSE)]
Url = Annotated[str, BeforeValidator(values.url), _text(URL, format="uri")]
Key = Annotated[str, BeforeValidator(values.key), _id(values.KEY)]
CategoryId = Annotated[str, BeforeValidator(values.category_id), _id(values.CATEGORY_ID)]
FacetId = Annotated[str, BeforeValidator(values.facet_id), _id(values.FACET_ID)]
FieldId = Annotated[str, BeforeValidator(values.field_id), _id(values.FACET_ID)]
VenueId = Annotated[str, BeforeValidator(values.venue_id), _id(values.VENUE_ID)]
ArxivId = Annotated[str, BeforeValidator(values.arxiv_id), _text(ARXIV)]
ArxivClass = Annotated[str, BeforeValidator(values.arxiv_class), _shape(values.ARXIV_CLASS)]
Doi = Annotated[str, BeforeValidator(values.doi), _text(DOI)]
Orcid = Annotated[str, BeforeValidator(values.orcid), _shape(values.ORCID)]
Number = Annotated[float, BeforeValidator(values.number)]
Date = Annotated[dt.date, BeforeValidator(values.date), WithJsonSchema(DATE)]
Year = Annotated[int, BeforeValidator(values.year), _whole(values.YEARS[0], values.YEARS[-1])]
Month = Annotated[int, BeforeValidator(values.month), _whole(1, 12)]
Truth = Annotated[bool, BeforeValidator(values.truth)]
Lines = Annotated[tuple[Line, ...], at_most(MOST_ITEMS)]
Keys = Annotated[tuple[Key, ...], at_most(MOST_FORMER)]
CategoryIds = Annotated[tuple[CategoryId, ...], at_most(MOST_NAMES)]
FormerIds = Annotated[tuple[CategoryId, ...], at_most(MOST_FORMER)]
Sources = Annotated[
    tuple[Line, ...],
    at_most(MOST_NAMES),
    BeforeValidator(_one_or_more),
    AtLeastOne(),
    WithJsonSchema(
        {"anyOf": [LINE, {"type": "array", "items": LINE, "minItems": 1}]}, mode="validation"
    ),
]
"""A list that may be written as its only item."""
UrlOrDoi = Annotated[str, BeforeValidator(values.url_or_doi), WithJsonSchema(LINE)]
Switches = Annotated[
    dict[str, Line],
    BeforeValidator(values.switches),
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"pattern": f"^(?:{values.CODE.pattern})$"},
            "additionalProperties": LINE,
        }
    ),
]
