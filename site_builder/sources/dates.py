"""Years and months as bibliographies write them."""

from __future__ import annotations

import re
from typing import Final

from site_builder.problems import quoted
from site_builder.sources import tex
from site_builder.text.names import fold

YEAR: Final = re.compile(r"(?<!\d)(14[5-9]\d|1[5-9]\d\d|20\d\d)(?!\d)")
ISO: Final = re.compile(r"(\d{4})(?:[-/](\d{1,2}))?")
MONTHS: Final = {
    **dict.fromkeys(("jan", "ene", "gen"), 1),
    **dict.fromkeys(("feb", "fev"), 2),
    **dict.fromkeys(("mar", "mrz"), 3),
    **dict.fromkeys(("apr", "avr", "abr"), 4),
    **dict.fromkeys(("may", "mai", "mag"), 5),
    **dict.fromkeys(("jun", "juin", "giu"), 6),
    **dict.fromkeys(("jul", "juil", "lug"), 7),
    **dict.fromkeys(("aug", "aou", "ago"), 8),
    **dict.fromkeys(("sep", "set"), 9),
    **dict.fromkeys(("oct", "okt", "ott", "out"), 10),
    **dict.fromkeys(("nov",), 11),
    **dict.fromkeys(("dec", "dez", "dic"), 12),
}
"""First letters of the months' names in English, German, French, Spanish, Italian, Portuguese."""


def read(date: str, year: str, month: str) -> tuple[int | None, int | None, list[str]]:
    """Read a year and month from a date, a year and a month; say what makes no sense."""
    words: list[str] = []
    found = ISO.match(date.strip())
    years = YEAR.search(tex.line(year)) or YEAR.search(date)
    if (year.strip() or date.strip()) and not years:
        words.append(f"year: {quoted(tex.line(year) or date)} is no year of publication")
    text = tex.line(month)
    number = month_of(text) if text else None
    if text and number is None:
        words.append(f"month: {quoted(text)} is no month")
    if number is None and found and found[2] and 1 <= int(found[2]) <= 12:  # noqa: PLR2004 (months)
        number = int(found[2])
    return (int(years[1]) if years else None), number, words


def month_of(text: str) -> int | None:
    """Read a month's name, macro or number: a name comes before the day; of several the first."""
    if named := _named(text):
        return named
    numbers = (int(number[:5]) for number in re.findall(r"\d+", text))
    return next((number for number in numbers if 1 <= number <= 12), None)  # noqa: PLR2004 (months)


def _named(text: str) -> int | None:
    words = re.findall(r"[^\W\d_]{3,}", fold(text))
    return next((MONTHS[k] for word in words for k in (word[:4], word[:3]) if k in MONTHS), None)


def of_arxiv(arxiv_id: str) -> int | None:
    """Return the year in which an arXiv id was assigned."""
    digits = re.search(r"(\d\d)\d\d(?:\.|\d{3}$)", arxiv_id)
    if not digits:
        return None
    year = int(digits[1])
    return 1900 + year if year > 90 else 2000 + year  # noqa: PLR2004 (arXiv began in 1991)
