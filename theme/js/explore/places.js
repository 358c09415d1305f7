/** How well places and people fit what was typed. */

import { FIT } from "./fits.js";
import { has } from "./text.js";

/** People with more papers than this come before their papers; those of others are told at once. */
const MANY = 3;
const LEAST_JOINED = 5;
const CHAPTER = /^chapter ?/;

/**
 * Tell how well a place fits; 0 if not at all. A year may be named beside a venue.
 * @param {import("./names.js").Place} place
 */
export function placeFit(place, asked) {
  const { bare, phrase, starts, sides } = asked;
  const { kind, names, exact, parts } = place;
  const [title] = names;
  const wanted = kind === "Page" ? [bare, bare.replace(CHAPTER, "")] : [bare];
  if (wanted.some((each) => exact.has(each))) {
    if (kind === "Benchmark") return FIT.benchmark;
    if (!place.spelt.has(asked.words.join("")) && wanted[0] === bare && !CHAPTER.test(phrase)) return FIT.nearly;
    return wanted.includes(title.replaceAll(" ", "")) ? FIT.place : FIT.alias;
  }
  if (sides.some((side) => exact.has(side))) return FIT.alias;
  if (title.startsWith(phrase) || (bare.length >= LEAST_JOINED && title.replaceAll(" ", "").startsWith(bare))) return FIT.placeBegins;
  if (names.some((name) => name.startsWith(phrase))) return FIT.aliasBegins;
  if (starts.every((start) => has(` ${title}`, start))) return FIT.placeHas;
  return parts.some((part) => starts.every((start) => has(part, start))) ? FIT.part : 0;
}

/** Give a venue in a year as a place of the explorer; nothing where that was not typed. */
export function inYear(place, { starts, years }) {
  if (place.kind !== "Venue" || years.length !== 1) return null;
  const rest = starts.filter((word) => word !== years[0]).join("");
  if (!place.exact.has(rest)) return null;
  const id = place.uri.split("/").at(-2);
  return { ...place, title: `${place.title} ${years[0]}`, uri: `explore/?venue=${id}&year=${years[0]}`, count: undefined };
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
