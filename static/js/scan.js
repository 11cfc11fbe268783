// The scanner types like a keyboard: digits in a quick burst, then Enter or nothing. It is heard on the whole page,
// with no field focused, by the key's place and not by its text: an input method that is switched on changes nothing.
"use strict";
(() => {
  const length = 18; // digits of a card
  // In milliseconds: a scanner sends a key every 10, but a busy old computer hands them on late.
  const gap = 250; // the longest within a burst
  const tail = 60; // for an Enter after the last digit
  const fast = 50; // the longest mean gap in a text field: no child types so fast, nor does a key held down
  let burst = "";
  let times = []; // of its digits
  let ending = 0;
  let field = null; // the text field that the burst has gone into
  const pad = () => document.querySelector("[data-pad]");
  const writing = (el) => el instanceof HTMLTextAreaElement || el instanceof HTMLInputElement;

  // whole: the check digits are right (ISO 7064 MOD 97-10).
  const mod97 = (code) => [...code].reduce((m, d) => (m * 10 + Number(d)) % 97, 0);
  const whole = (code) => code.length === length && mod97(code) === 1;

  // submit sends a code by the screen's own form where it asks for a card itself, else as a card shown to the kiosk.
  // What stands on the screen may want to ask first (keep.js).
  function submit(code) {
    burst = "";
    clearTimeout(ending);
    const form = document.querySelector("form[data-scan]") || document.getElementById("scan");
    const send = () => {
      form.elements.code.value = code;
      form.requestSubmit();
      form.elements.code.value = "";
    };
    if (document.dispatchEvent(new CustomEvent("zx:card", { cancelable: true, detail: send }))) send();
  }

  // finish ends a burst. In a text field only a whole card at a scanner's speed is one, and it is taken out of the text
  // again; everything else there is what the child wrote.
  const card = () => burst.slice(-length);
  const scanned = () => whole(card()) && times.at(-1) - times.at(-length) < fast * length;
  function finish() {
    if (!field) return submit(burst);
    if (scanned()) {
      const end = field.selectionStart;
      if (field.value.slice(0, end).endsWith(card())) field.setRangeText("", end - length, end, "end");
      submit(card());
    }
    burst = "";
    clearTimeout(ending);
  }

  // hear is called for every key of the page before any field gets it. Slow digits are a person's: they are left to the
  // field they are typed into, or to the digit pad.
  function hear(e) {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(e.code);
    const now = e.timeStamp;
    if (now - times.at(-1) > gap) burst = "";
    if (digit && !e.shiftKey) {
      if (!burst) times = [];
      times.push(now);
      burst += digit[1];
      field = writing(e.target) ? e.target : null;
      if (!field) e.preventDefault();
      if (pad()) show(typed() + digit[1]);
      clearTimeout(ending);
      if (burst.length >= length) ending = setTimeout(finish, tail);
      return;
    }
    if (e.code === "Enter" || e.code === "NumpadEnter" || e.code === "Tab") {
      // The end of a burst, and not a press of the focused button.
      if (field ? scanned() : burst.length >= 8) {
        e.preventDefault();
        e.stopPropagation();
        finish();
      } else if (pad() && e.code !== "Tab" && typed() && !(e.target instanceof HTMLButtonElement)) {
        e.preventDefault();
        submit(typed());
      }
    } else {
      if (e.code === "Backspace" && pad()) show(typed().slice(0, -1));
      if (burst.length < length) burst = ""; // a scanner may put a character of its own behind a card, never into one
    }
  }
  addEventListener("keydown", hear, true);

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
