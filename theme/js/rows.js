/**
 * Lists of papers: in each row a button that puts its paper into the basket, and badges after its title.
 *
 * A long list begins with its first rows and shows the others when one asks, or looks for words in the page. Where a
 * table fits into the page its head stays in sight.
 */

import { equip } from "./explore/badges.js";
import { toggle } from "./explore/basket.js";
import { ROOT, counted, make } from "./explore/dom.js";

const PAPERS = new URL("papers/", ROOT).href;
const LIST = ".survey-papers:not(.survey-list)"; // the explorer makes its own rows
const FEW = 60; // as many as the style sheet shows
const LONG = 90; // a button for a handful would not be worth its room

for (const link of document.querySelectorAll(`${LIST} th[scope=row] > a`)) {
  const key = link.href.slice(PAPERS.length).replace(/\/$/, "");
  const head = link.parentElement;
  const name = (head.querySelector(".survey-badge") ?? link).textContent;
  head.abbr = link.textContent; // what the other cells of the row are told by, without the buttons
  head.prepend(toggle(key, name));
  equip(head, key, name);
}

/** Show the first rows of a long table, and a button for all. */
function shorten(table) {
  const { rows } = table.tBodies[0];
  const button = make("button", { type: "button", class: "survey-more" }, `Show all ${counted(rows.length, "paper")}`);
  const showAll = () => {
    if (!button.isConnected) return;
    table.classList.remove("is-short");
    history.replaceState({ ...history.state, isWhole: true }, ""); // for the way back
    button.remove();
  };
  button.addEventListener("click", () => {
    showAll();
    rows[FEW].querySelector("a").focus();
  });
  document.addEventListener("keydown", ({ key, ctrlKey, metaKey }) => {
    if (key === "F3" || (key.toLowerCase() === "f" && (ctrlKey || metaKey))) showAll();
  });
  table.classList.add("is-short");
  table.parentElement.after(make("p", {}, button));
}

const fitting = new ResizeObserver((entries) => {
  for (const { target: box } of entries) box.classList.toggle("is-fitting", box.scrollWidth <= box.clientWidth);
});
for (const table of document.querySelectorAll(".survey-papers")) {
  const isLong = table.matches(LIST) && table.tBodies.length === 1 && table.tBodies[0].rows.length > LONG;
  if (isLong && !history.state?.isWhole) shorten(table);
  fitting.observe(table.parentElement);
}
if (location.hash) document.querySelector(":target")?.scrollIntoView(); // lists above are shorter now
