/* The page of what is on this phone, and of any page that is not here while there is no line: what is saved and how old it
   is, what waits to be sent, and how much space it takes. */
(async () => {
  const part = (id) => document.getElementById(id);
  const inside = (name) => part("marks").querySelector(`[data-part=${name}]`);
  const words = JSON.parse(part("phone").dataset.words);
  const { fill, amount } = keeping;
  const NEAR = 0.9, // of the limit: from here on it is said
    UNSAID = "sheets.heard"; // what a device only says of itself
  const made = (name, properties, ...children) => {
    const one = Object.assign(document.createElement(name), properties);
    one.append(...children);
    return one;
  };
  const chip = (text, tone) => made("span", { className: `chip ${tone}` }, text);
  const note = (...texts) => made("span", { className: "small muted" }, texts.filter(Boolean).join(" · "));
  const ago = (moment, text) => moment && fill(text, { ago: line.ago(moment) });
  const say = (text) => {
    part("done").textContent = text;
  };
  const own = location.pathname === "/offline",
    start = own || location.pathname === "/";

  // The first words: where one is. Offline is no fault; a page that is not here can be asked for again.
  let offline = !own;
  const showFirst = (online) => {
    offline = !own || !online;
    part("first").textContent = !offline ? words.here : start ? words.offline : words.missing;
    part("lead").textContent = start ? words.offlineHere : words.missingHere;
    part("lead").hidden = !offline;
    part("missing").hidden = own;
    if (!own) document.title = part("first").textContent;
  };
  part("retry").onclick = () => location.reload();
  // The line is back: the page that was asked for is asked for again.
  addEventListener("line", ({ detail: { online } }) => {
    const back = online && offline;
    if (back && !own) return location.reload();
    showFirst(online);
    if (back) send();
  });

  const remover = (record) => {
    const button = made("button", { type: "button", className: "link", textContent: words.remove });
    button.setAttribute("aria-label", `${words.remove}: ${record.title}`);
    button.onclick = async () => {
      const holder = await keeping.remove(record);
      await show();
      say(holder ? fill(words.stillHeld, { title: holder.title }) : words.removed);
      part("kept-heading").tabIndex = -1;
      part("kept-heading").focus();
    };
    return button;
  };
  // A saved thing: its lessons are links, and it can be removed, but for what an assessor works with.
  const card = (record, level, ofCourse) => {
    const { lessons, module, stays } = record;
    const link = ({ url, title }) => made("a", { className: "link", href: url, textContent: title });
    const times = [ago(record.at, words.savedAgo), ago(record.opened, words.openedAgo) || words.unopened];
    const what = made("p", {}, note(ofCourse && record.course, module, amount(record.own, words), ...times));
    const list = made("ul", { className: "links" }, ...lessons.map((one) => made("li", {}, link(one))));
    const title = module && record.whole ? link(lessons[0]) : record.title;
    return made(
      "div",
      { className: "card" },
      made(level, {}, title),
      what,
      !record.whole ? made("p", {}, chip(words.cleared, "warn")) : module ? "" : list,
      made("p", {}, stays ? note(words.stays) : remover(record)),
    );
  };
  const ORDERS = {
    large: (a, b) => b.own - a.own,
    old: (a, b) => ((a.opened || a.at) < (b.opened || b.at) ? -1 : 1),
  };
  const inOrder = (found) => {
    const order = ORDERS[part("order").value];
    if (order) return [...found].sort(order).map((one) => card(one, "h3", true));
    const courses = [...new Set(found.map(({ course }) => course))];
    return courses.flatMap((course) => {
      const each = found.filter((one) => one.course === course);
      const head = made("h3", {}, made("a", { className: "link", href: each[0].home, textContent: course }));
      const parts = [...each].sort((a, b) =>
        (a.module || a.title).localeCompare(b.module || b.title, [], { numeric: true }),
      );
      return [head, ...parts.map((one) => card(one, "h4", false))];
    });
  };
  const showSpace = async (person, found) => {
    const usedHere = await keeping.used(person),
      limit = keeping.limit(person),
      meter = part("room").querySelector("progress");
    Object.assign(meter, { max: limit, value: Math.min(usedHere, limit) });
    const said = fill(words.limitUsed, { used: amount(usedHere, words), limit: amount(limit, words) });
    meter.parentElement.replaceChildren(meter, said);
    part("limit-said").hidden = usedHere < limit * NEAR;
    part("limit-said").textContent = usedHere > limit ? words.limitOver : words.limitNear;
    const space = await keeping.left(),
      lasting = await navigator.storage?.persisted?.();
    const told = space
      ? fill(words.space, { used: amount(space.used, words), left: amount(space.left, words) })
      : words.noFigure;
    part("space").textContent = found.length ? `${told} ${lasting ? words.lasting : words.passing}` : told;
    part("limit").replaceChildren(
      ...keeping.LIMITS.map(
        (one) => new Option(amount(one * keeping.MB, words), one, false, one * keeping.MB === limit),
      ),
    );
    part("limit").onchange = async () => {
      keeping.setLimit(person, part("limit").value);
      await show();
      say(fill(words.limitSet, { limit: amount(keeping.limit(person), words) }));
    };
  };
  const showKept = async (person) => {
    const why = keeping.obstacle();
    if (why) {
      part("kept").replaceChildren(made("p", {}, words[why]));
      return;
    }
    const found = person ? await keeping.records(person) : [];
    const lost = person && keeping.expected(person) > found.length;
    const none = made("p", {}, !person ? words.nobody : lost ? words.cleared : words.nothing);
    part("kept").replaceChildren(...inOrder(found), ...(found.length && !lost ? [] : [none]));
    part("order-box").hidden = found.length < 2;
    part("room").hidden = !person;
    if (person) await showSpace(person, found);
  };
  const TONES = { waiting: "warn", sent: "ok", refused: "bad" };
  const entry = (one) => {
    const told = [one.message || (one.state === "waiting" ? words.waits : ""), one.remark].filter(Boolean).join(" ");
    const text = made("span", {}, one.title, made("br", {}), note(ago(one.made_at, words.madeAgo), told));
    return made("li", {}, text, chip(words[one.state], TONES[one.state]));
  };
  const showDone = async (person) => {
    const all = person ? (await outbox.everything(person)).reverse().filter(({ kind }) => kind !== UNSAID) : [],
      named = all.filter(({ title }) => title);
    const put = (state) => {
      const these = named.filter((one) => one.state === state);
      inside(state).replaceChildren(...these.map(entry));
      inside(state).hidden = !these.length;
      return these.length;
    };
    const waiting = put("waiting"),
      papers = all.length - named.length;
    inside("refused-box").hidden = !put("refused");
    inside("sent-box").hidden = !put("sent");
    part("no-marks").textContent = waiting || papers ? "" : words.nothingWaits;
    part("no-marks").hidden = waiting + papers > 0;
    part("papers").hidden = !papers;
    part("papers").textContent = fill(words.papers, { n: papers });
    // What waits comes first; where nothing does, what can be read.
    if (waiting || papers) part("saved").before(part("marks"));
    else part("saved").after(part("marks"));
  };
  const show = async () => {
    const { person } = await store.who();
    await showKept(person);
    await showDone(person);
    return person;
  };
  const send = async () => {
    const person = await show();
    if (person && line.now.online) await outbox.send(person);
  };
  part("order").onchange = show;
  addEventListener("outbox", ({ detail: { status, results } }) => {
    if (results.length || [401, 409].includes(status)) show();
  });
  showFirst(line.now.online);
  await outbox.ready;
  await send();
  document.documentElement.dataset.shown = "";
})();
