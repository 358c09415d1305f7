"""The command `survey add`, run against services on this machine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services import Answer, Services, Survey

    MakeSurvey = Callable[..., Path]
    MakeAnswer = Callable[..., Answer]

TPAMI = """\
  - id: Best Journal
    name: IEEE Transactions on Pattern Analysis and Machine Intelligence
    kind: journal
"""

PSLT = """\
# yaml-language-server: $schema=../schema/paper.json
title: "PSLT: A Light-weight Vision Transformer with Ladder Self-Attention and Progressive Shift"
authors:
  - Gaojie Wu
  - Wei-Shi Zheng
  - Yutong Lu
  - Qi Tian
year: 2023
venue: TPAMI
volume: "45"
number: "9"
pages: 11120-11135
month: 9
arxiv_id: "2304.03481"
arxiv_class: cs.CV
doi: 10.1109/TPAMI.2023.3265499
"""

SAME_TITLE = """\
title: PSLT - A Light-weight Vision Transformer with Ladder Self-Attention and Progressive Shift
authors: [Gaojie Wu]
year: 2022
venue: JPA
"""


def contents(root: Path) -> dict[str, bytes]:
    """Read all files of a survey."""
    return {path.name: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_from_an_arxiv_id(make_survey: MakeSurvey, survey: Survey) -> None:
    """One id is enough for a whole record in canonical form, and for the venue that it needs."""
    root = make_survey()
    done = survey(root, "add", "2304.03481", "--yes", "--category", "dart")
    assert done.returncode == 0, done.stderr
    text = (root / "papers" / "wu2023pslt.yaml").read_text()
    assert text.startswith(PSLT + "fold: [dart]\nsubmitted: 2023-04-07\ncomment: >-\n")
    assert text.endswith(
        "sources:\n  - arXiv listing\n  - Crossref:10.1109/TPAMI.2023.3265499\nadded: 2026-11-23\n"
    )
    assert "papers/wu2023pslt.yaml: written\n" in done.stdout
    assert "venues.yaml: TPAMI is new: IEEE Transactions on Pattern" in done.stdout
    assert "  - id: TPAMI\n    name: IEEE Transactions" in (root / "venues.yaml").read_text()
    assert " 0 errors," in survey(root, "check").stderr
    assert survey(root, "fmt", "--check", "wu2023pslt").returncode == 0


def test_a_known_venue(make_survey: MakeSurvey, survey: Survey) -> None:
    """A venue that the registry has under another name is found, and none is proposed."""
    root = make_survey()
    venues = (root / "venues.yaml").read_text() + TPAMI
    (root / "venues.yaml").write_text(venues)
    done = survey(root, "add", "https://doi.org/10.1109/TPAMI.2023.3265499", "--yes")
    assert done.returncode == 0, done.stderr
    assert "venue: Best Journal\n" in (root / "papers" / "wu2023pslt.yaml").read_text()
    assert (root / "venues.yaml").read_text() == venues


def test_dry_run(make_survey: MakeSurvey, survey: Survey) -> None:
    """--dry-run shows the record and writes nothing."""
    root = make_survey()
    before = contents(root)
    done = survey(root, "add", "2304.03481", "--dry-run")
    assert done.returncode == 0
    assert "    venue: TPAMI\n" in done.stdout
    assert contents(root) == before


@pytest.mark.parametrize(
    ("answers", "written"), [("\ny\n", True), ("dart\n\n", True), ("\nn\n", False)]
)
def test_asking(make_survey: MakeSurvey, survey: Survey, answers: str, *, written: bool) -> None:
    """Without --yes the categories are asked for, and whether to write."""
    root = make_survey()
    done = survey(root, "add", "2304.03481", given=answers)
    assert (root / "papers" / "wu2023pslt.yaml").exists() is written
    assert ("fold: [dart]" in done.stdout) is ("dart" in answers)
    assert done.returncode == (0 if written else 1)


def test_nobody_to_ask(make_survey: MakeSurvey, survey: Survey) -> None:
    """Without --yes and without anybody to answer nothing is written."""
    root = make_survey()
    before = contents(root)
    assert survey(root, "add", "2304.03481").returncode == 1
    assert contents(root) == before


def test_a_wrong_answer(make_survey: MakeSurvey, survey: Survey) -> None:
    """A category that does not exist is asked for again."""
    root = make_survey()
    done = survey(root, "add", "2304.03481", given="drat\nglider\ny\n")
    assert "unknown category 'drat' (did you mean 'dart'?)" in done.stderr
    assert "fold: [glider]\n" in (root / "papers" / "wu2023pslt.yaml").read_text()


def test_proposed_categories(make_survey: MakeSurvey, survey: Survey) -> None:
    """Categories are proposed with reasons; nobody chooses them but people."""
    record = (
        "title: A Ladder Vision Transformer\nauthors: [Ann Smith]\nyear: 2020\nvenue: JPA\n"
        "fold: [glider]\nabstract: Ladder self-attention for a light-weight vision transformer.\n"
    )
    root = make_survey({"papers/smith2020ladder.yaml": record})
    done = survey(root, "add", "2304.03481", "--yes")
    assert "perhaps fold/glider (Glider): shares " in done.stdout
    assert "; most like smith2020ladder" in done.stdout
    assert "no category was chosen: file it with --category ID" in done.stderr
    assert "fold:" not in (root / "papers" / "wu2023pslt.yaml").read_text()


def test_known_ids(make_survey: MakeSurvey, survey: Survey, services: Services) -> None:
    """A paper whose id is in the survey is told before anybody is asked."""
    root = make_survey({"papers/wu2022x.yaml": SAME_TITLE + 'arxiv_id: "2304.03481"\n'})
    before = contents(root)
    done = survey(root, "add", "https://arxiv.org/abs/2304.03481v3", "--yes")
    assert done.returncode == 1
    assert "in the survey already as papers/wu2022x.yaml: it has the same arXiv id" in done.stderr
    assert services.requests == []
    assert contents(root) == before


def test_ids_that_turn_up(make_survey: MakeSurvey, survey: Survey) -> None:
    """A paper that turns out to have a known DOI is told before anything is written."""
    root = make_survey({"papers/wu2022x.yaml": SAME_TITLE + "doi: 10.1109/tpami.2023.3265499\n"})
    before = contents(root)
    done = survey(root, "add", "2304.03481", "--yes")
    assert done.returncode == 1
    assert "as papers/wu2022x.yaml: it has the same DOI" in done.stderr
    assert contents(root) == before


def test_similar_titles(make_survey: MakeSurvey, survey: Survey) -> None:
    """Nearly the same title is left to people: --yes leaves the paper out, an answer lets it in."""
    root = make_survey({"papers/wu2022x.yaml": SAME_TITLE})
    done = survey(root, "add", "2304.03481", "--yes")
    assert done.returncode == 1
    assert "it may be the same paper; run without --yes to decide" in done.stderr
    assert not (root / "papers" / "wu2023pslt.yaml").exists()
    done = survey(root, "add", "2304.03481", given="y\n\ny\n")
    assert "This may be papers/wu2022x.yaml: its title is" in done.stdout
    assert (root / "papers" / "wu2023pslt.yaml").exists()


def test_several(make_survey: MakeSurvey, survey: Survey) -> None:
    """Several ids are added one by one; one that fails does not keep the others out."""
    root = make_survey()
    done = survey(root, "add", "2304.03481", "2299.00001", "2304.12308", "2304.03481", "--yes")
    assert done.returncode == 2
    done = survey(root, "add", "2304.03481", "2211.00001", "2304.12308", "2304.03481", "--yes")
    assert done.returncode == 1
    assert "nothing was found of arXiv:2211.00001; nothing was written" in done.stderr
    assert (root / "papers" / "wu2023pslt.yaml").exists()
    assert (root / "papers" / "cen2023segment.yaml").exists()


def test_a_page(make_survey: MakeSurvey, survey: Survey) -> None:
    """A paper's own page is read where it has no id that the services know."""
    root = make_survey()
    done = survey(root, "add", "https://proceedings.mlr.press/v162/evci22a/evci22a.pdf", "--yes")
    assert done.returncode == 0, done.stderr
    text = (root / "papers" / "evci2022head2toe.yaml").read_text()
    assert "pages: 6009-6033\n" in text
    assert "  - PMLR:/v162/evci22a.html\n" in text


