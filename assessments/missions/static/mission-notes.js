/* Parts of a mission report, written on a phone: each is kept in the outbox at once and sent when there is a line. */
(async () => {
  const notes = document.getElementById("notes");
  if (!notes) return;
  const KIND = "missions.entry";
  const words = JSON.parse(notes.dataset.words),
    { mission, address, title } = notes.dataset,
    { person } = document.body.dataset;
  const { fill, amount } = keeping;
  const part = (id) => document.getElementById(id);
  const mine = ({ kind, subject }) => kind === KIND && subject === mission;

  const count = async () => {
    const waits = (await outbox.waiting(person)).filter(mine).length;
    part("sent").textContent = waits ? fill(words.waiting, { n: waits }) : words.allSent;
    notes.dataset.waits = waits;
  };
  // One line for what was written here; what became of it is said beside it.
  const lines = new Map();
  const listed = (entry, said) => {
    const line = lines.get(entry.id) || part("written").appendChild(document.createElement("li"));
    lines.set(entry.id, line);
    const first = Object.values(entry.body.fields).find((text) => text.length > 12) || "";
    line.textContent = `${entry.title.split(" · ")[0]}: ${first.slice(0, 60)} (${said})`;
  };
  const problem = (form, text, field) => {
    const told = form.querySelector("[role=alert]");
    told.textContent = text;
    told.hidden = !text;
    if (field) field.focus();
  };
  const keepEntry = async (form) => {
    const fields = [...form.elements].filter(({ name }) => name);
    const empty = fields.find((one) => !one.value.trim() && one.name !== "indicator");
    if (empty) return problem(form, words.missing, empty);
    const entry = {
      kind: KIND,
      subject: mission,
      title: `${form.dataset.label} · ${title}`,
      body: { section: form.dataset.section, fields: Object.fromEntries(fields.map((one) => [one.name, one.value])) },
    };
    try {
      await outbox.keep(entry);
    } catch {
      return problem(form, words.unkept);
    }
    problem(form, "");
    listed(entry, words.waits);
    form.reset();
    await count();
    if (line.now.online) outbox.send();
  };
  for (const form of notes.querySelectorAll("form"))
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      keepEntry(form);
    });

  addEventListener("outbox", async ({ detail: { status, results } }) => {
    for (const { entry, receipt } of results.filter((one) => mine(one.entry))) {
      if (receipt.state === "later") continue;
      listed(entry, receipt.message || words.sent);
      if (receipt.state !== "refused" && entry.seq) await outbox.forget(entry);
    }
    if ([401, 409].includes(status)) part("kept-said").textContent = words.stranger;
    await count();
  });

  // Keeping the page itself.
  const button = part("keep"),
    told = part("kept-said");
  const here = async () => (await keeping.records(person)).some((one) => one.id === `mission/${mission}` && one.whole);
  const showKept = async () => {
    const why = keeping.obstacle(),
      kept = !why && (await here());
    button.hidden = Boolean(why || kept);
    told.textContent = why ? words[why] : kept ? words.pageKept : "";
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

  await outbox.ready;
  for (const entry of (await outbox.waiting(person)).filter(mine)) listed(entry, words.waits);
  await showKept();
  await count();
  document.documentElement.dataset.shown = "";
})();
