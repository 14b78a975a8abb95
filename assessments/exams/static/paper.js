/* A paper: one question at a time, each answer kept on the device as it changes and sent to the server. */
const paper = document.getElementById("paper");
const { dataset: words } = paper;
const { attempt, person } = words;
const sections = [...paper.querySelectorAll(".question-box")];
const links = [...document.querySelectorAll(".numbers a")];
const trouble = document.getElementById("trouble"), chip = document.getElementById("kept");
const page = [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");
const states = sections.map((section) => ({
  section, form: section.querySelector("form"), position: Number(section.dataset.position),
  base: Number(section.dataset.seq), page, clientSeq: 0, sent: "", dirty: false, kept: null, timer: 0,
  answered: "answered" in section.dataset, note: section.querySelector(".kept"),
}));
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const clockTime = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

// What stands in the fields of a question.
const fields = (form) => {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrf_token") (found[name] = found[name] || []).push(value);
  }
  return found;
};
const isAnswered = (found) => Object.entries(found).some(([name, values]) => name !== "unit" && values.some((v) => v.trim()));
for (const state of states) state.sent = JSON.stringify(fields(state.form));

// Showing one question at a time; the address holds which, so that Back works.
let current = 0;
const show = (index, focus) => {
  current = Math.min(Math.max(index, 0), states.length - 1);
  states.forEach(({ section }, at) => { section.hidden = at !== current; });
  links.forEach((link, at) => at === current ? link.setAttribute("aria-current", "step") : link.removeAttribute("aria-current"));
  document.getElementById("back").disabled = current === 0;
  document.getElementById("on").disabled = current === states.length - 1;
  document.getElementById("flag").setAttribute("aria-pressed", String(links[current].classList.contains("flag")));
  dispatchEvent(new Event("resize")); // pictures measure themselves when they come to be seen
  if (focus) { states[current].section.tabIndex = -1; states[current].section.focus({ preventScroll: true }); scrollTo(0, 0); }
};
const fromAddress = () => Number((location.hash.match(/^#q(\d+)$/) || [])[1] || 1) - 1;
addEventListener("hashchange", () => show(fromAddress(), true));
const go = (step) => { location.hash = `q${states[Math.min(Math.max(current + step, 0), states.length - 1)].position}`; };
document.getElementById("back").onclick = () => go(-1);
document.getElementById("on").onclick = () => go(1);
const flagKey = `flags:${attempt}`;
const flags = new Set((sessionStorage.getItem(flagKey) || "").split(",").filter(Boolean));
const paintFlags = () => links.forEach((link, at) => link.classList.toggle("flag", flags.has(String(states[at].position))));
document.getElementById("flag").onclick = (event) => {
  const name = String(states[current].position);
  if (!flags.delete(name)) flags.add(name);
  sessionStorage.setItem(flagKey, [...flags].join(","));
  paintFlags();
  event.currentTarget.setAttribute("aria-pressed", String(flags.has(name)));
};

// What the person is told.
const count = () => {
  states.forEach(({ answered }, at) => links[at].classList.toggle("done", answered));
  document.getElementById("count").textContent = fill(words.answered, { n: states.filter((s) => s.answered).length, all: states.length });
};
const waiting = () => states.filter((state) => state.dirty || state.kept);
const tell = (text, tone) => { if (chip.textContent !== text) chip.textContent = text; chip.className = `chip ${tone}`; };
const showTrouble = (text, link) => {
  if (trouble.dataset.said === text) return;
  trouble.dataset.said = text || "";
  trouble.hidden = !text;
  trouble.textContent = text || "";
  if (link) {
    const anchor = Object.assign(document.createElement("a"), { href: words.signIn, textContent: words.signInAgain });
    trouble.append(" ", anchor);
  }
};
const summary = () => {
  if (states.some((state) => state.dirty && !state.kept)) return tell(words.unkept, "warn");
  if (waiting().length) return tell(sending ? words.saving : words.waiting, sending ? "info" : "warn");
  return tell(words.allSaved, "ok");
};

// Keeping: on the device first, then to the server.
const change = async (state) => {
  const found = fields(state.form), text = JSON.stringify(found);
  if (text === state.sent && !state.kept) { state.dirty = false; summary(); return; }
  state.sent = text;
  state.answered = isAnswered(found);
  state.clientSeq += 1;
  const record = {
    key: `${person}:${attempt}:${state.position}`, person, attempt, url: words.url, tokenUrl: words.tokenUrl, position: state.position,
    form: found, page: state.page, client_seq: state.clientSeq, base_seq: state.base, client_time: new Date().toISOString(),
  };
  state.kept = record;
  count();
  try {
    await outbox.keep(record);
    if (state.kept === record) { state.dirty = false; state.note.textContent = words.waiting; }
  } catch { showTrouble(words.unsafe); }
  summary();
  sendAll();
};
let restoring = false;
const soon = (state, wait) => { state.dirty = true; summary(); clearTimeout(state.timer); state.timer = setTimeout(change, wait, state); };
for (const state of states) {
  const { form } = state;
  form.addEventListener("input", (event) => restoring || soon(state, event.target.matches("textarea, [type=text]") ? 900 : 150));
  form.addEventListener("focusout", () => { if (state.dirty) { clearTimeout(state.timer); change(state); } });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(state.timer); change(state); });
}
const hurry = () => states.forEach((state) => { if (state.dirty) { clearTimeout(state.timer); change(state); } });
addEventListener("pagehide", hurry);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") hurry(); });
addEventListener("beforeunload", (event) => { if (states.some((state) => state.dirty)) event.preventDefault(); });

// Sending: one request at a time, with everything that waits; again later when it fails.
let sending = false, retry = 0, wait = 1000;
const sendAll = async () => {
  const records = states.filter((state) => state.kept && !state.asking).map((state) => state.kept);
  if (sending || !records.length) return;
  sending = true;
  summary();
  const told = await outbox.send(records);
  sending = false;
  clearTimeout(retry);
  take(told, records);
  summary();
  if (states.some((state) => state.kept && !state.asking)) {
    retry = setTimeout(sendAll, told.status === 200 ? 0 : wait);
    wait = told.status === 200 ? 1000 : Math.min(wait * 2, 30000);
  } else { wait = 1000; }
};
const take = (told, records) => {
  if (told.status === 0 || told.status >= 500 || told.status === 429) return showTrouble(words.offline);
  if (told.status === 401) return showTrouble(words.signedOut, true);
  if (!told.results.length) return showTrouble(words.refused);
  showTrouble("");
  if (typeof told.remaining === "number") setClock(told.remaining);
  for (const result of told.results) {
    const state = states.find((one) => one.position === result.position);
    const record = records.find((one) => one.position === result.position);
    const same = state.kept === record;
    if (result.verdict === "stale") { if (same) ask(state, result); continue; }
    state.base = Math.max(state.base, result.seq);
    if (!same) continue;
    state.kept = null;
    if (result.verdict === "invalid") { state.note.textContent = result.message; state.section.dataset.error = ""; }
    else if (result.verdict === "late") { state.note.textContent = words.late; showTrouble(words.late); }
    else { state.note.textContent = fill(words.saved, { time: clockTime() }); delete state.section.dataset.error; }
  }
  if (told.state && told.state !== "in_progress") location.reload();
};
// Somebody answered the same question elsewhere: the person says which answer stands.
const ask = (state, result) => {
  state.asking = true;
  const button = (label, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: label });
    made.onclick = act;
    return made;
  };
  state.note.replaceChildren(words.stale, " ", button(words.mine, () => {
    state.asking = false;
    state.base = result.seq;
    state.sent = "";
    change(state);
  }), " · ", button(words.theirs, async () => { await outbox.forget(state.kept).catch(() => {}); location.reload(); }));
  if (states[current] !== state) location.hash = `q${state.position}`;
};
addEventListener("online", () => { clearTimeout(retry); sendAll(); });
addEventListener("offline", () => showTrouble(words.offline));

