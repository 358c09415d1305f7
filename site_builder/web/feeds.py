"""Atom feeds (RFC 4287): new papers, of the whole survey and of a category, and changes.

An entry's id is a URN made from nothing but the paper's first key, so that it outlives the site's
address, a renamed record and every edit. A `tag:` id (RFC 4151) would need a domain that the survey
owned on some day, and a survey may be built before it has one. Dates are given by the caller.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol
from xml.etree import ElementTree as ET

from site_builder.exports.abridged import Most, abridged
from site_builder.latex import to_text
from site_builder.record.kinds import STATUS_WORDS
from site_builder.record.models import OTHERS
from site_builder.record.publication import arxiv_url, doi_url, notice, plain_name
from site_builder.record.values import NOT_XML

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper
    from site_builder.record.releases import Release
    from site_builder.record.taxonomy import Node
    from site_builder.site import Site

Texts = dict[tuple[str, str], str]
"""Written entries, by what their id is made from and where they lead."""

NAMESPACE: Final = uuid.UUID("6c1f6f0e-5f0b-5d7c-9f0a-1d3a4f0c2b7e")
"""What our ids are made in (RFC 9562, section 5.5): picked once at random, never to change."""
ATOM: Final = "http://www.w3.org/2005/Atom"
MOST_ENTRIES: Final = 50
GONE: Final = "removed"
"""The kind of news of a paper that has no page any more."""
DAWN: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a feed without entries was last changed; Atom wants a date, and the clock is no answer."""


class Span(Protocol):
    """When a record was first, as far as that is known, and last changed as readers notice it."""

    @property
    def first(self) -> dt.datetime | None: ...  # noqa: D102 (the class says it)
    @property
    def last(self) -> dt.datetime: ...  # noqa: D102


