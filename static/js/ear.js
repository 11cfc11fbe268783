// For a child that cannot read. The ear in the foot reads the page, the question first and then each choice, and marks
// what it reads; the ear in the corner of a choice says that one and does not choose it. There is an ear only where
// something can be heard. Nothing is said without a tap, and whatever comes next ends it.
"use strict";
(() => {
  const ears = document.getElementById("ears").content;
  const choices = ":is(a, button):is(.room, .tile)";
  const items = "h1, p, figcaption, button, a, .room, .tile, .face-name, .numbers .n, .reply small, .hot > span";
  const silent = "header, [data-secret], [data-listen], [data-volume], .lineid, .sr, .picked";
  const page = "[role=alertdialog], #screen";
  const unsaid = "rt, svg, .sr, .ear, [hidden], [aria-hidden=true]";
  let shown = document.getElementById("screen");
  let said = ""; // of all the page, when it began to be read

  // words is what is heard of a part of the page: without the pinyin, and with a pause between blocks.
  function words(part) {
    let text = "";
    for (const node of part.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) text += node.data;
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(unsaid)) continue;
      const inner = words(node);
      text += /^(?:inline|ruby)/.test(getComputedStyle(node).display) ? inner : `，${inner}，`;
    }
    return text.replace(/，+/g, "，");
  }
  const heard = (part) => words(part).replace(/^，|，$/g, "").trim() || part.ariaLabel || "";
  function parts(within) {
    return [...within.querySelectorAll(items)].filter(
      (e) => e.getClientRects().length && !e.closest(silent) && !e.parentElement.closest(items) && heard(e),
    );
  }

  const whole = () => parts(shown).map(heard).join();

  const say = (part) => ({
    text: heard(part),
    begin() {
      part.classList.add("heard");
      document.dispatchEvent(new Event("zx:heard"));
    },
    end: () => part.classList.remove("heard"),
  });
  function read(button) {
    const reading = button.classList.contains("reading");
    stop();
    if (reading) return;
    button.classList.add("reading");
    said = whole();
    voice.say(...parts(button.closest(page)).map(say), { text: "", end: () => button.classList.remove("reading") });
  }
  function stop() {
    voice.stop();
    for (const button of document.querySelectorAll(".reading")) button.classList.remove("reading");
  }

  // Before every other script: what is tapped here is not chosen.
  addEventListener(
    "click",
    (e) => {
      if (!(e.target instanceof Element)) return;
      const ear = e.target.closest(".ear");
      const button = e.target.closest("button");
      if (ear) {
        e.preventDefault();
        e.stopImmediatePropagation();
        stop();
        said = whole();
        voice.say(say(ear.parentElement));
      } else if (button && "listen" in button.dataset) {
        read(button);
      } else {
        stop();
        if (button && "speak" in button.dataset) voice.say({ text: button.dataset.speak });
        if (button && "louder" in button.dataset) tune(button);
      }
    },
    true,
  );

  // tune sets how loud it is, and lets that be heard.
  function tune(button) {
    const step = Number(button.dataset.louder);
    if (step) voice.louder(step);
    else voice.mute();
    dress();
    voice.say({ text: heard(button) });
  }

  // dress puts the ears where they belong, or takes them away.
  function dress() {
    const loud = voice.able() && voice.volume() > 0;
    document.body.classList.toggle("speaks", loud);
    for (const panel of document.querySelectorAll("[data-volume]")) {
      panel.hidden = !voice.able();
      panel.querySelector("meter").value = voice.volume();
    }
    for (const button of document.querySelectorAll("[data-speak]")) button.hidden = !loud;
    if (!loud) {
      for (const ear of document.querySelectorAll(".ear, [data-listen]")) ear.remove();
      return;
    }
    for (const choice of document.querySelectorAll(`#screen ${choices}`)) {
      if (choice.querySelector(".ear") || choice.closest("[data-part]")) continue;
      choice.append(ears.querySelector(".ear").cloneNode(true));
    }
    for (const place of document.querySelectorAll("#screen .foot, #screen [data-ears], [role=alertdialog] > div")) {
      if (place.querySelector("[data-listen]")) continue;
      const button = ears.querySelector("[data-listen]").cloneNode(true);
      if (!place.closest(page).querySelector("rt")) for (const rt of button.querySelectorAll("rt")) rt.remove();
      if (place.closest("#screen")) place.prepend(button);
      else place.append(button); // the answer that changes nothing has the focus there
    }
  }

  // Another screen ends what the one before was saying. One that says the same came by itself, and disturbs nobody.
  document.addEventListener("zx:screen", () => {
    const before = shown;
    shown = document.getElementById("screen");
    if (shown !== before && voice.busy() && whole() !== said) stop();
    dress();
  });
  if ("speechSynthesis" in window) speechSynthesis.addEventListener("voiceschanged", dress);
  dress();
})();
