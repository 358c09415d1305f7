/** In lists of papers: what the reader has marked, as a word behind the name. */

import { ROOT, make } from "../explore/dom.js";
import { reading, styled } from "./store.js";

const LISTS = ":is(.survey-papers, .survey-list)";
const PAPERS = new URL("papers/", ROOT).href;

function show() {
  for (const row of document.querySelectorAll(`${LISTS} tbody tr`)) {
    const link = row.querySelector("th a, td a");
    if (!link?.href.startsWith(PAPERS)) continue;
    const { mark, note } = reading.of(link.href.slice(PAPERS.length).replace(/\/.*$/, ""));
    const words = [mark.replace("-", " "), note && "note"].filter(Boolean).join(", ");
    const now = row.querySelector(".survey-marked");
    if ((now?.textContent ?? "") === words) continue;
    now?.remove();
    if (words) link.parentElement.append(make("span", { class: "survey-marked" }, words));
  }
}

styled().then(() => reading.watch(show));
// The explorer's rows come and go.
for (const body of document.querySelectorAll(".survey-list tbody")) new MutationObserver(show).observe(body, { childList: true });
