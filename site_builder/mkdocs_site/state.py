"""What the plugin remembers: of one run, which may build a site many times, and of one build.

Nothing here knows MkDocs: what it has is handed in as plain values and functions.
"""

from __future__ import annotations

import gc
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from site_builder import history, pages
from site_builder.checks import publishable
from site_builder.mkdocs_site import sharding
from site_builder.mkdocs_site.ahead import Ahead
from site_builder.mkdocs_site.background import Afterwards
from site_builder.mkdocs_site.edits import Basis, Edits, Registries
from site_builder.mkdocs_site.output import Output, error_page, sitemap
from site_builder.mkdocs_site.pagefind import AT_ONCE, SiteIndex
from site_builder.mkdocs_site.parts import Build, Surroundings
from site_builder.mkdocs_site.pool import cores
from site_builder.mkdocs_site.sharding import Hands
from site_builder.mkdocs_site.shards import ShardWriter, Written
from site_builder.pages import Asset, Page, papers, published, raw_html
from site_builder.pages.addresses import PAPERS
from site_builder.pages.handwritten import check, compose
from site_builder.pages.handwritten.compose import Placing
from site_builder.pages.shards import kept_texts, parts, plan
from site_builder.problems import SurveyError
from site_builder.related.words import SpelledTexts

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from site_builder.library import Library
    from site_builder.mkdocs_site.cluster import Cluster
    from site_builder.mkdocs_site.earlier import Earlier
    from site_builder.mkdocs_site.frame_set import FrameSet
    from site_builder.pages.handwritten.documents import Document, Handwritten
    from site_builder.yamlfiles.record_files import Cache


