r"""Markup that programs left in texts: entities, tags, signs in a dress, TeX's conditionals."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONDITIONAL: Final = re.compile(r"\\(ifmmode|else|fi)(?![A-Za-z])[ \t]*(?:\{\})?")
SIGNS: Final = {
    "less": "<",
    "textless": "<",
    "lt": "<",
    "greater": ">",
    "textgreater": ">",
    "gt": ">",
    "mathsemicolon": ";",
    "mathplus": "+",
    "mathequal": "=",
    "mathsim": "~",
    "mathcolon": ":",
    "mathquotedblright": '"',
    "mathampersand": "&",
    "ampersand": "&",
    "mathslash": "/",
    "slash": "/",
    "mathpercent": "%",
    "and": "&",
}
"""Names that no TeX defines, as some publishers' and managers' exports write signs."""
DRESSED: Final = re.compile(
    rf"\$\s*\\({'|'.join(SIGNS)})\s*\$|\{{\s*\\({'|'.join(SIGNS)})\s*\}}"
    rf"|\\(textless|textgreater)(?:\{{\}}|\s+|(?![A-Za-z]))|\{{\\?([&<>;])\}}|\\([&])"
)
ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
TAGS: Final = (
    "a|abbr|b|big|bold|cite|em|emph|font|h[1-6]|i|inf|italic|li|monospace|ol|ovl|p|roman|sans-serif"
    "|sc|scp|sec|small|span|strike|strong|sub|sup|t|title|tt|u|ul|underline|div|abstract|math"
)
TAG: Final = re.compile(
    rf"<(?P<end>/)?(?P<prefix>(?:mml|m|jats|ce|sb|xhtml):)?(?P<name>(?:{TAGS})\b|(?(prefix)[\w-]+|(?!)))"
    r"(?P<more>\s[^<>]*)?(?P<empty>/)?>",
    re.IGNORECASE,
)
"""Tags of HTML, Crossref's face markup, JATS and MathML; with a prefix, of any name."""
VOID: Final = re.compile(r"<(?:br|hr|wbr)\s*/?>", re.IGNORECASE)
BLOCKS: Final = frozenset({"p", "title", "sec", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4"})
FORMULA: Final = re.compile(
    r"<(mml:|m:)?math\b[^<>]*>(.*?)</(?:mml:|m:)?math>", re.DOTALL | re.IGNORECASE
)
ENDS: Final = ("</math>", "</mml:math>", "</m:math>")
"""Ends of such formulas."""
HEADING: Final = re.compile(r"\s*(?:abstract|summary)\s*[:.]?\s*\n+", re.IGNORECASE)
NAKED_STYLE: Final = re.compile(
    r"\\(?:text(?:sc|it|bf|sl|rm|sf|tt|up|md|normal|superscript|subscript)|emph|underline)"
    r"(?![A-Za-z])(?!\s*\{)\s*"
)
r"""A macro whose argument's braces a program has taken away: \textsc Bert."""
LEFT: Final = re.compile(rf"{ENTITY.pattern}|</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|\\[A-Za-z]+")
"""What readers would take for markup."""
COMMENTS: Final = re.compile(r"<!--.*?-->|<!\[CDATA\[|\]\]>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Undone:
    """A text without what was left in it."""

    text: str
    found: tuple[str, ...] = ()
    """What was undone, as it stood."""


def without_conditionals(tex: str) -> str:
    r"""Return TeX with `\ifmmode … \else … \fi` replaced by what it sets in text."""
    if "\\ifmmode" not in tex:
        return tex
    return "".join(_chosen(tex))


def _chosen(tex: str) -> Iterator[str]:
    """Yield what stands outside of conditionals, and in text their second branches."""
    states: list[str] = []
    at = 0
    for match in CONDITIONAL.finditer(tex):
        is_ours = match[1] == "ifmmode" or states
        if "ifmmode" not in states:
            yield tex[at : match.start()] if is_ours else tex[at : match.end()]
        at = match.end()
        if match[1] == "ifmmode":
            states.append("ifmmode")
        elif states and match[1] == "else":
            states[-1] = "else"
        elif states:
            states.pop()
    if "ifmmode" not in states:
        yield tex[at:]


def plain(tex: str) -> str:
    r"""Return TeX without what is no TeX: conditionals, signs in a dress, styles of nothing."""
    if "\\" not in tex:
        return tex
    return NAKED_STYLE.sub("", undressed(without_conditionals(tex)))


def told(tex: str) -> tuple[str, ...]:
    """List what is undone in a text of a bibliography, as it stands there."""
    styles = tuple(match[0].strip() for match in NAKED_STYLE.finditer(tex))
    return (*styles, *undone(plain(tex)).found) if "<" in tex or "&" in tex or "\\" in tex else ()


def left(text: str) -> tuple[str, ...]:
    """List tags, entities and macros outside of formulas that a text still holds."""
    bare = re.sub(r"\$[^$]*\$|https?://\S+", " ", text)
    return tuple(dict.fromkeys(match[0] for match in LEFT.finditer(bare)))


def undressed(tex: str) -> str:
    r"""Return TeX with entities and tags in TeX's dress made plain: `{\&}amp$\mathsemicolon$`.

    Signs that belong to neither stay as they are.
    """
    if not DRESSED.search(tex):
        return tex
    bare = DRESSED.sub(_sign, tex)
    is_markup = any(ENTITY.finditer(bare)) or any(TAG.finditer(bare))
    return bare if is_markup else DRESSED.sub(_undefined, tex)


def _sign(match: re.Match[str]) -> str:
    name: str = next(filter(None, match.groups()))
    return SIGNS.get(name, name)


def _undefined(match: re.Match[str]) -> str:
    """Replace the names that no TeX defines, and those alone."""
    name = match[1] or ""
    if name in {"less", "greater"} or name.startswith("math"):
        return SIGNS[name]
    return str(match[0])


def undone(text: str) -> Undone:
    """Return a text without entities and tags; a tag that stands alone is left where it is."""
    if "<" not in text and "&" not in text:
        return Undone(text)
    found: dict[str, None] = {}
    text = _unescaped(text, found)
    text = _up_to_last(text, "]]>", "-->", change=lambda part: COMMENTS.sub("", part))
    text = _up_to_last(text, *ENDS, change=lambda part: FORMULA.sub(_joined, part))
    for match in VOID.finditer(text):
        found[match[0]] = None
    text = VOID.sub(" ", text)
    return Undone(_untagged(text, found), tuple(found))


def _up_to_last(text: str, *ends: str, change: Callable[[str], str]) -> str:
    """Change a text up to the last end: no search for one goes on in vain."""
    at = max(text.rfind(end) + len(end) if end in text else 0 for end in ends)
    return change(text[:at]) + text[at:] if at else text


def _unescaped(text: str, found: dict[str, None]) -> str:
    """Undo entities, also those that were escaped twice."""
    for _ in range(2):
        entities = dict.fromkeys(match[0] for match in ENTITY.finditer(text))
        known = {entity for entity in entities if html.unescape(entity) != entity}
        if not known:
            break
        found.update(dict.fromkeys(entity for entity in entities if entity in known))
        text = ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return text


def unescaped(formula: str) -> str:
    """Undo the entities that stand for signs of comparison, in a formula."""
    if "&" not in formula:
        return formula
    return re.sub(r"&(?:amp;)?(lt|gt);", lambda sign: "<" if sign[1] == "lt" else ">", formula)


def _joined(match: re.Match[str]) -> str:
    """Leave out the blanks between the elements of a formula."""
    return re.sub(r">\s+|\s+<", lambda blank: blank[0].strip(), match[0])


def _untagged(text: str, found: dict[str, None]) -> str:
    """Take out tags that have a partner, and all with a prefix."""
    drop = _partnered(text)
    pieces, at = [], 0
    for match in TAG.finditer(text):
        if match.start() not in drop:
            continue
        found[match[0]] = None
        pieces.append(text[at : match.start()])
        if match["name"].lower() in BLOCKS:
            pieces.append("\n\n")
        at = match.end()
    return "".join([*pieces, text[at:]])


def _partnered(text: str) -> set[int]:
    opened: dict[str, list[int]] = {}
    drop: set[int] = set()
    for match in TAG.finditer(text):
        name = f"{match['prefix'] or ''}{match['name']}".lower()
        if match["prefix"] or match["empty"]:
            drop.add(match.start())
        elif not match["end"]:
            opened.setdefault(name, []).append(match.start())
        elif opened.get(name):
            drop |= {opened[name].pop(), match.start()}
    return drop


def with_paragraphs(tex: str) -> str:
    """Return TeX with blank lines in place of the tags of paragraphs."""
    if "<" not in tex:
        return tex
    return TAG.sub(lambda tag: "\n\n" if tag["name"].lower() in BLOCKS else tag[0], tex)


def paragraphs(text: str) -> str:
    """Return an abstract as publishers send it without markup, nor the heading above it."""
    lines = (" ".join(part.split()) for part in re.split(r"\n\s*\n", undone(text).text))
    whole = "\n\n".join(filter(None, lines))
    return HEADING.sub("", whole, count=1) if HEADING.match(whole) else whole
