"""Numbers of things, and lists of words, as English sentences have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def plural(number: int, one: str, several: str = "") -> str:
    """Return the form of a noun that goes with a number; `several` is `one` with an s unless given.

    A verb may go with it: `plural(n, "paper is", "papers are")`.
    """
    return one if number == 1 else several or f"{one}s"


def counted(number: int, one: str, several: str = "") -> str:
    """Format a number of things: 1 paper, 1,200 papers."""
    return f"{number:,} {plural(number, one, several)}"


def listed(words: Iterable[str]) -> str:
    """Join words as a sentence does: A, B and C."""
    *head, last = [*words] or [""]
    return f"{', '.join(head)} and {last}" if head else last


def shortened(words: Sequence[str], most: int) -> str:
    """List the first words and how many there are besides: A, B and 3 more."""
    rest = len(words) - most
    return ", ".join(words[:most]) + (f" and {rest:,} more" if rest > 0 else "")


def et_al(
    names: Sequence[str],
    most: int,
    join: Callable[[Iterable[str]], str] = listed,
    *,
    is_cut: bool = False,
) -> str:
    """List authors, or the first alone of more than `most` or of a list that is cut: Li et al."""
    return f"{names[0]} et al." if is_cut or len(names) > most else join(names)


def within(title: str) -> str:
    """Return a title as it stands within a sentence: `Dose` as dose, `ICD code` as it is."""
    first = title.split(" ", 1)[0]
    is_word = len(first) > 1 and first[1:].islower()
    return title[:1].lower() + title[1:] if is_word else title
