/* The shared computer, for who is signed in: drafts of what is typed, the lock after a while without a key, and numbers
   that hide again. The server decides; without this file it locks all the same. */
"use strict";
(() => {
  const token = () => document.querySelector("[name=csrf_token]").value;
  /* Asked for as htmx would: an answer that leads elsewhere (locked, signed out) names the page instead of sending it. */
  const ask = (url, body) => {
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
    return fetch(url, body ? { method: "POST", body, headers, keepalive: true } : { headers }).catch(() => null);
  };
  /* Away from here, without leaving this page to the Back button. */
  const leads = (answer) => {
    const next = answer && answer.headers.get("HX-Redirect");
    if (next) {
      document.documentElement.setAttribute("data-left", "");
      location.replace(next);
    }
    return Boolean(next);
  };

  /* ---- A page kept by the browser, hidden since it was left: shown again to the same person at the same agency. ---- */
  addEventListener("pageshow", async (event) => {
    if (!event.persisted) return;
    const answer = await ask("/present");
    if (leads(answer)) return;
    const now = answer && answer.ok ? await answer.json() : {};
    if (now.session === document.body.dataset.session) document.documentElement.removeAttribute("data-left");
    else location.reload();
  });

  /* ---- The search. A form that is sent stands in the browser's list of pages, and on the disk, with what was typed: this
     one is asked for, and its answer put in the page's place. ---- */
  const find = document.querySelector("form[role=search]");
  const show = (page) => {
    document.title = page.title;
    for (const part of ["main", ".rail"]) document.querySelector(part).replaceWith(page.querySelector(part));
    const first = document.querySelector("main [autofocus]");
    if (first) first.focus();
    scrollTo(0, 0);
  };
  const search = async () => {
    const body = new URLSearchParams(new FormData(find));
    const answer = await fetch(find.action, { method: "POST", body }).catch(() => null);
    if (!answer) return HTMLFormElement.prototype.submit.call(find);
    if (answer.redirected) return location.replace(answer.url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (location.pathname === new URL(find.action).pathname) history.replaceState(null, "", find.action);
    else history.pushState(null, "", find.action);
    find.removeAttribute("aria-busy");
    show(page);
  };
  if (find) {
    find.addEventListener("submit", (event) => {
      event.preventDefault();
      search();
    });
    addEventListener("popstate", () => location.reload());
  }

  /* What a form sent is forgotten: the browser would write it to its list of tabs to open again. */
  if ("posted" in document.body.dataset) history.replaceState(null, "", location.href);

  /* ---- Drafts: every few seconds after a change, on leaving a field, and on the way out. ---- */
  const EVERY = 5000;
  const PATIENCE = 3000;
  const MOST = 60000;
  const drafts = new Map();
  const read = (form) => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    return fields;
  };
  const changed = (form) => form.isConnected && !drafts.get(form).sent && read(form).toString() !== drafts.get(form).kept;
  const save = async (form) => {
    const draft = drafts.get(form);
    clearTimeout(draft.timer);
    draft.timer = 0;
    if (!changed(form)) return;
    const fields = read(form);
    const text = fields.toString();
    fields.append("draft_path", form.getAttribute("action"));
    if (fields.toString().length > MOST) return;
    draft.kept = text;
    const answer = await ask("/drafts", fields);
    if (leads(answer)) return;
    const note = form.querySelector("[data-kept]");
    if (answer && answer.ok) { if (note) note.hidden = false; }
    else if (draft.kept === text) draft.kept = null; /* tried again with the next key */
  };
  const saveAll = () => Promise.all([...drafts.keys()].map(save));
  const soon = (event) => {
    const draft = drafts.get(event.target.form);
    if (!draft) return;
    draft.sent = false;
    if (!draft.timer) draft.timer = setTimeout(save, EVERY, event.target.form);
  };
  for (const form of document.querySelectorAll("form[data-draft]")) {
    drafts.set(form, { kept: form.dataset.draft ? null : read(form).toString(), timer: 0, sent: false });
    if (form.dataset.draft) save(form);
    form.addEventListener("focusout", () => save(form));
  }
  if (drafts.size) {
    for (const name of ["input", "change"]) document.addEventListener(name, soon);
    addEventListener("pagehide", saveAll);
    document.addEventListener("visibilitychange", () => document.hidden && saveAll());
  }
  /* A form that is sent needs no draft any more. Any other (Sign out, Lock, Switch) waits until the draft is kept. */
  addEventListener("submit", (event) => {
    const form = event.target;
    const draft = drafts.get(form);
    if (draft) {
      clearTimeout(draft.timer);
      draft.timer = 0;
      draft.sent = true;
    } else if (form.method === "post" && [...drafts.keys()].some(changed)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const patience = new Promise((done) => { setTimeout(done, PATIENCE); });
      Promise.race([saveAll(), patience]).then(() => {
        for (const each of drafts.values()) each.sent = true;
        form.requestSubmit(event.submitter);
      });
    }
  }, true);

  /* ---- The lock. Keys and clicks are told to the server once a minute; asking how long is left is nobody at work. ---- */
  const MINUTE = 60000;
  const AGAIN = 5000;
  const root = document.documentElement;
  const limit = document.body.dataset.idle * 1000;
  const warning = document.getElementById("idle");
  let end = Date.now() + document.body.dataset.left * 1000;
  let told = Date.now();
  let acted = 0;
  let looking = 0;
  let telling = 0;
  const watch = (pause = end - Date.now() - (warning.hidden ? MINUTE : 0)) => {
    clearTimeout(looking);
    looking = setTimeout(look, Math.max(250, pause));
  };
  const until = (moment) => {
    end = moment;
    if (end - Date.now() > MINUTE) warning.hidden = true;
    if (end > Date.now()) root.removeAttribute("data-left");
    watch();
  };
  const heard = async (answer) => {
    if (!answer || !answer.ok || leads(answer)) return false;
    const { left } = await answer.json();
    until(Date.now() + left * 1000);
    return true;
  };
  /* The time that this page knows of is up: what is on it is hidden. Another tab may know better; the server decides. */
  const look = async () => {
    if (end <= Date.now()) {
      root.setAttribute("data-left", "");
      await saveAll();
    }
    const known = await heard(await ask("/present"));
    if (warning.hidden && end - Date.now() <= MINUTE) {
      warning.textContent = warning.dataset.text;
      warning.hidden = false;
    }
    watch(known ? undefined : AGAIN);
  };
  const tell = async () => {
    const before = told;
    told = Date.now();
    const before_this = acted;
    const ago = Math.round((told - acted) / 1000);
    const known = await heard(await ask("/present", new URLSearchParams({ ago, csrf_token: token() })));
    const more = acted > before_this; /* a key while the server was told of those before */
    telling = known && !more ? 0 : setTimeout(tell, known ? MINUTE : AGAIN);
    if (!known) told = before;
  };
  const act = () => {
    if (end <= Date.now()) return; /* too late: it is locked */
    acted = Date.now();
    const now = !warning.hidden;
    if (acted + limit - end > 1000) until(acted + limit);
    if (now) clearTimeout(telling);
    if (now || !telling) telling = setTimeout(tell, now ? 0 : Math.max(0, told + MINUTE - acted));
  };
  if (limit) {
    for (const name of ["keydown", "pointerdown", "input", "wheel"]) {
      document.addEventListener(name, act, { capture: true, passive: true });
    }
    document.addEventListener("visibilitychange", () => { if (!document.hidden) watch(); });
    watch();
  }

  /* ---- A number shown for some seconds. ---- */
  const remask = () => {
    for (const shown of document.querySelectorAll("[data-remask]")) {
      setTimeout(() => {
        shown.textContent = shown.dataset.remask;
        shown.nextElementSibling.remove();
      }, shown.dataset.seconds * 1000);
      shown.removeAttribute("data-seconds");
    }
  };
  document.addEventListener("htmx:after:swap", remask);
  remask();
})();
