// The child's screen: it wipes itself when nobody touches it, whatever the server does.
"use strict";
(() => {
  const screen = () => document.getElementById("screen");
  const box = document.querySelector(".idle"), bar = box.querySelector("progress");
  const warning = 0.4; // the last part of the time in which 你还在吗？ stands there
  let touched = Date.now(), told = Date.now();

  const seconds = () => Number(screen().dataset.idle || 0);
  const signedIn = () => "visit" in screen().dataset;

  function touch() {
    touched = Date.now();
    box.hidden = true;
    // The server counts too; tell it of a child that taps without asking it for anything.
    if (signedIn() && Date.now() - told > seconds() * 250) {
      told = Date.now();
      fetch("/kiosk/stay", { method: "POST" }).then((r) => { if (r.status === 401) home(); }, lost);
    }
  }
  const lost = () => document.dispatchEvent(new Event("zx:lost"));

  // home wipes first and asks then, so that a dead server leaves no child's screen behind.
  function home() {
    box.hidden = true;
    const blank = document.getElementById("blank").content.cloneNode(true);
    screen().replaceWith(blank);
    document.getElementById("done").requestSubmit();
  }

  addEventListener("pointerdown", touch, true);
  addEventListener("keydown", touch, true);
  addEventListener("input", touch, true);
  addEventListener("pointerdown", () => document.getElementById("say").replaceChildren(), true);
  let shown = screen();
  document.addEventListener("zx:screen", () => {
    if (screen() === shown) return; // a part that looks after itself is no touch
    shown = screen();
    told = touched = Date.now();
    box.hidden = true;
    const ask = screen().querySelector(".ask");
    if (ask) ask.focus({ preventScroll: true });
  });
  document.addEventListener("zx:online", () => { if (screen().dataset.blank !== undefined) location.reload(); });

  setInterval(() => {
    if (!seconds()) return;
    const left = seconds() - (Date.now() - touched) / 1000;
    if (left <= 0) { home(); return; }
    const warn = seconds() * warning;
    if (left > warn) return;
    if (box.hidden) {
      box.hidden = false;
      box.querySelector("button").focus();
    }
    bar.value = left / warn;
  }, 200);

  // Speak: only where the browser has a Chinese voice of its own; the button is not there otherwise.
  const voice = () => "speechSynthesis" in window && speechSynthesis.getVoices().find((v) => v.lang.startsWith("zh"));
  function voices() {
    for (const b of document.querySelectorAll("[data-speak]")) b.hidden = !voice();
  }
  document.addEventListener("zx:screen", voices);
  if ("speechSynthesis" in window) speechSynthesis.addEventListener("voiceschanged", voices);
  document.addEventListener("click", (e) => {
    const b = e.target.closest("[data-speak]");
    if (!b || !voice()) return;
    speechSynthesis.cancel();
    const u = new SpeechSynthesisUtterance(b.dataset.speak);
    u.voice = voice();
    u.rate = 0.8;
    speechSynthesis.speak(u);
  });

  // A code of pictures and digits, tapped one after the other.
  document.addEventListener("click", (e) => {
    const key = e.target.closest("[data-code]");
    if (!key) return;
    const form = key.closest("form"), field = form.elements.code;
    const parts = field.value ? field.value.split("-") : [];
    const digits = parts.length > 4 ? parts.pop() : "";
    if (key.dataset.code === "back") {
      field.value = digits.length > 1 ? [...parts, digits.slice(0, -1)].join("-") : (digits ? parts : parts.slice(0, -1)).join("-");
    } else if (parts.length < 4) {
      field.value = [...parts, key.dataset.code].join("-");
    } else if (digits.length < 4) {
      field.value = [...parts, digits + key.dataset.code].join("-");
    }
    entered(form);
    if (/-\d{4}$/.test(field.value)) form.requestSubmit();
  });
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
