/* Shows the result of a practice check as the server would: the outcome, every part, the picture, and why. A kind may show
   its result in its own way, by `practice.views`: `all` tells every part, `ordered` numbers them, `missed` is said of a
   right part that was not chosen; `name`, `verdict`, `figures` and `list` make what stands there. */
window.practice.show = (box, told, result) => {
  const { words } = told,
    field = box.querySelector(".field.item"),
    group = field.querySelector("fieldset");
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
  const clean = (html) => {
    const one = document.createElement("template");
    one.innerHTML = html;
    return one.content;
  };

  const place = box.querySelector(":scope > .told");
  if (result.error) {
    const id = `${group.id}-error`;
    place.replaceChildren(
      made("p", { class: "error", id }, made("span", { class: "vh" }, words.error), " ", result.error),
    );
    return;
  }

  const { check, outcome, parts, figures, dots = [], points = [] } = result,
    { kind, html = {} } = check;
  const view = practice.views[kind] || {};
  const arrow = () => [
    made("span", { class: "arrow", "aria-hidden": "true" }, "→"),
    made("span", { class: "vh" }, ":"),
  ];
  const tools = { words, html, made, clean, arrow };
  const wordsOf = (part) =>
    view.name ? view.name(part, tools) : [part.option in html ? clean(html[part.option]) : part.text];
  const verdict = (part) => {
    const { chosen, right, partly } = part;
    if (view.verdict) return chip(...view.verdict(part, tools));
    if (partly) return chip(words.chosenPartly, "warn");
    if (chosen) return chip(right ? words.chosenRight : words.chosenWrong, right ? "ok" : "bad");
    if (!right) return "";
    return view.missed ? chip(words.missed, "warn") : chip(words.answer, "ok");
  };
  const line = (part, at) =>
    made(
      "li",
      { class: part.right ? "right" : part.chosen && !part.partly ? "wrong" : "" },
      made("span", {}, view.ordered ? `${at + 1}. ` : "", ...wordsOf(part)),
      verdict(part),
      ...(part.feedback && part.chosen ? [made("p", { class: "why" }, clean(part.feedback))] : []),
    );

  const list = () =>
    made(
      view.ordered ? "ol" : "ul",
      { class: "parts" },
      ...parts.filter(({ chosen, right }) => chosen || right || view.all).map(line),
    );
  const hits = parts.filter(({ chosen }) => chosen).map(({ right }) => right);
  const picture = () => {
    const { width, height, alt } = check.body.picture,
      shown = field.querySelector(".pad img");
    if (!shown) return [];
    const zone = ({ shape, coords: c }) => {
      if (shape === "rect")
        return drawn("rect", { class: "zone", x: c[0], y: c[1], width: c[2] - c[0], height: c[3] - c[1] });
      if (shape === "poly") return drawn("polygon", { class: "zone", points: c.join(" ") });
      return drawn("ellipse", { class: "zone", cx: c[0], cy: c[1], rx: c[2], ry: shape === "ellipse" ? c[3] : c[2] });
    };
    const dot = ([x, y], at) =>
      drawn(
        "g",
        { class: hits[at] ? "dot" : "dot stray", transform: `translate(${x} ${y})` },
        drawn("circle", { r: 16 }),
        drawn("text", { dy: ".35em" }, at + 1),
      );
    const over = drawn(
      "svg",
      { class: "marks-over", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
      ...(check.zones || []).map(zone),
      ...dots.map(dot),
    );
    if (points.length)
      over.append(drawn("polyline", { class: "arms", points: points.map((one) => one.join(" ")).join(" ") }));
    const image = made("img", { src: shown.getAttribute("src"), width, height, alt });
    return [made("figure", {}, made("div", { class: "pad" }, image, over))];
  };
  const again = () => {
    const formaction = box.querySelector("button[name=of]").getAttribute("formaction").replace(/told$/, "box");
    return made("button", { class: "btn quiet", type: "submit", name: "again", value: 1, formaction }, words.again);
  };
  const tone = { right: "ok", partly: "warn", wrong: "bad" }[outcome];
  place.replaceChildren(
    made(
      "div",
      { class: "review", "data-kind": kind },
      made("p", {}, chip(words[outcome], tone)),
      ...(check.body.picture ? picture() : []),
      ...(figures && view.figures ? [view.figures(figures, tools)] : []),
      view.list ? view.list(parts, { ...tools, field, verdict }) : list(),
    ),
    made("p", {}, clean(check.explain)),
    made("p", {}, again()),
  );
};
