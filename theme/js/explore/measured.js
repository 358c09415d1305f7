/**
 * What was measured of some papers: rows by method and source, grouped by the conditions that they share.
 *
 * Both the LaTeX table and the page's own are made of these rows, so that neither can say what the other does not.
 */

import { own } from "./dom.js";

/**
 * @typedef {object} Group One configuration of a paper, as one work reports it.
 * @property {Record<string, string>} cells Where they are not the paper's.
 * @property {Record<string, number[]>} notes By column: places in the notes of `Cells`.
 * @property {Record<string, [string, string]>} figures By column, each with whose it is.
 * @property {[string, Record<string, string>][]} quantities What results tell, with their columns.
 * @typedef {object} Cells
 * @property {string[]} needs What a document needs for a table without notes, and with them.
 * @property {string[]} frame What stands around a table with notes, and around these.
 * @property {string} all What begins the note of what all figures share.
 * @property {string[]} own Columns that are no benchmark's.
 * @property {string[]} first Those of them that are chosen at first.
 * @property {Record<string, {head: string, alignment: string, comment: string}>} columns
 * @property {Record<string, string>} marks Of figures, by whose they are.
 * @property {Record<string, string>} said What is said of figures that are not the paper's own.
 * @property {Record<string, string[]>} notes What stands below a table, by column.
 * @property {Record<string, (string | [string, string])[][]>} parts The same as words and links.
 * @property {string[]} telling Columns that figures are not compared without, where they differ in them.
 * @property {string[]} conditions Those of them in which rows of one group agree.
 * @property {string} rule What stands above each group.
 * @property {string} several What parts the amounts of a quantity in a cell.
 * @property {string} missing What stands where nothing is said.
 * @property {Record<string, string>} plain Cells that read otherwise outside TeX.
 * @property {Record<string, {cells: Record<string, string>, groups: Group[]}>} papers In the order of rows.
 */

/** How notes are counted: settings by number, sources by letter. */
export const MARKERS = { setting: String, source: letter };

/** Return the mark of a source, counted from 1: a to z, then aa. @param {number} number */
function letter(number) {
  const rest = Math.floor((number - 1) / 26);
  return (rest ? letter(rest) : "") + String.fromCharCode(97 + ((number - 1) % 26));
}

/**
 * List the rows of papers that have a figure in some column, or one row of a paper that has none.
 * @param {string[]} keys @param {string[]} measured @param {Cells} data
 */
export function rows(keys, measured, data) {
  const wanted = Object.keys(data.papers).filter((key) => keys.includes(key));
  return wanted.flatMap((key) => rowsOf(key, data.papers[key], measured));
}

function rowsOf(key, { cells, groups }, measured) {
  const found = groups.filter(({ figures }) => measured.some((name) => own(figures, name)));
  const all = found.map((group) => ({ ...group, key, cells: { ...cells, ...group.cells } }));
  return all.length ? all : [{ key, cells, notes: {}, figures: {}, quantities: [] }];
}

/** Tell whether a row has figures, and is no row of a paper without any. */
export const isMeasured = ({ figures }) => Object.keys(figures).length > 0;

/** Return the amounts of a quantity in a row, as far as its figures stand in chosen columns. */
export function amounts({ quantities }, name, { several }, measured) {
  const told = quantities.filter(([column, said]) => measured.includes(column) && own(said, name));
  return [...new Set(told.map(([, said]) => said[name]))].join(several);
}

/** Group rows whose figures were measured under equal conditions; those without come last. */
export function byConditions(found, { conditions, missing }) {
  const groups = new Map();
  for (const row of found) {
    const said = conditions.map((name) => own(row.cells, name) ?? missing);
    const key = isMeasured(row) ? JSON.stringify(said) : "";
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const bare = groups.get("") ?? [];
  groups.delete("");
  return [...groups.values(), bare].filter((group) => group.length);
}

/** Number the notes of one column in the order of rows: by their places, counted from 1. */
export function numbered(found, name) {
  const places = new Set(found.flatMap(({ notes }) => own(notes, name) ?? []));
  return new Map([...places].map((place, n) => [place, n + 1]));
}

/** Return the numbers of a row's notes in one column, in their order. */
export function numbersOf({ notes }, name, known) {
  return (own(notes, name) ?? []).map((place) => known.get(place)).sort((one, other) => one - other);
}
