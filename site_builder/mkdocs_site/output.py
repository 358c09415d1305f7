"""Write generated files into the site's folder, and the map of the site for search engines."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from hashlib import blake2b
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.mkdocs_site.earlier import Earlier

MOST_URLS: Final = 50_000
"""Addresses that one sitemap may hold (sitemaps.org, "Sitemap index files")."""
NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


KEPT: Final = ".survey-kept"
"""Where a served site waits while MkDocs empties its folder: it leaves hidden entries alone."""


@dataclass
class Output:
    """A site's folder, and what is written there beside what MkDocs writes."""

    site: Path
    is_served: bool = False
    """Whether it will be built again; then files that stay the same are not written anew."""
    written: set[str] = field(default_factory=set)
    """All files of this build by their paths inside the site, with forward slashes."""
    changed: int = 0
    """How many files of the served site were other than before."""
    earlier: Earlier | None = None
    """The site that this one takes the place of; it lends the files that stay the same."""
    _folders: set[str] = field(default_factory=set)
    _theirs: set[str] = field(default_factory=set)
    """The files of MkDocs' last build."""
    _digests: dict[str, bytes] = field(default_factory=dict)
    """What was written last, by file."""

    def set_aside(self) -> None:
        """Before a build: hide the served site from MkDocs, which would remove all of it."""
        kept = self.site / KEPT
        if not self.is_served or kept.exists():
            return  # after a build that broke, what it left is not worth keeping
        kept.mkdir(parents=True)
        for path in list(self.site.iterdir()):
            if not path.name.startswith("."):
                path.rename(kept / path.name)

    def take_over(self) -> frozenset[str]:
        """Once MkDocs has written its files: bring back ours, and name those of MkDocs."""
        theirs = set(_files(self.site))
        if (self.site / KEPT).is_dir():
            self._merge(theirs)
        self._theirs, self.written = theirs, set(theirs)
        self._folders.clear()
        for name in theirs:
            self._digests.pop(name, None)
        return frozenset(theirs)

    def _merge(self, theirs: set[str]) -> None:
        """Move MkDocs' few files into the kept site, then that to where it belongs."""
        kept = self.site / KEPT
        for name in self._theirs - theirs:
            _remove(kept, name)
        for name in theirs:
            (kept / name).parent.mkdir(parents=True, exist_ok=True)
            (self.site / name).replace(kept / name)
        for path in list(self.site.iterdir()):
            if not path.name.startswith("."):
                shutil.rmtree(path)
        for path in list(kept.iterdir()):
            path.rename(self.site / path.name)
        kept.rmdir()

    def write(self, name: str, content: bytes) -> None:
        """Write a file, making its folder where there is none."""
        self.written.add(name)
        if self.is_served:
            digest = blake2b(content, digest_size=16).digest()
            if self._digests.get(name) == digest:
                return
            self._digests[name] = digest
            self.changed += 1
        self._make_folder(name.rpartition("/")[0])
        if self.earlier and self.earlier.lend(name, content, f"{self.site}/{name}"):
            return
        with open(f"{self.site}/{name}", "wb", buffering=0) as file:  # noqa: PTH123 (the same)
            file.write(content)

    def write_over(self, name: str, content: bytes) -> None:
        """Write a file that MkDocs has written in this build, unless it is the same."""
        path = self.site / name
        if path.is_file() and path.read_bytes() == content:
            return
        path.write_bytes(content)
        self.changed += 1

    def remove(self, name: str) -> None:
        """Remove a file of ours that an earlier build wrote."""
        if self._digests.pop(name, None):
            _remove(self.site, name)

    def _make_folder(self, folder: str) -> None:
        """Make a folder; that those above are there is tried first, for it mostly holds."""
        if folder in self._folders:
            return
        place = f"{self.site}/{folder}"
        try:
            os.mkdir(place)  # noqa: PTH102 (half the time of Path's)
        except OSError:
            os.makedirs(place, exist_ok=True)  # noqa: PTH103 (the same)
        self._folders.add(folder)

    def tidy(self, suffix: str = "") -> None:
        """Remove what an earlier build wrote and this one did not: all, or some kind of file."""
        for name in self._digests.keys() - self.written:
            if name.endswith(suffix):
                del self._digests[name]
                _remove(self.site, name)


def _remove(site: Path, name: str) -> None:
    """Remove a file with the folders that are empty without it."""
    path = site / name
    path.unlink(missing_ok=True)
    for folder in path.relative_to(site).parents:
        place = site / folder
        if place == site or not place.is_dir() or any(place.iterdir()):
            return
        place.rmdir()


def _files(folder: Path) -> Iterator[str]:
    """Yield the files below a folder by their paths inside it; hidden folders are not ours."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = Path(place).relative_to(folder)
        yield from ((inside / name).as_posix() for name in names)


def sitemap(site_url: str, pages: Mapping[str, dt.date | None]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a sitemap: one, or an index of several.

    Addresses come with the day of their last change, or with None: the day of the build, which
    tells nobody anything, would make every build another.
    """
    addresses = sorted(pages)
    if len(addresses) <= MOST_URLS:
        yield "sitemap.xml", _xml("urlset", "url", addresses, pages)
        return
    names = []
    for number, some in enumerate(_batches(addresses), 1):
        names.append(f"sitemap-{number}.xml")
        yield names[-1], _xml("urlset", "url", some, pages)
    yield "sitemap.xml", _xml("sitemapindex", "sitemap", [urljoin(site_url, n) for n in names], {})


def _batches(addresses: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(addresses), MOST_URLS):
        yield addresses[start : start + MOST_URLS]


def _xml(
    whole: str, each: str, addresses: Iterable[str], dates: Mapping[str, dt.date | None]
) -> bytes:
    lines = "".join(
        f"<{each}><loc>{escape(address)}</loc>{_lastmod(dates.get(address))}</{each}>\n"
        for address in addresses
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{whole} xmlns="{NAMESPACE}">\n{lines}</{whole}>\n'.encode()


def _lastmod(date: dt.date | None) -> str:
    return f"<lastmod>{date}</lastmod>" if date else ""


def error_page(message: str) -> bytes:
    """Make the page that stands for those that could not be built, until they can be."""
    return f"""<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Not built</title>
<style>body{{font:1rem/1.5 system-ui;margin:3rem auto;max-width:45rem;padding:0 1rem}}</style>
<h1>The site could not be built</h1><pre style="white-space:pre-wrap">{escape(message)}</pre>
<p>This page goes away once the mistake is mended.</p>
""".encode()
