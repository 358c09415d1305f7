/** In lists of papers: a button in each row that puts its paper into the basket. The style sheet keeps the room. */

import { toggle } from "./explore/basket.js";
import { ROOT } from "./explore/dom.js";

const PAPERS = new URL("papers/", ROOT).href;

for (const link of document.querySelectorAll(".survey-papers th[scope=row] > a")) {
  const key = link.href.slice(PAPERS.length).replace(/\/$/, "");
  const head = link.parentElement;
  const name = head.querySelector(".survey-badge") ?? link;
  head.abbr = link.textContent; // what the other cells of the row are told by, without the button
  head.prepend(toggle(key, name.textContent));
}
