"""Pages, volumes and numbers: ranges that are none, words for what the field says already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.checks.quality.oddity import Oddity
from site_builder.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.record.models import Paper

DASH: Final = "[-\u2010-\u2015\u2212]"
PREFIX: Final[dict[str, re.Pattern[str]]] = {
    "pages": re.compile(r"(?:pp?\.?|pages?|pgs?\.)[\s:]*(?=[0-9A-Za-z]*[0-9])", re.IGNORECASE),
    "volume": re.compile(r"(?:vol\.?|volume)[\s:]*(?=[0-9A-Za-z])", re.IGNORECASE),
    "number": re.compile(r"(?:no\.?|nr\.?|number|issue|iss\.?)[\s:]*(?=[0-9])", re.IGNORECASE),
}
LONGEST: Final = 100
"""Letters of pages that are looked at more closely."""
NONE: Final = re.compile(
    r"n\.?/?a\.?|none|null|nan|unknown|tba|tbd|\?+|in press|to appear|forthcoming|accepted"
    rf"|online(?: first)?|early access|ahead of print|{DASH}+|0|0{DASH}+0|undefined|n\.? ?pag\.?",
    re.IGNORECASE,
)
ARXIV: Final = re.compile(
    r"arxiv|\babs/|^[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}$|^[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?$",
    re.IGNORECASE,
)
COUNT: Final = re.compile(r"[0-9]+\s*(?:pages?|pp?\.?)", re.IGNORECASE)
DASHES: Final = re.compile(
    r"\s*(?:-{2,}|[\u2010\u2011\u2012\u2014\u2015\u2212]+|\u2013{2,})\s*|\s+[-\u2013]\s*|[-\u2013]\s+"
)
TWICE: Final = re.compile(rf"(.*[0-9].*){DASH}\1")
THREE: Final = re.compile(rf"([0-9]+){DASH}([0-9]+){DASH}([0-9]+)")
RANGE: Final = re.compile(rf"([0-9]+)({DASH})([0-9]+)")
OPEN: Final = re.compile(rf".*[0-9?]\s*{DASH}+\s*\?*|{DASH}+.*[0-9].*|.*\?.*")


def of_numbers(paper: Paper) -> Iterator[Oddity]:
    """Find what is odd in a record's pages, volume and number."""
    for field in ("pages", "volume", "number"):
        text = getattr(paper, field)
        if text is None or _is_plain(text):
            continue
        yield from _any(field, text)
        if field == "pages" and len(text) <= LONGEST and not NONE.fullmatch(text):
            yield from _pages(text)


def _is_plain(text: str) -> bool:
    """Return whether a text is a number above zero, or a range of two that ascend."""
    if not text.isascii():
        return False
    if text.isdigit():
        return bool(text.strip("0"))
    first, _, last = text.partition("-")
    return first.isdigit() and last.isdigit() and len(text) <= LONGEST and int(first) < int(last)


def _any(field: str, text: str) -> Iterator[Oddity]:
    loc = (field,)
    if NONE.fullmatch(text):
        yield Oddity(f"{field}.none", loc, f"{quoted(text)} says nothing", "leave the field out")
    elif found := PREFIX[field].match(text):
        message = f"{quoted(found[0].strip())} says what the field says already"
        yield Oddity(f"{field}.prefix", loc, message, "leave it out", text[found.end() :])


def _pages(text: str) -> Iterator[Oddity]:
    """Find one oddity of pages: what is found first tells most."""
    if ARXIV.search(text):
        hint = "write the identifier in arxiv_id"
        yield Oddity("pages.identifier", ("pages",), f"{quoted(text)} are no pages", hint)
    elif COUNT.fullmatch(text):
        hint = "write the first and the last page"
        yield Oddity("pages.count", ("pages",), f"{quoted(text)} counts the pages", hint)
    elif found := TWICE.fullmatch(text):
        message, hint = f"{quoted(text)} is a range from itself to itself", "write it once"
        yield Oddity("pages.range", ("pages",), message, hint, found[1])
    elif found := THREE.fullmatch(text):
        message = f"{quoted(text)} is a range in a range"
        yield Oddity("pages.range", ("pages",), message, "write first-last", _of_three(found))
    elif OPEN.fullmatch(text):
        message, hint = f"{quoted(text)} lacks a page", "write the first and the last page"
        yield Oddity("pages.incomplete", ("pages",), message, hint)
    elif DASHES.search(text):
        message, hint = f"{quoted(text)} has another sign than a hyphen", "write first-last"
        yield Oddity("pages.dash", ("pages",), message, hint, DASHES.sub("-", text))
    elif found := RANGE.fullmatch(text):
        yield from _range(text, found)


def _of_three(found: re.Match[str]) -> str | None:
    """Return the two pages that three numbers say, where one of them is said twice."""
    first, second, third = found.groups()
    kept = list(dict.fromkeys((first, second, third)))
    is_range = len(kept) == 2 and int(kept[0]) < int(kept[1])  # noqa: PLR2004 (first and last)
    return "-".join(kept) if is_range else None


def _range(text: str, found: re.Match[str]) -> Iterator[Oddity]:
    """Find a range whose last page comes before its first one, or leaves out what both share."""
    first, dash, last = found.groups()
    if int(first) <= int(last):
        return
    whole = first[: len(first) - len(last)] + last
    if len(last) < len(first) and int(whole) > int(first):
        message = f"{quoted(text)} leaves out a part of the last page"
        yield Oddity(
            "pages.incomplete", ("pages",), message, "write it whole", f"{first}{dash}{whole}"
        )
    else:
        hint = "write the first and the last page"
        yield Oddity("pages.order", ("pages",), f"{quoted(text)} runs backwards", hint)
