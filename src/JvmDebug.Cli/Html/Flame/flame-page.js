"use strict";
// Puts controls, timeline, graph and table together: each choice builds the tree anew and shows it.

class FlamePage {
  constructor(root, data) {
    this.root = root;
    this.axis = data.axis;
    this.profiles = data.profiles.map((json) => new Profile(json, data.strings, data.axis.count));
    this.timeline = new Timeline(this.get("timeline"), data.axis, data.timeline, () => this.rebuild());
    this.get("timeline").setAttribute("aria-valuemax", String(data.axis.count));
    this.view = new FlameView(this.get("flame-scroller"), this.get("flame"), {
      select: (node) => this.announce(node),
      zoom: () => this.showFacts(),
      hover: (node, event) => this.hover(node, event),
    });
    this.fill("event", this.profiles.map((profile, i) => [String(i), profile.label]));
    root.classList.toggle("single", this.profiles.length === 1);
    this.listen();
    this.open(0);
  }

  get(name) {
    return this.root.querySelector(`.${name}`);
  }

  fill(name, options) {
    this.get(name).replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  }

  listen() {
    this.get("event").addEventListener("change", () => this.open(Number(this.get("event").value)));
    for (const name of ["threads", "group", "unit"]) this.get(name).addEventListener("change", () => this.rebuild());
    this.get("colour").addEventListener("change", () => { this.view.colourBy = this.get("colour").value; this.showLegend(); this.view.redraw(); });
    this.get("widths").addEventListener("change", () => { this.view.widths = this.get("widths").value; this.view.redraw(); });
    this.get("invert").addEventListener("click", () => this.invert());
    this.get("reverse").addEventListener("click", () => this.reverse());
    this.get("unzoom").addEventListener("click", () => this.view.zoom(0));
    this.get("search").addEventListener("input", () => this.search());
    this.get("search").addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.view.nextMatch(event.shiftKey ? -1 : 1);
      if (event.key === "Escape") this.clearSearch();
    });
    this.get("next").addEventListener("click", () => this.view.nextMatch(1));
    this.get("previous").addEventListener("click", () => this.view.nextMatch(-1));
    document.addEventListener("themechange", () => this.showLegend());
    // Elsewhere on the page letters are those of a reader's software, and find is the browser's.
    this.get("flame").addEventListener("keydown", (event) => this.shortcut(event));
  }

  shortcut(event) {
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "/" && !command || event.key === "f" && command) {
      event.preventDefault();
      return this.get("search").select();
    }
    if (command || event.altKey) return;
    const act = { i: () => this.invert(), r: () => this.reverse(), n: () => this.view.nextMatch(1), N: () => this.view.nextMatch(-1), Escape: () => (this.view.focus ? this.view.zoom(0) : this.clearSearch()) }[event.key];
    if (act) act();
  }

  open(index) {
    this.profile = this.profiles[index];
    const { unit, base } = this.profile;
    this.fill("unit", unit === "samples" ? [["weight", "samples"]] : [["weight", unit === "bytes" ? "bytes" : "time"], ["count", "count"]]);
    this.get("weigh").hidden = unit === "samples";
    this.root.classList.toggle("diff", base !== null);
    this.fill("colour", [...(base ? [["change", "by change"]] : []), ["package", "by package"], ["kind", "by kind"]]);
    this.view.colourBy = this.get("colour").value;
    this.get("key-label").textContent = this.profile.label;
    this.get("notes").replaceChildren(...this.profile.notes.map((note) => this.element("li", note)));
    this.fillThreads();
    this.showLegend();
    this.rebuild();
  }

  // Pools of several threads first, then threads, the busiest on top.
  fillThreads() {
    const { threads, samples } = this.profile;
    const byThread = new Float64Array(threads.length);
    samples.thread.forEach((thread, i) => (byThread[thread] += samples.weight[i]));
    const all = byThread.reduce((a, b) => a + b, 0);
    const pools = new Map();
    threads.forEach((thread, i) => pools.set(thread.pool, (pools.get(thread.pool) ?? 0) + byThread[i]));
    const sorted = (entries) => entries.filter((entry) => entry[1] > 0).sort((a, b) => b[1] - a[1]);
    const option = (value, text, share) => new Option(`${text} (${percent(shareOf(share, all))})`, value);
    const group = (label, options) => {
      const element = document.createElement("optgroup");
      element.label = label;
      element.append(...options);
      return element;
    };
    this.get("threads").replaceChildren(
      new Option(`all ${threads.length}`, ""),
      group("Pools", sorted([...pools]).filter(([name]) => name.endsWith("*")).map(([name, share]) => option(`p${name}`, name, share))),
      group("Threads", sorted([...byThread.entries()]).slice(0, 500).map(([i, share]) => option(`t${i}`, threads[i].name, share))));
  }

  get choice() {
    const { threads } = this.profile;
    const chosen = this.get("threads").value;
    const group = this.get("group").value;
    return {
      from: this.timeline.from,
      to: this.timeline.to,
      keeps: !chosen ? () => true : chosen[0] === "p" ? (i) => threads[i].pool === chosen.slice(1) : (i) => i === Number(chosen.slice(1)),
      group: group === "none" ? () => null : group === "pool" ? (i) => threads[i].pool : (i) => threads[i].name,
      reversed: this.get("reverse").getAttribute("aria-pressed") === "true",
      counted: this.get("unit").value === "count",
    };
  }

  rebuild() {
    const { choice } = this;
    const path = this.tree && this.tree.profile === this.profile ? this.tree.pathOf(this.view.focus) : [];
    this.unit = choice.counted ? "samples" : this.profile.unit;
    this.tree = buildTree(this.profile, choice);
    this.timeline.show(this.profile.density(choice.keeps));
    this.get("range").textContent = this.timeline.label;
    this.view.show(this.tree, this.tree.find(path));
    this.search();
    this.showFacts();
    this.showHot();
  }

  invert() {
    this.view.icicle = this.toggle("invert");
    this.view.toRoot();
  }

  reverse() {
    this.toggle("reverse");
    this.rebuild();
  }

  toggle(name) {
    const pressed = this.get(name).getAttribute("aria-pressed") !== "true";
    this.get(name).setAttribute("aria-pressed", String(pressed));
    return pressed;
  }

  search() {
    const input = this.get("search");
    let pattern = null;
    input.classList.remove("wrong");
    try {
      // Capitals are meant when they are typed.
      if (input.value) pattern = new RegExp(input.value, /[A-Z]/.test(input.value) ? "" : "i");
    } catch {
      input.classList.add("wrong");
      this.get("matched").textContent = "not a regular expression";
      return;
    }
    const found = this.view.search(pattern);
    this.get("matched").textContent = pattern ? `matched ${percent(shareOf(found, this.tree.total[0]))} (${weight(found, this.unit)})` : "";
  }

  clearSearch() {
    this.get("search").value = "";
    this.search();
  }

  showFacts() {
    const { tree, view } = this;
    const all = weight(tree.total[0], this.unit);
    this.get("facts").textContent = view.focus
      ? `${tree.nameOf(view.focus)}: ${weight(tree.total[view.focus], this.unit)}, ${percent(shareOf(tree.total[view.focus], tree.total[0]))} of ${all}`
      : `${this.profile.label}: ${all}${tree.compared ? `, base ${weight(tree.baseTotal, this.unit)}` : ""}`;
    this.get("unzoom").disabled = !view.focus;
  }

  showHot() {
    const { tree } = this;
    const rows = tree.frameTotals().sort((a, b) => b.self - a.self || b.total - a.total).slice(0, 25);
    const before = new Map();
    if (tree.compared) for (let node = 1; node < tree.length; node++) before.set(tree.frame[node], (before.get(tree.frame[node]) ?? 0) + this.ownBase(node));
    const share = (value) => percent(shareOf(value, tree.total[0]));
    this.get("hot").querySelector("tbody").replaceChildren(...rows.map((row) => {
      const line = document.createElement("tr");
      for (const text of [weight(row.self, this.unit), share(row.self), weight(row.total, this.unit), share(row.total)]) line.append(this.element("td", text, "number"));
      const delta = shareOf(row.self, tree.total[0]) - shareOf(before.get(row.frame) ?? 0, tree.baseTotal);
      line.append(this.element("td", `${delta > 0 ? "+" : ""}${(delta * 100).toFixed(1)} pp`, `number change ${delta > 0 ? "more" : "less"}`));
      const { name } = this.profile.frames[row.frame];
      const button = this.element("button", name);
      button.type = "button";
      button.title = "Search for it";
      button.addEventListener("click", () => {
        this.get("search").value = `^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;
        this.search();
      });
      const cell = document.createElement("td");
      cell.append(button);
      line.append(cell);
      return line;
    }));
  }

  /** A node's own weight in the base. */
  ownBase(node) {
    const { tree } = this;
    let own = tree.base[node];
    for (let child = node + 1; child < tree.end[node]; child = tree.end[child]) own -= tree.base[child];
    return own;
  }

  describe(node) {
    const { tree } = this;
    const total = tree.total[node];
    const lines = [`${weight(total, this.unit)}, ${percent(shareOf(total, tree.total[0]))} of all`];
    if (this.view.focus) lines.push(`${percent(shareOf(total, tree.total[this.view.focus]))} of ${tree.nameOf(this.view.focus)}`);
    if (tree.self[node]) lines.push(`itself ${weight(tree.self[node], this.unit)}, ${percent(shareOf(tree.self[node], tree.total[0]))}`);
    if (tree.compared) {
      const now = shareOf(total, tree.total[0]);
      const before = shareOf(tree.base[node], tree.baseTotal);
      lines.push(`base ${weight(tree.base[node], this.unit)}, ${percent(before)}: ${now >= before ? "+" : ""}${((now - before) * 100).toFixed(2)} percentage points`);
    }
    const kind = tree.frame[node] >= 0 ? this.profile.frames[tree.frame[node]].kind : 0;
    if (kind === 5) lines.push("These stacks are deeper than the recording's stackdepth (64 if not set): their beginning is lost. Record with -XX:FlightRecorderOptions=stackdepth=256.");
    return lines;
  }

  hover(node, event) {
    const tip = this.get("tooltip");
    tip.hidden = node < 0;
    if (node < 0) return;
    tip.replaceChildren(this.element("b", this.tree.nameOf(node)), ...this.describe(node).map((line) => this.element("span", line)));
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${event.clientY + 22 + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 10 : event.clientY + 18}px`;
  }

  announce(node) {
    this.get("announce").textContent = `${this.tree.nameOf(node)}: ${this.describe(node).join("; ")}`;
  }

  showLegend() {
    const { colours, colourBy } = this.view;
    const kinds = [["Java", 0], ["native", 1], ["C++", 2], ["kernel", 3], ["class", 4], ["cut off", 5]];
    const used = new Set(this.profile.frames.map((frame) => frame.kind));
    const entries = colourBy === "change" ? [["more than in the base", "hsl(6 85% 64%)"], ["less", "hsl(216 85% 64%)"]]
      : colourBy === "package" ? [["application", colours.shade(30, 78)], ["JDK", colours.shade(110, 34)], ...kinds.filter(([, kind]) => kind > 0 && used.has(kind)).map(([name, kind]) => [name, colours.ofFrame({ kind }, "kind")])]
      : kinds.filter(([, kind]) => used.has(kind)).map(([name, kind]) => [name, colours.ofFrame({ kind }, "kind")]);
    this.get("legend").replaceChildren(...entries.flatMap(([name, colour]) => {
      const patch = document.createElement("i");
      patch.style.background = colour;
      return [patch, name];
    }));
  }

  element(name, text, className = "") {
    const element = document.createElement(name);
    element.textContent = text;
    element.className = className;
    return element;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector(".flames");
  root.page = new FlamePage(root, JSON.parse(document.getElementById("flames").textContent));
});
