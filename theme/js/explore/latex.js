/**
 * Papers as a comparison table in LaTeX: the same as `survey export latex-table --key … --column …`.
 *
 * Rows and cells were written when the site was built (`compare/cells.json`): they are chosen and
 * joined here, and nothing is written anew.
 */

import { own } from "./dom.js";

/**
 * @typedef {object} Group One configuration of a paper.
 * @property {Record<string, string>} cells Where they are not the paper's.
 * @property {Record<string, [string, string]>} figures By column, each with whose it is.
 * @property {[string, Record<string, string>][]} quantities What results tell, with their columns.
 * @typedef {object} Cells
 * @property {string} needs What a document needs for the table.
 * @property {string[]} own Columns that are no benchmark's.
 * @property {string[]} first Those of them that are chosen at first.
 * @property {Record<string, {head: string, alignment: string, comment: string}>} columns
 * @property {Record<string, string>} notes What is said of figures that are not the paper's own.
 * @property {string[]} telling Columns that figures are not compared without, where they differ in them.
 * @property {string[]} conditions Those of them in which rows of one group agree.
 * @property {string} rule What stands above each group.
 * @property {string} missing What stands where nothing is said.
 * @property {Record<string, {cells: Record<string, string>, groups: Group[]}>} papers In the order of rows.
 */

/** List the configurations that were measured in some column, or one row where none was. */
function rowsOf(key, { cells, groups }, measured) {
  const found = groups.filter(({ figures }) => measured.some((name) => own(figures, name)));
  const rows = found.map((group) => ({ ...group, key, cells: { ...cells, ...group.cells } }));
  return rows.length ? rows : [{ key, cells, figures: {}, quantities: [] }];
}

function cell({ cells, figures, quantities }, name, { missing }, measured) {
  const told = quantities.find(([column, said]) => measured.includes(column) && own(said, name));
  return told?.[1][name] ?? own(figures, name)?.[0] ?? own(cells, name) ?? missing;
}

/**
 * Write a table. @param {string[]} keys @param {string[]} columns @param {Cells} data
 * @returns {string}
 */
export function table(keys, columns, data) {
  const measured = columns.filter((name) => !data.own.includes(name));
  const wanted = Object.keys(data.papers).filter((key) => keys.includes(key));
  const rows = wanted.flatMap((key) => rowsOf(key, data.papers[key], measured));
  columns = withDiffering(columns, rows, measured, data);
  const write = (row) => line(row, columns.map((name) => cell(row, name, data, measured)));
  const groups = byConditions(rows, data, measured);
  const lines = groups.length ? groups.flatMap((group) => [data.rule, ...group.map(write)]) : [data.rule];
  const lost = keys.filter((key) => !own(data.papers, key)).map((key) => `% ${key} is newer than this page: load it again.`);
  return [...head(columns.map((name) => data.columns[name]), data), ...lines, ...lost, ...foot(rows, columns, measured, data), ""].join("\n");
}

/** Put before the first figures what these were measured under, wherever that differs. */
function withDiffering(columns, rows, measured, data) {
  const figures = rows.filter(isMeasured);
  const differs = (name) => new Set(figures.map((row) => cell(row, name, data, measured))).size > 1;
  const missing = data.telling.filter((name) => !columns.includes(name) && differs(name));
  const first = columns.findIndex((name) => name.includes("/"));
  const at = first < 0 ? columns.length : first;
  return [...columns.slice(0, at), ...missing, ...columns.slice(at)];
}

/** Group rows whose figures were measured under equal conditions; those without come last. */
function byConditions(rows, data, measured) {
  const groups = new Map();
  for (const row of rows) {
    const said = data.conditions.map((name) => cell(row, name, data, measured));
    const key = isMeasured(row) ? JSON.stringify(said) : "";
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const bare = groups.get("") ?? [];
  groups.delete("");
  return [...groups.values(), bare].filter((group) => group.length);
}

/** Tell whether a row has figures, and is no row of a paper without any. */
const isMeasured = ({ figures }) => Object.keys(figures).length > 0;

function head(chosen, { needs }) {
  return [
    ...[needs, ...chosen.map(({ comment }) => comment).filter(Boolean)].map((text) => `% ${text}`),
    `\\begin{tabular}{${chosen.map(({ alignment }) => alignment).join("")}}`,
    "\\toprule",
    `${chosen.map((column) => column.head).join(" & ")} \\\\`,
  ];
}

/** Write a row; its first cell cites the paper, and must not pass for an option of the line before. */
function line({ key }, [first, ...others]) {
  const shown = /^[[*(]/.test(first) ? `{${first}}` : first;
  return `${[`${shown}~\\cite{${key}}`, ...others].join(" & ")} \\\\`;
}

/** End the table, and explain the marks that it has. */
function foot(rows, columns, measured, data) {
  const shown = new Set(rows.flatMap(({ figures }) => measured.map((name) => own(figures, name)?.[1])));
  const notes = Object.keys(data.notes).filter((each) => shown.has(each)).map((each) => data.notes[each]);
  const note = `\\multicolumn{${columns.length}}{l}{\\footnotesize ${notes.join("; ")}} \\\\`;
  return ["\\bottomrule", ...(notes.length ? [note] : []), "\\end{tabular}"];
}
