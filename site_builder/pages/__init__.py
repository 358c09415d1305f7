"""Which pages and files the site has, as values: address and content."""

from __future__ import annotations

from site_builder.pages.build_services import BuildServices
from site_builder.pages.facts import SiteFacts
from site_builder.pages.heads import of_home as home_head
from site_builder.pages.overview import fragments
from site_builder.pages.parts import Asset, Page
from site_builder.pages.render import begin, hubs, render, work_of
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
