/** The basket: papers that a reader has chosen. They stay in this browser, through all pages and visits. */

import { make, storeName } from "./dom.js";

const PLACE = storeName("basket");
const KEY = /^[a-z][a-z0-9-]{0,79}$/;
const MOST = 2000;
const listeners = new Set();
let held = read();

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    const keys = Array.isArray(found) ? found.filter((key) => typeof key === "string" && KEY.test(key)) : [];
    return [...new Set(keys)].slice(0, MOST);
  } catch {
    return []; // not ours, or the reader lets no page keep anything
  }
}

function keep(keys) {
  held = keys.slice(0, MOST);
  try {
    localStorage.setItem(PLACE, JSON.stringify(held));
  } catch {
    // It lasts as long as this page then.
  }
  tell();
}

function tell() {
  document.querySelectorAll(".survey-put").forEach(press);
  for (const listener of listeners) listener(held);
}

window.addEventListener("storage", ({ key }) => {
  if (key !== PLACE && key !== null) return;
  held = read();
  tell();
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  held = read(); // the way back leads to the page as it was left
  tell();
});

export const basket = {
  /** The keys, in the order in which they came. @returns {string[]} */
  get keys() {
    return [...held];
  },
  /** @param {string} key */
  has: (key) => held.includes(key),
  /** Put a paper in, or take it out. @param {string} key */
  toggle: (key) => keep(held.includes(key) ? held.filter((each) => each !== key) : [...held, key]),
  /** @param {string[]} keys */
  add: (keys) => keep([...new Set([...held, ...keys])]),
  empty: () => keep([]),
  /** Call a function now and after every change. @param {(keys: string[]) => void} listener */
  watch(listener) {
    listeners.add(listener);
    listener([...held]);
  },
};

/** Make the button that puts a paper into the basket or takes it out. @param {string} key @param {string} name */
export function toggle(key, name) {
  const button = make("button", { type: "button", class: "survey-put", "data-key": key, "aria-label": `${name}: in the basket` });
  button.addEventListener("click", () => basket.toggle(key));
  press(button);
  return button;
}

/** Say on a button whether its paper is in the basket; the sign on it is the style sheet's. */
function press(button) {
  const isIn = held.includes(button.dataset.key);
  button.setAttribute("aria-pressed", String(isIn));
  button.title = isIn ? "Take out of the basket" : "Put into the basket";
}
