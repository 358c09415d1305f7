/** Text as readers mean it: case and accents do not count. The same rules as in the engine. */

const LETTERS = new Map([
  ...[..."łøđħŧðıȷŋƒəɓɗɖɠɨƙƞɲɔɛʉⱥƀɉɍ"].map((letter, n) => [letter, "lodhtdijnfebddgiknnoeuabjr"[n]]),
  ["æ", "ae"], ["œ", "oe"], ["þ", "th"], ["ß", "ss"], ["ς", "σ"],
  ["ʼ", "'"], ["‘", "'"], ["’", "'"],
  ...[..."‐‑‒–—−"].map((dash) => [dash, "-"]),
]);
const ACCENTS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u200b-\u200f]+/g;
const PLAIN = /^[\x00-\x7f]*$/; // eslint-disable-line no-control-regex
const WORD = /[\p{L}\p{N}]+/gu;
const WRITTEN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** Give a text in lower case and without accents. @param {string} text */
export function fold(text) {
  if (PLAIN.test(text)) return text.toLowerCase();
  let previous = "";
  while (text !== previous) {
    previous = text;
    const bare = text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(ACCENTS, "");
    text = [...bare].map((letter) => LETTERS.get(letter) ?? letter).join("").normalize("NFC");
  }
  return text;
}

/** Give the words of a text, folded. @param {string} text @returns {string[]} */
export function words(text) {
  return fold(text).match(WORD) ?? [];
}

/** Spellings that differ between countries, and plurals: what makes two words one to readers. */
const SAME = [
  [/isation(s?)$/, "ization$1"], [/(...)is(e|es|ed|er|ers|ing)$/, "$1iz$2"], [/(..)our(|s|ful|ed|ing|less|able)$/, "$1or$2"],
  [/ll(ing|ed|er)$/, "l$1"], [/(..)ies$/, "$1y"], [/^adaptor/, "adapter"], [/(..[^sui])s$/, "$1"],
];

/** Give a folded word as it counts in names: American, in the singular. @param {string} word */
export function stem(word) {
  return SAME.reduce((text, [form, other]) => text.replace(form, other), word);
}

/** Give the stems of a text's words. @param {string} text @returns {string[]} */
export function stems(text) {
  return words(text).map(stem);
}

const UNSPACED = /[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]/;

/** Tell whether a text of words, a blank before each, has one that begins so; without blanks between words any place will do. */
export function has(text, start) {
  return text.includes(UNSPACED.test(start) ? start : ` ${start}`);
}

/**
 * Tell what a query means that its writer may not; nothing where it is clear.
 * @param {string} query @returns {string}
 */
export function misread(query) {
  const outside = query.replace(/"[^"]*"/g, " ");
  if (outside.includes('"')) return "a quotation mark is not closed";
  const field = /(?:^|\s)([\p{L}\p{N}_]+:)(?=[^\s/])/u.exec(outside);
  return field ? `“${field[1]}” is taken for a word: words are looked for everywhere` : "";
}

/** Replace every word of a text as it is written. @param {string} text @param {(word: string) => string} change */
export function replaceWords(text, change) {
  return text.normalize("NFC").replace(WRITTEN, change);
}

/**
 * Give the pieces of a text for the page: words that begin with one of `found` as <mark>.
 * @param {string} text @param {string[]} found Folded words.
 * @returns {(string | HTMLElement)[]}
 */
export function highlighted(text, found) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(WRITTEN)) {
    const begins = words(match[0]).some((word) => found.some((each) => word.startsWith(each)));
    if (!begins) continue;
    const mark = document.createElement("mark");
    mark.textContent = match[0];
    pieces.push(text.slice(end, match.index), mark);
    end = match.index + match[0].length;
  }
  return [...pieces, text.slice(end)].filter((piece) => piece !== "");
}
