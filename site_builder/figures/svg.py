"""SVG elements as text: escaped, without ids, with numbers that are the same everywhere."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from site_builder import latex
from site_builder.record.values import NOT_XML

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMESPACE: Final = "http://www.w3.org/2000/svg"
SITE_PATH: Final = re.compile(
    r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*/(?:\?[\w=&,-]*)?(?:#[a-z][a-z0-9-]*)?"
)
"""What a link may lead to: a page of the site or a part of it, relative to the root."""
SIZE: Final = 12.0
"""Height of letters, in the picture's units."""

Number = float | int


def tag(name: str, *children: str, **attributes: str | Number | None) -> Markup:
    """Return an element; attributes that are None are left out, `_` stands for a hyphen.

    Values of attributes are escaped here; children are XML already.
    """
    written = "".join(
        f' {_attribute(key)}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join([each if isinstance(each, Markup) else escape(each) for each in children])
    end = f">{inner}</{name}>" if inner else "/>"
    return Markup(f"<{name}{written}{end}")  # noqa: S704 - all parts are escaped


@cache
def _attribute(key: str) -> str:
    return key.strip("_").replace("_", "-")


def _value(value: str | Number) -> str:
    return number(value) if isinstance(value, int | float) else str(escape(clean(value)))


def number(value: Number) -> str:
    """Format a coordinate with two digits after the point at most, the same on every machine."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def clean(text: str) -> str:
    """Remove characters that XML 1.0 does not allow."""
    return NOT_XML.sub("", text)


def picture(title: str, width: Number, height: Number, children: Iterable[str]) -> Markup:
    """Return the outermost element; `title` is its accessible name.

    It is a group and no image, so that the links in it are told to those who cannot see it.
    """
    return tag(
        "svg",
        *children,
        xmlns=NAMESPACE,
        class_="survey-figure",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="group",
        aria_label=title,
        font_size=SIZE,
        fill="currentColor",
    )


def text(content: str, x: Number, y: Number, **attributes: str | Number | None) -> Markup:
    """Return plain text as an element; `y` is its baseline."""
    return tag("text", escape(clean(content)), x=x, y=y, **attributes)


def tooltip(content: str) -> Markup:
    """Return a title element: what a mark shows when pointed at, and its accessible name."""
    return tag("title", escape(clean(content)))


def link(root: str, uri: str | None, *children: str, **attributes: str | Number | None) -> Markup:
    """Return a mark that links to a page of the site; a group where `uri` is anything else.

    `root` leads from the figure's page to the site's root. Marks stay out of the order of the tab
    key: the table beside the figure has the same links.
    """
    if uri is None or not SITE_PATH.fullmatch(uri):
        return tag("g", *children, **attributes)
    return tag("a", *children, href=root + uri, tabindex="-1", **attributes)


def plain(source: str) -> str:
    """Return a record's text as plain text on one line."""
    return " ".join(clean(latex.to_text(source)).split())


def inside(title: str) -> str:
    """Return a title as it stands inside a sentence; names and abbreviations keep their capital."""
    shown = plain(title)
    return shown[:1].lower() + shown[1:] if shown[1:2].islower() else shown


def width_of(content: str) -> float:
    """Estimate how wide a text is at most, whatever font the reader's system has."""
    return SIZE * sum(map(_width, content))


def fit(content: str, room: float) -> str:
    """Shorten a text to the room that it has, with an ellipsis at its end."""
    if width_of(content) <= room:
        return content
    kept, left = 0, room - width_of("…")
    while kept < len(content) and (left := left - SIZE * _width(content[kept])) >= 0:
        kept += 1
    return f"{content[:kept].rstrip()}…"


NARROW: Final = frozenset("iljI.,:;'|!()[]{}ftr -/\\\"`")
WIDE: Final = frozenset("mwMWOQGDHNUCAKRVXYB@%&…—+=<>~\N{MULTIPLICATION SIGN}\N{MINUS SIGN}")


def _width(char: str) -> float:
    """Estimate a character's width in the size of its font, as the wider system fonts have it."""
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char in NARROW:
        return 0.4
    return 0.85 if char in WIDE else 0.63
