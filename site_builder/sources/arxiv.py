"""arXiv's Atom feed to drafts (info.arxiv.org/help/api/user-manual.html §3.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from site_builder.record.models import VenueKind
from site_builder.sources import statuses, tex
from site_builder.sources.draft import Draft, NotKnown, Unusable, line, prose, whole
from site_builder.sources.hits import Hits, bare
from site_builder.sources.people import displayed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from site_builder.sources.hits import Days

ATOM: Final = "{http://www.w3.org/2005/Atom}"
ARXIV: Final = "{http://arxiv.org/schemas/atom}"
ID_IN_ADDRESS: Final = re.compile(r"arxiv\.org/abs/(.+?)(?:v\d+)?$")
ERROR: Final = "arxiv.org/api/errors"
"""Part of the id of an entry that tells of an error (user manual §3.4)."""
MOST_IDS: Final = 100
"""How many papers one request may ask for and stay short enough to be an address."""


class _Plain(ET.TreeBuilder):
    """Builds a tree of what declares nothing: no feed needs entities, and some never end.

    The parser tells of a declaration in whatever encoding the answer is, before it is read.
    """

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002
        """Refuse the declaration."""
        raise Unusable("the answer declares entities, which no feed needs")


def path() -> str:
    """Return the path that answers queries."""
    return "/query"


def params(ids: Iterable[str]) -> dict[str, str]:
    """Ask for papers by their ids."""
    wanted = list(ids)
    return {"id_list": ",".join(wanted), "max_results": str(len(wanted))}


def search(
    words: Iterable[str], also: Iterable[str], classes: Iterable[str], days: Days, start: int = 0
) -> dict[str, str]:
    """Ask for what was submitted in some days and has the words in its title or abstract.

    The syntax of queries is that of the user manual, §5.1.
    """
    parts = [_any_of(words, ("ti", "abs")), _any_of(also, ("ti", "abs"))]
    parts.append(" OR ".join(f"cat:{each}" for each in classes))
    return _found_by(parts, days, start)


def by_author(name: str, days: Days, start: int = 0) -> dict[str, str]:
    """Ask for what somebody of a name submitted in some days."""
    return _found_by([_any_of([name], ("au",))], days, start)


def _any_of(phrases: Iterable[str], fields: Iterable[str]) -> str:
    return " OR ".join(f'{name}:"{bare(each)}"' for each in phrases for name in fields)


def _found_by(parts: Iterable[str], days: Days, start: int) -> dict[str, str]:
    first, last = (each.strftime("%Y%m%d") for each in days)
    groups = [f"({part})" for part in parts if part]
    return {
        "search_query": " AND ".join([*groups, f"submittedDate:[{first}0000 TO {last}2359]"]),
        "sortBy": "submittedDate",
        "sortOrder": "descending",
        "start": str(start),
        "max_results": str(MOST_IDS),
    }


def parse_hits(raw: bytes) -> Hits:
    """Read the answer to a search."""
    found = parse_feed(raw)
    return Hits(tuple(found), len(found))


def parse(raw: bytes) -> Draft:
    """Read the answer about one paper; raises NotKnown where there is none."""
    drafts = parse_feed(raw)
    if not drafts:
        raise NotKnown("there is no such paper")
    return drafts[0]


def parse_feed(raw: bytes) -> list[Draft]:
    """Read an answer about any number of papers; raises Unusable when it is no feed."""
    try:
        feed = ET.fromstring(raw, ET.XMLParser(target=_Plain()))  # noqa: S314 (see _Plain)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise Unusable(f"the answer is no XML ({error})") from None
    if feed.tag != f"{ATOM}feed":
        raise Unusable("the answer is no Atom feed")
    return [draft for entry in feed.iter(f"{ATOM}entry") if (draft := _draft(entry))]


def _draft(entry: Element) -> Draft | None:
    address = _text(entry, f"{ATOM}id")
    if ERROR in address:
        raise Unusable(line(_text(entry, f"{ATOM}summary")) or "the service tells of an error")
    found = ID_IN_ADDRESS.search(address)
    title = tex.line(line(_text(entry, f"{ATOM}title")))
    if not found or not title:
        return None
    published = line(_text(entry, f"{ATOM}published"))[:10]
    category = entry.find(f"{ARXIV}primary_category")
    return Draft(
        source="arXiv listing",
        title=title,
        authors=tuple(_authors(entry)),
        year=whole(published[:4]),
        venues=("arXiv",),
        kind=VenueKind.PREPRINT,
        arxiv_id=found[1],
        arxiv_class=line(category.get("term")) if category is not None else "",
        doi=line(_text(entry, f"{ARXIV}doi")).split(" ")[0],
        submitted=published,
        comment=line(_text(entry, f"{ARXIV}comment")),
        journal_ref=line(_text(entry, f"{ARXIV}journal_ref")),
        abstract=_abstract(_text(entry, f"{ATOM}summary")),
        status=statuses.of_listing(
            found[1],
            line(_text(entry, f"{ARXIV}comment")),
            _abstract(_text(entry, f"{ATOM}summary")),
        ),
    )


def _authors(entry: Element) -> Iterable[dict[str, str]]:
    for author in entry.findall(f"{ATOM}author"):
        if name := tex.line(line(_text(author, f"{ATOM}name"))):
            yield displayed(name)


def _abstract(text: str) -> str:
    """Join the lines that the listing breaks at 80 characters; paragraphs begin with blanks."""
    paragraphs = re.split(r"\n\s*\n|\n(?=  )", prose(text))
    return "\n\n".join(filter(None, map(line, paragraphs)))


def _text(element: Element, name: str) -> str:
    child = element.find(name)
    return "".join(child.itertext()) if child is not None else ""
