/** The order in which papers are shown. */

const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const READERS = {
  venue: ({ groups, papers }, paper) => groups.find((group) => group.parameter === "venue").choices[papers.venue[paper]].title,
  added: ({ days, papers }, paper) => days[papers.added[paper]],
  cited: ({ papers }, paper) => papers.cited?.[paper] ?? 0, // nobody may have looked who cites whom
  features: ({ papers }, paper) => [1, 2, 4].filter((bit) => papers.features[paper] & bit).length,
};
const cache = new WeakMap();

/** Tell the place of each paper in the order of a column; like values have like places. */
function places(data, column) {
  const known = cache.get(data) ?? cache.set(data, {}).get(data);
  known[column] ??= sorted(data, column);
  return known[column];
}

function sorted(data, column) {
  const read = READERS[column] ?? (({ papers }, paper) => papers[column][paper]);
  const values = Array.from({ length: data.count }, (_, paper) => read(data, paper));
  const order = values.map((_, paper) => paper);
  const compare = (one, other) =>
    typeof one === "number" ? one - other : (one === "") - (other === "") || COLLATOR.compare(one, other);
  order.sort((one, other) => compare(values[one], values[other]));
  const found = new Int32Array(data.count);
  order.forEach((paper, n) => {
    const before = order[n - 1];
    found[paper] = n && compare(values[before], values[paper]) === 0 ? found[before] : n;
  });
  return found;
}

/**
 * Sort papers: by a column, else by how well they fit the words, else the newest first.
 * @param {import("./data.js").Data} data @param {number[]} papers @param {string} sort
 * @param {Map<number, number> | null} fits Smaller is better.
 */
export function ordered(data, papers, sort, fits) {
  const years = places(data, "year");
  const newest = (one, other) => years[other] - years[one] || one - other;
  const best = (one, other) => (fits ? fits.get(one) - fits.get(other) : 0) || newest(one, other);
  if (!sort) return [...papers].sort(best);
  const column = sort.replace(/^-/, "");
  const [by, sign] = [places(data, column), sort.startsWith("-") ? -1 : 1];
  return [...papers].sort((one, other) => sign * (by[one] - by[other]) || best(one, other));
}
