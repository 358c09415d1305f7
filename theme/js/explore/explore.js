/** The explorer: puts together what is asked, what is found, and how it is shown. */

import { basket } from "./basket.js";
import { load } from "./data.js";
import { at, counted, isKept, make, once } from "./dom.js";
import { Facets } from "./facets.js";
import { KINDS, save, written } from "./files.js";
import { filtered } from "./filter.js";
import { List } from "./list.js";
import { ordered } from "./order.js";
import { said } from "./ranges.js";
import { bound, choose, empty, read, write } from "./state.js";
import { misread, words } from "./text.js";
import { Visit } from "./visit.js";

const PLACES = 4;
const SEARCHING = "searching the abstracts …";
const PAUSE = 120; // milliseconds without a key before the index is asked

/** Load what finds papers by words; who only filters does without. */
const finding = once(() => import("./finding.js"));

class Explorer {
  /** @param {HTMLElement} place @param {import("./data.js").Data} data */
  constructor(place, data) {
    this.data = data;
    this.part = (name) => place.querySelector(`[data-${name}]`);
    this.input = place.querySelector("#survey-q");
    this.visit = new Visit();
    this.list = new List(this.part("list"), this.part("more"), data, (rows) => this.visit.keep({ rows }));
    this.facets = new Facets(this.part("groups"), data,
      (parameter, id, way) => this.go(choose(this.state, parameter, id, way)),
      (years) => this.go({ ...this.state, years }),
      (parameter, ends) => this.go(bound(this.state, parameter, ends)));
    this.asked = 0;
    this.listen(place);
    this.state = empty();
    this.arrive();
  }

