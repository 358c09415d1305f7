"""Make the engine's own scripts and style sheets smaller where a site is built to be published.

Only files of the engine's theme are touched, once for each build: what a survey brings is written
as it is, and the theme's own files come small.
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