def test_offline(make_survey: MakeSurvey, survey: Survey, environment: dict[str, str]) -> None:
    """Without a network the message is short and clear, and nothing is written."""
    environment["SURVEY_SERVICES_URL"] = "http://127.0.0.1:9"
    root = make_survey()
    before = contents(root)
    done = survey(root, "add", "2304.03481", "--yes")
    assert done.returncode == 1
    assert "arXiv cannot be reached (connection refused)\n" in done.stderr
    assert done.stderr.endswith("nothing was found of arXiv:2304.03481; nothing was written\n")
    assert "Traceback" not in done.stderr
    assert contents(root) == before


def test_half_down(
    make_survey: MakeSurvey, survey: Survey, services: Services, make_answer: MakeAnswer
) -> None:
    """What one service cannot tell the others do; the record says who did."""
    services.answer("/arxiv", make_answer(status=403))
    services.answer("/crossref", make_answer(b"{", times=100))
    root = make_survey()
    done = survey(root, "add", "2304.03481", "--yes")
    assert done.returncode == 0, done.stderr
    assert "arXiv refused with 403: it lets no programs in, or its key is wrong\n" in done.stderr
    assert "Crossref: the answer is no JSON: not believed\n" in done.stderr
    text = (root / "papers" / "wu2023pslt.yaml").read_text()
    assert "abstract" not in text
    assert "  - DBLP:journals/pami/WuZLT23\n" in text


