/** Terms of a query that name what papers are filtered by: `phase:"phase 3" sample_size:10..50`. */

import { readEnds, within } from "./ranges.js";
import { words } from "./text.js";

const TERM = /(^|\s)([\p{L}][\p{L}\p{N}_-]*):(?:"([^"]*)"|([^\s"/][^\s"]*))(?=\s|$)/gu;

/**
 * Take the terms out of a query that name a facet, a field or a range here; others stay words.
 * @param {string} query @param {import("./data.js").Data} data
 * @returns {{rest: string, tests: ((paper: number) => boolean)[]}}
 */
export function terms(query, data) {
  const tests = [];
  const rest = query.replace(TERM, (term, before, name, phrase, word) => {
    const test = testOf(name.replaceAll("_", "-").toLowerCase(), phrase ?? word, data);
    if (!test) return term;
    tests.push(test);
    return before;
  });
  return { rest: rest.replace(/\s+/g, " ").trim(), tests };
}

/** Make the test of a term; nothing where it names nothing, or says nothing. */
function testOf(parameter, value, { groups, ranges }) {
  const range = ranges.find((each) => each.parameter === parameter);
  if (range) {
    const ends = readEnds(value, range);
    return ends.every((end) => end === null) ? null : (paper) => within(range.values[paper], ends);
  }
  const group = groups.find((each) => each.parameter === parameter);
  const wanted = ` ${words(value).join(" ")}`;
  if (!group || wanted === " ") return null;
  const fits = ({ id, title, name = "" }) => [id, title, name].some((text) => ` ${words(text).join(" ")}`.includes(wanted));
  const chosen = new Set([...group.choices.keys()].filter((number) => fits(group.choices[number])));
  return (paper) => group.of[paper].some((number) => chosen.has(number));
}
