/** The map: what is asked lights points up, what is chosen shows its card; the address holds both. */

import { load } from "../explore/data.js";
import { at, counted, fetched, make } from "../explore/dom.js";
import { Facets } from "../explore/facets.js";
import { filtered } from "../explore/filter.js";
import { Finder } from "../explore/find.js";
import { bound, choose, read, write } from "../explore/state.js";
import { terms } from "../explore/terms.js";
import { Card } from "./card.js";
import { colourable, colours, palette } from "./colours.js";
import { listen } from "./hands.js";
import { View } from "./view.js";

const NOTHING = -1;
const LARGEST = 2.5; // times as large as others a point grows that many papers cite

class PaperMap {
  /** @param {HTMLElement} place @param {import("../explore/data.js").Data} data @param {object} places */
  constructor(place, data, places) {
    Object.assign(this, { data, places });
    this.part = (name) => place.querySelector(`[data-${name}]`);
    this.input = place.querySelector("input[name=q]");
    this.canvas = this.part("canvas");
    this.lit = new Uint8Array(data.count);
    const { title, method, cited } = data.papers;
    const scaled = (numbers) => numbers.map((n) => (n === null ? NaN : n / places.grid));
    this.regions = places.regions.map((level) => level.map((each) => ({ ...each, x: each.x / places.grid, y: each.y / places.grid })));
    this.view = new View(this.canvas, {
      x: scaled(places.x), y: scaled(places.y), regions: this.regions,
      names: title.map((text, n) => method[n] || short(text)),
      growth: cited?.map((n) => Math.min(1 + Math.log2(1 + n) / 6, LARGEST)),
    }, () => {});
    this.card = new Card(this.part("card"), data, () => {
      this.point(NOTHING);
      this.canvas.focus({ preventScroll: true });
    });
    this.facets = new Facets(this.part("groups"), data,
      (parameter, id, way) => this.go(choose(this.state, parameter, id, way)),
      (years) => this.go({ ...this.state, years }),
      (parameter, ends) => this.go(bound(this.state, parameter, ends)));
    this.colourChoice();
    this.rows = this.table();
    this.listen(place);
    this.arrive();
  }

