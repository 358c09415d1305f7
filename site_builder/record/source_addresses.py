"""Addresses in what records name as sources: `owner/repo:path`, `host/path`, identifiers, papers.

A source is a line of text for people. The parts of it that are an address, or that name a paper,
are found here; the others stay words. Only what is written in one of the forms of `FORMS` counts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from site_builder.record import values
from site_builder.record.publication import arxiv_url, doi_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FORGE: Final = "https://github.com"
"""Where a repository lies that is named by its owner and itself alone."""
WILD: Final = re.compile(r"[*?\[\]{}]")
"""What makes a path a pattern of several files."""
PATH_SAFE: Final = "/#!$&'()+,;=:@~"
"""Punctuation that stays in the address of a file in a repository."""
OWNER: Final = r"[A-Za-z0-9][A-Za-z0-9-]{0,38}"
NAME: Final = r"[A-Za-z0-9._-]{1,100}"
ALONE: Final = re.compile(rf"(?=\S*[A-Z0-9._-])(?P<bare>{OWNER}/{NAME})(?= \([^()]*\)$|$)")
"""A repository without a path; in running text it might be two words with a stroke between."""
MISWRITTEN: Final = re.compile(
    rf"(?:github:|git@github\.com:)?(?P<repository>{OWNER}/{NAME})(?:\.git)?(?:/|: +)"
    r"(?P<path>[^\s:]+\.[A-Za-z]{1,5})"
)
"""A file of a repository as people write it who do not know the form."""
CLOSING: Final = ".,;:!?'\"\u2019\u201d"
"""What ends a sentence or a quotation around an address."""

FORMS: Final = re.compile(
    rf"""
    (?P<url>https?://[^\s<>"]+)
    |(?<![\w./@:-])(?P<file>{OWNER}/{NAME}:(?![/:])[^\s<>"]+)
    |(?<![\w./@:-])(?P<page>(?:[A-Za-z0-9][A-Za-z0-9-]{{0,62}}\.){{1,8}}[A-Za-z]{{2,24}}/[^\s<>"]+)
    |\barXiv[:\ ]\ ?(?P<arxiv>[0-9]{{4}}\.[0-9]{{4,5}}(?:v[0-9]+)?)\b
    |\b(?:doi:\ ?)(?P<doi>10\.[0-9]{{4,9}}/[^\s<>"]+)
    |\b[Tt]he\ paper(?:\ itself|['\u2019]s\ [^,;:()]{{1,40}})?(?=,|$)(?P<own>)
    |\b(?:[Tt]he\ )?(?P<named>[^\s,;:()/][^,;:()/]{{0,60}}?)
        (?:\ \((?P<short>[^\s()]{{1,40}})\))?\ (?:paper|survey)\b
    """,
    re.VERBOSE,
)
"""What is found in a source, the first form that fits."""


class Piece(NamedTuple):
    """A part of a source; all of them together are its text."""

    text: str
    url: str = ""
    """Where it leads outside the site."""
    names: tuple[str, ...] = ()
    """What it calls another paper, the likelier name first."""
    is_own: bool = False
    """Whether it speaks of the very paper whose record names it."""


@lru_cache(maxsize=16384)
def pieces(source: str) -> tuple[Piece, ...]:
    """Split a source into its addresses, papers and the words between."""
    return tuple(piece for piece in _pieces(source) if piece.text)


def _pieces(source: str) -> Iterator[Piece]:
    if found := ALONE.match(source):
        yield Piece(found[0], _sound(f"{FORGE}/{found[0]}"))
        yield Piece(source[found.end() :])
        return
    start = 0
    for found in FORMS.finditer(source):
        text = _unclosed(found[0])
        yield Piece(source[start : found.start()])
        yield _piece(found, text)
        start = found.start() + len(text)
    yield Piece(source[start:])


def _piece(found: re.Match[str], text: str) -> Piece:
    kind = found.lastgroup or ""
    if found["named"] is not None:
        names = (found["short"], found["named"], found["named"].rpartition(" the ")[2])
        return Piece(text, names=tuple(dict.fromkeys(filter(None, names))))
    if kind == "own":
        return Piece(text, is_own=True)
    return Piece(text, _sound(ADDRESS[kind](_unclosed(found[kind]))))


def _unclosed(text: str) -> str:
    """Leave out what closes the sentence around an address, and brackets that it does not open."""
    while text and (text[-1] in CLOSING or (text[-1] == ")" and text.count("(") < text.count(")"))):
        text = text[:-1]
    return text


def _file(text: str) -> str:
    """Return the address of a file, or of the folder of several, as its default branch has it."""
    repository, _, path = text.partition(":")
    parts = path.split("/")
    if ".." in parts or "." in parts:
        return ""
    fixed = next((n for n, part in enumerate(parts) if WILD.search(part)), None)
    if fixed is None:
        kind = "tree" if path.endswith("/") else "blob"
        return f"{FORGE}/{repository}/{kind}/HEAD/{quote(path, safe=PATH_SAFE)}"
    folder = "/".join(parts[:fixed])
    return f"{FORGE}/{repository}{f'/tree/HEAD/{quote(folder, safe=PATH_SAFE)}' if folder else ''}"


ADDRESS: Final[dict[str, Callable[[str], str]]] = {
    "url": str,
    "file": _file,
    "page": "https://{}".format,
    "arxiv": arxiv_url,
    "doi": doi_url,
}
"""How the address of each form is made."""


def repository(url: str) -> str:
    """Return the repository that an address lies in, `owner/repo` in small letters; or nothing."""
    found = re.match(rf"https?://(?:www\.)?github\.com/({OWNER}/{NAME})", url)
    return found[1].lower().removesuffix(".git") if found else ""


def as_file(source: str) -> str:
    """Return a source that names a file in another form in the form for it; or nothing."""
    found = MISWRITTEN.fullmatch(source)
    return f"{found['repository']}:{found['path']}" if found else ""


def _sound(url: str) -> str:
    """Return an address that may stand in a page, else nothing."""
    try:
        return url if url and values.url(url) == url else ""
    except values.BadValue:
        return ""
