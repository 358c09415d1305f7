"""The addresses that a survey's files name, and where each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.curation import addresses
from site_builder.record import values

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

RECORD = """\
title: Thin
authors: [A B]
year: 2020
venue: JPA
arxiv_id: "2203.12119"
doi: 10.99999/a(b)
links:
  code: https://one.example.org/code
  project: "https://two.example.org/#top"
summary: >-
  Folded, and then
  see https://three.example.org/a_(b), too.
notes: |
  See [a page](https://four.example.org/x) and
  https://one.example.org/code.
results:
  - {benchmark: long-hall, metric: distance, value: 3, provenance: paper,
     source: [Table 1, "https://five.example.org/"]}
"""
PAGE = """\
# Page

A [link](https://six.example.org/a) and <https://seven.example.org>.
`https://code.example.org` <!-- https://comment.example.org -->

```
https://fence.example.org
```
"""


def shown(found: dict[str, list[addresses.Place]]) -> dict[str, list[str]]:
    """Write places as people read them."""
    return {address: [str(place) for place in places] for address, places in found.items()}


def test_addresses_of_a_record(make_survey: MakeSurvey) -> None:
    """Links, identifiers and addresses in texts are found, each where it stands."""
    root = make_survey({"papers/a2020thin.yaml": RECORD}, papers=False)
    path = "papers/a2020thin.yaml"
    assert shown(addresses.of_papers(root, ["a2020thin"])) == {
        "https://arxiv.org/abs/2203.12119": [f"{path}:5:11"],
        "https://doi.org/10.99999/a(b)": [f"{path}:6:6"],
        "https://one.example.org/code": [f"{path}:8:9", f"{path}:15:3"],
        "https://two.example.org/#top": [f"{path}:9:13"],
        "https://three.example.org/a_(b)": [f"{path}:12:7"],
        "https://four.example.org/x": [f"{path}:14:16"],
        "https://five.example.org/": [f"{path}:18:25"],
    }


def test_addresses_of_a_survey(make_survey: MakeSurvey) -> None:
    """Registries and hand-written pages have links too; code and comments have none."""
    venues = "venues:\n  - {id: JPA, name: J, kind: journal, url: 'https://venue.example.org'}\n"
    files = {
        "venues.yaml": venues,
        "docs/more/page.md": PAGE,
        "README.md": PAGE.partition(" and")[0],
    }
    found = shown(addresses.of_survey(make_survey(files, papers=False), []))
    assert found == {
        "https://venue.example.org": ["venues.yaml:2:45"],
        "https://six.example.org/a": ["README.md:3:10", "docs/more/page.md:3:10"],
        "https://seven.example.org": ["docs/more/page.md:3:42"],
    }


@pytest.mark.parametrize("text", ["title: [", "- a", "\x00", "doi: [1]\narxiv_id: {a: b}\n"])
def test_broken_records_have_no_links(make_survey: MakeSurvey, text: str) -> None:
    """What the checks refuse is no matter of links."""
    root = make_survey({"papers/a2020thin.yaml": text}, papers=False)
    assert addresses.of_papers(root, ["a2020thin", "gone"]) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://e.org/a.", ["https://e.org/a"]),
        ("(https://e.org/a_(b))", ["https://e.org/a_(b)"]),
        ("**https://e.org/a**", ["https://e.org/a"]),
        ("https://e.org/a and https://e.org/a", ["https://e.org/a"]),
        ("https://user@e.org/ https://e.org:99999/ http:// https://-/", []),
        ("javascript:alert(1) ftp://e.org HTTPS://e.org", []),
    ],
)
def test_addresses_in_a_text(text: str, found: list[str]) -> None:
    """An address ends where the sentence around it goes on; what is none is left out."""
    assert addresses.addresses(text) == found


@given(st.text() | st.from_regex(r"(https?://[a-z(\[\])./]*\s?)+"))
def test_whatever_is_found_is_an_address(text: str) -> None:
    """Whatever a text holds, what is found in it is fit for a record."""
    for address in addresses.addresses(text):
        assert values.url(address) == address
        assert address in text
