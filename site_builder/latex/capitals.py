"""Title case: which words must keep their capitals where BibTeX lower-cases the rest."""

# ruff: noqa: RUF001 - characters that look alike are the matter

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LETTERS: Final = "(?:[^\\W_][\u0300-\u036f]*)+"
"""Letters and digits, each with the accents over it: braces between the two would part them."""

WORD: Final = re.compile(rf"{LETTERS}(?:[-‐‑/’'.&+]{LETTERS})*")
"""A word with what holds compounds, possessives and initials together."""

JOINT: Final = re.compile("([-‐‑/])")
"""Where a compound divides."""

SENTENCE: Final = re.compile(
    r"""
    (?: (?: ^ | : \s+ ) [^\w\s{}$\\]+ | [?!] [^\w\s{}$\\?!]* \s+ [^\w\s{}$\\]* ) (?= [^\W\d_] )
    """,
    re.VERBOSE,
)
"""What stands before a capital that BibTeX loses: it keeps that of the very first character and of
one right after a colon and blanks, but not behind a quotation mark, nor after ? and !."""


class Protection:
    """Splits plain text into protected stretches and the rest.

    A word is protected when it is all capitals, has a capital after the first letter, or a capital
    and a digit (BERT, ImageNet, 3D). Of a compound, each part is judged by itself (Vision-{BERT}),
    and neighbours that are protected or have no letter to lower share their braces ({GPT-4},
    {ViT-B/16}); a single capital takes a capitalised neighbour along ({U-Net}). "A" alone is an
    article. The first word of a sentence is protected where BibTeX does not see one begin.
    Phrases given by name are protected wherever they stand as whole words.
    """

    def __init__(self, phrases: tuple[str, ...], *, titlecase: bool) -> None:
        self.phrases = tuple(phrase for phrase in phrases if phrase.strip())
        self.titlecase = titlecase

    def parts(self, text: str, before: str = "") -> Iterator[tuple[str, bool]]:
        """Yield the stretches of `text`, all of it, and whether each is protected.

        `before` is what stands before the text, or the end of that.
        """
        if not self.phrases and not self.titlecase:
            yield text, False
            return
        end = 0
        for start, stop in self._stretches(text, _sentences(before, text)):
            if end < start:
                yield text[end:start], False
            yield text[start:stop], True
            end = stop
        if text[end:]:
            yield text[end:], False

    def _stretches(self, text: str, sentences: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Yield where protected stretches begin and end: phrases first, words between them."""
        end = 0
        for start, stop in _occurrences(self.phrases, text):
            yield from self._words(text, end, start, sentences)
            yield start, stop
            end = stop
        yield from self._words(text, end, len(text), sentences)

    def _words(
        self, text: str, start: int, end: int, sentences: frozenset[int]
    ) -> Iterator[tuple[int, int]]:
        if not self.titlecase:
            return
        for match in WORD.finditer(text, start, end):
            word = match[0]
            if match.start() in sentences and word[0].isupper():
                yield match.span()
                continue
            if word.isalpha() and (word.islower() or word[1:].islower()):
                continue  # an ordinary word, quickly
            for first, last in _compound(word):
                yield match.start() + first, match.start() + last


def _sentences(before: str, text: str) -> frozenset[int]:
    """Return where in `text` sentences begin that BibTeX does not see to begin."""
    whole = before + text
    ends = (match.end() - len(before) for match in SENTENCE.finditer(whole))
    return frozenset(end for end in ends if end >= 0)


def _occurrences(phrases: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield where phrases occur as whole words, from left to right, of two at one place the longer.

    A regular expression would have to be compiled for nearly every paper, which takes longer than
    all else that is done for its title.
    """
    found = {phrase: _whole_word(phrase, text, 0) for phrase in phrases}
    while places := [place for place in found.values() if place]:
        start, end = min(places, key=lambda place: (place[0], -place[1]))
        yield start, end
        for phrase, place in found.items():
            if place and place[0] < end:
                found[phrase] = _whole_word(phrase, text, end)


def _whole_word(phrase: str, text: str, start: int) -> tuple[int, int] | None:
    """Return the first place of a phrase with no letter, digit or underscore on either side."""
    while (start := text.find(phrase, start)) >= 0:
        end = start + len(phrase)
        beside = (text[start - 1 : start], text[end : end + 1])
        if not any(char.isalnum() or char == "_" for char in beside):
            return start, end
        start += 1
    return None


def _compound(word: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a word that need braces."""
    if word == "A":
        return
    parts = JOINT.split(word)
    at = 0
    run: tuple[int, int] | None = None
    for index in range(0, len(parts), 2):
        joined = index > 1 and run is not None and run[1] == at - 1
        if _needs(parts, index) or (joined and not _has_lower_or_capital(parts[index])):
            run = (run[0] if joined and run else at, at + len(parts[index]))
        elif run:
            yield run
            run = None
        at += len(parts[index]) + 1
    if run:
        yield run


def _has_lower_or_capital(part: str) -> bool:
    return part.lower() != part or part.upper() != part


def _needs(parts: list[str], index: int) -> bool:
    part = parts[index]
    if any(char.isupper() for char in part[1:]) or _is_numbered(part) or _is_capital(part):
        return True
    follows_capital = index > 1 and _is_capital(parts[index - 2])
    return follows_capital and part[0].isupper()


def _is_numbered(part: str) -> bool:
    return any(c.isupper() for c in part) and any(c.isdigit() for c in part)


def _is_capital(part: str) -> bool:
    return len(part) == 1 and part != part.lower()
