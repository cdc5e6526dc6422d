// Answers forms and links of the page in place, keeps addresses, and says how far a request is.
const SHOWN_AFTER = 300; // milliseconds: what is quicker needs no word
const EXPLAINED_AFTER = 3000;
const KEPT = 12; // states whose content stays in memory

const byId = (id) => document.getElementById(id);
const main = byId("main");
const waiting = byId("waiting");
const texts = waiting.dataset;
const here = () => location.pathname + location.search;

// What is said

let speaking;
const say = (text) => {
  const status = byId("status");
  status.textContent = "";
  clearTimeout(speaking);
  if (text) speaking = setTimeout(() => { status.textContent = text; }, 20); // lest the same text stay unsaid
};

document.addEventListener("announce", (event) => say(event.detail));

const wait = (ask) => {
  const doing = ask.doing || texts.doing;
  const isDesign = ask.method === "POST" && ask.id !== "columns"; // nothing else asks a model
  const began = Date.now();
  const count = () => {
    const elapsed = byId("elapsed");
    elapsed.textContent = elapsed.dataset.text.replace("{}", Math.round((Date.now() - began) / 1000));
  };
  main.setAttribute("aria-busy", "true");
  const timers = [
    setTimeout(() => { count(); waiting.hidden = false; say(doing); }, SHOWN_AFTER),
    setTimeout(() => { if (texts.model && isDesign) say(`${doing} ${texts.model}`); }, EXPLAINED_AFTER),
    setInterval(count, 500),
  ];
  return () => {
    timers.forEach(clearTimeout);
    waiting.hidden = true;
    main.removeAttribute("aria-busy");
  };
};

const forgive = () => byId("failures").replaceChildren();

// The page stays as it is, and above it stands what went wrong. `refused` is what the server said of it, if it did.
const fail = (kind, ask, refused) => {
  const box = byId("failure").content.firstElementChild.cloneNode(true);
  const why = box.querySelector(".why");
  why.textContent = texts[kind];
  const said = refused ? [...refused.querySelectorAll("p:not(form p, :has(a, button))")] : [];
  if (said.length) why.replaceWith(...said);
  const heading = refused && refused.querySelector("h1, h2");
  if (heading) box.querySelector("h2").textContent = heading.textContent;
  if (!byId("refused")) box.id = "refused";
  box.querySelector("button").addEventListener("click", () => { request(ask); });
  say("");
  byId("failures").replaceChildren(box);
};

// States: every address that was shown has a place in the browser's history, and its content stays for a while

let run = history.state?.run;
let at = run ? history.state.at : 0;
let visited = [];
let shown = here();
const kept = new Map();

const store = () => {
  try { sessionStorage.setItem(run, JSON.stringify(visited)); } catch { /* without storage, a reload forgets them */ }
};
const load = () => {
  try { return JSON.parse(sessionStorage.getItem(run)) || []; } catch { return []; }
};

// How many entries of the history lie between this dataset and the one before (-1) or after (1); 0 if there is none.
const step = (by) => {
  let other = at + by;
  while (visited[other] === here()) other += by;
  return /^\/datasets\/[0-9a-f]{64}\?/.test(visited[other]) ? other - at : 0;
};

// What this dataset was made of: whoever opened its address has no history of it.
const parent = () => [...main.querySelectorAll("#steps a[data-swap]")].pop();

const mark = () => {
  visited[at] = here();
  store();
  if (!byId("undo")) return;
  Object.assign(byId("undo"), { hidden: false, disabled: !step(-1) && !parent() });
  Object.assign(byId("redo"), { hidden: false, disabled: !step(1) });
};

const keep = () => {
  kept.delete(at);
  kept.set(at, { address: shown, title: document.title, nodes: [...main.childNodes], top: scrollY });
  if (kept.size > KEPT) kept.delete(kept.keys().next().value);
};

const enter = (address) => {
  if (address === here()) return;
  keep();
  at += 1;
  visited.length = at;
  history.pushState({ run, at }, "", address);
};

