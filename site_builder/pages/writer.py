"""Fill templates with a library's records; what many pages share is filled once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from jinja2 import TemplateError, TemplateSyntaxError
from markupsafe import Markup

from site_builder import latex
from site_builder.coverage import Coverage
from site_builder.coverage.upkeep import Upkeep, last_changes
from site_builder.exports.abridged import Most, abridged
from site_builder.pages import categories, heads, wording
from site_builder.pages.addresses import PAPERS, VENUES, up_to_root
from site_builder.pages.build_services import BuildServices
from site_builder.pages.facts import UNKNOWN, SiteFacts
from site_builder.pages.handwritten import category_texts
from site_builder.pages.handwritten.mentions import Mention, mentions
from site_builder.pages.handwritten.works import Keys
from site_builder.pages.parts import Link, Page
from site_builder.pages.templates import Templates, make_templates
from site_builder.pages.texts import Texts
from site_builder.problems import SurveyError
from site_builder.record.publication import short_authors
from site_builder.related import Related
from site_builder.related.atlas import PaperMap, map_of
from site_builder.related.lineage import Lineage
from site_builder.web.feeds import Feeds
from site_builder.web.head import coins, head

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from site_builder.history import Span
    from site_builder.library import Library
    from site_builder.pages.handwritten.category_texts import CategoryTexts
    from site_builder.record.models import Paper
    from site_builder.record.origins import Sources
    from site_builder.record.taxonomy import Node
    from site_builder.web.head import Alternate


K = TypeVar("K")
T = TypeVar("T")

UNFIT: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Characters that HTML must not hold (HTML Standard, 13.2.3.5) and UTF-8 cannot."""

PAGE_FIELDS: Final = frozenset({"description", "section", "source", "is_hub", "updated"})
"""Data that is meant for the page itself, not for its template."""

SENT: Final = frozenset(
    {"library", "facts", "services", "related", "lineage", "map", "_cells", "_coins"}
)
"""What of a writer is sent to another process."""

MOST_HELD: Final = 16_384
"""Pieces of a kind that are held for other pages; each takes 0.7 KB in each process."""
MOST_COINS: Final = 200
"""Papers of one list that reference managers find in its page; each takes 0.6 KB."""


@dataclass(frozen=True, slots=True)
class Coins:
    """What reference managers find in a list's page."""

    spans: Markup
    most: int | None
    """How many papers they find, where the list has more."""


