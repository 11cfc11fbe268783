// The child's screen: it wipes itself when nobody touches it, whatever the server does, and takes codes.
"use strict";
(() => {
  const screen = () => document.getElementById("screen");
  const box = document.querySelector(".idle[data-still]");
  const bar = box.querySelector("progress");
  const warning = 0.4; // the last part of the time in which 你还在吗？ stands there
  let touched = Date.now();
  let told = Date.now();

  // A part that looks after itself may say when its screen has had its time.
  const seconds = () => Number((screen().querySelector("[data-idle]") || screen()).dataset.idle || 0);
  const signedIn = () => "visit" in screen().dataset;
  const lost = () => document.dispatchEvent(new Event("zx:lost"));

  // The server counts too; touch tells it of a child that taps without asking it for anything.
  function touch() {
    touched = Date.now();
    box.hidden = true;
    if (signedIn() && Date.now() - told > seconds() * 250) {
      told = Date.now();
      fetch("/kiosk/stay", { method: "POST" }).then((answer) => {
        if (answer.status === 401) home();
      }, lost);
    }
  }

  // home wipes first and asks then, so that a dead server leaves no child's screen behind.
  function home() {
    document.dispatchEvent(new Event("zx:wipe"));
    box.hidden = true;
    voice.stop();
    const blank = document.getElementById("blank").content.cloneNode(true);
    screen().replaceWith(blank);
    document.getElementById("done").requestSubmit();
  }

  addEventListener("pointerdown", touch, true);
  addEventListener("keydown", touch, true);
  addEventListener("input", touch, true);
  document.addEventListener("zx:heard", touch); // a child that listens is there
  addEventListener("pointerdown", () => document.getElementById("say").replaceChildren(), true);

  // A new screen begins its time anew, with the focus on its question: a screen reader says that first, and Enter
  // presses nothing.
  let shown = screen();
  document.addEventListener("zx:screen", () => {
    if (screen() === shown) return; // a part that looks after itself is no touch
    shown = screen();
    told = touched = Date.now();
    box.hidden = true;
    const ask = screen().querySelector(".ask");
    if (ask) ask.focus({ preventScroll: true });
  });
  document.addEventListener("zx:online", () => {
    if (screen().dataset.blank !== undefined) location.reload();
  });

  setInterval(() => {
    if (!seconds()) return;
    const left = seconds() - (Date.now() - touched) / 1000;
    if (left <= 0) {
      home();
      return;
    }
    const warn = seconds() * warning;
    if (left > warn) return;
    if (box.hidden) {
      box.hidden = false;
      box.querySelector("button").focus();
    }
    bar.value = left / warn;
  }, 200);

  // A code of four pictures and four digits, tapped one after the other: star-boat-apple-fish-4072. The eighth tap
  // sends it, and a tap beyond it is not heard.
  document.addEventListener("click", (e) => {
    const key = e.target.closest("[data-code]");
    if (!key) return;
    const form = key.closest("form");
    const field = form.elements.code;
    const parts = field.value ? field.value.split("-") : [];
    const digits = parts.length > 4 ? parts.pop() : "";
    if (key.dataset.code === "back") {
      if (digits.length > 1) parts.push(digits.slice(0, -1));
      else if (!digits) parts.pop();
      field.value = parts.join("-");
    } else if (parts.length < 4) {
      field.value = [...parts, key.dataset.code].join("-");
    } else if (digits.length < 4) {
      field.value = [...parts, digits + key.dataset.code].join("-");
    }
    entered(form);
    if (/-\d{4}$/.test(field.value)) form.requestSubmit();
  });

  // entered shows what was tapped so far, and the keys for what comes next.
  function entered(form) {
    const parts = form.elements.code.value ? form.elements.code.value.split("-") : [];
    const tokens = [...parts.slice(0, 4), ...(parts[4] || "")];
    form.querySelectorAll(".picked span").forEach((slot, i) => {
      slot.classList.toggle("full", i < tokens.length);
      slot.replaceChildren();
      if (i >= tokens.length) return;
      if (i < 4) slot.append(form.querySelector(`[data-code="${tokens[i]}"] .art`).cloneNode(true));
      else slot.textContent = tokens[i];
    });
    const digits = parts.length >= 4;
    form.querySelector("[data-part=pictures]").hidden = digits;
    form.querySelector("[data-part=digits]").hidden = !digits;
  }
})();
