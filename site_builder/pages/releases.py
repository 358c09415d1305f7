"""The releases of the survey, and how its present state is cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.pages import cite_survey
from site_builder.pages.addresses import RELEASES
from site_builder.pages.parts import Asset
from site_builder.record.publication import doi_url
from site_builder.record.versions import tag
from site_builder.text.plurals import counted, listed
from site_builder.web import feeds
from site_builder.web.head.head import FEED, alternates

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from site_builder.pages.cite_survey import Entry
    from site_builder.pages.parts import Page
    from site_builder.pages.writer import Writer
    from site_builder.record.releases import Release

URI: Final = f"{RELEASES}/"
SHORT: Final = 12
"""Letters of a commit's id that readers see."""


@dataclass(frozen=True, slots=True)
class Now:
    """The state that the site is made from."""

    date: dt.date | None
    commit: str
    """Empty where there is none, or where files are not as it has them."""
    url: str
    """Where the commit is shown; empty where that is not known."""
    is_changed: bool
    """Whether there is more than the commit has."""


@dataclass(frozen=True, slots=True)
class Section:
    """What readers see of a release."""

    version: str
    date: dt.date
    summary: str
    holds: str
    """How much it holds, in words."""
    changes: tuple[str, ...]
    doi: str
    doi_url: str
    url: str
    """Where its files are; empty where that is not known."""
    entry: Entry


def hub(writer: Writer) -> Page:
    """Make the page, which tells how to cite what is there before any release, too."""
    found, now = writer.library.release_entries, _now(writer)
    return writer.page(
        "releases",
        URI,
        "Releases",
        now=now,
        entries=[cite_survey.site_entry(writer, now.date, now.commit[:SHORT])],
        releases=[_section(release, writer) for release in reversed(found)],
        files=alternates(RELEASES, [FEED]),
        description=f"{counted(len(found), 'release')} of the survey, and how to cite it as it is.",
        updated=found[-1].date if found else None,
        is_hub=True,
    )


def assets(writer: Writer) -> Iterator[Asset]:
    """Make the feed of releases."""
    told = feeds.releases(writer.library.release_entries, writer.facts.site)
    yield Asset(f"{RELEASES}.{FEED}", told, "the feed of releases")


def _now(writer: Writer) -> Now:
    state = writer.facts.state
    commit = "" if state.changed else state.commit
    url = writer.facts.repository.commit(commit) if commit else ""
    return Now(state.date, commit, url, bool(state.changed))


def _section(release: Release, writer: Writer) -> Section:
    name = tag(release.version)
    return Section(
        release.version,
        release.date,
        release.summary or "",
        listed(release.counts.words),
        release.changes,
        release.doi or "",
        doi_url(release.doi) if release.doi else "",
        writer.facts.repository.release(name),
        cite_survey.release_entry(writer, release),
    )
