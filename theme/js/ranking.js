/** Which search results come first: those whose very name was typed, then as the index has them. */

/** Reduce a name to what readers mean by it: case, accents and punctuation do not count. */
export function plain(text) {
  const letters = (text ?? "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return letters.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Tell how well a result's names fit; smaller is better. */
function rank({ meta }, query) {
  const method = plain(meta.method);
  const title = plain(meta.title);
  if (method === query) return 0;
  if (title === query) return 1;
  if (title.startsWith(`${query} `)) return 2;
  if (method.startsWith(query)) return 3;
  return 4;
}

/** Give the best of the results; those that fit equally well stay in their order. */
export function best(results, typed, most) {
  const query = plain(typed);
  const ranked = results.map((result) => ({ result, rank: rank(result, query) }));
  return ranked
    .sort((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ result }) => result);
}
