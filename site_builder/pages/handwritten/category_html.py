"""The text of a category as a part of the category's page.

CommonMark and tables by markdown-it-py, which takes no HTML; ours comes in by marks that no text
holds.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from html import escape
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from site_builder.files import inside
from site_builder.pages.addresses import BENCHMARKS, PAPERS, up_to_root
from site_builder.pages.handwritten import drawings
from site_builder.pages.handwritten.category_texts import DRAWING
from site_builder.pages.handwritten.compose import Placing, composed
from site_builder.pages.handwritten.files import CATEGORIES, is_markdown
from site_builder.pages.handwritten.tables import with_corners
from site_builder.pages.notes import SAFE_LINK
from site_builder.pages.rootpages import ROOT_PAGES
from site_builder.problems import Finding, did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it.token import Token

    from site_builder.library import Library
    from site_builder.pages.handwritten.category_texts import CategoryTexts
    from site_builder.pages.handwritten.documents import Document, Handwritten
    from site_builder.pages.writer import Writer
    from site_builder.problems import Problem

TOP: Final = 2
"""Rank of the first heading of a text: above it stands the category's title."""
PARAGRAPH: Final = re.compile(r"<p>\s*(x[0-9a-f]{32}n\d+x)\s*</p>")


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of a category as HTML."""

    html: str
    references: str
    """The list of what it cites; empty where it cites nothing."""


@dataclass
class _Marks:
    """HTML by the marks that stand for it."""

    secret: str
    html: dict[str, str] = field(default_factory=dict)

    def inline(self, html: str) -> str:
        """Keep HTML that stands within a line; return its mark."""
        mark = f"x{self.secret}n{len(self.html)}x"
        self.html[mark] = html
        return mark

    def block(self, html: str, indent: str) -> str:
        """Keep HTML that stands between paragraphs."""
        return f"\n{indent}{self.inline(html)}\n"

    def put_in(self, html: str) -> str:
        """Put everything that was kept in the place of its mark."""
        html = PARAGRAPH.sub(r"\1", html)
        return re.sub(rf"x{self.secret}n\d+x", lambda found: self.html[found[0]], html)


def shown(document: Document, writer: Writer, found: CategoryTexts) -> Shown:
    """Return a category's text as HTML; what is wrong with it is told by `problems`."""
    marks = _Marks(blake2b(document.text.encode(errors="replace"), digest_size=16).hexdigest())
    text = composed(document, writer, Placing(marks.inline, marks.block))
    tokens = _reader().parse(text.text)
    _rank(tokens)
    pages = addresses(writer.facts.handwritten, writer.library)
    for token in _inlines(tokens):
        _lead(token, document, pages)
        _draw(token, document, writer.library, found, marks)
    html = with_corners(_reader().renderer.render(tokens, _reader().options, {}))
    return Shown(marks.put_in(html), text.listing)


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _inlines(tokens: list[Token]) -> Iterator[Token]:
    return (token for token in tokens if token.type == "inline")


def _rank(tokens: list[Token]) -> None:
    """Let the highest heading of a text come right below the category's title."""
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    least = min((int(token.tag[1]) for token in headings), default=TOP)
    for token in headings:
        token.tag = f"h{int(token.tag[1]) - least + TOP}"


def _lead(token: Token, document: Document, pages: Mapping[str, str]) -> None:
    """Let links lead from the category's page where they led from the file."""
    for child in token.children or ():
        if child.type == "link_open":
            target = str(child.attrGet("href") or "")
            where, _ = _target(target, document, pages)
            child.attrSet("href", where or target)


def _target(
    target: str, document: Document, pages: Mapping[str, str]
) -> tuple[str | None, Finding | None]:
    """Return where a link leads from the category's page, and what is wrong with it."""
    if target.startswith("#") or SAFE_LINK.match(target):
        return target, None
    path, sign, part = target.partition("#")
    place = posixpath.normpath(posixpath.join(posixpath.dirname(document.name), path))
    if ":" in path or place.startswith(("..", "/")):
        said = f"the link to {quoted(target)} leads out of the site"
        return None, Finding("link", said, "write an address, or the path of a page")
    root = up_to_root(document.uri)
    known = pages.get(place)
    if known is not None:
        return f"{root}{known}{sign}{part}", None
    if not is_markdown(place) or not _is_known_kind(place, pages):
        bare = place.removesuffix("/index.md").removesuffix(".md")
        end = "/" if is_markdown(place) or path.endswith("/") else ""
        return f"{root}{bare}{end}{sign}{part}", None
    hint = did_you_mean(place, pages)
    return None, Finding("link", f"the link to {quoted(target)} leads nowhere", hint)


