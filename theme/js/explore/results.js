/** What compared papers were measured on, as a table of the page: the rows of the LaTeX table, for people. */

import { at, make, own } from "./dom.js";
import { MARKERS, amounts, byConditions, isMeasured, numbered, numbersOf, rows } from "./measured.js";

/** Name a benchmark's metric. @param {any} names @param {string} name */
export function metricName(names, name) {
  const [id, metric] = name.split("/");
  const benchmark = own(names.benchmarks, id);
  const { name: title = metric, unit = "", direction = "" } = own(benchmark?.metrics, metric) ?? {};
  const arrow = own({ higher: " ↑", lower: " ↓" }, direction) ?? "";
  return `${benchmark?.name ?? id}: ${title}${unit ? ` (${unit})` : ""}${arrow}`;
}

/** Signs of whose a figure is, as in the LaTeX table. */
const SIGNS = { "third-party": "†", reproduction: "‡", derived: "∗" };

/** Find the metrics that more than one paper has figures for. */
export function shared(keys, measured, data) {
  const has = (key, name) => data.papers[key]?.groups.some(({ figures }) => own(figures, name));
  return measured.filter((name) => keys.filter((key) => has(key, name)).length > 1);
}

export class Results {
  /**
   * @param {HTMLElement} place @param {any[]} papers @param {string[]} measured
   * @param {import("./measured.js").Cells} data @param {any} names
   */
  constructor(place, papers, measured, data, names) {
    this.part = (name) => place.querySelector(`[data-${name}]`);
    this.keys = papers.map(({ key }) => key);
    this.measured = measured.filter((name) => Object.hasOwn(data.columns, name));
    this.data = data;
    this.names = names;
    const some = shared(this.keys, this.measured, data);
    const isPart = some.length > 0 && some.length < this.measured.length;
    this.part("rest").hidden = !isPart;
    const show = () => this.show(isPart && !this.part("all").checked ? some : this.measured);
    this.part("all").addEventListener("change", show);
    show();
  }

  show(columns) {
    const found = rows(this.keys, columns, this.data).filter(isMeasured);
    const groups = byConditions(found, this.data);
    const ordered = groups.flat();
    this.columns = columns;
    this.quantities = this.names.quantities.filter(({ id }) => found.some((row) => amounts(row, id, this.data, columns)));
    this.notes = Object.keys(MARKERS).map((name) => [name, numbered(ordered, name)]).filter(([, known]) => known.size);
    const table = this.part("measured");
    table.tHead.replaceChildren(this.head());
    for (const body of [...table.tBodies]) body.remove();
    table.append(...groups.map((group) => make("tbody", {}, this.groupHead(group[0]), ...group.map((row) => this.row(row)))));
    this.showNotes(ordered);
  }

  head() {
    const titles = [
      "Method",
      ...this.notes.map(([name]) => ({ setting: "Setting", source: "Source" })[name]),
      ...this.columns.map((name) => metricName(this.names, name)),
      ...this.quantities.map(({ title, unit }) => `${title[0].toUpperCase()}${title.slice(1)}${unit && ` (${unit})`}`),
    ];
    return make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title)));
  }

  /** Name the conditions under which the figures of a group were measured. */
  groupHead({ cells }) {
    const said = this.names.conditions.map(({ id, title, needed }) => {
      const cell = own(cells, id) ?? this.data.missing;
      if (cell !== this.data.missing) return `${title} ${this.plain(cell)}`;
      return needed ? `${title} not recorded` : "";
    });
    const words = said.filter(Boolean).join(" · ") || "All figures";
    const width = 1 + this.columns.length + this.quantities.length + this.notes.length;
    return make("tr", {}, make("th", { scope: "rowgroup", colspan: width }, make("span", {}, words)));
  }

  row(row) {
    const figure = (name) => {
      const [value, whose] = own(row.figures, name) ?? [];
      if (value === undefined) return make("td");
      const sign = own(SIGNS, whose);
      const mark = sign ? [make("sup", { title: own(this.names.provenance, whose) }, sign)] : [];
      return make("td", { "data-column": name }, make("strong", {}, value.replace("-", "−")), ...mark);
    };
    return make(
      "tr",
      { "data-key": row.key },
      make("th", { scope: "row" }, make("a", { href: at(`papers/${row.key}/`) }, this.plain(row.cells.method))),
      ...this.notes.map(([name, known]) => make("td", { "data-note": name }, ...this.marks(row, name, known))),
      ...this.columns.map(figure),
      ...this.quantities.map(({ id }) => make("td", {}, amounts(row, id, this.data, this.columns))),
    );
  }

  /** Link a row to its notes. */
  marks(row, name, known) {
    const links = numbersOf(row, name, known).map((n) => make("a", { href: `#${name}-${n}` }, MARKERS[name](n)));
    return links.flatMap((link, n) => (n ? [", ", link] : [link]));
  }

  plain(cell) {
    return own(this.data.plain, cell) ?? cell;
  }

  showNotes(ordered) {
    const shown = new Set(ordered.flatMap(({ figures }) => this.columns.map((name) => own(figures, name)?.[1])));
    const signs = Object.keys(SIGNS).filter((each) => shown.has(each)).map((each) => `${SIGNS[each]} ${own(this.names.meanings, each)}`);
    this.part("marks").textContent = signs.length ? `${signs.join("; ")}.` : "";
    this.part("marks").hidden = !signs.length;
    this.part("notes").replaceChildren(...this.notes.flatMap(([name, known]) => [
      make("h3", {}, { setting: "Settings", source: "Sources" }[name]),
      make("ol", { [`data-${name}s`]: true, type: name === "source" ? "a" : "1" }, ...[...known].map(([place, n]) =>
        make("li", { id: `${name}-${n}` }, ...this.data.parts[name][place].map(partOf)))),
    ]));
  }
}

/** Show a part of a note: words, or a link. */
function partOf(part) {
  if (typeof part === "string") return part;
  const [text, address] = part;
  return make("a", { href: address.includes("://") ? address : at(address) }, text);
}