@dataclass
class Run:
    """A run of MkDocs: builds one site once, or again and again while it is served."""

    is_serving: bool
    log: logging.Logger
    in_place: bool = False
    """Whether the site is built where it is read, since a server makes all of it anew."""
    workers: int | None = None
    """How many processes make the site, if somebody says."""
    cluster: Cluster | None = None
    """Whose workers make it instead."""
    has_built: bool = False
    is_rebuild: bool = False
    is_whole: bool = False
    """Whether everything has been written, and nothing failed since."""
    survey: Library | None = None
    """The records of the last build of a served site."""
    basis: Basis | None = None
    """What else the last build was made from."""
    last_release: str = ""
    """The version that was released last."""
    hubs: list[Page] = field(default_factory=list)
    """The hubs as they were made last."""
    index: SiteIndex | None = None
    ahead: Ahead = field(default_factory=Ahead)
    frames: FrameSet | None = None
    """The frames of the last build of a served site."""
    show: Callable[[], None] = lambda: None
    """Lets browsers have what is there of a served site although it is being built."""
    reload: Callable[[], None] = lambda: None
    """Lets browsers that show the served site ask for it again."""
    build: Build = field(default_factory=Build)
    output: Output = field(init=False)
    afterwards: Afterwards = field(init=False)
    _cache: Cache = field(default_factory=dict)
    _past: tuple[str, history.History] = ("", history.History())
    """The commit that was checked out when history was read last, and what was read."""
    _shelf: pages.Shelf = field(default_factory=pages.Shelf)
    _spelled: SpelledTexts = field(default_factory=SpelledTexts)
    _registries: Registries = field(default_factory=Registries)
    _began: float = 0.0

    def __post_init__(self) -> None:
        """Prepare for work that nobody waits for."""
        self.afterwards = Afterwards(lambda error: self.log.error("%s", error))

    def begin(self, folder: Path, *, indexed: int, earlier: Earlier | None = None) -> Path:
        """Begin a build into a folder: stop what is left of the last one, keep what it wrote.

        At most `indexed` papers are in one part of the search index, 0 for no index. The site at
        `earlier`, which it takes the place of, lends it files that stay the same. Returns the
        folder that MkDocs shall build its pages in.
        """
        self.is_rebuild, self.has_built = self.has_built, self.is_serving
        if not self.is_rebuild:
            self.output = Output(folder, is_served=self.is_serving, earlier=earlier)
            tell, at_once = self.log.error, min(AT_ONCE, self.workers or cores())
            index = SiteIndex(folder, self.is_serving, tell, indexed, at_once)
            self.index = index if indexed else None
        self.stop()
        return self.output.begin()

    def stop(self) -> None:
        """Give up what is done in the background, or ahead of time."""
        self.ahead.stop()
        self.afterwards.stop()
        if self.index:
            self.index.stop()

    def load(self, root: Path) -> Library:
        """Load what can be published, and say what cannot; before, what is going to take long."""
        self._began = time.monotonic()
        papers = len(self.survey.papers) if self.survey else 0
        if self.is_serving and (said := self._registries.told(root, papers)):
            self.log.info("%s", said)
        found, problems = publishable.load(root, self._cache)
        for problem in (*problems, *published.problems(root)):
            self.log.warning("%s", problem)  # `survey check` tells what else could be better
        self.build.is_whole = not found.unread
        return found

    def read_history(self, survey: Library) -> history.History:
        """Tell of the past, which only a commit changes."""
        commit = history.head(survey.root)
        if not commit or commit != self._past[0]:
            self._past = (commit, history.read(survey))
        return self._past[1]

    def read_state(self, survey: Library) -> history.State:
        """Tell which commit the files are of; a served site does not say which are being edited."""
        self.last_release = survey.release_entries[-1].version if survey.release_entries else ""
        state = history.state(survey.root)
        return replace(state, changed=()) if self.is_serving else state

    def make(self, survey: Library, facts: pages.SiteFacts) -> list[Page]:
        """Begin to make all pages; return the hubs, which MkDocs builds."""
        templates = pages.make_templates(survey.root)
        kept = None if self.is_serving else kept_texts(survey, self._scratch)
        spelled = self._spelled if self.is_serving else None
        services = pages.BuildServices(self._shelf, kept, spelled)
        self._compare(survey, facts)
        self.build.home_head = pages.home_head(survey, facts)
        writer = pages.Writer(survey, templates, facts, services)
        if not self.build.is_late:
            self.hubs = []  # those before are no others' stand-in where this fails
            hands = Hands(1) if self.is_serving else self._hands
            self.hubs = self.ahead.hubs(writer, hands, self._scratch)
        self.build.work = pages.work_of(writer, self.hubs)
        return list(self.build.addresses.checked(self.hubs))

    def _compare(self, survey: Library, facts: pages.SiteFacts) -> None:
        """Find what is other than in the last build.

        Which hubs there are, and what they are called, depends on everything but the records. So
        where only these changed, the last hubs can stand until there are new ones.
        """
        if not self.is_serving:
            return
        basis = Basis.of(survey, facts)
        if self.survey:
            survey.follow(self.survey)
            if self.is_rebuild:
                edits = self.build.edits = Edits.between(self.survey.papers, survey.papers)
                self.build.is_late = bool(edits and self.hubs) and basis == self.basis
        self.survey, self.basis = survey, basis

    def show_edited(self) -> None:
        """Show the pages of edited papers in the frames of the last build.

        So nobody waits for MkDocs, which builds all hand-written pages and hubs at every edit.
        """
        if not (self.build.is_late and self.build.work and self.frames):
            return
        writer = ShardWriter(
            self.build.work, self.frames.file, self.output, theirs=self.output.theirs
        )
        try:
            for _ in self._edited(writer):
                pass
        except LookupError:
            return  # the last build had no page of this kind
        self.build.shown_at = self.output.changed
        self.show()
        self.log.info("The edited records' pages are made; the others follow")

    def refuse_faults(self, survey: Library, handwritten: Handwritten) -> None:
        """Say what is wrong with hand-written pages; raises SurveyError where that is an error."""
        found = list(check.problems(handwritten, survey))
        for problem in found:
            if not problem.is_error:
                self.log.warning("%s", problem)
        errors = [str(problem) for problem in found if problem.is_error]
        for error in errors[:-1]:
            self.log.error("%s", error)
        if errors:
            raise SurveyError(errors[-1])

    def composed(self, document: Document) -> str:
        """Return a hand-written page's Markdown with what it cites and asks for put in.

        Larger pieces are comments until `filled`, so that Markdown has little to read.
        """
        if not self.build.work:
            return document.text
        writer = self.build.work.writer
        if not document.is_for_site:
            for problem in check.of_document(document, writer.library, writer.keys):
                self.log.warning("%s", problem)
        placing = Placing(raw_html.inline, self._set_aside)
        return compose.whole(document, writer, placing)

    def _set_aside(self, html: str, indent: str) -> str:
        mark = f"<!-- {self.build.secret}-{len(self.build.pieces)} -->"
        self.build.pieces[mark] = html
        return f"{indent}{mark}"

    def filled(self, html: str) -> str:
        """Put the pieces that were set aside into a page that has been made of Markdown."""
        if self.build.secret not in html:
            return html
        marks = re.compile(f"<!-- {self.build.secret}-[0-9]+ -->")
        return marks.sub(lambda found: self.build.pieces[found[0]], html)

    def write(
        self, make_frame: Callable[[], Surroundings], check_links: Callable[[], None]
    ) -> Generator[Page | Asset | None, None, None]:
        """Yield everything that is written, then index it all for the search.

        None stands where all is written that somebody who edits looks at first.
        """
        with self.telling():
            yield from self._write_parts(make_frame)
        if self.build.failure:
            self.output.write("404.html", error_page(self.build.failure))
        elif self.build.is_whole:
            check_links()
        self.output.tidy()
        if self.index:
            with self.telling():
                self.index.finish()

    def let_go(self) -> None:
        """Let go of what MkDocs has written and of what is for a next build, if none follows."""
        if self.is_serving:
            return
        self.hubs = []
        self.build.hubs = {name: replace(hub, body="") for name, hub in self.build.hubs.items()}
        self._cache.clear()

    def _write_parts(
        self, make_frame: Callable[[], Surroundings]
    ) -> Generator[Page | Asset | None, None, None]:
        """Write generated pages and files; where there is a hand-written one, that one stays."""
        theirs = self.output.take_over()
        surroundings = make_frame()
        if self.is_serving:
            self.frames = replace(surroundings.frames, render=None)
        if self.index:
            self.index.begin(surroundings.tops)
        if self.build.work:
            writer = ShardWriter(self.build.work, surroundings.frames.file, self.output, theirs)
            make = self._one_by_one if self.is_serving else self._in_shards
            yield from make(writer, surroundings)
        addresses = surroundings.addresses
        for name, content in sitemap(surroundings.frames.site_url, addresses) if addresses else ():
            self.output.write(name, content)

    def _one_by_one(
        self, writer: ShardWriter, surroundings: Surroundings
    ) -> Generator[Page | Asset | None, None, None]:
        """Write the pages of edited papers, then the hubs, then everything."""
        yield from self._edited(writer)
        if self.build.is_late or self.build.edits.changed:
            yield None
        if self.build.is_late:
            yield from self._late_hubs(writer, surroundings)
        for stage in plan(writer.work.writer.library):
            for part in chain.from_iterable(parts(writer.work, shard) for shard in stage):
                written = Written()
                writer.write(part, written)
                self._take(written, surroundings)
                yield part
            self._pause()

    def _edited(self, writer: ShardWriter) -> Iterator[Page]:
        """Write the pages of edited papers; remove those of papers that are gone."""
        maker = writer.work.writer
        for key in sorted(self.build.edits.changed):
            page = papers.page(maker, maker.library.papers[key])
            writer.write(page, Written())
            yield page
        for key in self.build.edits.gone:
            self.output.remove(f"{PAPERS}/{key}/index.html")

    def _late_hubs(self, writer: ShardWriter, surroundings: Surroundings) -> Iterator[Page]:
        """Write the hubs anew, and show them."""
        made, before = [], self.output.changed
        for hub in pages.hubs(writer.work.writer):
            made.append(hub)
            if late := surroundings.hub(hub):
                self.output.write_over(late.name, late.content)
                if late.address:
                    surroundings.addresses[late.address] = hub.updated
            yield hub
        self.hubs = made
        if self.output.changed > before:
            self.reload()

    def _in_shards(
        self, writer: ShardWriter, surroundings: Surroundings
    ) -> Generator[Page | Asset, None, None]:
        """Write everything, in several processes if that is worth it."""
        self.ahead.stop()
        frames = surroundings.frames
        for written in sharding.write(writer, frames, self.output, self._scratch, self._hands):
            if written:
                self._take(written, surroundings)
            else:
                self._pause()
        yield from ()

    def _pause(self) -> None:
        if self.index:
            self.index.pause()

    @property
    def _hands(self) -> Hands:
        return Hands(self.workers, self.cluster)

    @property
    def _scratch(self) -> Path:
        return self.output.site / self.build.scratch

    def _take(self, written: Written, surroundings: Surroundings) -> None:
        """Take notice of what was written; raises SurveyError for what two wanted to write."""
        for name, owner in written.owners:
            self.build.addresses.take(name, owner)
        self.output.written |= written.names
        for page in written.pages:
            if self.index:
                self.index.see(page.name, page.document, is_searched=page.is_searched)
            if surroundings.frames.site_url:
                address = surroundings.frames.absolute(page.uri)
                surroundings.addresses[address] = page.updated

    def finish(self, steps: Iterator[Page | Asset | None]) -> None:
        """Do the steps of writing; what nobody looks at first, afterwards.

        Where records were edited, their pages are what somebody looks at, else it may be any page.
        """
        for part in steps:
            is_enough = part is None or isinstance(part, Asset)
            if self.is_rebuild and is_enough and not self.build.failure:
                if part:
                    self.output.tidy(".html")
                elif self.build.shown_at is None:
                    self.log.info("The edited records' pages are made; the others follow")
                self._show_more()
                self.afterwards.begin(self._rest(steps))
                return
        self._show_more()
        self._registries.seconds = time.monotonic() - self._began
        self.is_whole = True
        if self.is_serving and not self.is_rebuild:
            gc.collect()
            gc.freeze()  # most of it stays as long as the server: it need not be looked through

    def _show_more(self) -> None:
        """Show what came after the edited papers, if they were shown before it."""
        if self.build.shown_at is not None and self.output.changed > self.build.shown_at:
            self.reload()

    def _rest(
        self, steps: Iterator[Page | Asset | None]
    ) -> Generator[Page | Asset | None, None, None]:
        """Do what was left for afterwards, then show it to readers who look at something else."""
        before = self.output.changed
        yield from steps
        if self.output.changed > before:
            self.reload()
        self._registries.seconds = time.monotonic() - self._began
        if not self.build.failure:
            self.log.info("All pages and files are up to date")

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Let a mistake in the survey pass on; while serving, only say it and go on."""
        try:
            yield
        except SurveyError as error:
            if not self.is_serving:
                raise
            self.log.error("%s", error)  # noqa: TRY400 (people need no traceback of their own mistake)
            self.build.failure = str(error)
