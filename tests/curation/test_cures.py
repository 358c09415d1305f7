"""`survey check --fix`: the cures that are certain, and not a byte besides."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from in_process import survey

from site_builder.checks import quality
from site_builder.curation.cures import cure
from site_builder.library import Library
from site_builder.yamlfiles import reading
from site_builder.yamlfiles.mending import with_value

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

PAPER = "papers/smith2020paper.yaml"
RECORD = """\
# yaml-language-server: $schema=../schema/paper.json
# A remark above.
title: 'Paper Darts.'  # said so on the page
authors:
  # the first
  - Dr. Ann Smith  # beside
  - {given: "Bob, Jr.", family: Roe}
  - given: "Cy*"
    family: Poe
    orcid: 0000-0002-1825-0097  # hers
  - The Fold Collaboration

year:   2020
venue: JPA
volume: "3"
pages: "67-76-76"   # odd
doi: https://doi.org/10.1000/x.
fold: [dart]
abstract: >-
  Abstract: We fold &amp; fly,
  and   then we
  <i>land</i>.

notes: |
  Kept &amp; as it is.
# the end
"""
CURED = """\
# yaml-language-server: $schema=../schema/paper.json
# A remark above.
title: 'Paper Darts'  # said so on the page
authors:
  # the first
  - Ann Smith  # beside
  - {given: Bob, family: Roe, suffix: Jr.}
  - given: "Cy"
    family: Poe
    orcid: 0000-0002-1825-0097  # hers
  - {literal: The Fold Collaboration}

year:   2020
venue: JPA
volume: "3"
pages: "67-76"   # odd
doi: 10.1000/x
fold: [dart]
abstract: >-
  We fold & fly,
  and   then we
  land.

notes: |
  Kept &amp; as it is.
# the end
"""


def test_a_record_in_its_own_form(make_survey: MakeSurvey) -> None:
    """Quotes, comments, blanks, folding and what is no oddity stay as their author wrote them."""
    root = make_survey({PAPER: RECORD})
    done = cure(root)
    now = (root / PAPER).read_text(encoding="utf-8")
    assert now == CURED
    assert not [each for each in done if each.why_not]
    assert cure(root) == []


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
def test_line_ends_and_byte_order_marks_stay(make_survey: MakeSurvey, ends: str, mark: str) -> None:
    """A file keeps its line ends and its byte order mark."""
    root = make_survey({PAPER: (mark + RECORD.replace("\n", ends)).encode()})
    cure(root)
    assert (root / PAPER).read_bytes() == (mark + CURED.replace("\n", ends)).encode()


def test_mixed_line_ends_are_told_and_left(make_survey: MakeSurvey) -> None:
    """A file that cannot be written back as it was is left alone, and that is said."""
    raw = RECORD.replace("\n", "\r\n", 3).encode()
    root = make_survey({PAPER: raw})
    done = cure(root)
    assert (root / PAPER).read_bytes() == raw
    assert done
    assert all(each.why_not == "its line ends are of two kinds" for each in done)


def test_command(make_survey: MakeSurvey) -> None:
    """The command tells each cure at its place, then what is left; a second run changes nothing."""
    root = make_survey({PAPER: RECORD.replace("year:   2020", "year:   2031")})
    done = survey(root, "check", "--fix")
    assert done.returncode == 0
    assert done.stdout.startswith(
        f"{PAPER}:3:8: title.final-stop: 'Paper Darts.' → 'Paper Darts'\n"
    )
    assert f"{PAPER}:16:8: pages.range: '67-76-76' → '67-76'\n" in done.stdout
    assert "the key does not carry the paper's year" in done.stdout
    again = survey(root, "check", "--fix")
    assert "→" not in again.stdout
    assert again.stdout == survey(root, "check").stdout


def test_errors_stay_errors(make_survey: MakeSurvey) -> None:
    """A record with errors is left as it is, and the exit code says so."""
    broken = RECORD.replace("year:   2020", "year:   soon")
    root = make_survey({PAPER: broken})
    done = survey(root, "check", "--fix", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)
    assert (root / PAPER).read_text(encoding="utf-8") == broken


def test_output_for_programs_stays_whole(make_survey: MakeSurvey) -> None:
    """With JSON on standard output the cures are told on standard error."""
    done = survey(make_survey({PAPER: RECORD}), "check", "--fix", "--format", "json")
    assert "title.final-stop" in done.stderr
    assert all("final-stop" not in each["code"] for each in json.loads(done.stdout))


def test_since(make_survey: MakeSurvey) -> None:
    """With --since only files that changed since then are touched."""
    root = make_survey({PAPER: RECORD})
    who = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*who, *arguments], cwd=root, check=True, capture_output=True)
    assert "→" not in survey(root, "check", "--fix", "--since", "HEAD").stdout
    assert (root / PAPER).read_text(encoding="utf-8") == RECORD
    (root / PAPER).write_text(RECORD + "# touched\n", encoding="utf-8")
    assert "→" in survey(root, "check", "--fix", "--since", "HEAD").stdout


PIECES = st.sampled_from(
    ["Paper", "Darts.", "&amp;", "<i>fly</i>", "É", "\u00c3\u00a9", "{BERT}", "a--b", "#", ": x",
     "“q”", "'", '"', "\\&", "…", "ﬁn", "- y", "王", "A.", "``q''", "<sub>2</sub>"]
)  # fmt: skip
WORDS = st.lists(PIECES, min_size=1, max_size=6).map(" ".join)
STYLES = st.sampled_from(["plain", "single", "double", "folded", "literal"])
NAMES = st.sampled_from(
    ["Dr. Ann Smith", "Ann Smith*", "Marsh A.J.", "ATLAS Collaboration", "Ann O'Roe", "王小明",
     "Wei Wang 0001", "Ann Smith PhD", "ANN SMITH", "Ann <b>Roe</b>", "\\'Eric Roe", "Ann Roe, Jr."]
)  # fmt: skip
MAPPINGS = st.sampled_from(
    ['{given: "Bob, Jr.", family: Roe}', "{given: Ann van der, family: Roe}",
     '{family: "Smith, Ann"}', "{given: Hal Daumé, family: III}"]
)  # fmt: skip
PAGES = st.sampled_from(["67-76-76", "e1-e1", "pp. 3-4", "1045-52", "67--76", "pp. 5-5", "7"])


def scalar(text: str, style: str, indent: str = "  ") -> str:
    """A text as YAML in one of its styles; quotes where it cannot be plain."""
    if style == "single":
        return "'" + text.replace("'", "''") + "'"
    if style in {"folded", "literal"}:
        words = text.split(" ")
        joint = f"\n{indent}" if style == "folded" else " "
        return (">-" if style == "folded" else "|-") + f"\n{indent}" + joint.join(words)
    if style == "plain" and re.fullmatch(r"[A-Za-z][A-Za-z. ]*", text):
        return text
    return json.dumps(text, ensure_ascii=False)


@st.composite
def records(draw: st.DrawFn) -> str:
    """Records with oddities, comments and blank lines anywhere."""
    remark = st.sampled_from(["", "  # said", "\n# above", "\n\n"])
    people = [scalar(name, draw(st.sampled_from(["plain", "double"])))
              for name in draw(st.lists(NAMES, min_size=1, max_size=3))]  # fmt: skip
    people += draw(st.lists(MAPPINGS, max_size=2))
    listed = "\n".join(f"  - {each}{draw(st.sampled_from(['', '  # who']))}" for each in people)
    title, abstract = draw(WORDS), draw(WORDS)
    style = draw(STYLES)
    beside = "" if style in {"folded", "literal"} else draw(remark)
    return (
        f"title: {scalar(title, style)}{beside}\nauthors:\n{listed}\n"
        f'year: 2020{draw(remark)}\nvenue: JPA\nvolume: 3\npages: "{draw(PAGES)}"\n'
        f"fold: [dart]{draw(remark)}\nabstract: {scalar(abstract, draw(STYLES))}\n# the end\n"
    )


@pytest.fixture(scope="module")
def one_survey(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A survey whose one record is written over again and again."""
    home = tmp_path_factory.mktemp("cures") / "survey"
    shutil.copytree(root / "tests/data/tiny", home)
    for path in (home / "papers").glob("*.yaml"):
        path.unlink()
    return home


