/* Beside a module or a lesson, on the page of a course or of the lesson: it can be saved on this phone, and says how it stands. */
(async () => {
  const words = JSON.parse(document.getElementById("modules").dataset.words);
  const { person } = document.body.dataset,
    { fill, amount } = keeping;
  const rows = [...document.querySelectorAll("[data-plan]")];
  const part = (row, name) => row.querySelector(`[data-part=${name}]`);
  const say = (row, text) => {
    part(row, "said").textContent = text;
  };
  const why = keeping.obstacle();
  if (why) {
    const none = document.getElementById("cannot-keep");
    none.textContent = words[why];
    none.hidden = false;
    return;
  }
  for (const more of document.querySelectorAll("[data-part=lessons]")) more.hidden = false;
  const show = async () => {
    const records = await keeping.records(person),
      lost = keeping.expected(person) > records.length;
    for (const row of rows) {
      const { plan, mark, title, bytes } = row.dataset,
        record = records.find(({ address }) => address === plan),
        holder = keeping.holderOf(records, plan.replace(/\/plan$/, ""), record),
        held = holder?.whole && !record;
      const keep = part(row, "keep"),
        remove = part(row, "remove"),
        state = part(row, "state");
      const newer = record?.whole && record.mark !== mark;
      keep.hidden = Boolean((record?.whole && !newer) || held);
      const size = fill(words.download, { size: amount(Number(bytes), words) });
      keep.textContent = `${!record ? words.keep : newer ? words.fetch : words.again} · ${size}`;
      remove.hidden = !record;
      remove.textContent = words.remove;
      for (const button of [keep, remove]) button.setAttribute("aria-label", `${button.textContent}: ${title}`);
      state.hidden = !(record?.whole || held);
      state.textContent = held ? fill(words.held, { title: holder.title }) : words.kept;
      if (newer) say(row, words.newer);
      if (record && !record.whole) say(row, words.cleared);
      row.record = record;
    }
    const gone = document.getElementById("cannot-keep");
    gone.hidden = !lost;
    gone.textContent = lost ? words.cleared : "";
  };
  const keep = async (row) => {
    const button = part(row, "keep");
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    let at = 0,
      all = 0,
      told;
    try {
      await keeping.keep(row.dataset.plan, person, (done, of) => {
        at = done;
        all = of;
        say(row, fill(words.working, { n: done + 1, all: of }));
      });
      told = words.ready;
    } catch (fault) {
      const { bytes = 0, need = 0, left = 0 } = fault,
        said = (size) => amount(size, words);
      const values = { n: at, all: all || "?", size: said(bytes), need: said(need), left: said(left) };
      told = fill(words[keeping.reason(fault)], values);
    }
    button.removeAttribute("aria-disabled");
    await show();
    say(row, told);
    if (button.hidden) part(row, "remove").focus();
  };
  for (const row of rows) {
    part(row, "keep").onclick = () => keep(row);
    part(row, "remove").onclick = async () => {
      const holder = await keeping.remove(row.record);
      await show();
      say(row, holder ? fill(words.stillHeld, { title: holder.title }) : words.removed);
      const next = holder ? part(row, "said") : part(row, "keep");
      if (holder) next.tabIndex = -1;
      next.focus();
    };
  }
  await show();
  document.documentElement.dataset.shown = "";
})();