def test_hostile_answers(
    make_survey: MakeSurvey, survey: Survey, services: Services, make_answer: MakeAnswer
) -> None:
    """What services say is text: it cannot leave its field, the folder or the terminal's line."""
    entry = (
        "<entry><id>http://arxiv.org/abs/2304.03481v1</id><published>2023-04-07T00:00:00Z</published>"
        "<title>Evil\n---\ntitle: x &#x202e; ]]&gt; {{ 7*7 }} &lt;script&gt; # &amp;a *b</title>"
        "<summary>- a: [b\n\u0085  \u2028 &quot;c&quot;: 'd'\n...\n--- !!python/object x</summary>"
        "<author><name>../../../etc/passwd</name></author><author><name>\u001b</name></author>"
        "</entry>"
    ).replace("\u001b", "&#x9b;[31mRed")
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'
    services.answer("/arxiv", make_answer(feed.encode(), media="application/atom+xml"))
    for name in ("crossref", "dblp", "openalex", "semantic"):
        services.answer(f"/{name}", make_answer(status=403))
    root = make_survey()
    before = set(contents(root))
    done = survey(root, "add", "2304.03481", "--yes")
    assert done.returncode == 0, done.stderr
    (new,) = set(contents(root)) - before
    assert new == "etcpasswd2023evil.yaml"
    assert "\u009b" not in done.stdout
    checked = survey(root, "check", "--format", "json")
    assert checked.returncode == 0, checked.stdout


