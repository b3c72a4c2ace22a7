"use strict";
// Chrome of every page: the theme switch, and colours for what is drawn on a canvas.

/** Shows the system's colours, or those the reader chose here before. */
const theme = {
  order: ["auto", "light", "dark"],
  chosen: "auto",

  start() {
    const button = document.getElementById("theme");
    button.addEventListener("click", () => this.choose(this.order[(this.order.indexOf(this.chosen) + 1) % 3]));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.changed());
    this.choose(this.remembered());
  },

  choose(name) {
    this.chosen = name;
    if (name === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    document.getElementById("theme").textContent = `Theme: ${name}`;
    try {
      localStorage.setItem("jvmdebug-theme", name);
    } catch {
      // A page opened from a file may not store anything; the choice then lasts as long as the page.
    }
    this.changed();
  },

  remembered() {
    try {
      const name = localStorage.getItem("jvmdebug-theme");
      return this.order.includes(name) ? name : "auto";
    } catch {
      return "auto";
    }
  },

  changed() {
    document.dispatchEvent(new CustomEvent("themechange"));
  },
};

/** What a colour variable is now, as rgb(): a canvas does not know variables. */
function colourOf(variable) {
  const probe = document.createElement("i");
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

document.addEventListener("DOMContentLoaded", () => theme.start());
