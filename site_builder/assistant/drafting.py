"""The file that a new record would be, and what the survey's checks find in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_builder import checks
from site_builder.curation.keys import key as make_key
from site_builder.curation.services import today
from site_builder.problems import SurveyError, quoted
from site_builder.record.values import KEY
from site_builder.text.plurals import listed
from site_builder.yamlfiles import canonical, parsing, reading, writing
from site_builder.yamlfiles.record_files import PAPERS, paper_path
from site_builder.yamlfiles.registries import EXCLUDED, FIELDS, TAXONOMY, VENUES

if TYPE_CHECKING:
    from site_builder.assistant.snapshot import Snapshot
    from site_builder.assistant.values import Plain
    from site_builder.library import Library
    from site_builder.problems import Problem
    from site_builder.record.models import Paper
    from site_builder.yamlfiles.reading import Document

MOST_BYTES: Final = 200_000
"""The largest record, as JSON."""
MOST_DEPTH: Final = 12
"""How deep its lists and mappings may nest; records use four levels."""
NEEDED: Final = {PAPERS, TAXONOMY, VENUES, FIELDS, EXCLUDED}
"""What must be readable before anything can be said of a new record."""
NAMELESS: Final = "new-record"
"""What a record is called that says too little to be named."""


@dataclass(frozen=True)
class Draft:
    """A record that stands in no file."""

    key: str
    text: str
    paper: Paper | None
    findings: tuple[Problem, ...]

    @property
    def path(self) -> str:
        """Where its file would lie, relative to the root."""
        return paper_path(self.key)

    @classmethod
    def of(cls, now: Snapshot, record: Plain, asked_key: str) -> Draft:
        """Make the file that a record's fields describe, and look what is wrong with it."""
        library = now.whole
        data = {**record}
        data.setdefault("added", today())
        lines = writing.writer_of(library.fields).mapping(data, ())
        text = "\n".join([writing.RECORD_SCHEMA, *lines, ""])
        paper, problems, _ = _read(text, asked_key or NAMELESS, now)
        if paper is None:
            return cls(asked_key or NAMELESS, text, None, problems)
        taken = _taken(library)
        key = asked_key or make_key(paper.authors[0].name, paper.year, paper.title, taken)
        if key.casefold() in taken:
            raise SurveyError(f"key: {quoted(key)} is taken: leave it out, or choose another")
        return cls._canonical(now, key, text)

    @classmethod
    def _canonical(cls, now: Snapshot, key: str, text: str) -> Draft:
        library = now.whole
        facets, fields = library.taxonomy.facet_ids, library.fields
        made = canonical.canonical(
            text, paper_path(key), key, facets, fields, results=library.result_fields
        )
        if made.text is None:
            return cls(key, text, None, made.problems)
        paper, problems, document = _read(made.text, key, now)
        if paper is None or document is None:
            return cls(key, made.text, None, problems)
        found = checks.run(library.with_unwritten(paper, document))
        new = tuple(each for each in found if each not in now.findings)
        return cls(key, made.text, paper, new)


def refuse_unfit(now: Snapshot, record: Plain, asked_key: str) -> None:
    """Raise SurveyError where a record, or the survey itself, cannot be looked at."""
    if broken := now.whole.unread & NEEDED:
        raise SurveyError(f"{listed(sorted(broken))} must be mended first: see `survey check`")
    if asked_key and not KEY.fullmatch(asked_key):
        raise SurveyError(f"key: {quoted(asked_key)} is none (write it as smith2024first)")
    if len(json.dumps(record)) > MOST_BYTES:
        raise SurveyError(f"record: larger than {MOST_BYTES:,} bytes")
    if _depth(record) > MOST_DEPTH:
        raise SurveyError(f"record: nested more than {MOST_DEPTH} levels deep")


def _depth(value: Any) -> int:
    """Measure how deep a value nests, level by level: no nesting is too deep for that."""
    depth, level = 0, [value]
    while level:
        inner = [each for each in level if isinstance(each, dict | list)]
        level = [v for each in inner for v in (each.values() if isinstance(each, dict) else each)]
        depth += 1
    return depth


def _read(
    text: str, key: str, now: Snapshot
) -> tuple[Paper | None, tuple[Problem, ...], Document | None]:
    """Read a record that stands in no file, as strictly as one that does."""
    document, problems = reading.parse(text, paper_path(key))
    if document is None or problems:
        return None, tuple(problems), None
    library = now.whole
    shape = library.taxonomy.facet_ids, library.fields, library.result_fields
    parsed = parsing.read_paper(document, key, *shape)
    return parsed.paper, parsed.problems, document


def _taken(library: Library) -> set[str]:
    """Return the keys that no new record can have: those of files, and former ones."""
    former = {old for paper in library.records() for old in paper.former_keys}
    return {key.casefold() for key in (*library.on_disk, *former)}
