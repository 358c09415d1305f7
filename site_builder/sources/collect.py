"""All that the services know of one paper: asked one after the other, each answer doubted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from site_builder.duplicates.index import ALIKE
from site_builder.problems import quoted
from site_builder.record.models import VenueKind
from site_builder.sources import (
    arxiv,
    crossref,
    dblp,
    highwire,
    openalex,
    semantic_scholar,
    services,
)
from site_builder.sources.draft import Draft, NotKnown, Unusable, checked
from site_builder.sources.http import Unavailable
from site_builder.text.names import fold, title_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_builder.sources.http import Client
    from site_builder.sources.identify import Identifier

RELATED: Final = 50
"""Similarity below which two titles by different authors are not one paper's, whatever the ids."""


@dataclass
class Collection:
    """What was found of one paper, and what was said on the way."""

    client: Client
    wanted: Identifier
    drafts: list[Draft] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """One line for each service that did not help, or was not believed."""
    asked: set[str] = field(default_factory=set)

    def known(self, name: str) -> str:
        """Return an id, or the title, as far as it is known by now."""
        given = getattr(self.wanted, name, "")
        found = (getattr(draft, name, "") for draft in self.drafts)
        return given or next(filter(None, found), "")

    def run(self) -> list[Draft]:
        """Ask every service that can be asked with what is known, until nothing new comes."""
        while step := self._next():
            name, ask = step
            self.asked.add(name)
            try:
                draft = ask(self)
            except (Unavailable, NotKnown) as error:
                self.notices.append(str(error))
            except Unusable as error:
                self.notices.append(f"{error}: not believed")
            else:
                self._take(name, draft)
        return self.drafts

    def _next(self) -> tuple[str, Callable[[Collection], Draft | None]] | None:
        for name, needs, ask in STEPS:
            if name not in self.asked and any(self.known(need) for need in needs):
                return name, ask
        return None

    def _take(self, name: str, draft: Draft | None) -> None:
        if draft is None:
            return
        draft = checked(draft)
        self.notices += [f"{name}: {words}" for words in draft.unread]
        if why := self._doubt(draft):
            self.notices.append(f"{name} {why}: not believed")
        else:
            self.drafts.append(draft)

    def _doubt(self, draft: Draft) -> str:
        """Return why an answer is not about the paper that is meant; nothing where it is."""
        for name in ("arxiv_id", "doi"):
            known, said = self.known(name).lower(), getattr(draft, name).lower()
            if known and said and known != said and not self._may_differ(name):
                return f"speaks of {quoted(said)}"
        if self.drafts and not alike(self.drafts[0], draft):
            return f"speaks of another paper, {quoted(draft.title)}"
        return ""

    def _may_differ(self, name: str) -> bool:
        """Allow a second DOI beside one that a service told us; not beside the one asked for."""
        return not getattr(self.wanted, name)


def alike(one: Draft, other: Draft) -> bool:
    """Return whether two drafts may be of one paper: by their titles, or by an author in common."""
    titles = fuzz.ratio(title_key(one.title), title_key(other.title))
    if titles >= ALIKE or not (one.title and other.title):
        return True
    return titles >= RELATED and bool(families(one) & families(other))


def families(draft: Draft) -> set[str]:
    """Return the authors' family names, as searches fold them."""
    names = (p.get("family") or p.get("literal", "") for p in draft.authors)
    return {fold(name) for name in names if name}


def same_title(found: Iterable[Draft], wanted: Draft) -> list[Draft]:
    """Keep the hits of a search that have the very title and an author in common."""
    title = title_key(wanted.title)
    return [
        draft
        for draft in found
        if title_key(draft.title) == title and families(draft) & families(wanted)
    ]


def about(wanted: str, said: str, draft: Draft) -> Draft:
    """Return an answer that is about what was asked; raises Unusable for others."""
    if wanted.lower() != said.lower():
        raise Unusable(f"speaks of {quoted(said or draft.title)}")
    return draft


def _ask_arxiv(paper: Collection) -> Draft:
    wanted = paper.known("arxiv_id")

    def parse(raw: bytes) -> Draft:
        draft = arxiv.parse(raw)
        return about(wanted, draft.arxiv_id, draft)

    return paper.client.ask(services.ARXIV, arxiv.path(), arxiv.params([wanted]), parse)


def _ask_page(paper: Collection) -> Draft | None:
    service = paper.wanted.service
    if service is None:
        return None
    source = f"{service.name}:{paper.wanted.page}"
    path, _, query = paper.wanted.page.partition("?")
    name, _, value = query.partition("=")
    params = {name: value} if query else {}

    def parse(raw: bytes) -> Draft:
        draft = highwire.parse(raw, source)
        page = {"page": f"{service.base}{paper.wanted.page}"}
        return replace(draft, links={**page, **draft.links})

    return paper.client.ask(service, path, params, parse)


def _ask_crossref(paper: Collection) -> Draft:
    wanted = paper.known("doi")

    def parse(raw: bytes) -> Draft:
        draft = crossref.parse(raw)
        return about(wanted, draft.doi, draft)

    return paper.client.ask(services.CROSSREF, crossref.path(wanted), {}, parse)


def _ask_semantic_scholar(paper: Collection) -> Draft:
    arxiv_id, doi = paper.known("arxiv_id"), paper.known("doi")
    path = semantic_scholar.path(*(("ARXIV", arxiv_id) if arxiv_id else ("DOI", doi)))
    return paper.client.ask(
        services.SEMANTIC_SCHOLAR, path, semantic_scholar.params(), semantic_scholar.parse
    )


def _ask_dblp(paper: Collection) -> Draft | None:
    """Search by title; of several publications of one paper take the one that is no preprint."""
    query = dblp.params(paper.known("title"))
    hits = paper.client.ask(services.DBLP, dblp.path(), query, dblp.parse)
    fitting = same_title(hits, paper.drafts[0])
    published = [hit for hit in fitting if hit.kind is not VenueKind.PREPRINT]
    return next(iter([*published, *fitting]), None)


def _ask_openalex(paper: Collection) -> Draft:
    doi = paper.known("doi") or f"10.48550/arXiv.{paper.known('arxiv_id')}"
    return paper.client.ask(services.OPENALEX, openalex.path(doi), {}, openalex.parse)


STEPS: Final[tuple[tuple[str, tuple[str, ...], Callable[[Collection], Draft | None]], ...]] = (
    ("arXiv", ("arxiv_id",), _ask_arxiv),
    ("The page", ("page",), _ask_page),
    ("Crossref", ("doi",), _ask_crossref),
    ("Semantic Scholar", ("arxiv_id", "doi"), _ask_semantic_scholar),
    ("DBLP", ("title",), _ask_dblp),
    ("OpenAlex", ("doi", "arxiv_id"), _ask_openalex),
)
"""Whom to ask, what must be known before, and how; the first that can be asked is next."""
