"""Plain data to canonical YAML."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from site_builder.yamlfiles import reading, writing
from site_builder.yamlfiles.registries import BENCHMARKS, TAXONOMY, VENUES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_builder.library import Library

INDENTS = st.integers(0, 6)
WORDS = st.text(st.sampled_from("ab:#-,'\"[]{}&*!|>%@`?=<~.0 1é漢\t"), max_size=12)
TEXTS = st.one_of(
    st.text(max_size=40),
    WORDS,
    st.lists(st.text(st.sampled_from("ab:# -é\n\t"), max_size=60), max_size=8).map(" ".join),
)


OTHERS: dict[str, Callable[[str], Any]] = {
    "libyaml": lambda text: yaml.load(text, Loader=yaml.CSafeLoader),
    "PyYAML": yaml.safe_load,
    "ruamel.yaml": lambda text: YAML(typ="safe", pure=True).load(text),
    "ruamel.yaml as YAML 1.1": lambda text: as_yaml_1_1().load(text),
}
"""Other readers of YAML, of its versions 1.1 and 1.2."""


def as_yaml_1_1() -> YAML:
    """Give the reader of YAML 1.2 that is told to read YAML 1.1."""
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 1)
    return reader


def read(text: str) -> Any:
    """Read YAML as records are read; every other reader reads the same."""
    document, problems = reading.parse(text, "x")
    assert document, problems
    assert problems == []
    assert dict.fromkeys(OTHERS, document.data) == {n: load(text) for n, load in OTHERS.items()}
    return document.data


def own(text: str) -> Any:
    """Read YAML as records are read."""
    document, problems = reading.parse(text, "x")
    assert document, problems
    return document.data


def with_dates(value: Any) -> Any:
    """Spell dates as records do."""
    if isinstance(value, dict):
        return {name: with_dates(each) for name, each in value.items()}
    if isinstance(value, list):
        return [with_dates(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def reads(load: Callable[[str], Any], text: str, data: Any) -> bool:
    """Tell whether a reader reads data in a text."""
    try:
        return bool(load(text) == data)
    except (yaml.YAMLError, YAMLError, ValueError):
        return False


def without_surrogates(text: str) -> str:
    """Leave out what no file can hold."""
    return text.encode("utf-8", "ignore").decode()


@pytest.mark.parametrize("share", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_every_record_is_its_own_form(root: Path, real_library: Library, share: int) -> None:
    """Each of the survey's records, read and written again, is the same byte for byte."""
    paths = sorted((root / "papers").glob("*.yaml"))[::share]
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    facets = real_library.taxonomy.facet_ids
    assert texts
    data = {name: own(text) for name, text in texts.items()}
    assert {
        name: writing.record(each, facets, declared=real_library.fields)
        for name, each in data.items()
    } == texts
    assert {
        name: with_dates(yaml.load(text, yaml.CSafeLoader)) for name, text in texts.items()
    } == data


@pytest.mark.parametrize("name", [TAXONOMY, VENUES, BENCHMARKS])
def test_every_registry_is_its_own_form(root: Path, name: str) -> None:
    """The registries follow the same form."""
    text = (root / name).read_text(encoding="utf-8")
    first, _, rest = text.partition("\n")
    assert first.startswith("#")
    assert "\n".join([*writing.Writer().mapping(read(text), ()), ""]) == rest


NUMERIC = st.text(st.sampled_from("0123456789._:-+eExobTZ "), min_size=1, max_size=20)
"""What some reader may take for a number or a moment."""


@given(TEXTS | NUMERIC, INDENTS)
@example("2020-01-01", 1)
@example("2001-12-14 21:59:43", 0)
@example("2001-1-4T1:59:43.1 -5:00", 0)
@example("7_.", 0)
@example(".4_", 0)
@example("-_", 0)
@example("y", 1)
@example("a\n\n\nb" + " long" * 30, 2)
@example("x" * 200 + " y", 0)
@example("- a\n- b\n  - c", 1)
def test_text_reads_back(text: str, depth: int) -> None:
    """Whatever the text, what is written reads back as the same text, at any depth."""
    text = without_surrogates(text)
    data: Any = {"name": text}
    for _ in range(depth):
        data = {"list": [data, text]}
    assert read("\n".join(writing.Writer().mapping(data, ()))) == data


