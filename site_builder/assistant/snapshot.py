"""The survey that is asked: read once, and again where its files have changed."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from site_builder import checks, history
from site_builder.checks import publishable
from site_builder.curation import left_out
from site_builder.curation.filing import Filing
from site_builder.duplicates.exclusions import Exclusions
from site_builder.duplicates.works import DuplicateIndex
from site_builder.library import Library
from site_builder.pages.handwritten import documents
from site_builder.pages.handwritten.works import Keys, cited
from site_builder.problems import Suggestions, SurveyError, printable
from site_builder.related import Related
from site_builder.site import Repository, Site
from site_builder.text.names import fold
from site_builder.text.plurals import shortened
from site_builder.yamlfiles.record_files import PAPERS
from site_builder.yamlfiles.registries import REGISTRIES

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.history import History
    from site_builder.pages.handwritten.documents import Document
    from site_builder.problems import Problem
    from site_builder.yamlfiles.record_files import Cache

DOCS: Final = "docs"
"""Where pages are written by hand, unless mkdocs.yml says otherwise."""
WORD: Final = re.compile(r"\w{4,40}")
"""Words long enough that one other letter is a slip."""
MOST_TOLD: Final = 5
"""Files with errors that an answer names."""
MOST_CHANGED: Final = 3
"""Changed files that are named."""

Stamps = dict[str, tuple[int, int]]
"""Modification time in nanoseconds and size by path, relative to the survey's root."""


@dataclass(frozen=True)
class Snapshot:
    """A survey as it was at one moment, and what follows from it, made when it is asked for."""

    root: Path
    stamps: Stamps
    whole: Library
    """All that could be read."""
    library: Library
    """What can be published, as the site has it."""
    problems: tuple[Problem, ...]
    site: Site
    repository: Repository
    docs: Path
    """Where the pages written by hand are."""

    @cached_property
    def notes(self) -> list[str]:
        """What keeps records out of all answers, in words; empty where nothing does."""
        told = list(left_out.left_out(self.problems))
        return [*told[: min(MOST_TOLD, len(told) - 1)], told[-1]] if told else []

    @cached_property
    def findings(self) -> frozenset[Problem]:
        """All that `survey check` finds in what could be read."""
        return frozenset(checks.run(self.whole))

    @property
    def vocabulary(self) -> Suggestions:
        """What knows the words of titles and methods, and the names of authors."""
        return Suggestions(self._words)

    @cached_property
    def _words(self) -> frozenset[str]:
        papers = self.library.papers.values()
        texts = (text for paper in papers for text in (paper.title, paper.method or ""))
        names = (author.name.last for paper in papers for author in paper.authors)
        return frozenset(WORD.findall(fold(" ".join((*texts, *names)))))

    @cached_property
    def related(self) -> Related:
        """What papers have in common."""
        return Related(self.library)

    @cached_property
    def filing(self) -> Filing:
        """What says where a new paper may belong."""
        return Filing(self.library)

    @cached_property
    def works(self) -> DuplicateIndex:
        """An index of the records, broken ones too, by identifier and title."""
        return DuplicateIndex.of(self.whole)

    @cached_property
    def exclusions(self) -> Exclusions:
        """An index of what was left out."""
        return Exclusions.of(self.whole)

    @cached_property
    def cited_in(self) -> dict[str, list[Document]]:
        """The hand-written pages that cite each paper, by key."""
        keys, found = Keys(self.library), dict[str, list["Document"]]()
        for document in documents.load(self.docs.resolve(), self.root.resolve()).documents:
            for key in cited(document, keys):
                found.setdefault(key, []).append(document)
        return found


@dataclass
class Held:
    """A survey's folder, and what was last read of it."""

    root: Path
    _cache: Cache = field(default_factory=dict, init=False)
    _last: Snapshot | None = field(default=None, init=False)
    _history: tuple[Snapshot, str, History] | None = field(default=None, init=False)

    def now(self) -> Snapshot:
        """Return the survey as its files are now; raises SurveyError where there are no records."""
        last = self._last
        stamps = _stamps(self.root, last.docs if last else self.root / DOCS)
        if last is None or stamps != last.stamps:
            last = self._last = self._read(stamps)
        return last

    def history(self) -> History:
        """Return what git tells of the survey, read again where there is a new commit."""
        now, head = self.now(), history.head(self.root)
        if self._history is None or self._history[0] is not now or self._history[1] != head:
            self._history = now, head, history.read(now.library)
        return self._history[2]

    def _read(self, stamps: Stamps) -> Snapshot:
        whole, problems = Library.load(self.root, self._cache)
        library, problems = publishable.published(whole, problems)
        site, repository, docs = _settings(self.root)
        if docs != self.root / DOCS:
            stamps = _stamps(self.root, docs)
        return Snapshot(self.root, stamps, whole, library, tuple(problems), site, repository, docs)


def difference(before: Stamps, now: Stamps) -> str:
    """Name the files that are new, gone or changed; empty where none is."""
    names = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    return shortened([printable(name) for name in names], MOST_CHANGED) if names else ""


def _stamps(root: Path, docs: Path) -> Stamps:
    """Look at every file that answers are made from, without reading any."""
    found: Stamps = {}
    for name in (*REGISTRIES, "mkdocs.yml"):
        _add(found, name, root / name)
    for folder, ending in ((root / PAPERS, ".yaml"), (docs, ".md")):
        for place, _, names in os.walk(folder):
            inner = os.path.relpath(place, root)
            for name in names:
                if name.endswith(ending):
                    _add(found, f"{inner}/{name}", os.path.join(place, name))  # noqa: PTH118 (ten thousand times)
    return found


def _add(found: Stamps, name: str, path: str | os.PathLike[str]) -> None:
    try:
        status = os.stat(path)  # noqa: PTH116 (quicker, for each record)
    except OSError:
        return
    found[name] = status.st_mtime_ns, status.st_size


def _settings(root: Path) -> tuple[Site, Repository, Path]:
    """Return what mkdocs.yml says; a survey without one, or with a broken one, has no site."""
    from site_builder.export_docs import settings  # noqa: PLC0415 (draws pages, which loads slowly)

    try:
        said = settings.read(root)
    except SurveyError:
        return Site("Survey"), Repository(), root / DOCS
    site = Site(said.text_of("site_name") or "Survey", said.text_of("site_url") or None)
    return site, said.repository, said.docs
