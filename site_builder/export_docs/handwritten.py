"""Pages written by hand, as another generator reads them."""

from __future__ import annotations

import re

from site_builder.export_docs.raw_html import front


def with_head(text: str, head: str) -> str:
    """Put a head into a page's front matter, making front matter where there is none."""
    entry = front({"head": head})
    if re.match(r"---[ \t]*\n", text):
        first, rest = text.split("\n", 1)
        return f"{first}\n{entry}{rest}"
    return f"---\n{entry}---\n\n{text}"
