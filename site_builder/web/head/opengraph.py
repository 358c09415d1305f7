"""What shows when somebody shares a link: Open Graph tags and the card made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from site_builder.site import Site
    from site_builder.web.head import Tag


def tags(
    title: str,
    description: str,
    uri: str,
    site: Site,
    *,
    kind: Literal["article", "website"] = "website",
) -> list[Tag]:
    """Return the tags of a page; those that need a whole address are left out where there is none.

    Title and description are plain text. The card's own title and text are not repeated: it takes
    Open Graph's ("Cards markup", X developer documentation).
    """
    image = site.absolute(site.image) if site.image else ""
    found = [
        ("og:type", kind),
        ("og:title", title),
        ("og:description", description),
        ("og:url", site.absolute(uri)),
        ("og:site_name", site.title),
        ("og:image", image),
        *_size(site if image else None),
        ("og:image:alt", (site.image_alt or site.title) if image else ""),
        ("twitter:card", "summary_large_image" if image else "summary"),
    ]
    return [(name, text) for name, text in found if text]


def _size(site: Site | None) -> list[Tag]:
    """Return how large the picture is, so that it shows before it has been fetched once."""
    names = ("og:image:width", "og:image:height")
    sizes = site.image_size if site else (0, 0)
    return [(name, str(pixels)) for name, pixels in zip(names, sizes, strict=True) if pixels]
