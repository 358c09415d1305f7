"""Run MkDocs for `survey build` and `survey serve`."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

from site_builder.mkdocs_site import cluster
from site_builder.mkdocs_site.loglines import make_inert
from site_builder.problems import SurveyError
from site_builder.targets import SITE, check_folder

# Material prints a notice on MkDocs 2 as soon as MkDocs imports it to look for themes, unless this
# variable is set by then: so it stands above MkDocs' import. Who wants the notice sets it to "".
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig

log = logging.getLogger("mkdocs")
"""Where MkDocs and its plugins say what they do."""

CONFIG: Final = "mkdocs.yml"
PLUGIN: Final = "survey"


def build(
    root: Path,
    out: Path | None = None,
    *,
    strict: bool = False,
    workers: int | None = None,
    scheduler: str | None = None,
) -> bool:
    """Build a survey's site; tell whether it stands.

    So many processes make it, or as many as mkdocs.yml says, or else as is best; or the workers of
    a Dask cluster, whose scheduler has this address.

    Raises SurveyError where there is nothing to build with, no mkdocs.yml or a wrong one, where
    the site's folder is not one to be built into, and where the cluster is not fit to make this
    site; what is there then stays as it is.
    """
    with _logging(), _translating():
        if out:
            check_folder(out, root, SITE)
        config = load_config(
            config_file=str(root / CONFIG),
            site_dir=os.path.realpath(out) if out else None,
            strict=strict or None,
        )
        if PLUGIN not in config.plugins:  # MkDocs alone would empty any folder
            raise SurveyError(f"{CONFIG}: plugins: must have {PLUGIN}, which makes the pages")
        check_folder(Path(config.site_dir), root, SITE)
        if workers:
            config.plugins[PLUGIN].config.workers = workers
        with (
            cluster.connected(scheduler, root) if scheduler is not None else nullcontext() as found
        ):
            config.plugins[PLUGIN].cluster = found  # type: ignore[attr-defined]
            return _build(config)


def _build(config: MkDocsConfig) -> bool:
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    except Abort as error:  # what it is about has been said
        log.error("%s", error.message)  # noqa: TRY400 (people need no traceback of a mistake)
        return False
    finally:
        config.plugins.on_shutdown()
    return True


def serve(root: Path, address: str | None = None) -> None:
    """Serve a survey's site and build it again on every edit, until interrupted.

    Raises SurveyError where that cannot even begin.
    """
    from mkdocs.commands.serve import serve as mkdocs_serve  # noqa: PLC0415 (builds need no server)

    with _logging(), _translating():
        mkdocs_serve(config_file=str(root / CONFIG), dev_addr=address)


@contextmanager
def _translating() -> Iterator[None]:
    """Turn what MkDocs raises for people into our error for people."""
    try:
        yield
    except MkDocsException as error:
        raise SurveyError(error.message) from None
    except OSError as error:
        raise SurveyError(str(error)) from None


@contextmanager
def _logging() -> Iterator[None]:
    """Show people the log of MkDocs."""
    handler = logging.StreamHandler()
    handler.setFormatter(_LogFormatter())
    handler.addFilter(make_inert)
    level = log.level
    log.setLevel(logging.INFO)
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


class _LogFormatter(logging.Formatter):
    """Say how bad it is only where it is bad."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        if record.levelno < logging.WARNING:
            return text
        return f"{record.levelname.lower()}: {text}"
