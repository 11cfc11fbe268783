// A letter: one question after the other on one form, so that nothing of it ever stands in an address. The drawing is
// kept as strokes on a sheet of 1000 × 600, which look the same on every screen and fit into a hidden field.
"use strict";
(() => {
  const form = () => document.querySelector("form[data-letter]");
  const canvas = () => document.querySelector("canvas[data-sheet]");
  let strokes = [];
  let ink = 0;
  let active = null; // the stroke under the finger

  // step shows one question of the form and hides the others.
  function step(name) {
    for (const part of document.querySelectorAll("[data-step]")) part.hidden = part.dataset.step !== name;
    if (form()) form().dataset.letter = name; // where it goes on when it was left and is taken up again
    const ask = document.querySelector(`[data-step="${name}"] .ask`);
    if (ask) ask.focus({ preventScroll: true });
    if (name === "draw") fit();
    if (name === "write") form().elements.text.focus();
  }

  document.addEventListener("click", (e) => {
    const button = e.target.closest("button");
    if (!button) return;
    if (button.dataset.set) {
      form().elements[button.dataset.set].value = button.dataset.value;
      for (const other of button.parentElement.querySelectorAll("[data-set]")) {
        other.classList.toggle("on", other === button);
      }
    }
    if (button.dataset.ink) {
      ink = Number(button.dataset.ink);
      for (const other of document.querySelectorAll("[data-ink]")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
    }
    if (button.dataset.undo !== undefined) {
      strokes.pop();
      changed();
    }
    if (button.dataset.goto) step(button.dataset.goto);
    if (button.dataset.stepback !== undefined) back();
  });

  // back is one question back; before the first, it is leaving the letter.
  function back() {
    const kind = form().elements.kind.value;
    const sheet = { text: "write", drawing: "draw" }[kind] || "how";
    const before = { topic: "mood", how: "topic", write: "how", draw: "how", urgent: sheet };
    const to = before[form().dataset.letter];
    if (to) step(to);
    else document.querySelector("[data-sure=letter-drop]").click();
  }

  // fit makes the sheet as large as its easel. More than two pixels to a point nobody sees, and an old tablet has to
  // fill them.
  function fit() {
    const sheet = canvas();
    const easel = sheet.parentElement;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const width = Math.floor(Math.min(easel.clientWidth, (easel.clientHeight * 1000) / 600));
    sheet.style.width = width + "px";
    sheet.style.height = Math.floor(width * 0.6) + "px";
    sheet.width = width * ratio;
    sheet.height = width * 0.6 * ratio;
    paint();
  }

  // paint draws everything anew, which is fast enough for a finger and leaves nothing behind when a stroke is undone.
  function paint() {
    const sheet = canvas();
    if (!sheet) return;
    const pen = sheet.getContext("2d");
    const x = sheet.width / 1000;
    const y = sheet.height / 600;
    pen.clearRect(0, 0, sheet.width, sheet.height);
    pen.lineCap = pen.lineJoin = "round";
    pen.lineWidth = 7 * x;
    for (const stroke of active ? [...strokes, active] : strokes) {
      pen.strokeStyle = getComputedStyle(document.querySelector(`[data-ink="${stroke.color}"]`)).backgroundColor;
      pen.beginPath();
      stroke.points.forEach(([px, py], i) => (i ? pen.lineTo(px * x, py * y) : pen.moveTo(px * x, py * y)));
      if (stroke.points.length === 1) pen.lineTo(stroke.points[0][0] * x + 0.1, stroke.points[0][1] * y); // a dot
      pen.stroke();
    }
  }

  // point is where the finger is on the sheet; beside it, the nearest place on it: the server takes no others.
  function point(e) {
    const box = canvas().getBoundingClientRect();
    const clamp = (v, max) => Math.max(0, Math.min(max, Math.round(v)));
    return [
      clamp(((e.clientX - box.left) / box.width) * 1000, 1000),
      clamp(((e.clientY - box.top) / box.height) * 600, 600),
    ];
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
    const here = point(e);
    const last = active.points.at(-1);
    if (Math.hypot(here[0] - last[0], here[1] - last[1]) < 4) return; // far finer than a finger
    active.points.push(here);
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
  addEventListener("resize", () => {
    if (canvas() && !canvas().closest("[data-step]").hidden) fit();
  });

  // A sheet that comes back with a sentence of what was wrong keeps what was on it.
  document.addEventListener("zx:screen", () => {
    active = null;
    strokes = [];
    if (!form()) return;
    try {
      strokes = JSON.parse(form().elements.drawing.value || "[]");
    } catch {
      strokes = [];
    }
    step(form().dataset.letter);
  });
})();
