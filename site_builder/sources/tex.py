r"""TeX as it stands in bibliographies to record text: Unicode, with `$…$` for mathematics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder import latex
from site_builder.latex.capitals import Protection
from site_builder.latex.scan import MATH, scan
from site_builder.sources import leftovers

if TYPE_CHECKING:
    from collections.abc import Iterator

HELD: Final = ("\ue000", "\ue001")
"""Private characters around the number of a formula, while the text around it is read."""
HELD_PLACE: Final = re.compile(f"{HELD[0]}([0-9]+){HELD[1]}")
PARAGRAPHS: Final = re.compile(r"\n[ \t]*\n\s*")
MOST_READ: Final = 2_000
"""Characters of a title that are looked at for braces; records hold half as many."""
MOST_WORDS: Final = 4
"""A longer stretch in braces freezes a title; it protects no name."""
AUTOMATIC: Final = Protection((), titlecase=True)
"""Tells which words an export protects by itself."""


def line(tex: str) -> str:
    """Read TeX as one line of record text."""
    formulas: list[str] = []
    held = "".join(_held(leftovers.plain(tex), formulas))
    bare = leftovers.undone(latex.to_text(held)).text
    text = " ".join(bare.split()) if bare else ""
    return HELD_PLACE.sub(lambda match: formulas[int(match[1])], text)


def prose(tex: str) -> str:
    """Read TeX as record text of one or more paragraphs."""
    return "\n\n".join(
        filter(None, map(line, PARAGRAPHS.split(leftovers.with_paragraphs(leftovers.plain(tex)))))
    )


def _held(tex: str, formulas: list[str]) -> Iterator[str]:
    """Yield the text with a number in place of each formula."""
    for mark in HELD:
        tex = tex.replace(mark, "")
    for token in scan(tex):
        if token.kind in MATH:
            yield f"{HELD[0]}{len(formulas)}{HELD[1]}"
            formulas.append(f"${' '.join(leftovers.unescaped(token.value).split())}$")
        else:
            yield token.source


def groups(tex: str) -> list[tuple[int, int]]:
    """Find where the outermost groups in braces begin and end; escaped braces are none."""
    found: list[tuple[int, int]] = []
    depth = start = 0
    escaped = False
    for index, char in enumerate(tex):
        if not escaped and char == "{":
            start = start if depth else index
            depth += 1
        elif not escaped and char == "}" and depth:
            depth -= 1
            if not depth:
                found.append((start, index + 1))
        escaped = char == "\\" and not escaped
    return found


def unbraced(tex: str) -> str:
    """Remove braces around the whole text."""
    tex = tex.strip()
    while groups(tex) == [(0, len(tex))] and tex:
        tex = tex[1:-1].strip()
    return tex


def protected(title: str) -> tuple[str, ...]:
    """List the words that a title's braces protect and that an export would not by itself."""
    inner = "".join(_held(unbraced(title[:MOST_READ]), []))
    words = (
        line(_whole_words(inner, start, end))
        for start, end in groups(inner)
        if inner.count(" ", start, end) < MOST_WORDS
        if inner[start + 1 : start + 2] != "\\" and not _is_argument(inner, start)
    )
    return tuple(dict.fromkeys(word for word in words if _needs_protection(word)))


def _whole_words(tex: str, start: int, end: int) -> str:
    """Return a group with the rest of the word that it stands in: `{M}onte` is Monte."""
    before = re.search(r"[^\W_]*$", tex[max(0, start - 40) : start])
    after = re.match(r"[^\W_]*", tex[end : end + 40])
    return (before[0] if before else "") + tex[start:end] + (after[0] if after else "")


def _is_argument(tex: str, start: int) -> bool:
    """Return whether a group belongs to a macro before it."""
    return bool(re.search(r"\\(?:[A-Za-z]+|[^A-Za-z])\s*$", tex[max(0, start - 40) : start]))


def _needs_protection(word: str) -> bool:
    if HELD[0] in word or not re.search(r"[^\W\d_]", word) or word == word.lower():
        return False
    return any(
        not safe and any(char.isupper() for char in part) for part, safe in AUTOMATIC.parts(word)
    )
