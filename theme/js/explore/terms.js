/** Terms of a query that name what papers are filtered by: `author:name year:2020-2022 has:code kind:"two words"`. */

import { bears } from "./places.js";
import { readEnds, within } from "./ranges.js";
import { has, stems, words } from "./text.js";

const TERM = /(^|\s)([\p{L}][\p{L}\p{N}_-]*):(?:"([^"]*)"|([^\s"/][^\s"]*))(?=\s|$)/gu;
const YEARS = /^(\d{4})?(-|\.\.)?(\d{4})?$/;
/** Other names of what papers are filtered by. */
const ALSO = { has: "with", in: "venue" };
const MOST = 6;

/** Tests of what every paper has, by their names in a query. */
const OWN = {
  author: (value, data, names) => {
    const asked = words(value);
    if (!asked.length) return null;
    const { authors } = data.papers;
    const isWhole = ({ parts }) => asked.every((word) => parts.includes(word));
    const isMeant = names?.people.some(isWhole) ? isWhole : (person) => bears(person, asked);
    const isLabelled = (paper) => asked.every((word) => has(` ${words(authors[paper]).join(" ")}`, word));
    if (!names) return isLabelled;
    // A large survey does not look all people up; first authors stand in the list all the same.
    const isKnown = (paper) => names.authors[paper].some((person) => person && isMeant(person));
    return names.isWhole ? isKnown : (paper) => isKnown(paper) || isLabelled(paper);
  },
  year: (value, { papers }) => {
    const [, from, dash, to] = YEARS.exec(value) ?? [];
    if (!from && !to) return null;
    const [low, high] = [Number(from ?? 0), dash ? Number(to ?? 9999) : Number(from)];
    return (paper) => papers.year[paper] >= low && papers.year[paper] <= high;
  },
  title: (value, { papers }) => said(value, papers.title),
  method: (value, { papers }) => said(value, papers.method),
};

function said(value, texts) {
  const asked = stems(value);
  return asked.length ? (paper) => asked.every((word) => has(` ${stems(texts[paper]).join(" ")}`, word)) : null;
}

/**
 * Take the terms out of a query that name a facet, a field or a range here; others stay words.
 * @param {string} query @param {import("./data.js").Data} data @param {import("./names.js").Names | null} names
 * @returns {{rest: string, tests: ((paper: number) => boolean)[]}}
 */
export function terms(query, data, names = null) {
  const tests = [];
  const rest = query.replace(TERM, (term, before, name, phrase, word) => {
    const test = testOf(parameterOf(name), phrase ?? word, data, names);
    if (!test) return term;
    tests.push(test);
    return before;
  });
  return { rest: rest.replace(/\s+/g, " ").trim(), tests };
}

function parameterOf(name) {
  const parameter = name.replaceAll("_", "-").toLowerCase();
  return Object.hasOwn(ALSO, parameter) ? ALSO[parameter] : parameter;
}

/** Make the test of a term; nothing where it names nothing, or says nothing. */
function testOf(parameter, value, data, names) {
  const { groups, ranges } = data;
  const range = ranges.find((each) => each.parameter === parameter);
  if (range) {
    const ends = readEnds(value, range);
    return ends.every((end) => end === null) ? null : (paper) => within(range.values[paper], ends);
  }
  const group = groups.find((each) => each.parameter === parameter);
  if (!group && Object.hasOwn(OWN, parameter)) return OWN[parameter](value, data, names);
  const wanted = ` ${words(value).join(" ")}`;
  if (!group || wanted === " ") return null;
  const fits = ({ id, title, name = "" }) => [id, title, name].some((text) => ` ${words(text).join(" ")}`.includes(wanted));
  const chosen = new Set([...group.choices.keys()].filter((number) => fits(group.choices[number])));
  return (paper) => group.of[paper].some((number) => chosen.has(number));
}

/**
 * Complete the term at the end of a query. @param {string} query @param {import("./data.js").Data} data
 * @param {import("./names.js").Names | null} names @returns {string[]} Whole queries.
 */
export function completed(query, data, names = null) {
  const [, before, name, value] = /^(.*?)([\p{L}][\p{L}\p{N}_-]*):"?([^"]*)$/su.exec(query) ?? [];
  if (name === undefined || (before && !/\s$/.test(before))) return [];
  const wanted = words(value).join(" ");
  const fits = (text) => ` ${words(text).join(" ")}`.includes(` ${wanted}`);
  const found = valuesOf(parameterOf(name), data, names).filter((text) => fits(text)).slice(0, MOST);
  const whole = found.map((text) => `${before}${name}:${/\s/.test(text) ? `"${text}"` : text} `);
  return whole.filter((text) => text.trim() !== query.trim());
}

/** List what a term can say, the commonest first. */
function valuesOf(parameter, data, names) {
  const group = data.groups.find((each) => each.parameter === parameter);
  if (group) return group.isEach ? group.choices.map(({ id }) => id) : commonest(group);
  if (parameter === "author") return [...(names?.people ?? [])].sort((one, other) => other.papers.length - one.papers.length).map(({ name }) => name);
  if (parameter === "year") return [...new Set(data.papers.year)].sort((one, other) => other - one).map(String);
  return [];
}

function commonest({ choices, of }) {
  const counts = new Uint32Array(choices.length);
  for (const own of of) for (const number of own) counts[number] += 1;
  return [...choices.keys()].sort((one, other) => counts[other] - counts[one]).map((number) => choices[number].title);
}
