"""Marks, notes and reading lists: kept in the browser alone, sent as keys, taken out and back as files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bibtexparser
import pytest
from playwright.sync_api import expect
from quiet import quiet

from site_builder.latex import to_text

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

if TYPE_CHECKING:
    from conftest import OpenPage, Server
    from playwright.sync_api import Page, Route

PLACE = "survey-reading:/"
VPT, LION = "jia2022visual", "wang2024lion"
NOTE = 'Costs 100% of $5 & a {brace_ in #1 ~ \\input{x} ^ <b> | "quoted" @misc{y, é'
FORBIDDEN = """
Object.defineProperty(window, 'localStorage', {
  get() {
    throw new DOMException(new Error().stack.includes('/js/') ? 'ours' : 'theirs', 'SecurityError');
  },
});
"""
"""What a browser that keeps nothing does; the theme's own scripts, which are not in js/, let it pass."""
FILL = """
() => {
  for (let size = 1 << 22, n = 0; size >= 1; size >>= 1) {
    try {
      for (;;) localStorage.setItem(`filler-${n++}`, 'x'.repeat(size));
    } catch {}
  }
}
"""


@pytest.fixture(scope="module")
def server(sample_server: Server) -> Server:
    """Serve a part of the survey: how many papers there are is no matter here."""
    return sample_server


def shelf(papers: dict[str, Any], lists: dict[str, list[str]] | None = None) -> str:
    """Write what a browser keeps, as the documented form has it."""
    named = [{"name": name, "papers": keys} for name, keys in (lists or {}).items()]
    found = {"format": "survey-reading", "version": 1, "papers": papers, "lists": named}
    return json.dumps(found)


def put(page: Page, server: Server, text: str) -> None:
    """Lay a text into the browser's store."""
    page.goto(f"{server.root}robots.txt")
    page.evaluate("([place, text]) => localStorage.setItem(place, text)", [PLACE, text])


def kept(page: Page) -> dict[str, Any]:
    """Read the browser's store."""
    text = page.evaluate("place => localStorage.getItem(place)", PLACE)
    found: dict[str, Any] = json.loads(text) if text else {"papers": {}, "lists": []}
    return {
        "papers": found["papers"],
        "lists": {each["name"]: each["papers"] for each in found["lists"]},
    }


def read(page: Page, server: Server, address: str = "reading/") -> None:
    """Open the page of reading lists."""
    page.goto(server.root + address)
    page.wait_for_selector("[data-reading][data-ready]")


def until_kept(page: Page, text: str) -> None:
    """Wait until the store, as this window sees it, has a text."""
    page.wait_for_function(
        "([place, text]) => localStorage.getItem(place)?.includes(text)", arg=[PLACE, text]
    )


def paper(page: Page, server: Server, key: str = VPT) -> None:
    """Open a paper's page."""
    page.goto(f"{server.root}papers/{key}/")
    page.get_by_role("button", name="To read").wait_for()


def mark(page: Page, name: str = "To read") -> None:
    """Press a button that marks; what keeps marks is loaded by the first press."""
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")


def load(page: Page, text: str | bytes) -> str:
    """Load a file on the page of reading lists; give what it says then."""
    page.locator("[data-status]").evaluate("each => each.replaceChildren()")
    buffer = text if isinstance(text, bytes) else text.encode()
    page.get_by_label("Load a file").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": buffer}
    )
    expect(page.locator("[data-status]")).not_to_be_empty()
    return page.locator("[data-status]").inner_text()


def saved(page: Page, name: str) -> str:
    """Press a button that hands out a file; give the file's text."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_a_paper_is_marked(page: Page, server: Server) -> None:
    """A paper is to read, or read, or neither; its buttons say which, to the ear too."""
    paper(page, server)
    to_read, is_read = (page.get_by_role("button", name=name) for name in ("To read", "Have read"))
    for button, other, mark in ((to_read, is_read, "to-read"), (is_read, to_read, "read")):
        button.focus()
        page.keyboard.press("Space")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(other).to_have_attribute("aria-pressed", "false")
        assert kept(page)["papers"] == {VPT: {"mark": mark}}
    is_read.click()
    assert kept(page)["papers"] == {}


def test_note_and_list_are_kept(page: Page, server: Server) -> None:
    """A note and a list made on a paper's page are there again, on its page and among the lists."""
    paper(page, server)
    page.get_by_role("button", name="Note, lists").click()
    expect(page.locator(".survey-actions [aria-controls]")).to_have_attribute(
        "aria-expanded", "true"
    )
    page.get_by_role("textbox", name="My note").fill(NOTE)
    page.get_by_label("New list").fill("  For the\ttalk ")
    page.get_by_role("button", name="Put into it").click()
    expect(page.get_by_label("For the talk")).to_be_checked()
    read(page, server)
    assert kept(page) == {"papers": {VPT: {"note": NOTE}}, "lists": {"For the talk": [VPT]}}
    section = page.get_by_role("region", name="For the talk")
    assert section.locator("li a").get_attribute("href") == f"{server.root}papers/{VPT}/"
    assert section.locator(".survey-mine__note").inner_text() == NOTE
    paper(page, server)
    page.get_by_role("button", name="My note and lists").click()
    page.get_by_label("For the talk").uncheck()
    assert kept(page)["lists"] == {"For the talk": []}


