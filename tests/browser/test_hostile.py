"""Every page of a site of hostile texts, in a real browser under a strict policy: nothing runs.

The policy (Content Security Policy Level 3) lets scripts come from the site alone, and the few inline
ones of the theme by their hashes, which are those of the twin site of plain words. Styles come from
files; nothing may be inline, evaluated, embedded, posted, or asked of another host. What WebAssembly
needs, 'wasm-unsafe-eval', is for the full-text search.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import defaultdict
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import yaml
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

INLINE = re.compile(r"<script(?![^>]*(?:src=|application/))[^>]*>(.*?)</script>", re.DOTALL)
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {}; style-src 'self'; font-src 'self';"
    " img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
)
"""The theme's icons are data: images in its style sheets."""
TRAP = """
window.__told = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__told.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));
"""
LEFT = """() => ({
  told: [...window.__told, ...(window.__pwned ? ["a text ran"] : []), ...(window.name ? ["named"] : [])],
  handlers: [...document.querySelectorAll("*")].flatMap((element) =>
    [...element.attributes].map((each) => each.name).filter((name) => name.startsWith("on"))),
  odd: [...document.querySelectorAll("iframe, object, embed, base, applet, meta[http-equiv], a[href^='javascript:' i], a[href^='data:' i]")]
    .map((element) => element.outerHTML.slice(0, 200)).filter((html) => !html.includes("__ours")),
  pictures: [...document.images].map((image) => image.src).filter((src) => !src.startsWith(location.origin)),
})"""
NOTHING: dict[str, list[str]] = {"told": [], "handlers": [], "odd": [], "pictures": []}
FORMS = r"""async (paths) => {
  const typeset = new Set("b code em i s small strong sub sup tt u".split(" "));
  const named = (element) => (element ? [element.localName, ...element.classList].join(".") : "");
  const found = {};
  for (const path of paths) {
    const text = await (await fetch(path)).text();
    const page = new DOMParser().parseFromString(text, "text/html");
    const forms = (found[path.split("/")[1]] ??= {});
    const visit = (element) => {
      if (element.localName === "math") return;
      const names = element.getAttributeNames().sort().join();
      const above = element.parentElement;
      const form = `${named(above?.parentElement)} > ${named(above)} > ${named(element)}[${names}]`;
      if (!(typeset.has(element.localName) && !names)) forms[form] = path;
      if (element.matches("svg, .survey-notes")) return;
      const content = element.localName === "template" ? element.content : element;
      for (const child of content.children) visit(child);
    };
    visit(page.documentElement);
  }
  return found;
}"""
"""What pages consist of by the browser's own reading, but for what text makes by rule."""
CATALOGUE = Path(__file__).resolve().parent.parent / "hostile" / "catalogue.yaml"


class Strict(SimpleHTTPRequestHandler):
    """Serves a folder with a policy."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, policy: str, **kwargs: Any) -> None:
        self.policy = policy
        super().__init__(*args, **kwargs)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        """Keep the tests' output clean."""


@contextmanager
def serving(folder: Path, policy: str) -> Iterator[str]:
    """Serve a folder on a free local port; give the address."""
    handler = partial(Strict, directory=str(folder), policy=policy)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def policy(hostile_sites: Path) -> str:
    """Allow the inline scripts that a site of plain words has."""
    pages = (hostile_sites / "plain" / "site").rglob("*.html")
    found = {text for page in pages for text in INLINE.findall(page.read_text(encoding="utf-8"))}
    assert len(found) < 12
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in found)
    return POLICY.format(" ".join(f"'sha256-{each}'" for each in sorted(hashes)))


@pytest.fixture(scope="module")
def address(hostile_sites: Path, policy: str) -> Iterator[str]:
    """Serve the hostile site."""
    with serving(hostile_sites / "hostile" / "site", policy) as found:
        yield found


@pytest.fixture
def told() -> list[str]:
    """Collect dialogs, errors, and requests to other hosts; a test that provokes one clears it."""
    return []


def note(said: ConsoleMessage, told: list[str]) -> None:
    """Take note of an error, and of where it is."""
    if said.type == "error":
        told.append(f"console: {said.text} ({said.location['url']})")


