/** Numbers and dates that papers are filtered by: the least and the greatest value that is wanted. */

import { make } from "./dom.js";

/**
 * @typedef {number | string} Value A number, or a day as 2024-05-31, which sorts as it is written.
 * @typedef {object} Range
 * @property {string} parameter Its name in addresses.
 * @property {string} title @property {string} unit @property {boolean} isDate
 * @property {(Value | null)[]} values Of each paper.
 * @typedef {[Value | null, Value | null]} Ends
 */

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const NUMBER = /^-?\d{1,30}(\.\d{1,30})?(e[-+]?\d{1,3})?$/i;

/** Read one end of a range; nothing for what is none. @returns {Value | null} */
function value(text, { isDate }) {
  if (isDate) return DAY.test(text) ? text : null;
  return NUMBER.test(text) ? Number(text) : null;
}

/** Read a range as an address has it: `10..20`, `10..`, `..20` or `10`. @returns {Ends} */
export function readEnds(text, range) {
  const [from, to] = text.includes("..") ? text.split("..", 2) : [text, text];
  const [low, high] = [value(from, range), value(to, range)];
  return low !== null && high !== null && low > high ? [high, low] : [low, high];
}

/** Write a range for an address; nothing where it bounds nothing. @param {Ends} ends */
export function writeEnds([from, to]) {
  if (from === null && to === null) return "";
  return from === to ? String(from) : `${from ?? ""}..${to ?? ""}`;
}

/** Tell whether a value lies within a range, ends included; none lies in none. */
export function within(found, [from, to]) {
  return found !== null && (from === null || found >= from) && (to === null || found <= to);
}

/** Say a range as a reader would. @param {Range} range @param {Ends} ends */
export function said({ title, unit }, [from, to]) {
  const of = unit ? ` ${unit}` : "";
  if (from === to) return `${title}: ${from}${of}`;
  if (from === null) return `${title}: to ${to}${of}`;
  return to === null ? `${title}: from ${from}${of}` : `${title}: ${from} to ${to}${of}`;
}

/** A box with two fields. */
export class RangeBox {
  /** @param {Range} range @param {(parameter: string, ends: Ends) => void} limit */
  constructor(range, limit) {
    const known = range.values.filter((each) => each !== null);
    const [least, most] = known.reduce(([low, high], each) => [each < low ? each : low, each > high ? each : high], [known[0] ?? "", known[0] ?? ""]);
    const attributes = range.isDate ? { type: "date", min: least, max: most } : { type: "number", step: "any" };
    const input = (name, hint) => make("input", { ...attributes, placeholder: hint, "aria-label": `${range.title}: ${name}` });
    this.range = range;
    this.inputs = [input("from", least), input("to", most)];
    const ends = () => this.inputs.map((each) => value(each.value, range));
    for (const each of this.inputs) each.addEventListener("change", () => limit(range.parameter, ends()));
    const unit = range.unit ? [` ${range.unit}`] : [];
    const line = make("p", { class: "survey-years" }, this.inputs[0], " to ", this.inputs[1], ...unit);
    this.box = make("details", { class: "survey-filter", "data-range": range.parameter, open: true }, make("summary", {}, range.title), line);
  }

  /** Show what is wanted. @param {Ends} [ends] */
  show(ends = [null, null]) {
    this.inputs.forEach((input, n) => {
      input.value = ends[n] ?? "";
    });
  }
}
