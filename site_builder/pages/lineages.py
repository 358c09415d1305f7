"""Where a paper comes from and where it led, and the main line of a category: picture and list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.figures import Arc, Stop, arcs
from site_builder.latex import to_text
from site_builder.pages.addresses import up_to_root
from site_builder.pages.wording import RELATION
from site_builder.pages.writer import paper_link
from site_builder.record.publication import short_name
from site_builder.related.lineage import STRENGTH
from site_builder.related.main_path import beside, main_path
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.figures import Figure
    from site_builder.pages.parts import Link
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper, RelationKind
    from site_builder.record.taxonomy import Node
    from site_builder.related.lineage import Branch, Pedigree, Step

KEY: Final = (
    "A thick line means that the later paper extends or supersedes the earlier one, a dashed line "
    "that it uses it."
)
"""What the lines of the picture mean."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper in a list, with those that lie behind it."""

    link: Link
    name: str
    year: int
    words: str
    """What the later of two papers does with the earlier one."""
    further: tuple[Entry, ...] = ()
    cited: int = 0
    """How many papers here cite it."""


@dataclass(frozen=True, slots=True)
class PaperLineage:
    """What a paper builds on and what builds on it."""

    figure: Figure
    before: tuple[Entry, ...]
    after: tuple[Entry, ...]
    more_before: int
    more_after: int


@dataclass(frozen=True, slots=True)
class MainLine:
    """The main line of a category."""

    figure: Figure
    entries: tuple[Entry, ...]
    """The papers on it, the oldest first, each with those beside the line that build on it."""


def of_paper(writer: Writer, paper: Paper) -> PaperLineage | None:
    """Return what a paper builds on and what builds on it; None where no record says so."""
    found = writer.lineage.of(paper.key)
    if found is None:
        return None
    generations = {paper.key: 0, **_generations(found.before, -1), **_generations(found.after, 1)}
    papers = {key: writer.library.papers[key] for key in generations}
    order = sorted(papers, key=lambda key: (papers[key].year, generations[key], key))
    name = to_text(short_name(paper))
    title = f"What {name} builds on, and what builds on {name}"
    drawn = [papers[key] for key in order]
    figure = _drawn((title, _said(found)), drawn, found.steps, {paper.key})
    return PaperLineage(
        figure,
        tuple(_entry(writer, each) for each in found.before),
        tuple(_entry(writer, each) for each in found.after),
        found.more_before,
        found.more_after,
    )


def of_category(writer: Writer, node: Node, papers: Iterable[Paper]) -> MainLine | None:
    """Return the main line of a category's papers; None where their records tell of none."""
    lineage, inside = writer.lineage, {paper.key: paper for paper in papers}
    path = main_path(lineage, inside.values())
    if not path:
        return None
    steps = beside(lineage, inside, path)
    keys = dict.fromkeys([*path, *(step.newer for step in steps)])
    order = sorted(keys, key=lambda key: (inside[key].year, _place(path, key), key))
    title = f"The main line of {to_text(node.title)}"
    names = " → ".join(to_text(short_name(inside[key])) for key in path)
    said = (
        f"{names}. Of all the ways in which papers here build on one another, this is the one "
        f"that most go through; the others on the picture build on it. {KEY}"
    )
    drawn = [inside[key] for key in order]
    figure = _drawn((title, said), drawn, steps, set(path), up_to_root(node.uri))
    entries = []
    for older, key in zip(("", *path), path, strict=False):
        kind = lineage.kind(key, older)
        leaves = [step for step in steps if step.older == key and step.newer not in path]
        further = tuple(_named(writer, inside[step.newer], step.kind) for step in leaves)
        entries.append(_named(writer, inside[key], kind, further))
    return MainLine(figure, tuple(entries))


def _drawn(
    words: tuple[str, str],
    order: list[Paper],
    steps: Iterable[Step],
    focus: set[str],
    root: str = "../../",
) -> Figure:
    """Draw papers in an order, with title and description; steps of the focus stand out.

    These are the steps of the one paper that the picture is about, or those between such papers.
    """
    place = {paper.key: number for number, paper in enumerate(order)}
    stops = [
        Stop(short_name(each), paper_link(each).uri, each.year, each.title, each.key in focus)
        for each in order
    ]
    ends = min(2, len(focus))
    drawn = [
        Arc(
            place[step.older],
            place[step.newer],
            RELATION[step.kind][0].lower(),
            STRENGTH[step.kind] > 1,
            len(focus & {step.older, step.newer}) == ends,
        )
        for step in dict.fromkeys(steps)
    ]
    return arcs(*words, stops, drawn, root)


def _place(path: list[str], key: str) -> int:
    """Order papers of one year: those on the path as it goes, then the others."""
    return path.index(key) if key in path else len(path)


def _generations(branches: Iterable[Branch], way: int) -> dict[str, int]:
    found = {}
    for branch in branches:
        found[branch.paper.key] = way
        found.update({leaf.paper.key: 2 * way for leaf in branch.further})
    return found


def _said(found: Pedigree) -> str:
    """Say how much there is, what is left out and how to read the lines."""
    before, after = (
        counted(len(near) + more, "paper")
        for near, more in ((found.before, found.more_before), (found.after, found.more_after))
    )
    left_out = found.more_before + found.more_after
    more = f" {counted(left_out, 'paper')} are left out here." if left_out else ""
    return f"By the records it builds on {before}, and {after} on it.{more} {KEY}"


def _entry(writer: Writer, branch: Branch) -> Entry:
    further = tuple(_entry(writer, each) for each in branch.further)
    return _named(writer, branch.paper, branch.kind, further)


def _named(
    writer: Writer, paper: Paper, kind: RelationKind | None, further: tuple[Entry, ...] = ()
) -> Entry:
    words = RELATION[kind][0].lower() if kind else ""
    cited = writer.library.citations.count(paper.key)
    return Entry(paper_link(paper), short_name(paper), paper.year, words, further, cited)
