r"""Identifiers and addresses in bibliographies, which are no TeX and often dressed as it."""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import unquote, urlsplit

from site_builder.problems import quoted
from site_builder.sources import markup
from site_builder.sources.draft import line
from site_builder.sources.leftovers import ENTITY

MACROS: Final = {
    "textasciitilde": "~",
    "sim": "~",
    "tilde": "~",
    "textunderscore": "_",
    "_": "_",
    "textless": "<",
    "textgreater": ">",
    "less": "<",
    "greater": ">",
    "lt": "<",
    "gt": ">",
    "textpercent": "%",
    "textendash": "-",
    "mathsemicolon": ";",
    "slash": "/",
    "string": "",
    "allowbreak": "",
    "discretionary": "",
    "penalty0": "",
    "textbackslash": "\\",
    "newline": " ",
    "par": " ",
}
"""What macros mean within an address."""
NAMES: Final = "|".join(sorted(MACROS, key=len, reverse=True))
DRESSED: Final = re.compile(
    rf"\$\s*\\(?P<math>{NAMES})\s*(?:\{{\s*\}})?\s*\$"
    rf"|\{{\s*\\(?P<braced>{NAMES})\s*\}}"
    rf"|\\(?P<bare>{NAMES})(?:\{{\s*\}}|[ \t]+|(?![A-Za-z0-9]))"
    r"|\{?\\~\s*(?:\{\s*\})?\}?(?P<tilde>)"
    r"|\$(?P<sign>[_~<>%#^])\$|\{\\?(?P<group>[%&_#$~<>.:/-])\}"
    r"|\\(?P<blank>\\)|\\(?P<escape>[%&_#${}~])|\\(?P<nothing>[/\-])"
)
WRAPPED: Final = re.compile(r"\\(?:url|path|nolinkurl|texttt|burl)\s*\{([^{}]*)\}")
TARGET: Final = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")
PARTED: Final = re.compile(r"(?<=[;,|])\s*(?=https?://)|\s+")
"""Where one address ends and the next begins."""
NAKED: Final = re.compile(r"www\.[A-Za-z0-9-]+\.\S+", re.IGNORECASE)
ENCODED: Final = re.compile(r"%[0-9A-Fa-f]{2}")
DOI: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
RESOLVER: Final = re.compile(
    r"^(?:https?:)?//(?:dx\.|www\.)?doi\.org/|^(?:dx\.)?doi\.org/", re.IGNORECASE
)
PUBLISHER: Final = re.compile(
    r"^/(?:doi(?:/(?:abs|full|pdf|epdf|epub|pdfdirect|book|suppl|ref|citedby|reader|10\.\d+))?"
    r"|article|chapter|book|content/pdf)/(?P<doi>10\.[0-9]{4,9}/\S+)$"
)
"""Paths of publishers' pages that end in the DOI."""
TAIL: Final = re.compile(
    r"\?[A-Za-z_]+=.*$|\?[A-Za-z0-9_-]*$|(?<!;[0-9]-)#[A-Za-z0-9_-]*$|(?<!;[0-9]-)#[A-Za-z].*$"
)
"""Query and fragment of an address; the # at a SICI's end is its check character."""


def plain(value: str) -> str:
    """Read an id or address in TeX's dress as one line."""
    bare = WRAPPED.sub(r" \1 ", TARGET.sub(r" \1 ", value))
    bare = DRESSED.sub(_meant, bare)
    if "&" in bare:
        bare = ENTITY.sub(lambda match: html.unescape(match[0]), bare)
    return line(bare).strip("{}<> ").strip()


def _meant(match: re.Match[str]) -> str:
    name = match["math"] or match["braced"] or match["bare"]
    if name:
        return MACROS[name]
    if match["tilde"] is not None:
        return "~"
    if match["nothing"]:
        return ""
    return " " if match["blank"] else match["sign"] or match["group"] or match["escape"]


def addresses_in(value: str) -> tuple[list[str], list[str]]:
    """Return the addresses of a field, and words on what was guessed."""
    found: list[str] = []
    told: list[str] = []
    for part in PARTED.split(plain(value)):
        text = _balanced(part.strip("<>,;|\"'").lstrip("(["))
        if NAKED.fullmatch(text):
            told.append(f"address: {quoted(text)} was read as https://{text}")
            text = f"https://{text}"
        if text.lower().startswith(("http://", "https://")):
            found.append(text.rstrip("."))
    return found, told


def doi(value: str) -> tuple[str, str]:
    """Return the DOI that a field gives, and words where it was not written as it is.

    Percent-encoding is undone, tails of addresses and full stops at the end are left out.
    """
    text = plain(value)
    start = DOI.search(decoded(text)) if text else None
    if not start:
        return "", ""
    whole = decoded(text)[start.start() :].split(" ")[0]
    bare = TAIL.sub("", whole).rstrip(".,;:")
    bare = _balanced(bare)
    found = markup.doi_in(bare)
    if not found and not markup.arxiv_in(whole):
        return "", ""
    changed = found and found not in text
    cut = found and whole != found and not RESOLVER.match(text)
    return found, f"doi: {quoted(text)} was read as {found}" if changed or cut else ""


def _balanced(text: str) -> str:
    """Leave out a bracket at the end that nothing opens: (doi:10.1000/x)."""
    text = text.rstrip(".,;")
    for opening, closing in ("()", "[]", "<>"):
        while text.endswith(closing) and text.count(closing) > text.count(opening):
            text = text[:-1].rstrip(".,;")
    return text


def decoded(text: str) -> str:
    """Undo percent-encoding, also where it was done twice."""
    for _ in range(2):
        if not ENCODED.search(text):
            break
        text = unquote(text)
    return text


def doi_of_address(address: str) -> tuple[str, str]:
    """Return the DOI in the address of a resolver or of a publisher's page; words if guessed."""
    if RESOLVER.match(address):
        found, _ = doi(address)
        return found, ""
    try:
        path = decoded(urlsplit(address).path)
    except ValueError:
        return "", ""
    match = PUBLISHER.match(path.removesuffix("/"))
    if not match:
        return "", ""
    found, _ = doi(match["doi"].removesuffix(".pdf"))
    return found, f"doi: {found} was read out of {quoted(address)}" if found else ""