@given(st.lists((TEXTS | NUMERIC).map(without_surrogates), min_size=1, max_size=5))
@example(["what?", "B"])
@example(["ViT:?", "B"])
@example(["Deep {Why:?Net}", "Q:?", "?", "a ?b", ":a", "a:,b", "-"])
def test_lists_read_back(items: list[str]) -> None:
    """Lists read back, in brackets and one item to a line."""
    data = {"backbones": items, "sources": items}
    assert read("\n".join(writing.Writer().mapping(data, ()))) == data


@given(WORDS)
@example("3d: x")
@example("2023-05-10")
@example("Inception [215]")
def test_quotes_only_where_needed(text: str) -> None:
    """A text that reads back without quotes, and as text to every reader, has none."""
    assume("\t" not in text and text == text.strip())
    line = f"name: {text}\n"
    document, problems = reading.parse(line, "x")
    plain = document is not None and not problems and document.data == {"name": text}
    plain = plain and all(reads(load, line, {"name": text}) for load in OTHERS.values())
    assert writing.Writer().mapping({"name": text}, ())[0].startswith('name: "') is not plain


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
        (writing.Plain("42.50"), "x: 42.50"),
        ([], "x: []"),
        ({}, "x: {}"),
        (["a", "b, c", 1], 'x: [a, "b, c", 1]'),
    ],
)
def test_scalars(value: object, line: str) -> None:
    """Scalars stand on one line, quoted where a reader could take them for something else."""
    assert writing.Writer().mapping({"x": value}, ()) == [line]


@given(
    st.from_regex(
        r"[-+]?(\.[0-9]{1,3}|[1-9][0-9]{0,20}(\.[0-9]{0,3})?)([eE][-+]?[0-9]{1,2})?",
        fullmatch=True,
    )
)
@example("1e5")
@example("-.5")
@example("1234567890123456789")
@example("-100000000000000001")
def test_numbers_read_back(text: str) -> None:
    """A number that an author wrote is the same number to every reader, however it is spelled."""
    value = own(f"x: {text}")["x"]
    (line,) = writing.Writer().mapping({"x": writing.Plain(text)}, ())
    assert read(line) == {"x": value}
    assert read(writing.Writer().mapping({"x": value}, ())[0]) == {"x": value}


def test_dates_of_records_are_plain() -> None:
    """A field that is a date stands without quotes; a text that looks like one has them."""
    data = {"title": "2020-01-01", "submitted": "2020-01-01", "added": "2020-01-02"}
    assert writing.record(data).splitlines()[1:] == [
        'title: "2020-01-01"',
        "submitted: 2020-01-01",
        "added: 2020-01-02",
    ]


def field_lines(name: str, value: object) -> list[str]:
    """Write a record of one field, and give the lines below that of its schema."""
    return writing.record({name: value}).splitlines()[1:]


def test_long_text_is_folded() -> None:
    """Text that does not fit stands in a folded block whose lines are at most 100 long."""
    text = "word: " * 60 + "end"
    lines = field_lines("notes", text)
    assert lines[0] == "notes: >-"
    assert max(map(len, lines)) <= writing.WIDTH
    assert len(lines[1]) > writing.WIDTH - len("word: ")


def test_a_word_too_long_stays_on_its_line() -> None:
    """What cannot be broken is not folded."""
    assert field_lines("comment", "x" * 120) == [f"comment: {'x' * 120}"]


def test_lines_are_kept() -> None:
    """Text of several short lines is written as it stands; long paragraphs are folded."""
    assert field_lines("notes", "- a\n- b") == ["notes: |-", "  - a", "  - b"]
    long = "word " * 30 + "end"
    lines = field_lines("abstract", f"{long}\n\n{long}")
    assert lines[0] == "abstract: >-"
    assert lines.count("") == 2


def test_fields_in_order() -> None:
    """Fields stand in the order of the model, facets where categories belong, empty ones nowhere."""
    data = {
        "added": "2026-11-23",
        "comment": None,
        "links": {},
        "task": ["b", "a"],
        "method_family": [],
        "results": [{"value": 1, "metric": "m", "benchmark": "b", "setting": None}],
        "arxiv_id": "2203.12119",
        "title": "T",
    }
    assert writing.record(data, ("method_family", "task")).splitlines() == [
        writing.RECORD_SCHEMA,
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
    lines = field_lines("protect", ["x" * 60, "y" * 60])
    assert lines == ["protect:", f"  - {'x' * 60}", f"  - {'y' * 60}"]
