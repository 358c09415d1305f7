/** The card of a paper that was chosen on the map. */

import { toggle } from "../explore/basket.js";
import { at, fetched, make } from "../explore/dom.js";

const LONGEST = 320; // characters of a summary

export class Card {
  /** @param {HTMLElement} place @param {import("../explore/data.js").Data} data @param {() => void} closed */
  constructor(place, data, closed) {
    Object.assign(this, { place, data, closed });
    this.venues = data.groups.find((group) => group.parameter === "venue").choices;
    place.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
  }

  /** Show a paper. */
  async show(paper) {
    const { key, title, method, authors, year, venue, cited } = this.data.papers;
    const citedBy = cited?.[paper] ? `, cited here by ${cited[paper].toLocaleString("en")}` : "";
    const close = make("button", { type: "button", class: "survey-map__close", "aria-label": "Close" }, "×");
    close.addEventListener("click", () => this.hide());
    const link = make("a", { href: at(`papers/${key[paper]}/`), dir: "auto" }, title[paper]);
    const said = make("p", { class: "survey-map__says", dir: "auto" });
    const badge = method[paper] ? [" ", make("span", { class: "survey-badge" }, method[paper])] : [];
    this.place.replaceChildren(
      close,
      make("p", {}, make("strong", {}, link), ...badge),
      make("p", { class: "survey-count" }, `${authors[paper]}, ${this.venues[venue[paper]].title} ${year[paper]}${citedBy}`),
      said,
      make("p", {}, toggle(key[paper], method[paper] || title[paper]), " Basket"),
    );
    this.place.hidden = false;
    this.paper = paper;
    link.focus({ preventScroll: true });
    const text = await summary(key[paper]);
    if (this.paper === paper) said.textContent = text;
  }

  hide() {
    if (this.place.hidden) return;
    this.place.hidden = true;
    this.paper = -1;
    this.closed();
  }
}

/** Fetch the beginning of what a paper says of itself; nothing where that cannot be had. */
async function summary(key) {
  try {
    const { summary: ours, abstract } = await (await fetched(`api/v1/papers/${key}.json`)).json();
    const text = (ours ?? abstract ?? "").replace(/\s+/g, " ").trim();
    return text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/\s+\S*$/, "")} …` : text;
  } catch {
    return "";
  }
}