  listen(place) {
    place.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.isTyping = false;
      this.enter();
    });
    this.input.addEventListener("focus", () => this.prepare().then(() => this.text.load()).catch(() => {}), { once: true });
    this.input.addEventListener("input", () => this.type());
    this.input.addEventListener("change", () => (this.isTyping = false));
    this.part("sort").addEventListener("change", ({ target }) => this.go({ ...this.state, sort: target.value }));
    for (const button of place.querySelectorAll("[data-by]")) {
      button.addEventListener("click", () => this.sortBy(button.dataset.by));
    }
    for (const button of place.querySelectorAll("[data-download]")) {
      button.addEventListener("click", () => this.download(button.dataset.download));
    }
    this.part("all-to-basket").addEventListener("click", () => basket.add(this.keys()));
    this.part("show").addEventListener("click", () => {
      this.part("filters").open = false;
      const { body } = this.list;
      this.part("status").scrollIntoView();
      body.querySelector("a")?.focus({ preventScroll: true });
    });
    window.addEventListener("popstate", () => this.arrive());
  }

  /** Take the state out of the address. */
  arrive() {
    this.isTyping = false;
    this.state = read(location.search, this.data.groups, this.data.ranges);
    this.input.value = this.state.q;
    this.visit.arrive();
    this.search();
  }

  /** Go to a state, which is an address of its own. */
  go(state, { isSame = false } = {}) {
    this.state = state;
    const address = location.pathname + write(state);
    if (isSame) history.replaceState(null, "", address);
    else if (address !== location.pathname + location.search) history.pushState(null, "", address);
    this.visit.begin();
    this.search();
  }

  /** Follow the reader's keys: all that is typed in one go is one step back. */
  type() {
    const state = { ...this.state, q: this.input.value.trim(), asTyped: false };
    if (write(state) === write(this.state)) return;
    this.go(state, { isSame: this.isTyping });
    this.isTyping = true;
  }

  sortBy(column) {
    const down = ["year", "features"].includes(column) ? `-${column}` : column;
    const up = down.startsWith("-") ? column : `-${column}`;
    this.go({ ...this.state, sort: this.state.sort === down ? up : down });
  }

  /** Open the one paper that an identifier names. */
  async enter() {
    const { finder } = await finding().then(({ engine }) => engine()).catch(() => ({}));
    if (finder?.mustLearn(this.state.q)) await finder.learn();
    const hits = finder?.answer(this.state.q) ?? [];
    if (hits.length === 1 && hits[0].fit <= this.own.FIT.key) location.assign(at(`papers/${this.data.papers.key[hits[0].paper]}/`));
  }

  /** Load what finds papers; without the names there are still the papers. */
  async prepare() {
    this.own = await finding();
    this.text ??= new this.own.FullText(this.data.papers.key);
    this.finder ??= (await this.own.engine().catch(() => ({}))).finder ?? new this.own.Finder(this.data);
  }

  async search() {
    const asked = (this.asked += 1);
    const isCurrent = () => asked === this.asked;
    [this.rest, this.tests] = ["", []];
    if (this.state.q && !this.finder) {
      this.part("status").textContent = `${counted(this.data.count, "paper")}, searching …`;
      await this.prepare().catch(() => {});
      if (!isCurrent()) return;
      if (!this.finder) return this.found({ query: "", note: "words cannot be searched just now" });
    }
    if (this.state.q && this.finder.mustLearn(this.state.q)) {
      this.part("status").textContent = `${counted(this.data.count, "paper")}, searching …`;
      await this.finder.learn();
      if (!isCurrent()) return;
    }
    if (this.state.q) ({ rest: this.rest, tests: this.tests } = this.own.terms(this.state.q, this.data, this.finder.names));
    this.complete();
    if (this.rest) await this.find(this.rest, isCurrent);
    else this.found({ query: "" });
  }

  /** Find at once what titles and names say, and a little later what the index says too. */
  async find(q, isCurrent) {
    const { asTyped } = this.state;
    if (this.last?.q === q && this.last.asTyped === asTyped) return this.found(this.last);
    const hits = this.finder.answer(q);
    if (hits[0]?.fit <= this.own.FIT.key || this.finder.subject(q) !== null) return this.found({ query: q });
    this.found({ query: q, note: SEARCHING });
    await new Promise((done) => setTimeout(done, PAUSE));
    if (!isCurrent()) return;
    const query = asTyped || hits.length ? q : await this.meant(q);
    if (!isCurrent()) return;
    const texts = await this.text.find(query).catch(() => null);
    if (!isCurrent()) return;
    if (texts) this.last = { q, asTyped, query, texts }; // for when only a filter changes
    this.found({ query, texts, note: texts ? "" : "abstracts cannot be searched just now" });
  }

  /** Offer what a term at the end of the query can say. */
  complete() {
    const options = this.state.q ? this.own.completed(this.input.value, this.data, this.finder.names) : [];
    this.part("completions").replaceChildren(...options.map((value) => make("option", { value: value.trim() })));
  }

  /** Lead to places and people that are called so, or to what comes nearest where nothing is found. */
  lead(query, note) {
    const named = query ? this.finder.answer(query).filter(({ paper, fit }) => paper === undefined && fit <= this.own.FIT.aliasBegins) : [];
    const isNothing = query && !note && !this.shown.length && !named.length;
    const hits = isNothing ? this.own.nearest(query, this.finder, PLACES) : named.slice(0, PLACES);
    const links = hits.flatMap((hit, n) => [n ? " · " : "", this.link(hit)]);
    const suggest = isNothing ? [links.length ? ". " : "", make("a", { href: at("contributing/") }, "Suggest the paper")] : [];
    this.part("places").replaceChildren(...(links.length ? [isNothing ? "Nearest: " : "See also: "] : []), ...links, ...suggest);
  }

  link({ paper, place, person }) {
    if (paper !== undefined) return make("a", { href: at(`papers/${this.data.papers.key[paper]}/`) }, this.data.papers.title[paper]);
    return make("a", { href: at((place ?? person).uri) }, place ? `${place.title} (${place.kind.toLowerCase()})` : person.name);
  }

  found({ query, texts = null, note = "" }) {
    this.correction(query);
    const fits = query ? this.finder.find(query) : null;
    if (fits && !fits.size && texts) for (const { paper, fit } of this.finder.variants(query)) fits.set(paper, fit);
    this.show(query, fits, texts, note);
    this.lead(query, note);
  }

  /** Give the query that was meant: only one with a word that no title has is looked up. */
  async meant(query) {
    const person = this.own.asPerson(query, this.finder);
    if (person || words(query).every((word) => this.finder.knows(word))) return person ?? query;
    const known = await this.own.vocabulary().catch(() => null);
    return known?.correct(query) ?? query;
  }

  /**
   * Show what was found. @param {string} query @param {Map<number, number> | null} fits
   * @param {Map<number, object> | null} texts Results of the index.
   */
  show(query, fits, texts = null, note = "") {
    [...(texts?.keys() ?? [])].forEach((paper, n) => {
      if (!fits.has(paper)) fits.set(paper, this.own.IN_TEXT + n / (this.data.count + 1));
    });
    const { shown, counts } = filtered(this.data, this.state, fits, this.tests);
    this.shown = ordered(this.data, shown, this.state.sort, fits);
    const found = words(query);
    this.facets.show(this.state, counts);
    this.list.show(this.shown, found, (paper, isWanted) => {
      const result = texts?.get(paper);
      if (!result || this.finder.shows(paper, found)) return null;
      const { title, method } = this.data.papers;
      return isWanted ? this.text.excerpt(result, paper, [title[paper], method[paper]]) : true;
    }, this.visit.rows);
    this.tell(note);
    if (note !== SEARCHING) this.visit.settle();
  }

  tell(note) {
    const [some, all] = [this.shown.length, this.data.count];
    const said = some === all ? counted(all, "paper") : `${some.toLocaleString("en")} of ${counted(all, "paper")}`;
    this.part("status").textContent = [said, misread(this.rest), note].filter(Boolean).join(", ");
    this.part("take").hidden = !some;
    this.part("show").textContent = `Show ${counted(some, "paper")}`;
    this.part("taken").textContent = "";
    this.part("sort").value = this.state.sort;
    this.chips();
    for (const button of document.querySelectorAll("[data-by]")) {
      const { sort } = this.state;
      const way = sort.replace(/^-/, "") === button.dataset.by && (sort.startsWith("-") ? "descending" : "ascending");
      if (way) button.parentElement.setAttribute("aria-sort", way);
      else button.parentElement.removeAttribute("aria-sort");
    }
  }

  /** Say what the query was taken for, and offer to take it as it is. */
  correction(query) {
    const place = this.part("correction");
    const q = this.rest;
    if (!query || query === q) return place.replaceChildren();
    const button = make("button", { type: "button" }, q);
    button.addEventListener("click", () => this.go({ ...this.state, asTyped: true }));
    place.replaceChildren("Showing ", make("em", {}, query), "; search instead for ", button);
  }

  /** Show every chosen filter as a button that takes it away. */
  chips() {
    const { chosen, years, ranges, keys } = this.state;
    const chips = this.data.groups.flatMap((group) => {
      const { include = [], exclude = [] } = chosen[group.parameter] ?? {};
      const title = (id) => group.choices.find((choice) => choice.id === id).title;
      const without = (id) => choose(this.state, group.parameter, id, null);
      return [...include.map((id) => [title(id), without(id)]), ...exclude.map((id) => [`not ${title(id)}`, without(id)])];
    });
    if (years.some(Boolean)) chips.push([range(years), { ...this.state, years: [null, null] }]);
    for (const range of this.data.ranges.filter(({ parameter }) => ranges[parameter])) {
      chips.push([said(range, ranges[range.parameter]), bound(this.state, range.parameter, [null, null])]);
    }
    if (keys.length) chips.push([`these ${counted(keys.length, "paper")}`, { ...this.state, keys: [] }]);
    const count = chips.length;
    if (count > 1) chips.push(["Clear all filters", { ...empty(), q: this.state.q, sort: this.state.sort }]);
    this.part("active").textContent = count ? `${count} chosen` : "";
    this.part("chips").replaceChildren(...chips.map(([title, next], n) => this.chip(title, next, n === count)));
  }

  chip(title, next, isAll) {
    const label = isAll ? title : `Remove filter: ${title}`;
    const button = make("button", { type: "button", "aria-label": label }, title, ...(isAll ? [] : [make("span", { "aria-hidden": "true" }, " ×")]));
    button.addEventListener("click", () => {
      this.go(next);
      (this.part("chips").querySelector("button") ?? this.input).focus();
    });
    return make("li", {}, button);
  }

  keys() {
    return this.shown.map((paper) => this.data.papers.key[paper]);
  }

  async download(kind) {
    this.part("taken").textContent = await take(kind, this.keys());
  }
}

