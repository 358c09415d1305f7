/**
 * Tables that readers sort by the heads of their columns. Without this module they stay as they are.
 *
 * Numbers go down first, words up; cells that say nothing stay at the end either way.
 */

const NUMBER = /^[−-]?\d[\d,]*(\.\d+)?/;

/** Read the first number of a cell's text; NaN where it does not begin with one. */
export function numberOf(text) {
  const found = NUMBER.exec(text);
  return found ? Number(found[0].replace("−", "-").replaceAll(",", "")) : NaN;
}

/** Give the order of texts in one direction, 1 up or -1 down, as places in the list. */
export function orderOf(texts, direction) {
  const numbers = texts.map(numberOf);
  const areNumbers = texts.every((text, at) => !text || !Number.isNaN(numbers[at]));
  const compare = areNumbers
    ? (one, other) => numbers[one] - numbers[other]
    : (one, other) => texts[one].localeCompare(texts[other], undefined, { sensitivity: "base" });
  const filled = [...texts.keys()].filter((at) => texts[at]);
  const empty = [...texts.keys()].filter((at) => !texts[at]);
  return [...filled.sort((one, other) => direction * compare(one, other) || one - other), ...empty];
}

/** Tell whether a column goes down when it is first asked for. */
function goesDown(texts) {
  return texts.every((text) => !text || !Number.isNaN(numberOf(text)));
}

/** Sort a table's rows by one of its columns. */
function sort(table, head) {
  const body = table.tBodies[0];
  const texts = [...body.rows].map((row) => row.cells[head.cellIndex].textContent.trim());
  const now = head.getAttribute("aria-sort");
  const isDown = now ? now === "ascending" : goesDown(texts);
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
  const rows = [...body.rows];
  body.append(...orderOf(texts, isDown ? -1 : 1).map((at) => rows[at]));
}

/** Make buttons of the heads' labels. */
function enhance(table) {
  for (const head of table.tHead.rows[0].cells) {
    const label = head.querySelector("[data-label]");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "survey-sorter";
    button.textContent = label.textContent;
    button.addEventListener("click", () => sort(table, head));
    label.replaceWith(button);
  }
}

document.querySelectorAll("table[data-sortable]").forEach(enhance);
