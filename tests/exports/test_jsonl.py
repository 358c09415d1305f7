"""JSON Lines: the whole record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import yaml
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exports import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Made

    from site_builder.library import Library
    from site_builder.record.models import Paper

WRITE = FORMATS["jsonl"].write


@given(data=st.data())
def test_any_record_is_one_line(
    data: st.DataObject, hostile_papers: st.SearchStrategy[Paper], made: Made
) -> None:
    """Whatever a record holds, it is one line, by any program's idea of a line."""
    paper = data.draw(hostile_papers)
    text = WRITE([paper, paper], made.library(paper))
    assert len(text.splitlines()) == 2
    read = json.loads(text.splitlines()[0])
    assert (read["key"], read["title"], read["year"]) == (paper.key, paper.title, paper.year)


def test_lines_say_what_records_say(root: Path, real_library: Library) -> None:
    """A line holds every field of the record's YAML, and adds nothing but the key."""
    lines = WRITE(real_library.papers.values(), real_library).splitlines()
    for line in lines:
        read = json.loads(line)
        record = yaml.safe_load((root / "papers" / f"{read['key']}.yaml").read_text("utf-8"))
        assert next(iter(read)) == "key"
        assert read.keys() - {"key"} == {name for name, value in record.items() if value}
        for field in ("title", "method", "year", "venue", "doi", "abstract", "protect"):
            assert read.get(field) == record.get(field)
        assert len(read.get("results", [])) == len(record.get("results", []))
    assert len(lines) == len(real_library.papers)
