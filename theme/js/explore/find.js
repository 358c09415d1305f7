/** Words in titles, methods and authors' names: found at once, without asking the index. */

import { fold, words } from "./text.js";

/** How well a paper fits, best first; what only the index finds comes after all of these. */
const FITS = [
  ({ method }, { phrase }) => method === phrase,
  ({ title }, { phrase }) => title === phrase,
  ({ method }, { phrase }) => method.startsWith(phrase),
  ({ title }, { phrase }) => title.startsWith(phrase),
  ({ title }, { phrase }) => ` ${title}`.includes(` ${phrase}`),
  ({ method, title }, { starts }) => starts.every((start) => ` ${method} ${title}`.includes(start)),
  ({ method, title, authors }, { starts }) =>
    starts.every((start) => ` ${method} ${title} ${authors}`.includes(start)),
];
export const IN_TEXT = FITS.length;

/** Reduce a text to its words. */
function plain(text) {
  return words(text).join(" ");
}

export class Finder {
  /** @param {import("./data.js").Data} data */
  constructor(data) {
    const { method, title, authors } = data.papers;
    this.texts = title.map((_, paper) => ({
      method: plain(method[paper]), title: plain(title[paper]), authors: plain(authors[paper]),
    }));
    this.methods = method.map(fold);
  }

  /**
   * Find papers. @param {string} query
   * @returns {Map<number, number>} How well each paper fits, by number; smaller is better.
   */
  find(query) {
    const found = new Map();
    const asked = { phrase: plain(query), starts: words(query).map((word) => ` ${word}`) };
    if (!asked.starts.length) return found;
    const exact = fold(query.trim());
    this.texts.forEach((text, paper) => {
      const fit = FITS.findIndex((fits) => fits(text, asked));
      if (fit >= 0) found.set(paper, this.methods[paper] === exact ? -1 : fit);
    });
    return found;
  }

  /** Tell whether what is found here shows each word, so that no excerpt need show it. */
  shows(paper, found) {
    const { method, title, authors } = this.texts[paper];
    const text = ` ${method} ${title} ${authors}`;
    return found.every((word) => text.includes(` ${word}`));
  }

  /** Tell whether a word begins some word of a title, method or short name. */
  knows(word) {
    return this.texts.some(({ method, title, authors }) => ` ${method} ${title} ${authors}`.includes(` ${word}`));
  }
}
