/** Identifiers in what was typed or pasted, in any dress: numbers of archives, DOIs, addresses, keys, entries. */

import { decoded, linkNames } from "./links.js";

const ARXIV = /(?<![\d.])(\d{4}\.\d{4,5})(?:v\d+)?(?![\d.]*\d)/;
/** DBLP's key of a preprint. */
const DBLP_ARXIV = /(?<=\bcorr\/abs-)(\d{4})-(\d{4,5})(?!\d)/i;
const PAGE = /\/papers\/([^/?#]+)\/?(?:[?#].*)?$/;
const OLD_ARXIV = /(?<![a-z.-])([a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2})?\/(\d{7})(?:v\d+)?(?!\d)/i;
const DOI = /10\.\d{4,9}\/[^\s"<>{}|\\^`?#]+/i;
const TAIL = /(?:\.pdf|\.html?|\.xml|\/(?:full|pdf|abstract|epdf|fulltext|meta)|[.,;:)\]}'*]+)$/i;
const ARXIV_DOI = /^10\.48550\/arxiv\.(.+)$/i;
const ENTRY = /@\s*\w+\s*[{(]\s*([^\s,{}"]*)\s*,/;
const CITE = /\\[A-Za-z]*cite[A-Za-z]*\*?(?:\s*\[[^\]]*\])*\s*\{([^{}]+)\}/g;
const PANDOC = /(?:^|[[;\s-])@([A-Za-z][\w:.+/-]*)/g;
const KEY = /^[\p{L}][\p{L}\p{N}:_.+/'-]*$/u;

/**
 * @typedef {object} Identified
 * @property {string[]} arxiv @property {string[]} dois @property {string[]} links @property {string[]} keys
 * @property {string} page The key in an address such as those of this site's papers.
 * @property {string} title What an entry or an address says the title is.
 * @property {boolean} isSure Whether nothing else can have been meant: no words to look for.
 */

/** Read what was typed. @param {string} typed @returns {Identified} */
export function identify(typed) {
  const text = typed.trim();
  const entry = ENTRY.exec(text);
  const isAddress = /^(?:https?:\/\/|www\.)\S+$/i.test(text) || /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\/\S+$/i.test(text);
  const plain = isAddress ? decoded(text) : text;
  const dois = doisIn(plain);
  const arxiv = arxivIn(plain, dois);
  const keys = entry ? [entry[1]] : keysIn(text);
  const links = (plain.match(/https?:\/\/[^\s"<>{}]+/gi) ?? [text]).flatMap(linkNames);
  const title = (entry && fieldOf(text, "title")) || (isAddress ? titleIn(plain) : "");
  const isCommand = keys.length > 0 && !KEY.test(text);
  const page = (isAddress && PAGE.exec(text)?.[1]) || "";
  return { arxiv, dois, links, keys, page, title, isSure: Boolean(entry) || isAddress || isCommand || isBare(text) };
}

/** Tell whether what was typed is one identifier and no words. */
function isBare(text) {
  const rest = text.replace(/^(?:arxiv|doi)\s*[:.]?\s*/i, "").replace(/\s*\[[a-z-]+(?:\.[a-z]{2})?\]$/i, "");
  return [ARXIV, OLD_ARXIV, DOI].some((form) => form.exec(rest)?.[0].length >= rest.length - 1);
}

function arxivIn(text, dois) {
  const of = dois.map((doi) => ARXIV_DOI.exec(doi)?.[1].replace(/v\d+$/, "")).filter(Boolean);
  const rest = dois.reduce((left, doi) => left.toLowerCase().replace(doi, " "), text);
  const old = OLD_ARXIV.exec(rest);
  const dblp = DBLP_ARXIV.exec(rest);
  return [...of, ARXIV.exec(rest)?.[1], dblp && `${dblp[1]}.${dblp[2]}`, old && `${old[1].toLowerCase()}/${old[2]}`].filter(Boolean);
}

/** Give DOIs, each also without what publishers' addresses append. */
function doisIn(text) {
  const found = [DOI.exec(text)?.[0], ofPublisher(text)].filter(Boolean);
  return found.flatMap((doi) => {
    const shorter = [doi.toLowerCase()];
    for (let rest = shorter[0].replace(TAIL, ""); rest !== shorter.at(-1); rest = rest.replace(TAIL, "")) shorter.push(rest);
    return shorter;
  });
}

/** Name the DOI that follows from an address in which it does not stand. */
function ofPublisher(text) {
  const acl = /aclanthology\.org\/([a-z0-9.-]+?)(?:v\d+)?(?:\.pdf|\.bib)?\/?$/i.exec(text);
  if (acl) return `10.18653/v1/${acl[1]}`;
  const nature = /nature\.com\/articles\/([\w.-]+?)(?:\.pdf)?\/?$/i.exec(text);
  return nature && `10.1038/${nature[1]}`;
}

function keysIn(text) {
  const commands = [...text.matchAll(CITE)].flatMap(([, keys]) => keys.split(",").map((key) => key.trim()));
  const pandoc = [...text.matchAll(PANDOC)].map(([, key]) => key.replace(/[.:]$/, ""));
  const found = [...commands, ...pandoc].filter(Boolean);
  return found.length ? found : KEY.test(text) ? [text] : [];
}

/** Read a field of a pasted entry: braces and quotation marks may be nested. */
export function fieldOf(entry, name) {
  const start = new RegExp(`(?:^|[,\\s])${name}\\s*=\\s*`, "i").exec(entry);
  if (!start) return "";
  const rest = entry.slice(start.index + start[0].length);
  let depth = 0;
  let end = 0;
  for (; end < rest.length; end += 1) {
    const sign = rest[end];
    if (sign === "{") depth += 1;
    if (sign === "}") depth -= 1;
    if (end && depth <= 0 && (sign === "}" || sign === '"' || sign === ",")) break;
  }
  return untexed(rest.slice(0, end));
}

/** Take TeX's dress off: accents, braces, ties. @param {string} text */
export function untexed(text) {
  return text.replace(/\\[`'^"~=.uvHcdbkr]\s*\{?\\?([A-Za-z])\}?/g, "$1").replace(/\\[A-Za-z]+\s*/g, "").replace(/[{}"$]/g, "").replace(/~/g, " ");
}

/** Read the title that an address spells: the longest run of words in it. */
function titleIn(address) {
  const parts = address.split(/[?#]/)[0].split("/").slice(3).map((part) => part.replace(/\.\w{2,4}$/, ""));
  const longest = parts.sort((one, other) => other.split(/[-_]/).length - one.split(/[-_]/).length)[0] ?? "";
  return longest.split(/[-_+]/).length > 2 ? longest.replace(/[-_+]/g, " ") : "";
}