const undo = () => {
  if (step(-1)) {
    history.go(step(-1));
    return;
  }
  const later = visited.slice(at);
  visited.splice(at, 0, parent().getAttribute("href")); // the parent gets a place before this one
  history.replaceState({ run, at }, "", visited[at]);
  for (const address of later) history.pushState({ run, at: at += 1 }, "", address);
  history.go(-later.length);
};

// The result

// Where the focus is, to be found again in another page; null for where it stays.
const focused = () => {
  const element = document.activeElement;
  if (!element?.closest("#main, #waiting, #failures")) return null;
  const { id, form } = element;
  return { element, id, form: form?.id, place: form && [...form.elements].indexOf(element) };
};

const restoreFocus = (origin, heading) => {
  let next = main.querySelector("[aria-invalid=true]");
  if (!next && origin) {
    next = origin.element.isConnected ? origin.element : byId(origin.id) || byId(origin.form)?.elements[origin.place];
    if (next?.disabled) next = next.parentElement.querySelector("button:enabled"); // undo hands over to redo
    next ||= heading || main.querySelector("h1, h2") || main;
  }
  if (next?.tabIndex < 0) next.tabIndex = -1;
  next?.focus({ preventScroll: true });
};

const swap = (nodes, title, isAnswer = true) => {
  main.replaceChildren(...nodes);
  document.title = title;
  shown = here();
  mark();
  document.dispatchEvent(new CustomEvent("swapped"));
  say((isAnswer && main.querySelector("[data-announce]")?.dataset.announce) || "");
};

// What was typed into the other sentence, or into this one meanwhile, is not lost.
const carry = (ask, page) => {
  for (const id of ["id_description", "id_instruction"]) {
    const [old, next] = [byId(id), page.getElementById(id)];
    const sent = ask.typed?.[id] ?? old?.defaultValue;
    if (old && next && old.value !== sent) next.value = old.value;
  }
};

const show = (ask, response, page) => {
  const address = response.headers.get("Content-Location") || response.url;
  const url = new URL(address, location.href);
  if (response.ok && assets(page).some((asset) => !assets(document).includes(asset))) {
    location.assign(url); // the service is another version by now
    return;
  }
  const isElsewhere = document.activeElement !== document.body && !focused();
  const origin = main.contains(document.activeElement) ? focused() : !isElsewhere && ask.origin;
  if (!ask.isPast) carry(ask, page);
  if (response.ok && !ask.isPast) enter(url.pathname + url.search);
  swap(page.getElementById("main").childNodes, page.title, response.ok);
  const result = response.ok && byId(ask.to);
  restoreFocus(origin, result && result.querySelector("h1, h2, h3"));
  if (ask.isPast) scrollTo(0, ask.top || 0);
  else if (result) reveal(result);
};

const assets = (page) => [...page.querySelectorAll("head script[src], head link[rel=stylesheet]")]
  .map((element) => element.getAttribute("src") || element.getAttribute("href"));

const reveal = (result) => {
  const { top } = result.getBoundingClientRect();
  if (top < 0 || top > innerHeight * 0.6) result.scrollIntoView();
};

// Requests, one at a time

let running = null;

const stop = () => {
  running?.done();
  running?.abort.abort();
  running = null;
};

const request = async (ask) => {
  const key = `${ask.method} ${ask.url} ${ask.body ?? ""}`;
  if (running?.key === key) return;
  if (ask.id === "refine" && ["refine", "columns"].includes(running?.ask.id)) { // one change after the other
    running.next = ask.typed.id_instruction;
    return;
  }
  stop();
  forgive();
  say("");
  ask.origin ||= focused();
  const mine = { key, ask, abort: new AbortController(), done: wait(ask) };
  running = mine;
  const found = await answer(ask, mine.abort.signal).catch(() => null); // no line, or it broke, or it was cancelled
  if (running !== mine) return;
  stop();
  if (found) conclude(ask, found.response, found.page);
  else lost(ask);
  if (mine.next && found?.response.ok) {
    byId("id_instruction").value = mine.next;
    byId("refine").requestSubmit();
  }
};

