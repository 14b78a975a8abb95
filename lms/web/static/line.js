/* The chip of the header (connection state): online or offline, whether this page is one that was saved and since when, and
   how much waits to be sent. `navigator.onLine` knows only of a cable, so what is really fetched counts too. Other scripts
   read `line`, tell it what they learn by `line.heard`, and hear the event "line" when anything changes. */
(() => {
  const chip = document.getElementById("line"),
    words = chip.dataset,
    main = document.getElementById("main");
  const SOON = 2000, // ms until a line that was lost is tried again: less and less often
    LATE = 30000,
    SETTLED = 1500, // ms after which what is just being sent counts as waiting
    NOT_OURS = 511, // the network wants its own sign-in first
    UNCOUNTED = "sheets.heard"; // what a device only says of itself
  const now = { online: navigator.onLine, kept: null, waiting: 0 };
  let told = "",
    timer = 0,
    wait = SOON;
  const ago = (moment) => {
    const units = [
      ["day", 86400000],
      ["hour", 3600000],
      ["minute", 60000],
    ];
    const passed = Math.max(0, Date.now() - Date.parse(moment));
    const [unit, length] = units.find(([, one]) => passed >= one) || units[2];
    const tongue = `${document.documentElement.lang}-u-nu-latn`;
    return new Intl.RelativeTimeFormat(tongue, { numeric: "auto" }).format(-Math.floor(passed / length), unit);
  };
  const piece = (text, className) => Object.assign(document.createElement("span"), { textContent: text, className });
  // What is long has a strip of its own under the bar.
  const bar = chip.parentElement,
    before = chip.previousElementSibling;
  const place = (long) => {
    const focused = document.activeElement === chip;
    if (long !== chip.classList.contains("long")) (long ? bar : before).after(chip);
    chip.classList.toggle("long", long);
    if (focused) chip.focus();
  };
  const show = () => {
    const { online, kept, waiting } = now,
      parts = [];
    if (!online) parts.push(piece(kept ? `${words.off} · ${words.saved}` : words.off, kept ? "chip ok" : "chip"));
    if (waiting) parts.push(piece(words.waiting.replace("{n}", waiting), "chip warn"));
    if (!online && kept?.at) parts.push(piece(words.age.replace("{ago}", ago(kept.at)), "small muted"));
    if (!parts.length) parts.push(piece(words.on, "small muted"));
    const state = `${online}${Boolean(kept)}${waiting > 0}`,
      text = parts.map((one) => one.textContent).join(", ");
    chip.replaceChildren(...parts.flatMap((one) => [one, " "]));
    place(!online && Boolean(kept || waiting));
    chip.hidden = false;
    // Said when it changes, not at every page, and not for each thing that waits.
    if (state !== told && (told || !online)) document.getElementById("said").textContent = text;
    if (state !== told) dispatchEvent(new CustomEvent("line", { detail: { ...now } }));
    told = state;
    chip.dataset.shown = "";
  };
  const heard = (online) => {
    clearTimeout(timer);
    if (!online) timer = setTimeout(ask, navigator.onLine ? wait : LATE); // a device may say wrongly that it has no line
    wait = online ? SOON : Math.min(wait * 2, LATE);
    if (now.online === online) return;
    now.online = online;
    show();
    count();
  };
  // Ask our server whether it is there, whatever the device says; answers that too.
  const ask = async () => {
    try {
      heard((await (await fetch("/healthz", { cache: "no-store" })).text()).trim() === "alive");
    } catch {
      heard(false);
    }
    return now.online;
  };
  const who = async () => document.body.dataset.person || (window.store ? (await window.store.who()).person : "");
  const count = async (settled) => {
    const person = window.outbox && (await who());
    if (!person) return;
    const waiting = (await outbox.waiting(person)).filter(({ kind }) => kind !== UNCOUNTED).length;
    if (waiting && now.online && !now.waiting && !settled) {
      setTimeout(count, SETTLED, true);
      return;
    }
    if (waiting !== now.waiting) {
      now.waiting = waiting;
      show();
    }
    if (!waiting) said?.remove();
  };
  // Whether this very page is one that was saved, since when, and that it is opened now.
  const findKept = async () => {
    const { person } = document.body.dataset;
    if (!person || !self.caches || location.search || !navigator.serviceWorker?.controller) return;
    const found = await caches.match(location.pathname, { cacheName: `kept-${person}` });
    if (!found) return;
    now.kept = { at: found.headers.get("Kept-At") || found.headers.get("Date") };
    show();
    const opened = new Date().toISOString();
    for (const { key, urls } of await store.of("kept", person))
      if (urls.includes(location.pathname)) await store.amend("kept", key, { opened });
  };
  // What the page before did, said by the one that follows: it still waits.
  let said = null;
  const sayBefore = () => {
    const { person, text } = JSON.parse(sessionStorage.getItem("waits") || "{}");
    sessionStorage.removeItem("waits");
    if (!text || person !== document.body.dataset.person) return;
    said = Object.assign(document.createElement("div"), { className: "messages", role: "status" });
    main.prepend(said);
    const notice = Object.assign(document.createElement("div"), { className: "notice info" });
    notice.append(Object.assign(document.createElement("p"), { textContent: text }));
    said.append(notice);
  };

  window.line = {
    heard,
    ask,
    ago,
    get now() {
      return { ...now };
    },
  };
  addEventListener("online", ask);
  addEventListener("offline", () => heard(false));
  addEventListener("outbox", ({ detail: { status, results } }) => {
    if (!status || status === NOT_OURS) heard(false);
    else if (results.length || status !== 200) heard(true);
    count();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && count());
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (typeof data?.line === "boolean") heard(data.line);
  });
  show();
  if (!now.online) timer = setTimeout(ask, SOON);
  try {
    sayBefore();
  } catch {
    /* no storage, nothing to say */
  }
  findKept().catch(() => {}); // no store on this device, nothing saved
  addEventListener("DOMContentLoaded", () => count()); // the scripts of the page are there
})();