def plain(text: str) -> dict[str, object]:
    """The plain data of a record."""
    document, problems = reading.parse(text, PAPER)
    assert document is not None
    assert problems == []
    return dict(document.data)


@settings(max_examples=60)
@given(record=records())
def test_cures_change_what_they_tell_alone(one_survey: Path, record: str) -> None:
    """Cures are idempotent, keep each comment, and change no line or field that they do not name."""
    path = one_survey / PAPER
    path.write_text(record, encoding="utf-8")
    library, problems = Library.load(one_survey)
    if problems:
        return
    done = [each for each in cure(one_survey) if not each.why_not]
    now = path.read_text(encoding="utf-8")
    assert cure_again(one_survey) == now
    named = {each.code.partition(".")[0] for each in done}
    before, after = plain(record), plain(now)
    assert {name for name in before if before[name] != after.get(name)} <= named
    assert (now != record) == bool(done)
    for remark in re.findall(r"# (?:said|above|who|the end)", record):
        assert now.count(remark) == record.count(remark)
    keys = [line.partition(":")[0] for line in difflib.unified_diff(
        record.splitlines(), now.splitlines(), lineterm="", n=0)
        if re.match(r"[+-][a-z]+:", line)]  # fmt: skip
    assert {key[1:] for key in keys} <= named
    again, _ = Library.load(one_survey)
    assert set(again.papers) == set(library.papers)


def cure_again(root: Path) -> str:
    """What the record is after one more round, in which nothing may be written."""
    assert not [each for each in cure(root) if not each.why_not]
    return (root / PAPER).read_text(encoding="utf-8")


@settings(max_examples=150)
@given(old=WORDS, new=WORDS, style=STYLES)
def test_a_value_is_written_where_it_stands(old: str, new: str, style: str) -> None:
    """Another text in any style is read back as that text; the lines around it stay."""
    above, below = "# head\na: 1  # one\nb: ", "  # two\nc: [x]  # three\n"
    if style in {"folded", "literal"}:
        below = below.partition("\n")[2]
    text = above + scalar(old, style) + ("\n" if style in {"folded", "literal"} else "") + below
    document, problems = reading.parse(text, "x")
    assert document is not None
    assert problems == []
    found = with_value(text, "x", ("b",), new)
    if found is None:
        assert style in {"folded", "literal"}
        return
    assert found.startswith(above)
    assert found.endswith(below)
    assert plain(found) == {**document.data, "b": new}


def test_every_certain_cure_is_written_or_told(make_survey: MakeSurvey) -> None:
    """What has a certain cure before is cured, or told as not written."""
    root = make_survey({PAPER: RECORD})
    library, _ = Library.load(root)
    wanted = {odd.code for _, odds in quality.oddities_of(library) for odd in odds if odd.cure}
    assert wanted <= {each.code for each in cure(root)}
