/**
 * The one ranking: papers, places and people by what was typed, before any text is read.
 *
 * Smaller is better. Papers that fit equally well stand in the order of how often others name them.
 */

import { FIT } from "./fits.js";
import { identify } from "./identify.js";
import { isKey, shortened } from "./keys.js";
import { short } from "./links.js";
import { squeezed } from "./names.js";
import { bears, inYear, personFit, placeFit } from "./places.js";
import { fold, has, stem, stems, words } from "./text.js";

/** What an exact answer fits by: nothing further need be looked for. */
const SURE = FIT.key;
/** New ids of arXiv begin with the year, since 2007. */
const PREPRINT = /^(?:0[7-9]|[1-8]\d)\d\d\./;
const LEAST_QUOTED = 20;
/** Shorter words say too little when they are joined. */
const LEAST_JOINED = 5;
const LITTLE = new Set(["et", "al", "and", "others", "in", "the", "a", "of", "for", "on", "by", "to", "proc", "pp"]);
/** What questions say besides what they are about. */
export const ABOUT = new Set([
  ...LITTLE, "an", "with", "is", "are", "what", "which", "how", "who", "best", "all", "paper", "article", "work", "method", "model", "approach",
  "technique", "result", "code", "github", "pdf", "arxiv", "bibtex", "sota", "introduction", "overview", "explained", "tutorial",
]);
const ADDRESS = /https?:|www\./i;
const YEAR = /^(?:19|20)\d\d$/;

/** @typedef {{fit: number, paper?: number, place?: import("./names.js").Place, person?: import("./names.js").Person}} Hit */