def _is_known_kind(place: str, pages: Mapping[str, str]) -> bool:
    """Return whether all pages beside a place are known, so that one missing is a mistake."""
    folder = place.rpartition("/")[0]
    is_hand_written = not folder or folder.split("/")[0] == CATEGORIES
    return is_hand_written or any(each.startswith(f"{folder}/") for each in pages)


def addresses(handwritten: Handwritten, library: Library) -> dict[str, str]:
    """Return the addresses of pages by the paths that hand-written pages link to."""
    pages = {f"{PAPERS}/{key}.md": f"{PAPERS}/{key}/" for key in library.papers}
    pages |= {f"{BENCHMARKS}/{key}.md": f"{BENCHMARKS}/{key}/" for key in library.benchmarks}
    for node in library.taxonomy.nodes.values():
        names = (node.facet.slug, *(f"{CATEGORIES}/{f}" for f in (node.facet.id, node.facet.slug)))
        pages |= {f"{name}/{node.id}.md": node.uri for name in names}
    hubs = (PAPERS, BENCHMARKS, *(facet.slug for facet in library.taxonomy.facets))
    pages |= {f"{hub}/index.md": f"{hub}/" for hub in hubs}
    pages |= {name: f"{name.removesuffix('.md')}/" for name in ROOT_PAGES.values()}
    return pages | {each.name: each.uri for each in handwritten.documents}


def _draw(
    token: Token, document: Document, library: Library, found: CategoryTexts, marks: _Marks
) -> None:
    """Put drawings in the place of images."""
    for child in token.children or ():
        if child.type == "image":
            html, _ = _drawing(child, document, library, found)
            child.type, child.children, child.content = "text", None, marks.inline(html or "")


def _drawing(
    child: Token, document: Document, library: Library, found: CategoryTexts
) -> tuple[str | None, Finding | Problem | None]:
    """Return an image as a part of the page, and what is wrong with it."""
    target = str(child.attrGet("src") or "")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(document.name), target))
    source = found.drawings.get(name)
    if source is None:
        said = f"there is no drawing {quoted(target)}"
        beside = [n.rpartition("/")[2] for n in found.drawings]
        hint = did_you_mean(target, beside) or f"a drawing is a file ID{DRAWING} beside the text"
        return None, Finding("drawing", said, hint)
    words = child.content.strip()
    if not words:
        said = "a drawing needs words for those who do not see it"
        return None, Finding("drawing", said, f"write ![what it shows]({target})")
    try:
        data = inside.read(source.path, library.root, drawings.MOST_BYTES + 1)
        html = drawings.inlined(data, f"drawing-{document.uri.replace('/', '-')}", words)
    except drawings.NotADrawing as wrong:
        path = document.path.removesuffix(document.name) + source.name
        finding = Finding("drawing", wrong.message, wrong.hint)
        return None, finding.at(path, (wrong.line, wrong.column))
    except (OSError, inside.Refused) as why:
        return None, Finding("drawing", f"{target} cannot be read: {why}")
    caption = str(child.attrGet("title") or "")
    said = f'<span class="survey-drawing__caption">{escape(caption)}</span>' if caption else ""
    return f'<span class="survey-drawing">{html}{said}</span>', None


def problems(
    document: Document, handwritten: Handwritten, found: CategoryTexts, library: Library
) -> Iterator[Problem]:
    """Yield what is wrong with the links and drawings of a category's text."""
    pages = addresses(handwritten, library)
    for token in _inlines(_reader().parse(document.text)):
        start = _line_start(document.text, token.map[0] if token.map else 0)
        for child in token.children or ():
            wrong: Finding | Problem | None = None
            target = str(child.attrGet("href") or child.attrGet("src") or "")
            if child.type == "link_open":
                wrong = _target(target, document, pages)[1]
            elif child.type == "image":
                wrong = _drawing(child, document, library, found)[1]
            if isinstance(wrong, Finding):
                yield document.problem(max(document.text.find(target, start), start), wrong)
            elif wrong:
                yield wrong


def drawn(document: Document) -> set[str]:
    """Return the paths of the drawings that a text shows."""
    folder = posixpath.dirname(document.name)
    children = (c for t in _inlines(_reader().parse(document.text)) for c in t.children or ())
    targets = (str(child.attrGet("src") or "") for child in children if child.type == "image")
    return {posixpath.normpath(posixpath.join(folder, target)) for target in targets}


def _line_start(text: str, line: int) -> int:
    at = 0
    for _ in range(line):
        at = text.find("\n", at) + 1
    return at
