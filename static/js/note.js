// A note's draft is on the server's disk before the page says so; what is not there yet is tried again and again.
"use strict";
(() => {
  const form = document.querySelector("form[data-draft]");

  // A chip fills in headings to write under; what is written already stays.
  document.addEventListener("click", (e) => {
    const fill = e.target.closest("[data-fill]");
    if (!fill || !form) return;
    for (const name of ["observation", "plan"]) {
      if (!form.elements[name].value) form.elements[name].value = fill.dataset[name];
    }
    form.dispatchEvent(new Event("input"));
  });
  if (!form) return;

  const says = form.querySelector("[data-saved]");
  const other = form.querySelector("[data-other]");
  let typed = 0; // counts the changes
  let kept = 0; // the change up to which the server has it
  let busy = false;
  let seen = false; // another page's words were shown, and nothing was typed since
  let timer;

  // save sends the draft as it stands. One at a time: an older one that arrives late would overwrite a newer one.
  async function save() {
    clearTimeout(timer);
    if (busy || kept === typed) return;
    busy = true;
    const now = typed;
    let word;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        redirect: "error", // to the lock or the login is not on the disk
        headers: { "HX-Request": "true" },
        body: new URLSearchParams(new FormData(form)),
        signal: AbortSignal.timeout(5000),
      });
      const text = await answer.text();
      if (answer.ok) {
        kept = now;
        word = "草稿存于 " + text;
        other.replaceChildren();
      } else if (answer.status === 409) {
        word = "还没有存上。";
        beside(text);
      } else {
        word = "还没有存上：" + text;
      }
    } catch {
      word = "还没有存上，正在重试。请不要关掉这一页。";
    }
    busy = false;
    form.toggleAttribute("data-unsaved", kept !== typed);
    says.textContent = word;
    if (kept !== typed && !seen) timer = setTimeout(save, kept === now ? 600 : 2000);
  }

  // beside shows what another page has written on the same note. From then on this one may write over it, because its
  // writer has seen it; by itself it does not. Without the key there is nothing to see yet, and it asks again.
  function beside(words) {
    other.innerHTML = words;
    other.scrollIntoView({ block: "nearest" });
    const shown = other.querySelector("[data-version]");
    if (!shown) return;
    seen = true;
    form.elements.version.value = shown.dataset.version;
  }
  form.addEventListener("input", () => {
    typed++;
    form.toggleAttribute("data-unsaved", true);
    seen = false;
    says.textContent = "正在写…";
    clearTimeout(timer);
    timer = setTimeout(save, 600);
  });

  // Whoever leaves with something unsaved is asked, except by way of the form's own button.
  let leaving = false;
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("beforeunload", (e) => {
    if (!leaving && kept !== typed) e.preventDefault();
  });
})();
