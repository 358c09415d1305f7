"""Every address outside the site that a survey's files name, each with its places."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_builder.files import inside, lines
from site_builder.record import values
from site_builder.record.publication import arxiv_url, doi_url
from site_builder.record.values import BadValue
from site_builder.text import markdown
from site_builder.yamlfiles import reading
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import REGISTRIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from site_builder.problems import Loc
    from site_builder.yamlfiles.reading import Document

ADDRESS: Final = re.compile(r"https?://[!#-;=?-Z\[\]_a-z~]+")
"""An address in a text: RFC 3986's characters, up to the first other one."""
TRAILING: Final = ".,;:!?'\"*_"
"""What ends a sentence or an emphasis, not an address."""
FAR: Final = 200
"""Lines of a folded text that are searched for where exactly an address stands."""
IDS: Final[Mapping[str, tuple[Callable[[object], str], Callable[[str], str]]]] = {
    "doi": (values.doi, doi_url),
    "arxiv_id": (values.arxiv_id, arxiv_url),
}
"""Fields of a record that stand for an address: what reads them, and what writes the address."""
HAND_WRITTEN: Final = ("README.md", "CONTRIBUTING.md", "docs/**/*.md")
"""Pages that people wrote, relative to the survey's root."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an address stands; lines and columns count from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        """Format the place as compilers do."""
        return f"{self.path}:{self.line}:{self.column}"


def of_papers(root: Path, keys: Iterable[str]) -> dict[str, list[Place]]:
    """Return the addresses that these papers' records name, with their places."""
    return _gathered(pair for key in keys for pair in _in_yaml(root, paper_path(key)))


def of_survey(root: Path, keys: Iterable[str]) -> dict[str, list[Place]]:
    """Return the addresses of records, registries and hand-written pages, with their places."""
    paths = (*map(paper_path, keys), *REGISTRIES)
    found = [pair for path in paths for pair in _in_yaml(root, path)]
    for pattern in HAND_WRITTEN:
        for path in sorted(root.glob(pattern)):
            found += _in_markdown(root, path)
    return _gathered(found)


def _gathered(found: Iterable[tuple[str, Place]]) -> dict[str, list[Place]]:
    places: dict[str, set[Place]] = defaultdict(set)
    for address, place in found:
        places[address].add(place)
    return {address: sorted(places[address]) for address in sorted(places)}


def _in_yaml(root: Path, path: str) -> Iterator[tuple[str, Place]]:
    """Find addresses in a record or registry; what cannot be read is left to the checks."""
    document, _ = reading.read(root / path, path, root)
    if document is None:
        return
    lines = inside.read(root / path, root).decode("utf-8-sig").splitlines()
    for loc, text in _texts(document.data, ()):
        for address in addresses(text):
            yield address, _place(document, loc, address, lines)
    if isinstance(document.data, dict):
        yield from _ids(document, document.data)


def _texts(value: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Walk through all texts of a file."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*loc, index))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, (*loc, name))


def _place(document: Document, loc: Loc, address: str, lines: list[str]) -> Place:
    """Find the line that holds an address; a text that is folded within it begins higher up."""
    line, column = document.locate(loc)
    for number in range(line, min(line + FAR, len(lines) + 1)):
        at = lines[number - 1].find(address, column - 1 if number == line else 0)
        if at >= 0:
            return Place(document.path, number, at + 1)
    return Place(document.path, line, column)


def _ids(document: Document, data: dict[str, Any]) -> Iterator[tuple[str, Place]]:
    for name, (read, write) in IDS.items():
        if name in data:
            try:
                address = write(read(data[name]))
            except BadValue:
                continue
            yield address, Place(document.path, *document.locate((name,)))


def _in_markdown(root: Path, path: Path) -> Iterator[tuple[str, Place]]:
    """Find addresses on a hand-written page, outside of code and comments."""
    shown = path.relative_to(root).as_posix()
    try:
        text = lines.decoded(inside.read(path, root))
    except (OSError, UnicodeDecodeError, inside.Refused):
        return
    text = markdown.without_comments(markdown.without_code(text))
    for number, line in enumerate(text.split("\n"), start=1):
        for found in ADDRESS.finditer(line):
            for address in addresses(found[0]):
                yield address, Place(shown, number, found.start() + 1)


def addresses(text: str) -> list[str]:
    """List the addresses in a text, without the punctuation of the sentence around them."""
    found = (_trimmed(match[0]) for match in ADDRESS.finditer(text))
    return [address for address in dict.fromkeys(found) if _is_sound(address)]


def _trimmed(address: str) -> str:
    """Cut off what belongs to the sentence; brackets that the address opens itself stay."""
    while address:
        last = address[-1]
        opening = {")": "(", "]": "["}.get(last)
        is_loose = opening is not None and address.count(last) > address.count(opening)
        if not (is_loose or last in TRAILING):
            break
        address = address[:-1]
    return address


def _is_sound(address: str) -> bool:
    try:
        values.url(address)
    except BadValue:
        return False
    return True
