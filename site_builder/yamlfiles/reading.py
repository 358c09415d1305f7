"""Strict YAML to plain data, or to problems with line and column.

Scalars follow the core schema of YAML 1.2 (§10.3); where YAML 1.1, which many programs still speak,
would read the same unquoted scalar differently, the scalar is refused rather than guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

from site_builder.files import inside, lines
from site_builder.problems import Loc, Problem, bounded, printable, quoted
from site_builder.record.values import INVISIBLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES: Final = 1_000_000
"""The largest record; the longest real one is some 40 KB."""
MAX_DEPTH: Final = 40
"""How deep lists and mappings may nest; a taxonomy uses two levels for each level of its tree."""
MAX_VALUES: Final = 150_000
"""Names, values, lists and their ends in one file: twice what ten thousand figures need."""
LARGE: Final = {"citations.yaml": 10}
"""Files, by their whole path, that may be so many times as large: one tells of all papers."""
OPENERS: Final = ("[", "{", "- -", "? ")
"""What begins a list or mapping within a line."""
SUSPICIOUS_BRACKETS: Final = 400
"""From this many of them on, depth is measured before libyaml recurses into them."""

CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Characters that YAML 1.2 §5.1 does not allow in a stream."""
AMBIGUOUS: Final = re.compile(
    r"(?:yes|no|on|off)|[-+]?0[0-9_]+|[-+]?0[box][0-9a-f_]+"
    r"|[-+]?[0-9][0-9_]*_[0-9_]*|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|=|<<",
    re.IGNORECASE,
)
"""Unquoted scalars that YAML 1.1 reads as truth value, octal or base-60 number, or merge."""
INTEGER: Final = re.compile(r"[-+]?[0-9]+")
FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
WORDS: Final[dict[str, object]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
"""Unquoted scalars with a meaning of their own in the core schema."""
STR_TAG: Final = "tag:yaml.org,2002:str"
KIND_TAGS: Final[dict[type, str]] = {
    yaml.ScalarNode: STR_TAG,
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}
CORE_TAGS: Final = frozenset(KIND_TAGS.values())


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """libyaml's parser with no implicit types; the pure parser where libyaml is missing."""

    yaml_implicit_resolvers: Final[dict[str, Any]] = {}

    def resolve(self, kind: type, value: Any, implicit: Any) -> str:  # noqa: ARG002
        """Return the tag of a node's kind if it has none; PyYAML would look for implicit ones."""
        return KIND_TAGS[kind]


class _Refused(Exception):
    """YAML that we do not accept, at a place in its text."""

    def __init__(self, mark: Any, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line, self.column = mark.line + 1, mark.column + 1
        self.code, self.message, self.hint = code, message, hint


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its plain data, and the nodes that tell where each value stands."""

    path: str
    data: Any
    node: Any

    def locate(self, loc: Loc) -> tuple[int, int]:
        """Find line and column, from 1, of a value; of its nearest parent where it is missing."""
        node = self.node
        for part in loc:
            key, child = _child(node, part)
            if child is None:
                return _mark(key if key is not None else node)
            node = child
        return _mark(node)

    def locate_key(self, loc: Loc) -> tuple[int, int]:
        """Find line and column of the field name at `loc`, not of its value."""
        node = self.node
        for part in loc[:-1]:
            node = _child(node, part)[1] or node
        key, _ = _child(node, loc[-1])
        return _mark(key if key is not None else node)


def glance(path: Path, root: Path, name: str) -> tuple[int, int] | None:
    """Find line and column of a field's value without composing the file, where that is certain.

    What begins a line with a plain name is a field of the record: everything within values is
    indented (YAML 1.2, 8.2.2 and 7.4). None for what is written otherwise.
    """
    try:
        text = _text(path, root)
    except (_Refused, OSError):
        return None
    if text.startswith(("{", "%", "---")) or "\n---" in text or "\n..." in text:
        return None
    found = re.search(rf"^{re.escape(name)}: +(?=[^\s#!&*{{\[])", text, re.MULTILINE)
    return (text.count("\n", 0, found.start()) + 1, len(found[0]) + 1) if found else None


def most_bytes(shown: str) -> int:
    """Return how large a file may be, by its path in the survey."""
    return MAX_BYTES * LARGE.get(shown, 1)


def read(path: Path, shown: str, root: Path | None = None) -> tuple[Document | None, list[Problem]]:
    """Read one YAML file strictly, as `parse` does; never raises for anything a file can contain.

    `shown` is the path that problems name. With `root`, what lies outside of it is refused.
    """
    try:
        text = _text(path, root, shown)
        return parse(text, shown)
    except _Refused as refused:
        return None, [_problem(shown, refused)]
    except OSError as error:
        reason = error.strerror or "unknown reason"
        return None, [Problem(shown, 1, 1, "unreadable", f"cannot be read: {reason}")]


def parse(text: str, shown: str) -> tuple[Document | None, list[Problem]]:
    """Parse YAML text strictly; problems name `shown`.

    A document comes with problems when single values were refused: the rest can still be looked at.
    """
    try:
        _refuse_characters(text)
        _refuse_extent(text, MAX_VALUES * LARGE.get(shown, 1))
        node = _compose(text)
    except _Refused as refused:
        return None, [_problem(shown, refused)]
    builder = _Builder(may_repeat="*" in text)
    data = builder.build(node, 0)
    problems = list(bounded(_problem(shown, refused) for refused in builder.refused))
    return Document(shown, data, node), problems


@dataclass(frozen=True, slots=True)
class _Mark:
    line: int = 0
    column: int = 0


def _problem(shown: str, refused: _Refused) -> Problem:
    return Problem(shown, refused.line, refused.column, refused.code, refused.message, refused.hint)


def _text(path: Path, root: Path | None, shown: str = "") -> str:
    """Read a regular file of bounded size as UTF-8."""
    try:
        raw = inside.read(path, root, most_bytes(shown))
    except inside.Refused as refused:
        raise _Refused(_Mark(), refused.code, refused.message, refused.hint) from None
    try:
        return lines.decoded(raw)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        hint = "save the file with the encoding UTF-8"
        raise _Refused(_mark_at(before, len(before)), "encoding", message, hint) from None


def _mark_at(text: str, index: int) -> _Mark:
    before = text[:index]
    return _Mark(before.count("\n"), index - (before.rfind("\n") + 1))


def _refuse_characters(text: str) -> None:
    if text.replace("\n", "").isprintable():  # as most files are: none of these can be printed
        return
    for pattern, code, kind in (
        (CONTROLS, "control-character", "control character"),
        (INVISIBLES, "invisible-character", "invisible character"),
    ):
        if found := pattern.search(text):
            message = f"{kind} U+{ord(found[0]):04X} is not allowed"
            raise _Refused(_mark_at(text, found.start()), code, message, "delete it")


def _refuse_extent(text: str, most: int) -> None:
    """Measure nesting from the event stream, which does not recurse, where it could be deep.

    Of a large file the values are counted too: a million empty ones fit into what may be read.
    """
    openers = sum(text.count(opener) for opener in OPENERS if opener in text)  # few hold any
    if openers < SUSPICIOUS_BRACKETS and len(text) < MAX_BYTES // 10:
        return
    depth = 0
    for number, event in enumerate(_events(text)):
        if number > most:
            message = f"more than {most:,} values"
            raise _Refused(event.start_mark, "too-many", message)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _too_deep(event.start_mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _events(text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise _syntax(error) from None


def _too_deep(mark: Any) -> _Refused:
    return _Refused(mark, "too-deep", f"nested more than {MAX_DEPTH} levels deep")


def _compose(text: str) -> Any:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _syntax(error) from None
    finally:
        loader.dispose()
    if node is None:
        raise _Refused(_Mark(), "empty", "the file is empty", "write at least the required fields")
    return node


CLOSE_HINT: Final = "close the quotes and brackets that were opened before"
SYNTAX_HINTS: Final = {
    "mapping values are not allowed": 'put text that contains ": " in double quotes',
    "could not find expected ':'": "a field is written `name: value`",
    "did not find expected key": "check indentation and quotes, of the line before too",
    "cannot start any token": "indent with spaces, and quote text that begins with % @ ` or a tab",
    "found undefined alias": "put text that begins with * in double quotes",
    "did not find expected alphabetic": "put text that begins with & or * in double quotes",
    "found unexpected end of stream": CLOSE_HINT,
    "did not find expected ',' or": CLOSE_HINT,
    "expected a single document": "one record a file: remove the line `---`",
}
"""What to write instead, for the commonest messages of libyaml."""


def _syntax(error: yaml.MarkedYAMLError) -> _Refused:
    said = " ".join(filter(None, (error.context, error.problem)))
    mark = error.problem_mark or error.context_mark or _Mark()
    hint = next((hint for part, hint in SYNTAX_HINTS.items() if part in said), "")
    return _Refused(mark, "syntax", f"not valid YAML: {error.problem or said}", hint)


class _Builder:
    """Turns nodes into plain data and collects what is refused on the way."""

    def __init__(self, *, may_repeat: bool) -> None:
        self.refused: list[_Refused] = []
        self.may_repeat = may_repeat
        """Whether there may be aliases, which make one node the value of several places."""
        self.seen: set[int] = set()

    def refuse(self, node: Any, code: str, message: str, hint: str = "") -> None:
        self.refused.append(_Refused(node.start_mark, code, message, hint))

    def build(self, node: Any, depth: int) -> Any:
        """Build one node; a refused one becomes None so that its siblings are still looked at."""
        if depth > MAX_DEPTH:
            self.refused.append(_too_deep(node.start_mark))
            return None
        kind = type(node)
        if node.tag not in CORE_TAGS and not (kind is yaml.ScalarNode and node.tag == "!"):
            self.refuse(node, "tag", f"tag {quoted(node.tag)} is not allowed", "remove it")
            return None
        if self.may_repeat:
            if id(node) in self.seen:
                hint = "write the value out"
                self.refuse(node, "alias", "anchors and aliases are not allowed", hint)
                return None
            self.seen.add(id(node))
        if kind is yaml.ScalarNode:
            return self.scalar(node)
        if kind is yaml.SequenceNode:
            return [self.build(child, depth + 1) for child in node.value]
        return self.mapping(node, depth)

    def mapping(self, node: Any, depth: int) -> dict[str, Any]:
        firsts: dict[str, Any] = {}
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if type(key_node) is not yaml.ScalarNode:
                self.refuse(key_node, "field-name", "a field's name must be text")
                continue
            key = key_node.value
            if key in firsts:
                hint = f"first on line {firsts[key].start_mark.line + 1}"
                self.refuse(key_node, "duplicate-field", f"field {quoted(key)} twice", hint)
            else:
                firsts[key] = key_node
            data[key] = self.build(value_node, depth + 1)
        return data

    def scalar(self, node: Any) -> object:
        value: str = node.value
        if node.style or node.tag == "!":
            return value
        if value in WORDS:
            return WORDS[value]
        if value[0] not in "+-.0123456789yYnNoO=<":
            return value
        if AMBIGUOUS.fullmatch(value):
            shown = printable(value)
            message = f"unquoted {shown} means different things to different YAML programs"
            self.refuse(node, "ambiguous", message, f'write "{shown}" if text is meant')
            return value
        return _number(value)


def _number(value: str) -> object:
    """Read the numbers of the core schema; everything else is text."""
    if INTEGER.fullmatch(value):
        digits = len(value.lstrip("+-"))
        return int(value) if digits <= 18 else float(value)  # noqa: PLR2004 (fits 64 bits)
    return float(value) if FLOAT.fullmatch(value) else value


def _child(node: Any, part: str | int) -> tuple[Any, Any]:
    """Find the (key, value) nodes at one step; (None, None) where there is none."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key, value
    return None, None


def _mark(node: Any) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
