/**
 * What a reader keeps of papers, its form as a file, and how two of these become one.
 *
 * `{"format": "survey-reading", "version": 1, "papers": {KEY: {"mark": "read", "note": "…"}},
 * "lists": [{"name": "…", "papers": [KEY, …]}]}`; the browser's store holds the same text. Whatever is read is
 * a stranger's: it is taken whole or refused with a sentence that says why.
 */

/**
 * @typedef {{mark: "" | "to-read" | "read", note: string}} Kept
 * @typedef {{papers: Map<string, Kept>, lists: Map<string, string[]>}} Reading The lists by name.
 */

const FORMAT = "survey-reading";
const VERSION = 1;
export const KEY = /^[a-z][a-z0-9-]{0,79}$/;
export const MARKS = ["to-read", "read"];
export const NOTHING = Object.freeze({ mark: "", note: "" });
export const MOST = { papers: 5000, lists: 100, keys: 2000, name: 100, note: 10_000, bytes: 4_000_000 };
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;

/** What is not taken, in words for the reader. */
export class Refusal extends Error {}

/** @returns {Reading} */
export function empty() {
  return { papers: new Map(), lists: new Map() };
}

/** @param {Reading} reading @returns {Reading} */
export function copied({ papers, lists }) {
  return { papers: new Map(papers), lists: new Map([...lists].map(([name, keys]) => [name, [...keys]])) };
}

/** Replace halves of characters, which no file can hold. @param {string} text */
export function wellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** Write a name of a list on one line. @param {string} text */
export function tidy(text) {
  return wellFormed(text).normalize("NFC").replace(UNSEEN, " ").replace(/\s+/g, " ").trim();
}

/** Write what is kept as a file. @param {Reading} reading */
export function written({ papers, lists }) {
  const said = [...papers].map(([key, { mark, note }]) => [key, { ...(mark && { mark }), ...(note && { note }) }]);
  const named = [...lists].map(([name, keys]) => ({ name, papers: keys }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, papers: Object.fromEntries(said), lists: named }, null, 1)}\n`;
}

/** Read a file. @param {string} text @returns {Reading} @throws {Refusal} */
export function parsed(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Refusal("it is not JSON");
  }
  if (!isObject(found) || found.format !== FORMAT) throw new Refusal("it is no file of this page");
  if (found.version !== VERSION) throw new Refusal(`it is of version ${short(found.version)}, and this page knows version ${VERSION}`);
  allow(found, ["format", "version", "papers", "lists"], "the file");
  if (!isObject(found.papers)) throw new Refusal("“papers” is no object");
  if (!Array.isArray(found.lists)) throw new Refusal("“lists” is no list");
  const reading = empty();
  for (const [key, said] of Object.entries(found.papers)) reading.papers.set(keyOf(key), paper(key, said));
  for (const said of found.lists) list(reading.lists, said);
  return checked(reading);
}

function paper(key, said) {
  if (!isObject(said)) throw new Refusal(`what it says of ${short(key)} is no object`);
  allow(said, ["mark", "note"], key);
  const { mark = "", note = "" } = said;
  if (mark !== "" && !MARKS.includes(mark)) throw new Refusal(`the mark of ${short(key)} is ${short(mark)}, neither ${MARKS.join(" nor ")}`);
  if (typeof note !== "string") throw new Refusal(`the note on ${short(key)} is no text`);
  return { mark, note: wellFormed(note) };
}

function list(lists, said) {
  if (!isObject(said) || typeof said.name !== "string" || !Array.isArray(said.papers)) throw new Refusal("a list has no name or no papers");
  allow(said, ["name", "papers"], said.name);
  const name = tidy(said.name);
  lists.set(name, union(lists.get(name) ?? [], said.papers.map(keyOf)));
}

function keyOf(key) {
  if (typeof key !== "string" || !KEY.test(key)) throw new Refusal(`${short(key)} is no key of a paper`);
  return key;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function allow(found, names, where) {
  const other = Object.keys(found).find((name) => !names.includes(name));
  if (other !== undefined) throw new Refusal(`${short(where)} has ${short(other)}, which this page does not know`);
}

/** Quote what a file says, but not at length. */
function short(value) {
  const text = tidy(typeof value === "string" ? value : typeof value);
  return `“${text.length > 40 ? `${[...text].slice(0, 40).join("")}…` : text}”`;
}

/** Hold what is kept to its bounds. @param {Reading} reading @throws {Refusal} */
export function checked(reading) {
  const { papers, lists } = reading;
  if (papers.size > MOST.papers) throw new Refusal(`there is room for ${MOST.papers} papers`);
  if (lists.size > MOST.lists) throw new Refusal(`there is room for ${MOST.lists} lists`);
  for (const [key, { note }] of papers) {
    if (note.length > MOST.note) throw new Refusal(`the note on ${key} would be longer than ${MOST.note} characters`);
  }
  for (const [name, keys] of lists) {
    if (!name) throw new Refusal("a list needs a name");
    if (name.length > MOST.name) throw new Refusal(`the name of a list is longer than ${MOST.name} characters`);
    if (keys.length > MOST.keys) throw new Refusal(`a list has room for ${MOST.keys} papers`);
  }
  return reading;
}

/** Put two together so that nothing is lost. @param {Reading} one @param {Reading} other @returns {Reading} */
export function merged(one, other) {
  const both = copied(one);
  for (const [key, said] of other.papers) both.papers.set(key, together(both.papers.get(key) ?? NOTHING, said));
  for (const [name, keys] of other.lists) both.lists.set(name, union(both.lists.get(name) ?? [], keys));
  return both;
}

/** Who has read a paper once has read it. @param {Kept} one @param {Kept} other @returns {Kept} */
function together(one, other) {
  const marks = [one.mark, other.mark];
  return { mark: ["read", "to-read"].find((mark) => marks.includes(mark)) ?? "", note: joined(one.note, other.note) };
}

/** Join two notes; what one says already is not said twice. */
export function joined(one, other) {
  if (one.includes(other)) return one;
  return other.includes(one) ? other : `${one}\n\n${other}`;
}

function union(one, other) {
  return [...new Set([...one, ...other])];
}

/** Move what is kept under former keys. @param {Reading} reading @param {Map<string, string>} present By former keys. */
export function renamed({ papers, lists }, present) {
  const now = empty();
  for (const [key, said] of papers) {
    const other = present.get(key) ?? key;
    now.papers.set(other, together(now.papers.get(other) ?? NOTHING, said));
  }
  for (const [name, keys] of lists) now.lists.set(name, union([], keys.map((key) => present.get(key) ?? key)));
  return now;
}
