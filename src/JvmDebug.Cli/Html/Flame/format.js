"use strict";
// Numbers for people.

const count = (value) => Math.round(value).toLocaleString("en-US");

function bytes(value) {
  for (const [unit, size] of [["TiB", 2 ** 40], ["GiB", 2 ** 30], ["MiB", 2 ** 20], ["KiB", 2 ** 10]]) {
    if (Math.abs(value) >= size) return `${(value / size).toPrecision(3)} ${unit}`;
  }
  return `${Math.round(value)} B`;
}

function nanoseconds(value) {
  for (const [unit, size] of [["h", 3600e9], ["min", 60e9], ["s", 1e9], ["ms", 1e6], ["µs", 1e3]]) {
    if (Math.abs(value) >= size) return `${Number((value / size).toPrecision(3))} ${unit}`;
  }
  return `${Math.round(value)} ns`;
}

const milliseconds = (value) => nanoseconds(value * 1e6);

/** A share of 1 with as many digits as it deserves. */
function percent(share) {
  if (!Number.isFinite(share)) return "–";
  const value = share * 100;
  return `${value >= 99.95 || value === 0 ? value.toFixed(0) : value >= 9.95 ? value.toFixed(1) : value.toFixed(2)} %`;
}

/** A weight in the unit of a profile. */
function weight(value, unit) {
  if (unit === "bytes") return bytes(value);
  if (unit === "nanoseconds") return nanoseconds(value);
  return `${count(value)} ${value === 1 ? "sample" : "samples"}`;
}

/** A clock time in UTC, as the recording has it. */
const clock = (epochMs) => new Date(epochMs).toISOString().slice(11, 23);
