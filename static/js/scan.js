// The scanner types like a keyboard: digits in a quick burst, then Enter or nothing. It is heard on the whole page, with
// no field focused, by the key's place and not by its text, so that an input method that is switched on changes nothing.
"use strict";
(() => {
  const length = 18, gap = 250, tail = 60; // a scanner sends a key every 10 ms, but a busy old computer hands them on late
  let burst = "", last = 0, ending = 0;

  const pad = () => document.querySelector("[data-pad]");
  const writing = (el) => el instanceof HTMLTextAreaElement || el instanceof HTMLInputElement;

  function submit(code) {
    burst = "";
    clearTimeout(ending);
    const form = document.querySelector("form[data-scan]") || document.getElementById("scan"); // a screen may ask for a card itself
    form.elements.code.value = code;
    form.requestSubmit();
    form.elements.code.value = "";
  }

  addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(e.code);
    const now = e.timeStamp;
    if (now - last > gap) burst = "";
    last = now;
    if (digit && !e.shiftKey) {
      burst += digit[1];
      if (!writing(e.target)) e.preventDefault();
      if (pad()) show(typed() + digit[1]);
      clearTimeout(ending);
      if (burst.length >= length) ending = setTimeout(() => submit(burst), tail);
      return;
    }
    if (e.code === "Enter" || e.code === "NumpadEnter" || e.code === "Tab") {
      // The end of a burst, and not a press of the focused button.
      if (burst.length >= 8) {
        e.preventDefault();
        e.stopPropagation();
        submit(burst);
      } else if (pad() && e.code !== "Tab" && typed() && !(e.target instanceof HTMLButtonElement)) {
        e.preventDefault();
        submit(typed());
      }
    } else if (e.code === "Backspace" && pad()) {
      show(typed().slice(0, -1));
    }
  }, true);

  // The digit pad: the same code by finger or by a keyboard's digits.
  const typed = () => pad().dataset.typed || "";
  function show(code) {
    const p = pad();
    p.dataset.typed = code = code.slice(0, length);
    const groups = (s) => s.replace(/(.{4})/g, "$1 ");
    const field = p.querySelector(".typed");
    field.textContent = groups(code);
    const rest = document.createElement("span");
    rest.className = "rest";
    rest.textContent = groups(code + "·".repeat(length - code.length)).slice(groups(code).length);
    field.append(rest);
    if (code.length === length && !burst) submit(code);
  }
  document.addEventListener("click", (e) => {
    const key = e.target.closest("[data-key]");
    if (!key || !pad()) return;
    burst = "";
    show(key.dataset.key === "back" ? typed().slice(0, -1) : typed() + key.dataset.key);
  });
})();
