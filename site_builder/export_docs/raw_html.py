"""Raw HTML blocks for Markdown files, which every dialect of Markdown passes on as they are."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

from site_builder.files.lines import with_lf
from site_builder.yamlfiles import writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.pages import Page

KEPT: Final = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)\s*>)", re.DOTALL)
"""Elements whose blanks and line ends are shown; text of records cannot hold such a tag."""
CODE: Final = re.compile(r"(<(?:script|style)\b.*?</(?:script|style)\s*>)", re.DOTALL)
"""Elements in which no reference to a character is read."""
TEMPLATE: Final = re.compile(r"\{(?=[{%#])")
"""What generators that fill templates in Markdown, too, would take for their own."""
BREAK: Final = re.compile(r"\s*\n\s*(<)?")
SHOWN: Final = {"\n": "&#10;", "\t": "&#9;"}
"""Blanks that Markdown would change, as references to characters."""


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
