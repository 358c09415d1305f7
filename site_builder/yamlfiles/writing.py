"""Plain data to YAML in its one canonical form.

Mappings and lists are indented by two, lines are at most 100 characters long where the text can be
broken at all, and a scalar is quoted only where some reader would not read it back as the same
text: ours, YAML 1.1's (PyYAML with and without libyaml), or YAML 1.2's (ruamel.yaml).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel

from site_builder.record import values
from site_builder.record.fields import FieldType
from site_builder.record.models import PAPER_FIELDS, Paper, Result
from site_builder.record.result_fields import guessed, order_of
from site_builder.record.types import type_at
from site_builder.yamlfiles import reading
from site_builder.yamlfiles.comments import MODELINE, Remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from site_builder.problems import Loc
    from site_builder.record.fields import DeclaredField
    from site_builder.record.result_fields import ResultFields

WIDTH: Final = 100
STEP: Final = "  "
RECORD_SCHEMA: Final = f"{MODELINE} $schema=../schema/paper.json"
"""First line of a record: editors complete and check what follows."""

BLOCK_LISTS: Final = frozenset({"authors", "editors", "source", "sources"})
"""Lists written one item to a line though they could stand in brackets."""
FLOW_MAPPINGS: Final = frozenset({"range"})
ALWAYS_QUOTED: Final = frozenset({"arxiv_id", "version"})
"""Fields that YAML could take for a number."""
DATES: Final = frozenset({"added", "date", "submitted"})
"""Fields that are dates, and may pass for them."""

TYPED: Final = (
    reading.INTEGER,
    reading.FLOAT,
    reading.AMBIGUOUS,
    re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"),  # YAML 1.2 §10.3.2
    re.compile(r"[yYnN]"),  # the type bool of YAML 1.1
    re.compile(r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9_]+)(?:[eE][-+]?[0-9]+)?"),
    re.compile(r"[-+][0-9_]+"),
    re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)"
        r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?"
    ),  # the type timestamp of YAML 1.1
)
"""Unquoted scalars that some reader takes for a number, truth value or moment."""
NUMBER: Final = re.compile(r"([-+]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([-+]?)([0-9]+))?")
MOST_DIGITS: Final = 18
"""Whole numbers of more digits do not fit 64 bits: our reader takes them for fractions."""
NOT_FIRST: Final = re.compile(r"[,\[\]{}#&*!|>'\"%@`]|[-?:](?:[ \t]|$)")
"""How no plain scalar begins (YAML 1.2 §7.3.3)."""
NOT_INSIDE: Final = re.compile(r":(?=[ \t]|$)|[ \t]#|\t")
NOT_IN_FLOW: Final = re.compile(r"[,\[\]{}?]|^[-:]|:(?=[,\[\]{}]|$)")
"""What ends a scalar in brackets; PyYAML sees the sign of a key in every question mark."""
UNSEEN: Final = f"{values.CONTROLS.pattern}|{values.INVISIBLES.pattern}"
"""Characters that stand in a file by their numbers alone."""
ESCAPED: Final = re.compile(rf"[\"\\\n\t]|{UNSEEN}")
SHORT_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
UNBLOCKED: Final = re.compile(rf"\A\s|\s\Z|[ \t]$|{UNSEEN}", re.MULTILINE)
"""What a block scalar does not give back, or loses in editors that cut blanks at line ends."""
BREAK: Final = re.compile(r"(?<![ \t\n]) (?![ \t\n])")
"""Where folded text may be broken: at a single blank."""


class Plain(str):
    """A scalar that is written as it stands: a number with the digits that its author gave it.

    Only what some readers take for text is added: a digit before the point, a sign of the exponent.
    """

    __slots__ = ()


def record(
    data: Mapping[str, Any],
    facets: Sequence[str] = (),
    remarks: Remarks | None = None,
    *,
    declared: Sequence[DeclaredField] = (),
    results: ResultFields | None = None,
) -> str:
    """Format a paper's record; fields without a value are left out unless they have a comment.

    `declared` are the survey's own fields, `results` those of its results; without the latter what
    is not the engine's own stands as it comes.
    """
    writer = writer_of(declared, remarks)
    order = _Order(writer.remarks, results)
    names = field_order(facets, declared)
    body = writer.mapping(order.mapping(data, names, (), truths(declared)), ())
    return "\n".join([RECORD_SCHEMA, *writer.remarks.head, *body, *writer.remarks.foot, ""])


def entry(data: Mapping[str, Any], depth: int = 1) -> list[str]:
    """Format one item of a registry's list, as lines."""
    kept = {name: value for name, value in data.items() if not _empty(value)}
    return Writer().items([kept], ("?",), depth)


def field_lines(name: str, value: object) -> list[str]:
    """Return one field of a record, as lines."""
    order = _Order(Remarks(), None)
    return Writer().mapping(order.mapping({name: value}, (name,), ()), ())


