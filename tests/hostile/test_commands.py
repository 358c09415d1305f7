"""Commands that read what strangers wrote: none is led astray, none hangs, none ends in a traceback."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import chdir
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder import checks
from site_builder.cli import main
from site_builder.exports import FORMATS
from site_builder.latex.citations import scan
from site_builder.library import Library
from site_builder.problems import SurveyError
from site_builder.record.values import KEY
from site_builder.sources import bibtex, csl, ris
from site_builder.sources.draft import checked
from site_builder.yamlfiles import reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

PATIENCE = 60
"""Seconds after which a command hangs; the slowest takes some three."""


def survey(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command `survey` in a program of its own, which must end without a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "site_builder", "--root", str(root), *arguments],
        capture_output=True,
        text=True,
        errors="surrogateescape",
        timeout=PATIENCE,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def listed(folder: Path) -> set[str]:
    """Name all files and folders below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture(scope="session")
def texts(maker: Any) -> list[str]:
    """Give the texts of the catalogue."""
    return [text.prose for text in maker.texts()]


# Bibliographies


def as_bibtex(number: int, text: str) -> str:
    """Write an entry that has a text wherever one can stand, as far as braces let it."""
    bare = re.sub(r"[{}]", "", text)[:900]
    fields = ("author", "journal", "volume", "pages", "publisher", "note", "abstract", "url", "doi")
    lines = "".join(f"  {name} = {{{bare}}},\n" for name in fields)
    key = re.sub(r"[\s,{}()=\"#%'@]", "", bare)[:80]
    return f"@article{{{key},\n  title = {{{bare} {number}}},\n{lines}  year = {1950 + number % 70},\n}}\n"


def as_ris(number: int, text: str) -> str:
    """Write a record that has a text in every tag."""
    bare = " ".join(text.split())[:900]
    lines = "".join(
        f"{tag}  - {bare}\n" for tag in ("ID", "AU", "T2", "VL", "SP", "UR", "N1", "AB")
    )
    return f"TY  - JOUR\nTI  - {bare} {number}\n{lines}PY  - {1950 + number % 70}\nER  - \n"


def as_csl(number: int, text: str) -> dict[str, Any]:
    """Make an item that has a text in every field."""
    names = ("id", "container-title", "volume", "page", "URL", "DOI", "abstract", "note", "type")
    authors = [{"family": text, "given": text, "suffix": text}, {"literal": text}, text]
    issued = {"date-parts": [[1950 + number % 70]]}
    return {
        **dict.fromkeys(names, text),
        "title": f"{text} {number}",
        "author": authors,
        "issued": issued,
    }


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
def test_import(make_survey: MakeSurvey, tmp_path: Path, texts: list[str], ending: str) -> None:
    """Entries of hostile texts become records that the check accepts, and no other file."""
    root = make_survey()
    file = tmp_path / f"../{tmp_path.name}/refs.{ending}"
    numbered = list(enumerate(texts))
    written = {
        "bib": "\n".join(as_bibtex(*each) for each in numbered),
        "ris": "\n".join(as_ris(*each) for each in numbered),
        "json": json.dumps([as_csl(*each) for each in numbered]),
    }
    file.write_text(written[ending], encoding="utf-8")
    before = listed(tmp_path)
    done = survey(root, "import", str(file), "--yes")
    new = listed(tmp_path) - before
    assert len(new) > 20, done.stderr
    assert all(re.fullmatch(rf"survey/papers/{KEY.pattern}\.yaml", name) for name in new)
    library, problems = Library.load(root)
    assert not [problem for problem in problems if problem.is_error]
    assert checks.errors(library) == []
    (count,) = re.findall(r"^(\d+) entries", done.stderr, re.MULTILINE)
    assert int(count) >= len(texts)


