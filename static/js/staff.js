// What a finger has opened stays open when a live page fetches itself again.
"use strict";
(() => {
  const open = new Set();
  document.addEventListener("toggle", (e) => { if (e.target.id) open[e.target.open ? "add" : "delete"](e.target.id); }, true);
  document.addEventListener("zx:screen", () => {
    for (const id of open) {
      const part = document.getElementById(id);
      if (part) part.open = true;
    }
  });
})();
