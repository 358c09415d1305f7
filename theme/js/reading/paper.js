/** On a paper's page: marks, and behind a button the reader's note and lists; what keeps them is loaded when there is any. */

import { isKept, make, once, storeName } from "../explore/dom.js";

const PANEL = "survey-mine";

class Mine {
  /** @param {HTMLElement} paper @param {HTMLElement} row Its buttons. */
  constructor({ dataset: { key, former = "" } }, row) {
    this.key = key;
    this.former = former.split(" ").filter(Boolean);
    this.row = row;
    this.marks = [...row.querySelectorAll("[data-mark]")];
    this.more = row.querySelector("[data-more]");
    this.status = make("span", { role: "status" });
    this.store = once(() => this.load());
    for (const button of this.marks) this.act(button, () => this.mark(button.dataset.mark));
    this.act(this.more, () => this.open());
    row.after(this.status);
    if (isKept("reading")) this.use(() => {});
    else addEventListener("storage", ({ key: name }) => name === storeName("reading") && this.use(() => {}));
  }

  act(button, act) {
    button.addEventListener("click", act);
    button.disabled = false;
  }

  async load() {
    const store = await import("./store.js");
    const { reading } = store;
    if (reading.knows(this.former)) reading.rename(new Map(this.former.map((old) => [old, this.key])));
    reading.watch(() => this.show(store));
    return store;
  }

  /** Do something with what keeps marks. */
  async use(act) {
    try {
      await act(await this.store());
    } catch (error) {
      this.say("Marks and notes cannot be loaded just now.");
      throw error;
    }
  }

  mark(mark) {
    return this.use(({ reading }) => this.say(reading.toggle(this.key, mark) || this.trouble));
  }

  open() {
    return this.use(async ({ styled }) => {
      const [{ Panel }] = await Promise.all([import("./panel.js"), styled()]);
      if (!this.panel) {
        this.panel = new Panel(this.key);
        this.panel.element.id = PANEL;
        this.panel.element.hidden = true;
        this.more.setAttribute("aria-controls", PANEL);
        this.row.after(this.panel.element);
      }
      this.panel.note.flush();
      this.panel.element.hidden = !this.panel.element.hidden;
      this.more.setAttribute("aria-expanded", String(!this.panel.element.hidden));
      if (!this.panel.element.hidden) this.panel.note.field.focus();
    });
  }

  show({ reading, TROUBLES }) {
    const { mark, note } = reading.of(this.key);
    const isListed = [...reading.all.lists.values()].some((keys) => keys.includes(this.key));
    for (const button of this.marks) button.setAttribute("aria-pressed", String(button.dataset.mark === mark));
    this.more.textContent = note || isListed ? "My note and lists ✎" : "Note, lists";
    this.trouble = TROUBLES[reading.trouble];
    this.say(this.trouble);
  }

  say(words) {
    this.status.textContent = words;
  }
}

const paper = document.querySelector(".survey-paper[data-key]");
const row = paper?.querySelector(".survey-actions");
if (row) new Mine(paper, row);