def writer_of(declared: Sequence[DeclaredField], remarks: Remarks | None = None) -> Writer:
    """Return what writes the records of a survey with these fields of its own."""
    days = {field.id for field in declared if field.type is FieldType.DATE}
    return Writer(remarks or Remarks(), DATES | days)


def truths(declared: Sequence[DeclaredField]) -> frozenset[str]:
    """Return the fields in which false says something else than nothing."""
    return frozenset(field.id for field in declared if field.type is FieldType.BOOLEAN)


def field_order(facets: Sequence[str], declared: Sequence[DeclaredField] = ()) -> tuple[str, ...]:
    """List the fields of a record in canonical order, with facets and the survey's own."""
    ours = {"categories": tuple(facets), "extra": tuple(field.id for field in declared)}
    ours |= {name: (name,) for name in PAPER_FIELDS}
    return tuple(chain.from_iterable(ours.get(name, ()) for name in Paper.model_fields))


@dataclass(frozen=True, slots=True)
class _Order:
    """Puts fields in order; without a declaration those of results stand as they come."""

    remarks: Remarks
    results: ResultFields | None

    def mapping(
        self,
        data: Mapping[str, Any],
        names: Iterable[str],
        loc: Loc,
        kept: frozenset[str] = frozenset(),
    ) -> dict[str, Any]:
        """Put fields in order and leave empty ones out, but for those `kept` when false."""
        found = {n: self._value(data[n], (*loc, n)) for n in names if n in data}
        return {
            n: v
            for n, v in found.items()
            if not _empty(v) or (n in kept and v is False) or self.remarks.touch((*loc, n))
        }

    def _value(self, value: object, loc: Loc) -> object:
        """Put the fields of mappings within a field of a record in order too."""
        if isinstance(value, list):
            return [self._value(each, (*loc, index)) for index, each in enumerate(value)]
        model = type_at(Paper, loc[:1])
        if isinstance(value, dict) and model and issubclass(model, BaseModel):
            return self.mapping(value, self._names(model, value), loc)
        return value

    def _names(self, model: type[BaseModel], value: Mapping[str, Any]) -> Iterable[str]:
        if model is not Result:
            return model.model_fields
        if self.results is None:
            return order_of(
                guessed([{n: 0 if isinstance(v, Plain) else v for n, v in value.items()}])
            )
        return order_of(self.results.ids)


def _empty(value: object) -> bool:
    return value is None or value is False or value in ([], {})


@dataclass
class Writer:
    """Writes values as lines, with the remarks that belong to them."""

    remarks: Remarks = field(default_factory=Remarks)
    days: frozenset[str] = DATES
    """Fields that are dates, and may pass for them."""

    def mapping(self, data: Mapping[str, Any], loc: Loc, depth: int = 0) -> list[str]:
        """Format the fields of a mapping in block style."""
        lines: list[str] = []
        for name, value in data.items():
            here = (*loc, name)
            start = f"{STEP * depth}{scalar(name)}:"
            lines += self._above(here, depth)
            lines += self._value(start, value, here, depth)
            lines += self._below(here, depth)
        return lines

    def items(self, values: Iterable[object], loc: Loc, depth: int) -> list[str]:
        """Format the items of a list, one below the other."""
        lines: list[str] = []
        for index, value in enumerate(values):
            here = (*loc, index)
            lines += self._above(here, depth)
            if isinstance(value, dict) and value:
                lines += self._item_mapping(value, here, depth)
            else:
                lines += self._value(f"{STEP * depth}-", value, here, depth)
            lines += self._below(here, depth)
        return lines

    def _item_mapping(self, value: dict[str, Any], loc: Loc, depth: int) -> list[str]:
        """Format a mapping behind a dash; what speaks of its beginning stands above the dash."""
        first = (*loc, next(iter(value)))
        lifted = self.remarks.beside.pop(loc, []) + self.remarks.before.pop(first, [])
        lines = self.mapping(value, loc, depth + 1)
        lines[0] = f"{STEP * depth}- {lines[0].lstrip(' ')}"
        return [*(f"{STEP * depth}{comment}" for comment in lifted), *lines]

    def _above(self, loc: Loc, depth: int) -> list[str]:
        """Return the comments above a value; of several beside it all but the last go there too."""
        beside = self.remarks.beside.get(loc, [])
        texts = self.remarks.before.get(loc, []) + beside[:-1]
        return [f"{STEP * depth}{text}" for text in texts]

    def _below(self, loc: Loc, depth: int) -> list[str]:
        return [f"{STEP * depth}{text}" for text in self.remarks.after.get(loc, [])]

    def _value(self, start: str, value: object, loc: Loc, depth: int) -> list[str]:
        beside = "".join(f"  {text}" for text in self.remarks.beside.get(loc, [])[-1:])
        if not self.remarks.within(loc):
            flow = _flow(str(loc[-1]), value)
            if flow is not None and len(f"{start} {flow}") <= WIDTH:
                return [f"{start} {flow}{beside}"]
        if isinstance(value, dict) and value:
            return [start + beside, *self.mapping(value, loc, depth + 1)]
        if isinstance(value, list) and value:
            return [start + beside, *self.items(value, loc, depth + 1)]
        if loc[-1] in self.days and isinstance(value, str) and values.DATE.fullmatch(value):
            return [f"{start} {value}{beside}"]
        first, *rest = _scalar_lines(start, value, str(loc[-1]), STEP * (depth + 1))
        return [first + beside, *rest]


