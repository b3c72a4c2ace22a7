"use strict";
// Time from left to right: what the profile weighs (bars), CPU (lines), GC pauses (marks). A range is chosen by dragging, or with
// the keyboard.

class Timeline {
  /** @param chosen(from, to) gets the buckets of a range, or of everything */
  constructor(canvas, axis, events, chosen) {
    Object.assign(this, { canvas, axis, events, chosen, from: 0, to: axis.count, density: new Float64Array(axis.count), context: canvas.getContext("2d") });
    new ResizeObserver(() => this.draw()).observe(canvas.parentElement);
    document.addEventListener("themechange", () => this.draw());
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("keydown", (event) => this.key(event));
    this.choose(0, axis.count, true);
  }

  show(density) {
    this.density = density;
    this.draw();
  }

  draw() {
    const { canvas, context, axis } = this;
    const width = canvas.parentElement.clientWidth;
    const height = 64;
    const pixels = devicePixelRatio || 1;
    canvas.width = Math.round(width * pixels);
    canvas.height = height * pixels;
    context.setTransform(pixels, 0, 0, pixels, 0, 0);
    const step = width / axis.count;
    this.step = step;
    context.fillStyle = colourOf("--sunken");
    context.fillRect(0, 0, width, height);
    const highest = Math.max(...this.density) || 1;
    context.fillStyle = colourOf("--series-1");
    context.globalAlpha = 0.75;
    this.density.forEach((value, bucket) => context.fillRect(bucket * step, height - 8 - (value / highest) * 48, Math.max(step - (step > 3 ? 1 : 0), 0.5), (value / highest) * 48));
    context.globalAlpha = 1;
    this.line(this.events.machine, colourOf("--quiet"), height);
    this.line(this.events.cpu, colourOf("--series-2"), height);
    context.fillStyle = colourOf("--error");
    const perMs = width / (axis.count * axis.bucket);
    for (const [start, duration] of this.events.gc) context.fillRect(start * perMs, height - 7, Math.max(duration * perMs, 1), 6);
    if (!this.isAll) {
      context.fillStyle = colourOf("--page");
      context.globalAlpha = 0.72;
      context.fillRect(0, 0, this.from * step, height);
      context.fillRect(this.to * step, 0, width, height);
      context.globalAlpha = 1;
      context.strokeStyle = colourOf("--accent");
      context.strokeRect(this.from * step + 0.5, 0.5, (this.to - this.from) * step - 1, height - 1);
    }
  }

  line(shares, colour, height) {
    const { context, step } = this;
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.beginPath();
    let drawn = false;
    shares.forEach((share, bucket) => {
      if (share === null) return;
      const y = height - 9 - Math.min(share, 1) * 48;
      if (drawn) context.lineTo((bucket + 0.5) * step, y);
      else context.moveTo((bucket + 0.5) * step, y);
      drawn = true;
    });
    context.stroke();
  }

  get isAll() {
    return this.from === 0 && this.to === this.axis.count;
  }

  begin(event) {
    this.canvas.setPointerCapture(event.pointerId);
    const bucketAt = (x) => Math.max(0, Math.min(this.axis.count - 1, Math.floor(x / this.step)));
    const start = event.offsetX;
    let moved = false;
    const move = (next) => {
      moved ||= Math.abs(next.offsetX - start) > 3;
      if (moved) this.choose(Math.min(bucketAt(start), bucketAt(next.offsetX)), Math.max(bucketAt(start), bucketAt(next.offsetX)) + 1);
    };
    const drag = new AbortController();
    const { signal } = drag;
    this.canvas.addEventListener("pointermove", move, { signal });
    this.canvas.addEventListener("pointerup", () => {
      drag.abort();
      if (!moved) this.choose(0, this.axis.count);
    }, { signal });
    // A touch that became a scroll of the page has chosen nothing more.
    this.canvas.addEventListener("pointercancel", () => drag.abort(), { signal });
  }

  key(event) {
    const { count } = this.axis;
    const tenth = Math.max(1, Math.round(count / 20));
    const step = event.key === "ArrowRight" ? tenth : event.key === "ArrowLeft" ? -tenth : 0;
    if (event.key === "Escape") this.choose(0, count);
    else if (!step) return;
    else if (this.isAll) this.choose(step > 0 ? 0 : count - tenth, step > 0 ? tenth : count);
    else if (event.shiftKey) this.choose(this.from, Math.max(this.from + 1, Math.min(count, this.to + step)));
    else {
      const moved = Math.max(-this.from, Math.min(count - this.to, step));
      this.choose(this.from + moved, this.to + moved);
    }
    event.preventDefault();
  }

  choose(from, to, silently = false) {
    Object.assign(this, { from, to });
    const { axis } = this;
    this.label = this.isAll ? "whole recording" : `${clock(axis.start + from * axis.bucket)} to ${clock(axis.start + to * axis.bucket)} UTC (${milliseconds((to - from) * axis.bucket)})`;
    this.canvas.setAttribute("aria-valuetext", this.label);
    this.canvas.setAttribute("aria-valuenow", String(from));
    this.draw();
    if (!silently) this.chosen(from, to);
  }
}
