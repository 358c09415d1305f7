"""Work that a copy of this process does ahead of time, while this one does what cannot be shared.

Until pages can be made in several processes, records are read, hubs are made, and MkDocs builds
hand-written pages: one after the other, in one process. Only where a process can be copied (`fork`)
is there anything to be had from another meanwhile: all that it needs, it has.
"""

from __future__ import annotations

import multiprocessing
import os
import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.mkdocs_site.pool import FORK, Pool, live_and_die_with_parent, start_method
from site_builder.pages import hubs
from site_builder.pages.shards import keep_texts

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from site_builder.mkdocs_site.sharding import Hands
    from site_builder.pages import Page
    from site_builder.pages.writer import Writer

YIELDING: Final = 10
"""By how much a copy is nicer than who waits for nobody (nice(2))."""


def may_copy(workers: int) -> bool:
    """Tell whether there is another processor, and a way to have a copy of this process use it."""
    return workers > 1 and start_method() == FORK


@dataclass
class Ahead:
    """What is made before shards are, in this process and in copies of it."""

    _process: BaseProcess | None = None
    """Makes the texts of papers before their pages, as many as it has time for."""

    def hubs(self, writer: Writer, hands: Hands, texts: Path) -> list[Page]:
        """Make the hubs; where another process can, it makes texts from now on, until `stop`.

        Texts are kept in the folder `texts`, which is made for them. Raises SurveyError where a
        template cannot be filled.
        """
        if not may_copy(hands.processes(len(writer.library.papers))):
            return list(hubs(writer))
        if not hands.cluster:
            self._begin(writer, texts)
        return hubs_while_preparing(writer)

    def _begin(self, writer: Writer, folder: Path) -> None:
        folder.mkdir()
        context = multiprocessing.get_context(FORK)
        self._process = context.Process(target=_keep, args=[writer], daemon=True)
        with warnings.catch_warnings():  # numpy's threads are idle, and made for forks
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()

    def stop(self) -> None:
        """End what still runs: a block of texts is there as a whole or not at all."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.join()


def _keep(writer: Writer) -> None:
    live_and_die_with_parent()
    os.nice(YIELDING)
    with suppress(Exception):  # whoever makes the pages meets it again, and tells
        keep_texts(writer)


def hubs_while_preparing(writer: Writer) -> list[Page]:
    """Make the hubs in a copy of this process, while this one prepares what all pages need.

    Raises SurveyError where a template cannot be filled.
    """
    _ = writer.library.people  # both need them

    def do(piece: str) -> list[Page]:
        if piece == "hubs":
            return list(hubs(writer))
        writer.prepare()
        return []

    pool = Pool(do, 2, FORK)  # the first piece is done there, the second here
    try:
        made, _ = pool.map(["hubs", "the rest"])
    finally:
        pool.close()
    return made
