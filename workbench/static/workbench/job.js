// Follows a file that is made in the background: by the events of its job, or by the page itself where there are none.
const AGAIN = 3000; // milliseconds
const byId = (id) => document.getElementById(id);
const announce = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: text }));
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const language = document.documentElement.lang;
const number = (value) => Math.round(value).toLocaleString(language);
const span = (seconds) => {
  const [length, unit] = [[7200, "hour"], [120, "minute"], [0, "second"]].find(([least]) => seconds >= least);
  const value = Math.ceil(seconds / { hour: 3600, minute: 60, second: 1 }[unit]);
  return value.toLocaleString(language, { style: "unit", unit, unitDisplay: "long" });
};

let source = null;
let timer = null;

const stop = () => {
  source?.close();
  source = null;
  clearTimeout(timer);
};

const draw = (box, job) => {
  const far = byId("far");
  const { rows, rate, left } = far.dataset;
  byId("made").value = job.rows_done;
  const share = (Math.floor(100 * job.rows_done / job.rows) / 100).toLocaleString(language, { style: "percent" });
  const said = [fill(rows, { done: number(job.rows_done), total: number(job.rows), percent: share })];
  if (job.rate) said.push(fill(rate, { rate: number(job.rate) }));
  if (job.seconds_left) said.push(fill(left, { time: span(job.seconds_left) }));
  far.textContent = said.join(", ");
};

// What the server says of it now takes the place of what it said before.
const renew = async () => {
  stop();
  const old = byId("job");
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = response && new DOMParser().parseFromString(await response.text(), "text/html");
  const box = page?.getElementById("job");
  if (old !== byId("job")) return; // another page is shown by now
  if (box) {
    const hadFocus = old.contains(document.activeElement);
    const isNews = box.dataset.state !== old.dataset.state;
    old.replaceWith(box);
    if (hadFocus) (box.querySelector("a.primary, button") || box).focus();
    if (isNews && box.dataset.announce) announce(box.dataset.announce);
  }
  if (response && !box) location.reload(); // it is forgotten, or something is broken: the page says what
  else follow(!box);
};

const follow = (isLost = false) => {
  stop();
  const box = byId("job");
  const address = box?.dataset.events;
  if (!address) return;
  if (isLost || !window.EventSource) {
    timer = setTimeout(renew, AGAIN);
    return;
  }
  source = new EventSource(address);
  source.addEventListener("progress", (event) => {
    const job = JSON.parse(event.data);
    if (job.state === box.dataset.state) draw(box, job);
    else renew();
  });
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED) return; // it comes back by itself
    stop();
    timer = setTimeout(renew, AGAIN);
  });
};

document.addEventListener("swapped", () => follow());
addEventListener("pagehide", stop);
addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
follow();
