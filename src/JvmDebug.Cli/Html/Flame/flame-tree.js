"use strict";
// What is drawn: the samples that are chosen, added up along the tree. Built anew for every choice; a tree of 100,000 nodes
// takes some ten milliseconds.

/** Nodes in preorder; node 0 is all of it. `frame` below -1 is a group: -2 is the first. */
class FlameTree {
  constructor(profile) {
    Object.assign(this, { profile, groups: [], depths: 1 });
    this.columns = { frame: new Growing(Int32Array), depth: new Growing(Int32Array), total: new Growing(Float64Array), self: new Growing(Float64Array), base: new Growing(Float64Array) };
  }

  add(frame, depth, total, self, base) {
    const { columns } = this;
    columns.frame.push(frame);
    columns.depth.push(depth);
    columns.total.push(total);
    columns.self.push(self);
    columns.base.push(base);
    this.depths = Math.max(this.depths, depth + 1);
    return columns.frame.length - 1;
  }

  done() {
    for (const [name, column] of Object.entries(this.columns)) this[name] = column.done();
    this.length = this.frame.length;
    this.parent = new Int32Array(this.length).fill(-1);
    this.end = new Int32Array(this.length).fill(this.length);
    const path = [];
    for (let node = 0; node < this.length; node++) {
      const depth = this.depth[node];
      for (let level = depth; level < path.length; level++) this.end[path[level]] = node;
      path.length = depth;
      if (depth > 0) this.parent[node] = path[depth - 1];
      path.push(node);
    }
    return this;
  }

  nameOf(node) {
    const frame = this.frame[node];
    return frame >= 0 ? this.profile.frames[frame].name : frame === -1 ? "all" : this.groups[-2 - frame];
  }

  pathOf(node) {
    const path = [];
    for (; node > 0; node = this.parent[node]) path.unshift(this.nameOf(node));
    return path;
  }

  /** The node at the end of a path of names, or as far as it leads. */
  find(path) {
    let at = 0;
    for (const name of path) {
      let child = at + 1;
      while (child < this.end[at] && this.nameOf(child) !== name) child = this.end[child];
      if (child >= this.end[at]) break;
      at = child;
    }
    return at;
  }

  /** Of every frame its own weight and that of all stacks it is in; in recursion a stack counts once. */
  frameTotals() {
    const totals = new Map();
    const open = new Map();
    const path = [];
    for (let node = 1; node < this.length; node++) {
      while (path.length && this.end[path[path.length - 1]] <= node) {
        const left = this.frame[path.pop()];
        open.set(left, open.get(left) - 1);
      }
      const frame = this.frame[node];
      path.push(node);
      const inside = open.get(frame) ?? 0;
      open.set(frame, inside + 1);
      if (frame < 0) continue;
      const sum = totals.get(frame) ?? { frame, self: 0, total: 0 };
      sum.self += this.self[node];
      if (inside === 0) sum.total += this.total[node];
      totals.set(frame, sum);
    }
    return [...totals.values()];
  }
}

/**
 * @param choice { from, to: buckets, to excluded; keeps(thread); group(thread): name or null; reversed; counted: count instead of weight }
 */
function buildTree(profile, choice) {
  const groups = selfByGroup(profile, choice);
  const tree = new FlameTree(profile);
  const sum = (column) => groups.reduce((total, group) => total + group[column], 0);
  tree.baseTotal = sum("baseTotal");
  tree.compared = profile.base !== null;
  tree.add(-1, 0, sum("total"), 0, tree.baseTotal);
  for (const group of groups) {
    let depth = 1;
    if (group.name !== null) {
      tree.groups.push(group.name);
      tree.add(-1 - tree.groups.length, depth++, group.total, 0, group.baseTotal);
    }
    (choice.reversed ? addReversed : addForward)(tree, group, depth);
  }
  return tree.done();
}

/** Own weight by node, for each group; the heaviest group first. */
function selfByGroup(profile, choice) {
  const groups = new Map();
  const groupOf = (thread) => {
    const name = choice.group(thread);
    let group = groups.get(name);
    if (!group) groups.set(name, (group = { name, self: new Map(), base: new Map(), total: 0, baseTotal: 0 }));
    return group;
  };
  const addUp = (samples, from, to, column, total) => {
    const values = choice.counted ? samples.count : samples.weight;
    for (let i = samples.starts[from]; i < samples.starts[to]; i++) {
      const thread = samples.thread[i];
      if (!choice.keeps(thread)) continue;
      const group = groupOf(thread);
      group[column].set(samples.node[i], (group[column].get(samples.node[i]) ?? 0) + values[i]);
      group[total] += values[i];
    }
  };
  addUp(profile.samples, choice.from, choice.to, "self", "total");
  if (profile.base) addUp(profile.base, 0, 1, "base", "baseTotal");
  return [...groups.values()].sort((a, b) => b.total - a.total);
}

function addForward(tree, group, depth) {
  const { parent, frame, depth: depths } = tree.profile;
  const used = new Set();
  for (const leaf of [...group.self.keys(), ...group.base.keys()]) {
    for (let node = leaf; node > 0 && !used.has(node); node = parent[node]) used.add(node);
  }
  const nodes = Int32Array.from(used).sort();
  const total = new Map(group.self);
  const base = new Map(group.base);
  const passOn = (sums, node) => {
    if (sums.has(node)) sums.set(parent[node], (sums.get(parent[node]) ?? 0) + sums.get(node));
  };
  for (let i = nodes.length - 1; i >= 0; i--) {
    passOn(total, nodes[i]);
    passOn(base, nodes[i]);
  }
  for (const node of nodes) tree.add(frame[node], depths[node] - 1 + depth, total.get(node) ?? 0, group.self.get(node) ?? 0, base.get(node) ?? 0);
}

// Below this share of all a merged caller is not followed: no screen shows it, and every leaf has callers.
const SMALLEST_SHARE = 1 / 20000;

/** From the leaves: which code is hot, and who calls it. */
function addReversed(tree, group, depth) {
  const { parent, frame } = tree.profile;
  const least = Math.max(group.total, group.baseTotal) * SMALLEST_SHARE;
  const leaves = [...new Set([...group.self.keys(), ...group.base.keys()])];
  const open = [{ depth, ends: leaves.map((node) => ({ node, total: group.self.get(node) ?? 0, base: group.base.get(node) ?? 0 })), index: -1 }];
  while (open.length) {
    const { depth: level, ends, frame: mine, total, self, base } = open.pop();
    if (mine !== undefined) tree.add(mine, level - 1, total, self, base);
    const callers = new Map();
    for (const end of ends) {
      const key = frame[end.node];
      let caller = callers.get(key);
      if (!caller) callers.set(key, (caller = { frame: key, total: 0, self: 0, base: 0, ends: [], depth: level + 1 }));
      caller.total += end.total;
      caller.base += end.base;
      if (parent[end.node] > 0) caller.ends.push({ node: parent[end.node], total: end.total, base: end.base });
      else caller.self += end.total;
    }
    const wide = [...callers.values()].filter((caller) => Math.max(caller.total, caller.base) >= least);
    open.push(...wide.sort((a, b) => a.total - b.total));
  }
}
