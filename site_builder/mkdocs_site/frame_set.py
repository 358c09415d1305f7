"""Frames of the theme, each rendered for a kind of page, and pages put into them.

Nothing here knows MkDocs, so that a process that only fills frames need not load it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_builder.pages import Asset
    from site_builder.pages.shards import FrameKind

Pieces = list[bytes | str]
"""A frame: what stays, as bytes, and the names of the parts that go between."""


@dataclass(frozen=True)
class FrameSet:
    """Frames by kind."""

    render: Callable[[FrameKind], Pieces] | None
    """Renders a frame that is not there yet; not to be had in other processes."""
    site_url: str = ""
    site_description: str = ""
    frames: dict[FrameKind, Pieces] = field(default_factory=dict)

    def rendered(self, kinds: Iterable[FrameKind]) -> FrameSet:
        """Return a set that has these kinds and can be sent to other processes."""
        return replace(self, render=None, frames={kind: self._frame(kind) for kind in kinds})

    def fill(self, page: Page) -> bytes:
        """Put a page into its frame; raises LookupError where there is none of its kind."""
        frame = self._frame((page.section, page.uri.count("/"), page.source is not None))
        parts = self._parts(page)
        return b"".join(part if isinstance(part, bytes) else parts[part] for part in frame)

    def file(self, part: Page | Asset) -> tuple[str, bytes]:
        """Return the file of a page or another part of the site, and its content."""
        if isinstance(part, Page):
            return f"{part.uri}index.html", self.fill(part)
        content = part.content
        return part.uri, content.encode() if isinstance(content, str) else content

    def absolute(self, uri: str) -> str:
        """Return the full address of a page of the site."""
        return f"{self.site_url.rstrip('/')}/{quote(uri)}"

    def _frame(self, kind: FrameKind) -> Pieces:
        if kind not in self.frames:
            if self.render is None:
                raise LookupError(f"no frame of the kind {kind} was rendered for shards")
            self.frames[kind] = self.render(kind)
        return self.frames[kind]

    def _parts(self, page: Page) -> dict[str, bytes]:
        description = page.description or self.site_description or page.title
        return {
            "title": _text(page.title),
            "description": _text(description),
            "canonical": _text(self.absolute(page.uri)),
            "source": _text(quote(page.source or "")),
            "head": encoded(page.head),
            "body": encoded(page.body),
        }


def _text(text: str) -> bytes:
    return encoded(escape(text))


def encoded(html: str) -> bytes:
    """Encode as MkDocs does: what UTF-8 cannot say becomes a character reference."""
    return html.encode(errors="xmlcharrefreplace")
