"""Addresses: how far below the root, inside the site for certain, and no two alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from site_builder.pages.parts import Asset, Page
from site_builder.problems import SurveyError, quoted
from site_builder.site import (
    AUTHORS,
    BENCHMARKS,
    CHANGES,
    COMPARE,
    COVERAGE,
    EXCLUDED,
    EXPLORE,
    MAP,
    PAPERS,
    READING,
    RELEASES,
    UNSORTED,
    VENUES,
    YEARS,
    up_to_root,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "AUTHORS",
    "BENCHMARKS",
    "CHANGES",
    "COMPARE",
    "COVERAGE",
    "EXCLUDED",
    "EXPLORE",
    "MAP",
    "PAPERS",
    "READING",
    "RELEASES",
    "UNSORTED",
    "VENUES",
    "YEARS",
    "Addresses",
    "up_to_root",
]

SEGMENT: Final = re.compile(r"[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9]+)*")
"""One folder or file of an address: nothing that a browser or a file system reads otherwise."""


Part = TypeVar("Part", bound="Page | Asset")


class Addresses:
    """The addresses of a site that are taken so far.

    The models leave no wrong address through. This holds should they ever: what is checked here is
    where files get written. File systems may not tell case apart, so neither do we.
    """

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def checked(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Pass pages and files on; raises SurveyError for an address outside the site or taken."""
        for part in parts:
            self.take(*owned(part))
            yield part

    def take(self, name: str, owner: str) -> None:
        """Record whose a file is; raises SurveyError where it is somebody else's."""
        other = self._owners.setdefault(name.casefold(), owner)
        if other is not owner:
            uri = name.removesuffix("index.html")
            raise SurveyError(f"{other} and {owner} both want the address {uri}")


def owned(part: Page | Asset) -> tuple[str, str]:
    """Return a part's file and, for people, where the part comes from.

    Raises SurveyError for an address outside the site.
    """
    name, owner = _file(part)
    if not (_is_inside(name) and _is_whole(part)):
        raise SurveyError(f"the address {quoted(part.uri)} of {owner} is no place in the site")
    return name, owner


def _file(part: Page | Asset) -> tuple[str, str]:
    """Return a part's file and, for people, where the part comes from."""
    if isinstance(part, Asset):
        named = part.origin == part.uri
        return part.uri, part.origin if named else f"{part.origin} ({part.uri})"
    return f"{part.uri}index.html", part.source or f"the page {quoted(part.title)}"


def _is_whole(part: Page | Asset) -> bool:
    """Return whether a page's address is that of a folder."""
    return isinstance(part, Asset) or part.uri.endswith("/")


def _is_inside(name: str) -> bool:
    return all(SEGMENT.fullmatch(segment) for segment in name.split("/"))
