/**
 * Words anywhere in the papers' pages, by Pagefind's index.
 *
 * A result says nothing but the id of a page until its fragment is fetched, and there may be
 * thousands. Every part of the index has its papers in the order of their keys, and gives them so
 * where all fit equally well: so an id is a number.
 */

import { load, partOf, search } from "./parts.js";

/**
 * A sign that the page of every paper bears (`templates/pages/paper.html`) and nobody types, between
 * quotation marks: all fit equally. To ask for all pages without a word would load the whole index.
 */
const EVERYWHERE = '"ꙮ"';
/** How an index that was made by hand knows the order; ours has no need of it. */
const IN_ORDER = { sort: { key: "asc" } };

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
    const { parts } = await load();
    const results = await search(EVERYWHERE, IN_ORDER);
    const inParts = this.keys.map((key, paper) => [partOf(key, parts), paper]).sort((one, other) => one[0] - other[0] || this.order(one[1], other[1]));
    this.papers = new Map();
    results.forEach(({ id }, n) => this.papers.set(id, [...(this.papers.get(id) ?? []), inParts[n]?.[1]]));
    const isOurs = results.length === this.keys.length && (!results.length || this.isOf(await results.at(-1).data(), inParts.at(-1)[1]));
    if (!isOurs) throw new Error("the search index is of other papers");
  }

  /**
   * Find papers. @param {string} query
   * @returns {Promise<Map<number, object>>} Pagefind's results by paper, the best first.
   */
  async find(query) {
    await this.load();
    const found = new Map();
    for (const result of await search(query)) {
      const papers = this.papers.get(result.id);
      if (papers) found.set(papers.length > 1 ? await this.which(result, papers) : papers[0], result);
    }
    return found;
  }

  /** Tell which of some papers a result is: ids of two parts may be alike. */
  async which(result, papers) {
    const page = await result.data();
    return papers.find((paper) => this.isOf(page, paper));
  }

  /** Compare papers as the index has them: data may have them in the order of files' names. */
  order(one, other) {
    return this.keys[one] < this.keys[other] ? -1 : 1;
  }

  isOf({ raw_url: path }, paper) {
    return path.split("/").includes(this.keys[paper]);
  }

  /**
   * Give what the page of a result says around the words; nothing where it is another paper's.
   * @param {any} result @param {number} paper @param {string[]} heads What stands above it already.
   */
  async excerpt(result, paper, heads) {
    const page = await result.data();
    return this.isOf(page, paper) ? pieces(page.excerpt, heads) : [];
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
