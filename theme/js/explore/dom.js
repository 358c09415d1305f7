/** Making elements. Whatever a record says gets into a page as text, never as HTML. */

/**
 * Make an element; attributes that are `undefined` or `false` are left out.
 * @param {string} name @param {Record<string, unknown>} attributes
 * @param {...(string | Node)} children
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** Look a name up that a record gave; what every object has, such as its constructor, does not count. */
export function own(names, name) {
  return names && Object.hasOwn(names, name) ? names[name] : undefined;
}

/** Name the class for a family's colour. @param {number | undefined} hue */
export function hueClass(hue) {
  return hue ? `survey-hue-${hue}` : false;
}

/** Write a number of things. @param {number} number @param {string} noun */
export function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

/** Where the site begins, wherever it is put. */
export const ROOT = new URL("../../", import.meta.url);

/** Name a place in the browser's store, which all sites of a host share. @param {string} name */
export function storeName(name) {
  return `survey-${name}:${ROOT.pathname}`;
}

/** Tell whether something lies there. @param {string} name */
export function isKept(name) {
  try {
    return localStorage.getItem(storeName(name)) !== null;
  } catch {
    return false; // the reader lets no page keep anything
  }
}

/** Give the address of a place in the site. @param {string} uri */
export function at(uri) {
  return new URL(uri, ROOT).href;
}

/** Fetch a file of the site; throws where there is none. @param {string} uri */
export async function fetched(uri) {
  const response = await fetch(at(uri));
  if (!response.ok) throw new Error(`${uri}: ${response.status}`);
  return response;
}

/**
 * Make a function that loads something once; after a failure the next call tries again.
 * @template T @param {() => Promise<T>} start @returns {() => Promise<T>}
 */
export function once(start) {
  let loading;
  return () => {
    loading ??= start().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
