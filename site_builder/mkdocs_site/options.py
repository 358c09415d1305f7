"""What mkdocs.yml may say of the plugin."""

from __future__ import annotations

from mkdocs.config import config_options
from mkdocs.config.base import Config

from site_builder.mkdocs_site.pagefind import MOST


class SurveyConfig(Config):  # type: ignore[no-untyped-call]
    """The options of the plugin `survey`."""

    search = config_options.Type(bool, default=True)
    """Whether to make a search index; without one the search box finds nothing."""
    search_part = config_options.Type(int, default=MOST)
    """The most papers in one part of the search index: fewer take less memory while building, and
    more files when somebody searches."""
    licence = config_options.Optional(config_options.URL())
    """Address of the licence that the collection is under."""
    face = config_options.Type(bool, default=True)
    """Whether the site brings along a text face; it does not where `theme.font` chooses one."""
    workers = config_options.Optional(config_options.Type(int))
    """How many processes make the site; otherwise as many as there are cores."""
    share_image = config_options.Type(str, default="")
    """A picture among the hand-written pages for shared links: 1200 by 630 pixels."""
    share_pictures = config_options.Type(int, default=2000)
    """The most papers for which each has a picture of its own for shared links; in a survey with
    more they have that of their category. Less than 0: there are no pictures but `share_image`."""
    proposals = config_options.Type(str, default="")
    """A file of open proposals, as `gh issue list --json number,title,url` writes it, relative to
    the survey; the page of what is missing lists them."""
    links = config_options.Type(str, default="")
    """A file that `survey links --memory` keeps, relative to the survey; the page of what is
    missing lists links that died."""
