// A sentence is recorded with this computer's microphone and kept as a file of its number, like one that was uploaded.
// A browser gives the microphone to secure pages alone; elsewhere the page says so.
"use strict";
(() => {
  const button = document.querySelector("[data-record]");
  if (!button || !isSecureContext || !navigator.mediaDevices || !window.MediaRecorder) return;
  button.hidden = false;
  document.querySelector("[data-norecord]").hidden = true;
  const longest = 15000; // nobody needs so long for a sentence; it is what was forgotten
  let recorder;

  button.addEventListener("click", async () => {
    if (recorder) {
      recorder.stop();
      return;
    }
    let sound;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      say("没有话筒，或者浏览器不让用。");
      return;
    }
    recorder = new MediaRecorder(sound, { audioBitsPerSecond: 32000 });
    const parts = [];
    recorder.ondataavailable = (e) => {
      parts.push(e.data);
      button.textContent = button.dataset.again; // only now does it hear: who speaks before would be cut off
    };
    recorder.onstop = () => {
      for (const track of sound.getTracks()) track.stop();
      send(new Blob(parts, { type: recorder.mimeType }));
    };
    recorder.start(100);
    setTimeout(() => recorder.state === "recording" && recorder.stop(), longest);
  });

  // send shows the sentence again, with what was recorded of it.
  async function send(file) {
    const n = button.dataset.record;
    const body = new FormData();
    body.append("files", file, `${n}.webm`);
    button.disabled = true;
    try {
      const answer = await fetch("/admin/voice/files", { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const wrong = page.querySelector("main .say");
      if (wrong) say(wrong.textContent);
      else location.assign(`/admin/voice?n=${n}`);
    } catch {
      document.dispatchEvent(new Event("zx:lost"));
    }
    recorder = null;
    button.disabled = false;
    button.textContent = "录音";
  }
  function say(text) {
    document.getElementById("say").textContent = text;
  }
})();
