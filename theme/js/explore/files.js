/** Files of chosen papers, made of the very texts that the site offers as files. */

import { fetched, make } from "./dom.js";

/** Of how many papers at most the files of each are fetched; beyond that, the file of all. */
const FEW = 24;

/**
 * @typedef {object} Kind
 * @property {string} type The media type.
 * @property {boolean} hasOwn Whether every paper has a file of its own.
 * @property {string} gap What stands between the texts of two papers.
 * @property {(text: string) => {head: string, texts: Map<string, string>}} split Take a file apart, by key.
 */

/** @type {Record<string, Kind>} */
export const KINDS = {
  bib: { type: "application/x-bibtex", hasOwn: true, gap: "\n", split: (text) => entries(text, /(?<=^\}\n)\n/m, /^@\w+\{([^,\s]+),/) },
  ris: { type: "application/x-research-info-systems", hasOwn: true, gap: "\r\n", split: (text) => entries(text, /(?<=^ER  - \r\n)\r\n/m, /^ID  - (.*)\r$/m) },
  csv: { type: "text/csv", hasOwn: false, gap: "", split: rows },
};

function entries(text, border, name) {
  const found = text.split(border).map((entry) => [name.exec(entry)?.[1], entry]);
  return { head: "", texts: new Map(found.filter(([key]) => key)) };
}

/** Split a table at the line ends that stand in no cell (RFC 4180). */
function rows(text) {
  const [head, ...found] = text.match(/(?:"(?:[^"]|"")*"|[^"\r\n])+\r\n/g) ?? [""];
  return { head, texts: new Map(found.map((row) => [row.slice(0, row.indexOf(",")), row])) };
}

/**
 * Write a file of papers, in the order of keys. @param {string} name Of KINDS.
 * @param {string[]} keys @returns {Promise<string>}
 */
export async function written(name, keys) {
  const kind = KINDS[name];
  const order = [...keys].sort();
  if (kind.hasOwn && order.length <= FEW) {
    const texts = await Promise.all(order.map((key) => text(`papers/${key}.${name}`)));
    return texts.join(kind.gap);
  }
  const { head, texts } = kind.split(await text(`survey.${name}`));
  return head + order.flatMap((key) => texts.get(key) ?? []).join(kind.gap);
}

/** Fetch a file as it is: a byte order mark is part of it. */
async function text(uri) {
  const bytes = await (await fetched(uri)).arrayBuffer();
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Hand a file to the reader. @param {string} name @param {string} content @param {string} type */
export function save(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
