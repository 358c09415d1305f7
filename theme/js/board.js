/**
 * Pages of benchmarks: one metric at a time, rows to choose by amount and source, points that name their rows.
 *
 * The address keeps what is chosen: `?most=0.5&from=NAME#metric-…`. Without this module all metrics stand below one
 * another with every row.
 */

const wanted = () => new URLSearchParams(location.search);

/** Keep what is chosen in the address, without a step in the history. */
function remember(name, value) {
  const query = wanted();
  if (value) query.set(name, value);
  else query.delete(name);
  const said = query.toString();
  history.replaceState(history.state, "", `${location.pathname}${said && `?${said}`}${location.hash}`);
}

/* Metrics as tabs */

const sections = [...document.querySelectorAll("[data-metric]")];
const tabs = [...document.querySelectorAll("[data-boards] a")];

/** Show the metric that the address names, or the first one. */
function showMetric() {
  const name = decodeURIComponent(location.hash.slice(1));
  const target = document.getElementById(name || "-");
  const found = (target && target.closest("[data-metric]")) || sections.find((section) => !section.hidden) || sections[0];
  for (const section of sections) section.hidden = section !== found;
  for (const tab of tabs) {
    if (tab.hash === `#${found.id}`) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
  return target;
}

if (tabs.length) {
  for (const section of sections.slice(1)) section.hidden = true;
  showMetric()?.scrollIntoView();
  addEventListener("hashchange", showMetric);
  for (const tab of tabs) {
    tab.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault(); // the tabs stay where they are
      history.replaceState(history.state, "", tab.hash);
      showMetric();
    });
  }
}

/* Rows */

