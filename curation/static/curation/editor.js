// Makes the form of a schema handier: columns are added, removed and moved in the page. Without it the form works as well.
"use strict";

{
  const form = document.getElementById("schema_form");
  const list = document.getElementById("columns");
  const blank = document.getElementById("blank-column");
  const said = document.getElementById("columns-said");
  const add = document.getElementById("add-column");
  const total = document.getElementById("id_columns-TOTAL_FORMS");
  const most = Number(list.dataset.most);
  const step = 10;

  const columns = () => [...list.children];
  const present = () => columns().filter((column) => !field(column, "DELETE").checked);
  const field = (column, name) => column.querySelector(`[name$="-${name}"]`);
  const name = (column) => field(column, "name").value.trim() || "without a name";
  const say = (text) => { said.textContent = text; };
  // What watches the form, such as the preview, hears of what changes without a key being pressed.
  const tell = (column) => field(column, "ORDER").dispatchEvent(new Event("input", { bubbles: true }));

  const number = () => {
    columns().forEach((column, place) => { field(column, "ORDER").value = (place + 1) * step; });
    const shown = present();
    columns().forEach((column) => {
      const place = shown.indexOf(column);
      column.querySelector('[data-move="-1"]').disabled = place <= 0;
      column.querySelector('[data-move="1"]').disabled = place < 0 || place === shown.length - 1;
    });
    add.disabled = shown.length >= most;
  };

  const place = (column) => `${name(column)} is now column ${present().indexOf(column) + 1} of ${present().length}`;

  const move = (column, by) => {
    const shown = present();
    const other = shown[shown.indexOf(column) + by];
    if (!other || !shown.includes(column)) {
      say(`${name(column)} is the ${by < 0 ? "first" : "last"} column already`);
      return;
    }
    const focused = document.activeElement;
    if (by < 0) other.before(column); else other.after(column);
    number();
    // A button that came to the end of its road hands the focus to its sibling, lest it be lost.
    if (focused && column.contains(focused)) {
      (focused.disabled ? column.querySelector(`[data-move="${-by}"]`) : focused).focus();
    }
    column.scrollIntoView({ block: "nearest" });
    say(place(column));
    tell(column);
  };

  const show = (column) => {
    const removed = field(column, "DELETE").checked;
    column.classList.toggle("removed", removed);
    column.querySelectorAll("input, select, textarea").forEach((input) => {
      if (!/-(DELETE|ORDER)$/.test(input.name)) input.tabIndex = removed ? -1 : 0;
    });
    column.querySelector("[data-remove-label]").textContent = removed ? "Put back" : "Remove";
    const button = column.querySelector("[data-remove]");
    button.setAttribute("aria-label", `${removed ? "Put back" : "Remove"} column ${name(column)}`);
  };

  const remove = (column) => {
    const box = field(column, "DELETE");
    box.checked = !box.checked;
    show(column);
    number();
    say(box.checked ? `${name(column)} is removed when you save` : place(column));
    tell(column);
  };

  const dress = (column) => {
    column.querySelectorAll("[hidden]").forEach((element) => { element.hidden = false; });
    show(column);
  };

  const isBlank = (column) => ["name", "expression", "description", "missing"].every((one) => !field(column, one).value)
    && !field(column, "unique").checked;

  // The blank row is for those who have no button that adds one; a schema without any column keeps it.
  const tidy = () => {
    const last = columns().find((column) => field(column, "name").name === `columns-${total.value - 1}-name`);
    const isSaved = Number(total.value) <= Number(document.getElementById("id_columns-INITIAL_FORMS").value);
    if (!last || isSaved || columns().length === 1 || !isBlank(last)) return;
    last.remove();
    total.value -= 1;
  };

  const append = () => {
    const index = Number(total.value);
    const holder = document.createElement("template");
    holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", String(index));
    const column = holder.content.firstElementChild;
    list.append(column);
    total.value = index + 1;
    dress(column);
    number();
    field(column, "name").focus();
    say(`Column ${present().length} added`);
  };

  const drag = (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    const column = handle.closest("[data-column]");
    const before = columns().indexOf(column);
    const over = new AbortController();
    column.classList.add("dragged");
    const follow = ({ clientY }) => {
      const other = columns().find((each) => {
        const { top, bottom } = each.getBoundingClientRect();
        return each !== column && clientY >= top && clientY <= bottom;
      });
      if (!other) return;
      const { top, height } = other.getBoundingClientRect();
      if (clientY < top + height / 2) other.before(column); else other.after(column);
      handle.scrollIntoView({ block: "nearest" });
    };
    const drop = () => {
      over.abort();
      column.classList.remove("dragged");
      if (columns().indexOf(column) === before) return;
      number();
      say(place(column));
      tell(column);
    };
    // On the window: an element that moves within the page loses the pointer that it had captured.
    window.addEventListener("pointermove", follow, { signal: over.signal });
    window.addEventListener("pointerup", drop, { signal: over.signal });
    window.addEventListener("pointercancel", drop, { signal: over.signal });
  };

  list.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const column = button.closest("[data-column]");
    if (button.dataset.move) move(column, Number(button.dataset.move));
    else if ("remove" in button.dataset) remove(column);
  });
  list.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    // Alt with an arrow opens a select where it stands.
    if (!by || !event.altKey || event.ctrlKey || event.metaKey || event.target.matches("select")) return;
    event.preventDefault();
    move(event.target.closest("[data-column]"), by);
  });
  list.addEventListener("input", ({ target }) => {
    if (!target.name.endsWith("-name")) return;
    const column = target.closest("[data-column]");
    column.querySelector("[data-legend]").textContent = target.value;
    show(column);
  });
  list.addEventListener("pointerdown", drag);
  add.addEventListener("click", (event) => { event.preventDefault(); append(); });

  form.classList.add("scripted");
  document.querySelectorAll(".with-script").forEach((element) => { element.hidden = false; });
  tidy();
  columns().forEach(dress);
  number();
  document.getElementById("faults")?.focus();
}
