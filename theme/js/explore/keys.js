/** Keys that other programs make of a paper: those of Google Scholar, Semantic Scholar, DBLP, publishers, Zotero. */

import { fold, stems } from "./text.js";

const FORM = /^(\p{L}[\p{L}'-]*?)[-_:+]?(?:et[-_]?al)?[-_:+]?((?:19|20)\d\d|\d\d(?!\d))[-_:+]?([\p{L}\p{N}_:+-]*)$/u;
const TITLE_FIRST = /^(\p{L}[\p{L}_-]*?)[-_:]?((?:19|20)\d\d)[a-z]?$/u;
/** What archives put before a key. */
const ARCHIVE = /^pmlr-v\d+-/;
const DBLP = /(?:^|[/:])(\p{Lu}\p{Ll}\p{L}*?)((?:\p{Lu}){0,12})(\d\d)[a-z]*$/u;
const LITTLE = new Set(["a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "is", "are", "how", "what", "towards"]);
const LEAST = 3;

/**
 * Tell whether a key is one that programs make of a paper.
 * @param {string} key @param {{first: string, people: {family: string}[], year: string, title: string, method: string, bareMethod: string, bareTitle: string}} text
 */
export function isKey(key, text) {
  const first = text.first.replaceAll(" ", "");
  if (!first) return false;
  const plain = fold(key).replace(ARCHIVE, "");
  const [, family, year, rest] = FORM.exec(plain) ?? [];
  if (family && isYear(year, text.year) && bare(family) === first) return isTold(rest, text);
  return isTitleFirst(plain, first, text) || isOfDblp(key, first, text);
}

function bare(text) {
  return text.replace(/[^\p{L}\p{N}]/gu, "");
}

/** A preprint is often cited by the year before its conference's. */
function isYear(said, year) {
  const apart = Number(year) - (said.length === 2 ? Number(year.slice(0, 2)) * 100 + Number(said) : Number(said));
  return apart === 0 || apart === 1;
}

function isTold(rest, { title, bareMethod, bareTitle, initials, shortened, venue }) {
  const said = stems(rest).join("");
  if (said.length < 2) return true; // a letter that tells papers of a year apart
  if (bare(rest) === shortened || venue.has(said)) return true;
  const telling = initials.filter((word) => !LITTLE.has(word));
  const joined = telling.join("");
  return [bareMethod, bareTitle, joined].some((each) => each && each.startsWith(said)) || said.length >= LEAST && (title.split(" ").includes(said) || joined.includes(said));
}

/**
 * Shorten a title as Semantic Scholar does: its first word and the initials of the next two.
 * @param {string} title
 */
export function shortened(title) {
  const [first, ...others] = title.split(/\s+/).map((word) => bare(fold(word))).filter(Boolean);
  return (first ?? "") + others.slice(0, 2).map((word) => word[0]).join("");
}

/** jiaDeepNames2022: family, words of the title, year. */
function isTitleFirst(key, first, text) {
  const [, written, year] = TITLE_FIRST.exec(key) ?? [];
  const letters = bare(written ?? "");
  if (!letters || !isYear(year, text.year) || !letters.startsWith(first) || letters === first) return false;
  return isTold(letters.slice(first.length), text);
}

/** DBLP:conf/x/FamilyABC22: the first family name, the initials of the others', the year. */
function isOfDblp(key, first, text) {
  const [, family, others, year] = DBLP.exec(key) ?? [];
  if (!family || !key.includes("/") || !isYear(year, text.year)) return false;
  const initials = text.people.filter((person) => person !== text.lead).map((person) => person.family[0]).join("");
  return fold(family + others) === first + initials || (fold(family) === first && initials.startsWith(fold(others)));
}