// Time: the server's remaining seconds, counted on by a clock that nobody can set.
const clock = document.getElementById("clock");
let endsAt = 0;
const setClock = (seconds) => { endsAt = performance.now() + seconds * 1000; };
const tick = () => {
  const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
  const text = left === 0 ? clock.dataset.over : left > 90 ? fill(clock.dataset.minutes, { n: Math.ceil(left / 60) }) : fill(clock.dataset.seconds, { n: left });
  if (clock.textContent !== text) clock.textContent = text;
  clock.className = `chip ${left > 300 ? "info" : "warn"}`;
  if (left === 0 && !handedIn) handIn(true);
};
let handedIn = false;
const handInForm = document.querySelector("#hand-in form");
const handIn = async (over) => {
  handedIn = true;
  hurry();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await sendAll();
  if (over || !waiting().length) { handInForm.dispatchEvent(new Event("sure")); handInForm.submit(); return; }
  handedIn = false;
  showTrouble(words.unsent);
  trouble.scrollIntoView();
};
handInForm.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); handIn(false); });

// Begin: what was kept before this page was opened is put back into its fields and sent first.
const putBack = (state, found) => {
  restoring = true;
  for (const field of state.form.elements) {
    if (!field.name || field.name === "csrf_token") continue;
    const values = found[field.name] || [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else { field.value = values[0] || ""; field.dispatchEvent(new Event("input", { bubbles: true })); }
  }
  restoring = false;
};
for (const record of await outbox.kept(person, attempt)) {
  const state = states.find((one) => one.position === record.position);
  if (!state) continue;
  putBack(state, record.form);
  // Go on counting as the page that kept it, so that the next change is never taken for somebody else's.
  Object.assign(state, { kept: record, page: record.page, clientSeq: record.client_seq, base: record.base_seq, sent: JSON.stringify(fields(state.form)), answered: isAnswered(record.form) });
}
document.documentElement.classList.add("paper-live");
for (const hidden of document.querySelectorAll(".with-script")) hidden.hidden = false;
for (const button of document.querySelectorAll(".by-hand")) button.hidden = true;
if (!(await outbox.ready)) showTrouble(words.unsafe);
if (clock) { setClock(Number(clock.dataset.remaining)); setInterval(tick, 1000); }
paintFlags();
count();
show(sections.findIndex((section) => "error" in section.dataset) >= 0 ? sections.findIndex((section) => "error" in section.dataset) : fromAddress(), false);
summary();
sendAll();
