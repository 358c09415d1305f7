"""Versions: what is one, what to write instead, which comes first."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.record.values import BadValue
from site_builder.record.versions import HINT, numbers, version


@pytest.mark.parametrize("text", ["2026.11", "2026.04", "1.2.0", "0.1", "2026.11.2.1", " 1.0 "])
def test_versions(text: str) -> None:
    """Two to four numbers with dots between them are a version, as they are written."""
    assert version(text) == text.strip()


QUOTES = 'put it in double quotes: "2026.10" and 2026.1 are not the same'


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ("v2026.11", "'v2026.11' is no version", "write 2026.11; its tag is v2026.11"),
        ("2026-11", "'2026-11' is no version", "write 2026.11: numbers alone, with dots between them"),
        ("1.0.0-rc.1", "'1.0.0-rc.1' is no version", "write 1.0.0: numbers alone, with dots between them"),
        ("release 1.0", "'release 1.0' is no version", "write 1.0; its tag is v1.0"),
        ("2026", "'2026' is no version", HINT),
        ("autumn", "'autumn' is no version", HINT),
        ("$(id)", "'$(id)' is no version", HINT),
        ("1.٢", "'1.٢' is no version", HINT),
        (2026.1, "expected a version in quotes, got the number 2026.1", QUOTES),
        (None, "expected text, got nothing", "write the text, or leave the field out"),
    ],
)  # fmt: skip
def test_what_is_none(value: Any, message: str, hint: str) -> None:
    """What is no version says what to write instead."""
    with pytest.raises(BadValue, match=r"version|text") as raised:
        version(value)
    assert (str(raised.value), raised.value.hint) == (message, hint)


def test_order() -> None:
    """Versions go by their numbers; zeros before and behind make no difference."""
    assert numbers("2026.9") < numbers("2026.10") < numbers("2026.10.1") < numbers("2027.1")
    assert numbers("2026.04") == numbers("2026.4") == numbers("2026.4.0")
