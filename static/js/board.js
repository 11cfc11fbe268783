// The call board: a chime and a spoken call for each new call, one after the other, and once more for whoever has not
// come; the text is always there, so that a board without a loudspeaker or a voice loses nothing but the sound.
"use strict";
(() => {
  const stale = document.querySelector(".stale");
  const button = document.querySelector(".sound");

  // A board that cannot hear the server must not show an old number for long.
  let silentSince = 0;
  document.addEventListener("zx:alive", () => {
    silentSince = 0;
    stale.hidden = true;
  });
  document.addEventListener("zx:silent", () => {
    silentSince ||= Date.now();
  });
  setInterval(() => {
    stale.hidden = !(silentSince && Date.now() - silentSince > 3000);
  }, 500);

  // A browser plays nothing before a touch: whoever sets the board up presses the button once.
  let audio;
  button.addEventListener("click", () => {
    audio = new AudioContext();
    audio.resume();
    button.hidden = true;
  });

  // chime returns for how many milliseconds it sounds: the voice begins after it.
  function chime() {
    if (!audio || audio.state !== "running") return 0;
    [660, 880].forEach((frequency, i) => {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const at = audio.currentTime + i * 0.28;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.001, at);
      volume.gain.exponentialRampToValueAtTime(0.25, at + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.62);
    });
    return 900;
  }

  // look finds the calls that were not there before. A ticket called again is a new call; those that a freshly loaded
  // board finds are not. Two lines that call at once are heard one after the other (voice.js).
  let known = null;
  function look() {
    const calls = new Map();
    for (const call of document.querySelectorAll(".call.now")) {
      const key = `${call.dataset.no}/${call.dataset.calls}`;
      calls.set(key, (known && known.get(key)) || { text: call.dataset.say, again: 0 });
    }
    if (known) {
      for (const [key, call] of calls) {
        if (!known.has(key)) say(call, () => (call.again = Date.now() + pause));
      }
    }
    known = calls;
  }
  const say = (call, end) => voice.say({ text: call.text, before: chime, end });
  document.addEventListener("zx:screen", look);
  look();

  // Whoever has not come is called once more.
  const pause = 20000;
  setInterval(() => {
    for (const call of known.values()) {
      if (!call.again || Date.now() < call.again) continue;
      call.again = 0;
      say(call);
    }
  }, 500);
})();
