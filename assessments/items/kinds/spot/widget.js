/* Spot on a picture: a tap or click places a dot; arrow keys move a cross, Enter or Space places one there.
   The field with one place a line stays the only truth, so the form works the same without this script. */
for (const root of document.querySelectorAll("[data-spot]")) {
  const { width, height, limit, dot, remove, placed, removed, full } = root.dataset;
  const one = (selector) => root.querySelector(selector);
  const svg = one("svg"),
    field = one("textarea"),
    list = one("ol"),
    said = one("[role=status]");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const inside = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
  const shape = (name, attributes, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    made.textContent = text;
    return made;
  };
  let dots = [],
    cross = [width / 2, height / 2],
    steering = false;

  const draw = () => {
    const scale = svg.clientWidth / width;
    const circles = dots.map(([x, y], at) => {
      const circle = shape("g", { class: "dot", transform: `translate(${x * scale} ${y * scale})` });
      circle.append(shape("circle", { r: 14 }), shape("text", { dy: ".35em" }, at + 1));
      return circle;
    });
    const [x, y] = cross.map((value) => value * scale);
    svg.replaceChildren(...circles);
    if (steering) svg.append(shape("path", { class: "cross", d: `M${x - 22} ${y}h44M${x} ${y - 22}v44` }));
  };
  const show = () => {
    draw();
    list.replaceChildren(
      ...dots.map(([x, y], at) => {
        const line = document.createElement("li"),
          button = document.createElement("button");
        const name = fill(dot, { n: at + 1, x, y });
        Object.assign(button, { type: "button", className: "link", textContent: remove });
        button.setAttribute("aria-label", `${remove}: ${name}`);
        button.onclick = () => drop(at);
        line.append(name, " ", button);
        return line;
      }),
    );
  };
  const read = () => {
    dots = field.value
      .split("\n")
      .map((line) => (line.match(/\d+(\.\d+)?/g) || []).map(Number))
      .filter((place) => place.length === 2);
    show();
  };
  const save = (words, at) => {
    field.value = dots.map((place) => place.join(" ")).join("\n");
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
    said.textContent = fill(words, { n: at + 1, left: limit - dots.length });
  };
  const place = (x, y) => {
    if (dots.length >= limit) {
      said.textContent = "";
      requestAnimationFrame(() => {
        said.textContent = full;
      });
      return;
    }
    dots.push([inside(x, width), inside(y, height)]);
    save(placed, dots.length - 1);
  };
  const drop = (at) => {
    dots.splice(at, 1);
    save(removed, at);
    (list.querySelectorAll("button")[Math.min(at, dots.length - 1)] || svg).focus();
  };

  svg.addEventListener("click", (event) => {
    const box = svg.getBoundingClientRect();
    steering = false;
    place(((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height);
  });
  svg.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way) {
      const step = event.shiftKey ? 25 : 5;
      cross = [inside(cross[0] + way[0] * step, width), inside(cross[1] + way[1] * step, height)];
      steering = true;
      draw();
    } else if (event.key === "Enter" || event.key === " ") place(...cross);
    else if (event.key === "Delete" || event.key === "Backspace") {
      if (dots.length) {
        drop(dots.length - 1);
        svg.focus();
      }
    } else return;
    event.preventDefault();
  });
  svg.addEventListener("focus", () => {
    steering = svg.matches(":focus-visible");
    draw();
  });
  svg.addEventListener("blur", () => {
    steering = false;
    draw();
  });
  field.addEventListener("input", read);
  new ResizeObserver(draw).observe(svg);
  for (const part of root.querySelectorAll("[data-script]")) part.removeAttribute("hidden");
  one("details").open = false;
  read();
}
