"""The MkDocs plugin `survey`: adds the pages that are made from a survey's records to its site."""

from __future__ import annotations

import logging
import re
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, event_priority

from site_builder import history, library, pages, resources, site
from site_builder.checks import publishable
from site_builder.mkdocs_site import loglines, strays
from site_builder.mkdocs_site.background import Afterwards
from site_builder.mkdocs_site.frames import (
    CompiledTemplates,
    Frames,
    Site,
    canonical,
    repository,
    template_place,
)
from site_builder.mkdocs_site.hubs import add_hubs, add_root_pages, by_section, dress_hub
from site_builder.mkdocs_site.linked_files import LinkedFiles
from site_builder.mkdocs_site.livereload import rebuild, reload
from site_builder.mkdocs_site.output import Output, error_page, sitemap
from site_builder.mkdocs_site.pagefind import SiteIndex
from site_builder.mkdocs_site.staging import StagedBuild
from site_builder.pages import Asset, Page, navigation, published
from site_builder.pages.rootpages import ROOT_PAGES
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage

    from site_builder.library import Library
    from site_builder.record.models import Paper

log = logging.getLogger("mkdocs.plugins.survey")
"""MkDocs counts warnings below its own name; with `--strict` any of them fails the build."""

WATCHED: Final = (
    library.PAPERS,
    library.TAXONOMY,
    library.VENUES,
    library.BENCHMARKS,
    "templates",
    *ROOT_PAGES,
)
"""What else makes `serve` build again, relative to the survey's root."""
FRAGMENT: Final = re.compile(r"<!-- survey:([a-z-]+) -->")
"""Where a hand-written page wants a generated piece."""
SITEMAP: Final = "sitemap.xml"
FIRST: Final = 100
"""Before all other plugins."""
LAST: Final = -100
"""After all other plugins."""


class SurveyConfig(Config):  # type: ignore[no-untyped-call]
    """What mkdocs.yml may say of the plugin."""

    search = config_options.Type(bool, default=True)
    """Whether to make a search index; without one the search box finds nothing."""
    licence = config_options.Optional(config_options.URL())
    """Address of the licence that the collection is under."""


@dataclass
class Build:
    """What one build makes out of the records."""

    fragments: Callable[[str], dict[str, str]] = lambda _: {}
    """Pieces for hand-written pages, by the relative address of the site's root."""
    home_head: str = ""
    """What the head of the home page says to programs."""
    hubs: dict[str, Page] = field(default_factory=dict)
    """Pages that MkDocs builds, by the source that it takes them to have."""
    others: Iterable[Page | Asset] = ()
    """Everything else, made as it is asked for."""
    first: frozenset[str] = frozenset()
    """Keys of the papers that were edited since the last build, if it was records that changed."""
    is_whole: bool = True
    """Whether no registry is missing, whose pages links would miss."""
    failure: str = ""
    """Why something could not be made, while serving."""


