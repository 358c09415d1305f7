/** Which colour a point has: by the topmost choice that its paper has in one group. */

/**
 * @typedef {{title: string, colour: string, count: number}} Key A line of the legend.
 * @typedef {{colour: Uint8Array, palette: string[], keys: Key[]}} Colouring
 */

/** List the groups that can colour the map: those with something to tell apart. */
export function colourable(groups) {
  return groups.filter(({ isEach, choices }) => !isEach && choices.length > 1);
}

/**
 * Colour papers by a group; those with most papers have colours of their own, the others share the last one.
 * @param {import("../explore/data.js").Group} group @param {number} count Papers.
 * @param {string[]} palette The last one is for all the rest.
 * @returns {Colouring}
 */
export function colours(group, count, palette) {
  const tops = [...group.choices.keys()].filter((n) => group.choices[n].parent === null);
  const counts = new Uint32Array(group.choices.length);
  for (const own of group.of) for (const n of own) counts[n] += 1;
  const most = palette.length - 1;
  const largest = new Set([...tops].sort((one, other) => counts[other] - counts[one]).slice(0, most));
  const chosen = tops.filter((n) => largest.has(n) && counts[n]);
  const place = new Map(chosen.map((n, number) => [n, number]));
  const colour = new Uint8Array(count).fill(most);
  const shown = new Uint32Array(palette.length);
  for (let paper = 0; paper < count; paper += 1) {
    const first = group.of[paper].find((n) => place.has(n));
    if (first !== undefined) colour[paper] = place.get(first);
    shown[colour[paper]] += 1;
  }
  const keys = chosen.map((n, number) => ({ title: group.choices[n].title, colour: palette[number], count: shown[number] }));
  if (shown[most]) keys.push({ title: "Others", colour: palette[most], count: shown[most] });
  return { colour, palette, keys };
}

/** Take the palette from the page, so that light, dark and a survey's own colours hold. */
export function palette(element, fallbacks) {
  const style = getComputedStyle(element);
  return fallbacks.map((fallback, n) => style.getPropertyValue(`--survey-figure-${n + 1}`).trim() || fallback);
}
