"""The command `survey answer`, run against services on this machine."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services import Answer, Services, Survey

    MakeSurvey = Callable[..., Path]
    MakeAnswer = Callable[..., Answer]

FORM = """\
body:
  - {type: input, id: paper, attributes: {label: Paper}}
  - type: dropdown
    id: category
    attributes:
      label: Category
      options:
        - I am not sure
"""
PATH = ".github/ISSUE_TEMPLATE/add-a-paper.yml"
RECORD = "papers/wu2023pslt.yaml"
WHO = {"login": "curious-person", "id": 77, "html_url": "https://forge.example/curious-person"}


@dataclass
class Answered:
    """What the command did."""

    code: int
    words: str
    title: str
    body: str
    said: str


@dataclass
class Asking:
    """Fills in the form of a survey."""

    root: Path
    out: Path
    survey: Survey

    def __call__(
        self, paper: str, category: str = "Fold: Dart [fold/dart]", *, accepted: bool = True
    ) -> Answered:
        return self.send(
            {
                "action": "labeled" if accepted else "opened",
                "label": {"name": "accepted"},
                "sender": WHO,
                "issue": {
                    "number": 12,
                    "title": "Add a paper: please",
                    "user": WHO,
                    "author_association": "NONE",
                    "body": f"### Paper\n\n{paper}\n\n### Category\n\n{category}\n",
                },
            }
        )

    def send(self, event: dict[str, Any]) -> Answered:
        """Let the forge send an event."""
        path = self.out.with_suffix(".json")
        path.write_text(json.dumps(event))
        done = self.survey(self.root, "answer", str(path), "--out", str(self.out))
        files = {each.name: each.read_text() for each in self.out.glob("*")}
        parts = (files.get(name, "") for name in ("answer.md", "title.txt", "body.md"))
        return Answered(done.returncode, *parts, done.stdout + done.stderr)


@pytest.fixture
def ask(make_survey: MakeSurvey, survey: Survey, tmp_path: Path) -> Asking:
    """Give a function that fills in the form of the tiny survey."""
    return Asking(make_survey({PATH: FORM}), tmp_path / "answer", survey)


def test_accepted(ask: Asking, survey: Survey) -> None:
    """A paper that is let in becomes a record, and a pull request that closes the issue."""
    answer = ask("https://arxiv.org/abs/2304.03481v2")
    assert answer.code == 0
    assert "is proposed in a pull request, which closes this issue" in answer.words
    assert answer.title == "Add wu2023pslt\n"
    assert answer.body.startswith(
        "Closes #12.\n\n**PSLT: A Light-weight Vision Transformer with Ladder Self-Attention and"
        " Progressive Shift**  \nGaojie Wu, Wei-Shi Zheng, Yutong Lu, Qi Tian. TPAMI 2023.\n\n"
        f"- Record: `{RECORD}`, made by machine; nothing in it was written by hand.\n"
        "- Filed under Dart (`fold/dart`), as the form says.\n"
    )
    assert "- New in `venues.yaml`: TPAMI, IEEE Transactions on Pattern" in answer.body
    assert "fold: [dart]\n" in (ask.root / RECORD).read_text()
    assert " 0 errors," in survey(ask.root, "check").stderr
    assert answer.said == ""


def test_nothing_about_the_person(ask: Asking) -> None:
    """Who filled in the form stands in none of the files."""
    answer = ask("2304.03481")
    written = f"{answer.words}{answer.title}{answer.body}{(ask.root / RECORD).read_text()}"
    assert WHO["login"] not in written
    assert "forge.example" not in written


def test_same_record_as_by_hand(ask: Asking, survey: Survey) -> None:
    """The record is the one that `survey add` writes."""
    ask("2304.03481")
    by_form = (ask.root / RECORD).read_text()
    (ask.root / RECORD).unlink()
    assert survey(ask.root, "add", "2304.03481", "--yes", "--category", "dart").returncode == 0
    assert (ask.root / RECORD).read_text() == by_form


def test_no_category(ask: Asking) -> None:
    """Who is not sure leaves the paper unsorted; those who review it are told where it may belong."""
    answer = ask("2304.03481", "I am not sure")
    assert "- Filed nowhere: the form leaves that open.\n" in answer.body
    assert "fold:" not in (ask.root / RECORD).read_text()


def test_strangers_spend_nothing(ask: Asking, services: Services) -> None:
    """Without the label nobody's services are asked and nothing is written; the person is answered."""
    answer = ask("2304.03481", accepted=False)
    assert answer.code == 0
    assert answer.words.startswith(
        "Thank you for naming a paper. arXiv\\:2304.03481 is not in the survey yet."
    )
    assert "the label `accepted` fetches the paper" in answer.words
    assert (answer.title, answer.body) == ("", "")
    assert services.requests == []
    assert not (ask.root / RECORD).exists()