def _flow(name: str, value: object) -> str | None:
    """Format a list or mapping in brackets, or None where it is not written so."""
    if isinstance(value, list) and name not in BLOCK_LISTS:
        texts = [_flow_scalar(each) for each in value]
        return None if None in texts else f"[{', '.join(filter(None, texts))}]"
    if isinstance(value, dict) and (name in FLOW_MAPPINGS or not value):
        pairs = {key: _flow_scalar(each) for key, each in value.items()}
        if None not in pairs.values():
            return "{" + ", ".join(f"{key}: {text}" for key, text in pairs.items()) + "}"
    return None


def _flow_scalar(value: object) -> str | None:
    return None if isinstance(value, list | dict) else scalar(value, in_flow=True)


def scalar(value: object, *, in_flow: bool = False, quote: bool = False) -> str:
    """Format a scalar on one line."""
    if isinstance(value, Plain):
        return _number(value)
    if not isinstance(value, str):
        return _other(value)
    if quote or not _reads_back(value, in_flow=in_flow):
        return f'"{ESCAPED.sub(_escape, value)}"'
    return value


def _other(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return _number(str(value)) if isinstance(value, int | float) else str(value)


def _number(text: str) -> str:
    """Spell a number so that every reader takes it for one: YAML 1.1 wants `1.0e+5` for `1e5`."""
    found = NUMBER.fullmatch(text)
    if not found:
        return text
    sign, whole, part, exponent_sign, exponent = found.groups()
    if part is None and (exponent or len(whole) > MOST_DIGITS):
        part = "0"
    fraction = "" if part is None else f".{part}"
    power = f"e{exponent_sign or '+'}{exponent}" if exponent else ""
    return f"{sign}{whole or '0'}{fraction}{power}"


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    return SHORT_ESCAPES.get(char) or (f"\\u{code:04x}" if code < 0x1_0000 else f"\\U{code:08x}")  # noqa: PLR2004 (what four digits hold)


def _reads_back(text: str, *, in_flow: bool) -> bool:
    """Return whether a text means itself without quotes."""
    if text != text.strip(" \t") or text in reading.WORDS or NOT_FIRST.match(text):
        return False
    if _is_typed(text) or NOT_INSIDE.search(text) or UNBLOCKED.search(text) or "\n" in text:
        return False
    return not (in_flow and NOT_IN_FLOW.search(text))


def _is_typed(text: str) -> bool:
    """Return whether some reader of YAML takes an unquoted text for something else."""
    return any(pattern.fullmatch(text) for pattern in TYPED)


def _scalar_lines(start: str, value: object, name: str, indent: str) -> list[str]:
    """Format a scalar behind its field name: on the line where it fits, else as a block."""
    line = f"{start} {scalar(value, quote=name in ALWAYS_QUOTED)}"
    if not isinstance(value, str) or isinstance(value, Plain) or UNBLOCKED.search(value):
        return [line]
    if "\n" in value:
        return _block(start, value, indent)
    if len(line) <= WIDTH or not BREAK.search(value):
        return [line]
    return [f"{start} >-", *_filled(value, indent)]


def _block(start: str, text: str, indent: str) -> list[str]:
    """Format text of several lines as it stands; fold it where its lines are long paragraphs."""
    lines = text.split("\n")
    too_long = any(len(indent + line) > WIDTH for line in lines)
    if too_long and not any(line[:1] in {" ", "\t"} for line in lines):
        return [f"{start} >-", *_folded_paragraphs(lines, indent)]
    return [f"{start} |-", *(f"{indent}{line}" if line else "" for line in lines)]


def _folded_paragraphs(lines: list[str], indent: str) -> Iterator[str]:
    """Fold paragraphs; where folding makes a blank of a line's end, an empty line stands for it."""
    for index, line in enumerate(lines):
        if index and line:
            yield ""
        yield from _filled(line, indent)


def _filled(text: str, indent: str) -> Iterator[str]:
    """Break text into lines that fit, at single blanks alone."""
    room = WIDTH - len(indent)
    current = ""
    for word in BREAK.split(text):
        if current and len(current) + 1 + len(word) > room:
            yield indent + current
            current = word
        else:
            current = f"{current} {word}" if current else word
    yield (indent + current).rstrip(" ")
