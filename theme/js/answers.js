/** What the search in the header needs once it is opened, and how its two sources are put together. */

import { answer } from "./explore/engine.js";
import { words } from "./explore/text.js";
import { repeats } from "./hits.js";

export { answer, engine } from "./explore/engine.js";
export { asPerson, meant, nearest } from "./explore/nearest.js";
export { completed } from "./explore/terms.js";
export { completion, option, pageOption } from "./hits.js";

const PAPER = /^\/?papers\/([^/]+)\/$/;

/** Tell whether some result says every word, or one that begins with it, as it was typed. */
export function isSaid(results, query) {
  const said = ` ${words(results.map(({ meta, content }) => `${Object.values(meta).join(" ")} ${content}`).join(" ")).join(" ")}`;
  return words(query).every((word) => said.includes(` ${word}`));
}

/** Answer what was probably meant: a guess at a person shows papers first. */
export function guessed(query, loaded) {
  const { hits } = answer(query, loaded);
  return [...hits.filter(({ person }) => !person), ...hits.filter(({ person }) => person)];
}

/** Put what texts say behind what was looked up, each paper once. */
export function joined(hits, { query, looked, count }, loaded) {
  const { key } = loaded?.data.papers ?? { key: [] };
  const seen = new Set(hits.map(({ paper, place, person }) => (paper === undefined ? (place ?? person).uri : `papers/${key[paper]}/`)));
  const more = looked.filter(({ raw_url: path }) => !seen.has(path.replace(/^\/+/, ""))).map((page) => {
    const paper = key.indexOf(PAPER.exec(page.raw_url)?.[1]);
    const excerpt = repeats(page.meta, query, page.plain_excerpt) ? "" : page.excerpt;
    return paper < 0 ? { page: { ...page, excerpt } } : { paper, excerpt };
  });
  return { hits: [...hits, ...more], count: Math.max(hits.length + more.length, count) };
}
