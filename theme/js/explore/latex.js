/**
 * Papers as a comparison table in LaTeX: the same as `survey export latex-table --key … --column …`.
 *
 * Rows and cells were written when the site was built (`compare/cells.json`): they are chosen and
 * joined here, and nothing is written anew.
 */

import { own } from "./dom.js";
import { MARKERS, amounts, byConditions, isMeasured, numbered, numbersOf, rows } from "./measured.js";

/**
 * Write a table. @param {string[]} keys @param {string[]} columns @param {import("./measured.js").Cells} data
 * @returns {string}
 */
export function table(keys, columns, data) {
  const measured = columns.filter((name) => !data.own.includes(name));
  const found = rows(keys, measured, data);
  const groups = byConditions(found, data);
  const written = new Table(complete(columns, found, data), groups.flat(), measured, data);
  const lines = groups.length ? groups.flatMap((group) => [data.rule, ...group.map((row) => written.line(row))]) : [data.rule];
  const lost = keys.filter((key) => !own(data.papers, key)).map((key) => `% ${key} is newer than this page: load it again.`);
  const notes = written.foot();
  return [...written.head(notes.length > 0), ...lines, ...lost, ...end(notes, data), ""].join("\n");
}

/** Put before the first figures what they were measured under, wherever that differs; their sources come last. */
function complete(columns, found, data) {
  const figures = found.filter(isMeasured);
  const cell = (row, name) => JSON.stringify(isNoted(name) ? own(row.notes, name) : own(row.cells, name) ?? data.missing);
  const differs = (name) => new Set(figures.map((row) => cell(row, name))).size > 1;
  const missing = data.telling.filter((name) => !columns.includes(name) && differs(name));
  const first = columns.findIndex((name) => name.includes("/"));
  const at = first < 0 ? columns.length : first;
  const isSourced = !columns.includes("source") && figures.some(({ notes }) => own(notes, "source"));
  return [...columns.slice(0, at), ...missing, ...columns.slice(at), ...(isSourced ? ["source"] : [])];
}

const isNoted = (name) => Object.hasOwn(MARKERS, name);

class Table {
  constructor(columns, found, measured, data) {
    this.columns = columns;
    this.rows = found;
    this.measured = measured;
    this.data = data;
    this.notes = new Map(columns.filter(isNoted).map((name) => [name, numbered(found, name)]));
  }

  head(hasNotes) {
    const { needs, frame, columns: all } = this.data;
    const chosen = this.columns.map((name) => all[name]);
    return [
      ...[needs[Number(hasNotes)], ...chosen.map(({ comment }) => comment).filter(Boolean)].map((text) => `% ${text}`),
      ...(hasNotes ? [frame[0]] : []),
      `\\begin{tabular}{${chosen.map(({ alignment }) => alignment).join("")}}`,
      "\\toprule",
      `${chosen.map((column) => column.head).join(" & ")} \\\\`,
    ];
  }

  /** Write a row; its first cell cites the paper, and must not pass for an option of the line before. */
  line(row) {
    const [first, ...others] = this.columns.map((name) => this.cell(row, name));
    const shown = /^[[*(]/.test(first) ? `{${first}}` : first;
    return `${[`${shown}~\\cite{${row.key}}`, ...others].join(" & ")} \\\\`;
  }

  cell(row, name) {
    const { marks, missing } = this.data;
    if (this.notes.has(name)) {
      return numbersOf(row, name, this.notes.get(name)).map(MARKERS[name]).join(", ") || missing;
    }
    const figure = own(row.figures, name);
    if (figure) return `${figure[0]}${marks[figure[1]]}`;
    return amounts(row, name, this.data, this.measured) || (own(row.cells, name) ?? missing);
  }

  /** List the notes: what marks mean, what all figures share, settings, sources. */
  foot() {
    const { all, columns, missing, notes, said, telling } = this.data;
    const shown = new Set(this.rows.flatMap(({ figures }) => this.measured.map((name) => own(figures, name)?.[1])));
    const marks = Object.keys(said).filter((each) => shown.has(each)).map((each) => said[each]);
    const some = this.rows.find(isMeasured);
    const texts = (name) => (isNoted(name) ? (own(some.notes, name) ?? []).map((place) => notes[name][place]) : [own(some.cells, name)]);
    const leftOut = some ? telling.filter((name) => !this.columns.includes(name)) : [];
    const shared = leftOut.flatMap((name) => texts(name).filter((text) => text && text !== missing).map((text) => `${columns[name].head} ${text}`));
    return [
      ...(marks.length ? [`\\item ${marks.join("; ")}`] : []),
      ...(shared.length ? [`\\item ${all}${shared.join("; ")}`] : []),
      ...Object.keys(MARKERS).flatMap((name) => [...(this.notes.get(name) ?? new Map())]
        .map(([place, number]) => `\\item[${MARKERS[name](number)}] ${notes[name][place]}`)),
    ];
  }
}

/** End the table; what its notes are stands below it. */
function end(notes, { frame: [, after, begin, size, close] }) {
  const lines = ["\\bottomrule", "\\end{tabular}"];
  return notes.length ? [...lines, begin, size, ...notes, close, after] : lines;
}