RUNS = {
    "ats.bib": "@" * 60_000,
    "openings.bib": "@a{" * 20_000,
    "commas.bib": "@article{a," * 10_000,
    "joined.bib": "@article{a, title=" + "a # " * 50_000 + "a}",
    "macros.bib": "".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}\n" for n in range(1, 60))
    + "@article{a, title=s59, author={A B}, year=2020, journal=s59}",
    "numbers.bib": f"@article{{a, title=b, author=c, year={{{'1' * 100_000}}}, month={{{'0' * 9}1{'9' * 9_000}}}}}",
    "names.bib": f"@article{{a, title=b, author={{{'A and ' * 30_000}}}, year=2020}}",
    "records.ris": "TY  - JOUR\n" * 15_000,
    "deep.json": '[{"a":' * 30_000,
    "number.json": '[{"title": "A", "volume": ' + "9" * 5_000 + "}]",
}


@pytest.mark.slow
def test_import_of_what_never_ends(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """Files made to keep a reader busy are read or refused in time, and nothing is written."""
    root = make_survey()
    before = listed(root)
    for name, text in RUNS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    program = (
        "import sys; from click.testing import CliRunner; from site_builder.cli import main\n"
        "for name in sys.argv[2:]:\n"
        "    done = CliRunner().invoke(main, ['--root', sys.argv[1], 'import', '--dry-run', name])\n"
        "    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception\n"
    )
    files = [str(tmp_path / name) for name in RUNS]
    command = [sys.executable, "-c", program, str(root), *files]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=2 * PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert listed(root) == before


# Exports, citations, canonical form


def test_every_export_of_hostile_texts(hostile_sites: Path, tmp_path: Path) -> None:
    """Every format can be written of every text, and nothing is written beside the output."""
    root = hostile_sites / "hostile"
    before = listed(root)
    for name in FORMATS:
        with chdir(root):
            done = CliRunner().invoke(main, ["export", name, "--out", str(tmp_path / name)])
        assert done.exit_code == 0, (name, done.stderr)
    assert listed(tmp_path) == set(FORMATS)
    assert listed(root) == before


def test_canonical_form_of_hostile_texts(hostile_sites: Path, tmp_path: Path) -> None:
    """The canonical form of a record says what the record says, and is its own canonical form."""
    records = hostile_sites / "hostile"
    root = tmp_path / "survey"
    (root / "papers").mkdir(parents=True)
    for name in listed(records):
        if re.fullmatch(r"(?:papers/)?[a-z0-9-]+\.yaml", name):
            (root / name).write_bytes((records / name).read_bytes())
    assert survey(root, "fmt").returncode == 0
    assert survey(root, "fmt", "--check").returncode == 0
    before, _ = Library.load(records)
    after, problems = Library.load(root)
    assert not problems
    assert after.papers == before.papers


TEX = "\\input{../../../../etc/passwd}\\include{/etc/passwd}\\cite{x2020script,../x}\\bibliography{/etc/passwd}"


@pytest.mark.parametrize(
    "text",
    [
        TEX,
        "\\cite{" + "a," * 30_000 + "}",
        "\\cite" * 50_000,
        "\\cite{" * 50_000,
        "\\cite[" * 50_000,
        "%" * 200_000,
        "\\input{all}" * 2_000,
        "\\newcommand{\\x}{\\x\\x}\\x",
        "\\citation{" + "{" * 100_000,
        "\\begin{verbatim}" * 20_000,
        "\0\x1b[31m\\cite{\x1b}",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_documents(hostile_sites: Path, tmp_path: Path, text: str) -> None:
    """Any document is searched for citations in time; none makes us tell what another file holds."""
    document = tmp_path / "all.tex"
    document.write_text(text, encoding="utf-8")
    with chdir(hostile_sites / "hostile"):
        done = CliRunner().invoke(main, ["cite", str(document)])
    assert isinstance(done.exception, SystemExit | None)
    assert done.exit_code in {0, 1}
    assert "root:" not in done.stdout + done.stderr
    assert "\x1b" not in done.stdout + done.stderr


# Any text at all


@given(
    st.binary(max_size=400)
    | st.lists(
        st.sampled_from(
            [
                b"title: ",
                b"- ",
                b"\n",
                b"[",
                b"{",
                b"\xff",
                b"\0",
                b"&a ",
                b"*a ",
                b"!x ",
                b"\xe2\x80\xae",
                b"'",
                b'"',
                b"#",
                b"? ",
                b": ",
                b"  ",
                b"|",
                b">",
                b"%",
                b"---\n",
                b"\r",
                b"0x1 ",
                b"1e999 ",
            ]
        ),
        max_size=60,
    ).map(b"".join)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    """A file of any bytes is plain data or a problem with a place in the file."""
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    document, problems = reading.read(path, "a.yaml", tmp_path)
    assert document or problems
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert str(problem).isprintable()


def mutated(valid: str) -> st.SearchStrategy[str]:
    """Give texts like a valid one: pieces of it cut out, doubled, or strange signs put in."""
    place = st.integers(0, len(valid))
    change = st.tuples(
        place,
        place,
        st.sampled_from(
            [
                "",
                "{",
                "}",
                '"',
                "\\",
                "\n",
                "\0",
                "@",
                ",",
                "  - ",
                "ER  - ",
                "[",
                "9" * 5_000,
                "\ud800",
                "\u202e",
                "x" * 3_000,
            ]
        )
        | st.text(max_size=5),
    )

    def apply(changes: list[tuple[int, int, str]]) -> str:
        text = valid
        for one, other, piece in changes:
            start, end = sorted((one, other))
            text = text[:start] + piece + (text[end:] if end - start < 40 else text[start:])
        return text

    return st.lists(change, min_size=1, max_size=5).map(apply)


VALID = {
    bibtex.parse: '@string{j = "Journal"}\n@article{key1,\n  title = {A {B}asic $x_1$ \\"Uber},\n  author = {Li, Bo and von der Tann, Ann, Jr. and {The Group}},\n  journal = j # " of Folds",\n  year = 2020, month = mar # "~1",\n  pages = {1--9}, doi = {10.1000/x}, eprint = {2203.12119}, archiveprefix = {arXiv},\n}\n',
    ris.parse: "TY  - JOUR\nID  - key1\nTI  - A Title\nAU  - Li, Bo\nAU  - Smith, Ann, Jr.\nPY  - 2020/03//\nT2  - Journal\nVL  - 1\nSP  - 1\nEP  - 9\nDO  - 10.1000/x\nUR  - https://example.org/\nAB  - One.\nER  - \n",
    csl.parse: json.dumps(
        [
            {
                "id": "key1",
                "type": "article-journal",
                "title": "A <i>Title</i>",
                "author": [{"family": "Li", "given": "Bo"}, {"literal": "Group"}],
                "issued": {"date-parts": [[2020, 3, 1]]},
                "container-title": "Journal",
                "volume": 1,
                "page": "1-9",
                "DOI": "10.1000/x",
            }
        ],
        indent=1,
    ),
}


@pytest.mark.parametrize("parse", VALID, ids=["bibtex", "ris", "csl"])
@given(data=st.data())
def test_any_bibliography_is_read_or_refused(parse: Any, data: st.DataObject) -> None:
    """What is almost a bibliography is drafts, remarks with lines, or one error for people."""
    text = data.draw(mutated(VALID[parse]))
    try:
        contents = parse(text, "refs")
    except SurveyError:
        return
    for draft in contents.drafts:
        assert checked(draft).line >= 0


@given(
    st.lists(
        st.sampled_from(
            [
                "\\cite{",
                "\\citation{",
                "\\input{",
                "all",
                "}",
                "{",
                "[",
                "]",
                "%",
                "\n",
                "\\",
                "\\bibdata{x}",
                "\\@input{",
                "a,b",
                "*",
                "\0",
                "../",
                "\\verb|",
                "é",
            ]
        ),
        max_size=40,
    ).map("".join),
    st.sampled_from(["tex", "aux"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_document_is_searched(tmp_path: Path, text: str, ending: str) -> None:
    """A document of any text is searched, with itself included or not."""
    document = tmp_path / f"all.{ending}"
    document.write_text(text, encoding="utf-8")
    assert isinstance(scan(document).keys, list)
