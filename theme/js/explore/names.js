/** What is looked up before texts are read: places of the site, people, and identifiers of papers. */

import { fetched, once } from "./dom.js";
import { fold, stems, words } from "./text.js";

/**
 * @typedef {{family: string, given: string, name: string, parts: string[], forms: Set<string>, papers: number[], uri: string}} Person
 * @typedef {{kind: string, uri: string, title: string, names: string[], parts: string[], count?: number}} Place
 */

/** Fewer papers than this are told one by one, and their author has no page. */
const WITH_PAGE = 2;
const HAN = /^[\u3005-\u3007\u3041-\u309f\u3400-\u9fff\uac00-\ud7a3]+$/;

/** Reduce a text to its letters and digits, plurals and spelling aside. */
export function squeezed(text) {
  return stems(text).join("");
}

export class Names {
  /** @param {any} found What the site was built with. */
  constructor(found) {
    this.places = found.places.map((place) => placeOf(place));
    this.weight = found.weight;
    this.people = found.people.map((name, number) => personOf(name, found.also[number] ?? [], found.slugs[number]));
    let next = 0;
    // A first author who is not looked up leaves a gap.
    this.authors = found.authors.map((row) => row.map((number) => (number < 0 ? null : this.people[number ? number - 1 : next++])));
    this.authors.forEach((row, paper) => row.forEach((person) => person?.papers.push(paper)));
    this.isWhole = !found.isCut;
    for (const person of this.people) if (person.papers.length < WITH_PAGE) person.uri = "";
    this.arxiv = numbered(found.arxiv.map((id) => [id.toLowerCase()]));
    [this.doi, this.links] = [new Map(), new Map()];
    this.isInformed = false;
    this.former = new Map(Object.entries(found.former));
  }

  /** Load DOIs and links, once; a failure leaves them out. */
  async inform() {
    this.informing ??= this.learn().catch(() => (this.informing = null));
    await this.informing;
  }

  async learn() {
    const { doi, links } = await (await fetched("explore/identifiers.json")).json();
    this.doi = numbered(doi.map((id) => [id]));
    this.links = numbered(links.map((all) => all.split(" ")));
    this.isInformed = true;
  }

  static async load() {
    return new Names(await (await fetched("explore/names.json")).json());
  }
}

function placeOf({ kind, uri, title, names = [], parts = [], count }) {
  const plain = [title, ...names].map((name) => stems(name).join(" "));
  const all = parts.map((part) => ` ${stems(part).join(" ")}`);
  const spelt = new Set([title, ...names].map((name) => words(name).join("")));
  return { kind, uri, title, names: plain, spelt, exact: new Set(plain.map((name) => name.replaceAll(" ", ""))), parts: all, count };
}

function personOf(inverted, others, slug) {
  const [family, given] = split(inverted);
  const isFamilyFirst = HAN.test(family + given);
  const name = isFamilyFirst ? family + given : `${given} ${family}`.trim();
  const forms = [inverted, ...others].map(split).flatMap(([last, first]) => [
    `${first} ${last}`, `${last}, ${first}`, ...(HAN.test(last) ? [last + first] : []),
  ]);
  const plain = (text) => words(text).join(" ");
  const alike = [inverted, ...others].flatMap(words);
  const uri = `authors/${slug ?? fold(name).replaceAll("'", "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}/`;
  return { family: plain(family), given: plain(given), name, parts: alike, forms: new Set(forms.map(plain)), papers: [], uri };
}

function split(inverted) {
  const at = inverted.indexOf(", ");
  return at < 0 ? [inverted, ""] : [inverted.slice(0, at), inverted.slice(at + 2)];
}

/** Number what papers are known by. @param {string[][]} known @returns {Map<string, number[]>} */
function numbered(known) {
  const found = new Map();
  known.forEach((names, paper) => {
    for (const name of names.filter(Boolean)) found.set(name, [...(found.get(name) ?? []), paper]);
  });
  return found;
}

/** Load the names once. @returns {Promise<Names>} */
export const load = once(() => Names.load());
