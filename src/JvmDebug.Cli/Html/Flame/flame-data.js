"use strict";
// The data block of a page with flame graphs, and what becomes of it.
//
// { axis:     { start: ms since the epoch, bucket: ms, count },
//   strings:  [text],
//   timeline: { cpu: [share of all cores used by the JVM, a bucket; null where nothing was recorded], machine: [the same of
//               everything that ran], gc: [[ms since the start, ms, name]] },
//   profiles: [{ event, label, unit: samples | nanoseconds | bytes, notes: [text],
//     frames:  (class string, method string, kind, line)*     kind as FrameKind: 0 Java … 4 class, 5 truncated, 6 no stack
//     threads: (name string, pool string)*
//     tree:    (depth, frame)* in preorder, children by name, without the root
//     samples: a bucket: entries, then (node minus the node before, thread, count, weight)*; no weight where it is the count
//     base:    the same of what is compared with, all in one bucket; "" without a comparison }] }
//
// What is in parentheses are numbers of 7 bits a byte, least first, the high bit set but in the last; in base64.

class Numbers {
  constructor(base64) {
    const text = atob(base64);
    this.bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
    this.at = 0;
  }

  get more() {
    return this.at < this.bytes.length;
  }

  next() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
}

/** A list of numbers that grows, in a typed array. */
class Growing {
  constructor(Type) {
    this.items = new Type(1024);
    this.length = 0;
  }

  push(value) {
    if (this.length === this.items.length) {
      const larger = new this.items.constructor(this.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length++] = value;
  }

  done() {
    return this.items.slice(0, this.length);
  }
}

/** One profile, decoded: a tree with columns by node, and samples with columns by sample. */
class Profile {
  constructor(json, strings, buckets) {
    Object.assign(this, { event: json.event, label: json.label, unit: json.unit, notes: json.notes, buckets });
    this.readFrames(new Numbers(json.frames), strings);
    this.readThreads(new Numbers(json.threads), strings);
    this.readTree(new Numbers(json.tree));
    this.samples = this.readSamples(new Numbers(json.samples), buckets);
    this.base = json.base ? this.readSamples(new Numbers(json.base), 1) : null;
  }

  readFrames(numbers, strings) {
    this.frames = [];
    while (numbers.more) {
      const owner = strings[numbers.next()];
      const method = strings[numbers.next()];
      const kind = numbers.next();
      const line = numbers.next();
      const suffix = line ? `:${line}` : "";
      this.frames.push({
        name: (owner ? `${owner}.${method}` : method) + suffix,
        short: (owner ? `${owner.slice(owner.lastIndexOf(".") + 1)}.${method}` : method) + suffix,
        group: owner.slice(0, Math.max(0, owner.lastIndexOf("."))),
        kind,
      });
    }
  }

  readThreads(numbers, strings) {
    this.threads = [];
    while (numbers.more) this.threads.push({ name: strings[numbers.next()], pool: strings[numbers.next()] });
  }

  readTree(numbers) {
    const frame = new Growing(Int32Array);
    const depth = new Growing(Int32Array);
    const parent = new Growing(Int32Array);
    const path = [0];
    for (frame.push(-1), depth.push(0), parent.push(-1); numbers.more; ) {
      const level = numbers.next();
      path[level] = frame.length;
      depth.push(level);
      parent.push(path[level - 1]);
      frame.push(numbers.next());
    }
    Object.assign(this, { frame: frame.done(), depth: depth.done(), parent: parent.done() });
  }

  readSamples(numbers, buckets) {
    const columns = { node: new Growing(Int32Array), thread: new Growing(Int32Array), count: new Growing(Float64Array), weight: new Growing(Float64Array) };
    const starts = new Int32Array(buckets + 1);
    for (let bucket = 0; bucket < buckets; bucket++) {
      let node = 0;
      for (let left = numbers.next(); left > 0; left--) {
        node += numbers.next();
        columns.node.push(node);
        columns.thread.push(numbers.next());
        columns.count.push(numbers.next());
        columns.weight.push(this.unit === "samples" ? columns.count.items[columns.count.length - 1] : numbers.next());
      }
      starts[bucket + 1] = columns.node.length;
    }
    const done = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.done()]));
    return { ...done, starts };
  }

  /** Weight by bucket of the threads that are kept; what the timeline shows. */
  density(keeps) {
    const sums = new Float64Array(this.buckets);
    const { starts, thread, weight } = this.samples;
    for (let bucket = 0; bucket < this.buckets; bucket++) {
      for (let i = starts[bucket]; i < starts[bucket + 1]; i++) if (keeps(thread[i])) sums[bucket] += weight[i];
    }
    return sums;
  }
}
