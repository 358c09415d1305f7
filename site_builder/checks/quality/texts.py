"""Text of any field: markup, TeX and broken characters that came with it from elsewhere."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from site_builder.checks.quality.oddity import Oddity
from site_builder.latex.display import to_text
from site_builder.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.problems import Loc

INLINE: Final = frozenset(
    [
        "i",
        "b",
        "u",
        "em",
        "strong",
        "span",
        "scp",
        "sc",
        "tt",
        "small",
        "italic",
        "bold",
        "jats:italic",
        "jats:bold",
        "jats:sc",
    ]
)
"""Elements that change nothing but how their text looks."""
BLOCK: Final = frozenset(["p", "br", "div", "jats:p", "jats:sec", "jats:title"])
"""Elements that part words."""
OTHER: Final = (
    r"a|font|sub|sup|inf|math|mrow|mi|mo|mn|msub|msup|tex-math|inline-formula"
    r"|jats:[a-z-]+|mml:[a-z]+"
)
TAG: Final = re.compile(
    rf"<(?P<end>/?)(?P<name>{'|'.join(sorted(INLINE | BLOCK, key=len, reverse=True))}|{OTHER})"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
GAP: Final = re.compile(r"[ \t]*\x01[\s\x01]*")
"""Where an element or a character parted words."""
STRANGER: Final = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<rest>\s[^<>]*)?/?>")
"""Any tag; of an element that we do not know, its attributes or its end show that it is one."""
ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}[0-9]{0,2});")
DOLLARS: Final = re.compile(
    r"\$\\(?:less|greater|lt|gt|mathsemicolon|textless|textgreater)\$"
    r"|\\?&\}?amp|\{\\text(?:less|greater)\}"
)
"""Markup that was escaped for TeX as if it were text."""

FORMULA: Final = re.compile(r"\$[^$]*\$|\\\(.{0,500}?\\\)|\\\[.{0,500}?\\\]", re.DOTALL)
TEX: Final = re.compile(r"\\[A-Za-z]+|\\[^\sA-Za-z0-9]|[{}]|``|(?<=\w)--(?=\w)|(?<=\w)~(?=\w)")
"""TeX outside formulas in a field that has none."""
STRUCTURE: Final = re.compile(
    r"\\(?:[Cc]ite[a-z]*|ref|eqref|label|footnote|thanks|begin|end|item|vspace|hspace|newline|par"
    r"|section|textsc|ifmmode|keywords)(?![A-Za-z])\*?"
)
"""Macros that say nothing, or something else, outside their document."""
GROUP: Final = re.compile(r"\{([^{}]*)\}")
ARGUMENT: Final = re.compile(r"\\(?:[^A-Za-z\s]|[A-Za-z]+ ?)\{[^{}]*\}")
ACRONYM: Final = re.compile(r"[A-Z0-9][A-Z0-9+-]+s?")
"""What keeps its capitals in every citation without braces too."""
LOSSY: Final = re.compile(
    r"\\(?:text)?(?:super|sub)script|\\(?:sc|textsc|rule|url|href|mbox)(?![a-z])|\\[A-Za-z]+\s"
)
"""Macros whose text alone says less, and those that swallow the blank behind them."""

HIGH: Final = (
    "\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
"""Characters that bytes 0x80 to 0xBF of UTF-8 become when read as Windows-1252."""
QUOTES: Final = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u2039\u203a\u201a\u201e"
"""Signs that may stand behind a letter with an accent in sound text too."""
MOJIBAKE: Final = re.compile(
    f"[\u00c2\u00c3][{HIGH}]|[\u00c4\u00c5](?![{QUOTES}])[{HIGH}]|\u00e2[{HIGH}]{{2}}"
    f"|(?:[\u00c6-\u00df](?![{QUOTES}])[{HIGH}]){{2,}}|(?:[\u00e3-\u00e9][{HIGH}]{{2}}){{2,}}"
)
BROKEN: Final = re.compile("[\ufffd\ue000-\uf8ff]|\u00ef\u00bf\u00bd")
"""What programs write for a character that they could not read; private characters of fonts."""
LIGATURE: Final = re.compile("[\ufb00-\ufb06]")
SUSPECT: Final = re.compile("[<&{}\\\\$~`]|--")
"""Of plain ASCII, text without any of these is none of the rules' business."""
STRANGE: Final = re.compile(
    "[\ufb00-\ufb06\ufffd\ue000-\uf8ff\u00c2-\u00c6\u00ce-\u00d1\u00d8\u00d9\u00e2-\u00e9\u00ef]"
)
"""And of other text, what has none of these either."""


def of_text(field: str, loc: Loc, text: str, *, tex: bool = True) -> Iterator[Oddity]:
    """Find leftovers in one text; where its field may hold TeX, only macros out of place."""
    if SUSPECT.search(text) if tex else ("<" in text or "&" in text or "\\" in text):
        yield from _markup(field, loc, text)
        yield from _tex(field, loc, text) if tex else _structure(field, loc, text)
    if not text.isascii() and STRANGE.search(text):
        yield from symbols(field, loc, text)


