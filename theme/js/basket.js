/** On every page: a link to the basket when something is in it; where papers are, buttons put them in. */

import { basket } from "./explore/basket.js";
import { at, isKept, make } from "./explore/dom.js";

const MOST = 24; // papers that a comparison shows

const paper = document.querySelector(".survey-paper[data-key]");
const title = document.querySelector(".md-header__title");

if (title) {
  const number = make("span", { class: "survey-basket-link__number" });
  const link = make("a", { class: "survey-basket-link md-header__button", hidden: true }, "Basket ", number);
  title.after(link); // which makes room, so that nothing beside it moves
  basket.watch((keys) => {
    link.hidden = !keys.length;
    link.href = at("explore/#basket");
    number.textContent = String(keys.length);
  });
}

if (paper) {
  const { key } = paper.dataset;
  const button = paper.querySelector("[data-put]");
  const compare = paper.querySelector("[data-compare]");
  button.addEventListener("click", () => basket.toggle(key));
  basket.watch((keys) => {
    const beside = [key, ...keys.filter((each) => each !== key)].slice(0, MOST);
    compare.href = at(`compare/?k=${beside.join(",")}`);
    compare.title = beside.length > 1 ? "With the papers of the basket" : "";
    const isIn = basket.has(key);
    button.setAttribute("aria-pressed", String(isIn));
    button.textContent = isIn ? "In the basket" : "Put in the basket";
  });
  button.disabled = false;
}

if (document.querySelector(".survey-papers")) import("./rows.js");
if (isKept("reading") && document.querySelector(".survey-papers, .survey-list")) import("./reading/rows.js");
