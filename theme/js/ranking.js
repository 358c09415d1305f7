/** Which search results come first: those whose very name was typed, then as the index has them. */

/** Reduce a name to what readers mean by it: case, accents and punctuation do not count. */
export function plain(text) {
  const letters = (text ?? "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return letters.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Tell how well a result's names fit; smaller is better. */
function rank({ meta }, typed) {
  const [query, method, title] = [typed, meta.method, meta.title].map(plain);
  if (!query) return 0;
  const fits = [
    meta.method?.toLowerCase() === typed.trim().toLowerCase(),
    method === query,
    title === query,
    title.startsWith(`${query} `),
    method.startsWith(query),
    true,
  ];
  return fits.indexOf(true);
}

/** Tell whether a result's whole name was typed: its method's or its title. */
export function isNamed(result, typed) {
  return plain(typed) !== "" && rank(result, typed) < 3;
}

/** Give the best of the results; those that fit equally well stay in their order. */
export function best(results, typed, most) {
  const ranked = results.map((result) => ({ result, rank: rank(result, typed) }));
  return ranked
    .sort((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ result }) => result);
}
