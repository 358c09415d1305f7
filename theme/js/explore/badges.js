/**
 * What stands after a title in every list of papers, the explorer's rows alike: BibTeX, summary, PDF, code.
 *
 * BibTeX is copied from the paper's file, the summary opens below the title, out of the paper's page; neither is
 * fetched before it is asked for, nor are the addresses of PDF and code before the reader stirs. Rows far out of
 * sight have no badges yet; the style sheet keeps the room.
 */

import { at, fetched, make, once, own } from "./dom.js";

const NEAR = "1600px 0px"; // above and below the window
const SHOWN = 2000; // milliseconds for which a badge says that it has copied

const GAP = " · ";
const SIGNS = ["pointermove", "pointerdown", "keydown", "focusin", "scroll"];

/** Wait for a sign of the reader: who only looks at a page's beginning needs no addresses. */
const stirred = new Promise((done) => {
  if (hasStirred()) return done();
  for (const sign of SIGNS) window.addEventListener(sign, done, { once: true, passive: true });
});

/** Tell what was to be seen of the reader before this script came. */
function hasStirred() {
  const hasFocus = ![null, document.body, document.documentElement].includes(document.activeElement);
  return scrollY > 0 || hasFocus || document.querySelector("body :hover") !== null; // a finger that has tapped hovers, too
}

/** Load where papers and their code can be had, by key. @returns {Promise<Record<string, [string, string]>>} */
const addresses = once(async () => {
  await stirred;
  return (await fetched("explore/links.json")).json();
});

/** @type {WeakMap<Element, () => void>} */
const waiting = new WeakMap();
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    waiting.get(target)();
  }
}, { rootMargin: NEAR });

/**
 * Put a row's badges after its title: at once into a row that is just made, into another once it comes near.
 * @param {HTMLElement} head The cell with the title. @param {string} key
 * @param {string} name What the badges are told apart by.
 */
export function equip(head, key, name) {
  const fill = () => {
    const place = make("small", {}, ...buttons(head, key, name));
    const before = head.querySelector(":scope > .survey-excerpt");
    if (before) before.before(GAP, place);
    else head.append(GAP, place);
    lead(place, key, name);
  };
  if (!head.isConnected) return fill();
  waiting.set(head, fill);
  seen.observe(head);
}

/** Add what leads elsewhere; without the addresses there are the others. */
async function lead(place, key, name) {
  const isTold = hasCode(place); // before a wait in which the row may go
  const [pdf, code] = own(await addresses().catch(() => ({})), key) ?? [];
  place.append(link("PDF", pdf, name), isTold ? "" : link("Code", code, name));
}

/** Tell whether a row has its code in a column. */
function hasCode(place) {
  const cells = place.closest("table")?.tHead.rows[0].cells ?? [];
  return [...cells].some((cell) => cell.textContent === "Code");
}

function link(title, href, name) {
  return href ? make("a", { href, "aria-label": `${title}: ${name}` }, title) : "";
}

function buttons(head, key, name) {
  const [bibtex, summary] = ["BibTeX", "Summary"].map((title) =>
    make("button", { type: "button", "aria-label": `${title}: ${name}` }, title));
  bibtex.addEventListener("click", () => copy(bibtex, key));
  summary.setAttribute("aria-expanded", "false");
  summary.addEventListener("click", () => open(head, summary, key));
  return [bibtex, summary];
}

/** Copy a paper's entry; where nothing can be copied the file is shown. */
async function copy(button, key) {
  const uri = `papers/${key}.bib`;
  try {
    const { copyText, status } = await import("../copy.js");
    await copyText((await (await fetched(uri)).text()).trimEnd());
    button.textContent = status().textContent = "Copied";
    setTimeout(() => {
      button.textContent = "BibTeX";
      status().textContent = "";
    }, SHOWN);
  } catch {
    location.assign(at(uri));
  }
}

/** Open what the paper's page says of it, or close it again; where it cannot be had the page itself opens. */
async function open(head, button, key) {
  const isOpen = button.getAttribute("aria-expanded") === "true";
  const known = head.querySelector(":scope > .survey-says");
  button.setAttribute("aria-expanded", String(!isOpen));
  if (known) known.hidden = isOpen;
  if (known) return;
  const says = make("div", { class: "survey-says", role: "status" });
  head.append(says);
  try {
    says.append(...paragraphs(await (await fetched(`papers/${key}/`)).text()));
  } catch {
    location.assign(at(`papers/${key}/`));
  }
}

/** Take the first sentence, the rest of the summary and the abstract out of a paper's page. */
function paragraphs(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const told = [...page.querySelectorAll(".survey-lead, :is(.survey-summary, .survey-abstract) > :is(p, h2)")];
  if (!told.length) return ["This paper has neither summary nor abstract here."];
  return told.filter((each) => each.localName === "p" || each.parentElement.matches(".survey-abstract")).map(line);
}

/** Keep what a paragraph says, its formulas among it, and nothing else. A head becomes a line of its own. */
function line(element) {
  const made = make("p", { dir: "auto" });
  const isHead = element.localName === "h2";
  if (isHead) made.append(make("strong", {}, element.textContent));
  else made.append(...[...element.childNodes].map((node) => document.importNode(node, true)));
  return made;
}
