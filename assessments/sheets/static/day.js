/* Keep my day: the plan, rubrics and codes of one assessor under a PIN on this device, the sheets of the day, and what is
   sealed and not sent yet. Works without a line once it was kept. */
(async () => {
  const root = document.getElementById("day");
  if (!root) return;
  const words = JSON.parse(root.dataset.words),
    { person } = document.body.dataset;
  const part = (id) => document.getElementById(id);
  const { made, chip, KIND, GAP } = marking;
  const { fill } = keeping;
  const DAY = "day",
    LEFT = "left-out",
    MOST = 1200000, // bytes of photographs and dossiers: with plan, rubrics and the page a day stays under 1.5 MB
    NOT_THERE = { 404: "gone", 410: "gone", 413: "large" },
    HEARD = "sheets.heard",
    IDLE = 15 * 60000; // without a touch for so long, the PIN is asked again
  const PARTS = ["set-pin", "give-pin", "open-day"];
  let day = null,
    etag = "";

  const say = (text, bad = false) => {
    part("day-said").textContent = text;
    part("day-said").className = bad ? "error" : "small muted";
  };
  const turnTo = (id) => {
    for (const one of PARTS) part(one).hidden = one !== id;
    part("forget").hidden = id === "set-pin";
  };
  const ours = async () => (await outbox.everything(person)).filter(({ kind }) => kind === KIND);
  const unsent = async () => (await ours()).filter(({ state }) => state !== "sent");

  // Told with what is sent, so that the board of the workshop knows which device still holds something.
  let told = "";
  const hear = async (keeps = false) => {
    const left = (await unsent()).length,
      offset = Math.round(Number(localStorage.getItem(GAP)) || 0);
    if (!keeps && told === String(left)) return;
    told = String(left);
    await outbox
      .keep({ kind: HEARD, subject: "device", key: HEARD, body: { unsent: left, offset, keeps } })
      .catch(() => {});
  };
  const send = async () => {
    if (line.now.online) await outbox.send();
  };

  // The day as the server has it now; null where there is no line, or nothing newer.
  const fetched = async () => {
    const answer = await fetch(root.dataset.address, {
      headers: { Accept: "application/json", ...(etag && { "If-None-Match": etag }) },
      cache: "no-store",
    });
    if (answer.status === 304) return null;
    if (!answer.ok) throw Object.assign(new Error("refused"), { status: answer.status });
    const found = await answer.json();
    if (found.person !== person) throw Object.assign(new Error("stranger"), { status: 401 });
    localStorage.setItem(GAP, Date.parse(answer.headers.get("Date") || found.now) - Date.now());
    return { ...found, etag: answer.headers.get("ETag") || "" };
  };
  const base64 = (data) => {
    let text = "";
    for (const byte of new Uint8Array(data)) text += String.fromCharCode(byte);
    return btoa(text);
  };
  // Photographs and dossiers of the day, under the PIN like the rest; those that are no longer of it go. Photographs
  // come first, then dossiers in the order of the day, as long as there is room. Answers what was left out, and why.
  const keepFiles = async () => {
    const wanted = new Map(day.sheets.flatMap(({ files }) => files.map((file) => [marking.fileName(file), file])));
    const here = (await vault.names(person, "read")).filter((name) => name.startsWith("file:"));
    for (const name of here) if (!wanted.has(name)) await vault.drop(name);
    const isPicture = ({ type }) => type.startsWith("image/");
    const ordered = [...wanted].sort(([, one], [, two]) => isPicture(two) - isPicture(one));
    const left = [];
    let room = MOST;
    for (const [name, file] of ordered) {
      const leave = (why) => left.push({ title: file.title, why });
      if (here.includes(name)) {
        room -= (await vault.get(name)).size ?? 0;
        continue;
      }
      if (room <= file.size) {
        leave("full");
        continue;
      }
      const answer = await fetch(file.url, { cache: "no-store" });
      if (NOT_THERE[answer.status]) {
        leave(NOT_THERE[answer.status]);
        continue;
      }
      if (!answer.ok) throw Object.assign(new Error("refused"), { status: answer.status });
      const data = await answer.arrayBuffer();
      await vault.put(name, { data: base64(data), size: data.byteLength });
      room -= data.byteLength;
    }
    await vault.put(LEFT, left);
  };
  // Fetch the day and keep it; the page itself goes where pages are kept, the day under the PIN.
  const keepDay = async () => {
    say(words.fetching);
    try {
      const found = await fetched();
      if (found && !found.key) {
        say(words.noKey, true);
        return;
      }
      if (found) {
        await vault.put(DAY, found);
        day = found;
        etag = found.etag;
      } else await vault.put(DAY, day); // a copy of now
      await keepFiles();
      await keeping.keep(root.dataset.plan, person, () => {});
      await hear(true);
      send();
      say(words.keptDay);
    } catch (fault) {
      if (!fault.status && day) say(words.oldDay);
      else say(words[keeping.reason(fault)] || words.broken, true);
    }
    await showDay();
  };

  // [in words, tone, more, whether there is nothing to mark]. A seal from before the last reopening is over.
  const standingOf = async (sheet, entries) => {
    const entry = entries.filter(({ subject }) => subject === sheet.performance).at(-1);
    if (entry?.state === "refused") return [words.refused, "bad", entry.message];
    const seal = await vault.get(marking.sealName(sheet)),
      holds = seal && seal.after === sheet.after;
    const at = (holds && seal.at) || entry?.made_at;
    const time = at && clockTime(new Date(at));
    if (entry?.state === "waiting") return [fill(words.sealedWaits, { time }), "warn", "", true];
    if (holds) return [fill(words.sealedSent, { time }), "ok", "", true];
    if (sheet.sealed) return [words.sealedThere, "ok", "", true];
    if (await vault.get(marking.draftName(sheet))) return [words.draft, "info"];
    return [words.open, ""];
  };
  const row = async (sheet, entries) => {
    const [text, tone, more, closed] = await standingOf(sheet, entries);
    const heading = `${sheet.code} · ${sheet.exercise}`;
    const mark = made("button", { type: "button", className: "btn" }, words.mark);
    mark.setAttribute("aria-label", `${words.mark}: ${heading}`);
    mark.onclick = () => openSheet(sheet);
    const item = made(
      "li",
      {},
      made(
        "span",
        { className: "grow" },
        made("strong", {}, heading),
        made("br", {}),
        made(
          "span",
          { className: "small muted" },
          [sheet.when, sheet.room, sheet.name, more].filter(Boolean).join(" · "),
        ),
      ),
      chip(text, tone),
    );
    if (!closed) item.append(mark);
    return item;
  };
  const showReads = async () => {
    const left = (await vault.get(LEFT)) || [];
    part("reads").hidden = !day?.sheets.some(({ files }) => files.length);
    part("left-out").hidden = !left.length;
    part("left-out")
      .querySelector("ul")
      .replaceChildren(...left.map(({ title, why }) => made("li", {}, fill(words.left[why], { title }))));
  };
  const showUnsent = async () => {
    const left = await unsent();
    const sealed = (await ours()).length;
    part("unsent").textContent = left.length ? fill(words.unsent, { n: left.length }) : sealed ? words.allSent : "";
    part("hand-over").hidden = !left.length;
  };
  const showDay = async () => {
    await showUnsent();
    if (!vault.person) return;
    const entries = await ours();
    const rows = [];
    for (const sheet of day?.sheets || []) rows.push(await row(sheet, entries));
    part("sheets").replaceChildren(...rows);
    part("no-sheets").hidden = rows.length > 0;
    part("no-sheets").textContent = day ? words.noSheets : words.noDay;
    await showReads();
  };
  const openSheet = async (sheet) => {
    part("day-list").hidden = true;
    await marking.open({
      place: part("sheet"),
      sheet,
      rubric: day.rubrics[sheet.rubric],
      jwk: day.key,
      person,
      words: words.marking,
      done: async (sealedAt) => {
        part("day-list").hidden = false;
        if (sealedAt) {
          say(words.sealed);
          await hear();
          send();
        }
        await showDay();
        part("day-heading").focus();
      },
    });
  };

  const enter = async () => {
    turnTo("open-day");
    await marking.finish(person);
    day = (await vault.get(DAY)) || null;
    etag = day?.etag || "";
    await showDay();
    if (line.now.online) await keepDay();
    else say(day ? words.oldDay : words.noDay, !day);
    part("day-heading").focus();
  };
  const pinFault = (pin, again) => {
    const why = vault.fault(pin);
    if (why) return words.pin[why];
    return pin === again ? "" : words.pin.differ;
  };
  // A form of PINs: `act` answers what is wrong, or nothing.
  const onPins = (id, act) => {
    part(id).addEventListener("submit", async (event) => {
      event.preventDefault();
      const form = event.target,
        button = form.querySelector("button"),
        error = form.querySelector(".error");
      button.disabled = true;
      error.textContent = "";
      try {
        const wrong = await act(form.elements);
        error.textContent = wrong || "";
        if (!wrong) form.reset();
      } catch {
        error.textContent = words.unkept;
      }
      button.disabled = false;
    });
  };
  const wrong = (left) => (left ? fill(words.pin.wrong, { n: left }) : words.pin.gone);
  onPins("set-pin", async ({ pin, again }) => {
    const why = pinFault(pin.value, again.value);
    if (why) return why;
    await vault.create(person, pin.value);
    await enter();
    return "";
  });
  onPins("give-pin", async ({ pin }) => {
    const left = await vault.unlock(person, pin.value);
    if (left !== null) return wrong(left);
    await enter();
    return "";
  });
  onPins("change-pin", async ({ old, pin, again }) => {
    const why = pinFault(pin.value, again.value);
    if (why) return why;
    const left = await vault.change(person, old.value, pin.value);
    if (left !== null) {
      vault.close();
      turnTo("give-pin");
      return wrong(left);
    }
    say(words.pin.changed);
    return "";
  });
  part("forget-pin").onclick = async () => {
    const drafts = (await vault.names(person, "draft")).length;
    if (!confirm(fill(drafts ? words.pin.forgetDrafts : words.pin.forgetSure, { n: drafts }))) return;
    await vault.forget(person);
    turnTo("set-pin");
  };
  const lock = () => {
    if (!vault.person) return;
    vault.close();
    day = null;
    part("sheet").replaceChildren();
    part("sheets").replaceChildren();
    part("left-out").hidden = true;
    part("day-list").hidden = false;
    turnTo("give-pin");
    part("give-pin").elements.pin.focus();
  };
  part("lock").onclick = lock;
  part("fetch").onclick = keepDay;
  let idle = 0;
  for (const touched of ["pointerdown", "keydown"])
    addEventListener(touched, () => {
      clearTimeout(idle);
      idle = setTimeout(lock, IDLE);
    });

  // Everything sealed that no receipt came for, as one file; it says nothing to whoever cannot open it.
  part("hand-over").onclick = async () => {
    const entries = (await unsent()).map(({ id, subject, device, seq, made_at, body }) => ({
      id,
      subject,
      device,
      seq,
      made_at,
      body,
    }));
    const text = JSON.stringify({
      format: "spoor-sealed-sheets",
      version: 1,
      made_at: new Date().toISOString(),
      entries,
    });
    const file = new File([text], `sealed-sheets-${new Date().toISOString().slice(0, 10)}.json`, {
      type: "application/json",
    });
    const link = made("a", { href: URL.createObjectURL(file), download: file.name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    say(fill(words.handedOver, { n: entries.length }));
  };

  addEventListener("outbox", async ({ detail: { status, results } }) => {
    if (results.some(({ entry }) => entry.kind === KIND)) {
      await hear();
      send();
    }
    if (results.length) await showDay();
    if ([401, 409].includes(status)) say(words.stranger, true);
  });
  addEventListener("online", () => {
    if (vault.person && !part("day-list").hidden) keepDay();
  });

  if (!vault.works() || keeping.obstacle()) {
    part("cannot").hidden = false;
    document.documentElement.dataset.shown = "";
    return;
  }
  await outbox.ready;
  await vault.expire().catch(() => {});
  turnTo((await vault.has(person)) ? "give-pin" : "set-pin");
  await showUnsent();
  document.documentElement.dataset.shown = "";
})();