class Board {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.form = place.querySelector("[data-choose]");
    this.rows = [...place.querySelectorAll("tr[data-row]")];
    this.byNumber = new Map(this.rows.map((row) => [row.dataset.row, row]));
    this.points = [...place.querySelectorAll("svg a[data-row]")];
    if (this.form) this.choose();
    this.point();
  }

  choose() {
    const query = wanted();
    const most = [...this.form.querySelectorAll("[name=most]")].find(({ value }) => value === query.get("most"));
    const from = [...(this.form.from?.options ?? [])].find((option) => option.value && nameOf(option) === query.get("from"));
    if (most) most.checked = true;
    if (from) from.selected = true;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", ({ target }) => {
      remember(target.name, target.name === "from" && target.value ? nameOf(target.selectedOptions[0]) : target.value);
      this.show();
    });
    this.show();
  }

  /** Show the rows that fit what is chosen, and say which is the best. */
  show() {
    const most = this.form.querySelector("[name=most]:checked");
    const from = this.form.from?.value ?? "";
    const fits = ({ dataset: { amount, from: works } }) =>
      (!from || works.split(" ").includes(from)) && (!most?.value || isWithin(amount, most));
    for (const row of this.rows) row.hidden = !fits(row);
    this.order(Boolean(from || most?.value));
    for (const point of this.points) point.classList.toggle("is-left-out", this.byNumber.get(point.dataset.row)?.hidden ?? false);
    this.say(most?.value ?? "", from);
  }

  /** Put the results of one method together where all are shown, else in their ranks; who sorted keeps that. */
  order(isChosen) {
    const table = this.place.querySelector("table");
    table.classList.toggle("is-chosen", isChosen);
    if (table.querySelector("[aria-sort]")) return;
    const rows = isChosen ? this.rows.toSorted((one, other) => one.dataset.row - other.dataset.row) : this.rows;
    table.tBodies[0].append(...rows);
  }

  say(most, from) {
    const shown = this.rows.filter((row) => !row.hidden);
    const [best] = shown.toSorted((one, other) => one.dataset.row - other.dataset.row);
    const untold = most ? this.rows.filter((row) => !row.dataset.amount).length : 0;
    const parts = [`${shown.length} of ${this.rows.length} results`, best ? `. Best: ${this.told(best)}.` : "."];
    if (untold) parts.push(` ${untold} that do not say how much are left out.`);
    if (from) parts.push(` All of them are from ${nameOf(this.form.from.selectedOptions[0])}.`);
    this.form.querySelector("[data-said]").textContent = parts.join("");
  }

  /** Name a row: its method, variant, value and amounts. */
  told(row) {
    const head = row.querySelector("th");
    const name = [head.querySelector("a"), head.querySelector("small:not(.survey-spread)")].filter(Boolean);
    const value = `${row.querySelector("strong").textContent}${this.place.dataset.unit && ` ${this.place.dataset.unit}`}`;
    const amounts = [...row.querySelectorAll("td[data-name]")]
      .filter((cell) => /\d/.test(cell.textContent) && !["Setting"].includes(cell.dataset.name))
      .map((cell) => `${cell.dataset.name} ${cell.textContent.trim()}`);
    return [name.map((part) => part.textContent).join(" "), value, ...amounts].join(", ");
  }

  /** Tie points and rows: who is pointed at, focused or tapped is named and marked in both. */
  point() {
    if (!this.points.length) return;
    const svg = this.points[0].closest("svg");
    for (const point of this.points) point.querySelector("title")?.remove(); // the name below comes at once, for fingers too
    for (const point of this.points) point.setAttribute("aria-label", this.told(this.byNumber.get(point.dataset.row)));
    const ordered = this.points.toSorted((one, other) => one.dataset.row - other.dataset.row);
    ordered[0].setAttribute("tabindex", "0"); // one stop for the key; arrows go on from it
    const on = (event) => event.target.closest?.("a[data-row]");
    let isFinger = false;
    svg.addEventListener("pointerover", (event) => on(event) && event.pointerType !== "touch" && this.mark(on(event)));
    svg.addEventListener("pointerout", () => this.mark(null));
    svg.addEventListener("focusin", (event) => this.mark(on(event)));
    svg.addEventListener("focusout", () => this.mark(null));
    svg.addEventListener("pointerdown", (event) => { isFinger = event.pointerType === "touch"; });
    svg.addEventListener("click", (event) => {
      if (!isFinger || !on(event) || on(event) === this.tapped) return;
      event.preventDefault(); // the first tap names, the second follows
      this.tapped = on(event);
      this.mark(this.tapped);
    });
    svg.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const next = step && ordered[ordered.indexOf(on(event)) + step];
      if (!next) return;
      event.preventDefault();
      on(event).setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
    for (const row of this.rows) {
      row.addEventListener("pointerenter", () => this.mark(this.points.find((point) => point.dataset.row === row.dataset.row), false));
      row.addEventListener("pointerleave", () => this.mark(null));
    }
  }

  /** Mark a point and its row; `isNamed` for the name beside the point. */
  mark(point, isNamed = true) {
    for (const each of this.place.querySelectorAll(".is-pointed")) each.classList.remove("is-pointed");
    name.remove();
    if (!point) return;
    const row = this.byNumber.get(point.dataset.row);
    point.classList.add("is-pointed");
    row?.classList.add("is-pointed");
    if (!isNamed || !row) return;
    name.textContent = this.told(row);
    document.body.append(name);
    const at = point.getBoundingClientRect();
    const left = Math.min(at.right + 6, document.documentElement.clientWidth - name.offsetWidth - 6);
    name.style.left = `${Math.max(6, left)}px`;
    name.style.top = `${Math.max(6, at.top - name.offsetHeight - 4)}px`;
  }
}

const name = document.createElement("div");
name.className = "survey-point";
name.setAttribute("aria-hidden", "true"); // the label of the point says it

/** Name a source as its choice does, without the count. */
function nameOf(option) {
  return option.textContent.replace(/ \(\d+\)$/, "");
}

function isWithin(amount, { value, dataset }) {
  return amount !== "" && (dataset.sign === "≥" ? Number(amount) >= Number(value) : Number(amount) <= Number(value));
}

for (const place of document.querySelectorAll("[data-board]")) new Board(place);
