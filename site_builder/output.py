"""Write generated files into the site's folder, and the map of the site for search engines."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MOST_URLS: Final = 50_000
"""Addresses that one sitemap may hold (sitemaps.org, "Sitemap index files")."""
NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass
class Output:
    """A site's folder, and what has been written there."""

    site: Path
    written: set[str] = field(default_factory=set)
    """Files by their paths inside the site, with forward slashes."""
    _folders: set[str] = field(default_factory=set)

    def write(self, name: str, content: bytes) -> None:
        """Write a file, making its folder where there is none."""
        folder = name.rpartition("/")[0]
        if folder not in self._folders:
            (self.site / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        (self.site / name).write_bytes(content)
        self.written.add(name)


def sitemap(site_url: str, pages: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a sitemap: one, or an index of several; no dates, since builds repeat."""
    addresses = sorted(pages)
    if len(addresses) <= MOST_URLS:
        yield "sitemap.xml", _xml("urlset", "url", addresses)
        return
    names = []
    for number, some in enumerate(_batches(addresses), 1):
        names.append(f"sitemap-{number}.xml")
        yield names[-1], _xml("urlset", "url", some)
    yield "sitemap.xml", _xml("sitemapindex", "sitemap", [urljoin(site_url, n) for n in names])


def _batches(addresses: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(addresses), MOST_URLS):
        yield addresses[start : start + MOST_URLS]


def _xml(whole: str, each: str, addresses: Iterable[str]) -> bytes:
    lines = "".join(f"<{each}><loc>{escape(address)}</loc></{each}>\n" for address in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{whole} xmlns="{NAMESPACE}">\n{lines}</{whole}>\n'.encode()


def error_page(message: str) -> bytes:
    """Make the page that stands for those that could not be built, until they can be."""
    return f"""<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Not built</title>
<style>body{{font:1rem/1.5 system-ui;margin:3rem auto;max-width:45rem;padding:0 1rem}}</style>
<h1>The site could not be built</h1><pre style="white-space:pre-wrap">{escape(message)}</pre>
<p>This page goes away once the mistake is mended.</p>
""".encode()
