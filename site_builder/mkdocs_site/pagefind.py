"""The search index of the built site, made by Pagefind's program."""

from __future__ import annotations

import json
import re
import shutil
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from itertools import chain, starmap
from typing import IO, TYPE_CHECKING, Final

from site_builder.mkdocs_site.documents import (
    VOCABULARY,
    Documents,
    address,
    in_parts,
    nameless,
    vocabulary,
    words,
)
from site_builder.mkdocs_site.indexer import BLOCK, Indexer, failure, find_program, order
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

FOLDER: Final = "pagefind"
"""Where a site keeps its index; browsers look for it there."""
FRESH: Final = ".pagefind-fresh"
"""Where a new index grows while the old one is in use."""
STALE: Final = ".pagefind-stale"
"""Where the old one is removed from."""
UNUSED: Final = ("*-ui.css", "*-ui.js", "pagefind-highlight.js")
"""Pagefind's own search boxes and more, which come with every index; our pages use none of it."""
OTHERS_UNUSED: Final = (*UNUSED, "pagefind*.js", "wasm.*.pagefind")
"""All parts are searched by the script and the program of the first."""
MOST: Final = 4000
"""Papers in one part of the index, if nobody says: Pagefind takes 0.5 GB for them."""
AT_ONCE: Final = 2
"""Parts that are made at the same time, where there are as many cores for them."""
PARTS: Final = "parts.json"
"""The file that tells browsers of how many parts an index is: the first lies in the folder of the
index itself, others in folders there, which their numbers name. It also has the ids of documents
that are no pages."""
FRAGMENT: Final = re.compile(r"fragment/(.*)\.pf_fragment")
BEGINNING: Final = f'pagefind_dcd{{"url":"{VOCABULARY}"'.encode()
"""How the fragment of a vocabulary begins."""


