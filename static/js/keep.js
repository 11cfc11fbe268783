// Nothing that a child has begun ends by one tap, or by the next card: the screen asks first. What was left all the
// same can be taken up again for a moment. It is kept in this page's memory alone, and is gone with the page.
"use strict";
(() => {
  const screen = () => document.getElementById("screen");
  const undo = 10; // seconds to take back 不写了
  const again = 60; // seconds in which a return code can be seen again

  // A question over the screen. then is what its right button does; it is forgotten with the screen.
  let then = null;
  const boxes = () => document.querySelectorAll("[data-ask]");
  function ask(name, go) {
    then = go;
    for (const box of boxes()) {
      box.hidden = box.dataset.ask !== name;
      if (!box.hidden) box.querySelector("[data-stay]").focus();
    }
  }
  function answered() {
    then = null;
    for (const box of boxes()) box.hidden = true;
  }
  document.addEventListener("click", (e) => {
    if (e.target.closest("[data-stay]")) answered();
    if (!e.target.closest("[data-sure-go]")) return;
    const go = then;
    answered();
    if (go) go();
  });

  // A card held under the reader while the screen holds something; scan.js asks before it sends the code.
  document.addEventListener("zx:card", (e) => {
    const held = screen().querySelector("[data-hold]");
    if (!held) return;
    e.preventDefault();
    ask(held.dataset.hold, e.detail);
  });

  // A tap on what ends something. The same tap is made again when the child is sure.
  let sure = null;
  document.addEventListener(
    "click",
    (e) => {
      const tapped = e.target.closest("a, button");
      const marked = tapped && tapped.closest("[data-sure]");
      if (!marked || tapped === sure) return;
      e.preventDefault();
      e.stopImmediatePropagation();
      ask(marked.dataset.sure, () => {
        leaving = marked.dataset.sure;
        sure = tapped;
        tapped.click();
        sure = null;
      });
    },
    true,
  );

  // What was left: the screen as it stood, with all that was typed and drawn.
  let kept = null;
  let expiry = 0;
  let leaving = ""; // what the child said it was sure of
  // A copy is kept: htmx takes no element twice. A drawing is painted anew from its hidden field (letter.js).
  function keep(name, screen, seconds) {
    clearTimeout(expiry);
    const node = screen.cloneNode(true);
    const texts = screen.querySelectorAll("textarea");
    node.querySelectorAll("textarea").forEach((text, i) => (text.value = texts[i].value));
    for (const sent of node.querySelectorAll(".htmx-request")) sent.classList.remove("htmx-request");
    kept = { name, node };
    if (seconds) expiry = setTimeout(drop, seconds * 1000);
  }
  function drop() {
    clearTimeout(expiry);
    kept = null;
    offer();
  }
  // offer shows the way back to it, on the neutral screens alone: no signed-in child is offered another's.
  function offer() {
    const neutral = screen().matches(".helping") || screen().querySelector("[data-home]");
    for (const box of document.querySelectorAll("[data-resume]")) {
      box.hidden = !kept || !neutral || box.dataset.resume !== kept.name;
    }
    document.body.classList.toggle("resuming", Boolean(kept && neutral)); // it stands where the numbers are
  }
  document.addEventListener("click", (e) => {
    if (!e.target.closest("[data-resume]") || !kept) return;
    const node = kept.node;
    drop();
    for (const secret of node.querySelectorAll("[data-secret]")) secret.classList.add("covered");
    screen().replaceWith(node);
    htmx.process(node);
    document.dispatchEvent(new Event("zx:screen"));
  });

  // Nobody has touched the screen for so long that the letter's writer has gone.
  document.addEventListener("zx:wipe", drop);

  let shown = screen();
  document.addEventListener("zx:screen", () => {
    const now = screen();
    if (now === shown) return;
    const before = shown;
    shown = now;
    answered();
    const helping = now.matches(".helping");
    if (before.querySelector("[data-letter]")) {
      if (helping) keep("letter", before);
      else if (leaving === "letter-drop") keep("letter", before, undo);
    } else if (before.querySelector("[data-letter-code]")) {
      const known = leaving === "forget" || now.querySelector("[data-letter-code], [data-code-kept]");
      if (!known) keep("code", before, again);
    } else if (before.matches(".helping") && !helping && kept && kept.name === "letter") {
      if (now.querySelector("[data-home]")) expiry = setTimeout(drop, undo * 1000);
      else drop(); // somebody else has come
    }
    leaving = "";
    offer();
  });

  // What the server can take back, it takes back for a little longer than it is offered.
  let offered = 0;
  document.addEventListener("zx:screen", () => {
    clearTimeout(offered);
    const button = screen().querySelector("[data-takeback]");
    if (button) offered = setTimeout(() => button.remove(), undo * 1000);
  });

  // A return code hides itself after a while, and is seen again as long as its button is held.
  const look = 15;
  let hiding = 0;
  let held = false;
  function cover(on) {
    const secret = screen().querySelector("[data-secret]");
    if (secret) secret.classList.toggle("covered", on);
  }
  function hold(e) {
    if (!(e.target instanceof Element) || !e.target.closest("[data-peek]")) return;
    if (e.type === "keydown" && e.code !== "Space" && e.code !== "Enter") return;
    held = true;
    cover(false);
  }
  function release() {
    if (held) cover(true);
    held = false;
  }
  document.addEventListener("zx:screen", () => {
    clearTimeout(hiding);
    hiding = setTimeout(cover, look * 1000, true);
  });
  for (const begin of ["pointerdown", "keydown"]) addEventListener(begin, hold);
  for (const end of ["pointerup", "pointercancel", "keyup", "blur"]) addEventListener(end, release);
})();
