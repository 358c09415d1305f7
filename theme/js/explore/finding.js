/** What finds papers by words, loaded once a reader types any. */

export { answer, engine } from "./engine.js";
export { Finder } from "./find.js";
export { FIT, IN_TEXT } from "./fits.js";
export { FullText } from "./fulltext.js";
export { asPerson, meant, nearest } from "./nearest.js";
export { completed, terms } from "./terms.js";
export { vocabulary } from "./typos.js";
