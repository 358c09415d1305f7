/**
 * The search in the header: a dialog with a combobox (WAI-ARIA 1.2). What the explorer knows by name is
 * looked up first, in its ranking; then come the texts, by Pagefind's index.
 *
 * Nothing is loaded before the dialog is opened for the first time. Without this module the opener
 * stays a link to the list of all papers. Whatever comes out of the index is text of strangers: it
 * gets into the page as text alone, never as HTML.
 */

import { at, counted, make, once } from "./explore/dom.js";

const OPENER = "[data-survey-search]";
const SHOWN = 8;
/** How many completions of a term stand above what is found. */
const COMPLETIONS = 4;
const NEAREST = 3;
const LONGEST = 80;
/** In milliseconds: where names take longer to come, texts are searched before. */
const PATIENCE = 400;
/** How many results of the index of texts are looked at, to tell whether they say what was typed. */
const LOOKED_AT = 20;
const PAUSE = 60; // milliseconds without a key before the texts are searched

/** Load what answers; pages that are only read do without. */
const answers = once(() => import("./answers.js"));
const index = once(() => import("./explore/parts.js"));

class Search {
  constructor(opener) {
    this.input = make("input", {
      type: "text", role: "combobox", class: "survey-dialog__input", placeholder: "Title, author, arXiv id, DOI, category … author: year: venue: has:",
      "aria-label": "Search", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": "survey-hits", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
      enterkeyhint: "go", inputmode: "search",
    });
    this.hits = make("div", { role: "listbox", id: "survey-hits", "aria-label": "Results" });
    this.status = make("p", { role: "status", class: "survey-dialog__status" });
    this.close = make("button", { type: "button", class: "survey-dialog__close" }, "Close");
    this.list = opener.href;
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
      const row = event.target.closest("[data-query]");
      if (row) return this.complete(row.dataset.query);
      // A click beside the box lands on the dialog itself; one on a link leads away.
      if (event.target === this.dialog || event.target.closest("a")) this.dialog.close();
    });
  }

  complete(query) {
    this.input.value = query;
    this.input.focus();
    this.search();
  }

  open() {
    if (this.dialog.open) return;
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.input.select();
    answers().then(({ engine }) => engine()).catch(() => {}); // whoever types is told
    index().then(({ begin }) => begin()).catch(() => this.fail());
  }

  fail() {
    this.show([], "The search does not work here just now; the list of papers does.");
  }

  async search() {
    const typed = this.input.value.trim();
    const asked = (this.asked += 1);
    this.settled = "";
    this.goesTo = null;
    if (!typed) return this.show([], "");
    try {
      await this.find(typed, () => asked === this.asked);
    } catch {
      if (asked === this.asked) this.fail();
    }
  }

  /** Find what was typed and show it: what is looked up at once, what texts say a little later. */
  async find(typed, isCurrent) {
    this.own = await answers();
    const { guessed, isSaid, joined, meant } = this.own;
    const loading = this.own.engine().catch(() => null);
    let loaded = await Promise.race([loading, after(PATIENCE)]);
    if (!isCurrent()) return;
    if (loaded === undefined) {
      this.said = "";
      this.status.textContent = "Searching …";
      await this.soonInTexts(typed, typed, isCurrent, "Looking names up …");
      loaded = await loading;
    }
    if (!isCurrent()) return;
    if (loaded?.finder.mustLearn(typed)) await loaded.finder.learn();
    if (!isCurrent()) return;
    const found = loaded ? this.lookUp(typed, loaded) : { query: typed, hits: [], isFinal: false };
    if (found.isFinal) return this.tell(typed, found, loaded);
    if (found.hits.length) this.tell(typed, found, loaded, "Searching the texts …");
    else if (await this.hasMore()) await this.soonInTexts(typed, found.query, isCurrent, "Searching more texts …");
    if (!isCurrent()) return;
    const texts = await this.inTexts(found.query, isCurrent, Boolean(loaded));
    if (!isCurrent()) return;
    const isAsTyped = found.hits.length || typed === this.asTyped || isSaid(texts.looked, typed);
    const other = isAsTyped || !loaded ? null : await meant(typed, loaded.finder);
    if (!isCurrent()) return;
    if (other && other !== found.query) {
      const corrected = await this.inTexts(other, isCurrent, true);
      if (!isCurrent()) return;
      const better = joined(guessed(other, loaded), corrected, loaded);
      if (better.count) return this.tell(typed, { query: other, ...better }, loaded);
    }
    const hits = found.hits.length || !loaded ? found.hits : loaded.finder.variants(found.query);
    this.tell(typed, { ...found, ...joined(hits, texts, loaded) }, loaded);
  }

  /** Look a query up; a name with slips is taken for the nearest. */
  lookUp(typed, loaded) {
    const { answer, asPerson, guessed } = this.own;
    const { hits, rest, isFiltered } = answer(typed, loaded);
    const isSure = hits.length > 0 && hits[0].fit < 1;
    const isIdentifier = loaded.finder.subject(rest) !== null;
    if (hits.length || isIdentifier || typed === this.asTyped) return { query: typed, hits, isFinal: isFiltered || isSure || isIdentifier };
    const query = isFiltered ? null : asPerson(rest, loaded.finder);
    return query ? { query, hits: guessed(query, loaded), isFinal: false } : { query: typed, hits, isFinal: isFiltered };
  }

  /** Show what the part of the texts says that is there first, for as long as the rest takes. */
  async soonInTexts(typed, query, isCurrent, interim) {
    const { joined } = this.own;
    const some = await this.inTexts(query, isCurrent, true, "searchFirst");
    if (!isCurrent()) return;
    if (some.count) this.tell(typed, { query, ...joined([], some, null) }, null, interim);
    else this.show([], interim, typed);
  }

  /** Tell whether most of the texts are still to come. */
  async hasMore() {
    return index().then(({ hasMore }) => hasMore()).catch(() => false);
  }

  /** Search the texts; without them there is still what was looked up. */
  async inTexts(query, isCurrent, mayFail, how = "search") {
    try {
      const { prepare, [how]: search } = await index();
      if (isCurrent()) await prepare(query);
      await after(PAUSE);
      const results = isCurrent() ? await search(query) : [];
      const looked = await Promise.all(results.slice(0, LOOKED_AT).map((result) => result.data()));
      return { query, looked, count: results.length };
    } catch (error) {
      if (!mayFail) throw error;
      return { query, looked: [], count: 0 };
    }
  }

  /** Show what was found, or what comes nearest to it; an interim note says what is still to come. */
  tell(typed, { query, hits, count = hits.length }, loaded, interim = "") {
    const { completed, completion, nearest, option, pageOption } = this.own;
    const near = hits.length || !loaded || interim ? [] : nearest(typed, loaded.finder, NEAREST);
    const more = loaded && !interim ? completed(this.input.value, loaded.data, loaded.finder.names).slice(0, COMPLETIONS) : [];
    const shown = (hits.length ? hits : near).slice(0, SHOWN);
    const show = (hit, n) => (hit.page ? pageOption(hit.page, n) : option(hit, n, loaded.data));
    const options = [...more.map(completion), ...shown.map((hit, n) => show(hit, more.length + n))];
    this.settled = interim && !(hits.length && loaded) ? "" : typed;
    this.show(options, interim || said(query, Math.min(hits.length, SHOWN), count, near.length), typed, query, hits.length ? more.length : -1);
    this.lead(typed, hits.length, count);
  }

  /** Lead on to the explorer with the query, or to where a paper that is missing is proposed. */
  lead(typed, found, count) {
    const explorer = at(`explore/?q=${encodeURIComponent(typed)}`);
    this.all.href = found ? explorer : typed ? at("contributing/") : this.list;
    this.all.textContent = found ? `All ${count.toLocaleString("en")} in the explorer` : typed ? "Suggest the paper" : "All papers";
  }

  /** Show results, which may be those of another query than was typed; `first` is what Enter acts on, if anything. */
  show(hits, status, typed = "", query = typed, first = -1) {
    this.hits.replaceChildren(...hits);
    this.say(status, typed, query);
    this.input.setAttribute("aria-expanded", String(hits.length > 0));
    this.activate(first);
    if (!typed) this.lead("", 0, 0);
    if (this.goesTo && this.settled === typed && first >= 0) this.follow(this.goesTo);
  }

  /** Say what is shown; the button stays where it is, or a click that has begun on it would be lost. */
  say(status, typed, query) {
    const about = JSON.stringify([typed, query]);
    if (query !== typed && this.said === about) return void (this.status.lastChild.data = status);
    this.said = about;
    const other = query === typed ? [] : ["Showing ", make("em", {}, query), "; ", this.instead(typed), ". "];
    this.status.replaceChildren(...other, status);
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
    if (event.isComposing) return;
    if (event.key in steps && count) {
      const from = this.active < 0 && event.key === "ArrowUp" ? 0 : this.active;
      this.activate((from + steps[event.key] + count) % count);
    } else if (event.key === "Enter") {
      this.enter(event);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Act on what was typed: what stands there may still be the answer to something else. */
  enter({ ctrlKey, metaKey, shiftKey }) {
    const how = { ctrlKey, metaKey, shiftKey };
    if (this.settled !== this.input.value.trim()) this.goesTo = how;
    else this.follow(how);
  }

  follow(how) {
    this.goesTo = null;
    const click = new MouseEvent("click", { bubbles: true, cancelable: true, ...how });
    this.hits.children[this.active]?.dispatchEvent(click);
  }
}

function said(query, shown, count, near) {
  if (!count) return `Nothing found for “${cut(query)}”.${near ? " The nearest:" : ""}`;
  return shown < count ? `The first ${shown} of ${count} results` : counted(count, "result");
}

function after(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** Cut what was pasted to what can be read at a glance. */
function cut(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST).trim()} …` : text;
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
