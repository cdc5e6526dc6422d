// Keeps the preview beside the form up to date while somebody types, and its problems at the fields.
(() => {
  "use strict";

  const PAUSE = 400; // milliseconds after the last input
  const MOST_TRIES = 6; // of one form: the first one, and five more when time ran out
  const SLOW = 300; // milliseconds after which it is worth saying that something is on its way

  const form = document.getElementById("schema_form");
  const shown = document.getElementById("preview");
  if (!form || !shown?.dataset.url) return;
  const status = document.createElement("p");
  status.className = "preview-status";
  status.setAttribute("role", "status");
  shown.before(status);
  shown.classList.add("is-live");

  let timer = 0;
  let slow = 0;
  let request = null;
  let asked = typed();
  let furthest = 0;
  let tries = 0;

  // --- asking ---------------------------------------------------------------------------------------------------------

  function typed() {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") fields.append(name, value);
    }
    return fields.toString();
  }

  function schedule() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      const now = typed();
      if (now === asked) return;
      asked = now;
      furthest = 0;
      tries = 0;
      ask();
    }, PAUSE);
  }

  async function ask() {
    request?.abort();
    const mine = (request = new AbortController());
    tries += 1;
    busy(true);
    try {
      const answer = await fetch(shown.dataset.url, {
        method: "POST",
        body: asked,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value ?? "",
        },
        credentials: "same-origin",
        redirect: "manual",
        signal: mine.signal,
      });
      const found = await read(answer);
      if (mine.signal.aborted) return;
      if (found) take(found);
      else keep(refusal(answer));
    } catch (error) {
      if (mine.signal.aborted) return;
      keep("The preview could not be updated: the server was not reached.");
    }
  }

  async function read(answer) {
    if (answer.type === "opaqueredirect") return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector(".preview-result");
  }

  function refusal(answer) {
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      return "The preview could not be updated: you are no longer signed in, or may not look.";
    }
    return `The preview could not be updated: the server answered ${answer.status}.`;
  }

  // --- showing --------------------------------------------------------------------------------------------------------

  function take(found) {
    const steps = Number(found.dataset.steps);
    const further = steps > furthest || tries < 4; // a single step may take long, and another process knows less
    furthest = Math.max(furthest, steps);
    if (found.hasAttribute("data-again") && further && tries < MOST_TRIES) {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, (PAUSE / 2) * tries); // meanwhile the server goes on with it
      if (shown.querySelector("table") && !found.querySelector("table")) return; // what is there stays until then
      put(found);
      return;
    }
    busy(false);
    shown.classList.remove("is-stale");
    put(found);
    say(found.querySelector(".preview-said").textContent);
  }

  function put(found) {
    const before = shown.querySelector(".preview-box");
    const [left, top] = before ? [before.scrollLeft, before.scrollTop] : [0, 0];
    const focused = before !== null && document.activeElement === before;
    shown.replaceChildren(document.importNode(found, true));
    const after = shown.querySelector(".preview-box");
    if (after) {
      after.scrollTo(left, top);
      if (focused) after.focus({ preventScroll: true });
    }
    pointOut();
  }

  function keep(reason) {
    busy(false);
    asked = null; // so that the next input asks again, even one that brings back what was there
    shown.classList.add("is-stale");
    say(shown.querySelector("table") ? `${reason} Shown is the last one.` : reason);
  }

  function busy(is) {
    window.clearTimeout(slow);
    shown.setAttribute("aria-busy", String(is));
    if (is) slow = window.setTimeout(() => shown.classList.add("is-updating"), SLOW);
    else shown.classList.remove("is-updating");
  }

  function say(words) {
    if (status.textContent !== words) status.textContent = words;
  }

  // --- at the fields --------------------------------------------------------------------------------------------------

  function pointOut() {
    const problems = new Map();
    for (const item of shown.querySelectorAll(".preview-problems [data-problem-of]")) {
      if (!problems.has(item.dataset.problemOf)) problems.set(item.dataset.problemOf, item);
    }
    for (const name of form.querySelectorAll("[name^='columns-'][name$='-name']")) {
      const field = form.elements[name.name.replace(/-name$/, "-expression")];
      const column = name.value.trim();
      if (field && column) mark(field, problems.get(column)); // what has no name, the form itself speaks of
    }
  }

  // The words stand where the server puts them when a form is refused, and take the place of those.
  function mark(field, problem) {
    const id = `${field.id}_error`;
    const words = document.getElementById(id);
    const row = field.closest("fieldset");
    if (!problem) {
      if (!words) return;
      words.remove();
      describe(field, id, false);
      field.removeAttribute("aria-invalid");
      if (row && !row.querySelector(".errorlist")) row.classList.remove("errors");
      return;
    }
    const said = document.createElement("div");
    said.id = id;
    said.className = "problem";
    said.append(...wordsOf(problem));
    if (words?.textContent !== said.textContent) {
      if (words) words.replaceWith(said);
      else field.after(said);
    }
    describe(field, id, true);
    field.setAttribute("aria-invalid", "true");
    row?.classList.add("errors");
  }

  function wordsOf(problem) {
    const made = [["p", "", ".preview-message"], ["pre", "", ".preview-excerpt"], ["p", "hint", ".preview-hint"]];
    return made.flatMap(([kind, name, selector]) => {
      const text = problem.querySelector(selector)?.textContent;
      if (!text) return [];
      const part = document.createElement(kind);
      if (name) part.className = name;
      part.textContent = text;
      if (kind === "pre") part.tabIndex = 0; // to be scrolled by keys
      return [part];
    });
  }

  function describe(field, id, is) {
    const ids = new Set((field.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean));
    if (is) ids.add(id);
    else ids.delete(id);
    if (ids.size) field.setAttribute("aria-describedby", [...ids].join(" "));
    else field.removeAttribute("aria-describedby");
  }

  // Rows that are added, moved or removed by a button or a key need not tell anybody: what is posted differs then.
  for (const event of ["input", "change", "click", "keyup", "drop", "dragend"]) form.addEventListener(event, schedule);
  say(shown.querySelector(".preview-said")?.textContent ?? "");
  if (shown.querySelector(".preview-result[data-again]")) ask();
})();