class IndexRun:
    """Pagefind's program at work on a site; the old index stays until the new one is finished."""

    def __init__(
        self,
        site: Path,
        tops: Iterable[str],
        most: int = MOST,
        at_once: int = 1,
        documents: Documents | None = None,
    ) -> None:
        """Begin to index the pages at the top of a site and in its folders that `tops` names.

        Those of which there are `documents` need not be there. Only pages that say so
        (`data-pagefind-body`) are taken up. More than `most` papers make several parts, so many of
        them at once, each by a process of its own: so there is a bound to the memory that it takes.
        Raises SurveyError where there is no program.
        """
        find_program()
        self.site = site
        shutil.rmtree(site / FRESH, ignore_errors=True)
        self._error: Exception | None = None
        self._indexers: set[Indexer] = set()
        self._is_over = False
        self._lock = threading.Lock()
        self._at_once = at_once
        self._found = documents or Documents(site)
        self._thread = threading.Thread(target=self._work, args=[set(tops), most], daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait for the end, whoever brings it about."""
        self._thread.join()

    def stop(self) -> None:
        """End the run without an index."""
        self._end()
        self.wait()

    def _end(self) -> None:
        with self._lock:
            self._is_over = True
            for indexer in self._indexers:
                indexer.kill()

    def finish(self) -> None:
        """Put the new index in the place of the old; raises SurveyError when there is none."""
        self.wait()
        if self._error:
            shutil.rmtree(self.site / FRESH, ignore_errors=True)
            raise self._error
        shutil.rmtree(self.site / STALE, ignore_errors=True)
        with suppress(FileNotFoundError):
            (self.site / FOLDER).rename(self.site / STALE)  # no reader is to see half of it
        (self.site / FRESH).rename(self.site / FOLDER)
        shutil.rmtree(self.site / STALE, ignore_errors=True)

    def _work(self, tops: set[str], most: int) -> None:
        try:
            self._make(in_parts(self._found.names(tops), most))
        except OSError as error:
            self._error = failure(str(error))
        except Exception as error:  # noqa: BLE001 (it is raised where somebody waits for the run)
            self._error = error

    def _make(self, parts: list[list[str]]) -> None:
        is_one = len(parts) == 1
        with ExitStack() as files, ThreadPoolExecutor(self._at_once) as others:
            orders: Iterable[Iterable[bytes]]
            if is_one:
                orders = [starmap(order, self._documents(parts[0]))]
            else:
                orders = self._orders_of_parts(parts, files)
            make = partial(self._make_part, is_part=not is_one)
            jobs = [others.submit(make, number, each) for number, each in enumerate(orders)]
            try:
                no_pages = [name for job in jobs for name in job.result()]
            except BaseException:
                self._end()  # what the others do is for nothing
                raise
        told = {"parts": len(parts), "noPages": no_pages}
        _write(self.site / FRESH / PARTS, json.dumps(told).encode())

    def _orders_of_parts(self, parts: list[list[str]], files: ExitStack) -> list[Iterator[bytes]]:
        """Return the orders for each part, each with the words that only others have.

        All pages are read before the first part can be made, so orders wait in files of no name.
        """
        waiting = [files.enter_context(nameless(self.site)) for _ in parts]
        known, firsts = [], []
        for names, file in zip(parts, waiting, strict=True):
            texts = self._noted(names, file)
            firsts.append(next(texts))
            known.append(words(chain(firsts[-1:], texts)))
        everything = frozenset[str]().union(*known)
        for file, own, first in zip(waiting, known, firsts, strict=True):
            if others := everything - own:
                file.write(order(VOCABULARY, vocabulary(first, others)))
            file.seek(0)
        return [iter(partial(file.read, BLOCK), b"") for file in waiting]

    def _noted(self, names: list[str], file: IO[bytes]) -> Iterator[str]:
        """Write the orders for pages into a file, and yield what is found of each."""
        for uri, text in self._documents(names):
            file.write(order(uri, text))
            yield text

    def _make_part(self, number: int, orders: Iterable[bytes], *, is_part: bool) -> list[str]:
        """Make a part of the index; return the names of fragments that stand for no page."""
        folder, unused = self.site / FRESH / str(number or ""), OTHERS_UNUSED if number else UNUSED
        no_pages = []
        for name, content in self._files(orders, is_part=is_part):
            fragment = FRAGMENT.fullmatch(name)
            if fragment and is_part and _begins(content, BEGINNING):
                no_pages.append(fragment[1])
            elif not any(fnmatchcase(name, each) for each in unused):
                _write(folder / name, content)
        return no_pages

    def _files(self, orders: Iterable[bytes], *, is_part: bool) -> Iterator[tuple[str, bytes]]:
        """Yield the files of an index, made by a process of its own."""
        with self._lock:
            self._go_on()
            indexer = Indexer(is_part=is_part)
            self._indexers.add(indexer)
        try:
            yield from indexer.files(orders)
        finally:
            with self._lock:
                self._indexers.remove(indexer)
            indexer.close()

    def _go_on(self) -> None:
        """Raise SurveyError where the run has been ended."""
        if self._is_over:
            raise failure("it was stopped")

    def _documents(self, names: list[str]) -> Iterator[tuple[str, str]]:
        """Yield what may be found, with its address.

        Raises SurveyError where nothing may be found.
        """
        is_empty = True
        for name in names:
            self._go_on()
            if found := self._found.of(name):
                is_empty = False
                yield address(name), found
        if is_empty:
            raise failure("Pagefind was not able to find a page that is to be searched")


def _begins(packed: bytes, beginning: bytes) -> bool:
    """Tell whether a file that is packed (gzip) begins so."""
    return zlib.decompressobj(wbits=31).decompress(packed, len(beginning)) == beginning


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@dataclass
class EarlyIndex:
    """The index of a site that is being written: begun at the first pause in which there are pages.

    Where one with something to find comes after it, the run is begun anew, after everything is
    written.
    """

    site: Path
    tops: set[str]
    """Files and folders at the top of the site in which there is something to find."""
    most: int = MOST
    """Papers in one part of the index."""
    at_once: int = 1
    """Parts that are made at the same time."""
    may_begin: bool = True
    """Whether to begin before everything is written."""
    _has_seen: bool = False
    """Whether a page with something to find has been written."""
    _run: IndexRun | None = None
    _documents: Documents = field(init=False)

    def __post_init__(self) -> None:
        """Begin with no documents but those of pages that are there."""
        self._documents = Documents(self.site)

    def see(self, name: str, document: str | None, *, is_searched: bool) -> None:
        """Record a page that has been written, with its document where that is known."""
        if not is_searched:
            return
        self._has_seen = True
        self.may_begin &= self._run is None
        self._end()
        if document is None:
            self.tops.add(name.partition("/")[0])
        else:
            self._documents.keep(name, document)

    def pause(self) -> None:
        """Begin: all that is to be found should be written."""
        if self._has_seen and self.may_begin and self._run is None:
            self._run = self._begin()

    def finish(self) -> None:
        """Wait for the index; raises SurveyError when there is none."""
        run, self._run = self._run or self._begin(), None
        try:
            run.finish()
        finally:
            self._documents.close()

    def stop(self) -> None:
        """End what has been begun, and keep nothing."""
        self._end()
        self._documents.close()

    def _end(self) -> None:
        run, self._run = self._run, None
        if run:
            run.stop()

    def _begin(self) -> IndexRun:
        return IndexRun(self.site, self.tops, self.most, self.at_once, self._documents)


@dataclass
class BackgroundIndex:
    """The index of a site that is served while it is edited: renewed without being waited for.

    Until a new index takes its place readers search the old one.
    """

    site: Path
    tell: Callable[[str], None]
    """Says to the person at the terminal why there is no new index."""
    most: int = MOST
    """Papers in one part of the index."""
    at_once: int = 1
    """Parts that are made at the same time."""
    _run: IndexRun | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def renew(self, tops: Iterable[str]) -> None:
        """Begin a new index after a build."""
        with self._lock:
            self._run = IndexRun(self.site, tops, self.most, self.at_once)
            threading.Thread(target=self._wait, args=[self._run], daemon=True).start()

    def _wait(self, run: IndexRun) -> None:
        run.wait()
        with self._lock:
            if self._run is not run:
                return  # a later build stopped it
            self._run = None
            try:
                run.finish()
            except SurveyError as error:
                self.tell(str(error))

    def stop(self) -> None:
        """End a run whose pages are about to change."""
        with self._lock:
            run, self._run = self._run, None
        if run:
            run.stop()


@dataclass
class SiteIndex:
    """The index of a site through all builds of a run: only the first one waits for it."""

    site: Path
    is_served: bool
    tell: Callable[[str], None]
    most: int = MOST
    at_once: int = 1
    _early: EarlyIndex | None = None
    _background: BackgroundIndex | None = None

    def begin(self, tops: set[str]) -> None:
        """Begin a build that has something to find in these places at the top of the site."""
        self._early = EarlyIndex(
            self.site, tops, self.most, self.at_once, may_begin=self._background is None
        )

    def see(self, name: str, document: str | None, *, is_searched: bool) -> None:
        """Record a page that has been written, with its document where that is known."""
        if self._early:
            self._early.see(name, document, is_searched=is_searched)

    def pause(self) -> None:
        """Record that a stage of writing is over."""
        if self._early:
            self._early.pause()

    def finish(self) -> None:
        """End a build with an index, or with one on its way; raises SurveyError when it fails."""
        early, self._early = self._early, None
        if early and self._background:
            self._background.renew(early.tops)
        elif early:
            early.finish()
            if self.is_served:
                self._background = BackgroundIndex(self.site, self.tell, self.most, self.at_once)

    def stop(self) -> None:
        """End whatever runs: the pages are about to change, or nobody needs them any more."""
        for running in (self._early, self._background):
            if running:
                running.stop()
