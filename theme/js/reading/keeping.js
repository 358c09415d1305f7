/** What is kept as a file, back from one, and forgotten. */

import { counted } from "../explore/dom.js";
import { MOST, Refusal, copied, parsed, written } from "./shape.js";
import { aside, reading } from "./store.js";

const NAME = "reading-lists.json";

export class Keeping {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    page.part("save").addEventListener("click", () => {
      page.save(NAME, written(reading.all), "application/json");
      page.say(`${NAME} written.`);
    });
    page.part("load").addEventListener("change", ({ target }) => this.load(target));
    page.part("forget").addEventListener("click", () => {
      const was = copied(reading.all);
      page.told(reading.forgetAll(), "All is forgotten.", () => reading.add(was));
    });
    page.part("unread-save").addEventListener("click", () => aside.texts.forEach((text, n) => page.save(`unread-${n + 1}.txt`, text, "text/plain")));
    page.part("unread-remove").addEventListener("click", () => {
      aside.empty();
      page.say("Removed.");
      page.part("status").focus();
    });
  }

  show() {
    const { papers, lists } = reading.all;
    const isEmpty = !papers.size && !lists.size;
    for (const name of ["save", "forget"]) this.page.part(name).disabled = isEmpty;
    this.page.part("unread").hidden = !aside.texts.length;
  }

  /** Take a file; what it has is added to what is there. @param {HTMLInputElement} field */
  async load(field) {
    const [file] = field.files;
    field.value = "";
    if (!file) return;
    try {
      const found = parsed(await textOf(file));
      const words = `Loaded: ${counted(found.papers.size, "paper")} and ${counted(found.lists.size, "list")}, added to what was here.`;
      const lost = this.lost(found);
      this.page.told(reading.add(found), lost ? `${words} ${lost}` : words);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.page.say(`The file was not loaded: ${error.message}. Nothing has changed.`);
    }
  }

  /** Say how many papers of a file are not here. */
  lost({ papers, lists }) {
    const keys = new Set([...papers.keys(), ...[...lists.values()].flat()]);
    const count = [...keys].filter((key) => !this.page.numbers.has(key)).length;
    return count ? `${counted(count, "paper")} of it ${count === 1 ? "is" : "are"} not in this collection.` : "";
  }
}

/** Read a file as text. @param {File} file @throws {Refusal} */
async function textOf(file) {
  if (file.size > MOST.bytes) throw new Refusal(`it is larger than ${MOST.bytes / 1_000_000} MB`);
  const bytes = await file.arrayBuffer().catch(() => {
    throw new Refusal("it cannot be read");
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal("it is not text in UTF-8");
  }
}
