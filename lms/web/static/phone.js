/* The page of what is on this phone: kept modules, space, and what waits to be sent. */
(async () => {
  const part = (id) => document.getElementById(id);
  const words = JSON.parse(part("phone").dataset.words);
  const { fill, amount } = keeping;
  const made = (name, properties, ...inside) => {
    const one = Object.assign(document.createElement(name), properties);
    one.append(...inside);
    return one;
  };
  const chip = (text, tone) => made("span", { className: `chip ${tone}` }, text);
  const missing = location.pathname !== "/offline";
  if (missing) {
    part("missing").hidden = false;
    part("missing").firstElementChild.textContent = words.missing;
    part("retry").textContent = words.retry;
    part("retry").onclick = () => location.reload();
    document.title = words.missing;
    // The line is back: ask until somebody answers, then ask for the page.
    const comeBack = async (tries) => {
      try {
        await fetch("/healthz", { cache: "no-store" });
        location.reload();
      } catch {
        if (tries) setTimeout(comeBack, 1000, tries - 1);
      }
    };
    addEventListener("online", () => comeBack(5));
  }
  const say = (text) => {
    part("done").textContent = text;
  };

  const card = (record) => {
    const lessons = made(
      "ul",
      { className: "links" },
      ...record.lessons.map(({ url, title }) =>
        made("li", {}, made("a", { className: "link", href: url, textContent: title })),
      ),
    );
    const remove = made("button", { type: "button", className: "link", textContent: words.remove });
    remove.setAttribute("aria-label", `${words.remove}: ${record.title}`);
    remove.onclick = async () => {
      await keeping.remove(record);
      await show();
      say(words.removed);
      part("kept-heading").tabIndex = -1;
      part("kept-heading").focus();
    };
    return made(
      "div",
      { className: "card" },
      made("h3", {}, made("a", { href: record.home, textContent: record.title })),
      made("p", { className: "small muted" }, `${record.course} · ${amount(record.bytes, words)}`),
      record.whole ? lessons : made("p", {}, chip(words.cleared, "warn")),
      made("p", {}, remove),
    );
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
    part("kept").replaceChildren(...found.map(card), ...(found.length && !lost ? [] : [none]));
    const space = await keeping.left(),
      lasting = await navigator.storage?.persisted?.();
    const said = space
      ? fill(words.space, { used: amount(space.used, words), left: amount(space.left, words) })
      : words.noFigure;
    part("space").textContent = found.length ? `${said} ${lasting ? words.lasting : words.passing}` : said;
  };
  const TONES = { waiting: "warn", sent: "ok", refused: "bad" };
  const showReads = async (person) => {
    const kept = person ? (await outbox.everything(person)).reverse() : [],
      reads = kept.filter(({ title }) => title);
    part("marks").replaceChildren(
      ...reads.map((one) =>
        made(
          "li",
          {},
          made(
            "span",
            {},
            one.title,
            made("br", {}),
            made(
              "span",
              { className: "small muted" },
              [one.message || (one.state === "waiting" ? words.waits : ""), one.remark].filter(Boolean).join(" "),
            ),
          ),
          chip(words[one.state], TONES[one.state]),
        ),
      ),
    );
    part("marks").hidden = !reads.length;
    part("no-marks").textContent = reads.length ? "" : words.nothingSent;
    const papers = kept.length - reads.length;
    part("papers").hidden = !papers;
    part("papers").textContent = fill(words.papers, { n: papers });
  };
  const show = async () => {
    const { person } = await store.who();
    await showKept(person);
    await showReads(person);
    return person;
  };
  const send = async () => {
    const person = await show();
    if (person && navigator.onLine) await outbox.send(person);
  };
  addEventListener("online", send);
  addEventListener("outbox", ({ detail: { status, results } }) => {
    if (results.length || [401, 409].includes(status)) show();
  });
  await outbox.ready;
  await send();
  document.documentElement.dataset.shown = "";
})();
