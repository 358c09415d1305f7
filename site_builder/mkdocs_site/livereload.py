"""A served site that is built again: what the terminal and the browsers are told of it."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from site_builder.mkdocs_site.output import error_page, hide

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.survey")


def rebuild(server: LiveReloadServer, builder: Callable[[], None], site: Path) -> None:
    """Build; when that fails, say why in the terminal and in the browser."""
    try:
        builder()
    except Exception as error:  # whatever broke, the next edit may mend it
        message = str(error) or type(error).__name__
        log.error("%s", message)  # noqa: TRY400 (a template's author needs no traceback)
        log.debug("what broke the build", exc_info=True)
        hide(site)
        (site / "404.html").write_bytes(error_page(message))
        reload(server)


def show(server: LiveReloadServer) -> None:
    """Let browsers have what is there already of the build that is going on.

    MkDocs has no door for this. Its server compares two times: when what it shows was built, and
    when the build that it waits for began; browsers wait for the first to grow, and while the two
    differ they get nothing.
    """
    with server._epoch_cond:  # noqa: SLF001 (see above)
        server._visible_epoch = server._wanted_epoch  # noqa: SLF001
        server._epoch_cond.notify_all()  # noqa: SLF001


def reload(server: LiveReloadServer) -> None:
    """Make browsers reload their page without another build; not while they wait for one."""
    with server._epoch_cond:  # noqa: SLF001 (see above)
        if server._visible_epoch == server._wanted_epoch:  # noqa: SLF001
            server._wanted_epoch = server._visible_epoch = round(time.monotonic() * 1000)  # noqa: SLF001
            server._epoch_cond.notify_all()  # noqa: SLF001