class SurveyPlugin(BasePlugin[SurveyConfig]):  # type: ignore[no-untyped-call]
    """Turn a survey's records into pages of the site that is being built."""

    serving = False
    in_place = False
    """Whether the site is built where it is read, since a server makes all of it anew."""
    has_built = False
    is_rebuild = False
    staged: StagedBuild | None = None
    """The build of a site that is not served; it takes its place when all is well."""
    is_whole = False
    """Whether everything has been written, and nothing failed since."""
    shown: Mapping[str, Paper]
    """The papers of the last build; a record that has not changed is the same object again."""
    output: Output
    afterwards: Afterwards
    index: SiteIndex | None = None
    cache: library.Cache
    past: tuple[str, history.History]
    """The commit that was checked out when history was read last, and what was read."""
    compiled: CompiledTemplates
    shelf: pages.Shelf
    build: Build
    files: LinkedFiles
    nav: Navigation
    env: Any
    reload: Callable[[], None] = staticmethod(lambda: None)
    """Lets browsers that show the served site ask for it again."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Begin a run of MkDocs; this object sees every build of the run."""
        self.serving = command == "serve"
        loglines.guard(logging.getLogger("mkdocs"))
        self.in_place, self.is_whole = self.serving, False
        self.has_built, self.index = False, None
        self.afterwards = Afterwards(lambda error: log.error("%s", error))
        self.cache, self.shown = {}, {}
        self.past = ("", history.History())
        self.compiled = CompiledTemplates()
        self.shelf = pages.Shelf()

    def on_shutdown(self) -> None:
        """End the run."""
        self.afterwards.stop()
        if self.index:
            self.index.stop()
        self.leave_stage()

    def leave_stage(self) -> None:
        """Put a whole site into its place; nothing else of what was built stays."""
        staged, self.staged = self.staged, None
        if staged:
            with self.telling():
                staged.end(is_whole=self.is_whole and sys.exc_info()[0] is None)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the engine's theme behind the survey's own, and the records to what is watched."""
        own = config.theme.custom_dir is not None
        config.theme.dirs.insert(1 if own else 0, str(resources.theme_dir()))
        config.theme.static_templates.discard(SITEMAP)  # it would not know our pages
        if not config.repo_url:
            config.edit_uri = ""  # MkDocs would take it for a whole address, on every page
        root = survey_root(config)
        config.watch += [str(root / name) for name in WATCHED if (root / name).exists()]
        return config

    @event_priority(FIRST)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Keep the site from being removed: it stays until there is another, or changes little."""
        strays.stop_build(config, survey_root(config))
        if not self.in_place:
            with self.telling():
                self.staged = StagedBuild(config, survey_root(config), log.info)
        site = Path(config.site_dir)
        self.is_rebuild, self.has_built = self.has_built, self.serving
        if not self.is_rebuild:
            self.output = Output(site, is_served=self.serving)
            self.index = SiteIndex(site, self.serving, log.error) if self.config.search else None
        self.afterwards.stop()
        if self.index:
            self.index.stop()
        self.output.set_aside()

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the records; hand the hubs to MkDocs, so that they may stand in its navigation."""
        self.build = Build()
        strays.leave_out(files, config, survey_root(config))
        if (template := files.get_file_from_path(SITEMAP)) and template.src_dir != config.docs_dir:
            files.remove(template)  # it would be copied as it is
        add_root_pages(files, config)
        with self.telling():
            survey = self.survey(survey_root(config))
            templates = pages.make_templates(survey.root)
            templates.bytecode_cache = self.compiled  # type: ignore[assignment]
            if config.nav:
                config.nav = navigation.expanded(config.nav, survey, log.warning)
            context = self.context(survey, config)
            self.build.first, self.shown = context.first, survey.papers
            self.build.fragments = cache(
                partial(pages.fragments, survey, templates, context=context)
            )
            self.build.home_head = pages.home_head(survey, context)
            hubs, self.build.others = pages.split(survey, templates, context)
            self.build.hubs = add_hubs(hubs, files, config)
        self.files = LinkedFiles(files, config)
        return self.files

    def survey(self, root: Path) -> Library:
        """Load what can be published, and say what cannot."""
        found, problems = publishable.load(root, self.cache)
        for problem in (*problems, *published.problems(root)):
            log.warning("%s", problem)  # `survey check` tells what else could be better
        self.build.is_whole = not found.unread
        return found

    def context(self, survey: Library, config: MkDocsConfig) -> pages.Context:
        """Tell what pages may say of the site, and of its past, which only a commit changes."""
        commit = history.head(survey.root)
        if not commit or commit != self.past[0]:
            self.past = (commit, history.read(survey))
        return pages.Context(
            site.Site(config.site_name, config.site_url or None, config.site_description or ""),
            self.past[1],
            licence=self.config.licence or "",
            creator=config.site_author or "",
            repository=repository(config),
            shelf=self.shelf,
            may_fork=not self.serving and threading.active_count() == 1,
            first=self.edited(survey) if self.is_rebuild else frozenset(),
        )

    def edited(self, survey: Library) -> frozenset[str]:
        """Name the papers whose records are new or other than in the last build."""
        papers = survey.papers.items()
        return frozenset(key for key, paper in papers if self.shown.get(key) is not paper)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Keep the navigation for the frames; from here on links are followed."""
        self.nav = nav
        self.files.trusting = True
        return nav

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str | None:  # noqa: ARG002
        """Say that hubs have no Markdown."""
        return "" if page.file.src_uri in self.build.hubs else None

    def on_page_markdown(
        self,
        markdown: str,
        *,
        page: MkDocsPage,
        config: MkDocsConfig,  # noqa: ARG002
        files: Files,  # noqa: ARG002
    ) -> str:
        """Give a hub its title and the like."""
        self.files.reader = page.file.src_uri
        if hub := self.build.hubs.get(page.file.src_uri):
            dress_hub(page, hub)
        elif page.is_homepage:
            page.head = self.build.home_head  # type: ignore[attr-defined]
        return markdown

    def on_page_content(
        self,
        html: str,
        *,
        page: MkDocsPage,
        config: MkDocsConfig,  # noqa: ARG002
        files: Files,  # noqa: ARG002
    ) -> str:
        """Give a hub its body, and a hand-written page the generated pieces that it asks for."""
        if hub := self.build.hubs.get(page.file.src_uri):
            return hub.body
        with self.telling():
            html = FRAGMENT.sub(partial(self.fragment, page), html)
        return html  # noqa: RET504 (where an error was told, it is as it came)

    def fragment(self, page: MkDocsPage, found: re.Match[str]) -> str:
        """Find the piece that a page asks for."""
        known = self.build.fragments("../" * page.url.count("/"))
        if found[1] not in known:
            log.warning("%s: there is no piece survey:%s", page.file.src_uri, found[1])
        # The home page would answer to every name that such a piece lists.
        return f"<div data-pagefind-ignore>{known.get(found[1], '')}</div>"

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Keep the theme's templates for the frames."""
        env.bytecode_cache = self.compiled
        self.env = env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write everything that MkDocs does not build; what nobody looks at first, afterwards.

        Where records were edited, their pages are what somebody looks at, else it may be any page.
        """
        steps, edited = self.write(config), len(self.build.first)
        for number, part in enumerate(steps, 1):
            is_enough = number >= edited if edited else isinstance(part, Asset)
            if self.is_rebuild and is_enough and not self.build.failure:
                if not edited:
                    self.output.tidy(".html")
                self.afterwards.begin(self.rest(steps))
                return
        self.is_whole = True

    def rest(self, steps: Iterator[Page | Asset]) -> Generator[Page | Asset, None, None]:
        """Do what was left for afterwards, then show it to readers who look at something else."""
        before = self.output.changed
        yield from steps
        if self.output.changed > before:
            self.reload()

    def write(self, config: MkDocsConfig) -> Generator[Page | Asset, None, None]:
        """Yield everything that is written, then index it all for the search."""
        with self.telling():
            yield from self.write_parts(config)
        if self.build.failure:
            self.output.write("404.html", error_page(self.build.failure))
        elif self.build.is_whole:
            self.tell_broken_links(config)
        self.output.tidy()
        if self.index:
            with self.telling():
                self.index.finish()

    def write_parts(self, config: MkDocsConfig) -> Generator[Page | Asset, None, None]:
        """Write generated pages and files; where there is a hand-written one, that one stays."""
        theirs = self.output.take_over()
        site_pages = [f.page for f in self.files.documentation_pages() if f.page]
        hubs = self.build.hubs
        own = (page.file for page in site_pages if page.file.src_uri not in hubs)
        if self.index:
            self.index.begin({file.dest_uri.partition("/")[0] for file in own})
        addresses = {
            page.canonical_url: hubs[uri].updated if (uri := page.file.src_uri) in hubs else None
            for page in site_pages
            if page.canonical_url
        }
        frames = Frames(Site(self.env, self.nav, self.files, config, by_section(site_pages)))
        for part in self.build.others:
            name, content = frames.file(part)
            if name not in theirs:
                self.output.write(name, content)
                if self.index and isinstance(part, Page):
                    self.index.see(name, content)
                if isinstance(part, Page) and config.site_url:
                    addresses[canonical(config, part.uri)] = part.updated
            yield part
        for name, content in sitemap(config.site_url or "", addresses) if addresses else ():
            self.output.write(name, content)

    def tell_broken_links(self, config: MkDocsConfig) -> None:
        """Say which links of hand-written pages lead to no page, generated or not."""
        for message in self.files.broken(self.output.written):
            log.log(config.validation.links.not_found, message)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Fail the build on a mistake in the survey; while serving, only say it and go on."""
        try:
            yield
        except SurveyError as error:
            if not self.serving:
                raise PluginError(str(error)) from None
            log.error("%s", error)  # noqa: TRY400 (people need no traceback of their own mistake)
            self.build.failure = str(error)

    def on_build_error(self, *, error: Exception) -> None:
        """Say in one line what broke in the theme's templates or with files."""
        self.is_whole = False
        if isinstance(error, OSError):
            raise PluginError(f"{error.filename or 'the site'}: {error.strerror}") from error
        place = template_place(error)
        if place and not isinstance(error, MkDocsException):
            raise PluginError(f"{place}: {error}") from error

    @event_priority(LAST)
    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,
        builder: Callable[..., None],
    ) -> LiveReloadServer:
        """Let the server go on after a build that failed; it would keep every reader waiting."""
        self.leave_stage()  # `mkdocs serve --clean` said that it would build
        self.in_place = True
        server.builder = partial(rebuild, builder, Path(config.site_dir))
        self.reload = partial(reload, server)
        return server


def survey_root(config: MkDocsConfig) -> Path:
    """Find the survey that a site is made for: it is where mkdocs.yml is."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent
