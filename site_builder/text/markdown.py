"""Escape text for Markdown, so that it shows as it is; and find the code in it.

What must be escaped follows GitHub Flavored Markdown (GFM).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from site_builder.latex import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

LIVE: Final = re.compile(
    r"[\\`*_\[\]{}#~$] | :(?=\S) | (?<=www)\. | ^[-+] | (?<=\d)[.)](?=\s|$)", re.VERBOSE
)
"""What GFM gives a meaning inside a line of ours; colons and dots make addresses into links."""

ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "@<!-- -->"})
"""An empty comment after an at sign keeps names from being notified and addresses from linking."""

ADDRESS: Final = str.maketrans({"(": "%28", ")": "%29", "[": "%5B", "]": "%5D", "*": "%2A"})
"""What would end the address of a link early, percent-encoded (RFC 3986)."""


def escape(value: str) -> str:
    """Return untrusted text escaped for Markdown."""
    return LIVE.sub(lambda match: f"\\{match[0]}", to_text(value)).translate(ENTITIES)


def link(label: str, url: str) -> str:
    """Return a Markdown link, or the label alone where there is no address."""
    return f"[{label}]({url.translate(ADDRESS)})" if url else label


OPENING: Final = re.compile(
    r"^[ \t]*(?:(?P<comment><!--(?s:.*?)(?:-->|\Z))|(?P<fence>`{3,}(?=[^`\n]*$)|~{3,}).*$)",
    re.MULTILINE,
)
"""What begins a block that is no text: a comment, or a fence, at any depth of a list.

CommonMark 0.31, sections 4.5 and 4.6: backticks in what follows a fence of backticks make it none.
"""

BLANK_LINE: Final = re.compile(r"^[ \t]*\n", re.MULTILINE)
COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
TICKS: Final = re.compile(r"(?P<escape>\\?)(?P<run>`+)")


def code(text: str) -> Iterator[tuple[int, int]]:
    """Yield where Markdown shows code: the starts and ends of fenced blocks and code spans.

    They come in order and do not overlap. A block that is never closed reaches to the end of the
    text; text is not read further than once.
    """
    at = 0
    while opened := OPENING.search(text, at):
        yield from _code_spans(text, at, opened.start())
        at = opened.end() if opened["comment"] else _closed(text, opened)
        if opened["fence"]:
            yield opened.start(), at
    yield from _code_spans(text, at, len(text))


def _closed(text: str, opened: re.Match[str]) -> int:
    """Return where a fenced block ends: a fence of the same sign, at least as long."""
    fence = opened["fence"]
    closing = re.compile(rf"^[ \t]*{fence[0]}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
    found = closing.search(text, opened.end())
    return found.end() if found else len(text)


def _code_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield code spans, none of which goes on behind a blank line (section 6.1)."""
    for blank in BLANK_LINE.finditer(text, start, end):
        yield from _spans_of_paragraph(text, start, blank.start())
        start = blank.end()
    yield from _spans_of_paragraph(text, start, end)


def _spans_of_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what stands between two equally long runs of backticks."""
    runs = list(TICKS.finditer(text, start, end))
    places = defaultdict[int, list[int]](list)
    for number, run in enumerate(runs):
        places[len(run["run"])].append(number)
    number = 0
    while number < len(runs):
        opening, same = runs[number], places[len(runs[number]["run"])]
        later = bisect_right(same, number)
        if opening["escape"] or later == len(same):
            number += 1
            continue
        number = same[later]
        yield opening.start("run"), runs[number].end()
        number += 1


def without_code(text: str) -> str:
    """Return a text with blanks in the place of code, so that lines and columns stay."""
    pieces, at = list[str](), 0
    for start, end in code(text):
        pieces += (text[at:start], _blank(text[start:end]))
        at = end
    return "".join((*pieces, text[at:]))


def without_comments(text: str) -> str:
    """Return a text with blanks in the place of comments, so that lines and columns stay."""
    end = text.rfind("-->") + len("-->")  # behind the last end no comment is looked for in vain
    return COMMENT.sub(lambda found: _blank(found[0]), text[:end]) + text[end:]


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
