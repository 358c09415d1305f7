"""Write generated files into the site's folder, and the map of the site for search engines."""

from __future__ import annotations

import filecmp
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


COMING: Final = ".survey-coming"
"""Where MkDocs builds its pages of a served site, which stays whole meanwhile."""
HIDDEN: Final = ".survey-hidden"
"""Where a served site waits whose rebuild failed."""


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
    theirs: frozenset[str] = frozenset()
    """The files of MkDocs' last build."""
    _folders: set[str] = field(default_factory=set)
    _digests: dict[str, bytes] = field(default_factory=dict)
    """What was written last, by file."""

    def begin(self) -> Path:
        """Before a build: return the folder that MkDocs empties and builds its pages in."""
        if not self.is_served:
            return self.site
        _bring_back(self.site)
        return self.site / COMING

    def take_over(self) -> frozenset[str]:
        """Once MkDocs has written its files: put them beside ours, and name them."""
        theirs = frozenset(_files(self.site / COMING if self.is_served else self.site))
        if self.is_served:
            self._move_in(theirs)
        self.theirs, self.written = theirs, set(theirs)
        self._folders.clear()
        for name in theirs:
            self._digests.pop(name, None)
        return theirs

    def _move_in(self, theirs: frozenset[str]) -> None:
        """Move MkDocs' files into the served site; those that stay the same stay where they are."""
        for name in self.theirs - theirs:
            _remove(self.site, name)
        for name in theirs:
            fresh, place = self.site / COMING / name, self.site / name
            if place.is_file() and filecmp.cmp(fresh, place, shallow=False):
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh.replace(place)
            self.changed += 1
        shutil.rmtree(self.site / COMING, ignore_errors=True)

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


def hide(site: Path) -> None:
    """Hide a served site until the next build, so that every address has the error page."""
    hidden = site / HIDDEN
    if hidden.exists():
        return  # after another build that broke: what it left is not worth keeping
    hidden.mkdir(parents=True)
    for path in _shown(site):
        path.rename(hidden / path.name)


def _bring_back(site: Path) -> None:
    """Put a site that was hidden into the place of what came instead."""
    hidden = site / HIDDEN
    if not hidden.is_dir():
        return
    for path in _shown(site):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in list(hidden.iterdir()):
        path.rename(site / path.name)
    hidden.rmdir()


def _shown(site: Path) -> list[Path]:
    return [path for path in site.iterdir() if not path.name.startswith(".")]


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
