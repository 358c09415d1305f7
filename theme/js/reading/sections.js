/** The parts of the page of what a reader keeps: to read, each list, read, and noted only. */

import { basket } from "../explore/basket.js";
import { at, counted, make } from "../explore/dom.js";
import { annotated } from "./bib.js";
import { noteField } from "./note.js";
import { MOST, tidy } from "./shape.js";
import { markers, reading } from "./store.js";

const PAGE = 100;

/** @typedef {{id: string, title: string, keys: string[], list?: string}} Section */

/** Sort what is kept into sections. @returns {Section[]} */
function sections() {
  const { papers, lists } = reading.all;
  const marked = (mark) => [...papers].filter(([, said]) => said.mark === mark).map(([key]) => key);
  const listed = new Set([...lists.values()].flat());
  const noted = marked("").filter((key) => !listed.has(key));
  return [
    { id: "to-read", title: "To read", keys: marked("to-read") },
    ...[...lists].map(([name, keys], n) => ({ id: `list-${n + 1}`, title: name, keys, list: name })),
    { id: "read", title: "Read", keys: marked("read") },
    ...(noted.length ? [{ id: "noted", title: "With a note only", keys: noted }] : []),
  ];
}

export class Sections {
  /** @param {any} page @param {HTMLElement} place */
  constructor(page, place) {
    this.page = page;
    this.place = place;
    this.lengths = new Map();
    this.editor = null;
  }

  /** Show all; who is writing a note is not disturbed. */
  show() {
    if (this.editor) return this.editor.refresh();
    const focused = where(document.activeElement);
    this.place.replaceChildren(...sections().map((section) => this.section(section)));
    if (focused) this.focus(focused);
  }

  /** Come back to what was in use, or to where it went. */
  focus({ section, key, what }) {
    const all = [...this.place.querySelectorAll("[data-what]")].filter((each) => each.dataset.what === what && (each.dataset.of ?? "") === key);
    const found = all.find((each) => each.closest("section")?.id === section) ?? all[0];
    (found ?? this.page.part("status")).focus();
  }

  /** @param {Section} section */
  section({ id, title, keys, list }) {
    const shown = this.lengths.get(title) ?? PAGE;
    const rest = keys.length - shown;
    const head = make("h2", { id: `${id}-head` }, make("bdi", {}, title), " ", make("span", { class: "survey-count" }, counted(keys.length, "paper")));
    const parts = [head, ...(keys.length || list !== undefined ? [this.tools(title, keys, list)] : [])];
    if (!keys.length) parts.push(make("p", {}, list === undefined ? "None yet: a paper’s page has the buttons." : "Empty: a paper’s page puts papers into it."));
    else parts.push(make("ol", { class: "survey-mine__papers" }, ...keys.slice(0, shown).map((key) => this.item(key, list))));
    if (rest > 0) parts.push(make("p", {}, this.button("more", "", `Show ${rest} more`, () => {
      this.lengths.set(title, keys.length);
      this.show();
    })));
    return make("section", { id, "aria-labelledby": `${id}-head` }, ...parts);
  }

  button(what, key, words, act, label) {
    const button = make("button", { type: "button", "data-what": what, "data-of": key, "aria-label": label ?? false }, words);
    button.addEventListener("click", act);
    return button;
  }

  tools(title, keys, list) {
    const { page } = this;
    const here = keys.filter((key) => page.numbers.has(key));
    const name = list ?? title;
    const parts = here.length ? [
      this.button("send", "", "Copy address", () => this.send(here), `Copy the address of ${name}`),
      this.button("bib", "", ".bib with notes", () => this.bib(name, here), `BibTeX of ${name} with notes`),
      make("a", { href: at(`explore/?k=${here.join()}`), "aria-label": `Show ${name} in the explorer` }, "Explorer"),
      make("a", { href: at(`compare/?k=${here.join()}`), "aria-label": `Compare ${name}` }, "Compare"),
      this.button("basket", "", "Into the basket", () => {
        basket.add(here);
        page.say(`${counted(here.length, "paper")} put into the basket.`);
      }, `Put ${name} into the basket`),
    ] : [];
    if (list !== undefined) {
      parts.push(this.button("call", "", "Rename", ({ target }) => this.rename(list, target), `Rename ${name}`));
      parts.push(this.button("delete", "", "Delete list", () => {
        page.told(reading.remove(list), `The list “${list}” is deleted; marks and notes stay.`, () => reading.put(list, keys));
      }, `Delete the list ${name}`));
    }
    return make("p", { class: "survey-take" }, ...parts.flatMap((part) => [part, " "]));
  }

