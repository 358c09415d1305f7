"""The fields of one entry, and what is said of them while they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.sources import tex

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass
class Entry:
    """An entry, and what is said of it on the way."""

    kind: str
    fields: Mapping[str, str]
    told: list[str] = field(default_factory=list)

    def get(self, *names: str) -> str:
        """Return the first of several fields that says something."""
        return next((text for name in names if (text := self.fields.get(name, "").strip())), "")

    def line(self, *names: str) -> str:
        """Read a field as one line of text."""
        return tex.line(self.get(*names))

    def tell(self, *words: str) -> None:
        """Say something of the entry, once."""
        self.told += [text for text in words if text and text not in self.told]
