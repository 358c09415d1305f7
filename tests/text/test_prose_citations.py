"""Citations in running text, against the rules of pandoc's manual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.text import citations, fragments, prose

if TYPE_CHECKING:
    from site_builder.text.citations import Citation

KEYS = st.from_regex(r"[a-z][a-z0-9]{0,6}(?:-[a-z0-9]{1,4})?", fullmatch=True)
WORDS = st.sampled_from(
    ["see", "also", "cf.", "e.g.", "*and*", "p. 3", "Table 2", "(b)", "A. B", ""]
)


@dataclass(frozen=True)
class Part:
    """One part of a group, as somebody writes it."""

    before: str
    minus: str
    key: str
    after: str

    def __str__(self) -> str:
        after = f", {self.after}" if self.after else ""
        return f"{self.before} {self.minus}@{self.key}{after}".strip()


PARTS = st.builds(Part, WORDS, st.sampled_from(["", "-"]), KEYS, WORDS)


def found(text: str) -> list[Citation]:
    """Find the citations of a text."""
    return citations.find(prose.read(text))


def said(text: str) -> list[tuple[str, list[str], bool]]:
    """Tell of each citation its words, its keys, a minus before each without names, and its kind."""
    return [
        (
            text[each.start : each.end],
            ["-" * work.is_suppressed + work.key for work in each.works],
            each.is_in_text,
        )
        for each in found(text)
    ]


@given(st.lists(PARTS, min_size=1, max_size=4), WORDS, WORDS)
def test_group_cites_each_part(parts: list[Part], before: str, after: str) -> None:
    """A pair of brackets with a key in each part cites all of them, wherever it stands."""
    group = f"[{'; '.join(map(str, parts))}]"
    keys = [part.minus + part.key for part in parts]
    assert said(f"{before} {group} {after}") == [(group, keys, False)]


@given(KEYS, st.sampled_from([".", ",", ":", ";", "'s", ")", "!", "?", " ", "—", "**", "\n\n"]))
def test_key_ends_before_punctuation(key: str, after: str) -> None:
    """A key holds single signs within, and none at its end."""
    assert said(f"(@{key}{after} and") == [(f"@{key}", [key], True)]


@given(KEYS, KEYS, st.sampled_from(["", " ", "\n"]))
def test_locator_stands_behind(key: str, other: str, gap: str) -> None:
    """Brackets behind a key in the text hold its locator, and further works."""
    assert said(f"@{key}{gap}[p. 3] x") == [(f"@{key}{gap}[p. 3]", [key], True)]
    both = f"@{key}{gap}[p. 3; see @{other}]"
    assert said(both) == [(both, [key, other], True)]


@given(st.text(max_size=30), st.sampled_from("`~"))
@example("[@a]", "`")
def test_code_cites_nothing(text: str, sign: str) -> None:
    """Fenced and indented code and code spans are shown as they are."""
    inner = text.replace(sign, "").replace("\r", "")
    assert found(f"{sign * 3}\n{inner} [@a] @b\n{sign * 3}\n") == []
    line = " ".join(f"{inner} [@a] @b".split())
    assert found(f"x\n\n    {line}\n") == []
    assert found(f"``{line.replace('`', '')} ``") == []


@pytest.mark.parametrize(
    "text",
    [
        "me@x.org",
        "<me@x.org>",
        "[write](mailto:me@x.org)",
        "https://x.org/@user",
        "<https://x.org/@user>",
        r"\@a and \[no\]",
        "$x_@a$",
        "![alt @a](x.svg)",
        '<img alt="@a">',
        "<!-- @a -->",
        "<script>@a</script>",
        "[x]: https://x.org/@a",
        "@ a, @-a and @.",
    ],
)
def test_not_cited(text: str) -> None:
    """Addresses, escapes, formulas, pictures and markup hold no citations."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("[@a; nothing]", [("@a", ["a"], True)]),
        ("@a [@b]", [("@a", ["a"], True), ("[@b]", ["b"], False)]),
        ("@a [^1]", [("@a", ["a"], True)]),
        ("@a [x](y.md)", [("@a", ["a"], True)]),
        ("@a [docs]\n\n[docs]: x.md", [("@a", ["a"], True)]),
        ("@{a.b.}", [("@{a.b.}", ["a.b."], True)]),
        ("-@a", [("-@a", ["-a"], True)]),
        (r"\[@a]", [("@a", ["a"], True)]),
        ("@a--b @c..", [("@a", ["a"], True), ("@c", ["c"], True)]),
        ("[see [this](x.md) in @a]", [("[see [this](x.md) in @a]", ["a"], False)]),
        ("[Mr &amp; Mrs @a]", [("[Mr &amp; Mrs @a]", ["a"], False)]),
        ("- x\n\n    [@a]\n\n        @code", [("[@a]", ["a"], False)]),
        ("!!! note\n\n    @a\n\ntext\n\n    @code", [("@a", ["a"], True)]),
        ("| @a | [@b] |", [("@a", ["a"], True), ("[@b]", ["b"], False)]),
        ("[one\n\n@a]", [("@a", ["a"], True)]),
    ],
)
def test_edges(text: str, cited: list[tuple[str, list[str], bool]]) -> None:
    """What is near to a citation is read as pandoc reads it."""
    assert said(text) == cited


