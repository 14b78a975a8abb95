/* The roll of a meeting on a trainer's phone: a tick is kept in the outbox at once and sent when there is a line; what
   other trainers said is shown beside it. */
(async () => {
  const list = document.getElementById("roll");
  if (!list) return;
  const KIND = "cohorts.roll",
    NAME = "cohorts.name",
    THERE = ["present", "late", "left-early"],
    GAP = "clock-gap"; // how wrong the clock of this phone was when it last had a line
  const words = JSON.parse(list.dataset.words),
    { meeting, address } = list.dataset,
    { person } = document.body.dataset;
  const { fill, amount } = keeping;
  const part = (id) => document.getElementById(id);
  const made = (name, properties, ...inside) => {
    const one = Object.assign(document.createElement(name), properties);
    one.append(...inside);
    return one;
  };
  const rows = new Map();
  const mine = ({ kind, subject }) => subject === meeting && (kind === KIND || kind === NAME);
  const gap = () => Number(localStorage.getItem(GAP)) || 0;

  // One officer: what the roll says, what this phone said since, and what is to be said about it.
  class Row {
    constructor(item) {
      const name = item.textContent.trim(),
        { stands, message, name: shown } = item.dataset;
      Object.assign(this, { item, name, id: item.dataset.person, stands, message, shown, waiting: null, fault: "" });
      this.tick = made("input", { type: "checkbox" });
      this.how = made("select", { className: "input" }, new Option(words.nothing, ""));
      for (const [value, text] of Object.entries(words.presences)) this.how.add(new Option(text, value));
      this.how.setAttribute("aria-label", fill(words.how, { name }));
      this.said = made("span", { className: "small muted" });
      item.replaceChildren(
        made("label", { className: "choice" }, this.tick, made("span", {}, shown || name)),
        this.how,
        this.said,
      );
      this.tick.onchange = () => say(this, this.tick.checked ? "present" : null).then(send);
      this.how.onchange = () => say(this, this.how.value || null).then(send);
      if (shown) this.offerCheck();
      this.show();
    }
    offerCheck() {
      this.compared = made("input", { type: "checkbox" });
      this.compared.setAttribute("aria-label", fill(words.comparedWho, { name: this.shown }));
      this.check = made(
        "label",
        { className: "choice compared" },
        this.compared,
        made("span", { className: "small" }, words.compared),
      );
      this.item.append(this.check);
      this.compared.onchange = () => compare(this);
    }
    // What holds for this phone: its own last word until that is sent, else what the roll says.
    get holds() {
      return this.waiting ? this.waiting.body.presence || "" : this.stands === "conflict" ? "" : this.stands;
    }
    show() {
      const { holds, waiting, stands } = this;
      this.tick.checked = THERE.includes(holds);
      this.how.value = holds;
      const told = [];
      if (this.fault) told.push(this.fault);
      if (waiting) told.push(words.waits);
      else if (stands === "conflict") told.push(this.message);
      if (this.told) told.push(this.told);
      this.said.textContent = told.join(" ");
      this.said.classList.toggle("error", Boolean(this.fault) || (!waiting && stands === "conflict"));
      this.said.hidden = !told.length;
    }
  }

  const count = async () => {
    const there = [...rows.values()].filter(({ holds }) => THERE.includes(holds)).length;
    const waits = (await outbox.waiting(person)).filter(mine).length;
    const standing = (name) => document.querySelector(`#standing [data-part=${name}]`);
    standing("count").textContent = fill(words.count, { n: there, all: rows.size });
    standing("sent").textContent = waits ? fill(words.waiting, { n: waits }) : words.allSent;
    list.dataset.waits = waits;
  };
  const keep = async (row, entry) => {
    row.fault = "";
    try {
      await outbox.keep(entry);
    } catch {
      row.fault = words.unkept;
    }
    row.show();
    await count();
  };
  const say = async (row, presence) => {
    const said = presence ? words.presences[presence] : words.takenBack;
    const entry = {
      kind: KIND,
      subject: meeting,
      key: `${KIND}:${meeting}:${row.id}`,
      title: fill(words.title, { name: row.name, said }),
      body: { person: row.id, presence, offset: gap() },
    };
    row.waiting = entry;
    await keep(row, entry);
  };
  const send = () => line.now.online && outbox.send();
  const compare = async (row) => {
    if (!row.compared.checked) {
      if (row.naming) await outbox.forget(row.naming);
      row.naming = null;
      await count();
      return;
    }
    row.naming = {
      kind: NAME,
      subject: meeting,
      key: `${NAME}:${meeting}:${row.id}`,
      title: fill(words.nameTitle, { name: row.name }),
      body: { person: row.id, seen: row.shown },
    };
    await keep(row, row.naming);
    send();
  };

  // What the server says of an entry; what it took is not kept among what was sent, its trace is the roll itself.
  const settle = async ({ kind, id, body, seq }, { state, message, stands }) => {
    const row = rows.get(body.person);
    if (!row || state === "later") return;
    const refused = state === "refused";
    row.fault = refused ? message || "" : "";
    if (kind === NAME) {
      if (row.naming?.id === id) row.naming = null;
      row.told = refused ? "" : words.checked;
      if (row.compared) row.compared.checked = false;
      if (!refused) row.check?.remove();
    } else {
      if (!refused) Object.assign(row, { stands, message: message || "" });
      if (row.waiting?.id === id) row.waiting = null;
    }
    if (!refused && seq) await outbox.forget({ id, seq });
    row.show();
  };
  // What every trainer said until now, and the time of the server.
  const refresh = async () => {
    const told = await outbox.ask(`${address}/standing`);
    if (!told.people) return;
    localStorage.setItem(GAP, Date.parse(told.now) - Date.now());
    for (const [id, [stands, message, unchecked]] of Object.entries(told.people)) {
      const row = rows.get(id);
      if (!row) continue;
      Object.assign(row, { stands, message });
      if (!unchecked && row.check && !row.naming) row.check.remove();
      row.show();
    }
    await count();
  };
  addEventListener("outbox", async ({ detail: { status, results } }) => {
    const ours = results.filter(({ entry }) => mine(entry));
    for (const { entry, receipt } of ours) await settle(entry, receipt);
    await count();
    if ([401, 409].includes(status)) part("kept-said").textContent = words.stranger;
    else if (ours.length) await refresh();
  });
  addEventListener("online", refresh);

  // Keeping the page itself.
  const button = part("keep"),
    told = part("kept-said");
  const here = async () => (await keeping.records(person)).some((one) => one.id === `roll/${meeting}` && one.whole);
  const showKept = async () => {
    const why = keeping.obstacle(),
      kept = !why && (await here());
    button.hidden = Boolean(why || kept);
    told.textContent = why ? words[why] : kept ? words.kept : "";
  };
  button.onclick = async () => {
    button.disabled = true;
    try {
      await keeping.keep(`${address}/plan`, person, (n, all) => {
        told.textContent = fill(words.working, { n: n + 1, all });
      });
      await showKept();
    } catch (fault) {
      told.textContent = fill(words[keeping.reason(fault)], { size: amount(fault.bytes || 0, words) });
    }
    button.disabled = false;
  };
  part("rest").onclick = async () => {
    for (const row of rows.values()) if (!row.holds && row.stands !== "conflict") await say(row, "absent");
    send();
  };

  for (const item of list.children) rows.set(item.dataset.person, new Row(item));
  await outbox.ready;
  for (const entry of (await outbox.waiting(person)).filter(mine)) {
    const row = rows.get(entry.body.person);
    if (!row) continue;
    if (entry.kind === KIND) row.waiting = entry;
    else if (row.compared) Object.assign(row, { naming: entry }).compared.checked = true;
    row.show();
  }
  part("rest").hidden = false;
  await showKept();
  await count();
  document.documentElement.dataset.shown = "";
  if (line.now.online) await refresh();
})();
