/**
 * Buttons that copy a text of the page, such as a reference, to the clipboard.
 *
 * A text (`data-survey-text`) stands in a place (`data-survey-copy`, with the text's name) into which
 * its button comes before it, or at the end of a line that is marked for it (`data-survey-buttons`). A link to
 * the file of a text (`data-survey-copies`, with the text's name) becomes such a button, too. Without this module
 * there are no buttons, and the text can be selected all the same.
 *
 * A text may hold the day on which it is read (`data-survey-today`): what changes is cited as it was then.
 *
 * Of texts that open one at a time one is always open: a second click, and what browsers and themes do to print
 * a page, would leave an empty box.
 */

const PLACE = "[data-survey-copy]";
const TEXT = "[data-survey-text]";
const BUTTONS = "[data-survey-buttons]";
const LINK = "[data-survey-copies]";
const TODAY = "[data-survey-today]";
const FORMS = "details[name]";
const SHOWN = 2000; // milliseconds for which a button says that it has copied

/** Copy as browsers did before they had a clipboard to write to; some do so only with a selection. */
function copySelected(element, text) {
  const selection = getSelection();
  const ranges = Array.from({ length: selection.rangeCount }, (_, n) => selection.getRangeAt(n));
  const fill = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };
  selection.selectAllChildren(element);
  document.addEventListener("copy", fill);
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill);
  selection.removeAllRanges();
  for (const range of ranges) selection.addRange(range);
  if (!done) throw new Error("the browser does not copy");
}

/**
 * Copy a text; pages that were not sent securely have no `navigator.clipboard`.
 * @param {string} text @param {Element} element What may be selected to copy it.
 */
export async function copyText(text, element = document.body) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copySelected(element, text);
  }
}

let region = null;

/** Give the region that says what happened to the ear. */
export function status() {
  if (!region) {
    region = document.createElement("p");
    region.className = "survey-aside";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  return region;
}

/** Say what happened, to the eye on the button and to the ear in the region that announces. */
function say(button, words) {
  const { copies } = button.dataset;
  status().textContent = words;
  button.textContent = words;
  clearTimeout(Number(button.dataset.timer));
  button.dataset.timer = setTimeout(() => {
    button.textContent = copies;
    status().textContent = "";
  }, SHOWN);
}

/** Make a button that copies the text of a place. */
function copier(place) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "survey-copy";
  button.dataset.copies = button.textContent = `Copy ${place.dataset.surveyCopy}`;
  const text = place.querySelector(TEXT);
  button.addEventListener("click", () =>
    copyText(text.textContent, text).then(
      () => say(button, "Copied"),
      () => say(button, "Select the text to copy it"),
    ),
  );
  return button;
}

/** Put a button beside a text. */
function equip(place) {
  const button = copier(place);
  const line = place.querySelector(BUTTONS);
  if (line) line.append(" ", button);
  else place.querySelector(TEXT).before(button);
}

for (const place of document.querySelectorAll(TODAY)) {
  const today = new Date();
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()];
  place.textContent = `, accessed ${day.map((part) => String(part).padStart(2, "0")).join("-")}`;
}

const places = document.querySelectorAll(PLACE);
if (places.length) {
  status(); // regions are heard when they change, not when they come
  for (const place of places) equip(place);
  for (const link of document.querySelectorAll(LINK)) {
    const place = [...places].find(({ dataset }) => dataset.surveyCopy === link.dataset.surveyCopies);
    if (place) link.replaceWith(copier(place));
  }
}

for (const form of document.querySelectorAll(FORMS)) {
  form.addEventListener("toggle", () => {
    const isLast = ![...document.querySelectorAll(`${FORMS}[open]`)].some(({ name }) => name === form.name);
    if (isLast) form.open = true;
  });
}
