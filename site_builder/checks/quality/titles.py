"""Titles of papers and books: capitals, what clings to them, what is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.checks.quality.oddity import Oddity
from site_builder.checks.quality.texts import of_text
from site_builder.problems import quoted
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.problems import Loc
    from site_builder.record.models import Venue

SHOUTED: Final = re.compile(r"\b[^\W\d_]{4,}\b")
MOSTLY: Final = 0.7
"""Share of a title's letters from which on it is mostly capitals."""
FEWEST_WORDS: Final = 3
NO_ACRONYM: Final = 8
"""Letters of a word that is too long for an acronym."""
STOP: Final = re.compile(r"(?P<word>[^\W_]+)\.$")
INSIDE: Final = re.compile(r"[.?!]\s")
SHORT_FORMS: Final = frozenset(
    [
        "inc",
        "ltd",
        "corp",
        "co",
        "jr",
        "sr",
        "etc",
        "al",
        "vs",
        "dept",
        "univ",
        "no",
        "vol",
        "ed",
        "eds",
        "st",
        "mt",
        "approx",
        "prof",
    ]
)
"""Words that end with a full stop of their own."""
CUT: Final = re.compile(r"(?:\.\.\.|\u2026)$")
STRAY: Final = re.compile(r"\s\s|\s[,;](?![-)])|\(\s|\w\s\)")
SPACING: Final = re.compile(r"\s(?=[,;](?![-)]))|(?<=\()\s|(?<=\w)\s(?=\))")
FOUR_CAPITALS: Final = re.compile("[^\\W\\d_a-z\u00df-\u00f6\u00f8-\u00ff]{4}")
MANY_DIGITS: Final = re.compile(r"[0-9]{4}|[0-9]\W+[0-9]+\W+[0-9]")
LEFTOVER_START: Final = re.compile(
    r"microsoft word\s*-|untitled\b|title:|(?:retracted|withdrawn)(?: article)?\s*[:\]-]"
    r"|\[(?:retracted|withdrawn)\]",
    re.IGNORECASE,
)
LEFTOVER_END: Final = re.compile(
    r"\.(?:docx?|pdf|dvi|ps|tex)$"
    r"|[\[(](?:pdf|html|preprint|poster|extended version|full version|supplementary materials?"
    r"|research in progress|completed research(?: paper)?|full research paper)[\])]$",
    re.IGNORECASE,
)
VENUE_HINTS: Final = ("roceedings of", "roc.", "rXiv", "dvances in", "n: ")
GAPS: Final = ("  ", " ,", " ;", "( ", " )")
"""What is quick to look for, and without which the patterns find nothing."""
VENUE_IN_TITLE: Final = re.compile(
    r"[.,:]\s(?:in:?\s)?(?:the\s)?(?:proceedings of\b|proc\.|arxiv preprint\b|advances in neural\b)"
    r"|[.,]\sin:\s",
    re.IGNORECASE,
)
LEADING: Final = re.compile(r"^(?:the|proceedings of(?: the)?)\s+")


def of_title(field: str, loc: Loc, text: str) -> Iterator[Oddity]:
    """Find what is odd in the title of a paper or book, whatever else its record says."""
    yield from of_text(field, loc, text)
    yield from _capitals(field, loc, text)
    yield from _end(field, loc, text)
    if has_any(text, GAPS) and STRAY.search(text):
        hint = "one blank between words, none before a comma"
        cure = " ".join(text.split())
        cure = SPACING.sub("", cure)
        yield Oddity(f"{field}.spacing", loc, "holds stray blanks", hint, cure)
    if found := LEFTOVER_START.match(text) or LEFTOVER_END.search(text, max(0, len(text) - 40)):
        message = f"{quoted(found[0].strip())} is not part of a title"
        yield Oddity(f"{field}.leftover", loc, message, _instead(found[0]))
    if has_any(text, VENUE_HINTS) and (found := VENUE_IN_TITLE.search(text)):
        message = f"names where it appeared, {quoted(text[found.start() + 1 :].strip())}"
        yield Oddity(f"{field}.venue", loc, message, "keep the title alone")
    if MANY_DIGITS.search(text) and 2 * sum(map(str.isdigit, text)) > sum(map(str.isalnum, text)):
        hint = "write the title as the paper has it"
        yield Oddity(f"{field}.digits", loc, "has more digits than letters", hint)


def has_any(text: str, parts: tuple[str, ...]) -> bool:
    """Whether one of several short texts stands in a text."""
    for part in parts:  # noqa: SIM110 (a generator takes twice as long, for each title)
        if part in text:
            return True
    return False


def _instead(found: str) -> str:
    taken_back = found.lower().lstrip("[(").startswith(("retracted", "withdrawn"))
    return "say it in the field status" if taken_back else "keep the title alone"


def _capitals(field: str, loc: Loc, text: str) -> Iterator[Oddity]:
    if shouted(text):
        hint = "write it as a sentence or as a headline"
        yield Oddity(f"{field}.capitals", loc, "is mostly capitals", hint)


def shouted(text: str) -> bool:
    """Return whether a text is in capitals that are more than a few acronyms."""
    if not FOUR_CAPITALS.search(text):
        return False
    cased = sum(char.isupper() or char.islower() for char in text)
    if not cased or sum(map(str.isupper, text)) < MOSTLY * cased:
        return False
    words = [word for word in SHOUTED.findall(text) if word.isupper()]
    return len(words) >= FEWEST_WORDS or (len(words) > 1 and max(map(len, words)) >= NO_ACRONYM)


def _end(field: str, loc: Loc, text: str) -> Iterator[Oddity]:
    if text[-1] not in ".\u2026":
        return
    if CUT.search(text):
        hint = "write the whole title; or say in checks that it ends so"
        yield Oddity(f"{field}.incomplete", loc, "ends with an ellipsis", hint)
    elif (found := STOP.search(text)) and len(found["word"]) > 1:
        word = found["word"]
        if word.lower() in SHORT_FORMS or (word.isupper() and "." in text[: found.start()][-1:]):
            return
        cure = None if INSIDE.search(text) else text[:-1]
        yield Oddity(f"{field}.final-stop", loc, "ends with a full stop", "leave it out", cure)


def against_venue(title: str, venue_id: str, names: frozenset[str]) -> Iterator[Oddity]:
    """Find a title that is one of the venue's names, as `stems` gives them."""
    if _stem(title) in names:
        message = f"is the name of the venue {quoted(venue_id)}"
        yield Oddity("title.is-venue", ("title",), message, "write the title of the paper")


def stems(venue: Venue) -> frozenset[str]:
    """Return the names of a venue without what begins many of them."""
    return frozenset(_stem(name) for name in (venue.name, venue.id, *venue.aliases))


def against_book(title: str, booktitle: str) -> Iterator[Oddity]:
    """Find a chapter whose title and book are one, or whose title holds the book's."""
    if _stem(title) == _stem(booktitle):
        hint = "write the chapter's title, or leave booktitle out"
        yield Oddity("booktitle.is-title", ("booktitle",), "is the title once more", hint)
    elif len(booktitle.split()) >= FEWEST_WORDS and fold(booktitle) in fold(title):
        message = f"names the book, {quoted(booktitle)}"
        yield Oddity("title.venue", ("title",), message, "keep the title alone")


def _stem(text: str) -> str:
    folded = fold(text)
    return (LEADING.sub("", folded) if folded.startswith(("the ", "proc")) else folded).strip(" .")
