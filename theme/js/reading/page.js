/** The page of all that a reader keeps: what is to read, lists, what was read; as addresses and files. */

import { basket } from "../explore/basket.js";
import { load } from "../explore/data.js";
import { at, counted, fetched, make } from "../explore/dom.js";
import { save } from "../explore/files.js";
import { Keeping } from "./keeping.js";
import { Sections } from "./sections.js";
import { KEY, tidy } from "./shape.js";
import { TROUBLES, reading } from "./store.js";

const MOST_SENT = 500;

/** Read the papers that an address names, as `compare/` does. @returns {string[]} */
function sent() {
  const given = new URLSearchParams(location.search).get("k") ?? "";
  return [...new Set(given.split(",").filter((key) => KEY.test(key)))].slice(0, MOST_SENT);
}

class Page {
  /** @param {HTMLElement} place @param {any} data Papers in columns. @param {string[]} given Keys that were sent. */
  constructor(place, data, given) {
    this.part = (name) => place.querySelector(`[data-${name}]`);
    this.papers = data.papers;
    this.numbers = new Map(data.papers.key.map((key, number) => [key, number]));
    this.given = given;
    this.sections = new Sections(this, this.part("sections"));
    this.keeping = new Keeping(this);
    this.part("new").addEventListener("submit", (event) => this.begin(event));
    this.part("of-basket").addEventListener("click", (event) => this.begin(event, basket.keys));
    basket.watch((keys) => {
      this.part("of-basket").hidden = !keys.length;
      this.part("of-basket").textContent = `Make it of the basket (${keys.length})`;
    });
    if (given.length) this.showSent();
    reading.watch(() => this.show());
  }

  /** Tell what was done; with a way back, a button that undoes it. @param {string} words @param {() => void} [undo] */
  say(words, undo) {
    const status = this.part("status");
    status.replaceChildren(words);
    if (!undo) return;
    const button = make("button", { type: "button" }, "Undo");
    button.addEventListener("click", () => {
      undo();
      this.say("Undone.");
      this.part("status").focus();
    });
    status.append(" ", button);
  }

  /** Tell what became of a change. @param {string} trouble @param {string} words @param {() => void} [undo] */
  told(trouble, words, undo) {
    if (trouble) this.say(`Not done: ${trouble}.`);
    else this.say(words, undo);
    return !trouble;
  }

  /** Make a list, empty or of papers. */
  begin(event, keys = []) {
    event.preventDefault();
    const field = this.part("name");
    const name = tidy(field.value);
    if (!name) {
      this.say("Not done: a list needs a name.");
      return field.focus();
    }
    const isThere = reading.all.lists.has(name);
    const words = isThere ? `There is a list “${name}”; ${counted(keys.length, "paper")} put into it.` : `The list “${name}” is made.`;
    if (this.told(reading.put(name, keys), words)) field.value = "";
  }

  /** Show papers that somebody sent; nothing of it is kept unless the reader wants it. */
  showSent() {
    const place = this.part("sent");
    const here = this.given.filter((key) => this.numbers.has(key));
    const lost = this.given.filter((key) => !this.numbers.has(key));
    place.hidden = false;
    this.part("sent-count").textContent = `${counted(here.length, "paper")} by the address of this page; nothing of it is kept yet.`;
    this.part("sent-lost").textContent = lost.length ? `Not here: ${lost.join(", ")}.` : "";
    this.part("sent-list").replaceChildren(...here.map((key) => make("li", {}, ...this.named(key))));
    this.part("sent-keep").addEventListener("submit", (event) => {
      event.preventDefault();
      const name = tidy(this.part("sent-name").value);
      this.told(reading.put(name, here), `Kept as the list “${name}”.`);
    });
    this.part("sent-mark").addEventListener("click", () =>
      this.told(reading.markAll(here, "to-read"), "Those without a mark are marked as to read."));
  }

  /** Name a paper; one that is not here any more by its key. @param {string} key @returns {(string | Node)[]} */
  named(key) {
    const number = this.numbers.get(key);
    if (number === undefined) return [make("code", {}, key), " ", make("span", { class: "survey-count" }, "is not in this collection (any more)")];
    const { title, method, authors, year } = this.papers;
    return [
      make("a", { href: at(`papers/${key}/`), dir: "auto" }, title[number]),
      ...(method[number] ? [" ", make("span", { class: "survey-badge" }, method[number])] : []),
      " ", make("span", { class: "survey-count" }, `${authors[number]}, ${year[number]}`),
    ];
  }

  /** Say what a paper is called. @param {string} key */
  nameOf(key) {
    const number = this.numbers.get(key);
    return number === undefined ? key : this.papers.method[number] || this.papers.title[number];
  }

  show() {
    this.part("trouble").textContent = TROUBLES[reading.trouble];
    this.sections.show();
    this.keeping.show();
  }

  /** Give the address by which papers are sent, and how many of them it has. @param {string[]} keys */
  address(keys) {
    const some = keys.slice(0, MOST_SENT);
    return { address: at(`reading/?k=${some.join()}`), count: some.length };
  }

  /** @param {string} name @param {string} text @param {string} type */
  save(name, text, type) {
    save(name, text, type);
  }
}

/** Map former keys to present ones, where some are not here. @returns {Promise<Map<string, string>>} */
async function formerKeys({ papers: { key } }, given) {
  const known = new Set(key);
  const kept = [...reading.all.papers.keys(), ...[...reading.all.lists.values()].flat(), ...given];
  if (kept.every((each) => known.has(each))) return new Map();
  const { former } = await (await fetched("explore/names.json")).json();
  return new Map(Object.entries(former).map(([old, number]) => [old, key[number]]));
}

async function start(place) {
  const data = await load();
  const given = sent();
  const present = await formerKeys(data, given).catch(() => new Map());
  const isMoved = reading.knows(present.keys());
  if (isMoved) reading.rename(present);
  place.hidden = false;
  const page = new Page(place, data, [...new Set(given.map((key) => present.get(key) ?? key))]);
  if (isMoved) page.say("Papers that have another key now are kept under that.");
  place.dataset.ready = "";
}

const place = document.querySelector("[data-reading]");
if (place) {
  start(place).catch((error) => {
    document.querySelector("[data-reading-failed]").hidden = false;
    throw error;
  });
}
