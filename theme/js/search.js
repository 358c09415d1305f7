/**
 * The search in the header: a dialog with a combobox (WAI-ARIA 1.2) over Pagefind's index.
 *
 * Nothing is loaded before the dialog is opened for the first time. Without this module the opener
 * stays a link to the list of all papers. Whatever comes out of the index is text of strangers: it
 * gets into the page as text alone, never as HTML.
 */

import { ROOT, counted, make } from "./explore/dom.js";
import { best, isNamed, plain } from "./ranking.js";

const OPENER = "[data-survey-search]";
const SHOWN = 8;
/** How many results are looked at, so that an exact name among them can come first. */
const LOOKED_AT = 20;
/** A paper whose very name was typed may stand behind many that say the name more often. */
const LOOKED_FOR_NAME = 64;
const PAUSE = 60; // milliseconds without a key before a search begins

/** Give the pieces of an excerpt, found words as <mark>: parsed apart from the page, text kept. */
function marked(excerpt) {
  const parsed = new DOMParser().parseFromString(excerpt, "text/html");
  return [...parsed.body.childNodes].map((node) =>
    node.nodeName === "MARK" ? make("mark", {}, node.textContent) : node.textContent,
  );
}

/** Tell whether a result's heading says what an excerpt would: all that was typed, or the title. */
function says({ title, method, authors, venue, year }, query, excerpt) {
  const heading = plain([title, method, authors, venue, year].join(" "));
  const repeats = title && plain(excerpt).startsWith(plain(title));
  return repeats || plain(query).split(" ").every((word) => heading.includes(word));
}

/** Show one result. */
function option({ meta, excerpt, plain_excerpt: text, raw_url: path }, number, query) {
  const href = new URL(path.replace(/^\/+/, ""), ROOT).href;
  const link = make("a", { role: "option", id: `survey-hit-${number}`, class: "survey-hit", href });
  const title = make("span", { class: "survey-hit__title" });
  if (meta.method) title.append(make("span", { class: "survey-badge" }, meta.method), " ");
  title.append(meta.title ?? path);
  if (meta.status) title.append(" ", make("strong", { class: "survey-standing" }, meta.status));
  link.append(title);
  const about = [meta.authors, [meta.venue, meta.year].filter(Boolean).join(" ")].filter(Boolean);
  if (about.length) link.append(make("span", { class: "survey-hit__about" }, about.join(" · ")));
  if (!says(meta, query, text)) {
    link.append(make("span", { class: "survey-hit__excerpt" }, ...marked(excerpt)));
  }
  link.tabIndex = -1;
  return link;
}

/** Tell whether some result says every word, or one that begins with it, as it was typed. */
function isSaid(results, query) {
  const said = ` ${plain(results.map(({ meta, content }) => `${Object.values(meta).join(" ")} ${content}`).join(" "))}`;
  return plain(query).split(" ").every((word) => said.includes(` ${word}`));
}

