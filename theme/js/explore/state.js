/**
 * What a reader asked for, and its form as an address, which brings back the same view.
 *
 * `?q=words&method=a,-b&year=2020-2023&size=10..20&with=code&sort=-title&k=key,key`
 */

import { readEnds, writeEnds } from "./ranges.js";

/**
 * @typedef {object} State
 * @property {string} q
 * @property {Record<string, {include: string[], exclude: string[]}>} chosen Ids by parameter.
 * @property {[number | null, number | null]} years
 * @property {Record<string, import("./ranges.js").Ends>} ranges By parameter.
 * @property {string[]} keys Show these papers alone.
 * @property {string} sort A column, with a minus sign when it goes down; empty for the usual order.
 * @property {boolean} asTyped Whether the query is to be taken as it was typed.
 */

export const COLUMNS = ["title", "method", "authors", "venue", "year", "features", "added", "cited"];
const YEARS = /^(\d{1,4})?(-)?(\d{1,4})?$/;
const KEY = /^[a-z][a-z0-9-]{0,79}$/;

/** Give the state that asks for nothing. @returns {State} */
export function empty() {
  return { q: "", chosen: ids([]), years: [null, null], ranges: ids([]), keys: [], sort: "", asTyped: false };
}

/** Map names to what is chosen; a facet may be called like what every object has. */
function ids(entries) {
  const chosen = Object.create(null);
  for (const [parameter, found] of entries) chosen[parameter] = found;
  return chosen;
}

/** Read an address; what it says that does not exist is left out. @returns {State} */
export function read(search, groups, ranges = []) {
  const given = new URLSearchParams(search);
  const state = empty();
  state.q = (given.get("q") ?? "").trim().slice(0, 2000);
  for (const group of groups) {
    const found = chosen(given.get(group.parameter) ?? "", group);
    if (found.include.length || found.exclude.length) state.chosen[group.parameter] = found;
  }
  state.years = years(given.get("year") ?? "");
  for (const range of ranges) state.ranges = bounded(state.ranges, range.parameter, readEnds(given.get(range.parameter) ?? "", range));
  state.keys = [...new Set(list(given.get("k") ?? "").filter((key) => KEY.test(key)))];
  const sort = given.get("sort") ?? "";
  if (COLUMNS.includes(sort.replace(/^-/, ""))) state.sort = sort;
  state.asTyped = state.q !== "" && given.get("exact") === "1";
  return state;
}

/** Write a state as an address, from its question mark on; nothing for what asks for nothing. */
export function write(state) {
  const said = [];
  const say = (name, value) => value && said.push(`${encodeURIComponent(name)}=${value}`);
  say("q", encodeURIComponent(state.q.trim()).replaceAll("%20", "+"));
  if (state.q && state.asTyped) say("exact", "1");
  for (const [parameter, { include, exclude }] of Object.entries(state.chosen)) {
    say(parameter, [...include, ...exclude.map((id) => `-${id}`)].map(encodeURIComponent).join());
  }
  const [from, to] = state.years;
  for (const [parameter, ends] of Object.entries(state.ranges)) say(parameter, encodeURIComponent(writeEnds(ends)));
  say("year", from === to ? from : `${from ?? ""}-${to ?? ""}`);
  say("k", state.keys.map(encodeURIComponent).join());
  say("sort", state.sort);
  return said.length ? `?${said.join("&")}` : "";
}

function list(text) {
  return text.split(",").filter(Boolean);
}

function chosen(text, { choices, former }) {
  const known = new Set(choices.map((choice) => choice.id));
  const present = (id) => (Object.hasOwn(former, id) ? former[id] : id);
  const pick = (ids) => [...new Set(ids.map(present).filter((id) => known.has(id)))];
  const include = pick(list(text).filter((id) => !id.startsWith("-")));
  const exclude = pick(list(text).filter((id) => id.startsWith("-")).map((id) => id.slice(1)));
  return { include, exclude: exclude.filter((id) => !include.includes(id)) };
}

function years(text) {
  const [, from, dash, to] = YEARS.exec(text) ?? [];
  const low = from ? Number(from) : null;
  const high = to ? Number(to) : null;
  if (!dash) return [low, low];
  return low !== null && high !== null && low > high ? [high, low] : [low, high];
}

/** Give ranges with another one, or without it where it bounds nothing. */
function bounded(ranges, parameter, ends) {
  const rest = Object.entries(ranges).filter(([name]) => name !== parameter);
  return ids(writeEnds(ends) ? [...rest, [parameter, ends]] : rest);
}

/** Bound a number or date. @param {import("./ranges.js").Ends} ends */
export function bound(state, parameter, ends) {
  return { ...state, ranges: bounded(state.ranges, parameter, ends) };
}

/** Choose an id, leave it out, or neither. @param {"include" | "exclude" | null} way */
export function choose(state, parameter, id, way) {
  const { include = [], exclude = [] } = state.chosen[parameter] ?? {};
  const next = { include: include.filter((each) => each !== id), exclude: exclude.filter((each) => each !== id) };
  if (way) next[way].push(id);
  const rest = Object.entries(state.chosen).filter(([name]) => name !== parameter);
  const has = next.include.length || next.exclude.length;
  return { ...state, chosen: ids(has ? [...rest, [parameter, next]] : rest) };
}

/** Tell how an id is chosen. @returns {"include" | "exclude" | null} */
export function wayOf(state, parameter, id) {
  const { include = [], exclude = [] } = state.chosen[parameter] ?? {};
  if (include.includes(id)) return "include";
  return exclude.includes(id) ? "exclude" : null;
}