@dataclass(frozen=True)
class Writer:
    """A library with the templates that show it."""

    library: Library
    templates: Templates
    facts: SiteFacts = UNKNOWN
    services: BuildServices = field(default_factory=BuildServices)
    _cells: dict[tuple[str, str], Markup] = field(init=False, default_factory=dict)
    _coins: dict[tuple[str, Most | None], str] = field(init=False, default_factory=dict)
    _in_node: dict[tuple[str, str], list[Paper]] = field(init=False, default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process needs; what it finds out sooner itself is left out."""
        return {name: value for name, value in self.__dict__.items() if name in SENT}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take over what another process has found out, with templates of one's own."""
        templates = make_templates(state["library"].root)
        self.__dict__.update(state, templates=templates, _in_node={})

    def prepare(self) -> None:
        """Find out what many pages need, before several processes each do so."""
        _ = self.related, self.lineage, self.sources, self.cited_in, self.dates

    def fill(self, template: str, **data: Any) -> Markup:
        """Fill a template; raises SurveyError naming it where that cannot be done."""
        try:
            text = self.templates.get_template(template).render(data)
        except TemplateError as error:
            raise SurveyError(f"template {_place(template, error)}: {error.message}") from error
        return Markup(UNFIT.sub("", text))  # noqa: S704 - templates escape what they are given

    @cached_property
    def texts(self) -> Texts:
        """The papers in the formats of other programs."""
        return Texts(self.library, self.services.shelf, self.services.kept)

    @cached_property
    def keys(self) -> Keys:
        """The papers' keys, as hand-written pages name them."""
        return Keys(self.library)

    @cached_property
    def category_texts(self) -> CategoryTexts:
        """What is written by hand about categories."""
        return category_texts.sort(self.facts.handwritten, self.library)

    @cached_property
    def sources(self) -> Sources:
        """What records name as their sources, as readers open it."""
        return self.library.sources

    @cached_property
    def cited_in(self) -> dict[str, list[Mention]]:
        """The hand-written pages that cite each paper, by key."""
        texts = self.category_texts.texts.values()
        return mentions((*self.facts.handwritten.documents, *texts), self.keys)

    @cached_property
    def related(self) -> Related:
        """What the papers have in common."""
        return Related(self.library, self.services.spelled)

    @cached_property
    def lineage(self) -> Lineage:
        """What papers build on, and what builds on them."""
        return Lineage(self.library)

    @cached_property
    def keyed(self) -> tuple[Paper, ...]:
        """The papers by number, in the order of keys."""
        return tuple(self.library.papers.values())

    @cached_property
    def map(self) -> PaperMap:
        """The papers laid out by their words."""
        return map_of(self.keyed, self.related.words)

    @cached_property
    def coverage(self) -> Coverage:
        """What the records have and lack."""
        return Coverage.of(self.library)

    @cached_property
    def upkeep(self) -> Upkeep:
        """What waits for whoever keeps the survey."""
        changed = last_changes(self.facts.history.spans, self.coverage)
        return Upkeep(self.coverage, changed, self.facts.waiting)

    @cached_property
    def feeds(self) -> Feeds:
        """The feeds of new papers."""
        return Feeds(self.library, self.facts.site, self.dates)

    @cached_property
    def dates(self) -> dict[str, Span]:
        """When papers were added and last changed, by key, as far as git tells."""
        return self.facts.history.notable

    def updated(self, papers: Iterable[Paper]) -> dt.date | None:
        """Return the day on which the first of some papers to be seen was last changed."""
        spans = (self.dates.get(paper.key) for paper in papers)
        return max((span.last.date() for span in spans if span), default=None)

    def page(
        self,
        template: str,
        uri: str,
        title: str,
        /,
        *,
        files: Sequence[Alternate] = (),
        about: Callable[[str, str], str] | None = None,
        **data: Any,
    ) -> Page:
        """Make a page; the template gets the relative address of the site's root with the data.

        `files` are what the page's things can be had as, `about` writes what its head says of them
        for its plain title and description.
        """
        own = {name: data.pop(name) for name in PAGE_FIELDS & data.keys()}
        own = {"section": uri.partition("/")[0]} | own
        plain, root = latex.to_text(title), up_to_root(uri)
        own["description"] = UNFIT.sub("", own.get("description", ""))
        about = about or partial(heads.card, uri, self.facts.site)
        own["head"] = UNFIT.sub("", about(plain, own["description"]) + head.links(files, root))
        given = {"root": _as_html(root), "title": title, "files": files, **data}
        body = self.fill(f"pages/{template}.html", **given)
        return Page(uri, plain, str(body), **own)

    def rows(self, papers: Iterable[Paper], root: str) -> Markup:
        """Return the table rows of papers; each is filled once for all lists at one depth."""
        rows = "".join(f"<tr>{self.cells(paper, root)}</tr>\n" for paper in papers)
        return Markup(rows)  # noqa: S704 - cells are filled in from a template

    def cells(self, paper: Paper, root: str) -> Markup:
        """Return the cells that a paper has in every list."""
        return _held(self._cells, (paper.key, root), partial(self._made_cells, paper, root))

    def _made_cells(self, paper: Paper, root: str) -> Markup:
        authors = short_authors(paper)
        told = wording.beside_title(self.library, paper)
        hue = categories.paper_hue(self.library, paper)
        given = {"paper": paper, "authors": authors, "told": told, "hue": hue}
        return self.fill("pages/row.html", root=_as_html(root), **given)

    def coins(self, papers: Sequence[Paper], most: Most = Most.OF_LIST) -> Coins:
        """Return what reference managers find in a list's page: the first papers of the list."""
        spans = "".join(self._coin(paper, most) for paper in papers[:MOST_COINS])
        shown = Markup(spans)  # noqa: S704 - coins.span escapes its text
        return Coins(shown, MOST_COINS if len(papers) > MOST_COINS else None)

    def _coin(self, paper: Paper, most: Most | None) -> str:
        """Return the span of a paper; without `most`, of one whose authors are all named."""
        return _held(self._coins, (paper.key, most), partial(self._made_coin, paper, most))

    def _made_coin(self, paper: Paper, most: Most | None) -> str:
        named = abridged(paper, most) if most else paper
        if most and named is paper:
            return self._coin(paper, None)
        return UNFIT.sub("", coins.span(named, self.library))

    def papers_in(self, node: Node) -> list[Paper]:
        """List the papers of a category and of all below it, newest first."""
        place = node.facet.id, node.id
        if place not in self._in_node:
            self._in_node[place] = self.library.in_category(node)
        return self._in_node[place]

    def venue(self, paper: Paper) -> Link | None:
        """Return the link to a paper's venue, or nothing where the registry does not know it."""
        venue = self.library.venues.get(paper.venue)
        return Link(f"{VENUES}/{venue.slug}/", venue.id) if venue else None


def _held(pieces: dict[K, T], key: K, make: Callable[[], T]) -> T:
    """Return a piece that many pages have, made once for as long as there is room for it."""
    found = pieces.get(key)
    if found is None:
        if len(pieces) >= MOST_HELD:
            del pieces[next(iter(pieces))]  # the oldest
        found = pieces[key] = make()
    return found


def _as_html(root: str) -> Markup:
    """Return a way up to the site's root so that nobody escapes it at every link."""
    return Markup(root)  # noqa: S704 - dots and slashes


def paper_link(paper: Paper) -> Link:
    """Return the link to a paper."""
    return Link(f"{PAPERS}/{paper.key}/", paper.title)


def _place(template: str, error: TemplateError) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or template}:{error.lineno}"
    return template
