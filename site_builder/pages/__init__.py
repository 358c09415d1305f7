"""Which pages and files the site has, as values: address and content.

The names below are imported when they are first asked for: who checks hand-written pages needs
none of them, and all that makes pages takes longer to import than a survey of hundreds to check.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from site_builder.pages.build_services import BuildServices
    from site_builder.pages.facts import SiteFacts
    from site_builder.pages.heads import of_home as home_head
    from site_builder.pages.overview import fragments
    from site_builder.pages.parts import Asset, Page
    from site_builder.pages.rendering import begin, hubs, render, work_of
    from site_builder.pages.templates import Templates, make_templates
    from site_builder.pages.texts import Shelf
    from site_builder.pages.writer import Writer

__all__ = [
    "Asset",
    "BuildServices",
    "Page",
    "Shelf",
    "SiteFacts",
    "Templates",
    "Writer",
    "begin",
    "fragments",
    "home_head",
    "hubs",
    "make_templates",
    "render",
    "work_of",
]

PLACES: Final = {
    "Asset": "parts:Asset",
    "BuildServices": "build_services:BuildServices",
    "Page": "parts:Page",
    "Shelf": "texts:Shelf",
    "SiteFacts": "facts:SiteFacts",
    "Templates": "templates:Templates",
    "Writer": "writer:Writer",
    "begin": "rendering:begin",
    "fragments": "overview:fragments",
    "home_head": "heads:of_home",
    "hubs": "rendering:hubs",
    "make_templates": "templates:make_templates",
    "render": "rendering:render",
    "work_of": "rendering:work_of",
}
"""Modules in this package, and what each name is called there. No module has such a name itself: it
would take the place of what is meant."""


def __getattr__(name: str) -> Any:
    """Import one of the names above (PEP 562)."""
    if name not in PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, wanted = PLACES[name].partition(":")
    return getattr(import_module(f"{__name__}.{module}"), wanted)
