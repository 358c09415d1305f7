"""Shards of a site on their way to its folder: made, framed and written in one go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from site_builder.mkdocs_site.documents import SEARCHED, document
from site_builder.pages import Page
from site_builder.pages.addresses import owned
from site_builder.pages.shards import parts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from site_builder.pages import Asset
    from site_builder.pages.shards import Shard, Work


class WrittenPage(NamedTuple):
    """What becomes known of a page that has been written."""

    name: str
    """Its file."""
    uri: str
    is_searched: bool
    """Whether the search may find it."""
    document: str | None
    """What of it the search may find, where that was asked for."""
    updated: dt.date | None


@dataclass(slots=True)
class Written:
    """What becomes known of a shard that has been written."""

    owners: list[tuple[str, str]] = field(default_factory=list)
    """All files of the shard with, for people, what each is made from."""
    names: set[str] = field(default_factory=set)
    """The files that were written: those that a hand-written page has the place of were not."""
    pages: list[WrittenPage] = field(default_factory=list)


class Writes(Protocol):
    """A site's folder, as far as shards need it."""

    def write(self, name: str, content: bytes) -> None:
        """Write a file, making its folder where there is none."""


@dataclass(frozen=True)
class ShardWriter:
    """Makes shards and writes their files."""

    work: Work
    file: Callable[[Page | Asset], tuple[str, bytes]]
    """Names the file of a part, and gives its content in the theme's frame."""
    output: Writes
    theirs: frozenset[str]
    """Files of others, which stay."""
    is_indexed: bool = False
    """Whether to return with each page what the search may find of it."""

    def __call__(self, shard: Shard) -> Written:
        """Make and write a shard.

        Raises SurveyError where a template cannot be filled and for an address outside the site,
        OSError where a file cannot be written.
        """
        written = Written()
        for part in parts(self.work, shard):
            self.write(part, written)
        return written

    def write(self, part: Page | Asset, written: Written) -> None:
        """Write one part of the site; errors as for a shard."""
        written.owners.append(owned(part))
        name, content = self.file(part)
        if name in self.theirs:
            return
        self.output.write(name, content)
        written.names.add(name)
        if isinstance(part, Page):
            is_searched = SEARCHED in content
            found = document(content) if is_searched and self.is_indexed else None
            page = WrittenPage(name, part.uri, is_searched, found, part.updated)
            written.pages.append(page)
