/** A field for a note on a paper, which keeps itself. */

import { make } from "../explore/dom.js";
import { MOST } from "./shape.js";
import { reading } from "./store.js";

const PAUSE = 400; // milliseconds without a key before the note is kept
let last = 0;

/**
 * @param {string} key @param {string} label @param {(trouble: string) => void} say Told why a note cannot be kept.
 * @returns {{label: HTMLElement, field: HTMLTextAreaElement, flush: () => void, refresh: () => void, isDirty: () => boolean}}
 */
export function noteField(key, label, say) {
  const id = `survey-note-${(last += 1)}`;
  const field = make("textarea", { id, rows: 4, maxlength: MOST.note, dir: "auto" });
  let before = reading.of(key).note;
  let timer;
  field.value = before;
  const flush = () => {
    clearTimeout(timer);
    if (field.value === before) return;
    const trouble = reading.note(key, field.value, before);
    say(trouble);
    if (trouble) return;
    before = reading.of(key).note;
    if (field.value !== before) field.value = before; // what another window wrote stands there too
  };
  const refresh = () => {
    const now = reading.of(key).note;
    if (now === before || field.value !== before) return;
    field.value = before = now;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
  });
  field.addEventListener("change", flush);
  window.addEventListener("pagehide", flush);
  return { label: make("label", { for: id }, label), field, flush, refresh, isDirty: () => field.value !== before };
}
