/** The papers and what they are filtered by, as the site was built with them. */

import { fetched, once } from "./dom.js";

/**
 * @typedef {{id: string, title: string, name?: string, parent: number | null, children: number[], hue?: number}} Choice A family has a colour.
 * @typedef {object} Group Something that papers are filtered by.
 * @property {string} parameter Its name in addresses.
 * @property {string} title
 * @property {Choice[]} choices
 * @property {number[][]} of The choices of each paper, those above them included.
 * @property {boolean} isEach Whether all that is chosen must hold, and not one of it.
 * @property {Record<string, string>} former Present ids by former ones.
 * @typedef {object} Data
 * @property {number} count
 * @property {Record<string, any[]>} papers Columns: key, title, method, authors, year, venue, added, features; cited where that is known.
 * @property {Group[]} groups
 * @property {import("./ranges.js").Range[]} ranges
 * @property {string[]} days
 */

const HUES = 10; // colours of the style sheet

/** Load the data once. @returns {Promise<Data>} */
export const load = once(async () => arranged(await (await fetched("explore/papers.json")).json()));

/** Arrange what the file has for filtering. @returns {Data} */
export function arranged({ papers, facets, ranges, venues, features, days }) {
  papers.key = papers.key.map((key, paper) => wholeKey(key, papers.authors[paper], papers.year[paper]));
  const groups = facets.map(facetGroup);
  const families = groups[0]?.choices.filter(({ parent }) => parent === null) ?? [];
  families.forEach((family, number) => (family.hue = Math.min(number + 1, HUES)));
  let first = 0;
  for (const group of groups) {
    const [start, end] = [first, (first += group.choices.length)];
    const above = group.choices.map((_, number) => lineage(group.choices, number));
    group.of = papers.categories.map((numbers) => within(numbers, start, end, above));
  }
  groups.push(group("venue", "Venue", venues, papers.venue.map((number) => [number])));
  groups.push({ ...group("with", "Code and results", features, papers.features.map(bits)), isEach: true });
  return { count: papers.key.length, papers, groups, ranges, days };
}

/** Say which colour a paper has, that of the first of its families; 0 for none. @param {Data} data @param {number} paper */
export function hueOf({ groups: [families] }, paper) {
  const own = families.of[paper].map((n) => families.choices[n].hue).filter(Boolean);
  return own.length ? Math.min(...own) : 0;
}

/** Put first author and year back, which the file leaves out where a key begins with them. */
function wholeKey(key, authors, year) {
  if (!key.startsWith("~")) return key;
  return authors.split(/ and | et al\./)[0].toLowerCase().replace(/[^a-z]+/g, "") + year + key.slice(1);
}

function group(parameter, title, choices, of) {
  const flat = choices.map((choice) => ({ ...choice, parent: null, children: [] }));
  return { parameter, title, choices: flat, of, isEach: false, former: {} };
}

function facetGroup({ parameter, title, categories, former }) {
  const choices = categories.map((category) => ({ ...category, children: [] }));
  choices.forEach(({ parent }, number) => choices[parent ?? -1]?.children.push(number));
  return { parameter, title, choices, of: [], isEach: false, former };
}

/** Number a choice and all above it. */
function lineage(choices, number) {
  const found = [];
  for (let each = number; each !== null; each = choices[each].parent) found.push(each);
  return found;
}

function within(numbers, start, end, above) {
  const own = numbers.filter((number) => number >= start && number < end);
  return own.length === 1 ? above[own[0] - start] : [...new Set(own.flatMap((n) => above[n - start]))];
}

function bits(value) {
  return [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => value & (1 << bit));
}
