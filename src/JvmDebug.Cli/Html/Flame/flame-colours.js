"use strict";
// Which colour a frame has. Text on it is dark in both themes, so colours are light enough for it in both.

class FlameColours {
  constructor() {
    this.cache = new Map();
    this.update();
  }

  update() {
    this.dark = getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0) < 384;
    this.cache.clear();
    this.line = colourOf("--surface");
    this.text = "#16181c";
    this.quiet = colourOf("--quiet");
    this.accent = colourOf("--text");
    this.match = this.dark ? "#d58bff" : "#c86bff";
    this.hatch = this.dark ? "rgb(0 0 0 / 35%)" : "rgb(0 0 0 / 18%)";
  }

  of(tree, node, by) {
    if (by === "change") return this.change(tree, node);
    const frame = tree.frame[node];
    if (frame < 0) return this.shade(220, 8);
    const key = by + frame;
    let colour = this.cache.get(key);
    if (!colour) this.cache.set(key, (colour = this.ofFrame(tree.profile.frames[frame], by)));
    return colour;
  }

  // Java by package, or plain; what is not Java always by kind.
  ofFrame(frame, by) {
    switch (frame.kind) {
      case 1: return this.shade(4, 62);
      case 2: return this.shade(52, 70);
      case 3: return this.shade(28, 75);
      case 4: return this.shade(205, 55);
      case 5: case 6: return this.shade(220, 6);
      default: return by === "kind" ? this.shade(120, 38) : this.ofPackage(frame.group, frame.name);
    }
  }

  // The JDK and the rest are two families; a package has a hue, a method a little of its own.
  ofPackage(group, name) {
    const hash = (text) => [...text].reduce((h, c) => (Math.imul(h, 31) + c.charCodeAt(0)) | 0, 7) >>> 0;
    const jdk = /^(java|javax|jdk|sun|com\.sun)(\.|$)/.test(group);
    const base = hash(group.split(".").slice(0, 3).join("."));
    const hue = jdk ? 85 + (base % 70) : 12 + (base % 46);
    return this.shade(hue, jdk ? 34 : 78, (hash(name) % 7) - 3);
  }

  // Red is more, blue is less, of the whole; a tenth of the whole is the full colour.
  change(tree, node) {
    const delta = shareOf(tree.total[node], tree.total[0]) - shareOf(tree.base[node], tree.baseTotal);
    const strength = Math.min(1, Math.abs(delta) * 10) ** 0.6;
    return `hsl(${delta > 0 ? 6 : 216} ${Math.round(strength * 85)}% ${Math.round((this.dark ? 72 : 92) - strength * (this.dark ? 12 : 28))}%)`;
  }

  shade(hue, saturation, lighter = 0) {
    return `hsl(${hue} ${this.dark ? saturation * 0.75 : saturation}% ${(this.dark ? 62 : 76) + lighter}%)`;
  }
}

const shareOf = (part, whole) => (whole > 0 ? part / whole : 0);
