"use strict";
// A tree drawn on a canvas as high as what is seen of it; the element around it scrolls. Only frames that are at least half a
// pixel wide and on the screen are visited, so the time to draw depends on the screen, not on the tree.

const ROW = 19;
const NARROWEST = 0.5;

class FlameView {
  /**
   * @param scroller holds `canvas`, and an element that is as high as the whole graph
   * @param on { select(node), zoom(node), hover(node or -1, event) }
   */
  constructor(scroller, canvas, on) {
    Object.assign(this, { scroller, canvas, on, context: canvas.getContext("2d"), icicle: false, colourBy: "package", widths: "after" });
    this.spacer = scroller.querySelector(".flame-spacer");
    this.colours = new FlameColours();
    this.focus = this.selected = 0;
    this.matches = null;
    this.rows = [];
    scroller.addEventListener("scroll", () => this.redraw());
    new ResizeObserver(() => this.resize()).observe(scroller);
    document.addEventListener("themechange", () => { this.colours.update(); this.redraw(); });
    canvas.addEventListener("mousemove", (event) => this.on.hover(this.nodeAt(event), event));
    canvas.addEventListener("mouseleave", (event) => this.on.hover(-1, event));
    canvas.addEventListener("click", (event) => this.clicked(this.nodeAt(event)));
    canvas.addEventListener("keydown", (event) => this.key(event));
  }

  show(tree, focus) {
    Object.assign(this, { tree, focus, selected: focus, matches: null });
    this.resize();
    this.toRoot();
  }

  /** The end of the graph where the threads begin. */
  toRoot() {
    this.scroller.scrollTop = this.icicle ? 0 : this.scroller.scrollHeight;
    this.redraw();
  }

  resize() {
    if (!this.tree) return;
    const { clientWidth: width, clientHeight: height } = this.scroller;
    const pixels = devicePixelRatio || 1;
    this.width = width;
    this.height = Math.max(height, this.tree.depths * ROW);
    this.seen = height;
    this.spacer.style.height = `${this.height - height}px`;
    this.canvas.width = Math.round(width * pixels);
    this.canvas.height = Math.round(height * pixels);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.context.setTransform(pixels, 0, 0, pixels, 0, 0);
    this.redraw();
  }

