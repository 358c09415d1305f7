/** The papers found, as rows of a table; the first of them at once, more when one asks. */

import { equip } from "./badges.js";
import { toggle } from "./basket.js";
import { hueOf } from "./data.js";
import { at, counted, hueClass, make } from "./dom.js";
import { highlighted } from "./text.js";

const PAGE = 50;
const STANDINGS = ["retracted", "withdrawn", "corrected", "concern"];

/** @typedef {(paper: number) => Promise<(string | Node)[]> | null} Excerpt What a paper's text says, if it is wanted. */

export class List {
  /**
   * @param {HTMLTableElement} table @param {HTMLButtonElement} more @param {import("./data.js").Data} data
   * @param {(rows: number) => void} grown Told how many rows there are when more were asked for.
   */
  constructor(table, more, data, grown = () => {}) {
    this.body = table.tBodies[0];
    this.more = more;
    this.data = data;
    this.venues = data.groups.find((group) => group.parameter === "venue").choices;
    this.features = data.groups.find((group) => group.parameter === "with");
    this.seen = new IntersectionObserver((entries) => this.fill(entries));
    more.addEventListener("click", () => {
      this.grow();
      grown(this.body.children.length);
    });
  }

  /**
   * Show papers. @param {number[]} papers @param {string[]} found Words to mark.
   * @param {Excerpt} excerpt @param {number} count How many at first.
   */
  show(papers, found, excerpt, count = PAGE) {
    Object.assign(this, { papers, found, excerpt });
    this.seen.disconnect();
    this.body.replaceChildren(...this.rows(0, Math.max(PAGE, count)));
    this.tell();
  }

  rows(start, end) {
    return this.papers.slice(start, end).map((paper) => this.row(paper));
  }

  grow() {
    const next = this.rows(this.body.children.length, this.body.children.length + PAGE);
    this.body.append(...next);
    this.tell();
    next[0].querySelector("a").focus();
  }

  tell() {
    const rest = this.papers.length - this.body.children.length;
    this.more.hidden = rest <= 0;
    this.more.textContent = `Show ${Math.min(PAGE, rest)} more of ${counted(rest, "other")}`;
  }

  row(paper) {
    const { key, title, method, authors, year, venue, cited } = this.data.papers;
    const href = at(`papers/${key[paper]}/`);
    const name = method[paper] || title[paper];
    const head = make("th", { scope: "row", abbr: title[paper], class: hueClass(hueOf(this.data, paper)) }, toggle(key[paper], name), make("a", { href, dir: "auto" }, ...highlighted(title[paper], this.found)));
    if (method[paper]) head.append(" ", make("span", { class: "survey-badge" }, ...highlighted(method[paper], this.found)));
    for (const { title: words } of this.standings(paper)) head.append(" ", make("strong", { class: "survey-standing" }, words.toLowerCase()));
    if (cited?.[paper]) head.append(" ", make("span", { class: "survey-count" }, `cited here by ${cited[paper].toLocaleString("en")}`));
    const row = make("tr", {},
      head,
      make("td", { dir: "auto" }, ...highlighted(authors[paper], this.found)),
      make("td", {}, this.venues[venue[paper]].title),
      make("td", {}, String(year[paper])),
    );
    equip(head, key[paper], name);
    if (this.excerpt(paper, false)) this.await(row, head, paper);
    return row;
  }

  standings(paper) {
    return this.features.of[paper].map((n) => this.features.choices[n]).filter(({ id }) => STANDINGS.includes(id));
  }

  /** Keep room for what the text says, which is fetched when the row comes into sight. */
  await(row, head, paper) {
    const place = make("span", { class: "survey-excerpt" });
    head.append(place);
    row.fillIn = async (excerpt = this.excerpt) => {
      const pieces = await excerpt(paper, true).catch(() => []);
      place.replaceChildren(...pieces);
    };
    this.seen.observe(row);
  }

  fill(entries) {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.seen.unobserve(target);
      target.fillIn();
    }
  }
}
