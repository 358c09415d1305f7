"""Keys for new records: family name, year, first telling word of the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder import latex
from site_builder.record.values import MAX_KEY
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from site_builder.text.names import Name

STOP_WORDS: Final = frozenset(
    """
    a about after against all also an and any are as at be been before between both but by can do
    does during each etc for from further had has have how if in into is it its more most much no
    nor not of on onto or other our out over own per same should so some such than that the their
    them then there these they this those through to too toward towards under until up upon us very
    via was we well were what when where which while who why will with within without would you your
    """.split()  # noqa: SIM905 (one word to a line would fill pages)
)
"""Words that tell nothing of a paper."""
WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
LEAST_PART: Final = 3
"""Letters of a compound's first part that tell something alone: multi-modal, but not s-prompts."""


def key(author: Name, year: int, title: str, taken: Collection[str]) -> str:
    """Propose a key: family name, year, first telling word; more words where it is taken.

    A name or title without Latin letters is passed over; a number comes last of all. `taken` is in
    lower case, as keys are.
    """
    family = _letters(author.family) or _letters(author.display) or "paper"
    words = [word for each in WORD.findall(fold(latex.to_text(title))) if (word := _telling(each))]
    for candidate in _keys(f"{family[:40]}{year}", words or [""]):
        if candidate not in taken:
            return candidate
    raise AssertionError  # pragma: no cover - the numbers have no end


def _keys(stem: str, words: list[str]) -> Iterator[str]:
    room = MAX_KEY - len("-999999")
    for count in range(1, min(len(words), 4) + 1):
        yield (stem + "".join(words[:count]))[:room]
    number = 2
    while True:
        yield f"{(stem + words[0])[:room]}-{number}"
        number += 1


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if "a" <= char <= "z")


def _telling(word: str) -> str:
    """Return a word as keys have it, of a compound its first part; empty for stop words."""
    first = word.partition("-")[0]
    bare = _keyed(first if len(_keyed(first)) >= LEAST_PART else word)
    return "" if word in STOP_WORDS or bare in STOP_WORDS or bare.isdigit() else bare


def _keyed(word: str) -> str:
    return "".join(char for char in word if char.isascii() and char.isalnum())
