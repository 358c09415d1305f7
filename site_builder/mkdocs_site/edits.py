"""What was edited since the last build of a served site, and what that makes necessary."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from site_builder.text.plurals import counted
from site_builder.yamlfiles.registries import REGISTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from site_builder.library import Library
    from site_builder.pages import SiteFacts
    from site_builder.record.models import Paper

TEMPLATES: Final = "templates"

Stamp = tuple[str, int, int]
"""A file's path, modification time and size."""


@dataclass(frozen=True, slots=True)
class Basis:
    """All that pages are made from besides records; bases are compared, nothing else."""

    registries: tuple[object, ...]
    facts: SiteFacts
    """The site's address, its hand-written pages, its history and so on."""
    templates: tuple[Stamp, ...]
    """The survey's own templates."""

    @classmethod
    def of(cls, library: Library, facts: SiteFacts) -> Basis:
        """Return what the pages of a library are made from, its records left out."""
        registries = (
            library.taxonomy.facets,
            library.venue_entries,
            library.benchmark_entries,
            library.condition_entries,
            library.quantity_entries,
            library.field_entries,
            library.person_entries,
            library.reason_entries,
            library.exclusion_entries,
            library.release_entries,
            library.unread,
        )
        return cls(registries, facts, tuple(_stamps(library.root / TEMPLATES)))


@dataclass(frozen=True, slots=True)
class Edits:
    """Which records are other than in the last build."""

    changed: frozenset[str] = frozenset()
    """Keys of the papers that are new or have another record."""
    gone: frozenset[str] = frozenset()
    """Keys of those that are not published any more."""

    @classmethod
    def between(cls, before: Mapping[str, Paper], now: Mapping[str, Paper]) -> Edits:
        """Compare the papers of two builds; what is one object is not looked into."""
        others = (
            (key, was, paper) for key, paper in now.items() if (was := before.get(key)) is not paper
        )
        changed = (key for key, was, paper in others if was != paper)
        return cls(frozenset(changed), frozenset(before.keys() - now.keys()))

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.changed or self.gone)


@dataclass
class Registries:
    """The registries' files as the last build found them."""

    seconds: float = 0.0
    """How long the last build took that made everything."""
    _stamps: dict[str, Stamp] = field(default_factory=dict)

    def told(self, root: Path, papers: int) -> str:
        """Say which registries have changed, and what that takes; nothing where none has."""
        found = {s[0]: s for name in REGISTRIES if (s := _stamp(root / name))}
        names = sorted(
            path.rpartition("/")[2]
            for path in found.keys() | self._stamps.keys()
            if found.get(path) != self._stamps.get(path)
        )
        is_first, self._stamps = not self._stamps, found
        if is_first or not names:
            return ""
        took = f", which took {_minutes(self.seconds)} the last time" if self.seconds else ""
        made = f"all pages and files of {counted(papers, 'paper')} are made again"
        return f"{', '.join(names)} changed: {made}{took}"


def _minutes(seconds: float) -> str:
    whole = max(1, round(seconds))
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"  # noqa: PLR2004 (seconds of a minute)


def _stamps(folder: Path) -> Iterator[Stamp]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if stamp := _stamp(path):
            yield stamp


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return path.as_posix(), status.st_mtime_ns, status.st_size
