"""Citations in running text, in pandoc's syntax (its manual, "Citation syntax").

`[see @a, p. 3; -@b]` is a group, `@a` stands in the text itself, and `@a [p. 3]` has a locator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.text.prose import Prose

KEY: Final = r"\w(?:\w|[:.#$%&+?<>~/-](?=\w)|[:/](?=/))*"
"""Letters, digits and underscores, with single signs between them: no full stop at the end."""
MENTION: Final = re.compile(
    rf"(?<![^\W_])(?P<minus>-?)@(?:\{{(?P<braced>[^{{}}\s\x01]+)\}}|(?P<key>{KEY}))"
)
"""A key behind an at sign; behind a letter or digit it is an e-mail address."""
BRACKET: Final = re.compile(r"[\[\]]|\n[ \t]*\n")
"""Brackets, and the empty lines that no pair of them goes across."""
GAP: Final = re.compile(r"[ \t]*\n?[ \t]*(?=\[)")
"""What may stand between a key and the brackets of its locator."""


@dataclass(frozen=True, slots=True)
class Work:
    """One work that is cited."""

    key: str
    start: int
    """Where the key begins with its at sign, or with the minus before that."""
    end: int
    is_suppressed: bool = False
    """Whether the authors' names are left out."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One or more works, cited in one place."""

    start: int
    end: int
    works: tuple[Work, ...]
    is_in_text: bool = False
    """Whether the first work is part of the sentence."""
    locator: tuple[int, int] | None = None
    """Where the brackets behind a work in the text stand, their ends included."""
    is_linked: bool = False
    """Whether it stands in the words of a link, in which no other link can be."""


@dataclass(eq=False, slots=True)
class _Pair:
    """A pair of brackets, with what stands right in it."""

    start: int
    end: int
    is_link: bool = False
    """Whether it holds the words of a link, or lies in a pair that does."""
    is_picture: bool = False
    """Whether it holds the words of a picture, or lies in a pair that does."""
    works: list[Work] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    """Where the semicolons are."""

    def parts(self) -> list[list[Work]]:
        """Return the works between the semicolons."""
        ends = [*self.breaks, self.end]
        found: list[list[Work]] = [[] for _ in ends]
        number = 0
        for work in self.works:
            while work.start >= ends[number]:
                number += 1
            found[number].append(work)
        return found


def find(prose: Prose) -> list[Citation]:
    """Return the citations of a text in order; those within the words of another come behind it."""
    pairs = {pair.start: pair for pair in _pairs(prose)}
    loose = _sort_in(prose.text, pairs)
    found, used = [], set[Work]()
    for pair in pairs.values():
        parts = pair.parts() if pair.works and not pair.is_picture else []
        if parts and all(parts) and not _is_words_of_link(prose, pair.start, pair.end):
            first = tuple(part[0] for part in parts)
            used.update(first)
            found.append(Citation(pair.start, pair.end, first, is_linked=pair.is_link))
        if not pair.is_picture:
            loose += [(work, pair) for work in pair.works]
    for work, around in sorted(loose, key=lambda each: each[0].start):
        if work not in used:
            citation = _in_text(prose, work, around, pairs)
            used.update(citation.works)
            found.append(citation)
    return sorted(found, key=lambda each: (each.start, -each.end))


def _sort_in(text: str, pairs: Mapping[int, _Pair]) -> list[tuple[Work, _Pair | None]]:
    """Put works and semicolons into the innermost pairs around them; return works in none."""
    loose: list[tuple[Work, _Pair | None]] = []
    places: list[tuple[int, Work | _Pair | None]] = [*pairs.items()]
    places += [(found.start(), _work(found)) for found in MENTION.finditer(text)]
    places += [(found.start(), None) for found in re.finditer(";", text)]
    stack: list[_Pair] = []
    for place, what in sorted(places, key=lambda each: each[0]):
        while stack and stack[-1].end <= place:
            stack.pop()
        around = stack[-1] if stack else None
        if isinstance(what, _Pair):
            if around:
                what.is_link |= around.is_link
                what.is_picture |= around.is_picture
            stack.append(what)
        elif what is not None:
            if around:
                around.works.append(what)
            else:
                loose.append((what, None))
        elif around:
            around.breaks.append(place)
    return loose


def _in_text(
    prose: Prose, work: Work, around: _Pair | None, pairs: Mapping[int, _Pair]
) -> Citation:
    """Return the citation of a work in the text, with what brackets behind it hold."""
    is_linked = around is not None and around.is_link
    gap = GAP.match(prose.text, work.end)
    pair = pairs.get(gap.end()) if gap else None
    if pair and not is_linked and _is_locator(prose, pair):
        more = (part[0] for part in pair.parts()[1:])
        place = (pair.start, pair.end)
        return Citation(work.start, pair.end, (work, *more), is_in_text=True, locator=place)
    return Citation(work.start, work.end, (work,), is_in_text=True, is_linked=is_linked)


def _is_locator(prose: Prose, pair: _Pair) -> bool:
    """Tell whether a pair holds where in a work something stands, and perhaps further works."""
    content = prose.source[pair.start + 1 : pair.end - 1]
    if pair.is_link or not content.strip() or content.startswith("^"):
        return False
    first, *others = pair.parts()
    is_label = " ".join(content.split()).casefold() in prose.labels
    return not is_label and not first and all(others)


def _work(found: re.Match[str]) -> Work:
    key = found["braced"] or found["key"]
    return Work(key, found.start(), found.end(), bool(found["minus"]))


def _pairs(prose: Prose) -> Iterator[_Pair]:
    """Yield the pairs of brackets."""
    stack: list[int] = []
    for found in BRACKET.finditer(prose.text):
        if found[0] == "[":
            stack.append(found.start())
        elif found[0] != "]":
            stack.clear()
        elif stack:
            start = stack.pop()
            is_link = _is_words_of_link(prose, start, found.end())
            is_picture = is_link and prose.text[start - 1 : start] == "!"
            yield _Pair(start, found.end(), is_link, is_picture)


def _is_words_of_link(prose: Prose, start: int, end: int) -> bool:
    """Tell whether brackets hold the words of a link: an address or a label stands behind them."""
    after, shown = prose.source[end : end + 1], prose.text[end : end + 1]
    if after == "(":
        return shown != "("  # what leads somewhere has been blanked
    if after == "{":
        return True
    if after != "[":
        return False
    closing = prose.text.find("]", end)
    label = prose.source[end + 1 : closing].strip() or prose.source[start + 1 : end - 1]
    return " ".join(label.split()).casefold() in prose.labels
