"""Venues: names in capitals or abbreviated, of another kind than they say, two that are one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.checks.quality.oddity import Oddity
from site_builder.checks.quality.texts import of_text
from site_builder.checks.quality.titles import shouted
from site_builder.problems import quoted
from site_builder.record.models import VenueKind
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.problems import Loc
    from site_builder.record.models import Venue

ABBREVIATED: Final = re.compile(
    r"\b(?:Proc|Conf|Int|Intl|Trans|Symp|Adv|Lett|Rev|Res|Sci|Phys|Comput|Syst|Soc|Assoc|Acad|Appl"
    r"|Mach|Learn|Artif|Intell|Anal|Natl|Am|Eur|Eng|Technol|Process|Annu|Ann|Bull|Commun|Math|Stat|J)\."
)
SMALL: Final = frozenset(
    [
        "of",
        "the",
        "on",
        "in",
        "and",
        "for",
        "a",
        "an",
        "de",
        "la",
        "le",
        "les",
        "und",
        "der",
        "die",
        "del",
        "et",
        "to",
    ]
)
"""Words that abbreviated names leave out."""
WORD: Final = re.compile(r"[^\W_]+\.?")
REPORT: Final = re.compile(
    r"^(?:arxiv:|[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+-[0-9]|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?$|[0-9]+$)",
    re.IGNORECASE,
)
AGAINST: Final = {
    VenueKind.JOURNAL: re.compile(r"\b(?:conference|workshop|symposium)\b", re.IGNORECASE),
    VenueKind.CONFERENCE: re.compile(
        r"^(?:the\s+)?(?:[A-Z]+\s)?(?:journal of|transactions on)\b", re.IGNORECASE
    ),
}
"""Words of names that a venue of a kind has not."""


def of_venue(venue: Venue, loc: Loc) -> Iterator[Oddity]:
    """Find what is odd in one venue."""
    here = (*loc, "name")
    yield from of_text("venue", here, venue.name)
    if shouted(venue.name):
        hint = "write it as the venue does in running text"
        yield Oddity("venue.capitals", here, "is mostly capitals", hint)
    if found := ABBREVIATED.search(venue.name):
        hint = "write the name in full, and the short one as an alias"
        yield Oddity("venue.abbreviated", here, f"is abbreviated, {quoted(found[0])}", hint)
    if REPORT.search(venue.name):
        hint = "write where the paper appeared"
        yield Oddity("venue.number", here, f"{quoted(venue.name)} is no venue", hint)
    against = AGAINST.get(venue.kind)
    if against and (found := against.search(venue.name)):
        message = f"a {venue.kind.value}, but its name says {quoted(found[0])}"
        yield Oddity("venue.kind", (*loc, "kind"), message, "correct the kind")


def side_by_side(venues: Sequence[Venue]) -> Iterator[tuple[int, Oddity]]:
    """Find venues of which one abbreviates another's name; each comes with its number."""
    names: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for number, venue in enumerate(venues):
        for name in {venue.name, venue.id, *venue.aliases}:
            if len(words := _words(name)) > 1:
                names.setdefault(words[0][:1], []).append((number, words))
    told = set()
    for group in names.values():
        for number, short in group:
            if number in told or not any(word.endswith(".") for word in short):
                continue
            twin = next((n for n, full in group if n != number and _abbreviates(short, full)), None)
            if twin is not None:
                told.add(number)
                message = f"seems to be the venue {quoted(venues[twin].id)}, abbreviated"
                hint = "keep one of them, and the other's names as aliases"
                yield number, Oddity("venue.twice", ("venues", number), message, hint)


def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in WORD.findall(fold(name)) if word not in SMALL)


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Return whether each word is that of the full name, or begins it and ends with a stop."""
    return len(short) == len(full) and all(
        one.rstrip(".") == other.rstrip(".")
        or (one.endswith(".") and other.startswith(one.rstrip(".")))
        for one, other in zip(short, full, strict=True)
    )
