"""What waits for whoever keeps the survey, as the page of what is missing shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from site_builder.pages.field_gaps import field_uri
from site_builder.pages.parts import Link
from site_builder.pages.writer import paper_link
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import PEOPLE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from site_builder.coverage.upkeep import Upkeep
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper
    from site_builder.site import Repository

MOST: Final = 25
"""Pieces of one kind that the page names; more are counted."""
LISTS: Final = {"github.com": ("issues", "pulls"), "gitlab.com": ("-/issues", "-/merge_requests")}
"""Where repositories of known hosts list what was proposed."""


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work, and what an hour of it pays."""

    title: str
    uri: str
    """Where it waits: a page of the site, or a place on this one."""
    count: int
    minutes: int
    points: int
    per_hour: int
    points_per_hour: int
    how: str


@dataclass(frozen=True, slots=True)
class Place:
    """Something to change, where it is shown and where it is edited."""

    link: Link
    editor: str
    """The address for editing its file; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name that may be any of several people's."""

    place: Place
    name: str
    people: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Dead:
    """A link that died."""

    url: str
    since: dt.date
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """A category gone quiet."""

    link: Link
    papers: int
    newest: int


@dataclass(frozen=True, slots=True)
class Waits:
    """All that waits, each kind with the number of all."""

    upkeep: Upkeep
    lists: tuple[Link, ...]
    """Where the forge lists what was proposed; addresses outside the site."""
    pairs: Sequence[tuple[Place, Place]]
    people: Sequence[Doubt]
    people_editor: str
    dead: Sequence[Dead]
    quiet: Sequence[Silence]
    stale: Sequence[tuple[Place, dt.date]]
    most: int = MOST


def work(writer: Writer) -> list[Work]:
    """Return fields to fill in and all other work, by points per hour, highest first."""
    found = [
        Work(
            gap.field.title,
            field_uri(gap.field),
            len(gap.missing),
            gap.field.minutes,
            gap.field.points,
            gap.papers_per_hour,
            gap.points_per_hour,
            gap.field.how,
        )
        for gap in writer.coverage.by_points_per_hour
    ]
    for task in writer.upkeep.tasks:
        kind, here = task.kind, f"#{task.kind.id}"
        done = task.per_hour, task.points_per_hour
        title = f"{kind.title[0].upper()}{kind.title[1:]}"
        found.append(Work(title, here, task.count, kind.minutes, kind.points, *done, kind.how))
    return sorted(found, key=lambda each: -each.points_per_hour)


def waits(writer: Writer) -> Waits:
    """Return what waits, as far as the page names it."""
    found, repository = writer.upkeep, writer.facts.repository
    return Waits(
        found,
        _lists(repository),
        [(_place(writer, one), _place(writer, other)) for one, other in found.pairs[:MOST]],
        [
            Doubt(
                _place(writer, each.paper),
                each.name,
                tuple(_person(writer, slug) for slug in each.candidates),
            )
            for each in found.people[:MOST]
        ],
        repository.editor(PEOPLE),
        [
            Dead(each.url, each.since, tuple(_file(writer, path) for path in each.places))
            for each in found.dead_links[:MOST]
        ],
        [
            Silence(Link(each.node.uri, each.node.title), each.papers, each.newest)
            for each in found.quiet[:MOST]
        ],
        [(_place(writer, paper), day) for paper, day in found.stale[:MOST]],
    )


def _lists(repository: Repository) -> tuple[Link, ...]:
    if not repository.url:
        return ()
    host = urlsplit(repository.url).hostname or ""
    issues, pulls = LISTS.get(host, ("issues", "pulls"))
    base = repository.url.rstrip("/")
    return Link(f"{base}/{issues}", "proposals"), Link(f"{base}/{pulls}", "changes to review")


def _place(writer: Writer, paper: Paper) -> Place:
    return Place(paper_link(paper), writer.facts.repository.editor(paper_path(paper.key)))


def _person(writer: Writer, slug: str) -> Link:
    """Link a person to their papers; who has none yet is named by the id in people.yaml."""
    person = writer.library.people.get(slug)
    return Link(person.uri, person.name.display) if person else Link("", slug)


def _file(writer: Writer, path: str) -> Place:
    """Show a file: a record by its paper, any other by its name."""
    key = path.removeprefix("papers/").removesuffix(".yaml")
    paper = writer.library.papers.get(key) if path == paper_path(key) else None
    if paper:
        return _place(writer, paper)
    return Place(Link("", path), writer.facts.repository.editor(path))
