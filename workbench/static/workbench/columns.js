// Shows what columns would be like while they are typed, and lets them be dragged or moved by keys.
const DRAFTED_AFTER = 300; // milliseconds without a key
const EDGE = 64; // pixels from the window's, where dragging scrolls
const MOVED_AFTER = 700; // after the last arrow key, so that several are one change

const form = () => document.getElementById("columns");
const cards = () => [...document.querySelectorAll("#columns .card[data-column]")];
const nameOf = (card) => card.querySelector("[name$='-name']").value.trim() || card.dataset.column;
const cardOf = (name) => cards().find((card) => card.dataset.column === name);
const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: text }));
const inForm = (element) => element.closest?.("#columns");

// What is typed and not applied: by column and field what stood there before, and what does now

let typed = new Map();
let sent = null; // the form that was sent: the answer shows by itself what became of it
let isPast = false; // a state of before comes with what was typed in it

const initial = (field) => {
  if (field.type === "checkbox") return String(field.defaultChecked);
  if (field.tagName === "SELECT") return [...field.options].find((option) => option.defaultSelected)?.value ?? "";
  return field.defaultValue;
};
const present = (field) => (field.type === "checkbox" ? String(field.checked) : field.value);
const fieldOf = (card, suffix) => card?.querySelector(`[name$="-${suffix}"]`);

const note = (field) => {
  const card = field.closest(".card");
  const suffix = field.name.split("-").pop();
  const column = card.dataset.column ?? "";
  const key = JSON.stringify([column, suffix]);
  if (present(field) === initial(field)) typed.delete(key);
  else typed.set(key, { column, suffix, before: initial(field), now: present(field) });
  form().toggleAttribute("data-changed", typed.size > 0 || form().hasAttribute("data-refused"));
};

const read = () => {
  typed = new Map();
  [...form().elements].filter((field) => field.matches(".card-fields :is(input:not([type=hidden]), select, textarea)")).forEach(note);
};

// A form that stays in the browser's history is to be as it was before it was sent.
const restore = (old) => {
  old.reset();
  old.toggleAttribute("data-changed", old.hasAttribute("data-refused"));
  const list = old.querySelector(".cards");
  const blank = list.querySelector(".card-blank");
  [...list.querySelectorAll(".card[data-column]")]
    .sort((one, other) => one.dataset.row - other.dataset.row)
    .forEach((card) => {
      blank.before(card);
      fieldOf(card, "ORDER").value = (Number(card.dataset.row) + 1) * 10;
    });
};

const again = ({ column, suffix, before, now }) => {
  const card = column ? cardOf(column) : document.querySelector("#columns .card-blank");
  const field = fieldOf(card, suffix);
  if (!field || initial(field) !== before) return;
  if (field.type === "checkbox") field.checked = now === "true";
  else field.value = now;
  card.querySelector("details").open = true;
  note(field);
};

// Drafts

let asked = null;
let timer = 0;
let said = "";

