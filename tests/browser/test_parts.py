"""A search index in parts: found as in one, each result the right paper, the first part soon."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from site_builder.mkdocs_site.pagefind import IndexRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from conftest import Server
    from playwright.sync_api import Page, Route

PARTS = 3
FIND = """
async ([base, queries, isChecked]) => {
  const [{ FullText }, { load }] = await Promise.all(["fulltext", "data"].map((name) => import(`${base}js/explore/${name}.js`)));
  const { papers } = await load();
  const text = new FullText(papers.key);
  const found = {};
  for (const query of queries) {
    const results = [...(await text.find(query))];
    const wrong = isChecked ? await Promise.all(results.map(async ([paper, result]) => !(await result.data()).raw_url.endsWith(`/${papers.key[paper]}/`))) : [];
    found[query] = { keys: results.map(([paper]) => papers.key[paper]), wrong: wrong.filter(Boolean).length };
  }
  return found;
}
"""
"""Searches the texts of papers; gives the keys found, and how many results are other papers' pages."""
SEARCHED = """
async ([base, keys]) => {
  const read = async (key) => {
    const html = await (await fetch(`${base}papers/${key}/`)).text();
    const body = new DOMParser().parseFromString(html, "text/html").querySelector("[data-pagefind-body]");
    for (const each of body.querySelectorAll("[data-pagefind-ignore]")) each.remove();
    return [key, body.textContent];
  };
  return Object.fromEntries(await Promise.all(keys.map(read)));
}
"""
"""Reads what of papers' pages is searched."""
COMMON = ["segmentation", "few-shot", "medical", "video"]
BEST = ["prompting", "trainable parameters", "contrastive loss", "low-rank decomposition"]
RARE = ["hypernetwork", "catastrophic forgetting", "dinov2", "uperNet", "kronecker", "sam-med2d"]
"""Queries of words that some parts would not have, and that begin with words that all have."""


def tops(site: Path) -> set[str]:
    """Name all that stands at the top of a site."""
    return {path.name for path in site.iterdir() if path.name not in {"pagefind", "authors"}}


@pytest.fixture(scope="module")
def parted_site(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the site, and index it in parts; the site with one index stands in its folder `one`."""
    home = tmp_path_factory.mktemp("parted") / "site"
    shutil.copytree(site, home, copy_function=os.link)
    papers = sum(1 for path in (home / "papers").iterdir() if path.is_dir())
    IndexRun(home, tops(home), -(-papers // PARTS)).finish()
    assert sum(path.is_dir() for path in (home / "pagefind").glob("[0-9]")) == PARTS - 1
    shutil.copytree(site, home / "one", copy_function=os.link)
    return home


@pytest.fixture(scope="module")
def server(
    parted_site: Path, serve: Callable[[Path], AbstractContextManager[Server]]
) -> Iterator[Server]:
    """Serve the site whose index is in parts."""
    with serve(parted_site) as addresses:
        yield addresses


def found(page: Page, base: str, queries: list[str], *, is_checked: bool = False) -> Any:
    """Search the texts of a site."""
    page.goto(f"{base}about/")
    return page.evaluate(FIND, [base, queries, is_checked])


@pytest.mark.slow
def test_parts_find_what_one_index_finds(page: Page, server: Server) -> None:
    """Every paper that says the words of a query is found by both, also in a single part.

    Of longer words that begin with one of a query, Pagefind takes those that stand in the same
    file of the index as the word: files of parts begin elsewhere.
    """
    queries = [*COMMON, *BEST, *RARE]
    whole, divided = (found(page, f"{server.root}{each}", queries) for each in ("one/", ""))
    for query in queries:
        one, parts = (set(answers[query]["keys"]) for answers in (whole, divided))
        others = sorted(one ^ parts)
        texts = page.evaluate(SEARCHED, [server.root, others])
        assert [key for key in others if says(texts[key], query)] == [], query
        assert len(one & parts) > len(others), query


def says(text: str, query: str) -> bool:
    """Tell whether a text has all words of a query as they are."""
    words = query.casefold().split()
    return all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text.casefold()) for word in words)


def test_best_of_one_index_is_among_the_first_of_parts(page: Page, server: Server) -> None:
    """How well papers fit is reckoned by part; what fits best in all still stands at the front."""
    whole, divided = (found(page, f"{server.root}{each}", BEST) for each in ("one/", ""))
    for query in BEST:
        keys = divided[query]["keys"]
        assert whole[query]["keys"][0] in keys[: max(5, len(keys) // 10)], query


def test_results_are_the_papers_that_they_are_taken_for(page: Page, server: Server) -> None:
    """A result's id leads to the very paper whose page it is, in whichever part."""
    answers = found(page, server.folder, ["adapter", "bias terms"], is_checked=True)
    assert len(answers["adapter"]["keys"]) > PARTS
    assert [answer["wrong"] for answer in answers.values()] == [0, 0]


def test_first_part_answers_before_the_others_are_there(page: Page, server: Server) -> None:
    """Who looks for what only texts say sees something as soon as the first part has come."""
    held: list[Route] = []
    is_open = False

    def hold(route: Route) -> None:
        if is_open:
            route.continue_()
        else:
            held.append(route)

    page.route(re.compile(r"/pagefind/\d+/"), hold)
    page.goto(server.root)
    page.keyboard.press("/")
    page.get_by_role("combobox", name="Search").fill("experiments demonstrate that")
    status = page.locator("dialog [role=status]")
    expect(status).to_have_text("Searching more texts …")
    expect(page.get_by_role("option").first).to_be_visible()
    is_open = True
    for route in held:
        route.continue_()
    expect(status).to_have_text(re.compile("result"))


def test_part_that_failed_is_asked_for_again(
    page: Page, server: Server, complaints: list[str]
) -> None:
    """Without one of its parts the texts are not searched; the next search has all."""
    page.route("**/pagefind/2/*.pf_meta", lambda route: route.abort())
    page.goto(f"{server.root}explore/")
    page.locator("[data-explore][data-ready]").wait_for()
    page.fill("#survey-q", "catastrophic forgetting")
    status = page.locator("[data-status]")
    expect(status).to_have_text(re.compile("abstracts cannot be searched just now"))
    page.unroute("**/pagefind/2/*.pf_meta")
    page.fill("#survey-q", "catastrophic forgetting of")
    expect(status).not_to_have_text(re.compile("cannot|searching"))
    complaints.clear()
