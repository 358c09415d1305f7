"""Abstracts and summaries: what stands around them on a page, and what is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.checks.quality.oddity import Oddity
from site_builder.checks.quality.texts import of_text
from site_builder.checks.quality.titles import has_any
from site_builder.problems import quoted
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.record.models import Paper

HEADING: Final = re.compile(
    r"(?:abstract|summary)\s*(?:[:.\u2014\u2013]|-(?=[\sA-Z]))\s*(?=\S)", re.IGNORECASE
)
SHOUTED_HEADING: Final = re.compile(r"ABSTRACT\s+(?=[A-Z])")
CUT: Final = re.compile(r"(?:\.\.\.|\u2026)$|\[(?:truncated|\.\.\.)\]$", re.IGNORECASE)
NOTICE: Final = re.compile(
    r"(?:\u00a9|\(c\)|copyright)\s*(?:19|20)[0-9]{2}|all rights reserved\.?$", re.IGNORECASE
)
NOTICED: Final = ("\u00a9", "opyright", "(c)", "(C)", "COPYRIGHT", "reserved", "RESERVED")
"""Without one of these there is no notice."""
LONGEST_NONE: Final = 60
NONE: Final = re.compile(
    r"n/?a\.?|none\.?|tba|tbd|\?+|-+|\.+|(?:there is )?no abstract(?: is)?(?: available)?\.?"
    r"|abstract(?: not available)?\.?|not available\.?|this paper has no abstract\.?",
    re.IGNORECASE,
)


def of_prose(paper: Paper) -> Iterator[Oddity]:
    """Find what is odd in a record's abstract and summary."""
    for field, text in (("abstract", paper.abstract), ("summary", paper.summary)):
        if text:
            yield from of_text(field, (field,), text, tex=False)
            yield from _around(field, text, paper)


def _around(field: str, text: str, paper: Paper) -> Iterator[Oddity]:
    loc = (field,)
    if len(text) < LONGEST_NONE and NONE.fullmatch(text):
        hint = "leave the field out"
        yield Oddity(f"{field}.none", loc, f"{quoted(text)} says that there is none", hint)
        return
    if found := HEADING.match(text) or SHOUTED_HEADING.match(text):
        message = f"begins with its heading, {quoted(found[0].strip())}"
        yield Oddity(f"{field}.heading", loc, message, "leave it out", text[found.end() :])
    if text[-1] in ".\u2026]" and CUT.search(text, max(0, len(text) - LONGEST_NONE)):
        yield Oddity(f"{field}.incomplete", loc, "ends with an ellipsis", "write the whole of it")
    if has_any(text, NOTICED) and (found := NOTICE.search(text)):
        hint = "keep the text alone"
        yield Oddity(f"{field}.notice", loc, f"holds a notice, {quoted(found[0])}", hint)
    if len(text) == len(paper.title) and fold(text) == fold(paper.title):
        yield Oddity(f"{field}.is-title", loc, "is the title once more", "leave the field out")
