/** The search that the header and the explorer share: data, names and ranking, loaded once. */

import { load as loadData } from "./data.js";
import { once } from "./dom.js";
import { Finder } from "./find.js";
import { load as loadNames } from "./names.js";
import { terms } from "./terms.js";

/** Load everything once. @returns {Promise<{data: any, finder: Finder}>} */
export const engine = once(async () => {
  const [data, names] = await Promise.all([loadData(), loadNames()]);
  return { data, finder: new Finder(data, names) };
});

/**
 * Answer a query, in which terms such as `year:2022` may stand, with all that fits.
 * @param {string} query @param {{data: any, finder: Finder}} engine
 * @returns {{hits: import("./find.js").Hit[], rest: string, isFiltered: boolean}}
 */
export function answer(query, { data, finder }) {
  const { rest, tests } = terms(query, data, finder.names);
  if (!tests.length) return { hits: finder.answer(query), rest, isFiltered: false };
  const all = rest ? finder.answer(rest) : finder.sorted(data.papers.key.map((_, paper) => ({ fit: 0, paper })));
  const hits = all.filter(({ paper }) => paper !== undefined && tests.every((test) => test(paper)));
  return { hits, rest, isFiltered: true };
}
