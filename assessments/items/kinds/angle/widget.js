/* Measure an angle: three handles to drag, or to move with the arrow keys (Shift: ten times as far), or a typed figure.
   Three lines in the hidden field `points`, or the field `typed`, are the answer: whichever was used last. */
for (const root of document.querySelectorAll("[data-angle]")) {
  const { width, height, names, place, unset } = root.dataset;
  const one = (selector) => root.querySelector(selector);
  const svg = one("svg"),
    field = one("[name$=points]"),
    typed = one("[name$=typed]");
  const inside = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
  const shape = (name, attributes, parent = svg) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    return parent.appendChild(made);
  };
  const start = [
    [width * 0.36, height * 0.62],
    [width * 0.5, height * 0.46],
    [width * 0.64, height * 0.62],
  ];
  let points,
    held = null;

  const arms = shape("path", { class: "arms" });
  const handles = names.split("|").map((label) => {
    const handle = shape("g", {
      class: "handle",
      tabindex: 0,
      role: "slider",
      "aria-label": label,
      "aria-valuemin": 0,
      "aria-valuemax": 180,
    });
    shape("circle", { class: "hit", r: 24 }, handle);
    shape("circle", { r: 11 }, handle);
    return handle;
  });
  const readout = shape("g", { class: "readout", "aria-hidden": true });
  shape("rect", { x: -40, y: -18, width: 80, height: 36, rx: 8 }, readout);
  const figure = shape("text", { dy: ".35em" }, readout);

  const measure = () => {
    const [[x1, y1], [x0, y0], [x2, y2]] = points;
    const [ax, ay, bx, by] = [x1 - x0, y1 - y0, x2 - x0, y2 - y0];
    return (Math.atan2(Math.abs(ax * by - ay * bx), ax * bx + ay * by) * 180) / Math.PI;
  };
  const show = () => {
    const scale = svg.clientWidth / width,
      angle = Math.round(measure() * 10) / 10,
      set = field.value !== "";
    const at = points.map((point) => point.map((value) => value * scale));
    arms.setAttribute("d", `M${at.join("L")}`);
    handles.forEach((handle, which) => {
      handle.setAttribute("transform", `translate(${at[which]})`);
      handle.setAttribute("aria-valuenow", angle);
      handle.setAttribute(
        "aria-valuetext",
        place
          .replace("{x}", points[which][0])
          .replace("{y}", points[which][1])
          .replace("{angle}", set ? `${angle}°` : unset),
      );
    });
    const [x, y] = at[1],
      lift = y > 90 ? -64 : 64;
    readout.setAttribute("transform", `translate(${Math.min(svg.clientWidth - 44, Math.max(44, x))} ${y + lift})`);
    figure.textContent = set ? `${angle}°` : "?";
  };
  const read = () => {
    const found = (field.value.match(/\d+(\.\d+)?/g) || []).map(Number);
    points =
      found.length === 6
        ? [found.slice(0, 2), found.slice(2, 4), found.slice(4)]
        : start.map((point) => point.map(Math.round));
    show();
  };
  const move = (which, x, y) => {
    points[which] = [inside(x, width), inside(y, height)];
    field.value = points.map((point) => point.join(" ")).join("\n");
    typed.value = "";
    show();
  };
  const tell = () => {
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  };

  svg.addEventListener("pointerdown", (event) => {
    const box = svg.getBoundingClientRect(),
      scale = width / box.width;
    const at = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    const far = points.map(([x, y]) => Math.hypot(x - at[0], y - at[1]));
    const which = far.indexOf(Math.min(...far));
    if (event.button || far[which] > 24 * scale) return;
    held = { which, scale, x: event.clientX, y: event.clientY, from: points[which] };
    svg.setPointerCapture(event.pointerId);
    handles[which].focus({ preventScroll: true });
    event.preventDefault();
  });
  const drag = (event) => {
    if (!held || (!held.moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < 2)) return;
    held.moved = true;
    move(
      held.which,
      held.from[0] + (event.clientX - held.x) * held.scale,
      held.from[1] + (event.clientY - held.y) * held.scale,
    );
  };
  const drop = () => {
    if (held && held.moved) tell();
    held = null;
  };
  svg.addEventListener(
    "touchstart",
    (event) => {
      if (held) event.preventDefault();
    },
    { passive: false },
  ); // else the page scrolls
  svg.addEventListener("pointermove", drag);
  svg.addEventListener("pointerup", (event) => {
    drag(event);
    drop();
  });
  svg.addEventListener("pointercancel", drop);
  svg.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const which = handles.indexOf(event.target);
    if (!way || which < 0) return;
    const step = event.shiftKey ? 10 : 1;
    move(which, points[which][0] + way[0] * step, points[which][1] + way[1] * step);
    tell();
    event.preventDefault();
  });
  field.addEventListener("input", read);
  typed.addEventListener("input", () => {
    if (typed.value) field.value = "";
    show();
  });
  new ResizeObserver(show).observe(svg);
  for (const part of root.querySelectorAll("[data-script]")) part.removeAttribute("hidden");
  read();
}
