/* A paper: each answer is kept on the device as it changes, then sent to the server. */
const paper = document.getElementById("paper");
const { dataset: words } = paper;
const { attempt, person } = words;
const sections = [...paper.querySelectorAll(".question-box")];
const links = [...document.querySelectorAll(".map a")];
const trouble = document.getElementById("trouble"),
  chip = document.getElementById("kept");
const page = outbox.random(9);
const states = sections.map((section) => ({
  section,
  form: section.querySelector("form"),
  position: Number(section.dataset.position),
  base: Number(section.dataset.seq),
  clientSeq: 0,
  after: [],
  sent: "",
  kept: null,
  unsafe: false,
  wrong: false,
  timer: 0,
  answered: "answered" in section.dataset,
  held: "answered" in section.dataset,
  note: section.querySelector(".kept"),
}));
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
// What stands in the fields of a question, or stood there when the server made the page.
const fields = (form, made) => {
  const found = {};
  for (const field of form.elements) {
    const { name, type } = field;
    if (!name || name === "csrf_token") continue;
    let value = made ? field.defaultValue : field.value;
    if (type === "radio" || type === "checkbox") {
      if (!(made ? field.defaultChecked : field.checked)) continue;
      value = field.value;
    }
    if (type === "select-one" && made)
      value = ([...field.options].find((option) => option.defaultSelected) || field.options[0]).value;
    (found[name] = found[name] || []).push(value);
  }
  return found;
};
const isAnswered = (found) =>
  Object.entries(found).some(([name, values]) => name !== "unit" && values.some((v) => v.trim()));
for (const state of states) state.sent = JSON.stringify(fields(state.form, true)); // not what was answered before this ran

// What the person is told.
const count = () => {
  states.forEach(({ answered }, at) => links[at].classList.toggle("done", answered));
  document.getElementById("count").textContent = fill(words.answered, {
    n: states.filter((s) => s.answered).length,
    all: states.length,
  });
  dispatchEvent(new Event("counted"));
};
const isDirty = (state) => JSON.stringify(fields(state.form)) !== state.sent; // changed since it was last kept
const toSend = () => states.filter((state) => state.kept && !state.asking);
const tell = (text, tone) => {
  if (chip.textContent !== text) chip.textContent = text;
  chip.className = `chip ${tone}`;
};
const showTrouble = (text, link) => {
  if (ended || trouble.dataset.said === text) return;
  trouble.dataset.said = text || "";
  trouble.hidden = !text;
  trouble.textContent = text || "";
  if (link) trouble.append(" ", Object.assign(document.createElement("a"), link));
};
// The warning of a browser that keeps nothing stays: what is said of other troubles never claims that it does.
const calm = () => showTrouble(cannotKeep ? words.unsafe : "");
const REASONS = { 0: "offline", 429: "busy", 511: "network" };
const missed = (status) => {
  if (status === 200) return;
  if (status === 401 || status === 409) {
    // in another window, where leaving this one would lose answers
    const link = { href: words.signIn, textContent: words.signInAgain, target: cannotKeep ? "_blank" : "" };
    showTrouble(`${words.signedOut} ${cannotKeep ? words.unsafe : words.keptHere}`, link);
    return;
  }
  const reason = words[REASONS[status] || (status >= 500 ? "down" : "")];
  if (reason) showTrouble(`${reason} ${cannotKeep ? words.unsafe : over ? words.over : words.goOn}`);
  else showTrouble(words.refused);
};
const summary = () => {
  if (states.some((state) => isDirty(state) || state.unsafe)) return tell(words.unkept, "warn");
  if (states.some((state) => state.kept))
    return tell(outbox.sending ? words.saving : words.waiting, outbox.sending ? "info" : "warn");
  if (states.some((state) => state.wrong)) return tell(words.wrong, "warn");
  return tell(words.allSaved, "ok");
};

// Keeping: on the device first, then to the server.
let cannotKeep = false,
  ended = false;
