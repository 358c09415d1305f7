/** How much of a list a reader had before them and where, kept with the step of the history, so that Back brings it back. */

const PAUSE = 150; // milliseconds without scrolling before the place is kept
const MOST = 1_000_000; // rows or pixels; a state may come from an older site

export class Visit {
  constructor() {
    let timer;
    window.addEventListener("scroll", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.stay(), PAUSE);
    }, { passive: true });
    document.addEventListener("click", () => this.stay(), { capture: true }); // a link may lead away at once
    this.arrive();
  }

  /** Read what is kept with this step: how many rows, and how far down. */
  arrive() {
    this.begin();
    const y = history.state?.y;
    this.y = Number.isFinite(y) ? Math.min(y, MOST) : 0;
  }

  /** Take up a step that the reader has just made, who stays where they are. */
  begin() {
    const rows = history.state?.rows;
    this.rows = Number.isInteger(rows) ? Math.min(rows, MOST) : 0;
    this.y = 0;
  }

  /** Go to the place that was left, once there is something to see: the browser came too early. */
  settle() {
    if (this.y) window.scrollTo({ top: this.y, behavior: "instant" });
    this.y = 0;
  }

  /** Keep the place, unless the one that was kept is still to be gone to. */
  stay() {
    if (!this.y) this.keep({ y: Math.round(window.scrollY) });
  }

  /** Keep something with this step of the history. @param {{rows?: number, y?: number}} what */
  keep(what) {
    history.replaceState({ ...history.state, ...what }, "");
    this.rows = history.state.rows ?? 0;
  }
}
