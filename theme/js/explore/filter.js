/**
 * Which papers a state asks for, and how many more or fewer each choice would show.
 *
 * A choice's number is what it would show together with everything chosen in the other groups:
 * inside a group choices add up, so what else is chosen there does not count against it. The number
 * of one that is left out is how many papers that leaves out.
 */

import { within } from "./ranges.js";

/**
 * @param {import("./data.js").Data} data @param {import("./state.js").State} state
 * @param {Map<number, number> | null} found Papers that the words were found in; null without words.
 * @param {((paper: number) => boolean)[]} also What else must hold.
 * @returns {{shown: number[], counts: Uint32Array[]}} Papers, and numbers by group and choice.
 */
export function filtered(data, state, found, also = []) {
  const tests = data.groups.map((group) => test(group, state.chosen[group.parameter]));
  const isWanted = wanted(data, state, found);
  const counts = data.groups.map((group) => new Uint32Array(group.choices.length));
  const shown = [];
  for (let paper = 0; paper < data.count; paper += 1) {
    if (!isWanted(paper) || !also.every((test) => test(paper))) continue;
    const failed = failures(tests, paper);
    if (!failed.length) shown.push(paper);
    if (failed.length < 2) count(data.groups, tests, counts, paper, failed[0]);
  }
  return { shown, counts };
}

/** Make the test of what is not chosen in a group: words, years, numbers, keys. */
function wanted(data, state, found) {
  const { key, year } = data.papers;
  const [from, to] = [state.years[0] ?? -Infinity, state.years[1] ?? Infinity];
  const keys = state.keys.length ? new Set(state.keys) : null;
  const ranges = (data.ranges ?? []).filter(({ parameter }) => state.ranges[parameter]);
  return (paper) =>
    ranges.every(({ parameter, values }) => within(values[paper], state.ranges[parameter])) &&
    year[paper] >= from && year[paper] <= to && (!found || found.has(paper)) && (!keys || keys.has(key[paper]));
}

/** What a paper fails by, if it fails at all. */
const INCLUDE = "include";
const EXCLUDE = "exclude";

/** Make the test of a group, which gives what a paper fails by; nothing where nothing is chosen. */
function test(group, chosen) {
  if (!chosen) return null;
  const numbers = new Map(group.choices.map(({ id }, number) => [id, number]));
  const include = chosen.include.map((id) => numbers.get(id));
  const exclude = new Set(chosen.exclude.map((id) => numbers.get(id)));
  const fails = (paper) => {
    const own = group.of[paper];
    if (own.some((number) => exclude.has(number))) return EXCLUDE;
    const has = (number) => own.includes(number);
    const fits = group.isEach ? include.every(has) : !include.length || include.some(has);
    return fits ? null : INCLUDE;
  };
  return { fails, exclude };
}

/** List the groups that a paper fails, up to the second: no choice in one group would show it then. */
function failures(tests, paper) {
  const failed = [];
  for (let number = 0; number < tests.length && failed.length < 2; number += 1) {
    const way = tests[number]?.fails(paper);
    if (way) failed.push({ number, way });
  }
  return failed;
}

/** Count a paper in all groups, or where it fails one, for the choices there that are about it. */
function count(groups, tests, counts, paper, failed) {
  if (!failed) {
    groups.forEach((group, number) => {
      for (const choice of group.of[paper]) counts[number][choice] += 1;
    });
    return;
  }
  const { number, way } = failed;
  if (way === INCLUDE && groups[number].isEach) return;
  for (const choice of groups[number].of[paper]) {
    if (way === INCLUDE || tests[number].exclude.has(choice)) counts[number][choice] += 1;
  }
}