const noStore = () => {
  cannotKeep = true;
  document.querySelector("[data-if-kept]").hidden = true;
  calm();
};
const change = async (state) => {
  clearTimeout(state.timer);
  const found = fields(state.form),
    text = JSON.stringify(found);
  if (text === state.sent) return summary();
  state.clientSeq += 1;
  const { position, clientSeq: client_seq, base: base_seq, after } = state;
  const record = {
    kind: "exams.answer",
    subject: attempt,
    key: `${attempt}:${position}`,
    body: { page, position, client_seq, base_seq, ...(after.length && { after }), form: found },
  };
  Object.assign(state, { sent: text, kept: record, unsafe: true, wrong: false, answered: isAnswered(found) });
  count();
  try {
    await outbox.keep(record);
    if (state.kept === record) {
      state.unsafe = false;
      state.note.textContent = words.waiting;
    }
  } catch {
    state.note.textContent = words.unkept;
    noStore();
  }
  summary();
  sendAll();
};
let restoring = false;
const soon = (state, wait) => {
  summary();
  clearTimeout(state.timer);
  state.timer = setTimeout(change, wait, state);
};
for (const state of states) {
  const { form } = state;
  form.addEventListener(
    "input",
    (event) => restoring || soon(state, event.target.matches("textarea, [type=text]") ? 900 : 150),
  );
  form.addEventListener("focusout", () => {
    if (isDirty(state)) change(state);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change(state);
  });
}
const hurry = () => Promise.all(states.filter(isDirty).map(change));
addEventListener("pagehide", hurry);
addEventListener("beforeunload", (event) => {
  if (states.some((state) => isDirty(state) || state.unsafe)) event.preventDefault();
});

// Sending: by the outbox, everything that waits; again later when it fails. It tells what became of each.
const sendAll = () => {
  if (!toSend().length) return null;
  const sent = outbox.send();
  summary();
  return sent;
};
const take = (results) => {
  calm();
  let closed = false,
    refusal = "";
  for (const { entry, receipt } of results) {
    if (typeof receipt.remaining === "number") setClock(receipt.remaining);
    closed ||= Boolean(receipt.attempt && receipt.attempt !== "in_progress");
    const state = states.find((one) => one.position === entry.body.position);
    const same = state?.kept?.id === entry.id,
      invalid = receipt.state === "refused" || receipt.verdict === "invalid";
    if (!state || (entry.body.page !== page && !same)) continue; // of another tab
    if (receipt.verdict === "stale") {
      if (same) ask(state, receipt);
      continue;
    }
    if (receipt.state === "later" && !invalid) continue;
    state.base = Math.max(state.base, receipt.seq || 0);
    if (!invalid) state.held = isAnswered(entry.body.form);
    if (!same) continue;
    Object.assign(state, { kept: null, unsafe: false });
    if (invalid) {
      outbox.forget(entry);
      Object.assign(state, { wrong: true, answered: state.held });
      state.note.textContent = receipt.message || words.refused;
      if (receipt.verdict === "closed") refusal = receipt.message;
    } else if (receipt.verdict === "late") {
      state.note.textContent = words.late;
      showTrouble(words.late);
    } else state.note.textContent = fill(words.saved, { time: clockTime(new Date(), true) });
    state.section.toggleAttribute("data-error", state.wrong);
  }
  count();
  if (refusal) {
    showTrouble(refusal, { href: location.pathname, textContent: words.seeResult });
    ended = true;
    document.getElementById("to-review").hidden = true;
    paper.inert = true;
  } else if (closed) location.reload();
};
addEventListener("outbox", ({ detail: { status, results } }) => {
  const own = results.filter(({ entry }) => entry.subject === attempt);
  if (own.length) take(own);
  else if (toSend().length) missed(status);
  summary();
});
// Somebody answered the same question elsewhere: the person says which answer stands.
const ask = (state, result) => {
  state.asking = true;
  const button = (label, act) => {
    const made = Object.assign(document.createElement("button"), {
      type: "button",
      className: "link",
      textContent: label,
    });
    made.onclick = act;
    return made;
  };
  state.note.replaceChildren(
    words.stale,
    " ",
    button(words.mine, () => {
      Object.assign(state, { asking: false, base: result.seq, sent: "" });
      change(state);
    }),
    " · ",
    button(words.theirs, async () => {
      await outbox.forget(state.kept);
      location.reload();
    }),
  );
  location.hash = `q${state.position}`;
};
addEventListener("online", () => {
  pause = SHORTEST;
  calm();
  if (over) submit();
  else appear();
});
addEventListener("offline", () => missed(0));

// Time: the server's remaining seconds, counted on by a clock that nobody can set; asked again when it matters.
const clock = document.getElementById("clock");
let endsAt = 0,
  over = false;
const setClock = (seconds) => {
  endsAt = performance.now() + seconds * 1000;
  if (seconds > 0) {
    over = false;
    paper.inert = false;
  }
};
const tick = () => {
  const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
  const text =
    left === 0
      ? clock.dataset.over
      : left > 90
        ? fill(clock.dataset.minutes, { n: Math.ceil(left / 60) })
        : fill(clock.dataset.seconds, { n: left });
  if (clock.textContent !== text) clock.textContent = text;
  clock.className = `chip ${left > 300 ? "info" : "warn"}`;
  if (left === 0 && !over && !ended) {
    over = true;
    paper.inert = true;
    submit();
  }
};
const agree = async (ask = outbox.ask, address = words.standing) => {
  const told = await ask(address);
  if (told.state && told.state !== "in_progress" && !ended) location.reload();
  if (clock && typeof told.remaining === "number") {
    setClock(told.remaining);
    tick();
  }
  return told;
};
// Whenever the page appears the server says what is true: what it shows may be long past, and handed in meanwhile.
const SHORTEST = 2000,
  LONGEST = 60000;
