/** The list of people: by part of a name, with several papers alone, most papers first. Without this module all stand there. */

import { words } from "./explore/text.js";

const form = document.querySelector("[data-people]");
const [name, several, order, status] = form.querySelectorAll("input, select, [role=status]");
const groups = [...document.querySelectorAll("[data-letter]")].map((section) => {
  const people = [...section.querySelectorAll("li")].map((line) => {
    const [who] = line.children;
    const count = line.querySelector(".survey-count");
    return { line, names: ` ${words(who.textContent).join(" ")}`, papers: count ? parseInt(count.textContent.replaceAll(",", ""), 10) : 1 };
  });
  return { section, list: section.querySelector("ul"), people };
});
const all = groups.flatMap(({ people }) => people);
const ranked = document.createElement("ul");
ranked.className = "survey-links";
ranked.hidden = true;
form.after(ranked);

/** Show who is asked for; the letters' lists, or one list by numbers of papers. */
function show() {
  const asked = words(name.value);
  const isRanked = order.value === "count";
  const fits = ({ names, papers }) => (papers > 1 || !several.checked) && asked.every((word) => names.includes(` ${word}`));
  const shown = new Set(all.filter(fits));
  for (const person of all) person.line.hidden = !shown.has(person);
  if (isRanked) ranked.replaceChildren(...[...all].sort((one, other) => other.papers - one.papers).map(({ line }) => line));
  else for (const { list, people } of groups) list.replaceChildren(...people.map(({ line }) => line));
  ranked.hidden = !isRanked;
  for (const { section, people } of groups) section.hidden = isRanked || !people.some((person) => shown.has(person));
  status.textContent = shown.size === all.length ? "" : `${shown.size.toLocaleString("en")} of ${all.length.toLocaleString("en")}`;
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", show);
if (name.value || several.checked || order.value) show(); // typed before this came, or kept by the browser for the way back
