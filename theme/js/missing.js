/**
 * The page for what is not found: an author's former page leads to the place in the list of authors,
 * and the search begins with the words of the address. Without this module the search is empty.
 */

const author = /\/authors\/([a-z0-9-]+)(?:\/(?:index\.html)?|\.bib)?$/.exec(location.pathname);
const list = document.querySelector("[data-authors]");
if (author && list) list.hash = author[1];

/** Give the words of an address's last part: an identifier stays as it is, else its words stand apart. */
function asked(path) {
  const parts = path.split("/").filter((part) => part && !/^(index|404)\.html$/.test(part));
  const last = decoded(parts.at(-1) ?? "").replace(/\.(html?|bib|ris|json|md|yaml)$/i, "");
  return (/^[\d.]+(v\d+)?$/.test(last) ? last : last.replace(/[-_+\s]+/g, " ")).trim().slice(0, 200);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign
  }
}

const input = document.querySelector("[data-lost] input");
if (input) input.value = asked(location.pathname);
