/**
 * The one ranking: papers, places and people by what was typed, before any text is read.
 *
 * Smaller is better. Papers that fit equally well stand in the order of how often others name them.
 */

import { FIT } from "./fits.js";
import { identify } from "./identify.js";
import { isKey } from "./keys.js";
import { short } from "./links.js";
import { squeezed } from "./names.js";
import { bears, inYear, personFit, placeFit } from "./places.js";
import { fold, has, stem, stems, words } from "./text.js";

/** What an exact answer fits by: nothing further need be looked for. */
const SURE = FIT.key;
const LEAST_QUOTED = 20;
/** Shorter words say too little when they are joined. */
const LEAST_JOINED = 5;
const LITTLE = new Set(["et", "al", "and", "others", "in", "the", "a", "of", "for", "on", "by", "to", "proc", "pp"]);
const YEAR = /^(?:19|20)\d\d$/;

/** @typedef {{fit: number, paper?: number, place?: import("./names.js").Place, person?: import("./names.js").Person}} Hit */

export class Finder {
  /** @param {import("./data.js").Data} data @param {import("./names.js").Names | null} names */
  constructor(data, names = null) {
    const { method, title, authors, year, venue, key } = data.papers;
    const venues = (data.groups.find((group) => group.parameter === "venue")?.choices ?? []).map((choice) => new Set(stems(`${choice.title} ${choice.id}`)));
    this.names = names;
    this.keys = key;
    this.texts = title.map((_, paper) => {
      const people = names?.authors[paper] ?? [];
      const said = stems(title[paper]).join(" ");
      const own = stems(method[paper]).join(" ");
      return {
        method: own, title: said, after: stems(title[paper].split(/:\s|\s[-–—]\s/)[1] ?? "").join(" "),
        bareMethod: own.replaceAll(" ", ""), bareTitle: said.replaceAll(" ", ""), exact: fold(method[paper]), signs: signs(method[paper]),
        authors: ` ${words(authors[paper]).join(" ")}`, people, first: people[0]?.family ?? words(authors[paper])[0] ?? "",
        year: String(year[paper]), venue: venues[venue[paper]] ?? new Set(), key: key[paper],
        initials: stems(title[paper]),
      };
    });
    this.plainTitles = title;
    this.weight = names?.weight ?? title.map(() => 0);
    this.years = year;
  }

  /**
   * Find papers. @param {string} query
   * @returns {Map<number, number>} How well each paper fits, by number; smaller is better.
   */
  find(query) {
    return new Map(this.answer(query).filter(({ paper }) => paper !== undefined).map(({ paper, fit }, n) => [paper, fit + n * 1e-6]));
  }

  /** Answer a query with all that fits, the best first. @param {string} query @returns {Hit[]} */
  answer(query) {
    const known = identify(query);
    const hits = this.identified(known, query);
    if (hits.length && (known.isSure || hits[0].fit <= SURE)) return this.sorted(hits);
    if (known.isSure && !known.title && !known.keys.length) return [];
    const asked = askedFor(known.title && known.isSure ? known.title : query);
    if (!asked.starts.length) return [];
    const seen = new Set(hits.map(({ paper }) => paper));
    this.texts.forEach((text, paper) => {
      const fit = seen.has(paper) ? -1 : paperFit(text, asked);
      if (fit >= 0) hits.push({ fit, paper });
    });
    for (const place of this.names?.places ?? []) {
      const fit = placeFit(place, asked);
      if (fit) hits.push({ fit, place });
      const ofYear = inYear(place, asked);
      if (ofYear) hits.push({ fit: FIT.alias, place: ofYear });
    }
    for (const person of this.names?.people ?? []) {
      const fit = personFit(person, asked);
      if (fit >= 0) hits.push({ fit, person });
    }
    return this.sorted(hits);
  }