def _markup(field: str, loc: Loc, text: str) -> Iterator[Oddity]:
    found = _first_tag(text) or _first_entity(text) or DOLLARS.search(text)
    if found:
        message = f"holds markup, {quoted(found[0])}"
        yield Oddity(f"{field}.markup", loc, message, "write plain text", bare(text))


def _first_tag(text: str) -> re.Match[str] | None:
    """Find a tag; a letter in angle brackets that nothing closes is a placeholder, not a tag."""
    if "<" not in text:
        return None
    tags = list(TAG.finditer(text))
    closed = {tag["name"].lower() for tag in tags if tag["end"]}
    known = (t for t in tags if len(t["name"]) > 1 or t["name"].lower() in closed)
    return next(known, None) or _stranger(text)


def _stranger(text: str) -> re.Match[str] | None:
    tags = list(STRANGER.finditer(text))
    ended = {tag["name"] for tag in tags if tag["end"]} - {"s", "S"}  # <s>…</s> are tokens
    begun = (t for t in tags if not t["end"])
    return next((t for t in begun if t["name"] in ended or "=" in (t["rest"] or "")), None)


def _first_entity(text: str) -> re.Match[str] | None:
    if "&" not in text:
        return None
    return next((m for m in ENTITY.finditer(text) if html.unescape(m[0]) != m[0]), None)


def bare(text: str) -> str | None:
    """Return a text without its markup, or None where markup carries meaning or is left."""
    plain = TAG.sub(_instead, ENTITY.sub(_character, text))
    plain = GAP.sub(" ", plain).strip()
    if "\0" in plain or not plain or _first_tag(plain) or _first_entity(plain):
        return None
    return None if BROKEN.search(plain) or DOLLARS.search(plain) else plain


def _character(entity: re.Match[str]) -> str:
    char = html.unescape(html.unescape(entity[0]))
    return "\1" if char.isspace() else char


def _instead(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    return "" if name in INLINE else "\1" if name in BLOCK else "\0"


def _tex(field: str, loc: Loc, text: str) -> Iterator[Oddity]:
    outside = FORMULA.sub(" ", text)
    if (found := TEX.search(outside)) and not DOLLARS.search(text):
        hint = "write Unicode; only formulas, in dollars, are TeX"
        message = f"holds TeX, {quoted(found[0])}"
        yield Oddity(f"{field}.tex", loc, message, hint, untexed(text))


def untexed(text: str) -> str | None:
    """Return a text with its TeX as Unicode, or None where formulas, or what is lost, forbid it."""
    if "$" in text or FORMULA.search(text) or LOSSY.search(text) or STRUCTURE.search(text):
        return None
    if not all(ACRONYM.fullmatch(group) for group in GROUP.findall(ARGUMENT.sub("", text))):
        return None  # braces may keep capitals that would be lost without them
    plain = to_text(text)
    return None if TEX.search(plain) or TAG.search(plain) or not plain else plain


def _structure(field: str, loc: Loc, text: str) -> Iterator[Oddity]:
    if found := STRUCTURE.search(FORMULA.sub(" ", text)):
        message = f"holds TeX, {quoted(found[0])}"
        yield Oddity(f"{field}.tex", loc, message, "write what a reader of the text should see")


def symbols(field: str, loc: Loc, text: str) -> Iterator[Oddity]:
    """Find characters that were lost or read in the wrong encoding."""
    if text.isascii():
        return
    code = f"{field}.symbols"
    if found := BROKEN.search(text):
        message = f"holds U+{ord(found[0][0]):04X}, a character that was lost"
        yield Oddity(code, loc, message, "write the character that belongs there")
    elif (mended := MOJIBAKE.sub(_decoded, text)) != text:
        hint = "it was UTF-8 and was read as another encoding"
        wrong = next(m[0] for m in MOJIBAKE.finditer(text) if _decoded(m) != m[0])
        yield Oddity(code, loc, f"holds {quoted(wrong)}, which is {_right(wrong)}", hint, mended)
    elif found := LIGATURE.search(text):
        mended = LIGATURE.sub(lambda each: unicodedata.normalize("NFKC", each[0]), text)
        message = f"holds the ligature U+{ord(found[0]):04X}"
        yield Oddity(code, loc, message, "write its letters", mended)


def _right(wrong: str) -> str:
    return quoted(MOJIBAKE.sub(_decoded, wrong))


def _decoded(match: re.Match[str]) -> str:
    """Read the bytes again that Windows-1252 made characters of; what is no UTF-8 stays."""
    try:
        raw = b"".join(_byte(char) for char in match[0])
        found = raw.decode("utf-8")
    except UnicodeError:
        return match[0]
    return found if found.isprintable() else match[0]


def _byte(char: str) -> bytes:
    return char.encode("latin-1") if ord(char) < 0x100 else char.encode("cp1252")  # noqa: PLR2004 (Latin-1 ends there)
