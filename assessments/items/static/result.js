/* Shows the result of a practice check as the server would: the outcome, every part, the picture, and why. */
window.practice.show = (box, told, result) => {
  const { words } = told, field = box.querySelector(".field.item"), group = field.querySelector("fieldset");
  const made = (name, attributes, ...inside) => {
    const one = document.createElement(name);
    for (const key in attributes) one.setAttribute(key, attributes[key]);
    one.append(...inside);
    return one;
  };
  const drawn = (name, attributes, ...inside) => {
    const one = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) one.setAttribute(key, attributes[key]);
    one.append(...inside);
    return one;
  };
  const chip = (text, tone) => made("span", { class: `chip ${tone}` }, text);
  const clean = (html) => { const one = document.createElement("template"); one.innerHTML = html; return one.content; };

  const place = box.querySelector(":scope > [role=status]");
  field.querySelector(".error")?.remove();
  field.classList.toggle("wrong", Boolean(result.error));
  if (result.error) {
    const id = `${group.id}-error`;
    group.querySelector("legend").after(made("p", { class: "error", id }, made("span", { class: "vh" }, words.error), " ", result.error));
    group.setAttribute("aria-describedby", id);
    place.replaceChildren(made("span", { class: "vh" }, result.error));
    return;
  }
  group.removeAttribute("aria-describedby");

  const { check, outcome, chosen = [], marks = [], hit = [], points = [] } = result, { kind } = check;
  const line = (content, isChosen, right) => {
    const missed = ["several-choices", "spot"].includes(kind);
    const said = isChosen ? chip(right ? words.chosenRight : words.chosenWrong, right ? "ok" : "bad")
      : right ? chip(missed ? words.missed : words.answer, missed ? "warn" : "ok") : "";
    return made("li", { class: right ? "right" : isChosen ? "wrong" : "" }, made("span", {}, content), said);
  };
  const isChosen = (part) => (kind === "true-false" ? part.right === (result.said === check.key.answer) : chosen.includes(part.option));
  const lines = marks.map((_, at) => line(practice.fill(words.mark, { n: at + 1 }), true, hit[at]));
  if (result.own) lines.push(line(result.own, true, outcome === "right"));
  const parts = kind === "spot" ? check.parts.slice(0, result.missed) : check.parts;
  lines.push(...parts.map((part) => line(part.html ? clean(part.html) : part.text, isChosen(part), part.right)));

  const picture = () => {
    const { width, height, alt } = check.body.picture, shown = field.querySelector(".pad img");
    if (!shown) return [];
    const zone = ({ shape, coords: c }) => {
      if (shape === "rect") return drawn("rect", { class: "zone", x: c[0], y: c[1], width: c[2] - c[0], height: c[3] - c[1] });
      if (shape === "poly") return drawn("polygon", { class: "zone", points: c.join(" ") });
      return drawn("ellipse", { class: "zone", cx: c[0], cy: c[1], rx: c[2], ry: shape === "ellipse" ? c[3] : c[2] });
    };
    const dot = ([x, y], at) => drawn("g", { class: hit[at] ? "dot" : "dot stray", transform: `translate(${x} ${y})` },
      drawn("circle", { r: 16 }), drawn("text", { dy: ".35em" }, at + 1));
    const over = drawn("svg", { class: "marks-over", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
      ...check.zones.map(zone), ...marks.map(dot));
    if (points.length) over.append(drawn("polyline", { class: "arms", points: points.map((one) => one.join(" ")).join(" ") }));
    const image = made("img", { src: shown.getAttribute("src"), width, height, alt });
    return [made("figure", {}, made("div", { class: "pad" }, image, over))];
  };
  const tone = { right: "ok", partly: "warn", wrong: "bad" }[outcome];
  place.replaceChildren(
    made("div", { class: "review", "data-kind": kind }, made("p", {}, chip(words[outcome], tone)),
      ...(check.body.picture ? picture() : []), made("ul", { class: "parts" }, ...lines)),
    made("p", {}, clean(check.explain)));
};
