// The call board: a chime and a spoken call for each new call, one after the other; the text is always there.
"use strict";
(() => {
  const stale = document.querySelector(".stale"), button = document.querySelector(".sound");
  let silentSince = 0, known = null;
  const waiting = [];
  let busy = false;

  // A board that cannot hear the server must not show an old number for long.
  document.addEventListener("zx:alive", () => { silentSince = 0; stale.hidden = true; });
  document.addEventListener("zx:silent", () => { silentSince ||= Date.now(); });
  setInterval(() => { stale.hidden = !(silentSince && Date.now() - silentSince > 3000); }, 500);

  let audio;
  button.addEventListener("click", () => { audio = new AudioContext(); audio.resume(); button.hidden = true; });
  function chime() {
    if (!audio || audio.state !== "running") return 0;
    [660, 880].forEach((f, i) => {
      const o = audio.createOscillator(), g = audio.createGain(), t = audio.currentTime + i * 0.28;
      o.frequency.value = f;
      g.gain.setValueAtTime(0.001, t);
      g.gain.exponentialRampToValueAtTime(0.25, t + 0.03);
      g.gain.exponentialRampToValueAtTime(0.001, t + 0.6);
      o.connect(g).connect(audio.destination);
      o.start(t);
      o.stop(t + 0.62);
    });
    return 900;
  }
  const voice = () => "speechSynthesis" in window && speechSynthesis.getVoices().find((v) => v.lang.startsWith("zh"));

  function next() {
    if (busy || !waiting.length) return;
    busy = true;
    const text = waiting.shift();
    const done = () => { busy = false; next(); };
    setTimeout(() => {
      if (!voice()) return done();
      const u = new SpeechSynthesisUtterance(text);
      u.voice = voice();
      u.rate = 0.85;
      u.onend = u.onerror = done;
      speechSynthesis.speak(u);
    }, chime());
  }

  function look() {
    const calls = new Map();
    for (const c of document.querySelectorAll(".call.now")) calls.set(`${c.dataset.no}/${c.dataset.calls}`, c.dataset.say);
    if (known) for (const [key, text] of calls) if (!known.has(key)) waiting.push(text);
    known = new Set(calls.keys());
    next();
  }
  document.addEventListener("zx:screen", look);
  look();
})();
