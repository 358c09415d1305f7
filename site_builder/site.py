"""What a site is called and where it is, as far as that is known."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Site:
    """A site's name, its address where it has one, and a sentence on what it is."""

    title: str
    url: str | None = None
    """Where the site's root is; none is ever guessed."""
    description: str = ""

    def absolute(self, uri: str) -> str:
        """Give the whole address of a page or file, or nothing where the site's is not known."""
        return f"{self.url.rstrip('/')}/{quote(uri)}" if self.url else ""

    def way(self, uri: str, start: str) -> str:
        """Lead from the file or page `start` to another: by whole address, or else relatively."""
        return self.absolute(uri) or f"{'../' * start.count('/')}{quote(uri)}" or "./"
