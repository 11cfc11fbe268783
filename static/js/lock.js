// A staff page covers itself after a while without a touch, or at once by its button or F9: children stand behind the
// chair.
"use strict";
(() => {
  const form = document.getElementById("lock");
  if (!form) return;
  const cover = () => {
    if (!document.body.classList.contains("covered")) form.requestSubmit();
  };
  form.addEventListener("submit", (e) => {
    document.body.classList.add("covered"); // before the server has answered
    if (!document.dispatchEvent(new Event("zx:cover", { cancelable: true }))) e.preventDefault(); // covered where it is
  });

  let last = Date.now();
  const touch = () => {
    last = Date.now();
  };
  for (const event of ["pointerdown", "keydown", "input"]) addEventListener(event, touch, { passive: true });
  addEventListener("keydown", (e) => {
    if (e.key !== "F9") return;
    e.preventDefault();
    cover();
  });
  setInterval(() => {
    if (Date.now() - last > Number(form.dataset.after) * 60000) cover();
  }, 5000);
})();
