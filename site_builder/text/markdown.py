"""Escape text for Markdown, so that it shows as it is.

What must be escaped follows GitHub Flavored Markdown (GFM).
"""

from __future__ import annotations

import re
from typing import Final

from site_builder.latex import to_text

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
