"""Strict YAML: what is read, what is refused, and that nothing a file contains raises."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from site_builder.yamlfiles import reading

if TYPE_CHECKING:
    import re
    from pathlib import Path


def value(text: str) -> object:
    """The data of a document that is accepted."""
    document, problems = reading.parse(text, "x.yaml")
    assert document is not None
    assert not problems
    return document.data


@pytest.mark.parametrize(
    ("scalar", "expected"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("2026-11-23", "2026-11-23"),
        ("y", "y"),
        ("'no'", "no"),
        ('"0123"', "0123"),
        ("1.2.3", "1.2.3"),
        ("2203.12119v2", "2203.12119v2"),
        ("999999999999999999999", 1e21),
    ],
)
def test_core_schema(scalar: str, expected: object) -> None:
    """Unquoted scalars are read by YAML 1.2's core schema, dates as text."""
    assert value(f"a: {scalar}") == {"a": expected}


@pytest.mark.parametrize(
    "scalar", ["no", "Yes", "ON", "off", "012", "0o17", "0x1f", "1_000", "12:30", "1:30:00", "="]
)
def test_ambiguous_scalars_are_refused(scalar: str) -> None:
    """What YAML 1.1 and 1.2 read differently has to be quoted."""
    _, (problem,) = reading.parse(f"a: {scalar}", "x.yaml")
    assert problem.code == "ambiguous"
    assert f'write "{scalar}"' in problem.hint
    assert value(f'a: "{scalar}"') == {"a": scalar}


def test_folded_and_literal_text_is_kept() -> None:
    """Block scalars give the same text as PyYAML gives."""
    text = "a: >-\n  one\n  two\n\n  three\nb: |\n  x\n   y\n"
    assert value(text) == yaml.safe_load(text)


def test_every_refusal_of_a_file_is_told() -> None:
    """One refused value does not hide the next."""
    _, problems = reading.parse("a: no\nb: &x 1\nc: *x\nd: !t 1\na: 2\n", "x.yaml")
    assert [(p.line, p.code) for p in problems] == [
        (1, "ambiguous"),
        (2, "alias"),
        (4, "tag"),
        (5, "duplicate-field"),
    ]


def test_locate() -> None:
    """A place is found by field names and indexes; for what is missing, the nearest parent."""
    document, _ = reading.parse("# hi\na: 1\nb:\n  - x\n  - c: 2\n", "x.yaml")
    assert document is not None
    assert document.locate(("a",)) == (2, 4)
    assert document.locate(("b", 1, "c")) == (5, 8)
    assert document.locate(("b", 1, "d")) == (5, 5)
    assert document.locate_key(("b", 1, "c")) == (5, 5)


def test_large_files_are_not_read(tmp_path: Path) -> None:
    """A file of 50 MB is refused by its size, before it is read."""
    path = tmp_path / "x.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    document, (problem,) = reading.read(path, "x.yaml")
    assert document is None
    assert str(problem) == (
        "x.yaml:1:1: the file is too large: 50,000,000 bytes; at most 1,000,000 are read"
    )


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    """A directory named like a record is told, not entered."""
    (tmp_path / "x.yaml").mkdir()
    assert reading.read(tmp_path / "x.yaml", "x.yaml")[1][0].code == "not-a-file"


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    """A named pipe is refused without waiting for somebody to write into it."""
    os.mkfifo(tmp_path / "x.yaml")
    assert reading.read(tmp_path / "x.yaml", "x.yaml")[1][0].code == "not-a-file"


def test_links_out_of_the_survey(tmp_path: Path) -> None:
    """A symbolic link is followed inside the survey and refused when it leads out of it."""
    root = tmp_path / "survey"
    root.mkdir()
    (tmp_path / "secret.yaml").write_text("a: 1")
    (root / "out.yaml").symlink_to(tmp_path / "secret.yaml")
    (root / "in.yaml").symlink_to(root / "real.yaml")
    (root / "real.yaml").write_text("a: 1")
    assert reading.read(root / "out.yaml", "out.yaml", root)[1][0].code == "symlink"
    assert reading.read(root / "in.yaml", "in.yaml", root)[1] == []


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    """A dangling or circular link is told like any unreadable file."""
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    assert reading.read(tmp_path / "a.yaml", "a.yaml", tmp_path)[1][0].code in {
        "unreadable",
        "symlink",
    }


def test_byte_order_mark_and_line_ends(tmp_path: Path) -> None:
    """Files from Windows editors read the same."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    document, problems = reading.read(path, "x.yaml")
    assert not problems
    assert document is not None
    assert document.data == {"a": 1, "b": 2}


@given(st.text())
def test_no_text_raises(text: str) -> None:
    """Any text gives a document or problems, and never an exception."""
    document, problems = reading.parse(text, "x.yaml")
    assert document or problems


@given(st.lists(st.sampled_from([*list("[]{}:-,?&*!|>'\"%@`#~ \n\tab0"), "- ", ": ", "---\n"])))
def test_no_punctuation_raises(pieces: list[str]) -> None:
    """The characters that mean something to YAML, in any order, raise nothing."""
    document, problems = reading.parse("".join(pieces), "x.yaml")
    assert document or problems


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=8,
)


@given(plain)
def test_what_pyyaml_writes_is_read_back(data: object) -> None:
    """A document that PyYAML writes with quoted text is read as it was meant, or refused aloud."""
    text = yaml.safe_dump(data, allow_unicode=True, default_style='"')
    document, problems = reading.parse(text, "x.yaml")
    if not problems:
        assert document is not None
        if isinstance(data, str):
            assert document.data == data


@pytest.mark.parametrize("pattern", [reading.CONTROLS, reading.INVISIBLES])
def test_what_can_be_printed_is_allowed(pattern: re.Pattern[str]) -> None:
    """No refused character is printable, so that texts without unprintable ones need no search."""
    refused = pattern.findall("".join(map(chr, range(sys.maxunicode + 1))))
    assert refused
    assert not [char for char in refused if char.isprintable()]
