"""Plain data to canonical YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from site_builder import emit, yamlio
from site_builder.library import BENCHMARKS, TAXONOMY, VENUES, Library

if TYPE_CHECKING:
    from pathlib import Path

INDENTS = st.integers(0, 6)
WORDS = st.text(st.sampled_from("ab:#-,'\"[]{}&*!|>%@`?=<~.0 1é漢\t"), max_size=12)
TEXTS = st.one_of(
    st.text(max_size=40),
    WORDS,
    st.lists(st.text(st.sampled_from("ab:# -é\n\t"), max_size=60), max_size=8).map(" ".join),
)


def read(text: str) -> Any:
    """Read YAML as records are read."""
    document, problems = yamlio.parse(text, "x")
    assert document, problems
    assert problems == []
    return document.data


def without_surrogates(text: str) -> str:
    """Leave out what no file can hold."""
    return text.encode("utf-8", "ignore").decode()


def test_every_record_is_its_own_form(root: Path) -> None:
    """Each of the survey's records, read and written again, is the same byte for byte."""
    library, _ = Library.load(root)
    paths = sorted((root / "papers").glob("*.yaml"))
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    facets = library.taxonomy.facet_ids
    assert texts
    assert {name: emit.record(read(text), facets) for name, text in texts.items()} == texts


@pytest.mark.parametrize("name", [TAXONOMY, VENUES, BENCHMARKS])
def test_every_registry_is_its_own_form(root: Path, name: str) -> None:
    """The registries follow the same form."""
    text = (root / name).read_text(encoding="utf-8")
    first, _, rest = text.partition("\n")
    assert first.startswith("#")
    assert "\n".join([*emit.Writer().mapping(read(text), ()), ""]) == rest


@given(TEXTS, INDENTS)
@example("a\n\n\nb" + " long" * 30, 2)
@example("x" * 200 + " y", 0)
@example("- a\n- b\n  - c", 1)
def test_text_reads_back(text: str, depth: int) -> None:
    """Whatever the text, what is written reads back as the same text, at any depth."""
    text = without_surrogates(text)
    data: Any = {"name": text}
    for _ in range(depth):
        data = {"list": [data, text]}
    assert read("\n".join(emit.Writer().mapping(data, ()))) == data


@given(st.lists(TEXTS.map(without_surrogates), min_size=1, max_size=5))
def test_lists_read_back(items: list[str]) -> None:
    """Lists read back, in brackets and one item to a line."""
    data = {"backbones": items, "sources": items}
    assert read("\n".join(emit.Writer().mapping(data, ()))) == data


@given(WORDS)
@example("3d: x")
@example("2023-05-10")
@example("Inception [215]")
def test_quotes_only_where_needed(text: str) -> None:
    """A text that reads back without quotes, and as text to every reader, has none."""
    assume("\t" not in text and text == text.strip())
    document, problems = yamlio.parse(f"name: {text}\n", "x")
    plain = document is not None and not problems and document.data == {"name": text}
    assume(not emit.SPECIAL_FLOAT.fullmatch(text))
    assert emit.Writer().mapping({"name": text}, ())[0].startswith('name: "') is not plain


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("no", 'x: "no"'),
        ("12:30", 'x: "12:30"'),
        ("010", 'x: "010"'),
        ("1e3", 'x: "1e3"'),
        (".inf", 'x: ".inf"'),
        ("", 'x: ""'),
        ("- a", 'x: "- a"'),
        ("-a", "x: -a"),
        ("a: b", 'x: "a: b"'),
        ("a:b #c", 'x: "a:b #c"'),
        ("a#b", "x: a#b"),
        ('say "x"', 'x: say "x"'),
        ("a\tb", 'x: "a\\tb"'),
        ("a\u200bb", 'x: "a\\u200bb"'),
        ("a\U000e0041", 'x: "a\\U000e0041"'),
        ("\x00", 'x: "\\u0000"'),
        (True, "x: true"),
        (None, "x: null"),
        (42.0, "x: 42.0"),
        (emit.Plain("42.50"), "x: 42.50"),
        ([], "x: []"),
        ({}, "x: {}"),
        (["a", "b, c", 1], 'x: [a, "b, c", 1]'),
    ],
)
def test_scalars(value: object, line: str) -> None:
    """Scalars stand on one line, quoted where a reader could take them for something else."""
    assert emit.Writer().mapping({"x": value}, ()) == [line]


def test_long_text_is_folded() -> None:
    """Text that does not fit stands in a folded block whose lines are at most 100 long."""
    text = "word: " * 60 + "end"
    lines = emit.field_lines("notes", text)
    assert lines[0] == "notes: >-"
    assert max(map(len, lines)) <= emit.WIDTH
    assert len(lines[1]) > emit.WIDTH - len("word: ")


def test_a_word_too_long_stays_on_its_line() -> None:
    """What cannot be broken is not folded."""
    assert emit.field_lines("comment", "x" * 120) == [f"comment: {'x' * 120}"]


def test_lines_are_kept() -> None:
    """Text of several short lines is written as it stands; long paragraphs are folded."""
    assert emit.field_lines("notes", "- a\n- b") == ["notes: |-", "  - a", "  - b"]
    long = "word " * 30 + "end"
    lines = emit.field_lines("abstract", f"{long}\n\n{long}")
    assert lines[0] == "abstract: >-"
    assert lines.count("") == 2


def test_fields_in_order() -> None:
    """Fields stand in the order of the model, facets where categories belong, empty ones nowhere."""
    data = {
        "added": "2026-11-23",
        "in_survey": False,
        "links": {},
        "task": ["b", "a"],
        "method_family": [],
        "results": [{"value": 1, "metric": "m", "benchmark": "b", "setting": None}],
        "arxiv_id": "2203.12119",
        "title": "T",
    }
    assert emit.record(data, ("method_family", "task")).splitlines() == [
        emit.RECORD_SCHEMA,
        "title: T",
        'arxiv_id: "2203.12119"',
        "task: [b, a]",
        "results:",
        "  - benchmark: b",
        "    metric: m",
        "    value: 1",
        "added: 2026-11-23",
    ]


def test_a_long_list_is_written_in_lines() -> None:
    """A list that does not fit in brackets on its line has one item to a line."""
    lines = emit.field_lines("backbones", ["x" * 60, "y" * 60])
    assert lines == ["backbones:", f"  - {'x' * 60}", f"  - {'y' * 60}"]