  sorted(hits) {
    const weight = ({ paper, person, place }) =>
      paper !== undefined ? this.weight[paper] : person ? person.papers.length : (place.count ?? 0);
    const year = ({ paper }) => (paper === undefined ? 0 : this.years[paper]);
    return hits.sort((one, other) => one.fit - other.fit || weight(other) - weight(one) || year(other) - year(one));
  }

  /** Find the papers that identifiers, keys and pasted entries name. */
  identified(known, query) {
    const { names } = this;
    const found = new Map();
    const add = (papers, fit) => papers?.forEach((paper) => found.has(paper) || found.set(paper, fit));
    if (names) {
      for (const id of known.arxiv) add(names.arxiv.get(id), FIT.identified);
      for (const doi of known.dois) add(names.doi.get(doi), FIT.identified);
      if (!found.size) add(known.links.map((name) => names.links.get(short(name))).find(Boolean), FIT.identified);
    }
    for (const key of known.keys) {
      const own = this.keys.indexOf(key.toLowerCase());
      add(own >= 0 ? [own] : names && names.former.has(key) ? [names.former.get(key)] : undefined, FIT.identified);
    }
    if (!found.size && known.title) add(this.titled(known.title), FIT.entry);
    if (!found.size) for (const key of known.keys) add(this.keyed(key), FIT.key);
    if (!found.size && words(query).length > 5) add(this.quoted(query), FIT.quoted);
    return [...found].map(([paper, fit]) => ({ fit, paper }));
  }

  /** Find the paper of a title, which may go on, or be cut. */
  titled(title) {
    const bare = squeezed(title);
    const fits = (text) => text.bareTitle === bare || (bare.length >= LEAST_QUOTED && text.bareTitle.startsWith(bare)) || (text.bareTitle.length >= LEAST_QUOTED / 2 && bare.startsWith(text.bareTitle));
    return this.longest(this.texts.map((text, paper) => (fits(text) ? paper : -1)).filter((paper) => paper >= 0));
  }

  /** Find the paper whose title stands in a longer text, such as a reference. */
  quoted(text) {
    const [bare, said] = [squeezed(text), new Set(words(text))];
    const least = ({ first }) => (first.split(" ").every((word) => said.has(word)) ? LEAST_QUOTED / 2 : LEAST_QUOTED);
    const fits = (each) => each.bareTitle.length >= least(each) && bare.includes(each.bareTitle);
    return this.longest(this.texts.map((each, paper) => (fits(each) ? paper : -1)).filter((paper) => paper >= 0));
  }

  longest(papers) {
    const most = Math.max(...papers.map((paper) => this.texts[paper].bareTitle.length));
    return papers.filter((paper) => this.texts[paper].bareTitle.length === most);
  }

  /** Find papers by a key that another program made. */
  keyed(key) {
    return this.texts.map((text, paper) => (isKey(key, text) ? paper : -1)).filter((paper) => paper >= 0);
  }

  /** Tell whether a word begins some word of a title or method. @param {string} word */
  knows(word) {
    return this.texts.some(({ method, title }) => has(` ${method} ${title}`, stem(word)));
  }

  /** Tell whether what is found here shows each word, so that no excerpt need show it. */
  shows(paper, found) {
    const { method, title, authors } = this.texts[paper];
    const text = ` ${method} ${title}${authors}`;
    return found.every((word) => has(text, stem(word)));
  }
}

/** Read a query once. */
function askedFor(query) {
  const typed = query.trim().replace(/^(?:§|sect?\.?)\s*(?=\d)/i, "section ");
  const all = stems(typed);
  const asked = {
    typed, exact: fold(typed), words: words(typed), phrase: all.join(" "), bare: all.join(""), starts: all,
    years: all.filter((word) => YEAR.test(word)), initials: all.map((word) => word[0]).join(""),
  };
  asked.signs = signs(typed);
  asked.sides = /\s(?:vs\.?|versus)\s/i.test(typed) ? sides(typed) : [];
  return asked;
}

