/** Papers as BibTeX, the very entries that the site offers, with the reader's notes in `annote`. */

import { KINDS, written } from "../explore/files.js";

/** What TeX takes for something else; the signs of `site_builder/latex/encode.py`. */
const SIGNS = {
  "\\": "{\\textbackslash}", "{": "{\\textbraceleft}", "}": "{\\textbraceright}", "~": "{\\textasciitilde}",
  "^": "{\\textasciicircum}", "<": "{\\textless}", ">": "{\\textgreater}", "|": "{\\textbar}",
  "&": "\\&", "%": "\\%", "#": "\\#", _: "\\_", $: "\\$",
};
const END = /\n\}\n$/;

/** Write a note as the value of a field; an empty line begins a paragraph. @param {string} note */
export function tex(note) {
  const signs = note.replace(/[\\{}~^<>|&%#_$]/g, (sign) => SIGNS[sign]);
  return signs.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\n\t]/gu, "").trim().replace(/\s*\n[^\S\n]*\n\s*/g, "\n\\par\n");
}

/** Write papers with notes. @param {string[]} keys @param {(key: string) => string} noteOf */
export async function annotated(keys, noteOf) {
  const { texts } = KINDS.bib.split(await written("bib", keys));
  return [...texts].map(([key, entry]) => {
    const note = tex(noteOf(key));
    return note ? entry.replace(END, () => `\n  annote = {${note}},\n}\n`) : entry;
  }).join(KINDS.bib.gap);
}
