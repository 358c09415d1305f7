"""Markdown of strangers to HTML that cannot do anything.

CommonMark by markdown-it-py, whose time grows with the text: Python-Markdown needs a minute for
20,000 opening brackets.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from markdown_it import MarkdownIt

SAFE_LINK: Final = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
"""Where a link may lead; a relative one would point into pages that the author does not know."""

HEADING: Final = "h3"
"""Every heading: notes stand under a heading of the second level, and ranks must not be skipped."""


def to_html(text: str) -> str:
    """Return Markdown as HTML: tags of the text are shown as text, images become links."""
    reader = _reader()
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = HEADING
    rendered: str = reader.renderer.render(tokens, reader.options, {})
    return rendered


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False})
    reader.disable(["image", "html_block", "html_inline"])
    reader.validateLink = _is_safe  # type: ignore[method-assign]  # the documented way to set it
    return reader


def _is_safe(url: str) -> bool:
    return SAFE_LINK.match(url) is not None
