"""SVG elements as text: escaped, without ids, with numbers that are the same everywhere."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from site_builder import latex
from site_builder.record.values import NOT_XML

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMESPACE: Final = "http://www.w3.org/2000/svg"
SITE_PATH: Final = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*/(?:\?[\w=&,-]*)?")
"""What a link may lead to: a page of the site, relative to its root."""
SIZE: Final = 12.0
"""Height of letters, in the picture's units."""

Number = float | int


def tag(name: str, *children: str, **attributes: str | Number | None) -> Markup:
    """Write an element; attributes that are None are left out, `_` stands for a hyphen."""
    told = "".join(
        f' {key.strip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = Markup().join(children)
    end = f">{inner}</{name}>" if inner else "/>"
    return Markup(f"<{name}{told}{end}")  # noqa: S704 - all parts are escaped


def _value(value: str | Number) -> str:
    return number(value) if isinstance(value, int | float) else str(escape(clean(value)))


def number(value: Number) -> str:
    """Write a coordinate with two digits after the point at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def clean(text: str) -> str:
    """Leave out what XML does not allow."""
    return NOT_XML.sub("", text)


def picture(title: str, width: Number, height: Number, children: Iterable[str]) -> Markup:
    """Write the outermost element; `title` is its accessible name.

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


def words(text: str, x: Number, y: Number, **attributes: str | Number | None) -> Markup:
    """Write text whose line stands on `y`."""
    return tag("text", escape(clean(text)), x=x, y=y, **attributes)


def hint(text: str) -> Markup:
    """Write what a mark says when it is pointed at."""
    return tag("title", escape(clean(text)))


def link(root: str, uri: str | None, *children: str) -> Markup:
    """Make a mark lead to a page of the site; to any other address it leads nowhere.

    Marks stay out of the order of the tab key: the table beside the figure has the same links.
    """
    if uri is None or not SITE_PATH.fullmatch(uri):
        return tag("g", *children)
    return tag("a", *children, href=root + uri, tabindex="-1")


def plain(text: str) -> str:
    """Give a record's text as it is shown, on one line."""
    return " ".join(clean(latex.to_text(text)).split())


def inside(title: str) -> str:
    """Give a title as it stands inside a sentence; names and abbreviations keep their capital."""
    text = plain(title)
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def width_of(text: str, size: float = SIZE) -> float:
    """Estimate how wide a text is at most, whatever font the reader's system has."""
    return size * sum(map(_width, text))


def fit(text: str, room: float, size: float = SIZE) -> str:
    """Shorten a text to the room that it has."""
    if width_of(text, size) <= room:
        return text
    kept, left = 0, room - width_of("…", size)
    while kept < len(text) and (left := left - size * _width(text[kept])) >= 0:
        kept += 1
    return f"{text[:kept].rstrip()}…"


NARROW: Final = frozenset("iljI.,:;'|!()[]{}ftr -/\\\"`")
WIDE: Final = frozenset("mwMWOQGDHNUCAKRVXYB@%&…—")


def _width(char: str) -> float:
    """Estimate a character's width in the size of its font, as the wider system fonts have it."""
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char in NARROW:
        return 0.4
    return 0.85 if char in WIDE else 0.63