def test_nothing_leaves_the_browser(page: Page, server: Server) -> None:
    """Marking, noting and listing send nothing: only scripts and a style are fetched; the page says that nothing is sent."""
    read(page, server)
    assert "nothing of it is sent anywhere" in page.get_by_role("main").inner_text()
    paper(page, server)
    quiet(page)
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.get_by_role("button", name="To read").click()
    page.get_by_role("button", name="Note, lists").click()
    page.get_by_role("textbox", name="My note").fill("secret")
    page.get_by_label("New list").fill("x")
    page.get_by_role("button", name="Put into it").click()
    expect(page.get_by_label("x", exact=True)).to_be_checked()
    page.wait_for_timeout(600)
    ours = rf"{server.root}(?:js/[a-z/]+\.js|css/reading\.css)"  # what shows it, whatever it is
    assert [each for each in asked if each[0] != "GET" or not re.fullmatch(ours, each[1])] == []
    assert page.context.cookies() == []


def test_lists_are_named_anew_and_deleted(page: Page, server: Server) -> None:
    """A list is called another name, joins one of that name, is deleted, and comes back."""
    put(page, server, shelf({}, {"a": [VPT], "b": [LION], "c": []}))
    read(page, server)
    page.get_by_role("button", name="Rename a").click()
    page.get_by_label("New name of a").fill("b")
    page.keyboard.press("Enter")
    assert kept(page)["lists"] == {"b": [LION, VPT], "c": []}
    page.get_by_role("button", name="Delete the list b").click()
    assert kept(page)["lists"] == {"c": []}
    page.get_by_role("button", name="Undo").click()
    assert kept(page)["lists"] == {"c": [], "b": [LION, VPT]}
    page.get_by_role("button", name="Forget everything").click()
    assert kept(page) == {"papers": {}, "lists": {}}
    page.get_by_role("button", name="Undo").click()
    assert kept(page)["lists"] == {"c": [], "b": [LION, VPT]}


def test_keyboard_keeps_its_place(page: Page, server: Server) -> None:
    """A paper that goes to another section takes the focus along; a note opens and closes by keys."""
    put(page, server, shelf({VPT: {"mark": "to-read"}}))
    read(page, server)
    page.get_by_role("button", name=re.compile("^Have read: ")).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('section').id") == "read"
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.get_by_role("button", name=re.compile("^Note on ")).focus()
    page.keyboard.press("Enter")
    page.keyboard.type("seen")
    page.keyboard.press("Escape")
    assert kept(page)["papers"] == {VPT: {"mark": "read", "note": "seen"}}
    assert page.evaluate("document.activeElement.textContent") == "Edit note"
    assert page.locator(".survey-mine__note").inner_text() == "seen"


def test_bibtex_has_the_notes(page: Page, server: Server) -> None:
    """A list's BibTeX is the site's entries with the notes, which a reader of LaTeX reads as they were."""
    put(page, server, shelf({VPT: {"note": f"{NOTE}\n\nsecond $&"}}, {"talk": [VPT, LION]}))
    read(page, server)
    text = saved(page, "BibTeX of talk with notes")
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    fields = {entry.key: entry.fields_dict for entry in library.entries}
    assert sorted(fields) == [VPT, LION]
    assert "annote" not in fields[LION]
    note = to_text(fields[VPT]["annote"].value)
    assert note.replace("\\par", " ").split() == f"{NOTE} second $&".split()
    for key in (VPT, LION):
        own = page.request.get(f"{server.root}papers/{key}.bib").text()
        assert own.removesuffix("}\n") in text


