/**
 * The page for what is not found: an author's former page leads to the place in the list of authors.
 * Without this module the link leads to the top of the list.
 */

const author = /\/authors\/([a-z0-9-]+)(?:\/(?:index\.html)?|\.bib)?$/.exec(location.pathname);
const list = document.querySelector("[data-authors]");
if (author && list) list.hash = author[1];
