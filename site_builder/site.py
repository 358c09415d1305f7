"""What a site is called and where it is, as far as that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


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


FORMS: Final[Mapping[str, str]] = {
    "github.com": "issues/new?title=",
    "gitlab.com": "-/issues/new?issue%5Btitle%5D=",
    "codeberg.org": "issues/new?title=",
}
"""Where repositories of known hosts take reports, up to the title that the form begins with."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Where a survey's files are kept for all to change; empty where that is not said."""

    url: str = ""
    edit: str = ""
    """What the address begins with under which the file of a record is edited."""

    def editor(self, path: str) -> str:
        """Give the address for editing a file, whose path is relative to the survey's root."""
        return f"{self.edit.rstrip('/')}/{quote(path)}" if self.edit else ""

    def report(self, title: str) -> str:
        """Give the address for reporting a mistake; the title is of use on known hosts alone."""
        form = FORMS.get(urlsplit(self.url).hostname or "")
        base = self.url.rstrip("/")
        if form:
            return f"{base}/{form}{quote(title, safe='')}"
        return f"{base}/issues" if base else ""
