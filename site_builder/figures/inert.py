"""SVG that another program drew: only what we know is passed on, everything else is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from markupsafe import Markup, escape

from site_builder.figures import svg
from site_builder.problems import SurveyError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE: Final = "https://survey.invalid/"
"""What links begin with in specifications: Vega puts an address of its own before relative ones."""
HREF: Final = "{http://www.w3.org/1999/xlink}href"
SHAPES: Final = frozenset({"circle", "g", "line", "path", "rect", "text", "tspan"})
"""Elements that are passed on, beside links and the outermost one."""
TEXTS: Final = frozenset({"text", "tspan"})
ATTRIBUTES: Final = frozenset(
    re.findall(
        r"[\w-]+",
        """
        cx cy d dx dy fill fill-opacity font-size height opacity r rx ry stroke stroke-dasharray
        stroke-linecap stroke-linejoin stroke-opacity stroke-width text-anchor transform width
        x x1 x2 y y1 y2
        """,
    )
)
"""Attributes that are passed on: what makes up geometry and paint."""
PAINT: Final = re.compile(r"#[0-9a-f]{3,8}|none|currentColor|var\(--[a-z0-9-]+,[#a-z0-9]+\)")
"""Colours that are passed on; nothing that refers to anything."""
FRACTION: Final = re.compile(r"-?\d+\.\d{3,}")


def redrawn(drawn: str, title: str, root: str) -> Markup:
    """Write a drawing anew as an inert picture; `root` is the way up from the page it is for.

    Raises SurveyError where the drawing is no SVG.
    """
    bare = drawn.replace("<!", "")  # no document type, hence no entities that grow without bound
    try:
        top = ET.fromstring(bare)  # noqa: S314 - as said
        width, height = float(top.get("width", "")), float(top.get("height", ""))
    except (ET.ParseError, ValueError) as error:
        raise SurveyError(f"the figure {quoted(title)} cannot be read: {error}") from error
    return svg.picture(title, width, height, _children(top, root))


def _children(element: ET.Element, root: str) -> Iterator[Markup]:
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "a":
            yield _link(child, root)
        elif name in SHAPES and child.get("display") != "none":
            yield from _shape(name, child, root)


def _link(element: ET.Element, root: str) -> Markup:
    href = element.get(HREF, "")
    uri = href.removeprefix(BASE) if href.startswith(BASE) else None
    labels = [label for mark in element if (label := mark.get("aria-label"))]
    return svg.link(root, uri, *map(svg.hint, labels[:1]), *_children(element, root))


def _shape(name: str, element: ET.Element, root: str) -> Iterator[Markup]:
    inner = [escape(svg.clean(element.text or ""))] if name in TEXTS else []
    inner += _children(element, root)
    kept = {key: value for key in sorted(ATTRIBUTES) if (value := _kept(element, key)) is not None}
    if name in TEXTS or (name != "g" and _is_painted(kept)):
        yield svg.tag(name, *inner, **kept)
    elif inner:
        yield svg.tag(name, *inner, **kept) if kept else Markup().join(inner)


def _is_painted(attributes: dict[str, str]) -> bool:
    """Tell whether a shape is to be seen; Vega draws empty backgrounds, too."""
    return any(attributes.get(each, "none") != "none" for each in ("fill", "stroke"))


def _kept(element: ET.Element, key: str) -> str | None:
    value = element.get(key)
    if value is None or (key == "opacity" and value == "1"):
        return None
    if key in {"fill", "stroke"}:
        return value if PAINT.fullmatch(value) else "none"
    return FRACTION.sub(lambda found: svg.number(float(found[0])), value)
