"""Characters that nobody sees: told where they hide, kept where a script or an emoji needs them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from site_builder import checks
from site_builder.latex import to_tex, to_text
from site_builder.library import Library
from site_builder.record import values
from site_builder.text import invisible

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

AT_WORK = [
    "\u0645\u06cc\u200c\u0634\u0648\u062f",  # Persian: a joiner that parts
    "\u0915\u094d\u200d\u0937",  # Devanagari: one that joins
    "\u1820\u180b",  # Mongolian: another form of a letter
    "\u8fbb\U000e0100",  # Chinese: another form of a sign
    "\U0001f469\u200d\U0001f4bb \u2764\ufe0f 1\ufe0f\u20e3",  # emoji
    "\u1100\u1160",  # Korean: the place of a vowel
]
HIDING = [
    *(
        "a\u200cb",
        "\u200da",
        "7\u00ad",
        "caf\u00e9\u200c",
        "\u0434\u200d\u0430",
        "x\ufe0f",
        "\u3164",
    ),
    *("a\u034fb", "\ufe0fx", "1\ufe0f", "\u0645\u00ad\u0645", "a\U000e0100", "\u115fa"),
]
IN_MACRO = ["\\i\u200cnput", "\\\u00adx", "\\emph\u200d{x}", "\\\u200d", "\\le\ufe0ft"]

RECORD: dict[str, Any] = {
    "title": "T",
    "method": "M",
    "authors": [{"family": "Smith", "given": "G"}],
    "year": 2020,
    "venue": "JPA",
    "comment": "C",
    "journal_ref": "J",
    "fold": ["dart"],
    "summary": "S",
    "abstract": "A",
    "papers_folded": ["B"],
    "protect": ["T"],
    "sources": ["X"],
    "notes": "N",
}
NUMERALS = ("volume", "number", "pages")


def told(root: Path, record: dict[str, Any]) -> list[tuple[str, bool, int]]:
    """Check a survey with a record; give code, severity and line of what is told of it."""
    path = root / "papers" / "smith2020other.yaml"
    path.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), encoding="utf-8")
    library, problems = Library.load(root)
    found = [*problems, *checks.run(library)]
    return [(p.code, p.is_error, p.line) for p in found if p.path.endswith(path.name)]


def test_list_is_unicodes() -> None:
    """Every format character without a shape is on the list, and no letter, sign or blank that shows."""
    kinds = {"Cf", "Cn", "Mn", "Lo"}
    listed = [chr(code) for code in range(0x110000) if invisible.IGNORABLE.match(chr(code))]
    assert {unicodedata.category(char) for char in listed} == kinds
    fillers = [char for char in listed if unicodedata.category(char) == "Lo"]
    assert all("FILLER" in unicodedata.name(char) for char in fillers)
    shown = ("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN")  # of these scripts some format marks show
    unseen = {chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) == "Cf"} - {*listed}
    names = [unicodedata.name(char, "") for char in unseen]
    assert all(name.startswith((*shown, "SHORTHAND")) for name in names), names


@given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("\u200d\ufe0f\u034f"))))
def test_none_is_overlooked(text: str) -> None:
    """Whether a text holds any is known without searching all of it."""
    assert invisible.holds_any(text) == bool(invisible.IGNORABLE.search(text))


@pytest.mark.parametrize("text", AT_WORK)
def test_scripts_keep_what_they_need(text: str) -> None:
    """What a script or an emoji needs is no stray; readers and LuaLaTeX get it, pdfLaTeX does not."""
    assert not [*invisible.find(text)]
    assert to_text(text) == text
    assert to_tex(text, unicode=True) == text
    assert to_tex(text) == to_tex(invisible.IGNORABLE.sub("", text))


@pytest.mark.parametrize("text", HIDING)
def test_strays_are_seen(text: str) -> None:
    """Elsewhere what shows nothing is a stray, and no TeX holds it."""
    assert [*invisible.find(text)]
    for unicode in (False, True):
        assert not invisible.IGNORABLE.search(to_tex(text, unicode=unicode))


@pytest.mark.parametrize("name", [name for name in RECORD if name not in {"year", "venue", "fold"}])
def test_every_text_of_a_record(make_survey: MakeSurvey, name: str) -> None:
    """A stray in any text is told once, at its line, and keeps nothing from being published."""
    at = list(RECORD).index(name)
    value = RECORD[name]
    hidden = f"12\u00ad{'x' * at}"
    if name == "authors":
        spoilt: Any = [{"family": "Smith", "given": hidden}]
    else:
        spoilt = [hidden] if isinstance(value, list) else hidden
    found = told(make_survey(), RECORD | {name: spoilt})
    codes = [(code, is_error) for code, is_error, _ in found]
    assert codes.count(("invisible", False)) + codes.count(("lookalike", False)) == 1, found
    assert not any(is_error for _, is_error in codes)


@pytest.mark.parametrize("name", NUMERALS)
@pytest.mark.parametrize("char", ["\u00ad", "\u200c", "\u200d", "\ufe0f", "\u3164"])
def test_numerals_hide_nothing(make_survey: MakeSurvey, name: str, char: str) -> None:
    """A volume, number or range of pages with something unseen in it is refused."""
    assert told(make_survey(), RECORD | {name: f"1{char}2"})[0][:2] == ("value", True)


@pytest.mark.parametrize("text", IN_MACRO)
def test_macros_hide_nothing(text: str) -> None:
    """Nothing unseen stands behind a backslash or in the name of a macro, in any text."""
    for read in (values.line, values.prose, values.numeral):
        with pytest.raises(values.BadValue, match="stands in a TeX macro"):
            read(text)


def test_registries(make_survey: MakeSurvey) -> None:
    """Venues, benchmarks and the taxonomy are looked through as well, units and publishers too."""
    root = make_survey()
    for name in ("venues.yaml", "benchmarks.yaml", "taxonomy.yaml"):
        path = root / name
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if name == "venues.yaml":
            data["venues"][0]["publisher"] = "12\u200d"
        elif name == "benchmarks.yaml":
            data["benchmarks"][0]["metrics"][0]["unit"] = "%\u00ad"
        else:
            data["facets"][0]["description"] = "\u3164."
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    library, problems = Library.load(root)
    assert not [problem for problem in problems if problem.is_error]
    found = [problem for problem in checks.run(library) if problem.code == "invisible"]
    assert sorted(problem.path for problem in found) == [
        "benchmarks.yaml",
        "taxonomy.yaml",
        "venues.yaml",
    ]
