// What all staff pages do: they print, and what a finger has opened stays open when a live page fetches itself again.
"use strict";
(() => {
  document.addEventListener("click", (e) => {
    if (e.target.closest("[data-print]")) print();
  });

  const open = new Set();
  const toggled = (e) => {
    if (!e.target.id) return;
    if (e.target.open) open.add(e.target.id);
    else open.delete(e.target.id);
  };
  document.addEventListener("toggle", toggled, true); // it does not bubble
  document.addEventListener("zx:screen", () => {
    for (const id of open) {
      const part = document.getElementById(id);
      if (part) part.open = true;
    }
  });
})();
