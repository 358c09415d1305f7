"""Single values of a record: each function gives the normal form or raises an error saying why.

The error is a `BadValue`, which says to people what is wrong and what to write instead.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from typing import Final
from urllib.parse import unquote, urlsplit

from site_builder.problems import printable
from site_builder.text import invisible


class BadValue(ValueError):
    """A value that a record cannot have; `hint` says what to write instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


KEY: Final = re.compile(r"[a-z][a-z0-9-]*")
"""A paper's key, which is a file name, a BibTeX key and a part of an address at once."""
CATEGORY_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FACET_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
VENUE_ID: Final = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")

ARXIV_NEW: Final = re.compile(r"([0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5})(?:v[0-9]+)?")
"""Identifiers since April 2007 (arXiv, "Understanding the arXiv identifier")."""
ARXIV_OLD: Final = re.compile(
    r"([a-z-]+(?:\.[A-Z]{2})?/[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})(?:v[0-9]+)?"
)
"""Identifiers up to March 2007: archive, optional subject class, number."""
ARXIV_PREFIX: Final = re.compile(
    r"(?:arxiv:\s*|https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/)", re.IGNORECASE
)
ARXIV_CLASS: Final = re.compile(
    r"[a-z]+(?:-[a-z]+)*(?:\.(?:[A-Za-z]{2}|[a-z]{4,6}|[a-z]{2,5}-[a-z]{2,4}))?"
)
"""cs.CV, math-ph, physics.ins-det, cond-mat.soft (arxiv.org/category_taxonomy)."""
DOI: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"{}\\^|`]+")
"""The shape that Crossref recommends for matching, with the old SICI punctuation allowed."""
DOI_PREFIX: Final = re.compile(r"doi:\s*", re.IGNORECASE)
DOI_RESOLVER: Final = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/+", re.IGNORECASE)
DOI_TAIL: Final = re.compile(r"(?:\?|(?<!;[0-9]-)#).*")
"""Query and fragment of an address, such as `#citeas`; in a DOI of its own, `?` and `#` are written
%3F and %23 there (DOI Handbook, on encoding). Browsers let the last `#` of a SICI stand, its check
character (ANSI/NISO Z39.56)."""
DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ORCID: Final = re.compile(r"(?:https?://orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])")
URL_BODY: Final = re.compile(r"[!#-;=?-Z\[\]_a-z~]+")
"""RFC 3986's characters: no blanks, quotes, angle brackets, backslashes; no raw Unicode."""
HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")

DEVICES: Final = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]", re.IGNORECASE)
"""Names that Windows keeps for devices: a repository with such a file cannot be cloned there."""

MAX_LINE: Final = 1_000
MAX_PROSE: Final = 20_000
MAX_KEY: Final = 80
"""File systems stop at 255 bytes; addresses and `\\cite` should stay readable."""
YEARS: Final = range(1450, 2101)
"""From the first printed books on."""
CODE: Final = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
"""The code of a rule, as `survey check` prints it."""
MOST_SWITCHES: Final = 100


CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
"""Control characters, which no text has; YAML lets them in through escapes such as "\\0"."""
INVISIBLES: Final = re.compile(
    "[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
"""Zero-width and direction-changing characters, which let text read otherwise than it is stored."""
IN_MACRO: Final = re.compile(rf"\\[A-Za-z]*+([{invisible.IGNORABLES}])")
r"""What shows nothing, behind a backslash or within a macro: \i<joiner>nput seems to be \input."""

NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped (its production 2, Char)."""


def _text(value: object) -> str:
    if isinstance(value, str):
        if value.isascii() and value.isprintable():  # as most text is: nothing below concerns it
            return value.strip()
        if found := CONTROLS.search(value) or INVISIBLES.search(value):
            raise BadValue(f"character U+{ord(found[0]):04X} is not allowed", "delete it")
        if found := IN_MACRO.search(value):
            hidden = invisible.character_name(found[1])
            raise BadValue(f"{hidden}, which is not seen, stands in a TeX macro", "delete it")
        return unicodedata.normalize("NFC", value).strip()
    raise BadValue(f"expected text, got {describe(value)}", _requote(value))


def _requote(value: object) -> str:
    """Return what to write where YAML took text for something else."""
    if isinstance(value, list | dict):
        return "write plain text"
    if value is None:
        return "write the text, or leave the field out"
    return "put the text in double quotes"


def describe(value: object) -> str:
    """Describe a value as its author sees it: `the number 3`, `a list`, `nothing`."""
    match value:
        case None:
            return "nothing"
        case bool():
            return f"the truth value {str(value).lower()}"
        case int() | float():
            return f"the number {value}"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "a mapping"


def line(value: object) -> str:
    """Validate one line of text."""
    text = _text(value)
    if text.isascii() and text.isprintable() and 0 < len(text) <= MAX_LINE:  # as most are
        return text
    if not text:
        raise BadValue("is empty", "write the text, or leave the field out")
    if not text.isascii() and not invisible.remove(text).strip():
        raise BadValue("shows nothing", "write the text, or leave the field out")
    if "\n" in text:
        raise BadValue("must be one line", "fold it with `>-`")
    return _bounded(text, MAX_LINE)


def numeral(value: object) -> str:
    """Validate a volume, issue or page range, which people write with or without quotes."""
    text = line(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)
    return _seen(text)


def _seen(text: str) -> str:
    """Validate that all characters of a text are visible."""
    if found := invisible.IGNORABLE.search(text):
        raise BadValue(
            f"holds {invisible.character_name(found[0])}, which is not seen", "delete it"
        )
    return text


def prose(value: object) -> str:
    """Validate text of one or more paragraphs."""
    text = _text(value)
    if not text:
        raise BadValue("is empty", "write the text, or leave the field out")
    return _bounded(text, MAX_PROSE)


def _bounded(text: str, most: int) -> str:
    if len(text) > most:
        raise BadValue(f"is {len(text):,} characters long, at most {most:,} are allowed")
    return text


def whole(value: object) -> int:
    """Validate a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    hint = (
        "leave the quotes out"
        if isinstance(value, str) and value.isascii() and value.isdecimal()
        else ""
    )
    raise BadValue(f"expected a whole number, got {_got(value)}", hint)


def number(value: object) -> float:
    """Validate a finite number."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return value
    raise BadValue(f"expected a number, got {_got(value)}", "write digits, without unit or quotes")


def _got(value: object) -> str:
    return _quoted(value) if isinstance(value, str) else describe(value)


def _quoted(text: str) -> str:
    return f"'{printable(text[:60])}'"


def truth(value: object) -> bool:
    """Validate true or false."""
    if isinstance(value, bool):
        return value
    raise BadValue(f"expected true or false, got {_got(value)}", "write true, or leave it out")


def year(value: object) -> int:
    """Validate a year of publication."""
    if (found := whole(value)) in YEARS:
        return found
    raise BadValue(f"{found} is no year of publication", "write four digits, as 2024")


def month(value: object) -> int:
    """Validate a month as a number."""
    if 1 <= (found := whole(value)) <= 12:  # noqa: PLR2004 (months of a year)
        return found
    raise BadValue(f"{found} is no month", "write a number from 1 to 12")


def key(value: object) -> str:
    """Validate a paper's key."""
    text = line(value)
    if KEY.fullmatch(text) and len(text) <= MAX_KEY and not DEVICES.fullmatch(text):
        return text
    raise BadValue(
        f"{_quoted(text)} is no key",
        "lower-case letters, digits and hyphens, beginning with a letter",
    )


def _shaped(shape: re.Pattern[str], kind: str, hint: str, value: object) -> str:
    text = line(value)
    if shape.fullmatch(text) and len(text) <= MAX_KEY and not DEVICES.fullmatch(text):
        return text
    raise BadValue(f"{_quoted(text)} is no {kind}", hint)


def category_id(value: object) -> str:
    """Validate the id of a category, benchmark or metric."""
    return _shaped(CATEGORY_ID, "id", "lower-case letters, digits and single hyphens", value)


def facet_id(value: object) -> str:
    """Validate the id of a facet."""
    return _shaped(FACET_ID, "facet id", "lower-case letters, digits and underscores", value)


def field_id(value: object) -> str:
    """Validate the id of a field that a survey declares."""
    return _shaped(FACET_ID, "field id", "lower-case letters, digits and underscores", value)


def venue_id(value: object) -> str:
    """Validate the id of a venue."""
    return _shaped(VENUE_ID, "venue id", "letters, digits, single blanks and hyphens", value)


def arxiv_id(value: object) -> str:
    """Validate an arXiv id, with or without version, prefix or address; return the bare one."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise BadValue(
            f"expected text, got the number {value}", 'put the id in quotes: "2203.12119"'
        )
    text = ARXIV_PREFIX.sub("", line(value), count=1).removesuffix(".pdf")
    if found := ARXIV_NEW.fullmatch(text) or ARXIV_OLD.fullmatch(text):
        return found[1]
    raise BadValue(f"{_quoted(text)} is no arXiv id", "for example 2203.12119 or hep-th/9901001")


def arxiv_class(value: object) -> str:
    """Validate arXiv's primary class, such as cs.CV."""
    return _shaped(ARXIV_CLASS, "arXiv class", "for example cs.CV", value)


def doi(value: object) -> str:
    """Validate a DOI, with or without resolver; return the bare one, its spelling kept."""
    text = _seen(line(value))
    if resolver := DOI_RESOLVER.match(text):
        path = DOI_TAIL.sub("", text[resolver.end() :])
        text = _seen(line(unquote(path))).rstrip("/") if path else path
    text = DOI_PREFIX.sub("", text, count=1)
    if DOI.fullmatch(text):
        return text
    raise BadValue(f"{_quoted(text)} is no DOI", "for example 10.1109/CVPR.2019.00938")


def url(value: object) -> str:
    """Validate an absolute http or https address (RFC 3986) without user name or password."""
    text = line(value)
    hint = "for example https://example.org/page"
    try:
        parts = urlsplit(text)
        sound = parts.scheme in {"http", "https"} and parts.port is not NotImplemented
    except ValueError:
        sound = False
    if not (sound and URL_BODY.fullmatch(text) and HOST.fullmatch(parts.hostname or "")):
        raise BadValue(f"{_quoted(text)} is no http or https address", hint)
    if "@" in parts.netloc:
        raise BadValue("an address must not carry a user name", hint)
    return text


def url_or_doi(value: object) -> str:
    """Validate the address of a notice, or its DOI; of an address of a DOI give the DOI alone."""
    text = DOI_PREFIX.sub("", line(value), count=1)
    if text.lower().startswith(("http://", "https://")):
        return url(text)
    if DOI.fullmatch(text):
        return doi(text)
    raise BadValue(
        f"{_quoted(text)} is no address and no DOI",
        "for example https://example.org/notice or 10.1109/CVPR.2019.00938",
    )


def switches(value: object) -> dict[str, object]:
    """Validate rules that are switched off: a mapping from codes of rules to reasons."""
    if not isinstance(value, dict):
        raise BadValue(f"expected codes with reasons, got {describe(value)}", CODE_HINT)
    if len(value) > MOST_SWITCHES:
        raise BadValue(f"has {len(value):,} entries, at most {MOST_SWITCHES} are allowed")
    for code in value:
        if not isinstance(code, str) or len(code) > MAX_KEY or not CODE.fullmatch(code):
            raise BadValue(f"{_quoted(str(code))} is no code of a rule", CODE_HINT)
    return value


CODE_HINT: Final = 'write the code that `survey check` prints and why: {title.capitals: "a name"}'


def date(value: object) -> dt.date:
    """Validate a day as YYYY-MM-DD (ISO 8601)."""
    if isinstance(value, str) and DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise BadValue(f"{value} is no day of the calendar") from None
    raise BadValue(f"expected a date, got {_got(value)}", "write it as 2024-05-31")


def orcid(value: object) -> str:
    """Validate an ORCID iD and check its last digit (ISO 7064 MOD 11-2)."""
    found = ORCID.fullmatch(line(value))
    if not found:
        raise BadValue("is no ORCID iD", "for example 0000-0002-1825-0097")
    total = 0
    for digit in found[1].replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != found[1][-1]:
        raise BadValue("is no ORCID iD: its check digit is wrong")
    return found[1]