def test_list_is_sent_as_keys(open_page: OpenPage, server: Server) -> None:
    """An address has keys alone; who opens it keeps nothing unless asked; what is not here is named."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    put(page, server, shelf({VPT: {"mark": "read", "note": "secret"}}, {"talk": [VPT, LION]}))
    read(page, server)
    page.get_by_role("button", name="Copy the address of talk").click()
    expect(page.locator("[data-status]")).to_contain_text("2 papers")
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == f"{server.root}reading/?k={VPT},{LION}"
    other = open_page()
    read(other, server, f"reading/?k={VPT},{LION},gone2020paper,../x,__proto__,{VPT}")
    sent = other.get_by_role("region", name="A list that was sent")
    assert sent.locator("li").count() == 2
    assert "gone2020paper" in sent.inner_text()
    assert "proto" not in sent.inner_text()
    assert kept(other) == {"papers": {}, "lists": {}}
    sent.get_by_label("Keep it as the list").fill("theirs")
    sent.get_by_role("button", name="Keep", exact=True).click()
    sent.get_by_role("button", name="Mark them as to read").click()
    marks = {VPT: {"mark": "to-read"}, LION: {"mark": "to-read"}}
    assert kept(other) == {"papers": marks, "lists": {"theirs": [VPT, LION]}}


def test_file_comes_back(open_page: OpenPage, server: Server) -> None:
    """A saved file fills an empty browser alike; loaded where there is something, nothing is lost."""
    page = open_page()
    papers = {VPT: {"mark": "read", "note": "one"}, LION: {"mark": "to-read"}}
    put(page, server, shelf(papers, {"talk": [VPT, LION]}))
    read(page, server)
    text = saved(page, "Save as a file")
    empty = open_page()
    read(empty, server)
    assert "Loaded: 2 papers and 1 list" in load(empty, text)
    assert kept(empty) == kept(page)
    other = shelf(
        {VPT: {"mark": "to-read", "note": "two"}, "gone2020paper": {"note": "three"}},
        {"talk": [LION, "gone2020paper"]},
    )
    for _ in range(2):  # the second time nothing changes
        assert "1 paper of it is not in this collection" in load(page, other)
        assert kept(page) == {
            "papers": {
                VPT: {"mark": "read", "note": "one\n\ntwo"},
                LION: {"mark": "to-read"},
                "gone2020paper": {"note": "three"},
            },
            "lists": {"talk": [VPT, LION, "gone2020paper"]},
        }


def spoilt(**changes: Any) -> str:
    """Write a file of which something is wrong."""
    return json.dumps({**json.loads(shelf({})), **changes})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        ("null", "no file of this page"),
        (json.dumps({"format": "other"}), "no file of this page"),
        (spoilt(version=2), "version"),
        (spoilt(more=1), "“more”"),
        (spoilt(papers=[]), "“papers”"),
        (spoilt(lists={}), "“lists”"),
        (spoilt(papers={"x": 1}), "no object"),
        ('{"format": "survey-reading", "version": 1, "papers": {"__proto__": {}}, "lists": []}', "no key"),
        (spoilt(papers={"../x": {}}), "no key"),
        (spoilt(papers={"x": {"mark": "<img src=x onerror=alert(1)>"}}), "<img"),
        (spoilt(papers={"x": {"note": 1}}), "no text"),
        (spoilt(papers={"x": {"note": "x" * 10_001}}), "longer"),
        (spoilt(papers={f"x{n}": {} for n in range(5001)}), "room"),
        (spoilt(lists=[{"name": "\u202e \n", "papers": []}]), "needs a name"),
        (spoilt(lists=[{"name": "x" * 101, "papers": []}]), "name of a list"),
        (spoilt(lists=[{"name": "x", "papers": [1]}]), "no key"),
        (" " * 4_000_001, "larger"),
    ],
)  # fmt: skip
def test_hostile_file_is_refused(page: Page, server: Server, text: str | bytes, why: str) -> None:
    """What is no sound file of ours is refused as a whole, with a sentence that says why."""
    put(page, server, shelf({VPT: {"mark": "read"}}))
    read(page, server)
    said = load(page, text)
    assert said.startswith("The file was not loaded: ")
    assert said.endswith("Nothing has changed.")
    assert why in said
    assert len(said) < 300
    assert kept(page)["papers"] == {VPT: {"mark": "read"}}


def test_forbidden_store_is_said(page: Page, server: Server, complaints: list[str]) -> None:
    """Where a browser keeps nothing, marks work as long as the page, and that is said."""
    page.add_init_script(FORBIDDEN)
    paper(page, server)
    mark(page)
    assert "lets this site keep nothing" in page.get_by_role("main").inner_text()
    read(page, server)
    assert "lets this site keep nothing" in page.locator("[data-trouble]").inner_text()
    page.get_by_label("New list").fill("x")
    page.get_by_role("button", name="Make", exact=True).click()
    assert page.get_by_role("region", name="x").is_visible()
    assert json.loads(saved(page, "Save as a file"))["lists"] == [{"name": "x", "papers": []}]
    complaints[:] = [each for each in complaints if each != "script: theirs"]


def test_full_store_is_said(page: Page, server: Server) -> None:
    """Where there is no room left, what was kept stays, what is new lasts as long as the page, and is said."""
    put(page, server, shelf({LION: {"mark": "read"}}))
    page.evaluate(FILL)
    paper(page, server)
    mark(page)
    assert "is full" in page.get_by_role("main").inner_text()
    assert kept(page)["papers"] == {LION: {"mark": "read"}}
    page.evaluate(
        "() => { for (let n = 0; n < 40; n += 1) localStorage.removeItem(`filler-${n}`); }"
    )
    page.get_by_role("button", name="Note, lists").click()
    page.get_by_role("textbox", name="My note").fill("room again")
    page.keyboard.press("Tab")
    assert kept(page)["papers"] == {
        LION: {"mark": "read"},
        VPT: {"mark": "to-read", "note": "room again"},
    }
    assert "is full" not in page.get_by_role("main").inner_text()


@pytest.mark.parametrize("text", ["{", "[]", "null", spoilt(version=9), "\x00"])
def test_unreadable_store_is_set_aside(page: Page, server: Server, text: str) -> None:
    """What cannot be read is not overwritten unseen: it is set aside and can be had as a file."""
    put(page, server, text)
    paper(page, server)
    mark(page)
    assert kept(page)["papers"] == {VPT: {"mark": "to-read"}}
    read(page, server)
    with page.expect_download() as download:
        page.locator("[data-unread-save]").click()
    assert Path(download.value.path()).read_text("utf-8") == text
    page.locator("[data-unread-remove]").click()
    assert page.locator("[data-unread]").is_hidden()
    assert kept(page)["papers"] == {VPT: {"mark": "to-read"}}


def test_two_windows_know_of_each_other(page: Page, server: Server) -> None:
    """What one window keeps the other shows, and neither writes over what the other wrote."""
    paper(page, server)
    page.get_by_role("button", name="Note, lists").click()
    page.get_by_role("textbox", name="My note").fill("from one")
    other = page.context.new_page()
    paper(other, server, LION)
    mark(other, "Have read")
    lists = page.context.new_page()
    read(lists, server)
    lists.get_by_label("New list").fill("new")
    lists.get_by_role("button", name="Make", exact=True).click()
    expect(page.get_by_label("new", exact=True)).not_to_be_checked()
    mark(page)
    expect(lists.get_by_role("region", name="To read").locator("li")).to_have_count(1)
    papers = {VPT: {"mark": "to-read", "note": "from one"}, LION: {"mark": "read"}}
    assert kept(page) == {"papers": papers, "lists": {"new": []}}


def test_two_windows_write_one_note(page: Page, server: Server) -> None:
    """A note that two windows write at once has both texts."""
    put(page, server, shelf({VPT: {"note": "begun"}}))
    paper(page, server)
    page.get_by_role("button", name="My note and lists").click()
    other = page.context.new_page()
    paper(other, server)
    other.get_by_role("button", name="My note and lists").click()
    page.get_by_role("textbox", name="My note").evaluate("each => { each.value = 'mine'; }")
    other.get_by_role("textbox", name="My note").fill("theirs")
    other.keyboard.press("Tab")
    until_kept(page, "theirs")  # browsers tell each other's windows a little later
    page.get_by_role("textbox", name="My note").evaluate(
        "each => each.dispatchEvent(new Event('change'))"
    )
    assert kept(page)["papers"] == {VPT: {"note": "theirs\n\nmine"}}
    assert page.get_by_role("textbox", name="My note").input_value() == "theirs\n\nmine"


def test_renamed_paper_keeps_its_mark(page: Page, server: Server) -> None:
    """What was kept under a former key is under the present one, on either page, and that is said."""

    def rename(route: Route) -> None:
        answer = route.fetch()
        papers = page.request.get(f"{server.root}api/v1/papers.json").json()["papers"]
        number = sorted(each["key"] for each in papers).index(VPT)
        route.fulfill(json={**answer.json(), "former": {"old2020key": number}})

    page.route("**/explore/names.json", rename)
    before = shelf({"old2020key": {"mark": "to-read", "note": "n"}}, {"l": ["old2020key", VPT]})
    after = {"papers": {VPT: {"mark": "to-read", "note": "n"}}, "lists": {"l": [VPT]}}
    put(page, server, before)
    read(page, server, "reading/?k=old2020key")
    assert "another key" in page.locator("[data-status]").inner_text()
    assert kept(page) == after
    assert page.locator("[data-sent-list] li").count() == 1

    def tell(route: Route) -> None:
        html = route.fetch().text()
        route.fulfill(
            body=html.replace(f'data-key="{VPT}"', f'data-key="{VPT}" data-former="old2020key"'),
            content_type="text/html",
        )

    page.route(f"**/papers/{VPT}/", tell)
    put(page, server, before)
    paper(page, server)
    until_kept(page, f'"{VPT}":')
    assert kept(page) == after


def test_removed_paper_is_said(page: Page, server: Server) -> None:
    """A paper that is not here any more is shown by its key with its note, until it is forgotten."""
    put(
        page,
        server,
        shelf({"gone2020paper": {"mark": "read", "note": "n"}}, {"l": ["gone2020paper"]}),
    )
    read(page, server)
    section = page.get_by_role("region", name="l 1 paper")
    assert "gone2020paper is not in this collection" in section.inner_text()
    assert section.locator(".survey-mine__note").inner_text() == "n"
    section.get_by_role("button", name="Forget gone2020paper").click()
    assert kept(page) == {"papers": {}, "lists": {"l": []}}
    page.get_by_role("button", name="Undo").click()
    assert kept(page)["papers"] == {"gone2020paper": {"mark": "read", "note": "n"}}


def test_lists_of_the_site_show_marks(page: Page, server: Server) -> None:
    """Rows of every list and of the explorer show what is marked; the explorer filters by it."""
    put(page, server, shelf({VPT: {"mark": "read", "note": "n"}, LION: {"mark": "to-read"}}))
    page.goto(f"{server.root}papers/")
    expect(page.locator(".survey-marked")).to_have_count(2)
    page.goto(f"{server.root}explore/?mark=read")
    row = page.locator("[data-list] tbody tr")
    expect(row).to_have_count(1)
    expect(row.locator(".survey-marked")).to_have_text("read, note")
    page.get_by_label("Leave out").first.wait_for(state="attached")
    page.get_by_role("button", name="Remove filter: Read").click()
    assert page.url == f"{server.root}explore/"
    page.evaluate("localStorage.clear()")
    page.goto(f"{server.root}explore/?mark=read")
    page.wait_for_selector("[data-explore][data-ready]")
    assert page.get_by_text("My marks").count() == 0
    assert page.locator("[data-list] tbody tr").count() > 1


def test_basket_becomes_a_list(page: Page, server: Server) -> None:
    """What lies in the basket becomes a list, and a list goes into the basket."""
    page.goto(f"{server.root}robots.txt")
    page.evaluate("keys => localStorage.setItem('survey-basket:/', JSON.stringify(keys))", [VPT])
    read(page, server)
    page.get_by_label("New list").fill("pile")
    page.get_by_role("button", name="Make it of the basket (1)").click()
    assert kept(page)["lists"] == {"pile": [VPT]}
    page.evaluate("localStorage.removeItem('survey-basket:/')")
    read(page, server)
    page.get_by_role("button", name="Put pile into the basket").click()
    assert page.evaluate("localStorage.getItem('survey-basket:/')") == f'["{VPT}"]'


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_filled_pages_pass_axe(
    open_page: OpenPage, server: Server, width: int, scheme: Any
) -> None:
    """Filled, with the note open, no page breaks a rule of axe or scrolls sideways."""
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    note = f"a long one {'x' * 300}"
    put(
        page,
        server,
        shelf(
            {VPT: {"mark": "read", "note": note}, "gone2020paper": {"note": "x"}},
            {"l" * 100: [VPT]},
        ),
    )
    for place in ("reading/", f"papers/{VPT}/"):
        page.goto(server.root + place)
        page.get_by_role("button", name=re.compile("^(Edit the|My) note")).first.click()
        page.locator("textarea").wait_for()
        answer = axe.Axe().run(page)
        assert [each["id"] for each in answer.response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_print_has_papers_and_notes(page: Page, server: Server) -> None:
    """On paper the lists are papers and notes, without what only a screen can do."""
    put(page, server, shelf({VPT: {"mark": "read", "note": "n"}}, {"l": [VPT]}))
    read(page, server)
    page.emulate_media(media="print")
    assert page.locator(".survey-mine__note").first.is_visible()
    shown = page.locator(".survey-reading :is(button, input, textarea)").all()
    assert [each for each in shown if each.is_visible()] == []
