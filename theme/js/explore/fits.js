/** How well an answer fits what was typed; smaller is better. */

/** What only the index of texts finds comes after all of these. */
export const FIT = {
  identified: 0, entry: 0.3, key: 0.5, benchmark: 1, spelt: 2, method: 2.1, title: 3, quoted: 3.5, place: 4, initials: 4.5, signs: 4.8,
  alias: 5, nearly: 5.5, person: 6, cited: 7, citedEarly: 7.5, placeBegins: 8, methodBegins: 9, placeEnds: 9.5, titleBegins: 10, titleHas: 11, aliasBegins: 12,
  words: 13, placeHas: 13.2, first: 13.5, names: 14, author: 14.5, part: 15,
};
export const IN_TEXT = 16;
