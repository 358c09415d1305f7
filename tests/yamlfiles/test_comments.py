"""The comments of a YAML file, each with what it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder.yamlfiles import comments, reading

if TYPE_CHECKING:
    from site_builder.yamlfiles.comments import Remarks


def find(text: str) -> Remarks:
    """Find the comments of a text."""
    document, _ = reading.parse(text, "x")
    assert document is not None
    return comments.find(text, document.node)


@pytest.mark.parametrize(
    ("text", "part", "loc"),
    [
        ("a: 1 # c\n", "beside", ("a",)),
        ("a: 1\n# c\nb: 2\n", "before", ("b",)),
        ("a:\n  - x # c\n  - y\n", "beside", ("a", 0)),
        ("a:\n  # c\n  - x\n", "before", ("a", 0)),
        ("a:\n  - x\n  # c\nb: 1\n", "after", ("a", 0)),
        ("a:\n  - x\n  # c\n", "after", ("a", 0)),
        ("a:\n  - x: 1 # c\n    y: 2\n", "beside", ("a", 0, "x")),
        ("a:\n  - x: 1\n    # c\n    y: 2\n", "before", ("a", 0, "y")),
        ("a:\n  - x: 1\n    # c\n  - y: 2\n", "after", ("a", 0, "x")),
        ("a:\n  - x: 1\n  # c\n  - y: 2\n", "before", ("a", 1)),
        ("a: # c\n  - x\n", "beside", ("a",)),
        ("a:\n  - # c\n    x: 1\n  - y\n", "before", ("a", 0)),
        ("a: [x, # c\n  y]\n", "beside", ("a", 0)),
        ("a: [x,\n  y] # c\n", "beside", ("a",)),
        ("a: {x: 1} # c\nb: 2\n", "beside", ("a",)),
        ("a: >- # c\n  text\nb: 1\n", "beside", ("a",)),
        ("a: |\n  # no comment\n# c\nb: 1\n", "before", ("b",)),
        ("a: 'x # no' # c\n", "beside", ("a",)),
        ('a: "x\n  # no" # c\n', "beside", ("a",)),
        ("a: x#no # c\n", "beside", ("a",)),
    ],
)
def test_places(text: str, part: str, loc: tuple[str | int, ...]) -> None:
    """A comment belongs to the value at whose side, above which, or below whose list it stands."""
    found = find(text)
    assert dict(getattr(found, part)) == {loc: ["# c"]}
    assert sum(found.count().values()) == 1


def test_head_and_foot() -> None:
    """Comments above the first field and at the file's end belong to the file."""
    found = find("# one\n\n# two\na: 1\n\n# three\n")
    assert (found.head, found.foot) == (["# one", "# two"], ["# three"])


def test_modelines_are_no_remarks() -> None:
    """The line that names the schema to editors is nobody's remark."""
    assert find("# yaml-language-server: $schema=x\na: 1\n").count() == {}


def test_questions() -> None:
    """Whether comments speak of a value or of parts of it can be asked."""
    found = find("a:\n  - x # c\nb: 1 # d\n")
    assert found.within(("a",))
    assert found.touch(("a",))
    assert not found.within(("b",))
    assert found.touch(("b",))
    assert not found.touch(("c",))
