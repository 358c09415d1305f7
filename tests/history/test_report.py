from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.history import ChangeKind, report
from site_builder.history.report import ChangeReport, EntryChange, PaperChange
from site_builder.problems import SurveyError
from site_builder.text import forge

ADDED = PaperChange(
    kind=ChangeKind.ADDED, key="a2020b", title="A @b", words="added: JPA 2020, in Dart"
)
TAKEN = PaperChange(kind=ChangeKind.REMOVED, key="c2020d", title="C", words="removed")
ENTRY = EntryChange(path="venues.yaml", id="X", name="X #1", words="added (journal)")


def test_markdown() -> None:
    """A comment counts what changed and lists it; what strangers wrote does nothing."""
    account = ChangeReport(
        papers=(ADDED, TAKEN), entries=(ENTRY,), broken=("papers/x.yaml",), note="Hm."
    )
    assert report.as_markdown(account) == (
        "### What changes for the survey\n"
        "\n"
        "**1 paper added**\n"
        "\n"
        "- A @<!-- -->b (`a2020b`): JPA 2020, in Dart\n"
        "\n"
        "**1 paper removed**\n"
        "\n"
        "- C (`c2020d`)\n"
        "\n"
        "**1 venue changed**\n"
        "\n"
        "- X \\#<!-- -->1 (X): added (journal)\n"
        "\n"
        "**Cannot be read**: `survey check` says why, with the lines\n"
        "\n"
        "- papers/x.yaml\n"
        "\n"
        "*Hm.*\n"
    )


def test_nothing() -> None:
    """Where nothing changed, that is said."""
    for form in (report.as_text, report.as_markdown):
        assert report.NOTHING in form(ChangeReport())


def test_what_is_not_plausible_comes_first() -> None:
    """What should not have happened stands above everything else."""
    account = ChangeReport(papers=(TAKEN,), implausible=("1 paper is gone (c2020d)",))
    lines = report.as_markdown(account).splitlines()
    assert lines[2] == "> **Look twice:** 1 paper is gone (c2020d)"


def test_many_are_counted() -> None:
    """A comment lists so many of a kind and counts the rest."""
    papers = [ADDED.model_copy(update={"key": f"a{number}"}) for number in range(60)]
    text = report.as_markdown(ChangeReport(papers=tuple(papers)))
    assert "**60 papers added**" in text
    assert text.endswith("- and 10 more\n")


@given(
    words=st.text(max_size=report.MOST_WORDS),
    kinds=st.lists(st.sampled_from(ChangeKind), max_size=300),
)
def test_any_account(words: str, kinds: list[ChangeKind]) -> None:
    """Any account is told within what a forge takes, and its JSON gives it back."""
    papers = tuple(PaperChange(kind=k, key="a", title=words, words=words) for k in kinds)
    account = ChangeReport(papers=papers, broken=(words,), note=words)
    assert report.read(report.as_json(account).encode()) == account
    assert len(report.as_markdown(account)) <= forge.MOST
    assert report.as_text(account).count("\n") == len(kinds) + 1 + bool(words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "JSON: Invalid JSON"),
        (b"[]", "JSON: Input should be an object"),
        (b'{"papers": [{"kind": "added"}]}', "papers.0.key: Field required"),
        (
            b'{"papers": [{"kind": "stolen", "key": "a", "title": "", "words": ""}]}',
            "papers.0.kind: Input should be 'added'",
        ),
        (
            b'{"papers": [{"kind": "added", "key": "a`@b", "title": "", "words": ""}]}',
            "papers.0.key: String should match pattern",
        ),
        (b'{"note": 1}', "note: Input should be a valid string"),
        (b'{"more": ""}', "more: Extra inputs are not permitted"),
        (b'{"note": "%s"}' % (b"a" * 2_001), "note: String should have at most 2000 characters"),
        (b"\xff", "JSON: Invalid JSON"),
        (b" " * 5_000_001, "this is larger than 5,000,000 bytes"),
    ],
)
def test_what_is_no_account(text: bytes, said: str) -> None:
    """Anything that `survey changes` would not have written is refused in words."""
    with pytest.raises(SurveyError, match="^" + said.replace(".", r"\.")):
        report.read(text)
