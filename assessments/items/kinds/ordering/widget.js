/* Put steps in order: drag them by their grip, or move them with their two buttons.
   The fields with a place for each step stay the only truth, so the form works the same without this script. */
for (const root of document.querySelectorAll("[data-ordering]")) {
  const { up, down, grip, moved } = root.dataset;
  const one = (selector) => root.querySelector(selector);
  const list = one("ol"),
    said = one("[role=status]"),
    selects = [...root.querySelectorAll("select")];
  const make = (tag, more, ...inside) => {
    const made = Object.assign(document.createElement(tag), more);
    made.append(...inside);
    return made;
  };
  const rows = selects.map((select) => {
    const label = root.querySelector(`label[for="${select.id}"]`);
    const row = make("li", {}, make("span", { className: "grip", title: grip, textContent: "⠿", ariaHidden: "true" }));
    const text = make("span", { className: "text" }, ...[...label.childNodes].map((node) => node.cloneNode(true)));
    const name = label.textContent.trim();
    const buttons = [
      [up, "↑", -1],
      [down, "↓", 1],
    ].map(([words, sign, by]) => {
      const button = make("button", { type: "button" }, make("span", { textContent: sign, ariaHidden: "true" }));
      button.setAttribute("aria-label", `${words}: ${name}`);
      button.onclick = () => {
        const at = order.indexOf(row);
        if (order[at + by]) {
          place(row, at + by);
          tell(row);
        }
      };
      return button;
    });
    row.append(text, ...buttons);
    return Object.assign(row, { select, name, buttons });
  });
  let order = rows,
    held = null;

  const show = () => {
    order.forEach((row, at) => {
      if (list.children[at] !== row) list.insertBefore(row, list.children[at] || null);
      row.buttons[0].setAttribute("aria-disabled", at === 0);
      row.buttons[1].setAttribute("aria-disabled", at === order.length - 1);
    });
  };
  const read = () => {
    // what has no place yet fills the places that are left
    const left = rows.filter((row) => !row.select.value);
    order = rows
      .map((_, at) => rows.find((row) => Number(row.select.value) === at + 1) || left.shift())
      .filter(Boolean);
    order.push(...rows.filter((row) => !order.includes(row)));
    show();
  };
  const place = (row, at) => {
    const focused = document.activeElement;
    order = order.filter((other) => other !== row);
    order.splice(at, 0, row);
    show();
    if (row.contains(focused)) focused.focus({ preventScroll: true }); // a row that moves loses it
  };
  const tell = (row) => {
    order.forEach(({ select }, at) => {
      select.value = at + 1;
    });
    for (const type of ["input", "change"]) row.select.dispatchEvent(new Event(type, { bubbles: true }));
    const values = { step: row.name, n: order.indexOf(row) + 1, all: order.length };
    said.textContent = moved.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };

  list.addEventListener("pointerdown", (event) => {
    if (event.button || !event.target.closest(".grip")) return;
    held = { row: event.target.closest("li"), from: order };
    held.row.classList.add("held");
    list.setPointerCapture(event.pointerId); // the list, since a row that moves would lose the pointer
    event.preventDefault();
  });
  list.addEventListener("pointermove", (event) => {
    if (!held) return;
    const at = order.findIndex((row) => event.clientY < row.getBoundingClientRect().bottom);
    const to = at < 0 ? order.length - 1 : at,
      from = order.indexOf(held.row);
    const box = order[to].getBoundingClientRect(),
      middle = (box.top + box.bottom) / 2;
    if (to < from ? event.clientY < middle : to > from && event.clientY > middle) place(held.row, to);
  });
  const drop = () => {
    if (!held) return;
    const { row, from } = held;
    held = null;
    row.classList.remove("held");
    if (from !== order) tell(row);
  };
  list.addEventListener("pointerup", drop);
  list.addEventListener("pointercancel", drop);
  for (const { select } of rows)
    select.addEventListener("input", () => {
      if (!held) read();
    });
  for (const part of root.querySelectorAll("[data-script]")) part.removeAttribute("hidden");
  one("details").open = false;
  read();
}