  redraw() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => { this.pending = 0; this.draw(); });
  }

  /** Weight that a frame's width stands for. */
  widthOf(node) {
    return this.widths === "before" ? this.tree.base[node] : this.tree.total[node];
  }

  topOf(depth) {
    return (this.icicle ? depth * ROW : this.height - (depth + 1) * ROW) - this.scroller.scrollTop;
  }

  draw() {
    const { context, tree } = this;
    if (!tree) return;
    context.clearRect(0, 0, this.width, this.seen);
    context.font = `11.5px ${getComputedStyle(document.body).getPropertyValue("--mono")}`;
    context.textBaseline = "middle";
    this.letter = context.measureText("m").width;
    this.rows = Array.from({ length: tree.depths }, () => []);
    for (let node = tree.parent[this.focus]; node >= 0; node = tree.parent[node]) this.drawFrame(node, 0, this.width, true);
    this.scale = this.width / (this.widthOf(this.focus) || 1);
    const open = [[this.focus, 0]];
    while (open.length) {
      const [node, left] = open.pop();
      this.drawFrame(node, left, this.widthOf(node) * this.scale, false);
      let x = left;
      for (let child = node + 1; child < tree.end[node]; child = tree.end[child]) {
        const width = this.widthOf(child) * this.scale;
        if (width >= NARROWEST) open.push([child, x]);
        x += width;
      }
    }
    if (document.activeElement === this.canvas) this.outline(this.selected);
  }

  drawFrame(node, left, width, isAbove) {
    const { context, tree, colours } = this;
    const depth = tree.depth[node];
    const top = this.topOf(depth);
    this.rows[depth].push({ node, left, width });
    if (top + ROW < 0 || top > this.seen) return;
    const isMatch = this.matches?.[node];
    context.globalAlpha = isAbove ? 0.55 : this.matches && !isMatch ? 0.45 : 1;
    context.fillStyle = isMatch ? colours.match : colours.of(tree, node, this.colourBy);
    const gap = width > 3 ? 1 : 0;
    context.fillRect(left, top, width - gap, ROW - 1);
    const kind = tree.frame[node] >= 0 ? tree.profile.frames[tree.frame[node]].kind : -1;
    if (kind >= 5) this.hatch(left, top, width - gap);
    context.globalAlpha = isAbove ? 0.75 : 1;
    const letters = Math.floor((width - 7) / this.letter);
    if (letters >= 3) {
      context.fillStyle = colours.text;
      context.fillText(this.label(node, letters), Math.round(left) + 4, top + ROW / 2);
    }
    context.globalAlpha = 1;
  }

  // Stacks that are cut off must not look like code.
  hatch(left, top, width) {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(left, top, width, ROW - 1);
    context.clip();
    context.strokeStyle = this.colours.hatch;
    context.lineWidth = 3;
    context.beginPath();
    for (let x = left - ROW; x < left + width; x += 9) {
      context.moveTo(x, top + ROW);
      context.lineTo(x + ROW, top);
    }
    context.stroke();
    context.restore();
  }

  label(node, letters) {
    const name = this.tree.nameOf(node);
    if (name.length <= letters) return name;
    const short = this.tree.frame[node] >= 0 ? this.tree.profile.frames[this.tree.frame[node]].short : name;
    return short.length <= letters ? short : `${short.slice(0, letters - 1)}…`;
  }

  outline(node) {
    const place = this.rows[this.tree.depth[node]]?.find((row) => row.node === node);
    if (!place) return;
    this.context.strokeStyle = this.colours.accent;
    this.context.lineWidth = 2;
    this.context.strokeRect(place.left + 1, this.topOf(this.tree.depth[node]) + 1, Math.max(place.width - 3, 1), ROW - 3);
  }

  nodeAt(event) {
    if (!this.tree) return -1;
    const y = event.offsetY + this.scroller.scrollTop;
    const depth = this.icicle ? Math.floor(y / ROW) : Math.floor((this.height - y) / ROW);
    return this.rows[depth]?.find((row) => event.offsetX >= row.left && event.offsetX < row.left + Math.max(row.width, 1))?.node ?? -1;
  }

  clicked(node) {
    if (node < 0) return;
    this.select(node);
    this.zoom(node);
  }

  zoom(node) {
    this.focus = node;
    if (!this.isInside(this.selected, node)) this.selected = node;
    this.redraw();
    this.on.zoom(node);
  }

  isInside(node, ancestor) {
    return node >= ancestor && node < this.tree.end[ancestor];
  }

  select(node) {
    this.selected = node;
    const top = this.topOf(this.tree.depth[node]);
    if (top < 0) this.scroller.scrollTop += top - ROW;
    else if (top + ROW > this.seen) this.scroller.scrollTop += top + 2 * ROW - this.seen;
    this.redraw();
    this.on.select(node);
  }

  key(event) {
    const { tree, selected } = this;
    if (!tree || event.ctrlKey || event.altKey || event.metaKey) return;
    const outwards = this.icicle ? "ArrowDown" : "ArrowUp";
    const inwards = this.icicle ? "ArrowUp" : "ArrowDown";
    let target = -1;
    if (event.key === outwards) target = this.widest(selected);
    else if (event.key === inwards) target = tree.parent[selected];
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") target = this.neighbour(event.key === "ArrowRight" ? 1 : -1);
    else if (event.key === "Home") target = this.focus;
    else if (event.key === "Enter" || event.key === " ") return event.preventDefault(), this.zoom(selected);
    else if (event.key === "Backspace") return event.preventDefault(), this.zoom(Math.max(tree.parent[this.focus], 0));
    else return;
    event.preventDefault();
    if (target < 0) return;
    if (!this.isInside(target, this.focus)) this.zoom(target);
    this.select(target);
  }

  widest(node) {
    let best = -1;
    for (let child = node + 1; child < this.tree.end[node]; child = this.tree.end[child]) {
      if (best < 0 || this.widthOf(child) > this.widthOf(best)) best = child;
    }
    return best;
  }

  neighbour(step) {
    const row = [...this.rows[this.tree.depth[this.selected]]].sort((a, b) => a.left - b.left);
    return row[row.findIndex((place) => place.node === this.selected) + step]?.node ?? -1;
  }

  /** Marks what matches; returns the weight of the stacks with a match. */
  search(pattern) {
    const { tree } = this;
    this.matches = pattern && new Uint8Array(tree.length);
    let found = 0;
    const known = new Map();
    let counted = 0;
    for (let node = 1; pattern && node < tree.length; node++) {
      const frame = tree.frame[node];
      if (!known.has(frame)) known.set(frame, pattern.test(tree.nameOf(node)) ? 1 : 0);
      this.matches[node] = known.get(frame);
      if (this.matches[node] && node >= counted) {
        found += tree.total[node];
        counted = tree.end[node];
      }
    }
    this.redraw();
    return found;
  }

  /** The next or previous match in the order of the tree, wide enough to be worth a visit. */
  nextMatch(step) {
    const { tree, matches } = this;
    if (!matches) return;
    for (let i = 1, node = this.selected; i < tree.length; i++) {
      node = (node + step + tree.length) % tree.length;
      if (matches[node] && tree.total[node] >= tree.total[0] / 2000) {
        if (!this.isInside(node, this.focus)) this.zoom(0);
        return this.select(node);
      }
    }
  }
}
