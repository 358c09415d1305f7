/**
 * Pagefind's index of all texts. A large survey's comes in parts, which Pagefind's own script searches
 * together. The first part is there soon: who waits for anything at all asks it alone.
 */

import { at, fetched, once } from "./dom.js";
import { crc32 } from "./links.js";

const OPTIONS = { excerptLength: 24 };

let program = null;
const begun = { first: null, all: null };
let isWhole = false;

/** Load the program and the first part once; after a failure the next call tries again. */
function first() {
  return (begun.first ??= start().catch(forget));
}

async function start() {
  program = await import(at("pagefind/pagefind.js"));
  await program.options(OPTIONS);
  await program.init();
  return program;
}

/** Forget all that was loaded, for a part that failed would fail every search; throw the reason. */
async function forget(error) {
  begun.first = begun.all = null;
  isWhole = false;
  await program?.destroy();
  throw error;
}

/** Read what parts there are: an index that was made by hand is one, and does not say so. */
const told = once(async () => {
  const answer = await fetched("pagefind/parts.json").catch(() => null);
  const { parts, noPages } = answer ? await answer.json() : { parts: 1, noPages: [] };
  return { parts, noPages: new Set(noPages) };
});

/** Load all parts once, as the first. @returns {Promise<{pagefind: any, parts: number}>} */
export function load() {
  return (begun.all ??= merge().catch(forget));
}

async function merge() {
  const [pagefind, { parts }] = await Promise.all([first(), told()]);
  const others = Array.from({ length: parts - 1 }, (_, n) => new URL(at(`pagefind/${n + 1}/`)).pathname);
  await Promise.all(others.map((path) => pagefind.mergeIndex(path, OPTIONS)));
  isWhole = true;
  return { pagefind, parts };
}

/** Begin with what every search needs. */
export async function begin() {
  await Promise.all([first(), told()]);
}

/** Let what a query needs begin to come. @param {string} query */
export async function prepare(query) {
  await begin();
  (await first()).preload(query).catch(() => {}); // whoever searches is told
}

/** Tell whether there is more to load than the first part. */
export async function hasMore() {
  return !isWhole && (await told()).parts > 1;
}

/** Search everything. @param {string} query @returns {Promise<object[]>} Pagefind's results, the best first. */
export async function search(query, options = {}) {
  return found((await load()).pagefind, query, options);
}

/** Search what is there soon. @param {string} query */
export async function searchFirst(query) {
  return found(await first(), query);
}

/** Give the results that are pages: every part also has the words of the others. */
async function found(pagefind, query, options = {}) {
  const [{ results }, { noPages }] = await Promise.all([pagefind.search(query, options).catch(forget), told()]);
  return results.filter(({ id }) => !noPages.has(id));
}

/** Tell in which of so many parts a paper is, as the site was built (`documents.py`). @param {string} key */
export function partOf(key, parts) {
  return crc32(key) % parts;
}
