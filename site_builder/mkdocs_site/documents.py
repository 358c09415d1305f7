"""What the search index is made of: the searched part of every page, divided into parts.

Pagefind holds all pages of an index in memory, some 0.1 MB each, and a browser compares every page
that is found with every other, so a large survey's index comes in parts. A paper's key alone says
in which part it is (`part_of` here, `partOf` in `parts.js`): an edit that brings no new word
changes one part, and every part is a fair sample of the survey, in which words are as common as in
all.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SEARCHED: Final = b"data-pagefind-body"
"""How a page says that the search may find it."""
PAPER: Final = re.compile(r"papers/([^/]+)/index\.html")
OPENING: Final = re.compile(rb"<html\b[^>]*>")
"""The tag that says a page's language."""
CONTENT_END: Final = b"</article>"
"""What the theme puts behind the content of a page."""
SORTED: Final = re.compile(r'data-pagefind-sort="[^"]*"')
"""How a page says where it stands; papers are given in their order, which needs no list."""
IGNORED: Final = re.compile(r"<(section|ul|div|nav|aside)\b[^>]*\bdata-pagefind-ignore\b[^>]*>")
"""The start tag of what the search shall not find."""
TELLING: Final = ("data-pagefind-", "-->")
"""What ignored elements may hold that counts all the same, or that may be no element's."""
TAG: Final = re.compile(r"<[^>]*>")
SAID: Final = re.compile(r'\s(?:data-(?:title|method|authors|venue|year|status)|title)="([^"]*)"')
"""Attributes whose words are found, too."""
EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")
VOCABULARY: Final = "/pagefind/"
"""The address of what is no page: the words of other parts."""


def document(content: bytes) -> str | None:
    """Return the part of a page that may be found, as a page of its own, if there is any.

    Most of a paper's page is ignored, and Pagefind takes the same time to read it as all else.
    """
    found = content.find(SEARCHED)
    if found < 0:
        return None
    start, end = content.rfind(b"<", 0, found), content.rfind(CONTENT_END)
    opening = OPENING.search(content)
    text = content[start : end if end > start else None].decode("utf-8", "replace")
    head = opening.group().decode("utf-8", "replace") if opening else "<html>"
    return f"{head}<body>{SORTED.sub('', _without_ignored(text, if_plain=True))}"


def _without_ignored(text: str, *, if_plain: bool = False) -> str:
    """Leave out ignored elements, each as far as the first end tag of its kind.

    Those that are not plain may end later, or tell something: with `if_plain` they stay.
    """
    kept, place, at = [], 0, 0
    while found := IGNORED.search(text, at):
        name, start = found[1], found.end()
        end = text.find(f"</{name}>", start)
        if end < 0:
            at = start
            continue
        at = end + len(f"</{name}>")
        if not if_plain or _is_plain(text[start:end], name):
            kept.append(text[place : found.start()])
            place = at
    return " ".join([*kept, text[place:]])


def _is_plain(inside: str, name: str) -> bool:
    """Tell whether an element with this in it ends at its first end tag and tells nothing."""
    return not any(each in inside for each in (f"<{name}", *TELLING))


@dataclass
class Documents:
    """The documents of a site: those that were kept when their pages were written, or from files.

    Kept ones wait in a file without a name, so that nobody holds them or reads pages again.
    """

    site: Path
    _places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By page, where its document begins and how long it is."""
    _file: IO[bytes] | None = None
    _end: int = 0

    def keep(self, name: str, text: str) -> None:
        """Keep the document of a page for later."""
        self._file = self._file or nameless(self.site)
        content = text.encode()
        self._file.write(content)
        self._places[name] = self._end, len(content)
        self._end += len(content)

    def names(self, tops: Iterable[str]) -> list[str]:
        """Return the pages of kept documents and those that are in some places, in order."""
        if self._file:
            self._file.flush()
        return in_order({*self._places, *page_names(self.site, tops)})

    def of(self, name: str) -> str | None:
        """Return the document of a page, if it has one."""
        if self._file and (place := self._places.get(name)):
            begin, length = place
            return os.pread(self._file.fileno(), length, begin).decode()
        with open(f"{self.site}/{name}", "rb") as file:  # noqa: PTH123 (half the time of Path's)
            return document(file.read())

    def close(self) -> None:
        """Keep nothing any longer."""
        file, self._file = self._file, None
        self._places.clear()
        if file:
            file.close()


def nameless(folder: Path) -> IO[bytes]:
    """Return a file in a folder that is gone when it is closed, however that comes about."""
    return TemporaryFile(dir=folder)


def words(texts: Iterable[str]) -> frozenset[str]:
    """Return what Pagefind may take for the words of documents, and perhaps some more."""
    found: set[str] = set()
    for text in texts:
        searched = _without_ignored(text)
        found.update(TAG.sub(" ", searched).split(), *map(str.split, SAID.findall(searched)))
    plain = (EDGES.sub("", word) for word in found)
    return frozenset(map(sys.intern, plain)) - {""}  # parts have most words in common


def vocabulary(text: str, others: Iterable[str]) -> str:
    """Return a document of words in the language of another, none of which has any weight.

    Where no word of an index begins with what somebody types, Pagefind looks for the longest that
    it begins with. So a part would answer to a word that only others have with papers that do not
    say it. With this document every part knows all words.
    """
    opening = text[: text.index("<body>")]
    said = " ".join(sorted(others))
    return f'{opening}<body><div data-pagefind-body data-pagefind-weight="0">{said}</div>'


def page_names(site: Path, tops: Iterable[str]) -> list[str]:
    """Return the pages at the top of a site and in its folders that `tops` names, in order."""
    return in_order({name for top in tops for name in _below(site, top)})


def in_order(names: Iterable[str]) -> list[str]:
    """Return pages in the order in which an index has them."""
    return sorted(names, key=lambda name: name.split("/"))


def _below(site: Path, top: str) -> Iterator[str]:
    if (site / top).is_file():
        yield top
    start = len(f"{site}{os.sep}")
    for folder, _, names in os.walk(site / top):
        place = folder[start:].replace(os.sep, "/")
        yield from (f"{place}/{name}" for name in names if name.endswith(".html"))


def in_parts(names: list[str], most: int) -> list[list[str]]:
    """Divide pages into parts of some `most` papers each; other pages stand in the first.

    There are as few parts as that takes, and fewer where one would be without any paper.
    """
    keys = {name: found[1] for name in names if (found := PAPER.fullmatch(name))}
    for count in range(-(-len(keys) // most), 1, -1):
        places = {name: part_of(key, count) for name, key in keys.items()}
        if len(set(places.values())) == count:
            parts: list[list[str]] = [[] for _ in range(count)]
            for name in names:
                parts[places.get(name, 0)].append(name)
            return parts
    return [names]


def part_of(key: str, count: int) -> int:
    """Return which of so many parts a paper is in: the CRC-32 of its key, modulo `count`."""
    return crc32(key.encode()) % count


def address(name: str) -> str:
    """Return the address of a page, from the site's root, as Pagefind writes it."""
    return f"/{name.removesuffix('index.html')}"
