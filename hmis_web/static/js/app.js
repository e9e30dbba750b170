/* Keys, the search list, and what a shared, slow computer needs. Every page also works without this file. */
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const body = document.body;
  const { htmx } = document.currentScript.dataset;
  document.documentElement.classList.add("js");

  /* ---- htmx is fetched when something is about to need it: reading it costs a slow computer 40 ms, and most visits do
     without. What was typed or chosen before it was ready is told to it then. ---- */
  const NEEDS = "[hx-get], [hx-post]";
  let script = null;
  let missed = null;
  const wake = () => {
    if (script) return;
    script = document.createElement("script");
    script.src = htmx;
    document.head.append(script);
  };
  const notice = (event) => {
    if (!event.target.closest(NEEDS)) return;
    wake();
    if (event.type === "input" || event.type === "change") missed = { target: event.target, type: event.type };
  };
  const NOTICED = ["keydown", "pointerdown", "input", "change"];
  for (const name of NOTICED) document.addEventListener(name, notice);
  document.addEventListener("htmx:after:process", () => {
    for (const name of NOTICED) document.removeEventListener(name, notice);
    if (missed && missed.target.isConnected) missed.target.dispatchEvent(new Event(missed.type, { bubbles: true }));
    missed = null;
  }, { once: true });
  if (document.querySelector("[hx-trigger*=load]")) wake();

  /* ---- Coming back: a page kept by the browser may belong to somebody who has signed out since. It stays hidden until
     present.js has asked whose turn it is. ---- */
  addEventListener("pagehide", () => document.documentElement.setAttribute("data-left", ""));
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("[aria-busy]").forEach(sent);
    if (event.persisted && !body.dataset.session) location.reload();
    if (!event.persisted) document.documentElement.removeAttribute("data-left");
  });

  /* ---- Messages that appear later. The text is set when shown, so that screen readers say it. ---- */
  const show = (id) => {
    const box = byId(id);
    if (!box || box.textContent === box.dataset.text && !box.hidden) return;
    box.textContent = box.dataset.text;
    box.hidden = false;
  };
  const hide = (id) => {
    const box = byId(id);
    if (box) box.hidden = true;
  };

  /* ---- Sending once, and saying so when it takes long. The server makes sure; this only avoids the second try. ---- */
  const SLOW = 1500;
  const GIVE_UP = 45000;
  const timers = new WeakMap();
  const forget = (form) => (timers.get(form) || []).forEach(clearTimeout);
  const sent = (form) => {
    forget(form);
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    hide("waiting");
  };
  const sending = (form) => {
    form.setAttribute("aria-busy", "true");
    for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
    const saves = form.method === "post" && form.getAttribute("role") !== "search";
    forget(form);
    timers.set(form, [
      setTimeout(() => saves && form.isConnected && show("waiting"), SLOW),
      setTimeout(sent, GIVE_UP, form),
    ]);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") === "dialog") return;
    if (form.hasAttribute("aria-busy")) {
      event.preventDefault();
      event.stopPropagation();
    } else if (!form.hasAttribute("data-download")) {
      /* A form that answers with a file leaves this page standing, so it may be sent again. */
      sending(form);
    }
  }, true);
  document.addEventListener("htmx:finally:request", (event) => {
    if (event.target instanceof HTMLFormElement && !waits.has(event.target)) sent(event.target);
  });
  document.addEventListener("htmx:before:request", () => hide("unreachable"));
  document.addEventListener("htmx:error", (event) => {
    const { ctx } = event.detail;
    if (!ctx || ctx.response) return;
    show("unreachable");
    if (waits.has(ctx.sourceElement)) sendLater(ctx.sourceElement, ctx.request.submitter);
  });

  /* ---- The database was busy: what was typed is sent again by itself, every 2 to 5 seconds, until it is saved. ---- */
  const BUSY = 503;
  const LONGEST = 5000;
  const FIRST = 2000;
  const longer = (pause) => Math.min(LONGEST, pause * 1.25);
  /* On the page that says so. The answer is asked for as htmx would: it names the next page instead of sending it. */
  const resend = async (form, pause) => {
    const request = { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "HX-Request": "true" } };
    hide("unreachable");
    const answer = await fetch(form.getAttribute("action"), request).catch(() => show("unreachable"));
    const next = answer && answer.headers.get("HX-Redirect");
    if (next) location.replace(next);
    else if (answer && answer.status !== BUSY) HTMLFormElement.prototype.submit.call(form);
    else setTimeout(resend, longer(pause), form, longer(pause));
  };
  const again = document.querySelector("form[data-again]");
  if (again) {
    show("again");
    const pause = again.dataset.again * 1000;
    setTimeout(resend, pause, again, pause);
  }
  /* In a form that htmx sends: it stays as it is, and busy, until the answer is another one. */
  const waits = new WeakMap();
  const sendLater = (form, submitter) => {
    const pause = waits.has(form) ? longer(waits.get(form)) : FIRST;
    waits.set(form, pause);
    forget(form);
    setTimeout(() => {
      if (!form.isConnected) return;
      form.removeAttribute("aria-busy");
      form.requestSubmit(submitter);
    }, pause);
  };
  document.addEventListener("htmx:before:response", (event) => {
    const { response, sourceElement: form, request } = event.detail.ctx;
    if (!(form instanceof HTMLFormElement)) return;
    if (response.status === BUSY) {
      event.preventDefault();
      show("waiting");
      sendLater(form, request.submitter);
    } else {
      waits.delete(form);
    }
  });

  /* ---- What is typed while an answer is on its way stays typed: the part of the form that comes back is older. ---- */
  const told = (fields, name) => fields.getAll(name).join("\n");
  const controls = (form, name) => [...form.elements].filter((each) => each.name === name && each.type !== "submit");
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    const { form, body: sentFields } = ctx.request;
    if (!form || !form.isConnected || !(sentFields instanceof URLSearchParams)) return;
    const now = new URLSearchParams(new FormData(form));
    const at = document.activeElement;
    if (at.form === form) ctx.focused = at;
    const names = new Set([...form.elements].filter((each) => each.type !== "hidden" && each.type !== "submit").map((each) => each.name));
    ctx.newer = [...names].filter((name) => name && told(now, name) !== told(sentFields, name)).map((name) => [name, now.getAll(name)]);
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    for (const [name, values] of ctx.newer || []) {
      for (const each of controls(ctx.request.form, name)) {
        if (each.type === "checkbox" || each.type === "radio") each.checked = values.includes(each.value);
        else each.value = values[0] || "";
      }
    }
    /* So does the place: what has no id (a radio button) is found again by its name and value. */
    const { focused } = ctx;
    if (!focused || focused.isConnected || document.activeElement !== body) return;
    const same = [...ctx.request.form.elements].find((each) => each.name === focused.name && (each.value === focused.value || !/radio|box|submit/.test(each.type)));
    if (same) same.focus({ preventScroll: true });
  });

  /* ---- Closing messages ---- */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (button) button.parentElement.remove();
  });

  /* ---- Many boxes at once ---- */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tick]");
    if (!button) return;
    const boxes = button.closest("fieldset").querySelectorAll("input[type=checkbox]");
    for (const each of boxes) each.checked = button.dataset.tick !== "";
  });

  /* ---- The list of agencies in the top bar closes by Esc, and by doing anything else. ---- */
  const fold = () => {
    const open = document.querySelector(".switch[open]");
    if (!open) return false;
    const inside = open.contains(document.activeElement);
    open.open = false;
    if (inside) open.firstElementChild.focus();
    return true;
  };
  for (const name of ["click", "focusin"]) {
    document.addEventListener(name, (event) => event.target.closest(".switch") || fold());
  }

  /* ---- The search list: a combobox. Focus stays in the box; the arrows move through the list. ---- */
  const box = byId("find-input");
  const list = () => byId("find-results");
  const options = () => [...list().querySelectorAll("[role=option]")];
  let active = -1;
  const mark = (index) => {
    const all = options();
    active = all.length ? (index + all.length) % all.length : -1;
    all.forEach((option, at) => option.setAttribute("aria-selected", at === active ? "true" : "false"));
    if (active < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  };
  const expand = (open) => {
    const shown = open && list().childElementCount > 0 && box.value.trim() !== "";
    list().hidden = !shown;
    box.setAttribute("aria-expanded", shown && options().length ? "true" : "false");
    active = -1;
    box.removeAttribute("aria-activedescendant");
  };
  if (box) {
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && options().length) {
        event.preventDefault();
        if (list().hidden) expand(true);
        mark(active < 0 && step < 0 ? -1 : active + step);
      } else if (event.key === "Enter" && active >= 0 && !list().hidden) {
        event.preventDefault();
        options()[active].click();
      } else if (event.key === "Escape" && !list().hidden) {
        event.preventDefault();
        event.stopPropagation();
        expand(false);
      } else if (event.key === "Escape" && box.value === "") {
        box.blur(); /* so that single keys work on a page that opens here */
      } else if (event.key === "/" && box.value === "") {
        event.preventDefault();
      }
    });
    box.addEventListener("focus", () => expand(true));
    box.form.addEventListener("focusout", (event) => {
      if (!box.form.contains(event.relatedTarget)) expand(false);
    });
    /* The list must not take the focus from the box before the click arrives. */
    box.form.addEventListener("mousedown", (event) => {
      if (event.target.closest("[role=option]")) event.preventDefault();
    });
  }
  document.addEventListener("htmx:after:swap", () => hide("waiting"));
  document.addEventListener("htmx:after:swap", (event) => {
    if (!box || event.detail.ctx.sourceElement !== box) return;
    expand(document.activeElement === box);
    byId("find-status").textContent = list().dataset.status || "";
  });

  /* ---- Single keys. They can be switched off on this computer; the setting says nothing about any client. ---- */
  const SETTING = "single-keys";
  const setting = byId("single-keys");
  const off = () => {
    try { return localStorage.getItem(SETTING) === "off"; } catch { return false; }
  };
  if (setting) {
    setting.addEventListener("change", () => {
      try { localStorage.setItem(SETTING, setting.checked ? "on" : "off"); } catch { /* stays for this page only */ }
    });
  }
  /* Asked for when it is shown, not on every page: the browser may have to fetch it from the disk. */
  const openShortcuts = () => {
    setting.checked = !off();
    byId("shortcuts").showModal();
  };
  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  let going = 0;
  const single = (event) => {
    if (Date.now() - going < 1500) {
      going = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(event.key.toLowerCase())}"]`);
      if (link) link.click();
      return Boolean(link);
    }
    if (event.key === "g") going = Date.now();
    else if (event.key === "/" && box) { wake(); box.focus(); box.select(); }
    else if (event.key === "?" && setting) openShortcuts();
    else return false;
    return true;
  };
  /* The screen is hidden: nothing of the page is drawn or read out, an open window is closed, and a page that loads
     itself anew stays hidden. */
  const COVERED = "hidden screen"; /* in the window's name, which stays with it: storage would have to be fetched */
  let left = null;
  const cover = () => {
    const hide = !body.dataset.screen;
    if (hide) {
      body.dataset.screen = "hidden";
      left = document.activeElement;
      left.blur();
      for (const open of document.querySelectorAll("dialog[open]")) open.close();
    } else {
      delete body.dataset.screen;
      if (left) left.focus();
    }
    window.name = hide ? COVERED : "";
  };
  if (window.name === COVERED) cover();
  /* Rows move with the arrows: in a [data-rows] list, each row's first link or box is a stop. */
  const stops = (rows) => [...rows.querySelectorAll("[data-row]")];
  const move = (event) => {
    const rows = event.target.closest("[data-rows]");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!rows || !step) return false;
    const all = stops(rows);
    const next = all[all.indexOf(event.target) + step];
    if (next) next.focus();
    return Boolean(next);
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "F9" || (event.key === "Escape" && body.dataset.screen)) {
      event.preventDefault();
      cover();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || body.dataset.screen) return;
    if (event.key === "Escape") {
      if (fold()) return;
      const toast = document.querySelector(".toast");
      if (toast && !document.querySelector("dialog[open]")) toast.remove();
      return;
    }
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (move(event) || (!off() && single(event))) event.preventDefault();
  });
})();
