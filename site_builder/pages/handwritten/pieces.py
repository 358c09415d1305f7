"""What hand-written pages can ask for, by the names of the fragments that ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from site_builder.pages.handwritten import comparable
from site_builder.pages.handwritten.asked import CHOICE, Asked, Fault, near
from site_builder.problems import quoted
from site_builder.record.ordering import newest_first
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from site_builder.library import Library
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper
    from site_builder.text.fragments import Fragment

    Make = Callable[[Writer, str], str]
    """Makes a piece for a page, by the relative address of the site's root."""

REFERENCES: Final = "references"
"""The fragment in whose place the list of references stands; without it that comes last."""
WHOLE: Final = (
    *("overview", "downloads", "counts", "cite", "search", "families", "newest", "start-here"),
    *("papers-by-year", "heat-map", "tree", "lineage", "screening"),
)
"""Fragments without arguments, which tell of the whole survey; `overview` makes them."""
TOP: Final = 5
"""Papers of a short list, where nothing is said of it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fragment."""

    prepare: Callable[[Asked], Make]
    """Finds out what is asked for; raises Fault where that is not to be had."""
    arguments: Callable[[Library], tuple[str, ...]]
    is_inline: bool = False
    """Whether it stands within a sentence."""


def _count(asked: Asked) -> Make:
    number = len(asked.papers())
    return lambda _writer, _root: f'<span class="survey-number">{number:,}</span>'


def _years(asked: Asked) -> Make:
    papers = asked.papers()
    if not papers:
        raise Fault(asked.fragment.start, "no paper is chosen, so there is no figure")
    return partial(_timeline, asked.text("title") or "Papers by year", papers)


def _timeline(title: str, papers: Iterable[Paper], writer: Writer, root: str) -> str:
    from site_builder.figures import timeline  # noqa: PLC0415 (to check draws nothing)

    figure = timeline(title, papers)
    return str(writer.fill("pages/figure.html", figure=figure, root=root)) if figure else ""


def _papers(asked: Asked) -> Make:
    papers = asked.papers()
    if not papers:
        raise Fault(asked.fragment.start, "no paper is chosen, so there is no list")
    is_in_order = asked.argument("keys") is not None
    order = papers if is_in_order else newest_first(papers)
    top = asked.number("top", len(papers) if is_in_order else TOP)
    return partial(_list, order[:top], len(papers))


def _list(papers: list[Paper], count: int, writer: Writer, root: str) -> str:
    from site_builder.pages.wording import first_sentence  # noqa: PLC0415 (as above)
    from site_builder.pages.writer import paper_link  # noqa: PLC0415 (as above)

    rest = count - len(papers)
    shown = [(paper_link(paper), paper, first_sentence(paper.summary or "")) for paper in papers]
    said = f"The first {len(papers)} of {counted(count, 'paper')}." if rest else ""
    return str(writer.fill("pages/short_list.html", papers=shown, said=said, root=root))


def _chosen(*more: str) -> Callable[[Library], tuple[str, ...]]:
    return lambda _library: (*CHOICE, *more)


KINDS: Final[Mapping[str, Kind]] = {
    "count": Kind(_count, _chosen(), is_inline=True),
    "papers": Kind(_papers, _chosen("top")),
    "papers-by-year": Kind(_years, _chosen("title")),
    "results": Kind(comparable.table, lambda library: (*comparable.arguments(library), "top")),
    "trade-off": Kind(comparable.trade_off, comparable.arguments),
}
"""Fragments with arguments; a name that is one of `WHOLE` too has both forms."""


def is_inline(fragment: Fragment) -> bool:
    """Return whether a fragment is part of a sentence."""
    return fragment.name in KINDS and KINDS[fragment.name].is_inline


def prepared(library: Library, fragment: Fragment) -> Make | None:
    """Find out what a fragment asks for; None for the list of references. Raises Fault."""
    asked, name = Asked(library, fragment), fragment.name
    is_whole = name in WHOLE and not (fragment.arguments or fragment.unread)
    kind = None if is_whole else KINDS.get(name)
    if kind:
        asked.refuse_others(kind.arguments(library))
    elif name == REFERENCES or name in WHOLE:
        asked.refuse_others(())
    else:
        said = f"there is no piece {quoted(f'survey:{name}')}"
        raise Fault(fragment.start, said, near(name, {*KINDS, REFERENCES, *WHOLE}))
    if not (fragment.is_alone or is_inline(fragment)):
        said = f"survey:{name} must stand on a line of its own"
        raise Fault(fragment.start, said, "put it between empty lines")
    if kind:
        return kind.prepare(asked)
    return None if name == REFERENCES else partial(_whole, name)


def _whole(name: str, writer: Writer, root: str) -> str:
    """Make a piece that tells of the whole survey."""
    from site_builder.pages import overview  # noqa: PLC0415 (as above)

    return overview.piece(writer, name, root)