let pause = SHORTEST,
  later = 0;
const appear = async (again = false) => {
  clearTimeout(later);
  const { status } = await agree();
  missed(status);
  if (status === 200) {
    pause = SHORTEST;
    if (again) calm();
  } else if (status !== 401) {
    later = setTimeout(appear, pause, true);
    pause = Math.min(pause * 2, LONGEST);
  }
  return status;
};
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") hurry();
  else appear();
});
addEventListener("pageshow", async ({ persisted }) => {
  if (persisted && (await appear()) === 200) location.reload();
});

// Submitting: everything is sent first; when the time is over, the paper is closed to the hand and submitted as it is.
const submitForm = document.getElementById("submit-form");
let submitting = false;
const settle = async () => {
  await hurry();
  for (let tries = 0; tries < 3 && toSend().length; tries += 1) if ((await sendAll()) !== 200) return;
};
const openQuestion = (state, text) => {
  showTrouble(fill(text, { n: state.position }));
  location.hash = `q${state.position}`;
};
const obstacle = () => {
  const asking = states.find((state) => state.asking),
    wrong = states.find((state) => state.wrong);
  if (asking) openQuestion(asking, words.decide);
  else if (wrong) openQuestion(wrong, words.correct);
  else if (states.some((state) => state.kept)) {
    if (trouble.hidden) showTrouble(cannotKeep ? words.unsafe : words.unsent);
    trouble.scrollIntoView();
  } else return false;
  return true;
};
// Nobody submits with open questions unasked: the server says which they are, whatever another window did to them.
const isAgreed = (unanswered) => {
  const { unanswered: shown, sure } = submitForm.elements;
  if (shown.value === String(unanswered) && (sure.value || !unanswered.length)) return true;
  dispatchEvent(new CustomEvent("ask", { detail: { unanswered } }));
  return false;
};
const submit = async () => {
  if (submitting) return;
  submitting = true;
  await settle();
  submitting = over || !obstacle();
  if (!submitting) return;
  const told = await agree(outbox.renew, words.token);
  if (told.status === 200 && told.state === "in_progress") {
    if (told.remaining === 0 || (asked && isAgreed(told.unanswered))) {
      submitForm.elements.csrf_token.value = told.token;
      submitForm.elements.page.value = page;
      submitForm.submit();
      return;
    }
  } else {
    missed(told.status);
    if (asked) trouble.scrollIntoView();
  }
  submitting = false;
  if (!over) return;
  setTimeout(() => over && submit(), pause);
  pause = Math.min(pause * 2, LONGEST);
};
let asked = false;
submitForm.addEventListener("submit", async (event) => {
  event.preventDefault();
  asked = true;
  await submit();
  asked = false;
});

// Begin: what was kept before this page was opened is put back into its fields and sent first.
const putBack = (state, found) => {
  restoring = true;
  for (const field of state.form.elements) {
    if (!field.name || field.name === "csrf_token") continue;
    const values = found[field.name] || [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else {
      field.value = values[0] || "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  restoring = false;
};
if (!(await outbox.ready)) noStore();
for (const entry of (await outbox.waiting(person)).reverse()) {
  // the newest of a question first
  const { body } = entry,
    state = entry.subject === attempt && states.find((one) => one.position === body.position);
  if (!state || state.kept || isDirty(state)) continue;
  putBack(state, body.form);
  outbox.adopt(entry);
  // Name the page that kept it, so that the next change here is not taken for somebody else's.
  const after = [...(body.after || []), [body.page, body.client_seq]].slice(-20);
  Object.assign(state, {
    kept: entry,
    after,
    base: body.base_seq,
    sent: JSON.stringify(fields(state.form)),
    answered: isAnswered(body.form),
  });
}
if (clock) {
  setClock(Number(clock.dataset.remaining));
  setInterval(tick, 1000);
}
count();
hurry();
summary();
sendAll();
// What comes from the browser's own store has no size on the line; what has just come from the server is true.
const [{ transferSize, type } = {}] = performance.getEntriesByType("navigation");
if (!transferSize && (await appear()) === 200 && type === "back_forward") location.reload();