class ToldChange(Protocol):
    """Something that changed."""

    @property
    def date(self) -> dt.datetime: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def words(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; all texts are plain."""

    uri: str
    """The page that it is about."""
    name: str
    """What its id is made from."""
    title: str
    published: dt.datetime
    updated: dt.datetime
    authors: tuple[str, ...] = ()
    summary: str = ""
    categories: tuple[tuple[str, str], ...] = ()
    """Terms and their titles."""
    related: tuple[str, ...] = ()
    """Addresses elsewhere."""


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds of new papers; what several of them tell of a paper is written once."""

    library: Library
    site: Site
    spans: Mapping[str, Span]
    _entries: dict[str, Entry] = field(init=False, default_factory=dict)
    _texts: Texts = field(init=False, default_factory=dict)

    def newest(self) -> str:
        """Format the feed `feed.atom.xml`: the papers added last, of the whole survey."""
        return self._feed("feed.atom.xml", "", self.site.title, self.library.papers.values())

    def category(self, node: Node) -> str:
        """Format a category's feed: the papers added last to it and to all below it."""
        title = f"{to_text(node.title)} – {self.site.title}"  # noqa: RUF001 (a dash is meant)
        papers = self.library.in_category(node)
        return self._feed(f"{node.uri.rstrip('/')}.atom.xml", node.uri, title, papers)

    def _feed(self, uri: str, page_uri: str, title: str, papers: Iterable[Paper]) -> str:
        """Return the newest first; a paper of which nobody knows when it came is left out."""
        dated = [(added_on(paper, self.spans), paper) for paper in papers]
        known = [(added, paper) for added, paper in dated if added]
        known.sort(key=lambda pair: (-pair[0].timestamp(), pair[1].key))
        entries = [self._entry(*pair) for pair in known[:MOST_ENTRIES]]
        return atom(uri, page_uri, title, entries, self.site, self._texts)

    def _entry(self, added: dt.datetime, paper: Paper) -> Entry:
        if paper.key not in self._entries:
            self._entries[paper.key] = _entry(self.library, added, paper, self.spans)
        return self._entries[paper.key]


def changes(found: Iterable[ToldChange], site: Site) -> str:
    """Format the feed `changes.atom.xml`: what was added, published, corrected or moved."""
    entries = [_changed(each) for each in found]
    title = f"Changes – {site.title}"  # noqa: RUF001 (a dash is meant)
    return atom("changes.atom.xml", "changes/", title, entries, site)


def urn(name: str) -> str:
    """Make an id that is the same for ever for the same name (RFC 9562)."""
    return uuid.uuid5(NAMESPACE, name.encode("utf-8", "replace").decode()).urn


def added_on(paper: Paper, spans: Mapping[str, Span]) -> dt.datetime | None:
    """Return when a paper was added, by its record or else by git; None where neither tells."""
    if paper.added:
        return dt.datetime.combine(paper.added, dt.time(), dt.UTC)
    span = spans.get(paper.key)
    return span.first if span else None


def _entry(library: Library, added: dt.datetime, paper: Paper, spans: Mapping[str, Span]) -> Entry:
    span = spans.get(paper.key)
    nodes = [n for facet in library.taxonomy.facet_ids for n in library.nodes(paper, facet)]
    named = abridged(paper, Most.OF_LIST)
    names = [plain_name(author).display for author in named.authors]
    mark = f"[{STATUS_WORDS[paper.status.kind]}] " if paper.status else ""
    said = paper.summary or paper.abstract or ""
    addresses = (
        paper.doi and doi_url(paper.doi),
        paper.arxiv_id and arxiv_url(paper.arxiv_id),
        paper.links.page,
    )
    return Entry(
        uri=f"papers/{paper.key}/",
        name=f"papers/{(*paper.former_keys, paper.key)[0]}",
        title=f"{mark}{to_text(paper.title)}",
        published=added,
        updated=max(added, span.last) if span else added,
        authors=(*names, *([OTHERS] if named.authors_cut else [])),
        summary=" ".join(filter(None, (notice(paper), to_text(said)))),
        categories=tuple((n.uri.rstrip("/"), to_text(n.title)) for n in nodes),
        related=tuple(filter(None, addresses)),
    )


def releases(found: Iterable[Release], site: Site) -> str:
    """Format the feed `releases.atom.xml`: the survey's releases, the newest first."""
    title = f"Releases – {site.title}"  # noqa: RUF001 (a dash is meant)
    entries = reversed([_released(release) for release in found])
    return atom("releases.atom.xml", "releases/", title, entries, site)


def _released(release: Release) -> Entry:
    moment = dt.datetime.combine(release.date, dt.time.min, dt.UTC)
    words = [to_text(release.summary)] if release.summary else []
    return Entry(
        uri="releases/",
        name=f"releases/{release.version}",
        title=f"Version {release.version}",
        published=moment,
        updated=moment,
        summary=". ".join((*words, *map(to_text, release.changes), *release.counts.words[:1])),
        related=(doi_url(release.doi),) if release.doi else (),
    )


def _changed(change: ToldChange) -> Entry:
    return Entry(
        uri="changes/" if change.kind == GONE else f"papers/{change.key}/",
        name=f"changes/{change.date.isoformat()}/{change.kind}/{change.key}/{change.words}",
        title=f"{change.title}: {change.words}",
        published=change.date,
        updated=change.date,
    )


def atom(  # noqa: PLR0913, PLR0917 (a feed has that many parts)
    uri: str,
    page_uri: str,
    title: str,
    entries: Iterable[Entry],
    site: Site,
    texts: Texts | None = None,
) -> str:
    """Format a feed that lies at `uri` and tells the news of a page; the first 50 entries count.

    `texts` are entries written for other feeds, and get those of this one.
    """
    texts = {} if texts is None else texts
    entries = list(entries)[:MOST_ENTRIES]
    feed = ET.Element("feed", xmlns=ATOM)
    _text(feed, "id", urn(uri))
    _text(feed, "title", title or uri)
    _text(feed, "updated", _date(max((e.updated for e in entries), default=DAWN)))
    _text(ET.SubElement(feed, "author"), "name", site.title or uri)
    _link(feed, "alternate", site.href(page_uri, uri), "text/html")
    _link(feed, "self", site.absolute(uri), "application/atom+xml")
    ET.indent(feed)
    head = ET.tostring(feed, encoding="unicode").removesuffix("</feed>")
    told = "".join(_told(entry, uri, site, texts) for entry in entries)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{head}{told}</feed>\n'


def _told(entry: Entry, feed_uri: str, site: Site, texts: Texts) -> str:
    """Format an entry, or reuse that of another feed in which its links are the same."""
    href = site.href(entry.uri, feed_uri)
    place = entry.name, href
    if place not in texts:
        element = _element(entry, href)
        ET.indent(element, level=1)
        texts[place] = f"  {ET.tostring(element, encoding='unicode')}\n"
    return texts[place]


def _element(entry: Entry, href: str) -> ET.Element:
    element = ET.Element("entry")
    _text(element, "id", urn(entry.name))
    _text(element, "title", entry.title or entry.uri)
    _text(element, "published", _date(entry.published))
    _text(element, "updated", _date(entry.updated))
    for name in entry.authors:
        _text(ET.SubElement(element, "author"), "name", name)
    _link(element, "alternate", href, "text/html")
    for address in entry.related:
        _link(element, "related", address)
    for term, label in entry.categories:
        ET.SubElement(element, "category", term=_clean(term), label=_clean(label))
    _text(element, "summary", entry.summary)
    return element


def _text(parent: ET.Element, name: str, text: str) -> None:
    """Add an element with text, where there is any."""
    if text:
        ET.SubElement(parent, name).text = _clean(text)


def _link(parent: ET.Element, relation: str, href: str, media_type: str = "") -> None:
    """Add a link, where it leads anywhere."""
    if href:
        kind = {"type": media_type} if media_type else {}
        ET.SubElement(parent, "link", {"rel": relation, **kind, "href": _clean(href)})


def _clean(text: str) -> str:
    return NOT_XML.sub("", text)


def _date(date: dt.datetime) -> str:
    """Format a moment as RFC 3339 has it, in UTC."""
    return date.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
