"""Where a page asks for what is made from records: `<!-- survey:NAME key=value -->`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from site_builder.text import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK: Final = re.compile(
    r"<!--\s*survey:(?P<name>[^\s>]*?)(?P<rest>\s(?:(?!-->|<!--).)*?)?\s*-->", re.DOTALL
)
START: Final = re.compile(r"<!--\s*survey:")
ARGUMENT: Final = re.compile(
    r"\s*(?P<name>[\w-]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"']+))"
    r"(?=\s|\Z)"
)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument, and where it stands in the text."""

    name: str
    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """One fragment that a page asks for."""

    name: str
    start: int
    end: int
    arguments: tuple[Argument, ...] = ()
    is_alone: bool = False
    """Whether nothing else stands on its lines."""
    indent: str = ""
    """The blanks before it, where nothing else stands there."""
    unread: tuple[tuple[int, str], ...] = field(default=())
    """What is no argument, and where it stands."""


def find(source: str) -> Iterator[Fragment]:
    """Yield the fragments that a text asks for; what stands in code is shown, not done."""
    text = prose.without_code(source)
    for found in MARK.finditer(text):
        arguments, unread = _arguments(source, *found.span("rest"))
        before = source[source.rfind("\n", 0, found.start()) + 1 : found.start()]
        after = source[found.end() :].partition("\n")[0]
        yield Fragment(
            found["name"],
            *found.span(),
            tuple(arguments),
            is_alone=not before.strip() and not after.strip(),
            indent="" if before.strip() else before,
            unread=tuple(unread),
        )


def unclosed(source: str) -> list[int]:
    """Return where fragments begin that never end, so that they are none."""
    starts = {found.start() for found in START.finditer(prose.without_code(source))}
    return sorted(starts - {fragment.start for fragment in find(source)})


def _arguments(text: str, start: int, end: int) -> tuple[list[Argument], list[tuple[int, str]]]:
    """Read arguments; what is none is passed up to the next blank."""
    found, unread, at = list[Argument](), list[tuple[int, str]](), max(start, 0)
    while at < end and text[at:end].strip():
        argument = ARGUMENT.match(text, at, end)
        if argument:
            value = next(v for v in argument.group("double", "single", "bare") if v is not None)
            found.append(Argument(argument["name"], value, argument.start("name")))
            at = argument.end()
            continue
        at += len(text[at:end]) - len(text[at:end].lstrip())
        word = text[at:end].split(maxsplit=1)[0]
        unread.append((at, word))
        at += len(word)
    return found, unread
