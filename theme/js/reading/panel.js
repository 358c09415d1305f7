/** A reader's note on a paper and the lists that have it, on the paper's page. */

import { at, make } from "../explore/dom.js";
import { noteField } from "./note.js";
import { MOST, tidy } from "./shape.js";
import { reading } from "./store.js";

export class Panel {
  /** @param {string} key */
  constructor(key) {
    this.key = key;
    this.status = make("p", { role: "status", class: "survey-mine__status" });
    this.note = noteField(key, "My note", (words) => this.say(words));
    this.lists = make("ul", { class: "survey-mine__lists" });
    this.element = make("section", { class: "survey-mine", "aria-label": "My note and lists", "data-pagefind-ignore": true },
      make("p", {}, this.note.label, this.note.field),
      make("p", { class: "survey-mine__head" }, "My lists"),
      this.lists,
      this.form(),
      make("p", {}, make("small", {}, "Kept in this browser only; nothing is sent. ", make("a", { href: at("reading/") }, "All my reading lists"))),
      this.status);
    reading.watch(() => this.show());
  }

  form() {
    const field = make("input", { type: "text", maxlength: MOST.name, autocomplete: "off" });
    const form = make("form", {}, make("label", {}, "New list ", field), " ", make("button", {}, "Put into it"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const trouble = reading.put(tidy(field.value), [this.key]);
      this.say(trouble);
      if (!trouble) field.value = "";
    });
    return form;
  }

  show() {
    this.note.refresh();
    const { activeElement } = document;
    const name = this.lists.contains(activeElement) ? activeElement.value : undefined;
    this.lists.replaceChildren(...[...reading.all.lists].map(([each, keys]) => this.item(each, keys)));
    if (name !== undefined) [...this.lists.querySelectorAll("input")].find(({ value }) => value === name)?.focus();
    this.say("");
  }

  item(name, keys) {
    const box = make("input", { type: "checkbox", value: name });
    box.checked = keys.includes(this.key);
    box.addEventListener("change", () => {
      const trouble = box.checked ? reading.put(name, [this.key]) : reading.takeOut(name, this.key);
      if (trouble) box.checked = !box.checked;
      this.say(trouble);
    });
    return make("li", {}, make("label", {}, box, " ", make("bdi", {}, name)));
  }

  say(words) {
    this.status.textContent = words ? `Not kept: ${words}.` : "";
  }
}
