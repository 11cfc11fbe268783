// A letter: one question after the other on one form, so that nothing of it ever stands in an address. The drawing is kept
// as strokes on a sheet of 1000 × 600.
"use strict";
(() => {
  const form = () => document.querySelector("form[data-letter]");
  let strokes = [], ink = 0, active = null;

  function step(name) {
    for (const s of document.querySelectorAll("[data-step]")) s.hidden = s.dataset.step !== name;
    const ask = document.querySelector(`[data-step="${name}"] .ask`);
    if (ask) ask.focus({ preventScroll: true });
    if (name === "draw") fit();
    if (name === "write") form().elements.text.focus();
  }

  document.addEventListener("click", (e) => {
    const b = e.target.closest("button");
    if (!b) return;
    if (b.dataset.set) {
      form().elements[b.dataset.set].value = b.dataset.value;
      for (const other of b.parentElement.querySelectorAll("[data-set]")) other.classList.toggle("on", other === b);
    }
    if (b.dataset.ink) {
      ink = Number(b.dataset.ink);
      for (const other of document.querySelectorAll("[data-ink]")) other.setAttribute("aria-pressed", String(other === b));
    }
    if (b.dataset.undo !== undefined) { strokes.pop(); changed(); }
    if (b.dataset.goto) step(b.dataset.goto);
  });

  const canvas = () => document.querySelector("canvas[data-sheet]");
  function fit() {
    const c = canvas(), easel = c.parentElement, ratio = Math.min(devicePixelRatio || 1, 2);
    const width = Math.floor(Math.min(easel.clientWidth, (easel.clientHeight * 1000) / 600));
    c.style.width = width + "px";
    c.style.height = Math.floor(width * 0.6) + "px";
    c.width = width * ratio;
    c.height = width * 0.6 * ratio;
    paint();
  }
  function paint() {
    const c = canvas();
    if (!c) return;
    const g = c.getContext("2d"), x = c.width / 1000, y = c.height / 600;
    g.clearRect(0, 0, c.width, c.height);
    g.lineCap = g.lineJoin = "round";
    g.lineWidth = 7 * x;
    for (const s of active ? [...strokes, active] : strokes) {
      g.strokeStyle = getComputedStyle(document.querySelector(`[data-ink="${s.color}"]`)).backgroundColor;
      g.beginPath();
      s.points.forEach(([px, py], i) => (i ? g.lineTo(px * x, py * y) : g.moveTo(px * x, py * y)));
      if (s.points.length === 1) g.lineTo(s.points[0][0] * x + 0.1, s.points[0][1] * y);
      g.stroke();
    }
  }
  function point(e) {
    const r = canvas().getBoundingClientRect();
    const clamp = (v, max) => Math.max(0, Math.min(max, Math.round(v)));
    return [clamp(((e.clientX - r.left) / r.width) * 1000, 1000), clamp(((e.clientY - r.top) / r.height) * 600, 600)];
  }
  function changed() {
    form().elements.drawing.value = strokes.length ? JSON.stringify(strokes) : "";
    paint();
  }
  document.addEventListener("pointerdown", (e) => {
    if (e.target !== canvas()) return;
    e.target.setPointerCapture(e.pointerId);
    active = { color: ink, points: [point(e)] };
    paint();
  });
  document.addEventListener("pointermove", (e) => {
    if (!active) return;
    const p = point(e), l = active.points.at(-1);
    if (Math.hypot(p[0] - l[0], p[1] - l[1]) < 4) return; // far finer than a finger
    active.points.push(p);
    paint();
  });
  const lift = () => {
    if (!active) return;
    strokes.push(active);
    active = null;
    changed();
  };
  document.addEventListener("pointerup", lift);
  document.addEventListener("pointercancel", lift);
  addEventListener("resize", () => { if (canvas() && !canvas().closest("[data-step]").hidden) fit(); });

  // A sheet that comes back with a sentence of what was wrong keeps what was on it.
  document.addEventListener("zx:screen", () => {
    active = null;
    strokes = [];
    if (!form()) return;
    try { strokes = JSON.parse(form().elements.drawing.value || "[]"); } catch { strokes = []; }
    step(form().dataset.letter);
  });
})();
