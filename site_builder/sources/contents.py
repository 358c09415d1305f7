"""What a file of another program holds: drafts, and everything that did not become one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.sources.draft import Draft

ADDRESS: Final = re.compile(r"https?://[^\s{}<>\"|\\^`]+")
CODE_HOSTS: Final = re.compile(r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)/\S")
"""Addresses under which code lies, whatever a file calls them."""


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that could not be read, and why."""

    line: int
    why: str


@dataclass
class Contents:
    """What a file of foreign records holds."""

    drafts: list[Draft] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    passed_over: list[int] = field(default_factory=list)
    """Lines where text stands outside all entries."""
    unmapped: Counter[str] = field(default_factory=Counter)
    """Fields that no field of a record corresponds to, and how often they occur."""

    @property
    def entries(self) -> int:
        """How many entries the file holds, readable or not."""
        return len(self.drafts) + len(self.unread)


def addresses(texts: Iterable[str], arxiv_id: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Part addresses into links to code and places where the paper was seen; ids say the rest."""
    links: dict[str, str] = {}
    seen: dict[str, None] = {}
    for text in texts:
        for match in ADDRESS.finditer(text):
            address = match[0].rstrip(".,;)")
            if CODE_HOSTS.match(address):
                links.setdefault("code", address)
            elif "doi.org/" not in address and not (arxiv_id and arxiv_id in address):
                seen[address] = None
    return links, tuple(seen)
