"""Single values: their normal forms, and what is no value of its kind."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.record import values
from site_builder.record.values import BadValue

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "written",
    [
        "2203.12119",
        "2203.12119v2",
        "arXiv:2203.12119",
        "arxiv: 2203.12119v1",
        "https://arxiv.org/abs/2203.12119",
        "http://www.arxiv.org/abs/2203.12119v3",
        "https://arxiv.org/pdf/2203.12119v2.pdf",
        "https://arxiv.org/html/2203.12119v1",
        "https://export.arxiv.org/abs/2203.12119",
    ],
)
def test_arxiv_ids(written: str) -> None:
    """An arXiv id has one form, whatever it is copied from."""
    assert values.arxiv_id(written) == "2203.12119"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("hep-th/9901001v2", "hep-th/9901001"),
        ("math.GT/0309136", "math.GT/0309136"),
        ("https://arxiv.org/abs/cs/0112017", "cs/0112017"),
        ("0704.0001", "0704.0001"),
    ],
)
def test_old_arxiv_ids(written: str, expected: str) -> None:
    """The identifiers from before 2007, and the first after, are ids too."""
    assert values.arxiv_id(written) == expected


@pytest.mark.parametrize(
    "written", ["2203.1", "2213.12345", "220312119", "abs/", "2203.12119x", "x"]
)
def test_no_arxiv_ids(written: str) -> None:
    """What only looks like an arXiv id is refused."""
    with pytest.raises(BadValue):
        values.arxiv_id(written)


@pytest.mark.parametrize(
    "written",
    [
        "10.1007/978-3-031-19827-4_41",
        "doi:10.1007/978-3-031-19827-4_41",
        "https://doi.org/10.1007/978-3-031-19827-4_41",
        "http://dx.doi.org/10.1007/978-3-031-19827-4_41",
        "https://doi.org/10.1007/978-3-031-19827-4_41#citeas",
        "https://doi.org/10.1007/978-3-031-19827-4_41?download=true",
        "HTTPS://www.doi.org/10.1007%2F978-3-031-19827-4_41/",
        "doi.org/10.1007/978-3-031-19827-4_41",
    ],
)
def test_dois(written: str) -> None:
    """A DOI has one form, with or without resolver."""
    assert values.doi(written) == "10.1007/978-3-031-19827-4_41"


def test_strange_dois() -> None:
    """DOIs of the time before the web keep their brackets."""
    old = "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"
    assert values.doi(old) == old


@pytest.mark.parametrize(
    "written", ["11.1/x", "10.1/x y", "10.1000/", "10.1000/a}b", "10.1000/a{b"]
)
def test_no_dois(written: str) -> None:
    """A DOI with blanks or braces, or without a suffix, is refused."""
    with pytest.raises(BadValue):
        values.doi(written)


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://x.org/%0aalert(1)",
        "data:text/html,x",
        "ftp://x.org/",
        "//x.org/",
        "/papers/",
        "x.org",
        "https://",
        "https:///x",
        "https://x.org/a b",
        'https://x.org/"onclick="x',
        "https://x.org/<b>",
        "https://x.org\\@evil.org/",
        "https://user@x.org/",
        "https://x.org:port/",
        "https://x.org:99999/",
        "https://[::1",
        "https://exämple.org/",
        "https://x.org/`",
        "https://-x.org/",
    ],
)
def test_no_urls(written: str) -> None:
    """Only absolute http and https addresses without tricks are links."""
    with pytest.raises(BadValue):
        values.url(written)


@pytest.mark.parametrize(
    "written", ["https://x.org", "http://x.org:8080/a/~b?c=d&e=%20#f", "https://a-b.x.org/(1)"]
)
def test_urls(written: str) -> None:
    """An address is kept as written."""
    assert values.url(written) == written


def test_text_is_composed() -> None:
    """Text is kept in Unicode's composed form, without blanks around it."""
    assert values.line(" Re\u0301 ") == "R\u00e9"


@pytest.mark.parametrize("code", [0, 0x1B, 0x7F, 0x85, 0x200B, 0x202E, 0x2028, 0xFEFF, 0xE0041])
def test_control_and_invisible_characters(code: int) -> None:
    """No text holds a character that controls a terminal or makes text read otherwise."""
    with pytest.raises(BadValue, match=f"U\\+{code:04X}"):
        values.prose(f"a{chr(code)}b")


@pytest.mark.parametrize("text", ["\xad", "\u200d", "\u3164 \u3164", "\ufe0f"])
def test_lines_show_something(text: str) -> None:
    """A title of characters that nobody sees is none: exports would have no title at all."""
    with pytest.raises(BadValue, match="shows nothing"):
        values.line(text)


def test_orcid() -> None:
    """An ORCID iD is told from a mistyped one by its check digit."""
    assert values.orcid("https://orcid.org/0000-0002-1825-0097") == "0000-0002-1825-0097"
    assert values.orcid("0000-0002-1694-233X") == "0000-0002-1694-233X"
    with pytest.raises(BadValue):
        values.orcid("0000-0002-1825-0096")


def test_numerals() -> None:
    """Volume, number and pages may be written without quotes."""
    assert values.numeral(56) == "56"
    assert values.numeral("e1234") == "e1234"


KINDS = [
    values.line,
    values.prose,
    values.numeral,
    values.whole,
    values.number,
    values.truth,
    values.year,
    values.month,
    values.key,
    values.category_id,
    values.facet_id,
    values.venue_id,
    values.arxiv_id,
    values.arxiv_class,
    values.doi,
    values.url,
    values.date,
    values.orcid,
]
anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.none())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(value=anything)
def test_only_bad_values_are_raised(kind: Callable[[object], object], value: object) -> None:
    """Whatever YAML can hold is taken or refused with a message, and taking twice changes nothing."""
    with contextlib.suppress(BadValue):
        taken = kind(value)
        assert kind(str(taken) if kind is values.date else taken) == taken


IDENTIFIERS = {
    values.arxiv_id: ("2203.12119", "hep-th/9901001", "2203.12119v2"),
    values.arxiv_class: ("cs.CV",),
    values.date: ("2024-05-31",),
    values.doi: ("10.1000/182", "10.1000.10/182"),
    values.orcid: ("0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
    values.category_id: ("a1",),
    values.facet_id: ("a1",),
    values.venue_id: ("A1",),
    values.key: ("smith2020a",),
    values.url: ("https://example.org/1",),
}
DOI_NAME = "/182"
"""What registrants give out may have letters and digits of any script."""


@given(data=st.data(), script=st.sampled_from("٠०০๐０𝟎"))  # noqa: RUF001
def test_digits_are_those_of_identifiers(data: st.DataObject, script: str) -> None:
    """No identifier, date or address has digits of another script: they would lead nowhere."""
    read = data.draw(st.sampled_from(list(IDENTIFIERS)))
    text = data.draw(st.sampled_from(IDENTIFIERS[read]))
    end = len(text.removesuffix(DOI_NAME)) if read is values.doi else len(text)
    places = [at for at in range(end) if text[at].isdigit()]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    other = chr(ord(script) + int(text[at]))
    assert read(text)
    with pytest.raises(BadValue):
        read(f"{text[:at]}{other}{text[at + 1 :]}")