def test_what_models_refuse(
    make_survey: MakeSurvey, survey: Survey, services: Services, make_answer: MakeAnswer
) -> None:
    """A record that the models would refuse is told of and never written."""
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2304.03481v1</id>'
        f"<published>1066-01-01</published><title>{'long ' * 400}</title>"
        "<author><name>Ann Smith</name></author></entry></feed>"
    )
    services.answer("/arxiv", make_answer(feed.encode(), media="application/atom+xml"))
    for name in ("crossref", "dblp", "openalex", "semantic"):
        services.answer(f"/{name}", make_answer(status=403))
    root = make_survey()
    before = contents(root)
    done = survey(root, "add", "2304.03481", "--yes")
    assert done.returncode == 1
    assert "arXiv: year: 1066 is no year of publication\n" in done.stderr
    assert "nobody says the title and year of arXiv:2304.03481; nothing was written" in done.stderr
    assert contents(root) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add"], "Missing argument"),
        (["add", "Visual Prompt Tuning"], "names no paper: give an arXiv id, a DOI, or an address"),
        (["add", "2304.03481", "--category", "drat"], "unknown category 'drat' (did you mean 'dart'?)"),
        (["add", "2304.03481", "--category", "place/dart"], "unknown facet 'place' (fold, flying_place)"),
    ],
)  # fmt: skip
def test_misuse(
    make_survey: MakeSurvey, survey: Survey, services: Services, arguments: list[str], said: str
) -> None:
    """A mistake of use exits with 2 before anybody is asked."""
    done = survey(make_survey(), *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert services.requests == []


@pytest.mark.parametrize("name", ["fold/dart", "fold:dart", "dart", "stub-dart"])
def test_names_of_categories(make_survey: MakeSurvey, survey: Survey, name: str) -> None:
    """A category is named alone or with its facet, by an old id too."""
    done = survey(make_survey(), "add", "2304.03481", "--dry-run", "--category", name)
    assert f"fold: [{'blunt-dart' if 'stub' in name else 'dart'}]" in done.stdout


def test_a_broken_registry(make_survey: MakeSurvey, survey: Survey, services: Services) -> None:
    """With a broken registry nothing can be added; what is wrong with it is shown."""
    done = survey(make_survey({"venues.yaml": "venues: ["}), "add", "2304.03481", "--yes")
    assert done.returncode == 1
    assert "venues.yaml:2:1: error" in done.stdout
    assert "venues.yaml must be mended first" in done.stderr
    assert services.requests == []


def test_a_broken_record_elsewhere(make_survey: MakeSurvey, survey: Survey) -> None:
    """Another record that is broken does not stand in the way, and is still recognised."""
    broken = SAME_TITLE.replace("authors: [Gaojie Wu]\n", "") + 'arxiv_id: "2304.12308"\n'
    root = make_survey({"papers/wu2022x.yaml": broken})
    done = survey(root, "add", "2304.12308", "--yes")
    assert "as papers/wu2022x.yaml: it has the same arXiv id" in done.stderr


def test_line_ends_of_the_registry(make_survey: MakeSurvey, survey: Survey) -> None:
    """A registry keeps its line ends and comments."""
    root = make_survey()
    venues = root / "venues.yaml"
    venues.write_bytes(b"# ours\r\n" + venues.read_bytes().replace(b"\n", b"\r\n"))
    survey(root, "add", "2304.03481", "--yes")
    raw = venues.read_bytes()
    assert raw.startswith(b"# ours\r\n")
    assert b"  - id: TPAMI\r\n" in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_record_of_ours(
    root: Path, real_library: Library, tmp_path: Path, survey: Survey
) -> None:
    """A paper of this survey, taken out and added again, has the same key and says the same."""
    home = tmp_path / "copy"
    home.mkdir()
    for name in ("taxonomy.yaml", "venues.yaml", "benchmarks.yaml"):
        shutil.copy(root / name, home)
    shutil.copytree(root / "papers", home / "papers")
    (home / "papers" / "wu2023pslt.yaml").unlink()
    done = survey(home, "add", "2304.03481", "--yes")
    assert done.returncode == 0, done.stderr
    assert "most like " in done.stdout
    ours = real_library.papers["wu2023pslt"]
    theirs = Library.load(home)[0].papers["wu2023pslt"]
    fields = (
        *("title", "authors", "year", "venue", "volume", "number", "pages", "arxiv_id", "doi"),
        *("submitted", "comment", "journal_ref", "abstract"),
    )
    assert [getattr(theirs, f) for f in fields] == [getattr(ours, f) for f in fields]
    assert (home / "venues.yaml").read_bytes() == (root / "venues.yaml").read_bytes()


@pytest.mark.parametrize(
    ("contact", "settings", "shown"),
    [
        ("a@example.org", "", "(mailto:a@example.org)"),
        ("https://example.org/us", "", "(https://example.org/us)"),
        ("", "repo_url: https://example.org/repo\n", "(+https://example.org/repo)"),
        ("", "repo_url: [1]\n", "(no contact given)"),
        (
            "",
            "site_url: !ENV [X, y]\nrepo_url: https://example.org/r\n",
            "(+https://example.org/r)",
        ),
    ],
)
def test_whom_to_write_to(  # noqa: PLR0913, PLR0917 (fixtures)
    make_survey: MakeSurvey,
    survey: Survey,
    services: Services,
    environment: dict[str, str],
    contact: str,
    settings: str,
    shown: str,
) -> None:
    """Services see whom to write to: what the user says, else the repository of the site."""
    environment["SURVEY_CONTACT"] = contact
    root = make_survey({"mkdocs.yml": f"site_name: X\n{settings}"})
    survey(root, "add", "2304.03481", "--dry-run")
    agents = {request.headers["User-Agent"] for request in services.requests}
    assert {agent.partition(" ")[2] for agent in agents} == {shown}
