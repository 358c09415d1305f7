/** The filters: a box for each group, made once; afterwards only numbers and marks change. */

import { hueClass, make } from "./dom.js";
import { RangeBox } from "./ranges.js";
import { wayOf } from "./state.js";

/** How many choices of a group without a tree stand there before one asks for all. */
const FEW = 10;

/**
 * @typedef {object} Row A choice as it is shown.
 * @property {HTMLElement} item @property {HTMLInputElement} box
 * @property {HTMLButtonElement} not @property {HTMLElement} number
 * @property {HTMLButtonElement | null} twist @property {HTMLElement | null} below
 */

export class Facets {
  /**
   * @param {HTMLElement} place @param {import("./data.js").Data} data
   * @param {(parameter: string, id: string, way: "include" | "exclude" | null) => void} choose
   * @param {(years: [number | null, number | null]) => void} limit
   * @param {(parameter: string, ends: import("./ranges.js").Ends) => void} bound
   */
  constructor(place, data, choose, limit, bound) {
    this.data = data;
    this.choose = choose;
    this.rows = data.groups.map((group) => group.choices.map((choice) => this.row(group, choice)));
    data.groups.forEach((group, number) => place.append(this.box(group, number)));
    place.append(this.yearBox(limit));
    this.ranges = data.ranges.map((range) => new RangeBox(range, bound));
    place.append(...this.ranges.map(({ box }) => box));
  }

  box(group, number) {
    const rows = this.rows[number];
    for (const [n, { children }] of group.choices.entries()) {
      rows[n].below?.append(...children.map((child) => rows[child].item));
    }
    const tops = inOrder(group).map((n) => rows[n]);
    const list = make("ul", { class: "survey-choices" }, ...tops.map((row) => row.item));
    const box = make("details", { class: "survey-filter", open: number === 0 }, make("summary", {}, group.title), list);
    if (tops.length === rows.length && rows.length > FEW + 2) box.append(this.more(list));
    return box;
  }

  more(list) {
    const items = [...list.children].slice(FEW);
    for (const item of items) item.dataset.rest = "";
    const button = make("button", { type: "button", class: "survey-more" }, `${items.length} more`);
    button.addEventListener("click", () => {
      for (const item of items) delete item.dataset.rest;
      items[0].querySelector("input").focus();
      button.remove();
    });
    return button;
  }

  row(group, choice) {
    const box = make("input", { type: "checkbox" });
    const number = make("span", { class: "survey-count" });
    const label = make("label", { title: choice.name && choice.name !== choice.title && choice.name }, box, ` ${choice.title} `, number);
    const not = make("button", {
      type: "button", class: "survey-not", "aria-pressed": "false",
      "aria-label": `Leave out ${choice.title}`, title: "Leave out",
    }, "−");
    const twist = choice.children.length ? this.twist(choice) : null;
    const below = twist && make("ul", { hidden: true });
    const line = make("div", { class: "survey-choice" }, ...(twist ? [twist] : []), label, not);
    const item = make("li", { class: hueClass(choice.hue) }, line, ...(below ? [below] : []));
    box.addEventListener("change", () => this.choose(group.parameter, choice.id, box.checked ? "include" : null));
    not.addEventListener("click", () => {
      const isOut = not.getAttribute("aria-pressed") === "true";
      this.choose(group.parameter, choice.id, isOut ? null : "exclude");
    });
    twist?.addEventListener("click", () => open(twist, below, below.hidden));
    return { item, box, not, number, twist, below };
  }

  twist(choice) {
    return make("button", {
      type: "button", class: "survey-twist", "aria-expanded": "false", "aria-label": `Parts of ${choice.title}`,
    });
  }

  yearBox(limit) {
    const years = this.data.papers.year;
    const [first, last] = [Math.min(...years), Math.max(...years)].map((year) => (years.length ? year : ""));
    const input = (name, hint) => make("input", { type: "number", min: first, max: last, placeholder: hint, "aria-label": name });
    this.years = [input("From year", first), input("To year", last)];
    const value = ({ value: text }) => (/^\d{4}$/.test(text) ? Number(text) : null);
    for (const each of this.years) each.addEventListener("change", () => limit(this.years.map(value)));
    const line = make("p", { class: "survey-years" }, this.years[0], " to ", this.years[1]);
    return make("details", { class: "survey-filter", open: true }, make("summary", {}, "Year"), line);
  }

  /** Show a state and its numbers. @param {import("./state.js").State} state @param {Uint32Array[]} counts */
  show(state, counts) {
    this.data.groups.forEach((group, g) => {
      group.choices.forEach(({ id }, n) => {
        const way = wayOf(state, group.parameter, id);
        mark(this.rows[g][n], way, counts[g][n]);
        if (way) this.reveal(group, g, n);
      });
    });
    for (const each of this.ranges) each.show(state.ranges[each.range.parameter]);
    this.years.forEach((input, n) => {
      input.value = state.years[n] ?? "";
    });
  }

  /** Open what a choice lies under. */
  reveal(group, g, n) {
    const { item } = this.rows[g][n];
    delete item.dataset.rest;
    item.closest("details").open = true;
    for (let up = group.choices[n].parent; up !== null; up = group.choices[up].parent) {
      const { twist, below } = this.rows[g][up];
      open(twist, below, true);
    }
  }
}

/** Number what stands at the top: a tree in its own order, a list that grows by how common each is. */
function inOrder({ parameter, choices, of }) {
  const tops = [...choices.keys()].filter((n) => choices[n].parent === null);
  if (parameter !== "venue") return tops;
  const counts = new Uint32Array(choices.length);
  for (const own of of) for (const n of own) counts[n] += 1;
  return tops.sort((one, other) => counts[other] - counts[one]);
}

function open(twist, below, isOpen) {
  below.hidden = !isOpen;
  twist.setAttribute("aria-expanded", String(isOpen));
}

/** Show how a choice is chosen, and its number; one that leads nowhere is pale. */
function mark({ item, box, not, number }, way, count) {
  box.checked = way === "include";
  not.setAttribute("aria-pressed", String(way === "exclude"));
  item.classList.toggle("is-out", way === "exclude");
  item.classList.toggle("is-void", count === 0 && !way);
  number.textContent = count.toLocaleString("en");
}
