/**
 * What a reader keeps, in this browser's store and nowhere else. Other pages and windows change it too: every
 * change begins with what the store holds by then, and what they do is seen here.
 */

import { at, make, once, storeName } from "../explore/dom.js";
import { MARKS, NOTHING, Refusal, checked, copied, empty, joined, merged, parsed, renamed, wellFormed, written } from "./shape.js";

const PLACE = storeName("reading");
const ASIDE = `${PLACE}:unread`;
const MOST_ASIDE = 5;
const listeners = new Set();
let isKept = true; // whether the store has what is held here
let unread = ""; // what it had that is none of ours
let trouble = "";
let held = found();

/** Read the store. */
function found() {
  let text;
  [trouble, unread] = ["", ""];
  try {
    text = localStorage.getItem(PLACE);
  } catch {
    trouble = "forbidden";
    return empty();
  }
  try {
    return text === null ? empty() : parsed(text);
  } catch {
    [trouble, unread] = ["unread", text];
    return empty();
  }
}

/**
 * Change what is kept. @param {(reading: import("./shape.js").Reading) => import("./shape.js").Reading | void} edit
 * @returns {string} Why it cannot be; empty where it was.
 */
function change(edit) {
  const next = copied(isKept ? found() : held);
  let made;
  try {
    made = checked(edit(next) ?? next);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  held = made;
  keep();
  tell();
  return "";
}

function keep() {
  try {
    if (unread) setAside();
    localStorage.setItem(PLACE, written(held));
    [isKept, trouble] = [true, unread ? "unread" : ""];
    unread = "";
  } catch {
    isKept = false;
    if (trouble !== "forbidden") trouble = "full";
  }
}

/** Nothing that lies in the store is thrown away because this page cannot read it. */
function setAside() {
  const n = [...Array(MOST_ASIDE).keys()].find((each) => [null, unread].includes(localStorage.getItem(`${ASIDE}-${each}`)));
  if (n === undefined) throw new Error("there is no more room for what cannot be read");
  localStorage.setItem(`${ASIDE}-${n}`, unread);
}

function tell() {
  for (const listener of listeners) listener();
}

function again() {
  const isWhole = isKept;
  held = isWhole ? found() : merged(found(), held);
  if (!isWhole) keep(); // there may be room by now
  tell();
}

window.addEventListener("storage", ({ key }) => {
  if (key === PLACE || key === null) again();
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) again(); // the way back leads to the page as it was left
});

/** Set what is said of a paper; who says nothing of it keeps nothing. */
function set(papers, key, said) {
  const now = { ...(papers.get(key) ?? NOTHING), ...said };
  if (now.mark || now.note) papers.set(key, now);
  else papers.delete(key);
}

export const reading = {
  /** @returns {import("./shape.js").Reading} Not to be changed. */
  get all() {
    return held;
  },
  /** What goes wrong: `forbidden`, `full`, `unread`, or nothing. */
  get trouble() {
    return trouble;
  },
  /** @param {string} key @returns {import("./shape.js").Kept} */
  of: (key) => held.papers.get(key) ?? NOTHING,
  /** Mark a paper, or take the mark off that it has. */
  toggle: (key, mark) => change(({ papers }) => set(papers, key, { mark: papers.get(key)?.mark === mark ? "" : mark })),
  /** Mark papers that have no mark yet. @param {string[]} keys @param {string} mark */
  markAll: (keys, mark) => change(({ papers }) => {
    for (const key of keys) if (!papers.get(key)?.mark) set(papers, key, { mark });
  }),
  /** Write a note; what another window wrote since `before` was read stays with it. */
  note: (key, text, before) => change(({ papers }) => {
    const now = papers.get(key)?.note ?? "";
    const note = wellFormed(text);
    set(papers, key, { note: now === before ? note : joined(now, note) });
  }),
  /** Put papers into a list, which is made where there is none. @param {string} name @param {string[]} keys */
  put: (name, keys) => change(({ lists }) => void lists.set(name, [...new Set([...(lists.get(name) ?? []), ...keys])])),
  /** @param {string} name @param {string} key */
  takeOut: (name, key) => change(({ lists }) => {
    if (lists.has(name)) lists.set(name, lists.get(name).filter((each) => each !== key));
  }),
  /** Call a list another name; two lists of one name become one. */
  call: (name, other) => change(({ papers, lists }) => {
    const both = [...new Set([...(lists.get(other) ?? []), ...(lists.get(name) ?? [])])];
    const entries = [...lists].filter(([each]) => each === name || each !== other);
    return { papers, lists: new Map(entries.map(([each, keys]) => (each === name ? [other, both] : [each, keys]))) };
  }),
  remove: (name) => change(({ lists }) => void lists.delete(name)),
  /** Forget a paper everywhere. @param {string} key */
  forget: (key) => change(({ papers, lists }) => {
    papers.delete(key);
    for (const [name, keys] of lists) lists.set(name, keys.filter((each) => each !== key));
  }),
  forgetAll: () => change(() => empty()),
  /** Take what another file or moment kept. @param {import("./shape.js").Reading} other */
  add: (other) => change((now) => merged(now, other)),
  /** @param {Map<string, string>} present Present keys by former ones. */
  rename: (present) => change((now) => renamed(now, present)),
  /** Tell whether anything is kept under one of these keys. @param {Iterable<string>} keys */
  knows(keys) {
    const all = new Set([...held.papers.keys(), ...[...held.lists.values()].flat()]);
    return [...keys].some((key) => all.has(key));
  },
  /** Call a function now and after every change. @param {() => void} listener */
  watch(listener) {
    listeners.add(listener);
    listener();
  },
};

/** What was set aside, since it could not be read. */
export const aside = {
  get texts() {
    try {
      const kept = [...Array(MOST_ASIDE).keys()].map((n) => localStorage.getItem(`${ASIDE}-${n}`));
      return [...new Set([...kept, unread || null])].filter((text) => text !== null);
    } catch {
      return [];
    }
  },
  empty() {
    try {
      for (let n = 0; n < MOST_ASIDE; n += 1) localStorage.removeItem(`${ASIDE}-${n}`);
      if (unread) localStorage.removeItem(PLACE);
    } catch {
      // There is nothing then.
    }
    again();
  },
};

/** What to tell of trouble. */
export const TROUBLES = {
  "": "",
  forbidden: "This browser lets this site keep nothing: what you mark lasts only as long as this page stays open. A file keeps it.",
  full: "The browser’s store for this site is full: the last changes last only as long as this page stays open. A file keeps them.",
  unread: "What was kept here before cannot be read by this page. It is set aside, and Reading lists offers it as a file.",
};

export const WORDS = { "to-read": "To read", read: "Have read" };

/** Load the style of what is shown of all this; without it there is still the text. */
export const styled = once(() => new Promise((done) => {
  const href = at("css/reading.css");
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return done();
  const link = make("link", { rel: "stylesheet", href });
  for (const event of ["load", "error"]) link.addEventListener(event, done);
  document.head.append(link);
}));

/** Make the two buttons that mark a paper. @param {string} key @param {string} [name] For those who hear it alone. */
export function markers(key, name) {
  return MARKS.map((mark) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "survey-marker";
    button.dataset.mark = mark;
    button.textContent = WORDS[mark];
    if (name) button.setAttribute("aria-label", `${WORDS[mark]}: ${name}`);
    button.setAttribute("aria-pressed", String(reading.of(key).mark === mark));
    button.addEventListener("click", () => reading.toggle(key, mark));
    return button;
  });
}
