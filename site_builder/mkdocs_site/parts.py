"""What one build has: what it makes out of the records, and what MkDocs brings along for it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from site_builder.mkdocs_site.edits import Edits
from site_builder.pages.addresses import Addresses

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from site_builder.mkdocs_site.frame_set import FrameSet
    from site_builder.pages import Page
    from site_builder.pages.shards import Work


@dataclass
class Build:
    """What one build makes out of the records."""

    secret: str = field(default_factory=lambda: f"m{secrets.token_hex(16)}")
    """What marks pieces of hand-written pages, so that no text can."""
    scratch: str = field(default_factory=lambda: f".survey-{secrets.token_hex(8)}")
    """Where texts of papers wait in the site's folder while it is built: no two builds have one."""
    pieces: dict[str, str] = field(default_factory=dict)
    """Pieces of hand-written pages by their marks."""
    home_head: str = ""
    """What the head of the home page says to programs."""
    hubs: dict[str, Page] = field(default_factory=dict)
    """Pages that MkDocs builds, by the source that it takes them to have."""
    work: Work | None = None
    """What everything else is made from."""
    addresses: Addresses = field(default_factory=Addresses)
    """What is taken of the site."""
    edits: Edits = field(default_factory=Edits)
    """The records that were edited since the last build."""
    is_late: bool = False
    """Whether the hubs are those of the last build until the pages of edited papers are written."""
    shown_at: int | None = None
    """How many files had changed when the edited papers were shown, if they were before MkDocs
    had built its pages."""
    is_whole: bool = True
    """Whether no registry is missing, whose pages links would miss."""
    failure: str = ""
    """Why something could not be made, while serving."""


@dataclass
class Surroundings:
    """How a build's parts become files, and what else the site has."""

    frames: FrameSet
    tops: set[str]
    """First parts of the addresses of hand-written pages."""
    addresses: dict[str, dt.date | None]
    """Whole addresses of the pages that are there already, each with the day of its last change."""
    hub: Callable[[Page], LateHub | None] = lambda _: None
    """Puts a hub that comes late into its frame; nothing where a hand-written page stands."""


class LateHub(NamedTuple):
    """The page of a hub in the theme's frame."""

    name: str
    """Its file."""
    content: bytes
    address: str
    """Whole, or nothing where the site's is not known."""
