"""Drawings beside hand-written texts: SVG that stands in the page and so follows its colours.

Only what draws is allowed; all else is an error and no part of the page. Ids become the page's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Final
from xml.parsers import expat

NAMESPACE: Final = "http://www.w3.org/2000/svg"
MOST_BYTES: Final = 200_000
DEEPEST: Final = 50

ELEMENTS: Final = frozenset(
    {
        *("svg", "g", "defs", "title", "desc", "symbol", "use", "marker", "clipPath", "mask"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("text", "tspan", "linearGradient", "radialGradient", "stop", "pattern"),
    }
)
PAINT: Final = frozenset(
    {
        *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-dasharray", "stroke-dashoffset"),
        *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity"),
        *("stroke-width", "opacity", "color", "stop-color", "stop-opacity", "paint-order"),
        *("font-family", "font-size", "font-style", "font-weight", "letter-spacing"),
        *("text-anchor", "dominant-baseline", "alignment-baseline", "baseline-shift"),
        *("marker-start", "marker-mid", "marker-end", "clip-path", "clip-rule", "mask"),
        *("vector-effect", "visibility", "display", "text-decoration", "word-spacing"),
        *("shape-rendering", "text-rendering", "writing-mode"),
    }
)
"""Properties of style, as attributes and in `style`."""
PLAIN: Final = frozenset(
    {
        *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "dx", "dy"),
        *("width", "height", "d", "points", "transform", "rotate", "pathLength", "viewBox"),
        *("preserveAspectRatio", "offset", "refX", "refY", "orient", "markerWidth"),
        *("markerHeight", "markerUnits", "gradientUnits", "gradientTransform", "spreadMethod"),
        *("clipPathUnits", "maskUnits", "patternUnits", "patternTransform", "textLength"),
        *("lengthAdjust", "xml:space", "xml:lang", "lang", "role", "aria-hidden", "class"),
        *("version",),
    }
)
"""Attributes whose values name nothing and lead nowhere."""
IDS: Final = frozenset({"id", "aria-labelledby", "aria-describedby"})
VALUE: Final = re.compile(r"[\w\s.,:;%#()+*/\"'=-]*")
"""Characters of a value; there is no angle bracket, backslash, at sign or exclamation mark."""
FUNCTION: Final = re.compile(r"([a-zA-Z-]+)\s*\(")
FUNCTIONS: Final = frozenset(
    {
        *("matrix", "translate", "scale", "rotate", "skewX", "skewY", "var", "calc", "min", "max"),
        *("rgb", "rgba", "hsl", "hsla", "color-mix", "light-dark", "oklch", "oklab", "url"),
    }
)
LOCAL_URL: Final = re.compile(r"url\(\s*(['\"]?)#([\w.-]+)\1\s*\)")
ID: Final = re.compile(r"[A-Za-z_][\w.-]*")
DECLARATION: Final = re.compile(r"\s*(?P<name>[a-z-]+)\s*:\s*(?P<value>[^;]*?)\s*")
SIZE: Final = ("width", "height")
"""Attributes of the outermost element that the page decides on."""


class NotADrawing(Exception):
    """Raised for what is not allowed in a drawing; says what, and where."""

    def __init__(self, line: int, column: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.hint = line, column, message, hint


def inlined(source: bytes, ident: str, words: str) -> str:
    """Return a drawing as a part of a page; `words` tell it to those who do not see it.

    `ident` begins the ids in it. Raises NotADrawing for what is no SVG or not allowed.
    """
    if len(source) > MOST_BYTES:
        raise NotADrawing(1, 1, f"a drawing has at most {MOST_BYTES:,} bytes", "simplify it")
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotADrawing(1, 1, "a drawing must be in UTF-8") from None
    writer = _Writer(ident, words)
    try:
        writer.parser.Parse(text, True)  # noqa: FBT003 (the last part)
    except expat.ExpatError as error:
        said = f"this is no XML: {expat.ErrorString(error.code)}"
        raise NotADrawing(error.lineno, error.offset + 1, said) from None
    return "".join(writer.parts)


@dataclass
class _Writer:
    """Writes what is allowed while a parser reads, element by element."""

    ident: str
    words: str
    parts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=None)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.ProcessingInstructionHandler = self.refuse_instruction
        self.parser.buffer_text = True

    def refuse(self, message: str, hint: str = "") -> NotADrawing:
        """Return an exception for the place that is being read."""
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        return NotADrawing(line, column, message, hint)

    def refuse_doctype(self, *_: object) -> None:
        """Refuse what can define entities."""
        raise self.refuse("a drawing has no document type", "delete <!DOCTYPE …>")

    def refuse_instruction(self, *_: object) -> None:
        """Refuse what could bring a style sheet in."""
        raise self.refuse("a drawing has no processing instructions", "delete <?…?>")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Write a start tag."""
        is_outermost = not self.open
        if name not in ELEMENTS or is_outermost != (name == "svg"):
            hint = f"one of {', '.join(sorted(ELEMENTS))}"
            where = " as the outermost element" if is_outermost else ""
            raise self.refuse(f"<{name}> is not allowed in a drawing{where}", hint)
        if len(self.open) >= DEEPEST:
            raise self.refuse(f"more than {DEEPEST} elements lie in each other")
        own = {n: v for n, v in attributes.items() if n != "xmlns" and not n.startswith("xmlns:")}
        written = dict(self._attribute(n, v) for n, v in own.items())
        if is_outermost:
            written = self._outermost(attributes, written)
        said = "".join(f' {each}="{escape(value)}"' for each, value in written.items())
        self.parts.append(f"<{name}{said}>")
        self.open.append(name)

    def _outermost(self, attributes: dict[str, str], written: dict[str, str]) -> dict[str, str]:
        if attributes.get("xmlns") != NAMESPACE:
            raise self.refuse("this is no SVG", f'begin with <svg xmlns="{NAMESPACE}" viewBox="…">')
        if "viewBox" not in attributes:
            raise self.refuse("the drawing has no viewBox", 'write viewBox="0 0 WIDTH HEIGHT"')
        kept = {n: v for n, v in written.items() if n not in {"role", "class", *IDS, *SIZE}}
        return {"role": "img", "aria-label": self.words, "class": "survey-drawing__svg", **kept}

    def _attribute(self, name: str, value: str) -> tuple[str, str]:
        """Return an attribute as it is written; raises NotADrawing."""
        if name == "style":
            return name, self._style(value)
        if name in IDS:
            return name, " ".join(self._id(each) for each in value.split())
        if name in {"href", "xlink:href"}:
            if not value.startswith("#"):
                raise self.refuse(f"{name} leads out of the drawing", 'write href="#id"')
            return "href", f"#{self._id(value[1:])}"
        if name == "aria-label":
            return name, value
        if name not in PAINT | PLAIN:
            raise self.refuse(f"the attribute {name} is not allowed in a drawing")
        return name, self._value(name, value)

    def _style(self, value: str) -> str:
        found = []
        for part in filter(str.strip, value.split(";")):
            declaration = DECLARATION.fullmatch(part)
            if declaration is None or declaration["name"] not in PAINT:
                raise self.refuse(f"style: {part.strip()!r} is not allowed in a drawing")
            name = declaration["name"]
            found.append(f"{name}:{self._value(name, declaration['value'])}")
        return ";".join(found)

    def _value(self, name: str, value: str) -> str:
        if not VALUE.fullmatch(value) or set(FUNCTION.findall(value)) - FUNCTIONS:
            raise self.refuse(f"{name}={value[:80]!r} is not allowed in a drawing")
        local = LOCAL_URL.sub(lambda found: f"url(#{self._id(found[2])})", value)
        if value.count("url(") != len(LOCAL_URL.findall(value)):
            raise self.refuse(f"{name} leads out of the drawing", "write url(#id)")
        return local

    def _id(self, value: str) -> str:
        if not ID.fullmatch(value):
            raise self.refuse(f"{value[:80]!r} is no id", "letters, digits, hyphens")
        return f"{self.ident}-{value}"

    def end(self, name: str) -> None:
        """Write an end tag."""
        self.open.pop()
        self.parts.append(f"</{name}>")

    def text(self, text: str) -> None:
        """Write text."""
        self.parts.append(escape(text))