@pytest.fixture
def context(browser: Browser, address: str, told: list[str]) -> Iterator[BrowserContext]:
    """Open a reader's browser with every trap set."""
    context = browser.new_context()
    context.add_init_script(TRAP)
    context.on(
        "dialog", lambda dialog: (told.append(f"dialog: {dialog.message}"), dialog.dismiss())
    )
    context.on("weberror", lambda error: told.append(f"script: {error.error}"))
    context.on("console", lambda said: note(said, told))
    context.on(
        "request",
        lambda request: (
            request.url.startswith((address, "data:", "blob:"))
            or told.append(f"left: {request.url}")
        ),
    )
    yield context
    context.close()
    assert told == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Open a page."""
    return context.new_page()


def pages(folder: Path) -> list[str]:
    """List the addresses of all pages, relative to the site."""
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return [name.removesuffix("index.html") for name in found]


OFTEN = ("authors/", "years/")
"""Where many pages are that show nothing but what those of papers and venues show."""
MOVED = {"papers/x2019moved/": "papers/x2020script/", "kind/gone/": "kind/script/"}
"""Pages that lead on, besides those at former addresses of authors, which names in many scripts make."""
LEADS_ON = re.compile(r'<meta http-equiv="refresh" content="0; url=(?:\.\./)+([^"]+)">')


def moved(folder: Path) -> dict[str, str]:
    """Return where the pages that lead on say that they lead."""
    texts = {each: (folder / each / "index.html") for each in pages(folder) if each.endswith("/")}
    found = {
        each: LEADS_ON.search(path.read_text(encoding="utf-8")) for each, path in texts.items()
    }
    return {each: match[1] for each, match in found.items() if match}


def chosen(folder: Path) -> list[str]:
    """List the pages that are unlike others, one of each of the many alike."""
    leading = moved(folder).keys() - MOVED.keys()
    found = [each for each in pages(folder) if each not in leading]
    few = [next(each for each in found if re.fullmatch(f"{part}.+", each)) for part in OFTEN]
    return [each for each in found if not each.startswith(OFTEN) or each in {*OFTEN, *few}]


def visit(page: Page, address: str) -> None:
    """Load a page and look for whatever a text could have made."""
    page.goto(address, wait_until="load")
    page.evaluate("() => new Promise((ready) => requestAnimationFrame(() => setTimeout(ready)))")
    assert page.evaluate(LEFT) == NOTHING, address


def texts() -> list[str]:
    """Give the short hostile texts."""
    found = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["inert"].values()
    return [" ".join(text.split()) for text in found if isinstance(text, str)]


def test_policy_holds(page: Page, address: str, told: list[str]) -> None:
    """The policy stops what a text would do if it got through: the test would see it."""
    page.goto(f"{address}papers/")
    page.evaluate(
        "() => document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=__pwned=1>')"
    )
    page.evaluate(
        "() => document.body.append(Object.assign(document.createElement('script'), {text: '__pwned=1'}))"
    )
    page.wait_for_function("() => window.__told.length > 1")
    assert page.evaluate("() => window.__pwned") is None
    assert any("script-src" in each for each in page.evaluate(LEFT)["told"])
    assert any("Content Security Policy" in each for each in told)
    told.clear()


@pytest.mark.slow
def test_same_elements_by_the_browsers_own_reading(
    browser: Browser, hostile_sites: Path, policy: str
) -> None:
    """Read as browsers read, no page has an element or attribute that plain words would not make."""
    found = []
    for name in ("plain", "hostile"):
        folder = hostile_sites / name / "site"
        with serving(folder, policy) as served:
            page = browser.new_page()
            page.goto(f"{served}robots.txt")
            found.append(page.evaluate(FORMS, [f"/{each}" for each in chosen(folder)]))
            page.close()
    ours = defaultdict(dict, found[0])
    assert {
        section: forms.keys() - ours[section].keys() for section, forms in found[1].items()
    } == {section: set() for section in found[1]}


def test_pages_of_each_kind_are_inert(page: Page, address: str, hostile_sites: Path) -> None:
    """On no page does a text run, break the policy, speak to another host or raise an error."""
    site = hostile_sites / "hostile" / "site"
    kinds = {each.partition("/")[0]: each for each in chosen(site) if each not in MOVED}
    hubs = [each for each in chosen(site) if each.count("/") < 2]
    for each in sorted({*hubs, *kinds.values(), *(f"papers/x2020{name}/" for name in SHARPEST)}):
        visit(page, f"{address}{each}")


SHARPEST = (
    "script",
    "image",
    "svg",
    "handler-double",
    "title",
    "script-end",
    "mutation",
    "comment",
)
"""Texts of the catalogue whose papers are always visited."""


@pytest.mark.slow
def test_every_page_is_inert(page: Page, address: str, hostile_sites: Path) -> None:
    """The same, on every page there is; those that lead on lead where they say."""
    site = hostile_sites / "hostile" / "site"
    found, leading = pages(site), moved(site)
    assert len(found) > 300
    assert leading.items() >= MOVED.items()
    for each in found:
        if each in leading:
            page.goto(f"{address}{each}")
            page.wait_for_url(f"{address}{leading[each]}")
        else:
            visit(page, f"{address}{each}")


def test_hostile_queries(page: Page, address: str) -> None:
    """The explorer takes any words for words, in its field and in its address."""
    page.goto(f"{address}explore/")
    field = page.locator("#survey-q")
    status = page.locator(".survey-found [data-status]")
    for text in [*texts()[::3], "script", "x2020", "(" * 150, "a" * 500, "__proto__ constructor"]:
        field.fill(text)
        field.dispatch_event("input")
        expect(status).to_contain_text(re.compile(r"\d"))
        assert page.evaluate(LEFT) == NOTHING, text
    field.fill("script")
    expect(page.locator("[data-list] tbody tr").first).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate(LEFT) == NOTHING


STATES = (
    "explore/?q={}",
    "explore/?q=a&exact={}",
    "explore/?kind={}&venue=-{}&year={}&with={}&sort={}&k={}",
    "explore/?{}={}",
    "explore/#{}",
    "map/?q={}",
    "map/?kind={}&venue=-{}&year={}",
    "compare/?k={}",
    "compare/?k=x2020script,{}&c={}",
    "reading/?k={}",
    "reading/?k=x2020script,{}#{}",
    "compare/?k=x2020script,x2020image,x2020braces#{}",
    "papers/x2020script/#{}",
    "papers/?{}#{}",
)
ATTACKS = (
    '"><img src=x onerror=window.__pwned=1>javascript:window.__pwned=1',
    "__proto__,constructor,toString",
    "../../../x,x2020script/../..,%2e%2e%2f,//evil.example,https://evil.example/",
    "'-alert(1)-' ${alert(1)} {{constructor.constructor('alert(1)')()}}\0\r\nSet-Cookie: x\u202e",
    "99999999999999999999-0" + "(" * 300,
)


@pytest.mark.parametrize("state", STATES)
def test_hostile_addresses(page: Page, address: str, state: str, told: list[str]) -> None:
    """Whatever an address says, a page shows it as text or not at all."""
    for attack in ATTACKS:
        written = quote(attack, safe="")
        visit(page, address + state.replace("{}", written))
    told[:] = [each for each in told if "404" not in each]  # papers that are not there


BASKETS = (
    json.dumps(
        ["<img src=x onerror=window.__pwned=1>", "x2020script", "../../x", "__proto__", 1, None]
    ),
    json.dumps({"length": 1_000_000_000, "0": "x2020script"}),
    json.dumps(["__proto__", "constructor", "x2020script", "a" * 100_000]),
    json.dumps([f"x{number}" for number in range(50_000)]),
    json.dumps([[["x2020script"]]]),
    "null",
    "{",
    '"<svg onload=alert(1)>"',
    "[" * 10_000,
)


@pytest.mark.parametrize("place", ["explore/#basket", "compare/", "papers/x2020script/"])
def test_hostile_basket(
    context: BrowserContext, page: Page, address: str, place: str, told: list[str]
) -> None:
    """Whatever lies in the basket, a page shows the papers there are, and runs nothing."""
    page.goto(f"{address}robots.txt")
    for basket in BASKETS:
        page.evaluate("(text) => localStorage.setItem('survey-basket:/', text)", basket)
        visit(page, address + place)
    told[:] = [each for each in told if "404" not in each]  # papers that are not there
    assert len(context.pages) == 1


SHELVES = (
    *BASKETS,
    json.dumps({"format": "survey-reading", "version": 1, "papers": [], "lists": {}}),
    json.dumps(
        {
            "format": "survey-reading",
            "version": 1,
            "papers": {
                "constructor": {"mark": "read", "note": "<img src=x onerror=window.__pwned=1>"},
                "x2020script": {"mark": "to-read", "note": "</textarea><script>alert(1)</script>"},
            },
            "lists": [
                {"name": "<svg onload=alert(1)>", "papers": ["x2020script", "constructor"]},
                {"name": "__proto__", "papers": ["x2020image"]},
                {"name": "\u202ex\u2028y", "papers": []},
            ],
        }
    ),
)


@pytest.mark.parametrize(
    "place", ["reading/", "papers/x2020script/", "explore/?mark=read", "papers/"]
)
def test_hostile_reading(
    context: BrowserContext, page: Page, address: str, place: str, told: list[str]
) -> None:
    """Whatever lies where marks, notes and lists are kept, it is shown as text, and runs nothing."""
    page.goto(f"{address}robots.txt")
    for shelf in SHELVES:
        page.evaluate("(text) => localStorage.setItem('survey-reading:/', text)", shelf)
        visit(page, address + place)
    told[:] = [each for each in told if "404" not in each]
    assert len(context.pages) == 1


def test_hostile_header_search(page: Page, address: str) -> None:
    """The search in the header shows what texts say, whatever is asked and found."""
    page.goto(address)
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Search")
    for text in ["script", "onerror", *texts()[:20], "pwned"]:
        field.fill(text)
        page.wait_for_timeout(60)
        assert page.evaluate(LEFT) == NOTHING, text
    field.fill("script")
    first = page.get_by_role("option").first
    expect(first).to_be_visible()
    made = (
        page.get_by_role("option")
        .locator("*")
        .evaluate_all("all => [...new Set(all.map(e => e.tagName))]")
    )
    assert set(made) <= {"SPAN", "MARK"}