const draft = async () => {
  const wanted = form();
  asked?.abort();
  asked = new AbortController();
  const headers = { "X-Requested-With": "fetch" };
  const body = new URLSearchParams(new FormData(wanted));
  try {
    const response = await fetch(wanted.dataset.draft, { method: "POST", body, headers, signal: asked.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (wanted !== form()) return;
    if (response.ok) show(page.getElementById("draft"));
    else tell(page.querySelector("#refused p")?.textContent ?? "");
  } catch (error) {
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error; // offline: to apply says so
  }
};

const later = () => {
  clearTimeout(timer);
  timer = setTimeout(draft, DRAFTED_AFTER);
};

const still = () => {
  clearTimeout(timer);
  asked?.abort();
};

const show = (found) => {
  form().setAttribute("data-drafted", "");
  for (const part of found.querySelectorAll("[data-row]")) {
    const card = document.querySelector(`#columns .card[data-row="${part.dataset.row}"]`);
    if (card) patch(card, part);
  }
  const table = found.querySelector("table");
  if (table) document.querySelector("#rows .rows-box table")?.replaceChildren(...table.children);
  tell(found.dataset.said || (said && form().dataset.sound));
};

const tell = (text) => {
  if (text !== said) say(text);
  said = text === form().dataset.sound ? "" : text;
};

// The fields stay as they are, lest what somebody types be lost: only what stands beside them changes.
const patch = (card, part) => {
  const shown = part.querySelector(".card-shown");
  const old = card.querySelector(".card-shown");
  if (old?.outerHTML !== shown?.outerHTML) old?.replaceWith(shown);
  const problems = [...part.querySelectorAll(".problem")];
  card.classList.toggle("is-wrong", problems.length > 0);
  for (const problem of card.querySelectorAll(".problem")) {
    if (!problems.some((each) => each.id === problem.id)) mend(problem);
  }
  problems.forEach(blame);
};

const mend = (problem) => {
  const field = document.getElementById(problem.dataset.field);
  field?.removeAttribute("aria-invalid");
  field?.removeAttribute("aria-describedby");
  problem.remove();
};

const blame = (problem) => {
  const field = document.getElementById(problem.dataset.field);
  const old = document.getElementById(problem.id);
  if (!field || old?.textContent === problem.textContent) return;
  if (old) old.replaceWith(problem);
  else field.after(problem);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", problem.id);
};

// Order

let refocused = null; // where the focus goes once the cards are there again: they have other numbers then
let moving = 0;

const number = () => {
  cards().forEach((card, place) => { fieldOf(card, "ORDER").value = (place + 1) * 10; });
};

const places = (card, text = form().dataset.placed) => {
  const all = cards();
  const words = { name: nameOf(card), place: all.indexOf(card) + 1, count: all.length };
  say(text.replace(/\{(\w+)\}/g, (_whole, word) => words[word]));
};

const put = (card, place) => {
  const all = cards();
  const other = all[place];
  if (!other || other === card) return false;
  const focused = document.activeElement;
  if (all.indexOf(card) < place) other.after(card);
  else other.before(card);
  if (card.contains(focused)) focused.focus({ preventScroll: true });
  number();
  return true;
};

const submit = () => {
  clearTimeout(moving);
  moving = 0;
  form()?.requestSubmit();
};

const remember = (card, selector) => { refocused = { column: card.dataset.column, selector }; };

const step = (card, by, selector) => {
  if (!put(card, cards().indexOf(card) + by)) return;
  card.scrollIntoView({ block: "nearest" });
  places(card);
  remember(card, selector);
  clearTimeout(moving);
  moving = setTimeout(submit, MOVED_AFTER);
};

const drag = (handle, start) => {
  const card = handle.closest(".card");
  const from = cards().indexOf(card);
  const over = new AbortController();
  const { signal } = over;
  let at = start;
  card.classList.add("is-dragged");
  const look = () => {
    const other = document.elementFromPoint(at.clientX, at.clientY)?.closest("#columns .card[data-column]");
    if (other && other !== card && isPassed(card, other, at)) put(card, cards().indexOf(other));
  };
  const follow = (event) => {
    if (event.pointerId !== start.pointerId) return;
    at = event;
    look();
  };
  const scroll = () => {
    if (signal.aborted) return;
    const by = at.clientY < EDGE ? -1 : Number(at.clientY > innerHeight - EDGE);
    if (by) {
      scrollBy({ top: by * 12, behavior: "instant" });
      look();
    }
    requestAnimationFrame(scroll);
  };
  const end = () => {
    over.abort();
    card.classList.remove("is-dragged");
  };
  const drop = () => {
    end();
    if (cards().indexOf(card) === from) return;
    places(card);
    remember(card, "[data-handle]");
    submit();
  };
  const cancel = (event) => {
    if (event.key && event.key !== "Escape") return;
    end();
    put(card, from);
    places(card, form().dataset.back);
  };
  // On the window: an element that moves within the page loses the pointer that it had captured.
  addEventListener("pointermove", follow, { signal });
  addEventListener("pointerup", drop, { signal });
  addEventListener("pointercancel", cancel, { signal });
  addEventListener("keydown", cancel, { signal });
  requestAnimationFrame(scroll);
};

// Cards differ in size: one that took the place of a smaller one would be under the pointer of the larger at once.
const isPassed = (card, other, { clientX, clientY }) => {
  const { left, top, width, height } = other.getBoundingClientRect();
  const isBeside = Math.abs(top - card.getBoundingClientRect().top) < height / 2;
  const isLeftToRight = getComputedStyle(other).direction !== "rtl";
  const isAhead = Boolean(card.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const along = isBeside ? (clientX - left) / width : (clientY - top) / height;
  const passed = isAhead === (isLeftToRight || !isBeside) ? along : 1 - along;
  return passed > 0.45; // who drops a card on the middle of another one wants its place
};

// What people do

document.addEventListener("input", (event) => {
  if (!inForm(event.target)) return;
  note(event.target);
  later();
});

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.("#columns [data-handle]");
  if (!handle || event.button) return;
  event.preventDefault();
  handle.focus({ preventScroll: true });
  drag(handle, event);
});

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("#columns .card[data-column]");
  if (!card || event.isComposing || event.ctrlKey || event.metaKey) return;
  const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
  const isHandle = event.target.matches("[data-handle]");
  if (by && (isHandle || (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)))) {
    event.preventDefault();
    step(card, by, isHandle ? "[data-handle]" : event.target.name && `[name$="-${event.target.name.split("-").pop()}"]`);
  } else if (event.key === "Enter" && !event.shiftKey && !event.altKey && event.target.matches("textarea")) {
    event.preventDefault();
    submit();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#columns [name=move]");
  if (button) {
    const card = button.closest(".card");
    const by = button.value.endsWith("up") ? -1 : 1;
    remember(card, `[name=move][value$=${by < 0 ? "up" : "down"}]`);
  }
  if (event.target.closest?.("[data-discard]")) {
    typed = new Map();
    still();
  }
});

document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  sent = event.target;
  still();
}, { capture: true });

addEventListener("popstate", () => { isPast = true; }, { capture: true });

document.addEventListener("swapped", () => {
  clearTimeout(moving);
  still();
  const edits = sent || isPast ? [] : [...typed.values()];
  if (sent && sent !== form() && !sent.hasAttribute("data-refused")) restore(sent);
  typed = new Map();
  sent = null;
  isPast = false;
  said = "";
  if (!form()) return;
  edits.forEach(again);
  read();
  if (typed.size || form().hasAttribute("data-drafted")) later();
  if (refocused) setTimeout(refocus); // page.js puts the focus somewhere too
});

const refocus = () => {
  const card = refocused && cardOf(refocused.column);
  const wanted = card && refocused.selector ? card.querySelector(refocused.selector) : null;
  refocused = null;
  if (!card || document.querySelector("#columns [aria-invalid=true]")) return;
  if (wanted?.closest("details")) wanted.closest("details").open = true;
  (wanted && !wanted.disabled ? wanted : card.querySelector(":is([name=move], [data-handle]):not(:disabled)"))?.focus();
  places(card);
};
