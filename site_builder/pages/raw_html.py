"""HTML within Markdown files, which every dialect of Markdown passes on as it is."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from site_builder.files.lines import with_lf

KEPT: Final = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)\s*>)", re.DOTALL)
"""Elements whose blanks and line ends are shown; text of records cannot hold such a tag."""
CODE: Final = re.compile(r"(<(?:script|style)\b.*?</(?:script|style)\s*>)", re.DOTALL)
"""Elements in which no reference to a character is read."""
TEMPLATE: Final = re.compile(r"\{(?=[{%#])")
"""What generators that fill templates in Markdown, too, would take for their own."""
BREAK: Final = re.compile(r"\s*\n\s*(<)?")
SHOWN: Final = {"\n": "&#10;", "\t": "&#9;"}
"""Blanks that Markdown would change, as references to characters."""
TAG: Final = re.compile(r"(<[^<>]*>)")
VALUE: Final = re.compile(r'="([^"]*)"')
LIVE: Final = re.compile(r"[!-&*:-@\[-`{-~]|\.(?=\w)")
"""Signs of ASCII that some dialect of Markdown gives a meaning within a line."""
LIVE_IN_TAG: Final = re.compile(r"[!-&*<>@\[-`{-~]")
"""The same within the value of an attribute, whose other signs end nothing."""
BLANKS: Final = re.compile(r"\s+")


def block(html: str, indent: str = "") -> str:
    """Lay a block of HTML out so that nothing in it means anything to Markdown.

    No line is empty, which would end the block, and each begins with a tag: no fence, list, heading
    or definition can begin in text. No tab is left, which would be made blanks.
    """
    parts = KEPT.split(with_lf(html.strip()))  # as browsers read line ends
    laid = [_kept(part) if number % 2 else _flowing(part) for number, part in enumerate(parts)]
    return indent + "".join(laid).replace("\n", f"\n{indent}")


def _kept(html: str) -> str:
    whole = TEMPLATE.sub("&#123;", html)
    return re.sub(r"[\n\t]", lambda found: SHOWN[found[0]], whole)


def _flowing(html: str) -> str:
    parts = CODE.split(html)
    return "".join(
        BREAK.sub("\n", part) if number % 2 else _without_templates(BREAK.sub(_break, part))
        for number, part in enumerate(parts)
    ).replace("\t", " ")


def _break(found: re.Match[str]) -> str:
    """Break lines before tags alone; elsewhere a blank says the same."""
    return "\n<" if found[1] else " "


def _without_templates(html: str) -> str:
    return TEMPLATE.sub("&#123;", html)


def inline(html: str) -> str:
    """Write HTML that stands within a line so that nothing in its texts means anything to Markdown.

    Signs in texts and in values of attributes become references to characters; tags stay, which
    every dialect passes on. It must not begin a line with a tag that begins a block of HTML.
    """
    parts = TAG.split(html)
    return "".join(_tag(part) if number % 2 else _text(part) for number, part in enumerate(parts))


def _text(html: str, live: re.Pattern[str] = LIVE) -> str:
    return live.sub(lambda sign: f"&#{ord(sign[0])};", BLANKS.sub(" ", unescape(html)))


def _tag(tag: str) -> str:
    return VALUE.sub(lambda found: f'="{_text(found[1], LIVE_IN_TAG)}"', tag)
