/* A lesson on a bad line: that it was read is kept before it is sent. */
(() => {
  const end = document.getElementById("lesson-end");
  const { person } = document.body.dataset,
    { dataset: words } = end;
  const WAIT = 4000;
  const say = (text) => {
    document.getElementById("marked").textContent = text;
  };
  const within = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, WAIT, 0))]);

  // What saves this lesson is fetched when somebody asks for it: a first visit stays light.
  const save = document.getElementById("save");
  const openSaving = async () => {
    const place = save.querySelector("div");
    if (place.childElementCount) return;
    try {
      const told = await (await fetch(save.dataset.saving)).json();
      place.innerHTML = told.html;
      for (const src of told.scripts)
        document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
    } catch {
      place.textContent = save.dataset.broken;
    }
  };
  if (save && isSecureContext && navigator.serviceWorker && self.caches) {
    save.hidden = false;
    save.addEventListener("toggle", () => save.open && openSaving());
    addEventListener("line", ({ detail: { kept } }) => {
      if (kept) save.querySelector("summary").textContent = document.getElementById("line").dataset.kept;
    });
  }

  const form = end.querySelector("form"),
    thisRun = document.querySelector("meta[name=run]")?.content;
  const own = async () =>
    (await outbox.everything(person)).filter(
      ({ kind, subject, body, run }) =>
        kind === "courses.read" &&
        subject === words.course &&
        body.lesson === words.lesson &&
        (run || thisRun) === thisRun,
    );
  // The next page opens; what still waits is said there.
  const goOn = (state) => {
    try {
      if (state !== "sent") sessionStorage.setItem("waits", JSON.stringify({ person, text: words.later }));
    } catch {
      /* no storage: the chip of the header says it alone */
    }
    location.href = words.next;
  };
  const isKept = async (url) => {
    try {
      return Boolean(await (await caches.open(`kept-${person}`)).match(url));
    } catch {
      return false;
    }
  };
  const sayRead = async () => {
    try {
      if (!(await own()).some(({ state }) => state !== "refused")) {
        const { course, lesson, version, title } = words;
        await outbox.keep({ kind: "courses.read", subject: course, title, run: thisRun, body: { lesson, version } });
      }
    } catch {
      form.submit();
      return;
    } // no store on this phone: as without a script
    const status = await within(outbox.send());
    const [mine] = (await own()).reverse();
    if (mine?.state === "refused") {
      say(mine.message);
      return;
    }
    if (status === 401) say(words.signedOut);
    else if (status === 409) say(words.somebodyElse);
    else if (mine?.state === "sent" || (await isKept(new URL(words.next, location).pathname))) goOn(mine?.state);
    else say(words.waits);
  };
  // What was said to be read here already, as the page may be older.
  const showRead = async (silent) => {
    const last = (await own()).find(({ state }) => state !== "refused");
    if (!last || !form) return;
    const on = Object.assign(document.createElement("a"), {
      className: "btn",
      href: words.next,
      textContent: words.on,
    });
    form.replaceWith(on);
    if (!silent) say(last.state === "waiting" ? words.waits : words.read);
  };
  if (form) {
    let busy = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      form.querySelector("button").setAttribute("aria-disabled", "true");
      await sayRead();
      form.querySelector("button").removeAttribute("aria-disabled");
      busy = false;
      await showRead(true);
    });
    showRead();
    addEventListener("outbox", () => busy || showRead());
  }
})();