/** Keep the signs that tell names apart: C++ is not C. */
function signs(text) {
  return text.replace(/[^+*#†]/g, "");
}

/** Tell whether some word begins so; a single letter must be all of it. */
function begins(text, start) {
  return /^[a-z0-9]$/.test(start) ? `${text} `.includes(` ${start} `) : has(text, start);
}

/** Name the two that a query compares; what stands once counts for both: serial or parallel circuit. */
function sides(typed) {
  const [one, other] = typed.split(/\s(?:vs\.?|versus)\s/i).map(stems);
  const last = other.at(-1);
  return [one.join(""), other.join(""), [...one, last].join("")];
}

/** Tell how well a paper fits; -1 if not at all. */
function paperFit(text, asked) {
  const { method, title, after, bareMethod, bareTitle } = text;
  const { phrase, bare, starts } = asked;
  if (bareMethod && bareMethod === bare && text.signs === asked.signs) return text.exact === asked.exact ? FIT.spelt : FIT.method;
  if (bareTitle === bare) return FIT.title;
  const all = ` ${method} ${title}`;
  const hasAll = starts.every((start) => begins(all, start));
  const isNamed = starts.length > 1 && isInitials(bareMethod, asked);
  if (isNamed && starts.every((start) => has(all, start.replace(/(....)ing$/, "$1")))) return FIT.initials;
  if (isCited(text, asked)) return FIT.cited;
  const isWhole = bare.length >= LEAST_JOINED;
  if (method && (method.startsWith(phrase) || (isWhole && bareMethod.startsWith(bare)))) return FIT.methodBegins;
  if (title.startsWith(phrase) || after.startsWith(phrase) || (isWhole && bareTitle.startsWith(bare))) return FIT.titleBegins;
  if (has(` ${title}`, phrase)) return FIT.titleHas;
  if (hasAll) return FIT.words;
  return named(text, asked, all);
}

/** Tell whether a method is called by the initials of what was typed: two letters must be all of it. */
function isInitials(method, { initials }) {
  return method === initials || (initials.length > 2 && method.startsWith(initials));
}

/** Tell whether a paper is told by first author and year, or by title or method and those and the venue. */
function isCited(text, { starts, years, words: typed }) {
  const isFirst = typed.includes(text.first) || (text.first.includes(" ") && ` ${typed.join(" ")} `.includes(` ${text.first} `));
  if (years.length && !years.includes(text.year)) return false;
  const families = new Set(text.people.flatMap(({ family }) => family.split(" ")));
  const first = new Set(text.first.split(" "));
  const rest = starts.filter((word, n) => !YEAR.test(word) && !text.venue.has(word) && !first.has(typed[n]) && !LITTLE.has(word));
  if (rest.length === starts.length) return false;
  const said = rest.join("");
  const isAll = text.title.split(" ").filter((word) => !LITTLE.has(word)).join("") === said;
  if (said && (said === text.bareMethod || isAll)) return years.length > 0 || isFirst || rest.length < starts.length;
  return isFirst && years.length > 0 && starts.every((word, n) => YEAR.test(word) || LITTLE.has(word) || text.venue.has(word) || families.has(typed[n]));
}

/** Tell whether title, method, names, venue and year together say every word. */
function named(text, { starts, words: typed }, all) {
  const isPlain = (word, n) => begins(all, starts[n]) || word === text.year || text.venue.has(starts[n]) || word === "et" || word === "al";
  const left = typed.filter((word, n) => !isPlain(word, n));
  if (!left.length) return FIT.names;
  const [first] = text.people;
  if (!first) return left.every((word) => has(text.authors, word)) ? FIT.names : -1;
  const areFamilies = left.every((word) => text.people.some(({ family }) => family === word));
  if (bears(first, left) || (areFamilies && left.includes(text.first))) return FIT.first;
  return areFamilies || text.people.some((person) => bears(person, left)) ? FIT.names : -1;
}
