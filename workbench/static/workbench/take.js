// Takes a dataset along: downloads say how far they are, and lines are copied.
// Of a file whose rows each end a line, rows are counted; of any other, what has come is told.
const LARGEST = 50e6; // bytes that a page keeps in memory; what is larger, the browser writes to the disk by itself
const SHOWN_AFTER = 300; // milliseconds
const LINE_END = 10;
const COPIED_FOR = 2500;

const byId = (id) => document.getElementById(id);
const announce = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: text }));
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// Downloads

let running = null;

const number = (value) => value.toLocaleString(document.documentElement.lang);
const size = (bytes) => {
  const [most, unit] = bytes < 1e6 ? [1e3, "kilobyte"] : [1e6, "megabyte"];
  const format = { style: "unit", unit, maximumFractionDigits: bytes < 1e6 ? 0 : 1 };
  return (bytes / most).toLocaleString(document.documentElement.lang, format);
};

const facts = ({ rows, total, bytes, name }) => ({ rows: number(rows), total: number(total), size: size(bytes), name });

// The page may be another one by now: what it says is looked up each time.
const draw = (download) => {
  const box = byId("progress");
  if (!box) return;
  box.hidden = running !== download || Date.now() - download.began < SHOWN_AFTER;
  if (box.hidden) return;
  const bar = box.querySelector("progress");
  if (download.isLines) Object.assign(bar, { max: download.total || 1, value: download.rows });
  else bar.removeAttribute("value");
  byId("downloaded").textContent = fill(box.dataset[download.isLines ? "rows" : "size"], facts(download));
};

const fail = (text, said = "") => {
  const place = byId("download-failed");
  if (!place) {
    announce(text);
    return;
  }
  place.hidden = !text;
  place.textContent = text ? `${text} ` : "";
  if (said) place.append(Object.assign(document.createElement("bdi"), { lang: "en", textContent: said }));
};

const save = (blob, name) => {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

const named = (response) => /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") || "")?.[1]
  || new URL(response.url).pathname.split("/").pop();

const ends = (bytes) => {
  let found = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) found += 1;
  return found;
};

const read = async (response, download) => {
  const isLines = download.isLines;
  const chunks = [];
  let lines = isLines && download.isHeaded ? -1 : 0; // the first one names the columns
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    download.bytes += value.length;
    if (isLines) lines += ends(value);
    // A text may have line ends of its own.
    download.rows = Math.max(0, Math.min(lines, download.total));
    draw(download);
  }
  if (isLines && lines < download.total) throw new TypeError("the end is missing");
  download.rows = download.total;
  return new Blob(chunks, { type: response.headers.get("Content-Type") });
};

const take = async (link) => {
  const texts = { ...byId("progress").dataset };
  const isHeaded = /\.[ct]sv\?/.test(link.href);
  const download = { abort: new AbortController(), began: Date.now(), rows: 0, total: 0, bytes: 0, name: "" };
  Object.assign(download, { isHeaded, isLines: "lines" in link.dataset });
  running = download;
  fail("");
  const timer = setTimeout(() => { draw(download); announce(texts.began); }, SHOWN_AFTER);
  try {
    const response = await fetch(link.href, { signal: download.abort.signal });
    if (!response.ok) {
      fail(texts.refused, (await response.json().catch(() => ({}))).message || String(response.status));
      return;
    }
    download.total = Number(response.headers.get("X-Row-Count"));
    download.name = named(response);
    save(await read(response, download), download.name);
    announce(fill(texts.done, facts(download)));
  } catch (error) {
    if (error.name === "AbortError") announce(texts.cancelled);
    else fail(download.name ? texts.broken : byId("waiting").dataset[navigator.onLine ? "unreachable" : "offline"]);
  } finally {
    clearTimeout(timer);
    const hadFocus = document.activeElement?.id === "cancel-download";
    running = null;
    draw(download);
    if (hadFocus) byId("download")?.focus();
  }
};

// Lines

const select = (element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return selection;
};

const copy = async (button) => {
  const line = byId(button.dataset.copy);
  let isCopied = true;
  try {
    await navigator.clipboard.writeText(line.textContent);
  } catch { // not allowed, or a page without HTTPS, where there is none
    const selection = select(line);
    isCopied = document.execCommand("copy");
    if (isCopied) selection.removeAllRanges();
  }
  announce(isCopied ? button.dataset.copied : button.dataset.byHand);
  if (!isCopied || button.dataset.label) return;
  button.dataset.label = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => {
    button.textContent = button.dataset.label;
    delete button.dataset.label;
  }, COPIED_FOR);
};

document.addEventListener("click", (event) => {
  const is = (selector) => event.target.closest?.(selector);
  if (is("[data-copy]")) copy(is("[data-copy]"));
  if (is("#cancel-download")) running?.abort.abort();
  const link = is("#take a[download]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (running) event.preventDefault();
  else if (Number(link.dataset.bytes) <= LARGEST) {
    event.preventDefault();
    take(link);
  }
});

document.addEventListener("swapped", () => { if (running) draw(running); });
