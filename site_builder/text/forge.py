"""Words that are posted on a forge in the survey's name: comments, issues, pull requests.

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


def text(value: str, limit: int = LONGEST) -> str:
    """Write somebody's text on one line so that it is shown and does nothing else."""
    shown = markdown.text(printable(" ".join(value[: 4 * limit].split()), limit))
    return REFERRING.sub(lambda found: f"{found[0]}<!-- -->", shown)


def within(lines: list[str], end: str, most: int = MOST) -> str:
    """Join lines as long as they fit; where they do not, `end` says that there are more."""
    kept, size = list[str](), len(end) + 1
    for line in lines:
        size += len(line) + 1
        if size > most:
            return "\n".join((*kept, end, ""))
        kept.append(line)
    return "\n".join((*kept, ""))
