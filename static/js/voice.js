// What the screens say aloud: one text after the other, never over each other. A text is put together from what the
// school has recorded, where all of it is there; else the browser's own Chinese voice says it, so that no sentence
// changes its voice half way; without one, what is recorded of it is heard. The index of the recordings is fetched when
// something is said, and again only after a change.
"use strict";
const voice = (() => {
  const local = () => "speechSynthesis" in window && speechSynthesis.getVoices().find((v) => v.lang.startsWith("zh"));
  const recorded = () => (document.querySelector("[data-voice]") || document.body).dataset.voice || "";

  // How loud, from 1 to 4, is this browser's own and kept in it; below 0 it is silent, and as loud again afterwards.
  const loudest = 4;
  let level = loudest;
  try {
    level = Number(localStorage.getItem("zx-volume")) || loudest;
  } catch {
    // a browser that keeps nothing is as loud as it can be
  }
  function set(to) {
    level = to;
    try {
      localStorage.setItem("zx-volume", level);
    } catch {
      // it holds until the page is left
    }
  }
  const volume = () => Math.max(0, level);
  const louder = (by) => set(Math.max(1, Math.min(loudest, Math.abs(level) + by)));
  const mute = () => set(-level);

  // The index, by the words alone: what stands around them is not heard.
  const unheard = " \n\t，。！？：；、…·“”（）()✓←→";
  function key(text) {
    let from = 0;
    let to = text.length;
    while (from < to && unheard.includes(text[from])) from++;
    while (to > from && unheard.includes(text[to - 1])) to--;
    return text.slice(from, to);
  }
  let index = { address: "", clips: Promise.resolve(new Map()) };
  function clips() {
    const address = recorded();
    if (index.address !== address) index = { address, clips: address ? load(address) : Promise.resolve(new Map()) };
    return index.clips;
  }
  async function load(address) {
    try {
      const answer = await fetch(address);
      return new Map(Object.entries(await answer.json()).map(([text, url]) => [key(text), url]));
    } catch {
      index.address = ""; // the server may be back for the next text
      return new Map();
    }
  }

  // Numbers as they are said: 21 二十一, 105 一百零五, 19:08 十九点零八分; long ones, and those that call for help, digit by
  // digit.
  const digits = "零一二三四五六七八九";
  function number(written, next) {
    if (written.length > 3 || /^(?:0.+|11[09]|120)$/.test(written)) {
      return [...written].map((d) => (d === "1" ? "幺" : digits[d]));
    }
    const n = Number(written);
    if (n === 2 && /^[个点]/.test(next)) return ["两"];
    const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
    const words = hundreds ? [digits[hundreds], "百"] : [];
    if (tens > 1 || (tens && hundreds)) words.push(digits[tens]);
    if (tens) words.push("十");
    else if (hundreds && ones) words.push("零");
    if (ones || !n) words.push(digits[ones]);
    return words;
  }
  function time(written) {
    const [hour, minute] = written.split(":");
    const words = [...number(String(Number(hour)), "点"), "点"];
    if (Number(minute)) words.push(...(minute[0] === "0" ? ["零"] : []), ...number(String(Number(minute)), ""), "分");
    return words;
  }

  // split is a text as the longest parts that are recorded, in order; what is not recorded has no url.
  function split(text, clips) {
    const pieces = text.match(/\d{1,2}:\d\d|\d+|[^\d\s，。！？：；、（）()·]+|[\s，。！？：；、（）()·]+/g) || [];
    const parts = [];
    const take = (part) => clips.has(key(part)) && parts.push({ text: part, url: clips.get(key(part)) });
    for (let i = 0; i < pieces.length; ) {
      let end = pieces.length;
      while (end > i && !take(pieces.slice(i, end).join(""))) end--;
      if (end > i) {
        i = end;
        continue;
      }
      const piece = pieces[i++];
      if (/^\d/.test(piece)) {
        // half a number would be another one
        const words = piece.includes(":") ? time(piece) : number(piece, key(pieces[i] || ""));
        if (words.every((word) => clips.has(word))) words.forEach(take);
        else parts.push({ text: piece });
      } else if (key(piece)) {
        // 今天晚上 is said in two words
        const at = [...piece].findIndex((_, n) => clips.has(piece.slice(0, n)) && clips.has(piece.slice(n)));
        if (at > 0) [piece.slice(0, at), piece.slice(at)].forEach(take);
        else parts.push({ text: piece });
      }
    }
    return parts;
  }

  // Sound. What was begun before a stop has a number that is over, and ends by itself.
  let turn = 0;
  let audio;
  let sounding = null;
  async function play(url) {
    const mine = turn;
    await Promise.race([audio.resume(), new Promise((late) => setTimeout(late, 500))]);
    if (audio.state !== "running") throw new Error("silent before the first touch");
    const answer = await fetch(url);
    if (!answer.ok) throw new Error("gone");
    const sound = audio.createBufferSource();
    sound.buffer = await audio.decodeAudioData(await answer.arrayBuffer());
    if (mine !== turn) return;
    const gain = audio.createGain();
    gain.gain.value = volume() / loudest;
    sound.connect(gain).connect(audio.destination);
    sounding = sound;
    await new Promise((ended) => {
      sound.onended = ended;
      sound.start();
    });
  }
  function speak(text) {
    const own = local();
    if (!own) return undefined;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = own;
    words.rate = 0.85;
    words.volume = volume() / loudest;
    return new Promise((ended) => {
      words.onend = words.onerror = ended;
      setTimeout(ended, 5000 + 600 * text.length); // some voices never say that they have ended
      speechSynthesis.speak(words);
    });
  }
  async function utter(text) {
    const mine = turn;
    const parts = split(text, await clips());
    if (local() && !parts.every((part) => part.url)) {
      if (mine === turn) await speak(text);
      return;
    }
    for (const part of parts) {
      if (mine !== turn) return;
      try {
        if (part.url) await play(part.url);
      } catch {
        if (mine === turn) await speak(part.text);
      }
    }
  }

  // The queue. An item is a text, and what happens before it (for so many milliseconds), when it begins, and after it.
  let queue = [];
  let current = null;
  const end = () => {
    if (current && current.end) current.end();
    current = null;
  };
  async function next() {
    if (current || !queue.length) return;
    const mine = turn;
    const item = (current = queue.shift());
    if (item.before) await new Promise((go) => setTimeout(go, item.before()));
    if (mine !== turn) return;
    if (item.begin) item.begin();
    if (volume()) await utter(item.text);
    if (mine !== turn) return;
    end();
    next();
  }
  function say(...items) {
    if (recorded()) {
      audio ||= new AudioContext(); // a tap wakes it, so it is asked at once and not when the index has come
      audio.resume();
    }
    queue.push(...items);
    next();
  }
  function stop() {
    turn++;
    queue = [];
    end();
    if (sounding) sounding.stop();
    sounding = null;
    if ("speechSynthesis" in window && speechSynthesis.cancel) speechSynthesis.cancel();
  }

  return {
    say,
    stop,
    busy: () => Boolean(current),
    volume,
    louder,
    mute,
    able: () => Boolean(recorded() || local()), // whether anything could be heard, were it loud enough
  };
})();
