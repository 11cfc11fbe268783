// A call for an adult sounds on this page until somebody goes.
"use strict";
(() => {
  const button = document.querySelector("[data-sound]");
  const calls = () => document.querySelectorAll("[data-ring]").length;
  let audio;

  // A browser plays nothing before the first touch of the page: the button is there as long as it would be silent.
  function wake() {
    audio ||= new AudioContext();
    audio.resume().then(show);
  }
  const silent = () => !audio || audio.state !== "running";
  function show() { button.hidden = !(calls() && silent()); }
  addEventListener("pointerdown", wake, true);
  addEventListener("keydown", wake, true);

  function ring() {
    if (silent()) return;
    [784, 988, 784].forEach((f, i) => {
      const o = audio.createOscillator(), g = audio.createGain(), t = audio.currentTime + i * 0.22;
      o.frequency.value = f;
      g.gain.setValueAtTime(0.001, t);
      g.gain.exponentialRampToValueAtTime(0.3, t + 0.02);
      g.gain.exponentialRampToValueAtTime(0.001, t + 0.2);
      o.connect(g).connect(audio.destination);
      o.start(t);
      o.stop(t + 0.22);
    });
    document.body.dataset.rang = Number(document.body.dataset.rang || 0) + 1;
  }

  const title = document.title;
  function look() {
    if (calls() && !audio) wake();
    document.title = calls() ? "🔔 " + title : title;
    show();
    if (calls()) ring();
  }
  setInterval(look, 1500);
  document.addEventListener("zx:screen", show);
})();
