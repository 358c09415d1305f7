/**
 * Cards that tell of a cited work: title, authors, venue, year and the first sentence of its summary.
 *
 * A citation (`data-survey-cites`, with the key) is a link to the paper's page. Its card shows what the page's
 * list of references says (`#ref-KEY`, with parts marked `data-card`), so nothing more is fetched. It comes with
 * the pointer, the keyboard's focus, or the first tap, of which the second follows the link; it stays while the
 * pointer is on it, and goes with Escape (WCAG 2.2, 1.4.13). Without this module a link's `title` says the same.
 */

const LINK = "a[data-survey-cites]";
const PARTS = ["title", "method", "standing", "authors", "venue", "says"];
const SOON = 120; // milliseconds until a card comes, so that a pointer on its way elsewhere calls none
const LATER = 250; // milliseconds until it goes, in which the pointer may move onto it
const GAP = 6; // pixels between a citation and its card, and between a card and the window's edge

const card = document.createElement("div");
card.id = "survey-card";
card.className = "survey-card";
card.setAttribute("role", "tooltip");
card.hidden = true;

let shown = null; // the citation whose card is there
let timer = 0;
let touched = false; // whether the last thing that pressed was a finger

/** Find the citation that an event is about. */
const citation = (event) => event.target instanceof Element && event.target.closest(LINK);

/** Fill the card from the list of references; tell whether there is anything to show. */
function fill(key) {
  const entry = document.getElementById(`ref-${key}`);
  if (!entry) return false;
  const year = entry.querySelector('[data-card="year"]')?.textContent ?? "";
  const parts = PARTS.map((name) => entry.querySelector(`[data-card="${name}"]`)).filter(Boolean);
  card.replaceChildren(
    ...parts.map((part) => {
      const line = document.createElement("span");
      line.className = `survey-card__${part.dataset.card}`;
      line.dir = "auto";
      line.append(...[...part.childNodes].map((node) => node.cloneNode(true)));
      if (part.dataset.card === "venue") line.append(`, ${year}`);
      return line;
    }),
  );
  return true;
}

/** Put the card below its citation, or above where there is no room; never out of the window. */
function place(link) {
  const lines = link.getClientRects();
  const line = lines[0] ?? link.getBoundingClientRect();
  const last = lines[lines.length - 1] ?? line;
  const { clientWidth, clientHeight } = document.documentElement;
  const left = Math.max(GAP, Math.min(line.left, clientWidth - card.offsetWidth - GAP));
  const fits = last.bottom + GAP + card.offsetHeight <= clientHeight;
  const header = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
  const isAbove = !fits && line.top - GAP - card.offsetHeight >= header;
  const top = isAbove ? line.top - GAP - card.offsetHeight : last.bottom + GAP;
  const parent = card.offsetParent;
  const origin = !parent || parent === document.body ? { left: -scrollX, top: -scrollY } : parent.getBoundingClientRect();
  card.style.left = `${left - origin.left}px`;
  card.style.top = `${top - origin.top}px`;
}

/** Show the card of a citation. */
function show(link) {
  clearTimeout(timer);
  if (shown === link) return;
  hide();
  if (!fill(link.dataset.surveyCites)) return;
  (link.closest("main, [role=main]") ?? document.body).append(card); // a landmark, where readers with ears look
  shown = link;
  link.dataset.title = link.title;
  link.removeAttribute("title"); // the browser would show it too
  link.setAttribute("aria-describedby", card.id);
  card.hidden = false;
  place(link);
}

/** Hide the card. */
function hide() {
  clearTimeout(timer);
  if (!shown) return;
  shown.title = shown.dataset.title;
  shown.removeAttribute("aria-describedby");
  card.hidden = true;
  shown = null;
}

/** Do something in a while, unless something else comes first. */
function later(what, when) {
  clearTimeout(timer);
  timer = setTimeout(what, when);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const link = citation(event);
  if (link) later(() => show(link), SOON);
  else if (card.contains(event.target)) clearTimeout(timer);
  else if (shown && shown !== document.activeElement) later(hide, LATER);
  else if (!shown) clearTimeout(timer);
});

document.addEventListener("pointerdown", (event) => {
  touched = event.pointerType === "touch";
  if (!citation(event) && !card.contains(event.target)) hide();
});

document.addEventListener("keydown", (event) => {
  touched = false;
  if (event.key === "Escape") hide();
});

document.addEventListener("focusin", (event) => {
  const link = citation(event);
  if (link && !touched) show(link);
});

document.addEventListener("focusout", (event) => {
  if (citation(event) === shown && !touched) later(hide, LATER);
});

document.addEventListener("click", (event) => {
  const link = citation(event);
  if (!link || !touched || shown === link || event.ctrlKey || event.metaKey) return;
  show(link);
  if (shown === link) event.preventDefault();
});

addEventListener("resize", hide);
