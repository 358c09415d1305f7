/** How well places and people fit what was typed. */

import { FIT } from "./fits.js";
import { has, stems } from "./text.js";

/** People with more papers than this come before their papers; those of others are told at once. */
const MANY = 3;
const LEAST_JOINED = 5;
/** What a place may be called besides its kind. */
const ALSO = { Page: [], Chapter: [], Benchmark: ["dataset", "leaderboard"], Venue: ["conference", "journal"] };
const CATEGORY = ["category"];
const SHORT_YEAR = /^(.+?)((?:19|20)?\d\d)$/;
const THIS_CENTURY = 60;

/**
 * Tell how well a place fits; 0 if not at all. A year may be named beside a venue.
 * @param {import("./names.js").Place} place
 */
export function placeFit(place, asked) {
  const { bare, phrase, starts, sides } = asked;
  const { names, exact, parts } = place;
  const [title] = names;
  if (exact.has(bare)) return exactFit(place, bare, place.spelt.has(asked.words.join("")));
  const named = withoutKind(place, starts);
  if (named && exact.has(named)) return exactFit(place, named, true);
  if (sides.some((side) => exact.has(side))) return FIT.alias;
  if (title.startsWith(phrase) || (bare.length >= LEAST_JOINED && title.replaceAll(" ", "").startsWith(bare))) return FIT.placeBegins;
  if (title.endsWith(` ${phrase}`)) return FIT.placeEnds;
  if (names.some((name) => name.startsWith(phrase))) return FIT.aliasBegins;
  if (starts.every((start) => has(` ${title}`, start))) return FIT.placeHas;
  if (starts.length > 2 && names.some((name) => has(` ${name}`, phrase))) return FIT.placeHas;
  return parts.some((part) => starts.every((start) => has(part, start))) ? FIT.part : 0;
}

function exactFit({ kind, names: [title] }, bare, isSpelt) {
  if (kind === "Benchmark") return FIT.benchmark;
  if (!isSpelt) return FIT.nearly;
  return title.replaceAll(" ", "") === bare ? FIT.place : FIT.alias;
}

/** Take away what says of which kind a place is, before it or behind it; nothing where that was not typed. */
function withoutKind({ kind }, starts) {
  const own = [...stems(kind), ...(ALSO[kind] ?? CATEGORY)];
  const from = own.includes(starts[0]) ? 1 : 0;
  const to = own.includes(starts.at(-1)) ? -1 : undefined;
  return from || to ? starts.slice(from, to).join("") : "";
}

/** Give a venue in a year, also CVPR'23, as a place of the explorer; nothing where that was not typed, or is empty. */
export function inYear(place, { starts, years, bare }, hasPapers) {
  if (place.kind !== "Venue" || years.length > 1) return null;
  const [, name, said] = SHORT_YEAR.exec(bare) ?? [];
  const year = years[0] ?? (said?.length === 2 ? String((Number(said) < THIS_CENTURY ? 2000 : 1900) + Number(said)) : said);
  const rest = years.length ? starts.filter((word) => word !== year).join("") : name;
  const id = place.uri.split("/").at(-2);
  if (!year || !place.exact.has(rest) || !hasPapers(id, year)) return null;
  return { ...place, title: `${place.title} ${year}`, uri: `explore/?venue=${id}&year=${year}`, count: undefined };
}

/**
 * Tell how well a person with a page fits; -1 if not at all.
 * @param {import("./names.js").Person} person
 */
export function personFit(person, { words, typed }) {
  if (!person.uri || !bears(person, words)) return -1;
  const isFull = person.forms.has(words.join(" ")) && (typed.includes(",") || !isTurned(person, words));
  return isFull && person.papers.length > MANY ? FIT.person : FIT.author;
}

/** Tell whether the family name stands first, as in lists. */
function isTurned({ family, given }, words) {
  return words.join(" ") === `${family} ${given}`;
}

/** Tell whether a person bears every word: a part of the name, its beginning, or an initial. */
export function bears({ parts, forms }, words) {
  if (forms.has(words.join(" "))) return true;
  const left = [...parts];
  return words.every((word) => {
    const at = left.findIndex((part) => part.startsWith(word));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}
