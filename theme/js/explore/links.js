/** What an address on the web is known by, however it is dressed; the rules of `site_builder/web/link_names.py`. */

const ENDING = /\.(?:html?|pdf|php|md|git)$/;
const DRESS = /(?:[-_](?:paper|abstract|conference|supplemental|supp))+$/;
const LEAST = 8;
const ADDRESS = /^(?:https?:\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,})(\/[^\s?#]*)?(?:\?([^\s#]*))?(?:#\S*)?$/i;

/** Take the dress off the name of a file. */
function bare(name) {
  return name.replace(ENDING, "").replace(DRESS, "");
}

/**
 * Name what was typed, if it is an address, a file's name or an id that archives give; the surest name first.
 * @param {string} typed @returns {string[]}
 */
export function linkNames(typed) {
  const found = ADDRESS.exec(typed);
  const whole = found?.[2] ? fromAddress(found) : [];
  if (whole.length || /\s/.test(typed)) return whole;
  const name = bare(typed.toLowerCase());
  return [...(name.length >= LEAST && /[0-9_]/.test(name) ? [`file:${name}`] : []), `id:${typed.toLowerCase()}`];
}

function fromAddress([, domain, rest, query = ""]) {
  const host = domain.toLowerCase().replace(/^www\./, "");
  const path = decoded(rest).toLowerCase().replace(/\/+$/, "").replace(ENDING, "");
  const id = new URLSearchParams(query).get("id");
  const name = path.slice(path.lastIndexOf("/") + 1).replace(DRESS, "");
  const top = path.split("/").slice(0, 3).join("/"); // of a file in a repository the repository
  return [
    id ? `${host}${path}?${id}` : `${host}${path}`,
    ...(id ? [`id:${id.toLowerCase()}`] : []),
    ...(name.length >= LEAST && /[0-9_]/.test(name) ? [`file:${name}`] : []),
    ...(top !== path ? [`${host}${top}`] : []),
  ];
}

/** Undo percent signs; what is no such code stays. @param {string} text */
export function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Sum a text up: its CRC-32. @param {string} text */
export function crc32(text) {
  let sum = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** Give what stands for a name in the data: its CRC-32 in base 36. @param {string} name */
export function short(name) {
  return crc32(name).toString(36);
}
