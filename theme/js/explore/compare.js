/** Papers side by side: `?k=a,b,c`, or those in the basket. */

import { basket } from "./basket.js";
import { load as loadData } from "./data.js";
import { at, counted, fetched, make, own } from "./dom.js";
import { save } from "./files.js";
import { table } from "./latex.js";
import { Results, metricName } from "./results.js";

const KEY = /^[a-z][a-z0-9-]{0,79}$/;
const MOST = 24;

/** Read the address; without keys in it the basket counts. */
function keys() {
  const given = new URLSearchParams(location.search).get("k");
  const found = given === null ? basket.keys : given.split(",").filter((key) => KEY.test(key));
  return [...new Set(found)].slice(0, MOST);
}

class Comparison {
  /** @param {HTMLElement} place @param {any[]} papers @param {any} names */
  constructor(place, papers, names) {
    this.part = (name) => place.querySelector(`[data-${name}]`);
    this.papers = papers;
    this.names = names;
    this.measured = this.metrics();
    this.cells = fetched("compare/cells.json").then((response) => response.json());
    this.showTable();
    /** Settles when the results stand there, or it is said that they cannot be had. */
    this.shown = this.showResults();
    this.part("only").addEventListener("change", () => this.hide());
    this.showColumns();
    this.part("copy").addEventListener("click", () => this.copy());
    this.part("save").addEventListener("click", () => save("comparison.tex", this.part("tex").textContent, "application/x-tex"));
  }

  plain(text) {
    return own(this.names.plain, text) ?? text;
  }

  /** Name the benchmarks and metrics of the papers: those that more of them have come first. */
  metrics() {
    const found = new Map();
    for (const { results = [] } of this.papers) {
      for (const name of new Set(results.map(({ benchmark, metric }) => `${benchmark}/${metric}`))) {
        found.set(name, (found.get(name) ?? 0) + 1);
      }
    }
    return [...found.keys()].sort((one, other) => found.get(other) - found.get(one) || (one < other ? -1 : 1));
  }

  showTable() {
    const head = make("tr", {}, make("th", { scope: "col" }, "Paper"), ...this.papers.map((paper) => this.head(paper)));
    this.part("table").tHead.replaceChildren(head);
    const body = this.part("table").tBodies[0];
    body.replaceChildren(...this.facts().map(([title, read]) => this.row(title, read)).filter(Boolean));
  }

  /** The head of a paper's column. */
  head({ key, method, title }) {
    const others = this.papers.map((paper) => paper.key).filter((each) => each !== key);
    const link = make("a", { href: at(`papers/${key}/`) }, this.plain(title));
    const away = make("a", { href: `?k=${others.join()}`, class: "survey-away", "aria-label": `Leave out ${this.plain(title)}` }, "leave out");
    const badge = method ? [make("span", { class: "survey-badge" }, this.plain(method)), " "] : [];
    return make("th", { scope: "col" }, ...badge, link, " ", away);
  }

  /** The rows: what each is called, and the lines of text that a paper has in it. */
  facts() {
    const one = (value) => (value === undefined || value === "" ? [] : [this.plain(String(value))]);
    return [
      ["Authors", ({ authors }) => [authors.length > 3 ? `${authors[0].name} et al.` : authors.map(({ name }) => name).join(", ")].map((text) => this.plain(text))],
      ["Year", ({ year }) => one(year)],
      ["Venue", ({ venue }) => one(venue.id)],
      ...this.names.facets.map(({ id, title }) => [title, ({ categories }) => (own(categories, id) ?? []).map((each) => this.plain(each.title))]),
      ...this.names.fields.map(({ id, title }) => [title, (paper) => this.values(own(paper, id))]),
      ["Code", ({ links = {} }) => (links.code ? ["yes"] : [])],
    ];
  }

  /** The lines of a field that the survey declares. */
  values(value = []) {
    const told = (each) => (typeof each === "boolean" ? (each ? "yes" : "no") : this.plain(String(each)));
    return [value].flat().map(told);
  }

  /** Show what was measured, where anything was. */
  async showResults() {
    const place = this.part("results");
    if (!this.measured.length) return;
    place.hidden = false;
    try {
      new Results(place, this.papers, this.measured, await this.cells, this.names);
    } catch (error) {
      place.append("The results cannot be loaded just now.");
      console.error(error);
    }
  }

