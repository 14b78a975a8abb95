/* A marking sheet on a device: every tap lies encrypted in the vault before anything else; the total is not shown before
   the global grade; sealing makes the one copy that only the server opens, and takes the ratings off this device. */
window.marking = (() => {
  const KIND = "sheets.sealed",
    GAP = "clock-gap", // how wrong the clock of this device was when it last had a line
    MINUTE = 60000;
  const { fill } = keeping;
  const made = (name, properties, ...inside) => {
    const one = Object.assign(document.createElement(name), properties);
    one.append(...inside);
    return one;
  };
  const chip = (text, tone = "") => made("span", { className: `chip ${tone}` }, text);
  const gap = () => Math.round(Number(localStorage.getItem(GAP)) || 0);
  const moment = () => new Date().toISOString().replace(/\.\d+/, "");
  const draftName = ({ performance }) => `draft:${performance}`;
  const sealName = ({ performance }) => `seal:${performance}`;
  const fileName = ({ url }) => `file:${url}`;
  const said = (draft, act, criterion = "") => draft.acts[`${act}:${criterion}`];

  // What is still missing before the seal: [sentence, the field to go to].
  const missing = (draft, rubric, words) => {
    const found = [];
    for (const { code, title, reasonUpTo } of rubric.criteria) {
      const rated = said(draft, "rate", code)?.level;
      if (rated === undefined) found.push([fill(words.unrated, { title }), code]);
      else if (reasonUpTo !== null && rated <= reasonUpTo && !said(draft, "comment", code)?.words)
        found.push([fill(words.unexplained, { title }), code]);
    }
    if (!said(draft, "grade")) found.push([words.ungraded, "grade"]);
    return found;
  };
  const total = (draft, rubric) =>
    rubric.criteria.reduce((sum, { code, weight }) => sum + weight * (said(draft, "rate", code)?.level ?? 0), 0);
  // What is sealed: the last word on each criterion, the grade and the flag; nothing of how one got there.
  const content = (draft, sheet, person, device) => {
    const by = (act, part) =>
      Object.fromEntries(
        Object.entries(draft.acts)
          .filter(([key]) => key.startsWith(`${act}:`))
          .map(([key, value]) => [key.slice(act.length + 1), value[part]]),
      );
    return {
      v: 1,
      seal: outbox.random(12),
      performance: sheet.performance,
      assessor: person,
      ticket: sheet.ticket,
      after: sheet.after,
      device,
      seq: draft.seq + 1,
      sealed_at: moment(),
      offset: gap(),
      ratings: by("rate", "level"),
      comments: by("comment", "words"),
      grade: said(draft, "grade").level,
      flagged: Boolean(said(draft, "flag")?.level),
    };
  };

  // Seal: the sealed sheet is on the disk, in the outbox, before the draft goes. Throws where it could not be kept.
  const seal = async (draft, sheet, jwk, person, words) => {
    const whole = content(draft, sheet, person, await outbox.device);
    const body = await sealing.seal(jwk, whole);
    const title = fill(words.sealedTitle, { code: sheet.code, exercise: sheet.exercise });
    const entry = await outbox.keep({ kind: KIND, subject: sheet.performance, title, body });
    await vault.put(sealName(sheet), { at: whole.sealed_at, entry: entry.id, after: sheet.after }, "seal");
    await vault.drop(draftName(sheet));
    draft.acts = {};
    return whole.sealed_at;
  };
  // A draft that is older than a sealed sheet of the same performance in the outbox: the page was closed between the two
  // steps. Its ratings go now; what was begun after the seal stays.
  const finish = async (person) => {
    const sealedAt = new Map();
    for (const { kind, subject, made_at } of await outbox.everything(person))
      if (kind === KIND) sealedAt.set(subject, made_at);
    for (const name of await vault.names(person, "draft")) {
      const at = sealedAt.get(name.slice("draft:".length)),
        draft = at && (await vault.get(name));
      if (draft && Date.parse(draft.since) <= Date.parse(at)) await vault.drop(name);
    }
  };

  // What there is to read with a performance: pictures are shown, anything else is saved by a tap.
  const reading = async (files) => {
    const shown = [];
    for (const file of files) {
      const kept = await vault.get(fileName(file));
      if (!kept) continue;
      const data = `data:${file.type};base64,${kept.data}`;
      shown.push(
        file.type.startsWith("image/")
          ? made("img", { src: data, alt: file.title, width: 96 })
          : made("a", { className: "link", href: data, download: file.title }, file.title),
      );
    }
    return shown.map((one) => made("p", {}, one));
  };
  const clockOf = (ms) => {
    const left = Math.abs(Math.round(ms / 1000));
    return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  };
  // Show the sheet in `place`; `done` is called when it was sealed or left.
  const open = async ({ place, sheet, rubric, jwk, person, words, done }) => {
    const draft = (await vault.get(draftName(sheet))) || { seq: 0, started: null, acts: {}, since: moment() };
    const standing = made("p", { role: "status", className: "small muted" });
    let writing = Promise.resolve(),
      closing = false; // while it is sealed nothing more is written
    const write = () => {
      if (closing) return writing;
      writing = writing
        .then(() => vault.put(draftName(sheet), draft, "draft"))
        .then(
          () => {
            standing.textContent = words.kept;
            standing.className = "small muted";
          },
          () => {
            standing.textContent = words.unkept;
            standing.className = "error";
          },
        );
      return writing;
    };
    const say = (act, criterion, value) => {
      draft.seq += 1;
      draft.acts[`${act}:${criterion}`] = value;
      show();
      return write();
    };
    const unsay = (act, criterion) => {
      delete draft.acts[`${act}:${criterion}`];
      return write();
    };

    const target = (name, value, label, hint, checked, pick) => {
      const input = made("input", { type: "radio", name, value, checked });
      input.onchange = pick;
      const texts = made("span", {}, label);
      if (hint) texts.append(made("span", { className: "hint" }, hint));
      return made("label", { className: "choice" }, input, texts);
    };
    // What one says of a criterion, or of the whole where the code is empty.
    const comment = (code, label) => {
      const area = made("textarea", { className: "input", rows: 2, maxLength: 1000, id: `words-${code}` });
      area.value = said(draft, "comment", code)?.words || "";
      area.oninput = () =>
        area.value.trim() ? say("comment", code, { words: area.value.trim() }) : unsay("comment", code).then(show);
      return [made("label", { htmlFor: area.id, className: "small" }, label), area];
    };
    const criterion = ({ code, title, critical, levels, reasonUpTo }) => {
      const legend = made("legend", {}, title);
      if (critical) legend.append(" ", chip(words.critical, "warn"));
      const box = made("fieldset", { id: `of-${code}`, tabIndex: -1 }, legend);
      for (const { value, title: label, words: hint } of levels)
        box.append(
          target(`rate-${code}`, value, label, hint, said(draft, "rate", code)?.level === value, () =>
            say("rate", code, { level: value }),
          ),
        );
      box.append(
        ...comment(code, reasonUpTo === null ? words.comment : fill(words.commentWanted, { level: reasonUpTo })),
      );
      return made("div", { className: "card" }, box);
    };
    const grades = made("fieldset", { id: "of-grade", tabIndex: -1 }, made("legend", {}, words.grade));
    for (const [at, label] of rubric.grades.entries())
      grades.append(
        target("grade", at, label, "", said(draft, "grade")?.level === at, () => say("grade", "", { level: at })),
      );
    const flag = made("input", { type: "checkbox", checked: Boolean(said(draft, "flag")?.level) });
    flag.onchange = () => say("flag", "", { level: Number(flag.checked) });
    if (rubric.borderline) grades.append(made("label", { className: "choice" }, flag, made("span", {}, words.flag)));

    const sum = made("p", { role: "status" }),
      problems = made("div", { className: "problem", hidden: true, tabIndex: -1 });
    const sealButton = made("button", { type: "button", className: "btn" }, words.seal);
    const backButton = made("button", { type: "button", className: "btn quiet" }, words.back);
    const timer = made("button", { type: "button", className: "btn quiet" });
    const tick = () => {
      if (!draft.started) timer.textContent = fill(words.start, { minutes: sheet.minutes });
      else {
        const left = sheet.minutes * MINUTE - (Date.now() - draft.started);
        timer.textContent = fill(left >= 0 ? words.left : words.over, { time: clockOf(left) });
        timer.classList.toggle("danger", left < 0);
      }
    };
    timer.onclick = () => {
      if (draft.started && !confirm(words.restart)) return;
      draft.started = Date.now();
      tick();
      write();
    };
    const ticking = setInterval(tick, 1000);
    const show = () => {
      const left = missing(draft, rubric, words);
      const unrated = rubric.criteria.filter(({ code }) => !said(draft, "rate", code)).length;
      const graded = said(draft, "grade");
      if (!unrated && graded) for (const one of grades.querySelectorAll("[name=grade]")) one.disabled = !one.checked;
      sum.textContent = unrated
        ? fill(words.toRate, { n: unrated })
        : graded
          ? fill(words.total, {
              total: total(draft, rubric).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 }),
            })
          : words.gradeFirst;
      if (!left.length) problems.hidden = true;
    };
    const complain = (left) => {
      const list = made("ul", {});
      for (const [sentence, field] of left) {
        const link = made("a", { href: `#of-${field}` }, sentence);
        link.onclick = (event) => {
          event.preventDefault();
          const box = document.getElementById(`of-${field}`);
          box.scrollIntoView({ block: "start" });
          box.focus({ preventScroll: true });
        };
        list.append(made("li", {}, link));
      }
      problems.replaceChildren(made("h2", {}, words.notYet), list);
      problems.hidden = false;
      problems.focus();
    };
    const leave = (sealedAt) => {
      clearInterval(ticking);
      place.replaceChildren();
      done(sealedAt);
    };
    backButton.onclick = () => writing.then(() => leave(null));
    sealButton.onclick = async () => {
      const left = missing(draft, rubric, words);
      if (left.length) {
        complain(left);
        return;
      }
      if (!confirm(words.sealSure)) return;
      sealButton.disabled = true;
      closing = true;
      try {
        await writing;
        leave(await seal(draft, sheet, jwk, person, words));
      } catch {
        standing.textContent = words.unsealed;
        standing.className = "error";
        sealButton.disabled = closing = false;
      }
    };
    place.replaceChildren(
      made("h2", { tabIndex: -1, id: "sheet-heading" }, `${sheet.code} · ${sheet.exercise}`),
      made("p", { className: "row" }, timer, backButton),
      ...(await reading(sheet.files)),
      ...rubric.criteria.map(criterion),
      made("div", { className: "card" }, grades, sum, ...comment("", words.whole)),
      problems,
      made("p", { className: "row" }, sealButton),
      standing,
    );
    tick();
    show();
    document.getElementById("sheet-heading").focus();
  };
  return { KIND, GAP, open, finish, draftName, sealName, fileName, made, chip };
})();