WRONG = [
    ("Visual Prompt Tuning", "Fold: Dart [fold/dart]", "'Visual Prompt Tuning' names no paper"),
    ("2304.03481\n2304.12308", "Fold: Dart [fold/dart]", "more than one line is given"),
    ("2304.03481 2304.12308", "Fold: Dart [fold/dart]", "names no paper"),
    ("_No response_", "Fold: Dart [fold/dart]", "no paper is named"),
    ("2304.03481", "Dart [fold/drat]", "unknown category 'fold/drat' (did you mean 'fold/dart'?)"),
    ("2304.03481", "x\n\n### Paper\n\n1", "the heading 'Paper' stands there twice"),
    ("https://127.0.0.1/x", "I am not sure", "names no paper"),
    ("$(touch x)`id`; @team #1 <script>", "I am not sure", "names no paper"),
]


@pytest.mark.parametrize(("paper", "category", "said"), WRONG)
def test_what_cannot_be_added(
    ask: Asking, services: Services, paper: str, category: str, said: str
) -> None:
    """A wrong id or category gets a friendly answer, whoever asks; no service hears of it."""
    for accepted in (False, True):
        answer = ask(paper, category, accepted=accepted)
        assert answer.code == 0
        shown = MarkdownIt("commonmark").render(answer.words).replace("<!-- -->", "")
        assert said in shown.replace("&quot;", '"')
        assert "<script>" not in answer.words
        assert "@team" not in answer.words
        assert "#1" not in answer.words
        assert "Edit the issue, and it is looked at again." in answer.words
        assert answer.title == ""
    assert services.requests == []


def test_known(ask: Asking, services: Services) -> None:
    """A paper that is here already is named; it is not fetched."""
    ask("2304.03481")
    services.requests.clear()
    for accepted in (False, True):
        answer = ask("10.1109/TPAMI.2023.3265499", accepted=accepted)
        assert "It is in the survey already: **PSLT: A Light-weight" in answer.words
        assert f"`{RECORD}` (it has the same DOI, " in answer.words
        assert (answer.title, answer.body) == ("", "")
    assert services.requests == []


def test_services_that_fail(ask: Asking, services: Services) -> None:
    """When nobody can be asked, the answer says so and how to try again; nothing is written."""
    services.refuse_all(403)
    answer = ask("2304.03481")
    assert answer.code == 0
    assert "It could not be added:\n\n- " in answer.words
    assert "nothing was found of arXiv\\:2304.03481; nothing was written" in answer.words
    assert "take the label `accepted` off" in answer.words
    assert answer.title == ""
    assert not (ask.root / RECORD).exists()


def test_hostile_services(ask: Asking, services: Services, make_answer: MakeAnswer) -> None:
    """What services say cannot act in the pull request, nor give the runner commands."""
    entry = (
        "<entry><id>http://arxiv.org/abs/2304.03481v1</id><published>2023-04-07T00:00:00Z</published>"
        "<title>::error::Evil @team closes #1 &lt;img src=x&gt; [x](https://e.example)</title>"
        "<summary>::set-output name=a::b</summary><author><name>@Ann `Smith`</name></author></entry>"
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'
    services.answer("/arxiv", make_answer(feed.encode(), media="application/atom+xml"))
    for name in ("crossref", "dblp", "openalex", "semantic"):
        services.answer(f"/{name}", make_answer(status=403))
    answer = ask("2304.03481")
    assert answer.title.startswith("Add ")
    for live in ("@team", "@Ann", "#1 ", "<img", "https://"):
        assert live not in answer.body
    html = MarkdownIt("commonmark").render(answer.body)
    assert not re.search(r"<(?!/?(?:p|ul|li|strong|code|br)\b|!-- -->)", html)
    assert "::" not in answer.said


@pytest.mark.parametrize("event", [{}, {"action": "opened", "issue": {"number": "x"}}])
def test_what_is_no_event(ask: Asking, event: dict[str, Any]) -> None:
    """A file that is no event is misuse."""
    answer = ask.send(event)
    assert answer.code == 2
    assert answer.said.startswith("Error: this is no event of an issue: ")


def test_a_survey_without_form(ask: Asking) -> None:
    """Without the form nobody knows which heading is which."""
    (ask.root / PATH).unlink()
    answer = ask("2304.03481")
    assert (answer.code, answer.said) == (2, f"Error: the survey has no form {PATH}\n")


def test_an_older_pull_request_leaves_nothing(ask: Asking) -> None:
    """What an earlier run left in the folder is not posted again."""
    ask("2304.03481")
    answer = ask("2304.03481")
    assert (answer.title, answer.body) == ("", "")
