/** How a reader moves the map: with a mouse, with fingers, with keys. */

const STEP = 60; // pixels that an arrow key moves the map
const CLOSER = 1.5; // times that + enlarges it
const STILL = 5; // pixels that a click may move

/**
 * Listen to all that moves a map.
 * @param {HTMLCanvasElement} canvas @param {import("./view.js").View} view
 * @param {{point: (paper: number) => void, choose: (paper: number) => void, leave: () => void}} then
 *   What to do with a paper that is pointed at, one that is chosen, and when nothing is any more.
 */
export function listen(canvas, view, then) {
  const fingers = new Map();
  let went = 0;
  const place = ({ clientX, clientY }) => {
    const { left, top } = canvas.getBoundingClientRect();
    return [clientX - left - canvas.clientLeft, clientY - top - canvas.clientTop];
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    canvas.setPointerCapture(event.pointerId);
    if (!fingers.size) went = 0;
    fingers.set(event.pointerId, place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    const here = place(event);
    const before = fingers.get(event.pointerId);
    if (!before) return then.point(view.nearest(...here));
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    const [across, down] = [here[0] - before[0], here[1] - before[1]];
    went += Math.hypot(across, down);
    fingers.set(event.pointerId, here);
    if (!other) {
      if (went > STILL) view.pan(across, down);
      return undefined;
    }
    went = Infinity; // two fingers click nothing
    view.pan(across / 2, down / 2);
    const far = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]);
    view.enlarge(far(here) / Math.max(far(before), 1), (here[0] + other[0]) / 2, (here[1] + other[1]) / 2);
    return undefined;
  });
  const end = (event) => {
    const isClick = fingers.delete(event.pointerId) && !fingers.size && went <= STILL && event.type === "pointerup";
    if (isClick) then.choose(view.nearest(...place(event), event.pointerType === "touch" ? 24 : undefined));
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener("pointerleave", () => then.point(-1));
  canvas.addEventListener("wheel", (event) => {
    const amount = event.deltaMode ? event.deltaY * 20 : event.deltaY;
    // Once nothing changes any more the wheel scrolls the page again.
    if (view.enlarge(2 ** (-amount / 240), ...place(event))) event.preventDefault();
  }, { passive: false });

  const centre = () => view.nearest(view.width / 2, view.height / 2, Math.max(view.width, view.height));
  const keys = {
    ArrowLeft: () => view.pan(STEP, 0),
    ArrowRight: () => view.pan(-STEP, 0),
    ArrowUp: () => view.pan(0, STEP),
    ArrowDown: () => view.pan(0, -STEP),
    "+": () => view.enlarge(CLOSER),
    "=": () => view.enlarge(CLOSER),
    "-": () => view.enlarge(1 / CLOSER),
    0: () => view.whole(),
    Enter: () => then.choose(centre()),
    Escape: () => then.leave(),
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
    if (event.key !== "Enter" && event.key !== "Escape") requestAnimationFrame(() => then.point(centre()));
  });
}
