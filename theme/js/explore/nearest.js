/** What was probably meant where nothing was said as typed, and what comes nearest where nothing was found. */

import { ABOUT } from "./find.js";
import { replaceWords, stem, stems, words } from "./text.js";
import { distance, vocabulary } from "./typos.js";

/** Words that tell the papers apart hardly at all count for less than this part of them all. */
const RARE = 0.5;

/**
 * Give the query that was meant, or null: a person's name with slips, or words that stand nowhere.
 * @param {string} query @param {import("./find.js").Finder} finder
 */
export async function meant(query, finder) {
  return asPerson(query, finder) ?? (await vocabulary().catch(() => null))?.correct(query) ?? null;
}

/** Correct what can only be the name of a person here; null where that is not certain. */
export function asPerson(query, finder) {
  const typed = words(query);
  if (typed.length !== 2 || /[\d:]/.test(query) || !finder.names) return null;
  const isName = typed.every((word) => !finder.knows(word));
  const best = isName ? nearestPerson(typed, finder.names.people) : null;
  if (!best) return null;
  let at = 0;
  return replaceWords(query, (word) => {
    const other = best[at++] ?? word;
    return word[0] === word[0].toLowerCase() ? other : other[0].toUpperCase() + other.slice(1);
  });
}

/** Find the parts of the name that is nearest to two words, in either order. */
function nearestPerson([one, other], people) {
  let best = null;
  for (const { family, given, papers } of people) {
    for (const parts of [[given, family], [family, given]]) {
      const away = slips(one, parts[0]) + slips(other, parts[1]);
      const rank = away * 1000 - papers.length;
      if (away <= 3 && (!best || rank < best.rank)) best = { rank, parts };
    }
  }
  return best?.parts ?? null;
}

/** Count the slips between a word and a part of a name: one in a short word, two in others. */
function slips(word, part) {
  if (Math.abs(word.length - part.length) > 2) return Infinity;
  const away = distance(word, part);
  return away <= (Math.max(word.length, part.length) < 6 ? 1 : 2) ? away : Infinity;
}

/**
 * Give what shares the rarest words with a query: fewer words than were typed.
 * @param {string} query @param {import("./find.js").Finder} finder @param {number} most
 * @returns {import("./find.js").Hit[]}
 */
export function nearest(query, finder, most) {
  const asked = [...new Set(stems(finder.subject(query) ?? query))].filter((word) => word.length > 2 && !ABOUT.has(word));
  const texts = finder.texts.map(({ method, title, authors }) => new Set(`${method} ${title} ${words(authors).map(stem).join(" ")}`.split(" ")));
  const rarity = new Map(asked.map((word) => [word, Math.log(1 + texts.length / (1 + texts.filter((text) => text.has(word)).length))]));
  const sum = (said) => asked.reduce((total, word) => total + (said.has(word) ? rarity.get(word) : 0), 0);
  const hits = texts.map((text, paper) => ({ score: sum(text), paper }));
  for (const place of finder.names?.places ?? []) {
    hits.push({ score: Math.max(...place.names.map((name) => sum(new Set(name.split(" "))))), place });
  }
  const found = hits.filter(({ score }) => score > RARE).sort((a, b) => b.score - a.score || weight(b, finder) - weight(a, finder));
  return found.slice(0, most).map((hit) => ({ ...hit, fit: Infinity }));
}

function weight({ paper }, finder) {
  return paper === undefined ? Infinity : finder.weight[paper];
}
