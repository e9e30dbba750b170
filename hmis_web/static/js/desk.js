/* The service desk: letters or a card, Enter, saved. What waits for the line are numbers, codes, a day and a key; it waits in
   this page alone, and the browser keeps nothing. */
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const desk = byId("desk");
  const rows = byId("desk-rows");
  const waitingForm = byId("waiting-rows");
  const FIRST = 2000;
  const LONGEST = 20000;
  const PATIENCE = 15000;
  const MOST = 8;
  const waiting = new Map(); /* key: {row, again, li} */
  const token = () => document.querySelector("[name=csrf_token]").value;

  /* ---- Program chosen: its services. ---- */
  const program = document.querySelector("#desk-setup select");
  if (program) program.addEventListener("change", () => document.querySelector("#desk-setup [name=show]").click());
  if (!desk) return;
  const who = byId("who");
  const list = byId("desk-list");
  const nobody = byId("desk-nobody");
  const [LOG, HOUSEHOLD, LAST, LATELY, ALERT, UNNAMED] = desk.dataset.words.split("|");
  const make = (tag, text, kind) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const read = (text) => text.split("\n").filter(Boolean).map((line) => {
    const [stay, client, size, alert, age, last, count, ...name] = line.split("|");
    const said = name.join("|");
    return { stay, client, size, alert, age, last, count, name: said || UNNAMED, words: ` ${plain(said)}` };
  });
  const all = read(byId("desk-names").textContent);

  /* ---- The list below the field ---- */
  let shown = [];
  let at = 0;
  const mark = (index) => {
    at = shown.length ? (index + shown.length) % shown.length : 0;
    [...list.children].forEach((each, place) => each.setAttribute("aria-selected", String(place === at)));
    if (shown.length) who.setAttribute("aria-activedescendant", `desk-${at}`);
    else who.removeAttribute("aria-activedescendant");
  };
  const draw = (found) => {
    shown = found;
    list.replaceChildren(...found.map((each, place) => {
      const item = make("li");
      item.id = `desk-${place}`;
      item.setAttribute("role", "option");
      const name = make("span");
      name.append(make("b", each.name), make("span", ` ${[each.age, `R-${each.client}`].filter(Boolean).join(" · ")} `, "muted"));
      if (each.alert) name.append(make("span", ALERT, "tag warn"));
      const last = each.last ? `${LAST} ${each.last} · ${each.count} ${LATELY}` : "";
      const keys = make("span", "", "small nb");
      keys.append(make("kbd", "Enter"), ` ${LOG}`);
      if (each.size > 1) keys.append(" ", make("kbd", "Shift Enter"), ` ${HOUSEHOLD} ${each.size}`);
      item.append(name, make("span", last, "muted small"), keys);
      return item;
    }));
    list.hidden = !found.length;
    who.setAttribute("aria-expanded", String(Boolean(found.length)));
    mark(0);
  };
  const matches = (text) => {
    const number = /^\s*(?:r-?)?(\d+)\s*$/i.exec(text);
    if (number) return all.filter((each) => each.client === number[1]); /* whole, or a card would log somebody else */
    const words = plain(text).split(/\s+/).filter(Boolean);
    const found = [];
    for (const each of all) {
      if (words.length && words.every((word) => each.words.includes(` ${word}`)) && found.push(each) === MOST) break;
    }
    return found;
  };
  let typed = 0;
  const search = async (mine) => {
    const answer = await post("/desk/find", { who: who.value }).catch(() => null);
    if (mine !== typed || !answer || !answer.ok) return;
    draw(read(new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim()));
  };
  const look = () => {
    typed += 1;
    draw("searches" in desk.dataset ? [] : matches(who.value)); /* never a list of what was typed before */
    if ("searches" in desk.dataset && who.value.trim().length > 1) setTimeout((mine) => mine === typed && search(mine), 150, typed);
  };
  const clear = () => {
    who.value = "";
    typed += 1;
    draw([]);
    nobody.replaceChildren();
    who.focus();
  };

  /* ---- Sending ---- */
  const post = (url, fields, more = []) => {
    const body = new URLSearchParams({ csrf_token: token(), acting_for: desk.dataset.agency, ...fields });
    for (const row of more) body.append("row", row);
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    return fetch(url, { method: "POST", body, headers, signal: stop.signal }).finally(() => clearTimeout(timer));
  };
  /* An answer that leads elsewhere: the session is locked or over, and what was sent with it is kept as a draft. */
  const leads = (answer) => {
    const next = answer.headers.get("HX-Redirect");
    if (next) {
      document.documentElement.setAttribute("data-left", "");
      location.replace(next);
    }
    return Boolean(next);
  };
  const unsent = () => [...waitingForm.querySelectorAll("[name=row]")].map((each) => each.value);
  const forget = (key) => {
    const { field } = waiting.get(key);
    field.remove();
    waiting.delete(key);
  };
  const put = (li, html) => {
    const made = new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html").querySelectorAll("ol > li");
    const added = [...made].filter((each) => !each.className).length;
    byId("desk-count").textContent = Number(byId("desk-count").textContent) + added;
    li.replaceWith(...made);
    const yes = made[0] && made[0].querySelector("[data-yes]");
    if (yes && !who.value && document.activeElement === who) yes.focus();
  };
  let pause = FIRST;
  let again = 0;
  const later = (key) => {
    const { li } = waiting.get(key);
    li.className = "waits";
    li.lastChild.textContent = rows.dataset.kept;
    if (again) return;
    again = setTimeout(() => {
      again = 0;
      pause = Math.min(LONGEST, pause * 1.5);
      for (const each of waiting.keys()) send(each);
    }, pause);
  };
  const send = async (key) => {
    const item = waiting.get(key);
    if (item.busy) return;
    item.busy = true;
    const fields = { entry: item.row, draft_path: waitingForm.getAttribute("action"), ...(item.again ? { again: "1" } : {}) };
    const answer = await post("/desk/log", fields, unsent()).catch(() => null);
    item.busy = false;
    if (!answer || answer.status >= 500) return later(key);
    if (leads(answer)) return;
    const text = await answer.text().catch(() => null);
    if (text === null) return later(key);
    pause = FIRST;
    forget(key);
    if (answer.ok) return put(item.li, text);
    item.li.className = "fails";
    item.li.lastChild.textContent = rows.dataset.failed;
  };
  const keep = (key, row, li, repeated) => {
    const field = make("input");
    Object.assign(field, { type: "hidden", name: "row", value: row });
    waitingForm.append(field);
    waiting.set(key, { row, li, field, again: repeated });
    send(key);
  };
  const hex = () => [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
  const log = (person, household) => {
    const key = hex();
    const li = make("li");
    li.append(make("span", "", "time"), make("div", person.name), make("span", rows.dataset.sending, "muted small"));
    rows.prepend(li);
    clear();
    keep(key, [key, person.stay, household ? "1" : "", desk.dataset.setup].join("~"), li, false);
  };
  /* Nobody in the list: a card, an identifier, or somebody who is not here. The server knows. */
  let asking = "";
  const ask = async (household) => {
    const text = who.value;
    if (asking === text) return;
    asking = text;
    const key = hex();
    const answer = await post("/desk/log", { who: text, key, ...(household ? { household: "1" } : {}) }).catch(() => null);
    asking = "";
    if (!answer) return void (byId("unreachable").hidden = false);
    if (leads(answer)) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && page.querySelector("pre")) return void (who.value === text && draw(read(page.body.textContent.trim())));
    if (!answer.ok) {
      if (who.value === text) who.select(); /* the next scan writes over it */
      return nobody.replaceChildren(...page.body.childNodes);
    }
    const li = make("li");
    rows.prepend(li);
    if (who.value === text) clear();
    put(li, page.body.innerHTML);
  };

  /* ---- Keys ---- */
  const enter = (household) => {
    if (shown.length) log(shown[at], household);
    else if (who.value.trim()) ask(household);
  };
  who.setAttribute("role", "combobox");
  who.setAttribute("aria-controls", "desk-list");
  who.setAttribute("aria-autocomplete", "list");
  draw([]);
  who.addEventListener("input", look);
  who.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) mark(at + step);
    else if (event.key === "Enter" && !event.isComposing) enter(event.shiftKey);
    else if (event.key === "Escape" && who.value) clear();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) log(shown[[...list.children].indexOf(item)], event.shiftKey);
  });
  /* Clicks, not the forms' being sent: this page stays. */
  desk.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || desk.querySelector("[name=pick]")) return;
    event.preventDefault();
    enter(button.name === "household");
    who.focus();
  });

  /* ---- A row's own buttons: add again, no, undo ---- */
  const taken = async (form) => {
    const li = form.closest("li");
    const answer = await post(form.getAttribute("action"), Object.fromEntries(new FormData(form))).catch(() => null);
    if (!answer) return void (byId("unreachable").hidden = false);
    if (leads(answer)) return;
    const said = new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim();
    if (answer.ok) {
      li.className = "gone";
      byId("desk-count").textContent = Number(byId("desk-count").textContent) - 1;
    }
    form.replaceWith(make("span", answer.ok || answer.status === 422 ? said : rows.dataset.failed, "small"));
    who.focus();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".desk-rows button");
    if (!button) return;
    const { form } = button;
    event.preventDefault();
    if (!form.elements.entry) return taken(form);
    const row = form.elements.entry.value;
    const li = make("li");
    li.append(make("span", "", "time"), make("div", form.closest("li").querySelector(".name").textContent), make("span", rows.dataset.sending, "muted small"));
    form.closest("li").remove();
    rows.prepend(li);
    who.focus();
    keep(row.split("~")[0], row, li, true);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-no]")) return;
    event.preventDefault();
    event.target.closest("li").remove();
    who.focus();
  });
  document.addEventListener("keydown", (event) => {
    const yes = event.target.closest("[data-yes]");
    if (!yes) return;
    if (event.key === "Escape") {
      event.preventDefault();
      yes.parentElement.querySelector("[data-no]").click();
    } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey) {
      who.focus(); /* the next one is typed or scanned already */
    }
  });
  addEventListener("beforeunload", (event) => {
    if (waiting.size && !document.documentElement.hasAttribute("data-left")) event.preventDefault();
  });
})();
