"""Papers as one Markdown list, sorted by a facet's tree, for people who read on a forge.

GitHub's dialect (GFM) decides what must be escaped; text from records shows as it is and does
nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.problems import SurveyError, did_you_mean, quoted
from site_builder.record.kinds import STATUS_WORDS
from site_builder.record.models import Links
from site_builder.record.ordering import newest_first
from site_builder.record.publication import address, plain_name
from site_builder.text.markdown import escape, link
from site_builder.text.plurals import et_al

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.models import Facet, Paper
    from site_builder.record.taxonomy import Node

NUMBERED: Final = re.compile(r"^(\d+)\.")
"""A title that is a number, with our own dot behind it, would begin a numbered list."""

MOST_NAMES: Final = 3
"""Authors that are named before the others become "et al."."""


def find_facet(name: str, library: Library) -> Facet:
    """Find a facet by id or slug, or the first where none is named; raises SurveyError."""
    facets = library.taxonomy.facets
    found = [each for each in facets if name in ("", each.id, each.slug)]
    if found:
        return found[0]
    hint = did_you_mean(name, library.taxonomy.facet_ids) or "the taxonomy has no such facet"
    raise SurveyError(f"unknown facet {quoted(name)} ({hint})")


def write(papers: Iterable[Paper], library: Library, *, facet: str = "") -> str:
    """Format the list; a paper stands under each of its categories, the rest under Unsorted."""
    chosen = {paper.key: paper for paper in papers}
    tree = find_facet(facet, library)
    lines = [f"# {escape(tree.title)}", "", *_contents(tree, library, chosen)]
    for node in library.taxonomy.roots(tree.id):
        lines += _section(node, library, chosen)
    rest = [paper for paper in chosen.values() if not paper.categories.get(tree.id)]
    if rest:
        lines += ["## Unsorted", "", *map(entry, newest_first(rest)), ""]
    return "\n".join(lines)


def _contents(tree: Facet, library: Library, chosen: Collection[str]) -> Iterator[str]:
    counted = [
        (node, sum(paper.key in chosen for paper in library.in_category(node)))
        for node in library.taxonomy.roots(tree.id)
    ]
    yield from (f"- {escape(node.title)}: {count}" for node, count in counted if count)
    yield ""


def _section(node: Node, library: Library, chosen: Collection[str]) -> list[str]:
    """Format a category and those below it; nothing where none of the papers stands."""
    lines = [entry(p) for p in library.in_category(node, subtree=False) if p.key in chosen]
    lines += [""] if lines else []
    for child in library.taxonomy.children(node):
        lines += _section(child, library, chosen)
    level = min(len(node.ancestors) + 2, 6)
    return [f"{'#' * level} {escape(node.title)}", "", *lines] if lines else []


def entry(paper: Paper) -> str:
    """Format one paper as a line: what it proposes, its title, who, where, when, its links."""
    method = escape(paper.method or "").strip()  # of a TeX line break alone nothing is left
    head = f"**{method}**: " if method else ""
    title = link(escape(paper.title), address(paper))
    links = [link(name, getattr(paper.links, name) or "") for name in _linked(paper)]
    end = f" · {' · '.join(links)}" if links else ""
    mark = f" **{STATUS_WORDS[paper.status.kind]}**." if paper.status else ""
    line = f"{head}{title}.{mark} {_authors(paper)}. {escape(paper.venue)} {paper.year}.{end}"
    return "- " + NUMBERED.sub(r"\1\.", line)


def _linked(paper: Paper) -> list[str]:
    return [name for name in Links.model_fields if getattr(paper.links, name)]


def _authors(paper: Paper) -> str:
    names = [plain_name(author).display for author in paper.authors]
    said = escape(et_al(names, MOST_NAMES, ", ".join, is_cut=paper.authors_cut))
    is_cut = len(names) > MOST_NAMES or paper.authors_cut
    return said.rstrip(".") if is_cut else said
