"""Metadata services and hosts, asked in the name of a survey."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

from site_builder.problems import SurveyError, quoted
from site_builder.site import Repository
from site_builder.sources import http
from site_builder.yamlfiles import reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def client(root: Path, told: Callable[[str], None] = lambda _: None) -> http.Client:
    """Return the client that asks services in the name of this survey; `told` hears of waiting."""
    return http.Client(contact(root), http.cache_folder(), told=told)


def contact(root: Path) -> str:
    """Return whom services may write to: `SURVEY_CONTACT`, else the repository of the site."""
    if given := os.environ.get("SURVEY_CONTACT"):
        return given if "://" in given or "@" not in given else f"mailto:{given}"
    found = repository(root).url
    return f"+{found}" if found else ""


def repository(root: Path) -> Repository:
    """Return the repository that mkdocs.yml names, if it names one."""
    document, _ = reading.read(root / "mkdocs.yml", "mkdocs.yml", root)
    settings = document.data if document else None
    found = settings.get("repo_url") if isinstance(settings, dict) else None
    return Repository(found if isinstance(found, str) else "")


def today() -> str:
    """Return the day, or the one that reproducible runs pretend (reproducible-builds.org).

    Raises SurveyError where SOURCE_DATE_EPOCH is set and no number of seconds since 1970.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return dt.datetime.now(dt.UTC).date().isoformat()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        said = f"SOURCE_DATE_EPOCH is {quoted(epoch)}"
        raise SurveyError(f"{said}, not a number of seconds since 1970") from None
