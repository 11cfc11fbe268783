// What every page shares. All names of htmx events stand in this file; the other scripts listen to "zx:" events.
"use strict";
(() => {
  // zx:screen: something on the page was replaced.
  document.addEventListener("htmx:after:swap", () => document.dispatchEvent(new Event("zx:screen")));

  // A request that found no server: say so, ask until it answers, then take the sentence away. What was typed stays.
  let asking = 0;
  function offline() {
    if (asking) return;
    document.querySelector(".net").hidden = false;
    document.dispatchEvent(new Event("zx:offline"));
    asking = setInterval(async () => {
      try {
        const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(2000) });
        if (!answer.ok) return;
      } catch {
        return;
      }
      clearInterval(asking);
      asking = 0;
      document.querySelector(".net").hidden = true;
      document.dispatchEvent(new Event("zx:online"));
    }, 1000);
  }
  document.addEventListener("htmx:error", (e) => {
    const error = e.detail && e.detail.error;
    if (error && (error.name === "TypeError" || error.name === "TimeoutError" || error === "timeout")) offline();
  });
  document.addEventListener("zx:lost", offline);

  // Live parts: the stream only says "look again"; htmx fetches. It heals from a lost event, a restart and a frozen
  // server: every connection begins with a look, a heartbeat comes every ten seconds, and a slow poll runs beside it.
  for (const part of document.querySelectorAll("[data-live]")) {
    let source;
    let heard = Date.now();
    const alive = () => {
      heard = Date.now();
      part.dispatchEvent(new Event("zx:alive", { bubbles: true }));
    };
    const silent = () => part.dispatchEvent(new Event("zx:silent", { bubbles: true }));
    const connect = () => {
      if (source) source.close();
      heard = Date.now();
      source = new EventSource(part.dataset.live);
      source.onmessage = () => {
        alive();
        htmx.trigger(part, "look");
        for (const other of document.querySelectorAll("[data-look]")) htmx.trigger(other, "look"); // one stream a page
      };
      source.addEventListener("hb", alive);
      source.onerror = silent;
    };
    connect();
    setInterval(() => {
      if (source.readyState === EventSource.CLOSED || Date.now() - heard > 25000) {
        silent();
        connect();
      }
    }, 2000);
  }

  // Clocks show the school's time, however wrong this browser's own clock is.
  const skew = Number(document.body.dataset.now) - Date.now();
  const format = new Intl.DateTimeFormat("zh-CN", {
    timeZone: document.body.dataset.zone,
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  const tick = () => {
    for (const clock of document.querySelectorAll("[data-clock]")) clock.textContent = format.format(Date.now() + skew);
  };
  if (document.body.dataset.now) {
    tick();
    setInterval(tick, 5000);
    document.addEventListener("zx:screen", tick);
  }

  // A page that comes back from the browser's memory shows what was; ask for what is.
  addEventListener("pageshow", (e) => {
    if (e.persisted) location.reload();
  });
})();
