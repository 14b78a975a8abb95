/* The course page: each module can be kept on this phone, and says how it stands. */
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
  const show = async () => {
    const records = await keeping.records(person),
      lost = keeping.expected(person) > records.length;
    for (const row of rows) {
      const { plan, mark, title } = row.dataset,
        record = records.find(({ address }) => address === plan);
      const keep = part(row, "keep"),
        remove = part(row, "remove"),
        state = part(row, "state");
      const newer = record?.whole && record.mark !== mark;
      keep.hidden = Boolean(record?.whole && !newer);
      keep.textContent = !record ? words.keep : newer ? words.fetch : words.again;
      remove.hidden = !record;
      remove.textContent = words.remove;
      for (const button of [keep, remove]) button.setAttribute("aria-label", `${button.textContent}: ${title}`);
      state.hidden = !record?.whole;
      state.textContent = words.kept;
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
      told = fill(words[keeping.reason(fault)], { n: at, all: all || "?", size: amount(fault.bytes || 0, words) });
    }
    button.removeAttribute("aria-disabled");
    await show();
    say(row, told);
    if (button.hidden) part(row, "remove").focus();
  };
  for (const row of rows) {
    part(row, "keep").onclick = () => keep(row);
    part(row, "remove").onclick = async () => {
      await keeping.remove(row.record);
      await show();
      say(row, words.removed);
      part(row, "keep").focus();
    };
  }
  await show();
  document.documentElement.dataset.shown = "";
})();
