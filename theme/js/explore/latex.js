/**
 * Papers as a comparison table in LaTeX: the same as `survey export latex-table --key … --columns …`.
 *
 * What LaTeX wants written otherwise was written when the site was built (`compare/cells.json`); a
 * text that is not in there is its own cell.
 */

const MISSING = "--";
/** What TeX takes for something else, and how it is written as text. */
const SPECIALS = {
  "\\": "{\\textbackslash}", "{": "{\\textbraceleft}", "}": "{\\textbraceright}", "~": "{\\textasciitilde}",
  "^": "{\\textasciicircum}", "<": "{\\textless}", ">": "{\\textgreater}", "|": "{\\textbar}",
  "&": "\\&", "%": "\\%", "#": "\\#", "_": "\\_", "$": "\\$",
};
const CONFIGURATION = ["variant", "backbone", "pretraining", "setting"];

/**
 * @typedef {{paper: any, results: any[]}} Row One configuration of a paper with its figures.
 * @typedef {object} Cells
 * @property {Record<string, {head: string, alignment: string, comment: string}>} columns
 * @property {Record<string, string>} marks Whose a figure is, the first counting before the others.
 * @property {Record<string, string>} said What the marks mean.
 * @property {Record<string, string>} cells Cells of the texts that LaTeX wants written otherwise.
 */

/** Write a text that has no cell, letter by letter: the papers' files may be newer than the cells. */
function plain(text) {
  return text.replace(/\p{Cc}|[\u2028\u2029]/gu, " ").replace(/[\\{}~^<>|&%#_$]/g, (sign) => SPECIALS[sign]);
}

/** Give a condition that the figures of a row share, or that some of them tell. */
function first({ results }, name) {
  return results.map((result) => result[name]).find((value) => value !== undefined);
}

function authors({ paper: { authors: [one, ...others] } }) {
  const name = one.literal ?? [one.particle, one.family].filter(Boolean).join(" ");
  return others.length ? `${name} et al.` : name;
}

function method(row) {
  const [name, variant] = [row.paper.method ?? authors(row), first(row, "variant")];
  if (variant && !variant.toLowerCase().includes(name.toLowerCase())) return `${name}, ${variant}`;
  return variant ?? name;
}

const TEXTS = {
  method,
  title: ({ paper }) => paper.title,
  authors,
  venue: ({ paper }) => paper.venue.id,
  backbone: (row) => first(row, "backbone") ?? (row.paper.backbones ?? []).join(", "),
  pretraining: (row) => first(row, "pretraining"),
  setting: (row) => first(row, "setting"),
  split: (row) => first(row, "split"),
};
const NUMBERS = {
  year: ({ paper }) => paper.year,
  params: (row) => first(row, "trainable_params_m"),
  "total-params": (row) => first(row, "total_params_m"),
};
export const OWN = ["method", "title", "authors", "year", "venue", "backbone", "pretraining", "setting", "split", "params", "total-params"];

/** Write a number with at most twelve digits. */
function number(value) {
  return value === undefined ? MISSING : String(Number(Number(value).toPrecision(12)));
}

/** Find the figure for a column: the paper's own before those of others. */
function figure({ results }, name, { marks }) {
  const order = Object.keys(marks);
  const mine = results.filter((result) => `${result.benchmark}/${result.metric}` === name);
  return mine.reduce((best, result) => (best && order.indexOf(best.provenance) <= order.indexOf(result.provenance) ? best : result), undefined);
}

function cell(row, name, data) {
  if (name in TEXTS) {
    const text = TEXTS[name](row) ?? "";
    return (Object.hasOwn(data.cells, text) ? data.cells[text] : plain(text)) || MISSING;
  }
  if (name in NUMBERS) return number(NUMBERS[name](row));
  const found = figure(row, name, data);
  return found ? number(found.value) + data.marks[found.provenance] : MISSING;
}

/** Split a paper into its configurations that were measured in some column. @returns {Row[]} */
function rowsOf(paper, measured) {
  const groups = new Map();
  for (const result of paper.results ?? []) {
    if (!measured.has(`${result.benchmark}/${result.metric}`)) continue;
    const configuration = JSON.stringify(CONFIGURATION.map((name) => result[name] ?? null));
    groups.set(configuration, [...(groups.get(configuration) ?? []), result]);
  }
  const rows = [...groups.values()].map((results) => ({ paper, results }));
  return rows.length ? rows : [{ paper, results: [] }];
}

/**
 * Write a table. @param {any[]} papers As their files have them. @param {string[]} columns
 * @param {Cells} data @returns {string}
 */
export function table(papers, columns, data) {
  const measured = new Set(columns.filter((name) => !OWN.includes(name)));
  const order = [...papers].sort((one, other) => one.year - other.year || (one.key < other.key ? -1 : 1));
  const rows = order.flatMap((paper) => rowsOf(paper, measured));
  const chosen = columns.map((name) => data.columns[name]);
  return [...head(chosen), ...rows.map((row) => line(row, columns, data)), ...foot(rows, columns, measured, data), ""].join("\n");
}

function head(chosen) {
  const comments = ["Needs \\usepackage{booktabs}; the keys are those of the exported bibliography."];
  return [
    ...[...comments, ...chosen.map(({ comment }) => comment).filter(Boolean)].map((text) => `% ${text}`),
    `\\begin{tabular}{${chosen.map(({ alignment }) => alignment).join("")}}`,
    "\\toprule",
    `${chosen.map((column) => column.head).join(" & ")} \\\\`,
    "\\midrule",
  ];
}

/** Write a row; its first cell cites the paper, and must not pass for an option of the line before. */
function line(row, columns, data) {
  const [first, ...others] = columns.map((name) => cell(row, name, data));
  const shown = /^[[*(]/.test(first) ? `{${first}}` : first;
  return `${[`${shown}~\\cite{${row.paper.key}}`, ...others].join(" & ")} \\\\`;
}

/** End the table, and explain the marks that it has. */
function foot(rows, columns, measured, data) {
  const shown = new Set(rows.flatMap((row) => [...measured].map((name) => figure(row, name, data)?.provenance)));
  const notes = Object.keys(data.said).filter((each) => shown.has(each)).map((each) => `${data.marks[each]} ${data.said[each]}`);
  const note = `\\multicolumn{${columns.length}}{l}{\\footnotesize ${notes.join("; ")}} \\\\`;
  return ["\\bottomrule", ...(notes.length ? [note] : []), "\\end{tabular}"];
}
