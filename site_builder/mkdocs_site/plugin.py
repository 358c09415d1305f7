"""The MkDocs plugin `survey`: adds the pages that are made from a survey's records to its site."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, event_priority

from site_builder import pages, resources
from site_builder.coverage.upkeep import UNKNOWN as NOBODY_SAID
from site_builder.files.lines import with_lf
from site_builder.mkdocs_site import loglines, strays
from site_builder.mkdocs_site.face_files import add_face
from site_builder.mkdocs_site.frames import (
    Frames,
    ThemeSite,
    rendered,
    repository,
    template_place,
)
from site_builder.mkdocs_site.hubs import (
    add_hubs,
    add_root_pages,
    by_hand,
    by_section,
    foot_links,
    page_uri,
    set_hub_metadata,
    unlink_from_lists,
)
from site_builder.mkdocs_site.linked_files import LinkedFiles
from site_builder.mkdocs_site.livereload import rebuild, reload, show
from site_builder.mkdocs_site.minified import minify_theme
from site_builder.mkdocs_site.noticing import QuickObserver
from site_builder.mkdocs_site.options import SurveyConfig
from site_builder.mkdocs_site.parts import Build, LateHub, Surroundings
from site_builder.mkdocs_site.staging import StagedBuild
from site_builder.mkdocs_site.state import Run
from site_builder.mkdocs_site.unused import leave_out_unused, pass_over_hidden
from site_builder.pages import navigation
from site_builder.pages.handwritten import documents
from site_builder.pages.handwritten.documents import NOTHING, Document
from site_builder.pages.handwritten.tables import with_corners
from site_builder.pages.rootpages import ROOT_PAGES
from site_builder.pages.templates import CompiledTemplates
from site_builder.problems import SurveyError, quoted
from site_builder.site import Site
from site_builder.web import share
from site_builder.yamlfiles.record_files import PAPERS
from site_builder.yamlfiles.registries import REGISTRIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage

    from site_builder.coverage.upkeep import Waiting
    from site_builder.library import Library
    from site_builder.mkdocs_site.cluster import Cluster
    from site_builder.pages import Page

log = logging.getLogger("mkdocs.plugins.survey")
"""MkDocs counts warnings below its own name; with `--strict` any of them fails the build."""

WATCHED: Final = (
    PAPERS,
    *REGISTRIES,
    "templates",
    *ROOT_PAGES,
)
"""What else makes `serve` build again, relative to the survey's root."""
COMPILED: Final = CompiledTemplates()
"""The theme's templates; apart from the engine's own, as their environments have other options."""
SITEMAP: Final = "sitemap.xml"
FIRST: Final = 100
"""Before all other plugins."""
LAST: Final = -100
"""After all other plugins."""


