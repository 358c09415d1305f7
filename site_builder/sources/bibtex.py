"""BibTeX and biblatex files in the wild to drafts; every block is accounted for with its line."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)

from site_builder.problems import quoted
from site_builder.sources import bibtex_fields, inheritance
from site_builder.sources.bibtex_text import HIDDEN, Macros, without_false_beginnings
from site_builder.sources.contents import Contents, Unread
from site_builder.sources.draft import MOST_NAMES_TEXT, MOST_TEXT, line, prose

if TYPE_CHECKING:
    from bibtexparser.model import Block

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # we tell what fails, with its line

PEOPLE: Final = frozenset({"author", "editor"})


def parse(text: str, shown: str) -> Contents:
    """Read a file; `shown` is what the records' sources call it."""
    library = parse_string(without_false_beginnings(text), parse_stack=[])
    macros = {name.lower(): s.value for name, s in library.strings_dict.items()}
    reader = _Reader(shown, Macros(macros))
    for block in library.blocks:
        reader.read(block)
    reader.draft()
    return reader.contents


@dataclass
class _Read:
    """An entry of the file, its macros resolved."""

    line: int
    name: str
    entry: inheritance.Entry
    words: tuple[str, ...]


class _Reader:
    """Reads blocks one by one, and drafts papers of them once all are known."""

    def __init__(self, shown: str, macros: Macros) -> None:
        self.shown, self.macros = shown, macros
        self.contents = Contents()
        self.entries: list[_Read] = []

    def read(self, block: Block) -> None:
        if isinstance(block, Entry):
            self.entry(block)
        elif isinstance(block, DuplicateFieldKeyBlock):
            self.again(block, f"fields given twice: {_listed(block)}")
        elif isinstance(block, DuplicateBlockKeyBlock):
            self.again(block)  # a key used twice: two papers all the same
        elif isinstance(block, ParsingFailedBlock):
            self.unread(block)
        elif isinstance(block, ImplicitComment) and block.comment.strip():
            self.contents.passed_over.append(_line(block))

    def again(self, block: ParsingFailedBlock, *words: str) -> None:
        """Read an entry that the library can read and would not keep."""
        if isinstance(block.ignore_error_block, Entry):
            self.entry(block.ignore_error_block, *words)

    def unread(self, block: ParsingFailedBlock) -> None:
        """Record a block that is no entry; what is no entry at all is passed over."""
        found = re.match(r"\s*@\s*(\w+)", block.raw or "")
        kind = found[1].lower() if found else ""
        if kind in {"string", "comment", "preamble"}:
            self.contents.passed_over.append(_line(block))
            return
        why = "the entry cannot be read: look for a missing comma, brace or quote"
        self.contents.unread.append(Unread(_line(block), why))

    def entry(self, entry: Entry, *words: str) -> None:
        """Read one entry's fields."""
        fields: dict[str, str] = {}
        told = list(words)
        for each in entry.fields:
            name = each.key.lower()
            value, unknown = self.macros.value(str(each.value))
            told += [f"{name}: nothing defines the macro {quoted(macro)}" for macro in unknown]
            fields.setdefault(name, prose(value, MOST_NAMES_TEXT if name in PEOPLE else MOST_TEXT))
        read = inheritance.Entry(entry.entry_type.lower(), fields)
        key = line(entry.key.replace(HIDDEN, "@"))
        self.entries.append(_Read(_line(entry), key, read, tuple(told)))

    def draft(self) -> None:
        """Make drafts of the entries that are papers, with what they take from others."""
        first: dict[str, inheritance.Entry] = {}
        for read in self.entries:
            first.setdefault(read.name.lower(), read.entry)
        parents = inheritance.inherit(first)
        for read in self.entries:
            if (child := parents.get(read.name.lower())) is not None:
                why = f"{read.name}: no paper: {child} and others take from it"
                self.contents.notices.append(Unread(read.line, why))
            else:
                self.paper(read)

    def paper(self, read: _Read) -> None:
        """Make the draft of one entry."""
        draft = bibtex_fields.draft(read.entry.kind, read.entry.fields)
        source = f"{self.shown}:{read.name}" if read.name else self.shown
        found = replace(draft, source=source, line=read.line, name=read.name)
        self.contents.drafts.append(found.with_unread(*read.words, *read.entry.told))
        taken = bibtex_fields.TAKEN | bibtex_fields.taken_here(draft, read.entry.fields)
        unused = (name for name in read.entry.fields if name not in taken)
        self.contents.unmapped.update(unused)


def _listed(block: DuplicateFieldKeyBlock) -> str:
    return ", ".join(sorted(map(str, block.duplicate_keys)))


def _line(block: Block) -> int:
    return (block.start_line or 0) + 1
