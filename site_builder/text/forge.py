"""Text for a forge (GitHub, GitLab, Codeberg): comments, issues, pull requests.

A record's text comes from strangers, and there it must not notify people, refer to other issues,
make links or lay out anything: it is shown, and that is all.
"""

from __future__ import annotations

import re
from typing import Final

from site_builder.problems import printable
from site_builder.text import markdown

MOST: Final = 60_000
"""Characters of one posting: GitHub takes 65,536, and GitLab and Codeberg take more."""
LONGEST: Final = 300
"""Characters of one text from a record."""
REFERRING: Final = re.compile(r"\\#|\b(?:GH|gh)-(?=\d)|!(?=\d)")
"""What a forge makes into a reference to an issue or a merge request, once Markdown is done."""


def escape(value: str, limit: int = LONGEST) -> str:
    """Return untrusted text escaped for a comment: one line of at most `limit` characters.

    It mentions nobody, refers to no issue, links nowhere and has no Markdown.
    """
    shown = markdown.escape(printable(" ".join(value[: 4 * limit].split()), limit))
    return REFERRING.sub(lambda found: f"{found[0]}<!-- -->", shown)


def join_within(lines: list[str], end: str, most: int = MOST) -> str:
    """Return as many lines as fit in `most` characters, with `end` as the last if some are cut."""
    kept, size = list[str](), len(end) + 1
    for line in lines:
        size += len(line) + 1
        if size > most:
            return "\n".join((*kept, end, ""))
        kept.append(line)
    return "\n".join((*kept, ""))
