"""What pages say to programs: reference managers, search engines, previews of links."""

from __future__ import annotations

from dataclasses import dataclass

Tag = tuple[str, str]
"""Name and content of one <meta>."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The content of a page, or of the whole site, as a file in another format."""

    uri: str
    media_type: str
    title: str