class Search {
  constructor(opener) {
    this.input = make("input", {
      type: "text", role: "combobox", class: "survey-dialog__input", placeholder: "Search",
      "aria-label": "Search", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": "survey-hits", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
      enterkeyhint: "go", inputmode: "search",
    });
    this.hits = make("div", { role: "listbox", id: "survey-hits", "aria-label": "Results" });
    this.status = make("p", { role: "status", class: "survey-dialog__status" });
    this.close = make("button", { type: "button", class: "survey-dialog__close" }, "Close");
    this.all = make("a", { href: opener.href }, "All papers");
    this.dialog = make("dialog", { class: "survey-dialog", "aria-label": "Search" },
      make("div", { class: "survey-dialog__bar", role: "search" }, this.input, this.close),
      this.hits,
      make("div", { class: "survey-dialog__foot" }, this.status, this.all),
    );
    this.active = -1;
    this.asked = 0;
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.close.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", (event) => {
      // A click beside the box lands on the dialog itself; one on a link leads away.
      if (event.target === this.dialog || event.target.closest("a")) this.dialog.close();
    });
  }

  open() {
    if (this.dialog.open) return;
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.input.select();
    this.load().catch(() => this.fail());
  }

  /** Load Pagefind once; after a failure the next opening tries again. */
  load() {
    this.loading ??= this.start().catch((error) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  async start() {
    const pagefind = await import(new URL("pagefind/pagefind.js", ROOT).href);
    await pagefind.options({ excerptLength: 24 });
    await pagefind.init();
    return pagefind;
  }

  fail() {
    this.show([], "The search does not work here just now; the list of papers does.");
  }

  async search() {
    const query = this.input.value.trim();
    const asked = (this.asked += 1);
    if (!query) return this.show([], "");
    try {
      const found = await this.find(query, () => asked === this.asked);
      const shown = found?.hits.map((hit, number) => option(hit, number, found.query));
      if (found) this.show(shown, said(found.query, shown.length, found.count), query, found.query);
    } catch {
      this.fail();
    }
  }

  /** Find the best results; give nothing when the reader has typed on. */
  async find(query, isCurrent) {
    const pagefind = await this.load();
    pagefind.preload(query);
    await new Promise((done) => setTimeout(done, PAUSE));
    if (!isCurrent()) return null;
    const found = await this.look(pagefind, query);
    if (isSaid(found.looked, query) || query === this.asTyped) return isCurrent() ? picked(found) : null;
    const meant = await corrected(query);
    if (!isCurrent()) return null;
    const other = meant && (await this.look(pagefind, meant));
    return isCurrent() ? picked(other || found) : null;
  }

  /** Ask the index; the best results are fetched. */
  async look(pagefind, query) {
    const { results } = await pagefind.search(query);
    const fetched = (from, to) => Promise.all(results.slice(from, to).map((result) => result.data()));
    const looked = await fetched(0, LOOKED_AT);
    if (!looked.some((result) => isNamed(result, query))) looked.push(...(await fetched(LOOKED_AT, LOOKED_FOR_NAME)));
    return { query, looked, count: results.length };
  }

  /** Show results, which may be those of another query than was typed. */
  show(hits, status, typed = "", query = typed) {
    this.hits.replaceChildren(...hits);
    const other = query === typed ? [] : ["Showing ", make("em", {}, query), "; ", this.instead(typed), ". "];
    this.status.replaceChildren(...other, status);
    this.input.setAttribute("aria-expanded", String(hits.length > 0));
    this.activate(hits.length ? 0 : -1);
  }

  /** Make the button that searches for what was typed and nothing else. */
  instead(typed) {
    const button = make("button", { type: "button", class: "survey-dialog__instead" }, `search instead for ${typed}`);
    button.addEventListener("click", () => {
      this.asTyped = typed;
      this.input.focus();
      this.search();
    });
    return button;
  }

  activate(number) {
    const options = [...this.hits.children];
    this.active = number;
    options.forEach((each, n) => each.setAttribute("aria-selected", String(n === number)));
    if (number < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", options[number].id);
    options[number].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    const count = this.hits.children.length;
    if (event.isComposing || !count) return;
    if (event.key in steps) {
      this.activate((this.active + steps[event.key] + count) % count);
    } else if (event.key === "Enter") {
      const { ctrlKey, metaKey, shiftKey } = event;
      const click = new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey });
      this.hits.children[this.active].dispatchEvent(click);
    } else {
      return;
    }
    event.preventDefault();
  }
}

/** Give the query that was probably meant; what that takes is loaded only now. */
async function corrected(query) {
  try {
    const { vocabulary } = await import("./explore/typos.js");
    return (await vocabulary()).correct(query);
  } catch {
    return null;
  }
}

/** Pick what is shown of the results of a query. */
function picked({ query, looked, count }) {
  return { query, hits: best(looked, query, SHOWN), count };
}

function said(query, shown, count) {
  if (!count) return `Nothing found for “${query}”.`;
  return shown < count ? `The first ${shown} of ${count} results` : counted(count, "result");
}

function isTyping(target) {
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

let search;

function open(opener) {
  search ??= new Search(opener);
  search.open();
}

for (const opener of document.querySelectorAll(OPENER)) {
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-haspopup", "dialog");
  opener.setAttribute("aria-keyshortcuts", "/ s");
  const key = opener.querySelector("kbd");
  key.hidden = false;
  key.setAttribute("aria-hidden", "true");
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest(OPENER);
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(opener);
});

document.addEventListener("keydown", (event) => {
  const opener = document.querySelector(OPENER);
  if (event.target === opener && event.key === " ") {
    event.preventDefault();
    return open(opener);
  }
  if (!["/", "s"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!opener || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  open(opener);
});
