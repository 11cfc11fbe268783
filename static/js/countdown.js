// Time that runs out: [data-until] is counted down in place; one with data-chime sounds softly a minute before its end. What
// happens at the end is the server's; here it is only shown.
"use strict";
(() => {
  const skew = Number(document.body.dataset.now) - Date.now();
  const rung = new Set();
  let audio;

  function chime() {
    // Only now: making it takes so long that a scanner's next key would come too late, and a page that was touched or typed
    // on before may sound.
    audio ||= new AudioContext();
    audio.resume().then(ring);
  }
  function ring() {
    [523, 659].forEach((f, i) => {
      const o = audio.createOscillator(), g = audio.createGain(), t = audio.currentTime + i * 0.35;
      o.frequency.value = f;
      g.gain.setValueAtTime(0.001, t);
      g.gain.exponentialRampToValueAtTime(0.12, t + 0.05);
      g.gain.exponentialRampToValueAtTime(0.001, t + 0.9);
      o.connect(g).connect(audio.destination);
      o.start(t);
      o.stop(t + 0.95);
    });
  }

  function tick() {
    for (const e of document.querySelectorAll("[data-until]")) {
      const left = Math.ceil((Number(e.dataset.until) - Date.now() - skew) / 1000), shown = Math.max(0, left);
      e.textContent = `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
      e.classList.toggle("soon", left <= 60);
      if ("chime" in e.dataset && left <= 60 && left > 0 && !rung.has(e.dataset.until)) {
        rung.add(e.dataset.until);
        e.dataset.rang = "";
        chime();
      }
    }
  }
  tick();
  setInterval(tick, 250);
  document.addEventListener("zx:screen", tick);
  document.addEventListener("click", (e) => { if (e.target.closest("[data-print]")) print(); });
})();