def test_words_of_links() -> None:
    """A key in the words of a link is cited, and can be no link itself."""
    (citation,) = found("[see @a](x.md)")
    assert citation.is_linked


@given(st.text(alphabet="[]()@-;ab \n`$\\<>!{}", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Whatever the text, every key stands where it is said to, within its citation, once."""
    works = [(each, work) for each in found(text) for work in each.works]
    for citation, work in works:
        assert citation.start <= work.start < work.end <= citation.end
        assert f"@{work.key}" in text[work.start : work.end].replace("{", "").replace("}", "")
    assert len({work.start for _, work in works}) == len(works)


@given(st.text(max_size=80))
def test_places_stay(text: str) -> None:
    """The running text has every character at its place."""
    text = text.replace("\r", "")
    shown = prose.read(text).text
    assert len(shown) == len(text)
    assert [n for n, c in enumerate(shown) if c == "\n"] == [
        n for n, c in enumerate(text) if c == "\n"
    ]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("$x$ and $$y$$", ["x", "y"]),
        ("costs $5 and $6", []),
        ("$ x$ $x $", []),
        (r"$\{x\}$ \$y$", [r"\{x\}"]),
        ("`$x$`", []),
        ("$a\n\nb$", []),
    ],
)
def test_formulas(text: str, formulas: list[str]) -> None:
    """Formulas stand between dollar signs by pandoc's rules; sums of money are none."""
    assert [each.source for each in prose.read(text).formulas] == formulas


def test_fragment_with_arguments() -> None:
    """A fragment's arguments are words or quoted texts, each known by its place."""
    text = 'a\n\n  <!-- survey:results a=x b-c="y z" d=\'"\' blub -->\n\n`<!-- survey:no -->`'
    (found,) = fragments.find(text)
    assert [(each.name, each.value) for each in found.arguments] == [
        ("a", "x"),
        ("b-c", "y z"),
        ("d", '"'),
    ]
    assert all(text[each.at :].startswith(each.name) for each in found.arguments)
    assert [word for _, word in found.unread] == ["blub"]
    assert (found.is_alone, found.indent) == (True, "  ")


@given(st.text(alphabet="=\"' ab-\n", max_size=40))
def test_any_arguments_are_read(text: str) -> None:
    """Whatever a fragment says is an argument or is told to be none: nothing is dropped."""
    body = text.replace("--", "-")
    (found,) = fragments.find(f"<!-- survey:x {body} -->")
    words = sum(len(each.name + each.value) for each in found.arguments)
    kept = words + sum(len(word) for _, word in found.unread)
    assert kept >= sum(c in "ab" for c in body)