  async send(keys) {
    const { address, count } = this.page.address(keys);
    const said = count < keys.length ? `the first ${count} of ${keys.length} papers` : counted(count, "paper");
    try {
      await navigator.clipboard.writeText(address);
      this.page.say(`Copied: an address with ${said}, without marks and notes.`);
    } catch {
      this.page.say("The browser lets nothing be copied; this link is the address: ");
      this.page.part("status").append(make("a", { href: address }, said));
    }
  }

  async bib(name, keys) {
    try {
      const file = tidy(name).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase();
      this.page.save(`${file || "list"}.bib`, await annotated(keys, (key) => reading.of(key).note), "application/x-bibtex");
      this.page.say(`${counted(keys.length, "paper")} written; notes stand in the field annote.`);
    } catch {
      this.page.say("The file cannot be made just now.");
    }
  }

  rename(list, button) {
    const field = make("input", { type: "text", maxlength: MOST.name, value: list, "aria-label": `New name of ${list}` });
    const form = make("form", {}, field, " ", make("button", {}, "Rename"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const name = tidy(field.value);
      if (this.page.told(reading.call(list, name), `The list is called “${name}” now.`)) this.page.part("status").focus();
    });
    button.parentElement.after(form);
    field.select();
  }

  item(key, list) {
    const { page } = this;
    const name = page.nameOf(key);
    const { note } = reading.of(key);
    const buttons = markers(key, name).map((button) => {
      button.dataset.what = button.dataset.mark;
      button.dataset.of = key;
      return button;
    });
    buttons.push(this.button("note", key, note ? "Edit note" : "Note", ({ target }) => this.edit(key, name, target), `${note ? "Edit the note" : "Note"} on ${name}`));
    if (list !== undefined) {
      buttons.push(this.button("out", key, "×", () => {
        page.told(reading.takeOut(list, key), `${name} is taken out of “${list}”.`, () => reading.put(list, [key]));
      }, `Take ${name} out of ${list}`));
    }
    if (!page.numbers.has(key)) {
      const was = { papers: new Map([[key, reading.of(key)]]), lists: new Map([...reading.all.lists].filter(([, keys]) => keys.includes(key)).map(([each]) => [each, [key]])) };
      buttons.push(this.button("forget", key, "Forget", () => {
        page.told(reading.forget(key), `${key} is forgotten.`, () => reading.add(was));
      }, `Forget ${key}`));
    }
    const line = make("span", { class: "survey-mine__tools" }, ...buttons.flatMap((button) => [" ", button]));
    const text = note ? [make("p", { class: "survey-mine__note", dir: "auto" }, note)] : [];
    return make("li", {}, ...page.named(key), line, ...text);
  }

  /** Let a note be written where it stands. */
  edit(key, name, button) {
    if (this.editor) this.close();
    const item = [...this.place.querySelectorAll("[data-what=note]")].find((each) => each === button || (!button.isConnected && each.dataset.of === key)).closest("li");
    const note = noteField(key, `Note on ${name}`, (trouble) => this.page.say(trouble ? `Not kept: ${trouble}.` : "Note kept."));
    const done = make("button", { type: "button", "data-what": "note", "data-of": key }, "Done");
    const box = make("div", { class: "survey-mine" }, note.label, note.field, done);
    item.querySelector(".survey-mine__note")?.remove();
    item.append(box);
    this.editor = note;
    done.addEventListener("click", () => this.close());
    note.field.addEventListener("keydown", ({ key: pressed }) => pressed === "Escape" && this.close());
    note.field.focus();
  }

  /** Keep the note; a note that cannot be kept stays open. */
  close() {
    this.editor.flush();
    if (this.editor.isDirty()) return;
    const focused = where(document.activeElement.closest("li")?.querySelector("[data-what=note]"));
    this.editor = null;
    this.show();
    if (focused) this.focus(focused);
  }
}

/** Say where an element of a section stands, to find it again. */
function where(element) {
  const section = element?.closest("[data-sections] > section");
  return section && element.dataset.what ? { section: section.id, key: element.dataset.of ?? "", what: element.dataset.what } : null;
}
