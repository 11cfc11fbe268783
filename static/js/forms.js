// What was typed stays when the session has ended, the screen is covered, the server is away, or a finger slips: it
// stays on the page, and nowhere else. Nothing of it goes into the browser's storage, which would outlive who typed it.
"use strict";
(() => {
  const who = document.body.dataset.who;
  if (!who) return;

  // Forms with something typed that the server does not have. A note's draft is there; its own script says until when.
  const typed = new Set();
  let leaving = false;
  document.addEventListener("input", (e) => {
    const form = e.target.form;
    if (!form || form.method !== "post" || e.target.type === "password") return;
    if (!form.matches("[hx-post], [role=search]")) typed.add(form);
  });
  const kept = (form) => !form.isConnected || (form.dataset.draft && !("unsaved" in form.dataset));
  const unsaved = () => [...typed].some((form) => !kept(form));
  addEventListener("beforeunload", (e) => {
    if (!leaving && unsaved()) e.preventDefault();
  });

  // A form is sent only to a server that still knows who sits here; otherwise it waits, and goes on by itself.
  document.addEventListener("submit", async (e) => {
    const form = e.target;
    if (e.defaultPrevented || !typed.has(form)) return;
    e.preventDefault();
    if (!(await present())) return;
    typed.delete(form);
    form.requestSubmit(e.submitter);
  });

  // present asks who sits here, and lets them come back first. Without a server nothing happens: the banner says so.
  async function present() {
    let answer;
    try {
      answer = await fetch("/me", { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(5000) });
    } catch {
      document.dispatchEvent(new Event("zx:lost"));
      return false;
    }
    if (answer.ok && (await answer.text()) === who) return true;
    const path = answer.ok ? "/" : answer.headers.get("HX-Redirect");
    if (path === "/unlock" || path === "/login") return back(path);
    leaving = true; // somebody else signed in: what stands here is not theirs to see or to send
    location.replace(path || "/");
    return false;
  }

  // back covers the page and shows the way back in over it: the lock's or the login's own form. It is true once the
  // same person is there again.
  let asking;
  function back(path) {
    asking ||= ask(path).finally(() => {
      asking = undefined;
    });
    return asking;
  }
  async function ask(path) {
    const focus = document.activeElement;
    document.body.classList.add("covered");
    const box = document.createElement("dialog");
    box.className = "back gate";
    box.addEventListener("cancel", (e) => e.preventDefault()); // Esc opens no lock
    document.body.append(box);
    box.showModal();
    await new Promise((entered) => {
      const show = async (answer) => {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const card = page.querySelector("main.card");
        if (!card) return entered(); // opened meanwhile, on another page
        if (!card.querySelector("form[action='/unlock'], form[action='/login']")) return show(await fetch("/login"));
        const why = document.createElement("p");
        why.textContent = "写的都还在，打开以后接着来。";
        card.querySelector("h1").after(why);
        box.replaceChildren(card);
        card.querySelector("[autofocus]").focus();
      };
      box.addEventListener("submit", async (e) => {
        const to = new URL(e.target.action).pathname;
        if (to !== "/unlock" && to !== "/login") {
          leaving = true; // "not me": the page goes, and what stands on it
          return;
        }
        e.preventDefault();
        const body = new URLSearchParams(new FormData(e.target));
        try {
          const answer = await fetch(to, { method: "POST", body, redirect: "manual" });
          if (answer.type === "opaqueredirect") entered();
          else await show(answer);
        } catch {
          document.dispatchEvent(new Event("zx:lost"));
        }
      });
      fetch(path).then(show, () => document.dispatchEvent(new Event("zx:lost")));
    });
    box.remove();
    const same = await present();
    if (same) {
      document.body.classList.remove("covered");
      if (focus && focus.isConnected) focus.focus();
    }
    return same;
  }

  // What the page asks for by itself finds out first that the session has ended, and htmx would leave the page for it.
  document.addEventListener("htmx:before:response", (e) => {
    const path = e.detail.ctx.hx.redirect;
    if ((path !== "/login" && path !== "/unlock") || !unsaved()) return;
    e.preventDefault();
    back(path);
  });

  // The lock leaves the page, unless something typed would be lost with it; then it covers the page where it is.
  document.addEventListener("zx:cover", async (e) => {
    if (!unsaved()) {
      leaving = true;
      return;
    }
    e.preventDefault();
    try {
      await fetch("/lock", { method: "POST", headers: { "HX-Request": "true" } });
    } catch {
      document.dispatchEvent(new Event("zx:lost"));
    }
    back("/unlock");
  });
})();
