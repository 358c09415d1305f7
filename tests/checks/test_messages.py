"""Broken records, each with the exact words that its author reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_builder import checks
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

PAPER = "papers/smith2020paper.yaml"
GOOD = """\
title: A Paper
authors: [Ann Smith]
year: 2020
venue: JPA
fold: [dart]
summary: Ours.
"""


def problems(root: Path) -> list[str]:
    """Everything that `survey check` would say, a line each."""
    library, found = Library.load(root)
    return [str(problem) for problem in sorted(found + checks.run(library))]


def replaced(old: str, new: str) -> str:
    """The good record with one piece of it written otherwise."""
    assert old in GOOD
    return GOOD.replace(old, new)


BROKEN: list[tuple[str, str | bytes, list[str]]] = [
    ("empty", "", ["1:1: the file is empty (write at least the required fields)"]),
    (
        "only a comment",
        "# later\n",
        ["1:1: the file is empty (write at least the required fields)"],
    ),
    ("a list", "- title: A\n", ["1:1: expected fields, got a list (write `title: …` and so on)"]),
    ("a word", "soon\n", ["1:1: expected fields, got text (write `title: …` and so on)"]),
    (
        "invalid UTF-8",
        b"title: caf\xe9\n",
        ["1:11: byte 0xe9 is not UTF-8 (save the file with the encoding UTF-8)"],
    ),
    (
        "a NUL byte",
        GOOD + "notes: a\0b\n",
        ["7:9: control character U+0000 is not allowed (delete it)"],
    ),
    (
        "a direction override",
        replaced("A Paper", "A \u202ePaper"),
        ["1:10: invisible character U+202E is not allowed (delete it)"],
    ),
    (
        "a NUL by escape",
        replaced("A Paper", '"A \\0Paper"'),
        ["1:8: title: character U+0000 is not allowed (delete it)"],
    ),
    (
        "a direction override by escape",
        replaced("A Paper", '"A \\u202EPaper"'),
        ["1:8: title: character U+202E is not allowed (delete it)"],
    ),
    (
        "20,000 brackets",
        "title: " + "[" * 20_000 + "]" * 20_000,
        ["1:47: nested more than 40 levels deep"],
    ),
    ("20,000 dashes", "- " * 20_000 + "x", ["1:81: nested more than 40 levels deep"]),
    (
        "an alias bomb",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n" + GOOD,
        [
            "1:1: unknown field 'a' (declare it in fields.yaml)",
            "1:4: anchors and aliases are not allowed (write the value out)",
            "1:4: anchors and aliases are not allowed (write the value out)",
            "2:1: unknown field 'b' (declare it in fields.yaml)",
            "2:4: anchors and aliases are not allowed (write the value out)",
            "2:4: anchors and aliases are not allowed (write the value out)",
            "3:1: unknown field 'c' (declare it in fields.yaml)",
        ],
    ),
    (
        "a recursive alias",
        "title: &t [*t]\n",
        [
            "1:1: missing field 'authors'",
            "1:1: missing field 'venue'",
            "1:1: missing field 'year'",
            "1:8: anchors and aliases are not allowed (write the value out)",
        ],
    ),
    (
        "an undefined alias",
        replaced("A Paper", "*A"),
        [
            "1:8: not valid YAML: found undefined alias (put text that begins with * in double quotes)"
        ],
    ),
    (
        "a Python tag",
        replaced("A Paper", "!!python/object/apply:os.system [id]"),
        ["1:8: tag 'tag:yaml.org,2002:python/object/apply:os.system' is not allowed (remove it)"],
    ),
    (
        "a binary tag",
        replaced("A Paper", "!!binary aGk="),
        ["1:8: tag 'tag:yaml.org,2002:binary' is not allowed (remove it)"],
    ),
    (
        "a colon in a title",
        replaced("A Paper", "A: Paper"),
        [
            '1:9: not valid YAML: mapping values are not allowed in this context (put text that contains ": " in double quotes)'
        ],
    ),
    (
        "a tab as indentation",
        GOOD + "links:\n\tcode: https://x.org\n",
        [
            "8:1: not valid YAML: found character that cannot start any token (indent with spaces, and quote text that begins with % @ ` or a tab)"
        ],
    ),
    (
        "a percent sign first",
        replaced("A Paper", "%A"),
        [
            "1:8: not valid YAML: found character that cannot start any token (indent with spaces, and quote text that begins with % @ ` or a tab)"
        ],
    ),
    (
        "an open quote",
        replaced("A Paper", '"A Paper'),
        [
            "7:1: not valid YAML: found unexpected end of stream (close the quotes and brackets that were opened before)"
        ],
    ),
    (
        "an open bracket",
        replaced("[dart]", "[dart"),
        [
            "6:8: not valid YAML: did not find expected ',' or ']' (close the quotes and brackets that were opened before)"
        ],
    ),
    (
        "two documents",
        GOOD + "---\n" + GOOD,
        [
            "7:1: not valid YAML: but found another document (one record a file: remove the line `---`)"
        ],
    ),
    ("a field twice", GOOD + "year: 2021\n", ["7:1: field 'year' twice (first on line 3)"]),
    ("a key that is a list", GOOD + "? [a]\n: b\n", ["7:3: a field's name must be text"]),
    (
        "a title that is no",
        replaced("A Paper", "no"),
        [
            '1:8: unquoted no means different things to different YAML programs (write "no" if text is meant)'
        ],
    ),
    (
        "a base-60 number",
        replaced("A Paper", "12:30"),
        [
            '1:8: unquoted 12:30 means different things to different YAML programs (write "12:30" if text is meant)'
        ],
    ),
    (
        "an octal number",
        replaced("2020", "02020"),
        [
            '3:7: unquoted 02020 means different things to different YAML programs (write "02020" if text is meant)'
        ],
    ),
    (
        "an unquoted arXiv id",
        GOOD + "arxiv_id: 2305.01230\n",
        [
            '7:11: arxiv_id: expected text, got the number 2305.0123 (put the id in quotes: "2203.12119")'
        ],
    ),
    (
        "no such arXiv id",
        GOOD + 'arxiv_id: "2313.01230"\n',
        ["7:11: arxiv_id: '2313.01230' is no arXiv id (for example 2203.12119 or hep-th/9901001)"],
    ),
    (
        "no DOI",
        GOOD + "doi: 11.1000/x\n",
        ["7:6: doi: '11.1000/x' is no DOI (for example 10.1109/CVPR.2019.00938)"],
    ),
    (
        "missing fields",
        "year: 2020\n",
        [
            "1:1: missing field 'authors'",
            "1:1: missing field 'title'",
            "1:1: missing field 'venue'",
        ],
    ),
    (
        "an unknown field",
        GOOD + "titel: A\n",
        ["7:1: unknown field 'titel' (declare it in fields.yaml, or did you mean 'title'?)"],
    ),
    (
        "a facet misspelt",
        replaced("fold:", "folds:"),
        ["5:1: unknown field 'folds' (declare it in fields.yaml, or did you mean 'fold'?)"],
    ),
    (
        "a field of the engine",
        GOOD + "key: other\ncategories: {fold: [dart]}\n",
        ["7:1: unknown field 'key'", "8:1: unknown field 'categories'"],
    ),
    (
        "a title as a list",
        replaced("A Paper", "[A, Paper]"),
        ["1:8: title: expected text, got a list (write plain text)"],
    ),
    (
        "a title left empty",
        replaced("A Paper", ""),
        ["1:7: title: expected text, got nothing (write the text, or leave the field out)"],
    ),
    (
        "a title of two lines",
        replaced("A Paper", "|\n  A\n  Paper"),
        ["1:8: title: must be one line (fold it with `>-`)"],
    ),
    (
        "a title that is a number",
        replaced("A Paper", "1984"),
        ["1:8: title: expected text, got the number 1984 (put the text in double quotes)"],
    ),
    (
        "an endless title",
        replaced("A Paper", "x" * 1001),
        ["1:8: title: is 1,001 characters long, at most 1,000 are allowed"],
    ),
    (
        "a year in quotes",
        replaced("2020", '"2020"'),
        ["3:7: year: expected a whole number, got '2020' (leave the quotes out)"],
    ),
    (
        "a year of two digits",
        replaced("2020", "20"),
        ["3:7: year: 20 is no year of publication (write four digits, as 2024)"],
    ),
    (
        "authors as text",
        replaced("[Ann Smith]", "Ann Smith"),
        ["2:10: authors: expected a list, got text (write [a, b])"],
    ),
    (
        "no authors",
        replaced("[Ann Smith]", "[]"),
        ["2:10: authors: is empty (at least one is needed)"],
    ),
    (
        "an author without family name",
        replaced("[Ann Smith]", "[{given: Ann}]"),
        ["2:11: authors[0]: has no family name (write family: …, or literal: … for a group)"],
    ),
    (
        "an author twice named",
        replaced("[Ann Smith]", "[{family: A, literal: B}]"),
        ["2:11: authors[0]: has both a literal name and name parts (keep one of them)"],
    ),
    (
        "an author's field misspelt",
        replaced("[Ann Smith]", "[{famly: Smith, given: Ann}]"),
        ["2:12: authors[0]: unknown field 'famly' (did you mean 'family'?)"],
    ),
    (
        "a wrong ORCID",
        replaced("[Ann Smith]", '[{family: Smith, orcid: "0000-0002-1825-0098"}]'),
        ["2:34: authors[0].orcid: is no ORCID iD: its check digit is wrong"],
    ),
    (
        "an unknown venue",
        replaced("JPA", "JAP"),
        ["4:8: venue: unknown venue 'JAP' (did you mean 'JPA'?)"],
    ),
    (
        "a venue's other name",
        replaced("JPA", "J. Paper Aeropl."),
        ["4:8: venue: unknown venue 'J. Paper Aeropl.' (write 'JPA')"],
    ),
    (
        "a venue never heard of",
        replaced("JPA", "Zzz"),
        ["4:8: venue: unknown venue 'Zzz' (add it to venues.yaml)"],
    ),
    (
        "an unknown category",
        replaced("[dart]", "[glider, darts]"),
        ["5:16: fold[1]: unknown category 'darts' (did you mean 'dart'?)"],
    ),
    (
        "a former category",
        replaced("[dart]", "[stub-dart]"),
        ["5:8: fold[0]: unknown category 'stub-dart' (it is now 'blunt-dart')"],
    ),
    (
        "a category of another facet",
        replaced("[dart]", "[indoors]"),
        ["5:8: fold[0]: unknown category 'indoors' (it is a category of flying_place)"],
    ),
    (
        "a category twice",
        replaced("[dart]", "[dart, dart]"),
        ["5:14: fold[1]: category 'dart' twice (delete one)"],
    ),
    (
        "categories as text",
        replaced("[dart]", "dart"),
        ["5:7: fold: expected a list, got text (write [a, b])"],
    ),
    (
        "a script as link",
        GOOD + 'links: {code: "javascript:alert(1)"}\n',
        [
            "7:15: links.code: 'javascript:alert(1)' is no http or https address (for example https://example.org/page)"
        ],
    ),
    (
        "a link with a password",
        GOOD + "links: {code: https://a:b@x.org/}\n",
        [
            "7:15: links.code: an address must not carry a user name (for example https://example.org/page)"
        ],
    ),
    (
        "a link of an unknown kind",
        GOOD + "links: {source: https://x.org/}\n",
        ["7:9: links: unknown field 'source'"],
    ),
    (
        "a date without sense",
        GOOD + "added: 2026-02-30\n",
        ["7:8: added: 2026-02-30 is no day of the calendar"],
    ),
    (
        "a date in words",
        GOOD + "added: yesterday\n",
        ["7:8: added: expected a date, got 'yesterday' (write it as 2024-05-31)"],
    ),
    (
        "a thirteenth month",
        GOOD + "month: 13\n",
        ["7:8: month: 13 is no month (write a number from 1 to 12)"],
    ),
    (
        "a word for a whole number",
        GOOD + "sheets: maybe\n",
        ["7:9: sheets: expected a whole number, got 'maybe'"],
    ),
    (
        "a figure in words",
        GOOD
        + "results:\n  - {benchmark: long-hall, metric: distance, value: high, provenance: paper, source: T1}\n",
        [
            "8:53: results[0].value: expected a number, got 'high' (write digits, without unit or quotes)"
        ],
    ),
    (
        "a figure that is not a number",
        GOOD
        + "results:\n  - {benchmark: long-hall, metric: distance, value: .nan, provenance: paper, source: T1}\n",
        [
            "8:53: results[0].value: expected a number, got '.nan' (write digits, without unit or quotes)"
        ],
    ),
    (
        "a figure out of range",
        GOOD
        + "results:\n  - {benchmark: long-hall, metric: distance, value: 61, provenance: paper, source: T1}\n",
        [
            "8:53: results[0].value: 61 is outside distance's range, 0 to 60 (check the figure and its unit)"
        ],
    ),
    (
        "an unknown benchmark",
        GOOD
        + "results:\n  - {benchmark: long-hal, metric: distance, value: 1, provenance: paper, source: T1}\n",
        ["8:17: results[0].benchmark: unknown benchmark 'long-hal' (did you mean 'long-hall'?)"],
    ),
    (
        "an unknown metric",
        GOOD
        + "results:\n  - {benchmark: long-hall, metric: height, value: 1, provenance: paper, source: T1}\n",
        ["8:36: results[0].metric: unknown metric 'height' of long-hall (one of distance, spread)"],
    ),
    (
        "an unknown provenance",
        GOOD
        + "results:\n  - {benchmark: long-hall, metric: distance, value: 1, provenance: papers, source: T1}\n",
        ["8:68: results[0].provenance: unknown value 'papers' (did you mean 'paper'?)"],
    ),
    (
        "a figure without source",
        GOOD
        + "results:\n  - {benchmark: long-hall, metric: distance, value: 1, provenance: paper}\n",
        ["8:5: results[0]: missing field 'source'"],
    ),
    (
        "fewer parameters than none",
        GOOD
        + "results:\n  - {benchmark: long-hall, metric: distance, value: 1, provenance: paper, source: T1, trainable_params_m: -1}\n",
        [
            "8:107: results[0].trainable_params_m: -1 is outside trainable_params_m's range, 0 to ∞ (check the figure and its unit)"
        ],
    ),
    (
        "a relation to nobody",
        GOOD + "relations:\n  - {kind: uses, paper: folder2019frist, source: x}\n",
        [
            "8:25: relations[0].paper: unknown paper 'folder2019frist' (did you mean 'folder2019first'?)"
        ],
    ),
    (
        "a relation to a former key",
        GOOD + "relations:\n  - {kind: uses, paper: vouw2020stub, source: x}\n",
        ["8:25: relations[0].paper: unknown paper 'vouw2020stub' (it is now 'vouw2020blunt')"],
    ),
    (
        "a relation to itself",
        GOOD + "relations:\n  - {kind: uses, paper: smith2020paper, source: x}\n",
        ["8:25: relations[0].paper: points at the paper itself"],
    ),
    (
        "an unknown kind of relation",
        GOOD + "relations:\n  - {kind: extend, paper: folder2019first, source: x}\n",
        ["8:12: relations[0].kind: unknown value 'extend' (did you mean 'extends'?)"],
    ),
    (
        "another's DOI",
        GOOD + "doi: https://doi.org/10.99999/FOLD.2019.1\n",
        [
            "7:6: doi: is written as an address, 'https://doi.org/10.99999/FOLD.2019.1' (write 10.99999/FOLD.2019.1)",
            "7:6: doi: '10.99999/FOLD.2019.1' is also that of papers/folder2019first.yaml (one paper, one record: merge them, or correct the id)",
        ],
    ),
    (
        "another's arXiv id",
        GOOD + 'arxiv_id: "arXiv:2101.00001v3"\n',
        [
            "7:11: arxiv_id: '2101.00001' is also that of papers/gleiter2021unsorted.yaml (one paper, one record: merge them, or correct the id)"
        ],
    ),
    (
        "a former key in use",
        GOOD + "former_keys: [folder2019first]\n",
        [
            "7:15: former_keys[0]: 'folder2019first' is the key of a paper: papers/folder2019first.yaml"
        ],
    ),
    (
        "a former key of two",
        GOOD + "former_keys: [vouw2020stub]\n",
        ["7:15: former_keys[0]: 'vouw2020stub' is also a former key of papers/vouw2020blunt.yaml"],
    ),
    (
        "nearly another's title",
        replaced("A Paper", "Blunt Noses Fly Farther"),
        [
            "1:8: title: nearly the same as that of papers/vouw2020blunt.yaml (merge the records if it is one paper)"
        ],
    ),
    (
        "several at once",
        "title: 1\nauthors: [Ann Smith]\nyear: x\nvenue: JAP\nfold: [darts]\nlinks: {code: ftp://x}\n",
        [
            "1:8: title: expected text, got the number 1 (put the text in double quotes)",
            "3:7: year: expected a whole number, got 'x'",
            "4:8: venue: unknown venue 'JAP' (did you mean 'JPA'?)",
            "5:8: fold[0]: unknown category 'darts' (did you mean 'dart'?)",
            "6:15: links.code: 'ftp://x' is no http or https address (for example https://example.org/page)",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_broken_record(make_survey: MakeSurvey, text: str | bytes, expected: list[str]) -> None:
    """A broken record is told with its place, what is wrong, and what to write instead."""
    found = [line for line in problems(make_survey({PAPER: text})) if line.startswith(PAPER)]
    assert found == [f"{PAPER}:{line}" for line in expected]
