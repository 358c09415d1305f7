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

BY_EDITORS: Final = "The editors stand in place of authors."
"""What the notes of a record say whose source names no authors."""
PDF: Final = re.compile(r"\.pdf(?:[?#]|$)|/pdf[/?]|/e?pdf(?:direct)?/10\.", re.IGNORECASE)
"""Addresses of files, and not of pages about them."""
RESOLVERS: Final = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
LISTING: Final = re.compile(
    r"https?://(?:[\w-]+\.)*(?:arxiv\.org|ar5iv\.org|alphaxiv\.org)/", re.IGNORECASE
)


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
    notices: list[Unread] = field(default_factory=list)
    """Entries that are no papers, and why: the book that others stand in, a shared list of data."""
    unmapped: Counter[str] = field(default_factory=Counter)
    """Fields that no field of a record corresponds to, and how often they occur."""

    @property
    def entries(self) -> int:
        """How many entries the file holds, readable or not."""
        return len(self.drafts) + len(self.unread)


def addresses(texts: Iterable[str], arxiv_id: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Part addresses into links and places where the paper was seen; ids say the rest.

    The first that is no code is the paper's own page, or its PDF.
    """
    links: dict[str, str] = {}
    seen: dict[str, None] = {}
    for text in texts:
        for match in ADDRESS.finditer(text):
            address = match[0].rstrip(".,;")
            while address.endswith(")") and address.count(")") > address.count("("):
                address = address[:-1].rstrip(".,;")
            if CODE_HOSTS.match(address):
                links.setdefault("code", address)
            elif not is_said(address, arxiv_id):
                links.setdefault("pdf" if PDF.search(address) else "page", address)
                seen[address] = None
    return links, tuple(seen)


def is_said(address: str, arxiv_id: str) -> bool:
    """Return whether an address says nothing that an id does not: a resolver's, the listing's."""
    if RESOLVERS.match(address):
        return True
    return bool(arxiv_id and arxiv_id in address and LISTING.match(address))
