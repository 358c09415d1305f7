"""One kind of line ends, whatever a file has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_builder.files.lines import decoded, with_lf


@given(st.lists(st.tuples(st.text("aé\u2028\x0b", max_size=3), st.sampled_from(["\n", "\r\n"]))))
def test_lines_are_those_of_the_file(lines: list[tuple[str, str]]) -> None:
    """Each line end becomes one LF, and nothing else ends a line."""
    text = "".join(line + end for line, end in lines)
    assert with_lf(text) == "".join(f"{line}\n" for line, _ in lines)
    assert decoded(text.encode("utf-8-sig")) == decoded(text.encode()) == with_lf(text)


def test_a_lone_cr_ends_a_line() -> None:
    """The line ends of old Macs count as well."""
    assert with_lf("a\rb\r\nc\r") == "a\nb\nc\n"