class SurveyPlugin(BasePlugin[SurveyConfig]):  # type: ignore[no-untyped-call]
    """Turn a survey's records into pages of the site that is being built.

    Each hook hands what MkDocs has over to the `Run`; what is kept here is MkDocs' own.
    """

    staged: StagedBuild | None = None
    """The build of a site that is not served; it takes its place when all is well."""
    cluster: Cluster | None = None
    """Whose workers make the site instead of processes of this machine."""
    fonts: list[str]
    """Addresses of the fonts that the first screen of a page needs, titles' first."""
    files: LinkedFiles
    nav: Navigation
    env: Any

    def __init__(self) -> None:
        self.run = Run(is_serving=False, log=log)
        self.handwritten = NOTHING

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Begin a run of MkDocs; this object sees every build of the run."""
        is_serving = command == "serve"
        loglines.guard(logging.getLogger("mkdocs"))
        self.run = Run(is_serving=is_serving, log=log, in_place=is_serving)

    def on_shutdown(self) -> None:
        """End the run."""
        self.run.stop()
        self.leave_stage()

    def leave_stage(self) -> None:
        """Put a whole site into its place; nothing else of what was built stays."""
        staged, self.staged = self.staged, None
        if staged:
            with self.telling():
                staged.end(is_whole=self.run.is_whole and sys.exc_info()[0] is None)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the engine's theme behind the survey's own, and the records to what is watched."""
        own = config.theme.custom_dir is not None
        config.theme.dirs.insert(1 if own else 0, str(resources.theme_dir()))
        config.theme.static_templates.discard(SITEMAP)  # it would not know our pages
        pass_over_hidden(config.theme)
        if not config.repo_url:
            config.edit_uri = ""  # MkDocs would take it for a whole address, on every page
        root = survey_root(config)
        config.watch += [str(root / name) for name in WATCHED if (root / name).exists()]
        return config

    @event_priority(FIRST)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Keep the site from being removed: it stays until there is another, or changes little."""
        root = survey_root(config)
        strays.stop_build(config, root)
        earlier = None
        if not self.run.in_place:
            with self.telling():
                self.staged = StagedBuild(config, root, log.info)
                if self.cluster:
                    self.cluster.check_site(Path(config.site_dir))
                # others who work on the finished site could write to files that both sites have
                is_alone = len(config.plugins.events["post_build"]) == 1
                earlier = self.staged.earlier if is_alone and not self.cluster else None
                if not is_alone:
                    log.info("Others work on the finished site, too: all files are written anew")
        self.run.workers, self.run.cluster = self.config.workers, self.cluster
        indexed = max(self.config.search_part, 1) if self.config.search else 0
        folder = self.run.begin(Path(config.site_dir), indexed=indexed, earlier=earlier)
        config.site_dir = str(folder)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the records; hand the hubs to MkDocs, so that they may stand in its navigation."""
        self.run.build = Build()
        root = survey_root(config)
        strays.leave_out(files, config, root)
        if (template := files.get_file_from_path(SITEMAP)) and template.src_dir != config.docs_dir:
            files.remove(template)  # it would be copied as it is
        add_root_pages(files, config)
        self.fonts = add_face(files, config) if self.has_face(config) else []
        if not self.run.is_serving:
            minify_theme(files)
            leave_out_unused(files, config)
        with self.telling():
            survey = self.run.load(root)
            if config.nav:
                config.nav = navigation.expanded(config.nav, survey, log.warning)
            facts = self.facts(survey, config, files)
            self.run.build.hubs = add_hubs(self.run.make(survey, facts), files, config)
            self.run.show_edited()
            self.run.refuse_faults(survey, facts.handwritten)
        self.files = LinkedFiles(files, config)
        return self.files

    def facts(self, survey: Library, config: MkDocsConfig, files: Files) -> pages.SiteFacts:
        """Return what pages may say of the site, as far as mkdocs.yml says it, and of its past."""
        self.handwritten = documents.load(
            Path(config.docs_dir).resolve(), survey_root(config), by_hand(files, config)
        ).following(self.handwritten)
        return pages.SiteFacts(
            Site(
                config.site_name,
                config.site_url or None,
                config.site_description or "",
                *self.share_image(files),
            ),
            self.run.read_history(survey),
            licence=self.config.licence or "",
            creator=config.site_author or "",
            repository=repository(config),
            pictures=self.pictures(),
            waiting=self.waiting(survey),
            handwritten=self.handwritten,
            state=self.run.read_state(survey),
        )

    def waiting(self, survey: Library) -> Waiting:
        """Return what waits for the keeper by the files that the options name; none is needed."""
        files = self.config.proposals, self.config.links
        named = [survey.root / each if each else None for each in files]
        if not any(named):
            return NOBODY_SAID
        from site_builder.curation import waiting  # noqa: PLC0415 (what knows services loads slowly)

        return waiting.read(survey.root, *named)

    def has_face(self, config: MkDocsConfig) -> bool:
        """Tell whether the site brings along a text face."""
        return self.config.face and config.theme["font"] is False

    def pictures(self) -> int | None:
        """Return how many papers may have pictures of their own; None where no page has."""
        most = self.config.share_pictures
        return None if self.run.is_serving or most < 0 else most

    def share_image(self, files: Files) -> tuple[str, tuple[int, int]]:
        """Return the address and size of the picture for shared links.

        Raises PluginError where it is named and there is none.
        """
        name = self.config.share_image
        found = files.get_file_from_path(name) if name else None
        if name and found is None:
            raise PluginError(
                f"mkdocs.yml: share_image: there is no file {quoted(name)} in docs_dir "
                "(write its path there, such as assets/share.png)"
            )
        if not (found and found.abs_src_path):
            return "", (0, 0)
        return found.url, share.size(Path(found.abs_src_path)) or (0, 0)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Keep the navigation for the frames; from here on links are followed."""
        self.nav = nav
        unlink_from_lists(nav.pages, self.run.build.hubs)
        self.files.trusting = True
        return nav

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str | None:  # noqa: ARG002
        """Return the empty Markdown of hubs."""
        return "" if page.file.src_uri in self.run.build.hubs else None

    def on_page_markdown(
        self,
        markdown: str,
        *,
        page: MkDocsPage,
        config: MkDocsConfig,  # noqa: ARG002
        files: Files,  # noqa: ARG002
    ) -> str:
        """Put into a hand-written page what it cites and asks for."""
        self.files.reader = page.file.src_uri
        if page.file.src_uri in self.run.build.hubs:
            return markdown
        if page.is_homepage:
            page.head = self.run.build.home_head  # type: ignore[attr-defined]
        with self.telling():
            markdown = self.run.composed(self.document(page, markdown))
        return markdown  # noqa: RET504 (where an error was told, it is as it came)

    def document(self, page: MkDocsPage, markdown: str) -> Document:
        """Return a hand-written page as other plugins have left it."""
        found = self.handwritten.document(page.file.src_uri)
        if found:
            return replace(found, text=with_lf(markdown))
        name, uri = page.file.src_uri, page_uri(page.file)
        return Document(name, name, uri, with_lf(markdown), is_for_site=False)

    def on_page_content(
        self,
        html: str,
        *,
        page: MkDocsPage,
        config: MkDocsConfig,  # noqa: ARG002
        files: Files,  # noqa: ARG002
    ) -> str:
        """Return a hub's body, or a hand-written page with the generated pieces it asks for."""
        if hub := self.run.build.hubs.get(page.file.src_uri):
            set_hub_metadata(page, hub)  # not before: MkDocs has just set the contents, to none
            return hub.body
        return self.run.filled(with_corners(html))

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Keep the theme's templates for the frames; tell them what every page's foot leads to."""
        env.globals["survey_foot"] = foot_links(files, repository(config), self.run.last_release)
        env.bytecode_cache = COMPILED
        self.env = env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write everything that MkDocs does not build."""
        steps = self.run.write(partial(self.frame, config), partial(self.tell_broken, config))
        with translated():
            self.run.finish(steps)
        config.site_dir = str(self.run.output.site)  # for plugins that come after this one

    def frame(self, config: MkDocsConfig) -> Surroundings:
        """Take from MkDocs what the pages are put into, and what there is beside them."""
        site_pages = [f.page for f in self.files.documentation_pages() if f.page]
        hubs = self.run.build.hubs
        if not self.run.is_serving:  # they are written, and large
            self.run.let_go()
            for page in site_pages:
                page.content = "" if page.file.src_uri in hubs else page.content
        own = (page.file for page in site_pages if page.file.src_uri not in hubs)
        theme = ThemeSite(self.env, self.nav, self.files, config, by_section(site_pages))
        return Surroundings(
            Frames(theme).filled,
            {file.dest_uri.partition("/")[0] for file in own},
            {
                page.canonical_url: hubs[uri].updated
                if (uri := page.file.src_uri) in hubs
                else None
                for page in site_pages
                if page.canonical_url
            },
            partial(self.late_hub, theme),
        )

    def late_hub(self, site: ThemeSite, hub: Page) -> LateHub | None:
        """Build a hub as MkDocs would have, had it been made before."""
        file = self.files.get_file_from_path(f"{hub.uri}index.md")
        if file is None or file.page is None or file.src_uri not in self.run.build.hubs:
            return None
        self.run.build.hubs[file.src_uri] = hub
        content = rendered(site, file.page)
        return LateHub(file.dest_uri, content, file.page.canonical_url or "")

    def tell_broken(self, config: MkDocsConfig) -> None:
        """Report links of hand-written pages that lead to no page, generated or not."""
        for message in self.files.broken(self.run.output.written):
            log.log(config.validation.links.not_found, message)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Fail the build on a mistake in the survey; while serving, only say it and go on."""
        with translated(), self.run.telling():
            yield

    def on_build_error(self, *, error: Exception) -> None:
        """Report on one line what failed in the theme's templates or with files."""
        self.run.is_whole = False
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
        self.run.in_place = True
        server.observer = QuickObserver(server.observer)  # type: ignore[assignment]  # used alike
        server.builder = partial(rebuild, server, builder, Path(config.site_dir))
        self.run.show, self.run.reload = partial(show, server), partial(reload, server)
        return server


@contextmanager
def translated() -> Iterator[None]:
    """Raise our errors for people as MkDocs' own, which it shows without a traceback."""
    try:
        yield
    except SurveyError as error:
        raise PluginError(str(error)) from None


def survey_root(config: MkDocsConfig) -> Path:
    """Find the survey that a site is made for: it is where mkdocs.yml is."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent
