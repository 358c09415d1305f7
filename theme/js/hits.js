/** The results of the search in the header, as options of its list. Text of strangers stays text. */

import { at, counted, make } from "./explore/dom.js";
import { words } from "./explore/text.js";

/** Features that are a paper's standing come after these. */
const PLAIN_FEATURES = new Set(["code", "results"]);

/** Make an option that leads somewhere. */
function link(number, href, ...children) {
  return make("a", { role: "option", id: `survey-hit-${number}`, class: "survey-hit", href, tabindex: -1 }, ...children);
}

function about(...parts) {
  const said = parts.filter(Boolean).join(" · ");
  return said ? [make("span", { class: "survey-hit__about" }, said)] : [];
}

/** Show a hit of the ranking: a paper, a place or a person. @param {import("./explore/find.js").Hit} hit */
export function option(hit, number, data) {
  const { paper, place, person } = hit;
  if (paper !== undefined) return paperOption(paper, number, data, hit.excerpt);
  const [uri, title, kind, count] = place ? [place.uri, place.title, place.kind, place.count] : [person.uri, person.name, "Author", person.papers.length];
  const head = make("span", { class: "survey-hit__title" }, title);
  return link(number, at(uri), head, ...about(kind, count !== undefined && counted(count, "paper")));
}

function paperOption(paper, number, { papers, groups }, excerpt) {
  const head = make("span", { class: "survey-hit__title" });
  if (papers.method[paper]) head.append(make("span", { class: "survey-badge" }, papers.method[paper]), " ");
  head.append(papers.title[paper]);
  const features = groups.find((group) => group.parameter === "with");
  const standing = features.of[paper].map((n) => features.choices[n]).find(({ id }) => !PLAIN_FEATURES.has(id));
  if (standing) head.append(" ", make("strong", { class: "survey-standing" }, standing.title));
  const venue = groups.find((group) => group.parameter === "venue").choices[papers.venue[paper]].title;
  const place = at(`papers/${papers.key[paper]}/`);
  return link(number, place, head, ...about(papers.authors[paper], `${venue} ${papers.year[paper]}`), ...said(excerpt));
}

/** Show a result of the index of texts that is no paper. */
export function pageOption({ meta, excerpt, raw_url: path }, number) {
  const head = make("span", { class: "survey-hit__title" }, meta.title ?? path);
  const facts = [meta.authors, [meta.venue, meta.year].filter(Boolean).join(" ")];
  return link(number, at(path.replace(/^\/+/, "")), head, ...about(...facts), ...said(excerpt));
}

/** Make the option that completes what is typed. */
export function completion(query, number) {
  const row = make("div", { role: "option", id: `survey-hit-${number}`, class: "survey-hit", "data-query": query });
  row.append(make("span", { class: "survey-hit__title" }, query.trim()));
  return row;
}

/** Show an excerpt, found words as <mark>: parsed apart from the page, text kept. */
function said(excerpt) {
  if (!excerpt) return [];
  const parsed = new DOMParser().parseFromString(excerpt, "text/html");
  const pieces = [...parsed.body.childNodes].map((node) =>
    node.nodeName === "MARK" ? make("mark", {}, node.textContent) : node.textContent,
  );
  return [make("span", { class: "survey-hit__excerpt" }, ...pieces)];
}

/** Tell whether a result's heading says what an excerpt would: all that was typed, or the title. */
export function repeats({ title, method, authors, venue, year }, query, excerpt) {
  const plain = (text) => words(text ?? "").join(" ");
  const heading = plain([title, method, authors, venue, year].join(" "));
  return (title && plain(excerpt).startsWith(plain(title))) || words(query).every((word) => heading.includes(word));
}
