// A call for an adult sounds on this page until somebody goes. Which calls nobody has taken yet, its parts say by
// data-ring; this file only makes them heard.
"use strict";
(() => {
  const button = document.querySelector("[data-sound]");
  const calls = () => document.querySelectorAll("[data-ring]").length;
  const title = document.title;
  let audio;

  // A browser plays nothing before the first touch of the page: the button is there as long as it would be silent.
  function wake() {
    audio ||= new AudioContext();
    audio.resume().then(show);
  }
  const silent = () => !audio || audio.state !== "running";
  function show() {
    button.hidden = !(calls() && silent());
  }
  addEventListener("pointerdown", wake, true);
  addEventListener("keydown", wake, true);

  // ring is three short tones, unlike the soft ones of the phone room, and says on the page that it was played.
  function ring() {
    if (silent()) return;
    [784, 988, 784].forEach((frequency, i) => {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const at = audio.currentTime + i * 0.22;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.001, at);
      volume.gain.exponentialRampToValueAtTime(0.3, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.2);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.22);
    });
    document.body.dataset.rang = Number(document.body.dataset.rang || 0) + 1;
  }

  // look rings again and again, and marks the tab for whoever is on another one or has no loudspeaker.
  function look() {
    if (calls() && !audio) wake();
    document.title = calls() ? "🔔 " + title : title;
    show();
    if (calls()) ring();
  }
  setInterval(look, 1500);
  document.addEventListener("zx:screen", show);
})();