const answer = async (ask, signal) => {
  const headers = { "X-Requested-With": "fetch", Accept: "text/html" };
  const response = await fetch(ask.url, { method: ask.method, body: ask.body, headers, signal });
  const isPage = (response.headers.get("Content-Type") || "").startsWith("text/html");
  const text = await response.text();
  return { response, page: isPage ? new DOMParser().parseFromString(text, "text/html") : null };
};

const conclude = (ask, response, page) => {
  const isOurs = Boolean(page?.getElementById("main") && page.getElementById("waiting"));
  if (response.status >= 500 || response.status === 429) fail("crash", ask, isOurs && page.getElementById("refused"));
  else if (isOurs) show(ask, response, page);
  else fail("foreign", ask);
};

// A redirect to elsewhere cannot be followed here: the browser does that.
const lost = async (ask) => {
  if (navigator.onLine && ask.method === "GET") {
    const response = await fetch(ask.url, { redirect: "manual" }).catch(() => null);
    if (response?.type === "opaqueredirect") {
      location.assign(ask.url);
      return;
    }
  }
  fail(navigator.onLine ? "unreachable" : "offline", ask);
};

// What people do

const wish = (form, submitter) => {
  const said = (name) => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name);
  const url = new URL(said("action") || location.href, location.href);
  const method = (said("method") || "get").toUpperCase();
  const body = new URLSearchParams(new FormData(form, submitter));
  const { doing, to } = { ...form.dataset, ...submitter?.dataset };
  const id = form.getAttribute("id");
  const typed = Object.fromEntries([...form.elements].map((field) => [field.id, field.value]));
  if (method === "POST") return { url: url.href, method, body, doing, to, typed, id };
  url.search = body;
  return { url: url.href, method, doing, to, typed, id };
};

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("form[data-swap]")) return;
  event.preventDefault();
  request(wish(event.target, event.submitter));
});

document.addEventListener("click", (event) => {
  const is = (selector) => event.target.closest?.(selector);
  if (is("#cancel")) {
    const origin = running?.ask.origin;
    stop();
    say(texts.cancelled);
    restoreFocus(origin);
  }
  if (is("#undo")) undo();
  if (is("#redo")) history.go(step(1));
  const link = is("a[data-swap]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  request({ url: link.href, method: "GET", doing: link.dataset.doing, to: link.dataset.to });
});

document.addEventListener("keydown", (event) => {
  const isTyping = event.isComposing || event.keyCode === 229;
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (event.key === "Escape") forgive();
  if (event.key === "Enter" && !isTyping && !hasModifier && !event.shiftKey
    && event.target.matches("#wish textarea, #refine textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
  if (event.key?.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.altKey
    && !event.target.matches("input, textarea, select, [contenteditable]")) {
    const button = byId(event.shiftKey ? "redo" : "undo");
    if (button && !button.disabled) {
      event.preventDefault();
      button.click();
    }
  }
});

document.addEventListener("input", forgive); // whoever goes on has read it

addEventListener("popstate", (event) => {
  if (!event.state?.run) { // a link within the page
    at += 1;
    visited.length = at;
    history.replaceState({ run, at }, "");
    mark();
    return;
  }
  stop();
  forgive();
  const origin = focused();
  keep();
  ({ run, at } = event.state);
  if (here() === shown) {
    mark();
    return;
  }
  const past = kept.get(at);
  if (past?.address === here()) {
    swap(past.nodes, past.title);
    restoreFocus(origin);
    scrollTo(0, past.top);
  } else {
    request({ url: location.href, method: "GET", isPast: true, top: past?.top ?? event.state.top });
  }
});

addEventListener("pagehide", () => {
  stop();
  history.replaceState({ run, at, top: scrollY }, "");
});

history.scrollRestoration = "manual";
if (run) {
  visited = load();
  scrollTo(0, history.state.top || 0);
} else {
  run = String(Date.now());
  history.replaceState({ run, at }, "");
}
mark();
