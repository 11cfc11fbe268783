// Time that runs out: [data-until] is counted down in place; one with data-chime sounds softly a minute before its end,
// and the card around one that is over has the class "over".
// What happens at the end is the server's; here it is only shown.
"use strict";
(() => {
  const skew = Number(document.body.dataset.now) - Date.now(); // the school's clock counts, not this computer's
  const rung = new Set();
  let audio;

  function chime() {
    // Only now: making it takes so long that a scanner's next key would come too late, and a page that was touched or
    // typed on before may sound.
    audio ||= new AudioContext();
    audio.resume().then(ring);
  }
  function ring() {
    [523, 659].forEach((frequency, i) => {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const at = audio.currentTime + i * 0.35;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.001, at);
      volume.gain.exponentialRampToValueAtTime(0.12, at + 0.05);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.9);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.95);
    });
  }

  // tick chimes once for each end: more minutes are another end, and chime again.
  function tick() {
    for (const clock of document.querySelectorAll("[data-until]")) {
      const left = Math.ceil((Number(clock.dataset.until) - Date.now() - skew) / 1000);
      const shown = Math.max(0, left);
      clock.textContent = `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
      clock.classList.toggle("soon", left <= 60);
      clock.closest(".card")?.classList.toggle("over", left <= 0);
      if ("chime" in clock.dataset && left <= 60 && left > 0 && !rung.has(clock.dataset.until)) {
        rung.add(clock.dataset.until);
        clock.dataset.rang = "";
        chime();
      }
    }
  }
  tick();
  setInterval(tick, 250);
  document.addEventListener("zx:screen", tick);
})();
