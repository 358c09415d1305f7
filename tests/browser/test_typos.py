"""Typing errors are forgiven, and nothing that is right is taken for one."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from rapidfuzz.distance import DamerauLevenshtein

from site_builder.text.names import fold
from site_builder.web import explorer

if TYPE_CHECKING:
    from conftest import OpenPage, Server
    from playwright.sync_api import Page

    from site_builder.library import Library

MEANT = {
    "adaptre": ("adapter", "Adapters Strike Back"),
    "visul promt": ("visual prompt", "Visual Prompt Tuning"),
    "tunig promt visul": ("tuning prompt visual", "Visual Prompt Tuning"),
    "Segement anything": ("Segment anything", "Segment Anything"),
    "Zhou Kayang": ("Zhou Kaiyang", "Conditional Prompt Learning for Vision-Language Models"),
    "Kayang Zhou": ("Kaiyang Zhou", "Conditional Prompt Learning for Vision-Language Models"),
}
"""What readers type, what they mean, and a paper that they look for."""
EXACT = {
    "VPT": "Visual Prompt Tuning",
    "vpt": "Visual Prompt Tuning",
    "SSF": "Scaling & Shifting Your Features: A New Baseline for Efficient Model Tuning",
}
"""Names of methods, and the papers that bear them."""
ODD = (
    "Łukasz",
    "Straße",
    "ﬁne™",
    "Ångström",
    "I\u0307",
    "ǅ",
    "한국",
    "Ωµέγα ς",
    "na\u00efve\u2013bayes\u2019",
    "₂",
    "e\u0301",
)
"""Texts on which ways of folding part."""


@pytest.fixture(scope="module")
def library(real_library: Library) -> Library:
    """Give the real survey."""
    return real_library


@pytest.fixture
def run(page: Page, server: Server) -> Any:
    """Give a function that runs a script with a module of the site and a value."""
    page.goto(f"{server.root}404.html")

    def run(module: str, script: str, value: Any) -> Any:
        address = f"{server.root}js/explore/{module}.js"
        return page.evaluate(
            f"async ([address, value]) => {{ const own = await import(address); {script} }}",
            [address, value],
        )

    return run


def words_near(words: list[str], chance: random.Random) -> list[tuple[str, str]]:
    """Pair words with others, and with themselves after a few slips of the finger."""
    pairs = [(chance.choice(words), chance.choice(words)) for _ in range(400)]
    for _ in range(800):
        word = list(chance.choice(words))
        for _ in range(chance.randint(0, 3)):
            at = chance.randrange(len(word) + 1)
            kind = chance.randrange(4)
            if kind == 0:
                word.insert(at, chance.choice("abcxyz"))
            elif kind == 1:
                word[at : at + 1] = []
            elif kind == 2:
                word[at : at + 1] = chance.choice("abcxyz")
            else:
                word[at : at + 2] = word[at : at + 2][::-1]
        pairs.append(("".join(word), chance.choice([*words[:5], "".join(word)[::-1], *words])))
    return [*pairs, ("", ""), ("", "abc"), ("ca", "abc"), ("abc", "ca"), ("🙂a", "a🙂")]


def test_distance_is_that_of_damerau_and_levenshtein(run: Any, library: Library) -> None:
    """The distance in the browser is what another implementation computes."""
    words = explorer.words(library)["words"].split(" ")
    pairs = words_near(words, random.Random(4))  # noqa: S311 (no secret)
    ours = run("typos", "return value.map(([a, b]) => own.distance(a, b))", pairs)
    assert ours == [DamerauLevenshtein.distance(a, b) for a, b in pairs]


def test_browser_folds_as_the_engine_does(run: Any, library: Library) -> None:
    """Case and accents are left out by the same rules where words are collected and typed."""
    texts = list(ODD)
    for paper in library.papers.values():
        texts += [paper.title, paper.method or "", *(a.name.display for a in paper.authors)]
    assert run("text", "return value.map(own.fold)", texts) == [fold(text) for text in texts]


def test_no_word_of_the_survey_is_corrected(run: Any, library: Library) -> None:
    """Whatever stands in a record is right, alone or together, as are beginnings of its words."""
    data = explorer.words(library)
    words = data["words"].split(" ")
    queries = [*words, *(word[:4] for word in words), *(p.title for p in library.papers.values())]
    script = "const known = new own.Vocabulary(value[0]); return value[1].filter((q) => known.correct(q))"
    assert run("typos", script, [data, queries]) == []


def test_one_slip_in_a_long_word_is_mended(run: Any, library: Library) -> None:
    """A frequent long word is found again with two neighbours swapped, wherever they stand."""
    data = explorer.words(library)
    common = [
        word
        for word, count in zip(data["words"].split(" "), data["counts"], strict=True)
        if count > 20 and len(word) > 7
    ]
    known = set(data["words"].split(" "))
    slips = {
        word[:n] + word[n + 1] + word[n] + word[n + 2 :]: word
        for word in common
        for n in range(1, len(word) - 1)
        if word[n] != word[n + 1]
    }
    slips = {slip: w for slip, w in slips.items() if not any(k.startswith(slip) for k in known)}
    assert len(slips) > 100
    script = (
        "const known = new own.Vocabulary(value[0]); return value[1].map((q) => known.correct(q))"
    )
    found = run("typos", script, [data, list(slips)])
    right = sum(a == b for a, b in zip(found, slips.values(), strict=True))
    assert right / len(slips) > 0.98


@pytest.mark.parametrize("typed", MEANT)
def test_explorer_forgives(page: Page, server: Server, typed: str) -> None:
    """The explorer shows what was meant, says so, and searches for what was typed when asked."""
    meant, title = MEANT[typed]
    page.goto(f"{server.root}explore/")
    page.fill("#survey-q", typed)
    page.locator(".survey-correction em").get_by_text(meant, exact=True).wait_for()
    assert title in page.locator(".survey-list tbody th > a").all_inner_texts()
    page.locator(".survey-correction").get_by_role("button", name=typed).click()
    page.locator(".survey-correction em").wait_for(state="detached")
    assert "exact=1" in page.url
    assert page.input_value("#survey-q") == typed


@pytest.mark.parametrize("typed", MEANT)
def test_header_forgives(page: Page, server: Server, typed: str) -> None:
    """So does the search in the header."""
    meant, title = MEANT[typed]
    page.goto(server.root)
    page.keyboard.press("/")
    page.keyboard.type(typed)
    status = page.locator(".survey-dialog__status")
    status.get_by_text(meant, exact=True).wait_for()
    titles = " ".join(page.locator(".survey-hit__title").all_inner_texts())
    assert title in titles or title.split(maxsplit=1)[0] in titles
    status.get_by_role("button").click()
    status.locator("em").wait_for(state="detached")
    assert page.input_value(".survey-dialog__input") == typed


@pytest.mark.parametrize("typed", EXACT)
def test_exact_names_come_first(page: Page, server: Server, typed: str) -> None:
    """Who types the name of a method gets its paper first, and no correction."""
    page.goto(f"{server.root}explore/?q={typed}")
    page.locator(".survey-list tbody th > a").first.wait_for()
    page.wait_for_function(
        "!document.querySelector('[data-status]').textContent.includes('searching')"
    )
    assert page.locator(".survey-list tbody th > a").first.inner_text() == EXACT[typed]
    assert page.inner_text(".survey-correction") == ""


def test_missing_accents_do_not_matter(page: Page, server: Server, library: Library) -> None:
    """Names are found without the accents that they are written with."""
    names = {
        fold(author.name.display): paper.title
        for paper in library.papers.values()
        for author in paper.authors
        if not author.name.family.isascii()
    }
    assert names
    for name, title in list(names.items())[:2]:
        page.goto(f"{server.root}explore/?q={name}")
        page.locator(".survey-list tbody th > a").get_by_text(title, exact=True).wait_for()
        assert page.inner_text(".survey-correction") == ""


def test_vocabulary_is_loaded_only_when_a_word_is_unknown(
    open_page: OpenPage, server: Server
) -> None:
    """Nobody who types well waits for the words that mend typing errors."""
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.root}explore/")
    page.fill("#survey-q", "visual prompt")
    page.wait_for_function(
        "/of/.test(document.querySelector('[data-status]').textContent)"
        " && !document.querySelector('[data-status]').textContent.includes('searching')"
    )
    assert not [url for url in asked if url.endswith("words.json")]


def test_words_are_no_danger(run: Any) -> None:
    """A vocabulary with names of an object's own parts is only a vocabulary."""
    words = ["__proto__", "constructor", "tostring"]
    data = {"words": " ".join(words), "counts": [1, 1, 1]}
    script = "const known = new own.Vocabulary(value); return ['hasownproperty', 'constructr'].map((q) => known.correct(q))"
    assert run("typos", script, json.loads(json.dumps(data))) == [None, "constructor"]