  listen(place) {
    listen(this.canvas, this.view, {
      point: (paper) => this.card.place.hidden && this.point(paper),
      choose: (paper) => (paper === NOTHING ? this.card.hide() : this.choose(paper)),
      leave: () => this.card.hide(),
    });
    const ways = { in: () => this.view.enlarge(1.6), out: () => this.view.enlarge(1 / 1.6), all: () => this.view.whole() };
    for (const button of place.querySelectorAll("[data-zoom]")) button.addEventListener("click", ways[button.dataset.zoom]);
    place.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.view.show(this.shown);
    });
    this.input.addEventListener("input", () => this.go({ ...this.state, q: this.input.value.trim() }, { isSame: true }));
    this.part("colour").addEventListener("change", () => this.paint());
    window.addEventListener("popstate", () => this.arrive());
    new MutationObserver(() => this.paint()).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
  }

  arrive() {
    this.state = read(location.search, this.data.groups, this.data.ranges);
    this.input.value = this.state.q;
    this.search();
  }

  go(state, { isSame = false } = {}) {
    this.state = state;
    const address = location.pathname + write(state);
    if (isSame) history.replaceState(null, "", address);
    else if (address !== location.pathname + location.search) history.pushState(null, "", address);
    this.search();
  }

  /** Light up what is asked for; all of it where nothing is asked. */
  search() {
    const { rest, tests } = terms(this.state.q, this.data);
    if (rest) this.finder ??= new Finder(this.data);
    const { shown, counts } = filtered(this.data, this.state, rest ? this.finder.find(rest) : null, tests);
    this.shown = shown;
    this.lit.fill(0);
    for (const paper of shown) this.lit[paper] = 1;
    this.facets.show(this.state, counts);
    const all = this.data.count;
    this.part("status").textContent = shown.length === all ? counted(all, "paper") : `${shown.length.toLocaleString("en")} of ${counted(all, "paper")} lit up`;
    this.part("explorer").href = at(`explore/${write(this.state)}`);
    this.paint();
    this.count();
  }

  colourChoice() {
    this.groups = colourable(this.data.groups);
    this.part("colour").replaceChildren(...this.groups.map(({ title }, n) => make("option", { value: n }, `by ${title.toLowerCase()}`)));
  }

  paint() {
    const shades = palette(this.canvas, this.places.colours);
    const group = this.groups[Number(this.part("colour").value)];
    const found = group ? colours(group, this.data.count, shades) : { colour: new Uint8Array(this.data.count), palette: shades, keys: [] };
    this.part("legend").replaceChildren(...found.keys.map(({ title, colour, count }) => {
      const dot = make("span", { class: "survey-map__dot", "aria-hidden": "true" });
      dot.style.background = colour;
      return make("li", { class: "survey-map__key" }, dot, `${title} `, make("span", { class: "survey-count" }, count.toLocaleString("en")));
    }));
    this.view.paint(found.colour, found.palette, this.shown.length < this.data.count ? this.lit : null);
  }

  /** Mark the paper that is pointed at, and say which it is. */
  point(paper) {
    this.view.mark(paper);
    this.canvas.style.cursor = paper === NOTHING ? "" : "pointer";
    const { title, year } = this.data.papers;
    const said = paper === NOTHING ? "" : `${title[paper]} (${year[paper]})`;
    if (this.part("near").textContent !== said) this.part("near").textContent = said;
  }

  choose(paper) {
    this.point(paper);
    this.card.show(paper);
  }

  /** Make the table of the smaller regions. */
  table() {
    const nearest = owners(this.view, this.regions[1] ?? []);
    const rows = (this.regions[1] ?? []).map((region, n) => {
      const papers = nearest[n];
      const button = make("button", { type: "button", "aria-label": `Show ${region.name} on the map` }, "on the map");
      button.addEventListener("click", () => {
        this.view.show(papers);
        this.canvas.scrollIntoView({ block: "center" });
        this.canvas.focus({ preventScroll: true });
      });
      const lit = make("td", {});
      const row = make("tr", {}, make("th", { scope: "row" }, region.name), make("td", {}, String(papers.length)), lit, make("td", {}, button));
      return { row, lit, papers };
    });
    this.part("regions").tBodies[0].replaceChildren(...rows.map(({ row }) => row));
    return rows;
  }

  count() {
    for (const { lit, papers } of this.rows) lit.textContent = String(papers.filter((paper) => this.lit[paper]).length);
  }
}

/** List the papers of each region: those to which no other one is nearer. */
function owners({ x, y }, regions) {
  const found = regions.map(() => []);
  x.forEach((here, paper) => {
    if (Number.isNaN(here) || !regions.length) return;
    const away = regions.map((region) => (region.x - here) ** 2 + (region.y - y[paper]) ** 2);
    found[away.indexOf(Math.min(...away))].push(paper);
  });
  return found;
}

function short(text) {
  return text.length > 42 ? `${text.slice(0, 40).trimEnd()}…` : text;
}

async function start(place) {
  place.querySelector("[data-filters]").open = matchMedia("(min-width: 60em)").matches;
  try {
    const [data, places] = await Promise.all([load(), fetched("map/places.json").then((found) => found.json())]);
    place.hidden = false; // not before its choices and colours are known: they would push it down
    new PaperMap(place, data, places);
    place.dataset.ready = "";
  } catch (error) {
    place.hidden = false;
    place.replaceChildren(make("p", {}, "The map cannot be loaded just now. ", make("a", { href: at("map/regions/") }, "Its regions as a table")));
    throw error;
  }
}

const place = document.querySelector("[data-map]");
if (place) start(place);
