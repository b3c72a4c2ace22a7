"use strict";
// A cursor for the plots of a report: the mouse or the arrow keys choose a time, and its values are written beside the title.
// The data block "plots" is { start: ms, bucket: ms, plots: [{ format, series: [{ name, values }] }] } in the order of the figures.

const plotFormats = {
  percent: (value) => percent(value),
  bytes: (value) => bytes(value),
  rate: (value) => `${bytes(value)}/s`,
  ms: (value) => milliseconds(value),
  count: (value) => count(value),
};

class PlotCursor {
  constructor(figure, plot, data) {
    Object.assign(this, { plot, data, svg: figure.querySelector("svg"), out: figure.querySelector("output"), buckets: plot.series[0].values.length, at: -1 });
    this.line = figure.querySelector(".cursor");
    this.svg.addEventListener("pointermove", (event) => this.show(Math.floor((event.offsetX / this.svg.clientWidth) * this.buckets)));
    this.svg.addEventListener("pointerleave", () => this.hide());
    this.svg.addEventListener("blur", () => this.hide());
    this.svg.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 20, PageUp: -20, Home: -this.buckets, End: this.buckets }[event.key];
      if (!step) return;
      event.preventDefault();
      this.show(this.at + step);
    });
  }

  show(bucket) {
    this.at = Math.max(0, Math.min(this.buckets - 1, bucket));
    const x = ((this.at + 0.5) / this.buckets) * this.svg.viewBox.baseVal.width;
    this.line.setAttribute("x1", x);
    this.line.setAttribute("x2", x);
    const values = this.plot.series.map((series) => `${series.name} ${this.valueAt(series.values)}`);
    this.out.textContent = `${clock(this.data.start + this.at * this.data.bucket)}  ${values.join(", ")}`;
  }

  // Where a series has no value at a time, its last one before holds; bars stand for themselves.
  valueAt(values) {
    let at = this.at;
    while (at > 0 && values[at] === null) at--;
    return values[at] === null ? "–" : plotFormats[this.plot.format](values[at]);
  }

  hide() {
    this.out.textContent = "";
    this.line.setAttribute("x1", -1);
    this.line.setAttribute("x2", -1);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const data = JSON.parse(document.getElementById("plots").textContent);
  document.querySelectorAll(".plot").forEach((figure, i) => new PlotCursor(figure, data.plots[i], data));
});