export class Finder {
  /** @param {import("./data.js").Data} data @param {import("./names.js").Names | null} names */
  constructor(data, names = null) {
    const { method, title, authors, year, venue, key } = data.papers;
    const choices = data.groups.find((group) => group.parameter === "venue")?.choices ?? [];
    const venues = choices.map((choice) => new Set(stems(`${choice.title} ${choice.id}`)));
    this.names = names;
    this.keys = key;
    this.texts = title.map((_, paper) => {
      const [lead, ...more] = names?.authors[paper] ?? [];
      const people = [lead, ...more].filter(Boolean);
      const said = stems(title[paper]).join(" ");
      const own = stems(method[paper]).join(" ");
      return {
        method: own, title: said, after: stems(title[paper].split(/:\s|\s[-–—]\s/)[1] ?? "").join(" "),
        bareMethod: own.replaceAll(" ", ""), bareTitle: said.replaceAll(" ", ""), exact: fold(method[paper]), signs: signs(method[paper]),
        authors: ` ${words(authors[paper]).join(" ")}`, people, lead, first: lead?.family ?? words(authors[paper])[0] ?? "",
        year: String(year[paper]), venue: venues[venue[paper]] ?? new Set(), key: key[paper],
        initials: stems(title[paper]), shortened: shortened(title[paper]), early: "",
      };
    });
    for (const text of this.texts) text.firsts = new Set(text.first.split(" "));
    for (const [id, papers] of names?.arxiv ?? []) {
      if (PREPRINT.test(id)) for (const paper of papers) this.texts[paper].early = `20${id.slice(0, 2)}`;
    }
    this.ofVenues = new Set(venue.map((number, paper) => `${choices[number]?.id} ${year[paper]}`));
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

  /**
   * Tell whether DOIs and links must be learned before a query is answered: it has one, or words find nothing.
   * @param {string} query
   */
  mustLearn(query) {
    if (!this.names || this.names.isInformed) return false;
    return identify(query).dois.length > 0 || ADDRESS.test(query) || !this.answer(query).length;
  }

  /** Learn DOIs and links. */
  async learn() {
    await this.names.inform();
    this.last = null;
  }

  /** Answer a query with all that fits, the best first. @param {string} query @returns {Hit[]} */
  answer(query) {
    if (this.last?.query !== query) this.last = { query, hits: this.answered(query) };
    return [...this.last.hits];
  }

  answered(query) {
    const known = identify(query);
    const hits = this.identified(known, query);
    if (hits.length && (known.isSure || hits[0].fit <= SURE)) return this.sorted(hits);
    if (known.isSure && !known.title) return [];
    const cited = query.includes(";") && !known.isSure ? this.several(query.split(";")) : [];
    if (cited.length > 1) return cited;
    const asked = askedFor(known.isSure ? known.title : query);
    const found = this.asked(asked, hits);
    const telling = found.length ? [] : asked.words.filter((_, n) => !ABOUT.has(asked.starts[n]));
    return telling.length && telling.length < asked.words.length ? this.asked(askedFor(telling.join(" ")), []) : found;
  }

  /** Find the papers of several citations in one pair of brackets. */
  several(citations) {
    const best = citations.flatMap((citation) => this.answer(citation).slice(0, 1)).filter(({ paper, fit }) => paper !== undefined && fit <= FIT.citedEarly);
    return best.filter((hit, n) => best.findIndex(({ paper }) => paper === hit.paper) === n);
  }

  /** Tell what a query asks for, if it is an identifier: a title, or nothing else that can be looked for; null for words. */
  subject(query) {
    const { isSure, title } = identify(query);
    return isSure ? title : null;
  }

  /** Find what words fit, behind what was found before. */
  asked(asked, hits) {
    if (!asked.starts.length) return [];
    const seen = new Set(hits.map(({ paper }) => paper));
    this.texts.forEach((text, paper) => {
      const fit = seen.has(paper) ? -1 : paperFit(text, asked);
      if (fit >= 0) hits.push({ fit, paper });
    });
    for (const place of this.names?.places ?? []) {
      const fit = placeFit(place, asked);
      if (fit) hits.push({ fit, place });
      const ofYear = inYear(place, asked, (venue, year) => this.ofVenues.has(`${venue} ${year}`));
      if (ofYear) hits.push({ fit: FIT.alias, place: ofYear });
    }
    for (const person of this.names?.people ?? []) {
      const fit = personFit(person, asked);
      if (fit >= 0) hits.push({ fit, person });
    }
    return this.sorted(hits);
  }

  /** Find the method whose variant was named, such as its size or its version: ResNet-50, VPT deep. */
  variants(query) {
    const starts = stems(query);
    const first = starts.map((_, n) => starts.slice(0, n + 1).join("")).reverse();
    const names = [...first, ...first.map((name) => name.replace(/\d+$/, ""))].filter((name) => name.length > 1);
    const name = names.find((each) => this.texts.some(({ bareMethod }) => bareMethod === each));
    const papers = [...this.texts.keys()].filter((paper) => name && this.texts[paper].bareMethod === name);
    return this.sorted(papers.map((paper) => ({ fit: FIT.words, paper })));
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
    if (!found.size) add([this.keys.indexOf(known.page)].filter((paper) => paper >= 0), FIT.identified);
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
  if (bareMethod && bareMethod === bare) {
    if (text.signs !== asked.signs) return asked.signs ? FIT.signs : FIT.methodBegins;
    return text.exact === asked.exact ? FIT.spelt : FIT.method;
  }
  if (bareTitle === bare) return FIT.title;
  const all = ` ${method} ${title}`;
  const hasAll = starts.every((start) => begins(all, start));
  const isNamed = starts.length > 1 && isInitials(bareMethod, asked);
  if (isNamed && starts.every((start) => has(all, start.replace(/(....)ing$/, "$1")))) return FIT.initials;
  if (isCited(text, asked, text.year)) return FIT.cited;
  if (text.early && text.early !== text.year && isCited(text, asked, text.early)) return FIT.citedEarly;
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

/** Tell whether a paper is told by first author and year or "et al.", or by title or method and those and the venue. */
function isCited(text, { starts, years, words: typed }, year) {
  const isFirst = typed.includes(text.first) || (text.first.includes(" ") && ` ${typed.join(" ")} `.includes(` ${text.first} `));
  if (years.length && !years.includes(year)) return false;
  const rest = starts.filter((word, n) => !YEAR.test(word) && !text.venue.has(word) && !text.firsts.has(typed[n]) && !LITTLE.has(word));
  if (rest.length === starts.length) return false;
  const said = rest.join("");
  const isAll = text.title.split(" ").filter((word) => !LITTLE.has(word)).join("") === said;
  if (said && (said === text.bareMethod || isAll)) return years.length > 0 || isFirst || rest.length < starts.length;
  const isCitation = years.length > 0 || typed.includes("al");
  if (!isFirst || !isCitation) return false;
  const families = new Set(text.people.flatMap(({ family }) => family.split(" ")));
  return starts.every((word, n) => YEAR.test(word) || LITTLE.has(word) || text.venue.has(word) || families.has(typed[n]));
}

/** Tell whether title, method, names, venue and year together say every word. */
function named(text, { starts, words: typed }, all) {
  const isPlain = (word, n) => begins(all, starts[n]) || word === text.year || text.venue.has(starts[n]) || word === "et" || word === "al";
  const left = typed.filter((word, n) => !isPlain(word, n));
  if (!left.length) return FIT.names;
  if (!text.lead && left.every((word) => has(text.authors, word))) return FIT.names;
  const areFamilies = left.every((word) => text.people.some(({ family }) => family === word));
  if ((text.lead && bears(text.lead, left)) || (areFamilies && left.includes(text.first))) return FIT.first;
  return areFamilies || text.people.some((person) => bears(person, left)) ? FIT.names : -1;
}
