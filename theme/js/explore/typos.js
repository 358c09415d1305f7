/** Typing errors: a word that stands nowhere in the survey is taken for the nearest that does. */

import { fetched } from "./dom.js";
import { replaceWords, words as wordsOf } from "./text.js";

/** How many errors a word may have, by its length: short words are too near to each other. */
function tolerance(length) {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}

/**
 * Count the fewest insertions, deletions, changes and swaps of neighbours that lead from one word to
 * another (Damerau and Levenshtein's distance, where what was swapped may be edited again).
 * @param {string} one @param {string} other @returns {number}
 */
export function distance(one, other) {
  const [a, b] = [[...one], [...other]];
  const far = a.length + b.length;
  const rows = Array.from({ length: a.length + 2 }, () => new Array(b.length + 2).fill(far));
  for (let i = 0; i <= a.length; i += 1) rows[i + 1][1] = i;
  for (let j = 0; j <= b.length; j += 1) rows[1][j + 1] = j;
  const lastRow = new Map();
  for (let i = 1; i <= a.length; i += 1) {
    let lastColumn = 0;
    for (let j = 1; j <= b.length; j += 1) {
      const [row, column] = [lastRow.get(b[j - 1]) ?? 0, lastColumn];
      const isSame = a[i - 1] === b[j - 1];
      if (isSame) lastColumn = j;
      rows[i + 1][j + 1] = Math.min(
        rows[i][j] + (isSame ? 0 : 1),
        rows[i + 1][j] + 1,
        rows[i][j + 1] + 1,
        rows[row][column] + (i - row - 1) + 1 + (j - column - 1),
      );
    }
    lastRow.set(a[i - 1], i);
  }
  return rows[a.length + 1][b.length + 1];
}

/** Give one bit for each letter of a word: an edit changes two of them at most. */
function letters(word) {
  let bits = 0;
  for (let n = 0; n < word.length; n += 1) bits |= 1 << (word.charCodeAt(n) % 32);
  return bits;
}

function ones(bits) {
  let count = 0;
  for (let rest = bits; rest; rest &= rest - 1) count += 1;
  return count;
}

export class Vocabulary {
  /** @param {{words: string, counts: number[]}} data The words sorted, and how common each is. */
  constructor({ words, counts }) {
    this.words = words ? words.split(" ") : [];
    this.counts = new Map(this.words.map((word, number) => [word, counts[number]]));
    this.words.sort();
    this.letters = Int32Array.from(this.words, letters);
  }

  static async load() {
    return new Vocabulary(await (await fetched("explore/words.json")).json());
  }

  /** Tell whether some word is this one or begins with it. @param {string} start */
  knows(start) {
    if (this.counts.has(start)) return true;
    let [low, high] = [0, this.words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words[middle] < start) low = middle + 1;
      else high = middle;
    }
    return this.words[low]?.startsWith(start) ?? false;
  }

  /** Find the word that was probably meant; nothing where none is near. @param {string} word */
  nearest(word) {
    const most = tolerance([...word].length);
    const own = letters(word);
    let best = null;
    this.words.forEach((known, number) => {
      if (Math.abs(known.length - word.length) > most * 2) return;
      if (ones(this.letters[number] ^ own) > most * 2) return;
      const away = distance(word, known);
      if (away > most) return;
      const rank = [away, known[0] === word[0] ? 0 : 1, -this.counts.get(known)];
      if (!best || isBefore(rank, best.rank)) best = { known, rank };
    });
    return best?.known ?? null;
  }

  /**
   * Correct a query: every word that neither is nor begins a word of the survey, where one is near.
   * Words with digits, and short ones, stay as they are. Nothing when there is nothing to correct.
   * @param {string} query @returns {string | null}
   */
  correct(query) {
    let changes = 0;
    const corrected = replaceWords(query, (written) => {
      const [word, ...more] = wordsOf(written);
      const isFine = !word || more.length || /\p{N}/u.test(word) || !tolerance([...word].length) || this.knows(word);
      const meant = isFine ? null : this.nearest(word);
      if (!meant) return written;
      changes += 1;
      return isCapital(written) ? meant[0].toUpperCase() + meant.slice(1) : meant;
    });
    return changes ? corrected : null;
  }
}

function isBefore(one, other) {
  const at = one.findIndex((value, n) => value !== other[n]);
  return at >= 0 && one[at] < other[at];
}

function isCapital(word) {
  return word[0] !== word[0].toLowerCase();
}

let loading;

/** Load the vocabulary once; after a failure the next call tries again. @returns {Promise<Vocabulary>} */
export function vocabulary() {
  loading ??= Vocabulary.load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
