// Searches the list of fields while somebody types, and lets the arrows walk through what was found.
const PAUSE = 160; // milliseconds without a key

const field = () => document.querySelector("#search input[type=search]");
const list = () => document.getElementById("found");
const tell = (text) => { document.getElementById("found-count").textContent = text; };

let timer;
let running;
let asked = null; // what the list shows, or is about to

const read = async (address, signal) => {
  const response = await fetch(address, { headers: { "X-Requested-With": "fetch", Accept: "text/html" }, signal });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!response.ok || !page.getElementById("found")) throw new TypeError("no list");
  return page;
};

const search = async (form) => {
  clearTimeout(timer);
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  if (address === asked) return;
  asked = address;
  running?.abort();
  running = new AbortController();
  try {
    const page = await read(address, running.signal);
    if (!form.isConnected) return;
    list().replaceChildren(...page.getElementById("found").childNodes);
    tell(page.getElementById("found-count").textContent.trim());
  } catch (error) {
    if (error.name === "AbortError") return;
    asked = null;
    if (!(error instanceof TypeError)) throw error;
    if (form.isConnected) tell(form.dataset.failed);
  }
};

document.addEventListener("input", (event) => {
  if (event.target !== field()) return;
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE, event.target.form);
});

document.addEventListener("focusin", (event) => {
  if (event.target === field() && !list().children.length) search(event.target.form);
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "search") return;
  event.preventDefault();
  search(event.target.form || event.target);
});

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("#fields");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!box || !by || event.altKey || event.ctrlKey || event.metaKey) return;
  const stops = [field(), ...list().querySelectorAll("button")];
  const next = stops[stops.indexOf(event.target) + by];
  if (!stops.includes(event.target) || !next) return;
  event.preventDefault();
  next.focus();
});

document.addEventListener("swapped", () => {
  running?.abort();
  asked = null;
});
