"""What is told of releases.yaml: versions, their order, days and DOIs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder import checks
from site_builder.checks import publishable
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

HEAD = "releases:\n"


def entry(version: str, more: str = "", day: str = "2026-11-23") -> str:
    """Write an entry."""
    return f"  - {{version: {version}, date: {day}{more}}}\n"


def told(root: Path) -> list[str]:
    """Give what is told of the file, errors and warnings."""
    library, problems = Library.load(root)
    found = [*problems, *checks.run(library)]
    return [f"{p.severity[0]} {p}" for p in found if p.path == "releases.yaml"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("releases: []\n", []),
        (HEAD + entry('"2026.9"') + entry('"2026.10"', ', doi: "10.5281/zenodo.7"'), []),
        (HEAD + entry("1.2.0", ", counts: {papers: 4}, changes: [1 paper added]"), []),
        ("release: []\n", ["e releases.yaml:1:1: unknown field 'release' (did you mean 'releases'?)"]),
        ("releases: {}\n", ["e releases.yaml:1:11: releases: expected a list, got a mapping (write [a, b])"]),
        (HEAD + entry("2026.10"), ['e releases.yaml:2:15: releases[0].version: expected a version in quotes, got the number 2026.1 (put it in double quotes: "2026.10" and 2026.1 are not the same)']),
        (HEAD + entry("v1.0"), ["e releases.yaml:2:15: releases[0].version: 'v1.0' is no version (write 1.0; its tag is v1.0)"]),
        (HEAD + "  - {version: 1.0.0}\n", ["e releases.yaml:2:5: releases[0]: missing field 'date'"]),
        (HEAD + entry("1.0.0", ", counts: {papers: -1}"), ["e releases.yaml:2:57: releases[0].counts.papers: -1 counts nothing (write how many there are, as 120)"]),
        (HEAD + entry("1.0.0", ", count: 3"), ["e releases.yaml:2:40: releases[0]: unknown field 'count' (did you mean 'counts'?)"]),
        (HEAD + entry("1.0.0", ", doi: zenodo.7"), ["e releases.yaml:2:45: releases[0].doi: 'zenodo.7' is no DOI (for example 10.1109/CVPR.2019.00938)"]),
        (HEAD + entry('"2026.4"') + entry('"2026.04"'), ["e releases.yaml:3:15: releases[1].version: '2026.04' is there already, as '2026.4' (one version, one entry: delete one)"]),
        (HEAD + entry("1.2.0") + entry("1.1.9"), ["e releases.yaml:3:15: releases[1].version: '1.1.9' is before '1.2.0', which stands above it (the oldest release comes first, the newest last)"]),
        (HEAD + entry("1.1.0") + entry("1.2.0", day="2026-11-22"), ["e releases.yaml:3:28: releases[1].date: 2026-11-22 is before 2026-11-23, the day of '1.1.0' (correct the day that is wrong)"]),
        (HEAD + entry("1.1.0", ", doi: 10.5281/Z.7") + entry("1.2.0", ", doi: 10.5281/z.7"), ["e releases.yaml:3:45: releases[1].doi: 10.5281/z.7 is the DOI of '1.1.0' (each version has one of its own; that of all versions is no version's)"]),
        (HEAD + entry("1.1.0", ', summary: "a\\u2060b"'), ["e releases.yaml:2:49: releases[0].summary: character U+2060 is not allowed (delete it)"]),
        (HEAD + entry("1.1.0", ', changes: ["a\\u00adb"]'), ["w releases.yaml:2:50: releases[0].changes[0]: holds U+00AD, SOFT HYPHEN, which is not seen (delete it: it is character 2 of the text)"]),
    ],
)  # fmt: skip
def test_messages(make_survey: MakeSurvey, text: str, said: list[str]) -> None:
    """What cannot hold in releases.yaml is told at its place, with what to write instead."""
    assert told(make_survey({"releases.yaml": text})) == said


def test_no_record_is_lost(make_survey: MakeSurvey) -> None:
    """What is wrong in releases.yaml takes no record off the site."""
    root = make_survey({"releases.yaml": "releases: [\n"})
    library, problems = publishable.load(root)
    assert len(library.papers) == 4
    assert {each.path for each in problems} == {"releases.yaml"}
    assert library.release_entries == ()