  /** Make a row; one in which no paper has anything is left out. */
  row(title, read) {
    const cells = this.papers.map(read);
    if (cells.every((lines) => !lines.length)) return null;
    const isSame = cells.every((lines) => JSON.stringify(lines) === JSON.stringify(cells[0]));
    const mark = isSame ? [] : [" ", make("span", { class: "survey-differs", title: "They differ", role: "img", "aria-label": "they differ" }, "≠")];
    const row = make("tr", { class: isSame ? "is-same" : "is-different" }, make("th", { scope: "row" }, title, ...mark));
    row.append(...cells.map((lines) => make("td", {}, ...(lines.length ? lines.map((line) => make("div", {}, line)) : ["–"]))));
    return row;
  }

  hide() {
    for (const row of this.part("table").querySelectorAll(".is-same")) row.hidden = this.part("only").checked;
  }

  showColumns() {
    const box = (name, title, checked) => make("label", {}, make("input", { type: "checkbox", value: name, checked }), ` ${title}`);
    const place = this.part("columns");
    const shared = this.measured.slice(0, 3);
    this.cells.then(({ columns, own: names, first }) => {
      place.append(...names.map((name) => box(name, columns[name].head, first.includes(name))));
      place.append(...this.measured.filter((name) => Object.hasOwn(columns, name)).map((name) => box(name, metricName(this.names, name), shared.includes(name))));
      place.addEventListener("change", () => this.write());
      this.write();
    }).catch(() => place.append("The columns cannot be loaded just now."));
  }

  async write() {
    const columns = [...this.part("columns").querySelectorAll("input:checked")].map((input) => input.value);
    this.part("tex").textContent = columns.length ? table(this.papers.map(({ key }) => key), columns, await this.cells) : "";
  }

  async copy() {
    const said = this.part("taken");
    try {
      await navigator.clipboard.writeText(this.part("tex").textContent);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "The browser lets nothing be copied: mark the text and copy it by hand.";
      getSelection().selectAllChildren(this.part("tex"));
    }
  }
}

/** Fetch papers; those that there are not are named. */
async function loaded(wanted, { papers: folder }) {
  const missing = [];
  const found = await Promise.all(wanted.map(async (key) => {
    const response = await fetched(`${folder}${key}.json`).catch(() => missing.push(key) && null);
    return response?.json();
  }));
  const papers = new Map(found.filter(Boolean).map((paper) => [paper.key, paper]));
  return { papers: [...papers.values()], missing };
}

/** Let papers be added by name: the explorer's list is asked for when somebody is about to type. */
function offer(form, wanted) {
  const [input, list, said] = ["input", "datalist", "[data-refused]"].map((name) => form.querySelector(name));
  let known;
  const load = () => {
    known ??= loadData().then(({ papers: { key, method, title, year } }) => {
      const names = new Map(key.map((each, n) => [`${method[n] ? `${method[n]}: ` : ""}${title[n]} (${year[n]})`, each]));
      list.replaceChildren(...[...names.keys()].map((value) => make("option", { value })));
      return names;
    });
    return known;
  };
  input.addEventListener("focus", () => load().catch(() => { known = undefined; }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const names = await load().catch(() => new Map());
    const text = input.value.trim();
    const lower = text.toLowerCase();
    const key = names.get(text) ?? [...names].find(([name, each]) => each === text || (lower && name.toLowerCase().includes(lower)))?.[1];
    if (key) location.search = `?k=${[...new Set([...wanted, key])].join()}`;
    else said.textContent = text ? `No paper here is called “${text}”.` : "";
  });
}

async function start(place) {
  const part = (name) => place.querySelector(`[data-${name}]`);
  place.hidden = false;
  const wanted = keys();
  offer(part("add"), wanted);
  const names = await (await fetched("compare/names.json")).json();
  const { papers, missing } = await loaded(wanted, names);
  const lost = missing.length ? ` Not here: ${missing.join(", ")}.` : "";
  part("status").textContent = (papers.length ? `${counted(papers.length, "paper")} side by side.` : "") + lost;
  part("nothing").hidden = papers.length > 0;
  part("something").hidden = papers.length === 0;
  if (papers.length) await new Comparison(place, papers, names).shown;
  place.dataset.ready = "";
}

const place = document.querySelector("[data-compare]");
if (place) {
  start(place).catch((error) => {
    place.querySelector("[data-status]").textContent = "The papers cannot be loaded just now.";
    throw error;
  });
}
