"""Pieces of a home page: a search box, the main categories, what is new, where to start."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from site_builder.files import inside
from site_builder.pages.addresses import EXPLORE, PAPERS
from site_builder.pages.categories import node_link
from site_builder.pages.handwritten import drawings
from site_builder.pages.handwritten.files import CATEGORIES
from site_builder.pages.wording import first_sentence
from site_builder.pages.writer import paper_link
from site_builder.web import feeds

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from site_builder.pages.parts import Link
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper
    from site_builder.record.taxonomy import Node

NEWEST: Final = 3
"""How many additions the home page shows; the feed has more."""
WORDS: Final = re.compile(r"<(text|title|desc)\b[^>]*>.*?</\1>\s*", re.DOTALL)
"""What a drawing says: on a card too small to be read, and told by the card's own words."""
LAST_COLOUR: Final = 9
"""Colours of main categories; what comes after shares the last one."""


@dataclass(frozen=True, slots=True)
class Family:
    """A topmost category of the first facet."""

    id: str
    link: Link
    number: int
    """Which of the figures' colours is its own, from 1 on."""
    count: int
    says: str
    drawing: Markup
    """The drawing beside its text, for the eye alone; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A paper that came lately."""

    paper: Paper
    link: Link
    added: dt.date | None
    family: Family | None
    says: str


@dataclass(frozen=True, slots=True)
class Start:
    """The paper to begin a category with."""

    family: Family
    paper: Paper
    link: Link
    reason: str


def search(writer: Writer, root: str) -> Markup:
    """Make a search box that leads to the explorer, and without script to its page."""
    count = len(writer.library.papers)
    places = {"action": f"{EXPLORE}/", "papers": f"{PAPERS}/"}
    return writer.fill("pages/home_search.html", root=root, count=count, **places)


def families_map(writer: Writer, root: str) -> Markup:
    """Show the topmost categories of the first facet, each with its drawing and its papers."""
    return writer.fill("pages/home_families.html", root=root, families=families(writer, root))


def families(writer: Writer, root: str = "") -> list[Family]:
    """List the topmost categories of the first facet in the order of the file."""
    taxonomy = writer.library.taxonomy
    if not taxonomy.facets:
        return []
    nodes = taxonomy.roots(taxonomy.facets[0].id)
    return [_family(writer, node, number, root) for number, node in enumerate(nodes, start=1)]


def _family(writer: Writer, node: Node, number: int, root: str) -> Family:
    return Family(
        id=node.id,
        link=node_link(node),
        number=min(number, LAST_COLOUR + 1),
        count=len(writer.papers_in(node)),
        says=first_sentence(node.category.description),
        drawing=_drawing(writer, node, root),
    )


def _drawing(writer: Writer, node: Node, root: str) -> Markup:
    """Return a category's drawing, without what it says for those who do not see it."""
    facet = node.facet
    names = (f"{CATEGORIES}/{each}/{node.id}.svg" for each in (facet.id, facet.slug))
    found = writer.category_texts.drawings
    source = next((found[name] for name in names if name in found), None)
    if source is None:
        return Markup("")
    try:
        data = inside.read(source.path, writer.library.root, drawings.MOST_BYTES + 1)
        ident = f"family-{root.count('/')}-{node.id}"
        drawn = WORDS.sub("", drawings.inlined(data, ident, ""))
        return Markup(drawn)  # noqa: S704 - only what draws is in it
    except (OSError, inside.Refused, drawings.NotADrawing):
        return Markup("")  # told where the category's text shows it


def newest(writer: Writer, root: str) -> Markup:
    """Show the latest additions that stand in the first facet, with the day and what they do."""
    shown, placed = families(writer), _placed(writer)
    added = {paper.key: feeds.added_on(paper, writer.dates) for paper in placed}
    order = sorted(placed, key=lambda paper: _place(paper, added[paper.key]), reverse=True)
    additions = [
        Addition(
            paper,
            paper_link(paper),
            when.date() if (when := added[paper.key]) else None,
            next(iter(_of_paper(writer, paper, shown)), None),
            first_sentence(paper.summary or ""),
        )
        for paper in order[:NEWEST]
    ]
    return writer.fill("pages/home_newest.html", root=root, additions=additions)


def _placed(writer: Writer) -> list[Paper]:
    """Return the papers that have a category in the first facet, or all where there is no facet."""
    library = writer.library
    facets = library.taxonomy.facets
    papers = library.papers.values()
    return [p for p in papers if not facets or library.nodes(p, facets[0].id)]


def _place(paper: Paper, added: dt.datetime | None) -> tuple[str, int, str, str]:
    """Order by the day of coming, which may not be known, then by the day of publication."""
    day = added.date().isoformat() if added else ""
    submitted = paper.submitted.isoformat() if paper.submitted else ""
    return day, paper.year, submitted, paper.key


def _of_paper(writer: Writer, paper: Paper, shown: Iterable[Family]) -> Iterator[Family]:
    """Yield the families that a paper stands in."""
    taxonomy = writer.library.taxonomy
    nodes = [node for f in taxonomy.facets[:1] for node in writer.library.nodes(paper, f.id)]
    tops = {(node.ancestors or (node.category,))[0].id for node in nodes}
    return (family for family in shown if family.id in tops)


def start_here(writer: Writer, root: str) -> Markup:
    """Show for each family the paper that `start_here` of its category names first."""
    taxonomy, papers = writer.library.taxonomy, writer.library.papers
    nodes = taxonomy.roots(taxonomy.facets[0].id) if taxonomy.facets else ()
    starts = [
        Start(family, papers[first.paper], paper_link(papers[first.paper]), first.reason)
        for node, family in zip(nodes, families(writer), strict=True)
        for first in node.category.start_here[:1]
        if first.paper in papers
    ]
    return writer.fill("pages/home_starts.html", root=root, starts=starts)
