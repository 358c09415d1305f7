"""What the generated part of a site consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page that stands inside the theme's frame."""

    uri: str
    """Relative to the site's root, with a slash at its end; the file is `index.html` in there."""
    title: str
    """Plain text."""
    body: str
    """Ready, safe HTML of the content area; it holds the page's only <h1>."""
    description: str = ""
    """Plain text for <meta name=description>."""
    head: str = ""
    """Ready, safe HTML for <head>."""
    section: str = ""
    """Slug of the hub that the page belongs to, whose entry in the navigation is the active one."""
    source: str | None = None
    """The record's path relative to the survey's root, for "edit"."""
    is_hub: bool = False
    """Whether the page may stand in the navigation."""
    updated: dt.date | None = None
    """When what it shows was last changed, as far as git tells."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is written as it is."""

    uri: str
    """Relative to the site's root, with the file's name."""
    content: str | bytes
    origin: str = "a file"
    """What it is made from, to be named where two want one address."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another page of the site."""

    uri: str
    """Relative to the site's root."""
    title: str
