/** The map's picture: points on a canvas, which a reader moves and enlarges; names where there is room. */

const MARGIN = 28; // pixels around all points when the whole map is shown
const DEEPEST = 60; // times as large as the whole map
const FINE = 2.2; // times as large from which on the smaller regions are named
const NAMED = 70; // points in sight, up to which each has its name beside it
const CELL = 24; // pixels of a cell in which points are looked up
const ROUND = 2.2; // pixels of radius below which a square looks like a circle, and is drawn much faster
const REACH = 14; // pixels from a point within which it is meant

/** @typedef {{x: number, y: number, name: string, count: number}} Region */

export class View {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{x: number[], y: number[], regions: Region[][], names: string[], growth?: number[]}} what Places between 0 and 1; NaN for none. A point that has grown is so many times as large.
   * @param {() => void} moved What to do after each movement.
   */
  constructor(canvas, what, moved) {
    Object.assign(this, what, { canvas, moved, pen: canvas.getContext("2d") });
    this.colour = new Uint8Array(what.x.length);
    [this.across, this.down] = [new Float32Array(what.x.length), new Float32Array(what.x.length)];
    this.palette = ["#888"];
    this.lit = null;
    this.marked = -1;
    this.seen = [];
    this.zoom = 1;
    this.centre = [0.5, 0.5];
    this.box = bounds(what.x, what.y);
    new ResizeObserver(() => this.resize()).observe(canvas);
    this.resize();
    this.whole();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    [this.width, this.height, this.ratio] = [width, height, ratio];
    [this.canvas.width, this.canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    this.draw();
  }

  /** Give how many pixels the unit of places takes. */
  get scale() {
    const [left, top, right, bottom] = this.box;
    const room = [this.width - 2 * MARGIN, this.height - 2 * MARGIN];
    return this.zoom * Math.max(1, Math.min(room[0] / Math.max(right - left, 0.01), room[1] / Math.max(bottom - top, 0.01)));
  }

  /** Show the whole map. */
  whole() {
    const [left, top, right, bottom] = this.box;
    this.zoom = 1;
    this.centre = [(left + right) / 2, (top + bottom) / 2];
    this.draw();
  }

  /** Move the map by pixels. */
  pan(across, down) {
    const { scale } = this;
    const [left, top, right, bottom] = this.box;
    this.centre = [
      clamp(this.centre[0] - across / scale, left, right),
      clamp(this.centre[1] - down / scale, top, bottom),
    ];
    this.draw();
  }

  /** Enlarge the map around a place in pixels. @returns {boolean} Whether anything changed. */
  enlarge(factor, x = this.width / 2, y = this.height / 2) {
    const before = this.zoom;
    const [across, down] = [x - this.width / 2, y - this.height / 2];
    const old = this.scale;
    this.zoom = clamp(this.zoom * factor, 1, DEEPEST);
    if (this.zoom === before) return false;
    if (this.zoom === 1) this.whole();
    else {
      const change = 1 / old - 1 / this.scale;
      this.centre = [this.centre[0] + across * change, this.centre[1] + down * change];
      this.pan(0, 0);
    }
    return true;
  }

  /** Bring places into sight. @param {number[]} papers */
  show(papers) {
    const known = papers.filter((paper) => !Number.isNaN(this.x[paper]));
    if (!known.length) return;
    const [left, top, right, bottom] = bounds(known.map((n) => this.x[n]), known.map((n) => this.y[n]));
    this.zoom = 1;
    const room = Math.min((this.width - 4 * MARGIN) / Math.max(right - left, 0.02), (this.height - 4 * MARGIN) / Math.max(bottom - top, 0.02));
    this.zoom = clamp(room / this.scale, 1, 12);
    this.centre = [(left + right) / 2, (top + bottom) / 2];
    this.draw();
  }

  /** Colour points by numbers of a palette; light some of them up, or all. @param {Uint8Array | null} lit */
  paint(colour, palette, lit) {
    Object.assign(this, { colour, palette, lit });
    this.draw();
  }

  /** Mark a paper, or none by -1. */
  mark(paper) {
    if (paper === this.marked) return;
    this.marked = paper;
    this.draw();
  }

  /** Give where a paper was last drawn, in pixels. */
  at(paper) {
    return [this.across[paper], this.down[paper]];
  }

  /** Find the paper that is meant at a place; -1 for none. Those that are lit up come first. */
  nearest(x, y, reach = REACH) {
    let [best, least] = [-1, Infinity];
    for (const paper of this.around(x, y, reach)) {
      const [px, py] = this.at(paper);
      const away = Math.hypot(px - x, py - y);
      const worth = away + (this.lit && !this.lit[paper] ? reach : 0);
      if (away <= reach && worth < least) [best, least] = [paper, worth];
    }
    return best;
  }

  /** List the papers in the cells around a place; which cell each is in is kept until the map moves. */
  around(x, y, reach) {
    this.cells ??= this.inCells();
    const found = [];
    const cells = Math.ceil(reach / CELL);
    const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    for (let c = column - cells; c <= column + cells; c += 1) {
      for (let r = row - cells; r <= row + cells; r += 1) found.push(...(this.cells.get(c * 4096 + r) ?? []));
    }
    return found;
  }

  /** Draw before the next picture is shown, once. */
  draw() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      this.drawNow();
      this.moved();
    });
  }

  drawNow() {
    const { pen, ratio, width, height } = this;
    const style = getComputedStyle(this.canvas);
    const [ink, ground] = [style.color, style.backgroundColor];
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const seen = this.inSight();
    const size = clamp(2.4 + 1.5 * Math.log2(this.zoom) - (this.x.length > 3000 ? 0.8 : 0), 1.6, 7);
    const dark = seen.filter((paper) => this.lit && !this.lit[paper]);
    const lit = this.lit ? seen.filter((paper) => this.lit[paper]) : seen;
    pen.globalAlpha = 0.18;
    this.dots(dark, () => ink, size * 0.8);
    pen.globalAlpha = this.lit ? 1 : 0.85;
    this.dots(lit, (paper) => this.palette[this.colour[paper]], this.lit ? size * 1.15 : size);
    pen.globalAlpha = 1;
    this.texts(lit.length <= NAMED ? lit : [], ink, ground, size);
    this.ring(ink, ground, size);
  }

  /** Draw points, all of one colour in one go. */
  dots(papers, colourOf, size) {
    const { pen } = this;
    const isSmall = size < ROUND;
    const groups = new Map();
    for (const paper of papers) {
      const colour = colourOf(paper);
      if (!groups.has(colour)) groups.set(colour, []);
      groups.get(colour).push(paper);
    }
    for (const [colour, group] of groups) {
      pen.fillStyle = colour;
      pen.beginPath();
      for (const paper of group) {
        const [x, y] = [this.across[paper], this.down[paper]];
        const radius = size * (this.growth?.[paper] ?? 1);
        if (isSmall) pen.rect(x - radius, y - radius, 2 * radius, 2 * radius);
        else {
          pen.moveTo(x + radius, y);
          pen.arc(x, y, radius, 0, 7);
        }
      }
      pen.fill();
    }
  }

  inCells() {
    const cells = new Map();
    for (const paper of this.seen) {
      const cell = Math.floor(this.across[paper] / CELL) * 4096 + Math.floor(this.down[paper] / CELL);
      if (!cells.has(cell)) cells.set(cell, []);
      cells.get(cell).push(paper);
    }
    return cells;
  }

  /** List the papers in sight, and keep where they are. */
  inSight() {
    const { width, height, scale } = this;
    const [left, top] = [width / 2 - this.centre[0] * scale, height / 2 - this.centre[1] * scale];
    this.cells = null;
    const seen = [];
    for (let paper = 0; paper < this.x.length; paper += 1) {
      const x = (this.across[paper] = this.x[paper] * scale + left);
      const y = (this.down[paper] = this.y[paper] * scale + top);
      if (!(x > -8 && y > -8 && x < width + 8 && y < height + 8)) continue;
      seen.push(paper);
    }
    this.seen = seen;
    return seen;
  }

  /** Write the names of regions, then of papers, each where it covers no other. */
  texts(papers, ink, ground, size) {
    const taken = [];
    const regions = this.regions[this.zoom < FINE ? 0 : 1] ?? [];
    const { scale } = this;
    for (const { x, y, name } of regions) {
      const lines = name.split(" · ");
      const [left, top] = [(x - this.centre[0]) * scale + this.width / 2, (y - this.centre[1]) * scale + this.height / 2];
      this.words(lines, left, top, { font: 650, ink, ground, taken, align: "center" });
    }
    for (const paper of papers) {
      const [x, y] = this.at(paper);
      this.words([this.names[paper]], x + size + 4, y, { font: 400, ink, ground, taken, align: "left" });
    }
  }

  words(lines, x, y, { font, ink, ground, taken, align }) {
    const { pen } = this;
    pen.font = `${font} 12px ${getComputedStyle(this.canvas).fontFamily}`;
    pen.textAlign = align;
    pen.textBaseline = "middle";
    const wide = Math.max(...lines.map((line) => pen.measureText(line).width));
    if (align === "center" && x > 0 && x < this.width) x = clamp(x, wide / 2 + 6, this.width - wide / 2 - 6);
    const left = align === "center" ? x - wide / 2 : x;
    const box = [left - 3, y - 8 * lines.length, left + wide + 3, y + 8 * lines.length];
    if (box[2] < 0 || box[0] > this.width || box[3] < 0 || box[1] > this.height) return;
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return;
    taken.push(box);
    pen.lineJoin = "round";
    pen.lineWidth = 4;
    lines.forEach((line, n) => {
      const middle = y + (n - (lines.length - 1) / 2) * 15;
      pen.strokeStyle = ground;
      pen.strokeText(line, x, middle);
      pen.fillStyle = ink;
      pen.fillText(line, x, middle);
    });
  }

  /** Draw a ring around the marked paper, and its name. */
  ring(ink, ground, size) {
    if (this.marked < 0) return;
    const { pen } = this;
    const [x, y] = this.at(this.marked);
    pen.strokeStyle = ink;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(x, y, size + 4, 0, 7);
    pen.stroke();
    const isRight = x > this.width * 0.7;
    const name = this.names[this.marked];
    pen.font = `650 13px ${getComputedStyle(this.canvas).fontFamily}`;
    const wide = pen.measureText(name).width;
    pen.fillStyle = ground;
    pen.fillRect(isRight ? x - size - wide - 12 : x + size + 6, y - 10, wide + 6, 20);
    pen.textAlign = isRight ? "right" : "left";
    pen.textBaseline = "middle";
    pen.fillStyle = ink;
    pen.fillText(name, isRight ? x - size - 9 : x + size + 9, y);
  }
}

function clamp(number, low, high) {
  return Math.max(low, Math.min(high, number));
}

/** Find the rectangle around places: left, top, right, bottom. */
function bounds(xs, ys) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  xs.forEach((x, n) => {
    if (Number.isNaN(x)) return;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], ys[n]);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], ys[n]);
  });
  return box[0] <= box[2] ? box : [0, 0, 1, 1];
}