/** Write years as a reader would. */
function range([from, to]) {
  if (from === to) return String(from);
  if (from === null) return `to ${to}`;
  return to === null ? `from ${from}` : `${from} to ${to}`;
}

/** Hand out a file of papers; say how that went. */
async function take(kind, keys) {
  try {
    save(`papers.${kind}`, await written(kind, keys), KINDS[kind].type);
    return `${counted(keys.length, "paper")} written.`;
  } catch {
    return "The file cannot be made just now.";
  }
}

/** Show the basket under the papers. */
function showBasket(place, data, explorer) {
  const part = (name) => place.querySelector(`[data-basket-${name}]`);
  const numbers = new Map(data.papers.key.map((key, number) => [key, number]));
  for (const button of place.querySelectorAll("[data-basket-download]")) {
    button.addEventListener("click", async () => {
      part("status").textContent = await take(button.dataset.basketDownload, basket.keys.filter((key) => numbers.has(key)));
    });
  }
  part("empty").addEventListener("click", () => basket.empty());
  part("show").addEventListener("click", (event) => {
    event.preventDefault();
    explorer.go({ ...empty(), keys: basket.keys });
    explorer.input.value = "";
    explorer.part("status").scrollIntoView({ block: "center" });
  });
  basket.watch((keys) => {
    const known = keys.filter((key) => numbers.has(key));
    part("status").textContent = known.length ? `${counted(known.length, "paper")} in the basket, which this browser keeps.` : "The basket is empty: + beside a paper puts it in.";
    part("take").hidden = !known.length;
    part("show").href = write({ ...empty(), keys: known });
    part("compare").href = at(`compare/?k=${known.join()}`);
    part("list").replaceChildren(...known.map((key) => item(data, numbers.get(key))));
  });
}

function item({ papers }, number) {
  const key = papers.key[number];
  const button = make("button", { type: "button", "aria-label": `Take out ${papers.title[number]}`, title: "Take out" }, "×");
  button.addEventListener("click", () => basket.toggle(key));
  return make("li", {}, make("a", { href: at(`papers/${key}/`) }, papers.title[number]), " ", button);
}

async function start(place) {
  const filters = place.querySelector("[data-filters]");
  filters.open = window.matchMedia("(min-width: 60em)").matches;
  place.hidden = false;
  try {
    const data = await load();
    if (isKept("reading")) await import("../reading/filter.js").then(({ addMarks }) => addMarks(data)).catch(() => {});
    showBasket(place.querySelector("[data-basket]"), data, new Explorer(place, data));
    place.dataset.ready = "";
  } catch (error) {
    place.replaceChildren(make("p", {}, "The list cannot be loaded just now. ", make("a", { href: at("papers/") }, "All papers")));
    throw error;
  }
}

const place = document.querySelector("[data-explore]");
if (place) start(place);
