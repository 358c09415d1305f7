"""Make smaller what stands on every page: the theme's frame, the engine's scripts and style sheets.

Of files only those of the engine's theme are touched, once for each build that is to be published:
what a survey brings is written as it is, and the theme's own files come small.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from minify_html import minify

from site_builder import resources

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

TAGS: Final = {".js": ("<script type=module>", "</script>"), ".css": ("<style>", "</style>")}
"""What the library, which reads HTML, finds each kind of file in."""
COMMENTS: Final = re.compile(
    r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)(?:\n|\Z)", re.MULTILINE | re.DOTALL
)
"""Comments on lines of their own, as all of ours are: the library would keep them."""

INLINE: Final = (
    "a|abbr|b|bdi|bdo|button|cite|code|data|dfn|em|i|img|ins|kbd|mark|q|s|samp|select|small|span|"
    "strong|sub|sup|svg|time|u|var"
)
"""Elements of running text, between which blank space shows."""
BETWEEN: Final = re.compile(rf"(</?(?:{INLINE})\b[^<>]*>)\s+(?=<(?:{INLINE})\b)", re.IGNORECASE)
BLANK: Final = "\ufdd0"
"""Stands for a blank; HTML must not hold it (HTML Standard, 13.2.3.5)."""


def minify_theme(files: Files) -> None:
    """Let MkDocs write smaller scripts and style sheets of the engine's theme."""
    ours = str(resources.theme_dir())
    for file in files:
        suffix = file.src_uri[file.src_uri.rfind(".") :]
        if file.src_dir == ours and suffix in TAGS:
            file.content_string = minified(file.content_string, suffix)


@cache
def minified(text: str, suffix: str) -> str:
    """Return a script that is a module (`.js`), or a style sheet (`.css`), made smaller.

    What it does stays, with its imports, its exports and its names for them. A text that the
    library does not know what to do with, or that would not fit into HTML, stays as it is.
    """
    before, after = TAGS[suffix]
    if after in text.lower():
        return text
    found = minify(
        f"{before}{COMMENTS.sub('', text)}{after}",
        minify_js=True,
        minify_css=True,
        keep_closing_tags=True,
    )
    if not (found.startswith(before) and found.endswith(after)):
        return text
    smaller = found.removeprefix(before).removesuffix(after)
    return smaller if 0 < len(smaller) < len(text) else text


def minified_page(html: str) -> str:
    """Return a page that parses to the same elements and texts from fewer bytes.

    Blank space that shows nowhere, quotes that nothing needs and attributes that say nothing go.
    The library takes a block for one of blocks alone: of inline elements in it the blanks between
    them are kept by a character that no page holds.
    """
    found = minify(
        BETWEEN.sub(rf"\1{BLANK}", html),
        keep_closing_tags=True,
        keep_html_and_head_opening_tags=True,
        keep_input_type_text_attr=True,
    )
    return found.replace(BLANK, " ")
