/**
 * Words anywhere in the papers' pages, by Pagefind's index.
 *
 * A result says nothing but the id of a page until its fragment is fetched, and there may be
 * thousands. Sorted by key, all pages come in the order of our papers: so an id is a number.
 */

import { at } from "./dom.js";

/**
 * A word that the page of every paper says (`templates/pages/paper.html`). To ask for all pages
 * without a word would load the whole index.
 */
const EVERYWHERE = "venue";

export class FullText {
  /** @param {string[]} keys Of all papers, in their order. */
  constructor(keys) {
    this.keys = keys;
  }

  /** Load the index once; after a failure the next call tries again. */
  load() {
    this.loading ??= this.start().catch((error) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  async start() {
    const pagefind = await import(at("pagefind/pagefind.js"));
    await pagefind.options({ excerptLength: 24 });
    await pagefind.init();
    const { results } = await pagefind.search(EVERYWHERE, { sort: { key: "asc" } });
    if (results.length !== this.keys.length) throw new Error("the search index is of other papers");
    this.numbers = new Map(results.map(({ id }, number) => [id, number]));
    return pagefind;
  }

  /**
   * Find papers. @param {string} query
   * @returns {Promise<Map<number, object>>} Pagefind's results by paper, the best first.
   */
  async find(query) {
    const pagefind = await this.load();
    const { results } = await pagefind.search(query);
    return new Map(results.filter(({ id }) => this.numbers.has(id)).map((each) => [this.numbers.get(each.id), each]));
  }

  /**
   * Give what the page of a result says around the words; nothing where it is another paper's.
   * @param {any} result @param {number} paper @param {string[]} heads What stands above it already.
   */
  async excerpt(result, paper, heads) {
    const { raw_url: path, excerpt } = await result.data();
    return path.split("/").includes(this.keys[paper]) ? pieces(excerpt, heads) : [];
  }
}

/**
 * Take an excerpt apart: text, and <mark> around what was found. Nothing else survives.
 * @param {string} excerpt @param {string[]} heads What to leave out at its beginning.
 */
export function pieces(excerpt, heads = []) {
  const parsed = new DOMParser().parseFromString(excerpt, "text/html");
  let skipped = beginning(parsed.body.textContent, heads);
  return [...parsed.body.childNodes].flatMap((node) => {
    const text = node.textContent.slice(skipped);
    skipped = Math.max(0, skipped - node.textContent.length);
    if (!text) return [];
    if (node.nodeName !== "MARK") return [text];
    const mark = document.createElement("mark");
    mark.textContent = text;
    return [mark];
  });
}

/** Measure how much of a text repeats heads, each at the beginning of what is left. */
function beginning(text, heads) {
  return heads.reduce((start, head) => {
    const rest = text.slice(start);
    return head && rest.startsWith(head) ? start + head.length + /^[.\s]*/.exec(rest.slice(head.length))[0].length : start;
  }, 0);
}
