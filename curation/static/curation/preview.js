// Keeps the preview beside the form up to date while somebody types, and its problems at the fields.
(() => {
  "use strict";

  const PAUSE = 400; // milliseconds after the last input
  const MOST_TRIES = 6; // of one form: the first one, and five more when time ran out
  const SLOW = 300; // milliseconds after which it is worth saying that something is on its way

  const form = document.getElementById("schema_form");
  const panel = document.getElementById("schema_preview");
  if (!form || !panel) return;
  const shown = panel.querySelector(".preview-shown");
  const status = panel.querySelector(".preview-status");
  panel.classList.add("is-live");

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
      const answer = await fetch(panel.dataset.url, {
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
    const further = steps > furthest || tries < 3; // another process may answer, which remembers less
    furthest = Math.max(furthest, steps);
    if (found.hasAttribute("data-again") && further && tries < MOST_TRIES) {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE / 2);
      if (shown.querySelector("table") && !found.querySelector("table")) return; // what is there stays until then
      put(found);
      return;
    }
    busy(false);
    panel.classList.remove("is-stale");
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
    panel.classList.add("is-stale");
    say(shown.querySelector("table") ? `${reason} Shown is the last one.` : reason);
  }

  function busy(is) {
    window.clearTimeout(slow);
    panel.setAttribute("aria-busy", String(is));
    if (is) slow = window.setTimeout(() => panel.classList.add("is-updating"), SLOW);
    else panel.classList.remove("is-updating");
  }

  function say(words) {
    if (status.textContent !== words) status.textContent = words;
  }

  // --- at the fields --------------------------------------------------------------------------------------------------

  function pointOut() {
    const problems = new Map();
    for (const item of shown.querySelectorAll(".preview-problems [data-column]")) {
      if (!problems.has(item.dataset.column)) problems.set(item.dataset.column, item);
    }
    for (const name of form.querySelectorAll("[name^='columns-'][name$='-name']")) {
      const field = form.elements[name.name.replace(/-name$/, "-expression")];
      if (field) mark(field, problems.get(name.value.trim()));
    }
  }

  function mark(field, problem) {
    const id = `${field.id}_preview`;
    let words = document.getElementById(id);
    if (!problem) {
      if (!words) return;
      words.remove();
      describe(field, id, false);
      field.removeAttribute("aria-invalid");
      return;
    }
    if (!words) {
      words = document.createElement("div");
      words.id = id;
      words.className = "preview-field";
      field.after(words);
      describe(field, id, true);
    }
    const parts = problem.querySelectorAll(".preview-message, .preview-hint, .preview-excerpt");
    words.replaceChildren(...[...parts].flatMap((part) => [part.cloneNode(true), " "]));
    words.querySelector(".preview-excerpt")?.removeAttribute("tabindex");
    field.setAttribute("aria-invalid", "true");
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
