"""Generated pages as Markdown files: front matter, and a block of raw HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from site_builder.pages.raw_html import block
from site_builder.yamlfiles import writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.pages import Page


def page(page: Page, body: str, head: str, *, has_siblings: bool) -> str:
    """Format a generated page as a Markdown file; a sidebar stays where it has siblings to show.

    Title and description are ready for HTML, as themes put them into pages: the signs that have a
    meaning there are escaped. A theme's override puts `head` into the page's head.
    """
    hidden = ["toc"] if has_siblings else ["navigation", "toc"]
    matter = {
        "title": escape(page.title),
        "description": escape(page.description or page.title),
        "hide": hidden,
        "generated": True,
        "head": head,
    }
    html = block(f'<div class="survey" id="survey-content">\n{body}\n</div>')
    return f"---\n{front(matter)}---\n\n{html}\n"


def front(matter: Mapping[str, Any]) -> str:
    """Format front matter, each field on a line of its own."""
    lines = (f"{name}: {_value(value)}\n" for name, value in matter.items() if value)
    return "".join(lines)


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(value)}]"
    return writing.scalar(value, quote=isinstance(value, str))
