// Single keys for people who work through long lists.
//
// data-key="j"            on a link, button or field: that key presses it (or enters the field)
// data-key-mode="focus"   first press moves there, a second press or Enter presses it
// data-keys-item          on a row of a list: J and K walk the rows, Enter opens the row's
//                         [data-keys-open]; a data-key inside the current row goes first
// data-keys-toggle        a button that switches the keys off and on, kept in this browser
// data-keys="off"         on body: off, whatever the browser remembers
//
// Never while typing in a field, never together with Ctrl, Alt or Meta.

const STORE = "samenspel.keys";

function remembered() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(STORE, value);
  } catch {
    // Private browsing may refuse: the choice then lasts for this page.
  }
}

function isTyping(target) {
  return target instanceof Element
    && target.closest("input, textarea, select, [contenteditable]") !== null;
}

function press(element, mode) {
  const isField = element.matches("input, textarea, select");
  if (isField || (mode === "focus" && element !== element.ownerDocument.activeElement)) {
    element.focus();
    if (isField) element.select?.();
    return;
  }
  element.click();
}

class Rows {
  constructor(doc) {
    this.items = [...doc.querySelectorAll("[data-keys-item]")];
  }

  get current() {
    return this.items.find((item) => item.classList.contains("is-current"));
  }

  move(step) {
    if (this.items.length === 0) return false;
    const at = this.items.indexOf(this.current);
    const started = at >= 0 && this.items[at].contains(document.activeElement);
    const next = started ? Math.min(Math.max(at + step, 0), this.items.length - 1) : Math.max(at, 0);
    for (const item of this.items) item.classList.toggle("is-current", item === this.items[next]);
    this.opener?.focus();
    return true;
  }

  get opener() {
    return this.current?.querySelector("[data-keys-open], a[href], button");
  }
}

function findKey(doc, rows, key) {
  const all = (root) => [...root.querySelectorAll("[data-key]")];
  const fits = (element) => element.dataset.key.toLowerCase() === key
    && !element.disabled && element.getClientRects().length > 0;
  const inRow = rows.current ? all(rows.current).find(fits) : undefined;
  return inRow ?? all(doc).find((element) => !element.closest("[data-keys-item]") && fits(element));
}

function handle(doc, rows, event) {
  const key = event.key.toLowerCase();
  const element = findKey(doc, rows, key);
  if (element) {
    press(element, element.dataset.keyMode);
    return true;
  }
  if (key === "j") return rows.move(1);
  if (key === "k") return rows.move(-1);
  if (key === "enter" && doc.activeElement === doc.body && rows.opener) {
    rows.opener.click();
    return true;
  }
  return false;
}

function startToggle(doc, isOn, set) {
  for (const button of doc.querySelectorAll("[data-keys-toggle]")) {
    const show = () => button.setAttribute("aria-pressed", String(isOn()));
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      set(!isOn());
      show();
    });
  }
}

export function startKeys(doc) {
  const forbidden = doc.body.dataset.keys === "off";
  let on = !forbidden && remembered() !== "off";
  const rows = new Rows(doc);
  if (!forbidden) {
    startToggle(doc, () => on, (value) => {
      on = value;
      remember(value ? "on" : "off");
    });
  }
  doc.addEventListener("keydown", (event) => {
    if (!on || event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (handle(doc, rows, event)) event.preventDefault();
  });
}
