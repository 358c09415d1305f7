/**
 * What a page without sidebars needs of the theme's script, which weighs a third of such a page: the
 * choice of colours, kept where the theme keeps it, and folded parts that open for whom they lead to.
 */

const SYSTEM = "(prefers-color-scheme)";
const light = matchMedia("(prefers-color-scheme: light)");
const form = document.querySelector("[data-md-component=palette]");

document.documentElement.classList.replace("no-js", "js");
if (form) chooseColours(form, [...form.querySelectorAll("input")]);

/** Show the colours that the reader has chosen, here or before, or those of the system. */
function chooseColours(place, inputs) {
  const at = (media) => inputs.find((input) => input.dataset.mdColorMedia === media);
  let chosen = kept()?.index ?? inputs.findIndex((input) => matchMedia(input.dataset.mdColorMedia).matches);
  chosen = Math.max(0, Math.min(chosen, inputs.length - 1)) || 0;
  const show = () => {
    const { media } = colours(inputs[chosen]);
    const shown = media === SYSTEM ? at(`(prefers-color-scheme: ${light.matches ? "light" : "dark"})`) : null;
    const color = { ...colours(shown ?? inputs[chosen]), media };
    for (const [name, value] of Object.entries(color)) document.body.setAttribute(`data-md-color-${name}`, value);
    for (const [number, { nextElementSibling: label }] of inputs.entries()) if (label) label.hidden = number !== chosen;
    return color;
  };
  const choose = (number) => {
    chosen = number;
    globalThis.__md_set("__palette", { index: chosen, color: show() });
  };
  for (const [number, input] of inputs.entries()) input.addEventListener("change", () => choose(number));
  place.addEventListener("keydown", ({ key }) => {
    if (key !== "Enter") return;
    const next = inputs[(chosen + 1) % inputs.length];
    next.click();
    next.focus();
  });
  light.addEventListener("change", show);
  show();
}

function colours(input) {
  const { mdColorMedia: media, mdColorScheme: scheme, mdColorPrimary: primary, mdColorAccent: accent } = input.dataset;
  return { media, scheme, primary, accent };
}

/** Read what the theme has kept, if the browser lets it and nobody else wrote there. */
function kept() {
  try {
    const found = globalThis.__md_get("__palette");
    return Number.isInteger(found?.index) ? found : null;
  } catch {
    return null;
  }
}

/** Let keys scroll what is wider than its box. */
const boxes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const code of document.querySelectorAll("pre > code")) boxes.observe(code);

/** Open what an address leads into. */
function reveal() {
  const target = document.querySelector(":target");
  const folded = target?.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
}

let opened = [];

addEventListener("hashchange", reveal);
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll(".survey details:not([open], .survey-cite *)")];
  for (const each of opened) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});
reveal();
