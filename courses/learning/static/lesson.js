/* A lesson on a bad line: marks are kept before they are sent, kept checks give their result here, pictures on a tap. */
(() => {
  const end = document.getElementById("lesson-end");
  const { person } = document.body.dataset, { dataset: words } = end;
  const WAIT = 4000;
  const say = (text) => { document.getElementById("marked").textContent = text; };
  const within = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, WAIT, 0))]);

  const form = end.querySelector("form");
  const own = async () => (await store.of("marks", person)).filter(({ what }) => what.course === words.course && what.lesson === words.lesson);
  const goOn = () => { location.href = words.next; };
  const isKept = async (url) => {
    try { return Boolean(await (await caches.open(`kept-${person}`)).match(url)); } catch { return false; }
  };
  const markRead = async () => {
    try {
      if (!(await own()).some(({ state }) => state !== "refused")) {
        await store.mark(person, "/learn/marks", words.title, { course: words.course, lesson: words.lesson, version: words.version });
      }
    } catch { form.submit(); return; } // no store on this phone: as without a script
    const status = await within(store.flush(person));
    const [mine] = (await own()).reverse();
    if (mine?.state === "refused") { say(mine.message); return; }
    if (status === 401) say(words.signedOut);
    else if (status === 409) say(words.somebodyElse);
    else if (mine?.state === "sent" || await isKept(new URL(words.next, location).pathname)) goOn();
    else say(words.waits);
  };
  // What was marked here already, as the page may be older than the mark.
  const showMarked = async (silent) => {
    const last = (await own()).find(({ state }) => state !== "refused");
    if (!last || !form) return;
    const on = Object.assign(document.createElement("a"), { className: "btn", href: words.next, textContent: words.on });
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
      await markRead();
      form.querySelector("button").removeAttribute("aria-disabled");
      busy = false;
      await showMarked(true);
    });
    showMarked();
    addEventListener("online", async () => { await store.flush(person); showMarked(); });
  }

  // Checks of a kept lesson: what is right was kept with it.
  const load = (src) => new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject, async: false }));
  });
  const keys = document.getElementById("check-keys");
  const useKept = async () => {
    const answer = await (await caches.open(`kept-${person}`)).match(keys.dataset.keep);
    if (!answer) return;
    const told = await answer.json();
    await Promise.all([...keys.querySelectorAll("[data-keep]")].map((one) => load(one.dataset.keep)));
    for (const box of document.querySelectorAll(".card.check")) {
      const id = box.id.replace(/^check-|-box$/g, "");
      box.querySelector("form").addEventListener("submit", (event) => {
        event.preventDefault();
        practice.show(box, told, practice.judge(told, id, new FormData(event.target)));
      });
    }
    document.documentElement.dataset.practice = "";
  };
  if (keys && self.caches && person) useKept().catch(() => {}); // nothing kept: the form goes to the server

  // A page from the phone may be older than the sign-in: its forms get a token of today, or the page is asked for again.
  const renew = async () => {
    if (!navigator.onLine || !(await isKept(location.pathname))) return;
    const now = await store.stand(store.TOKEN);
    if (now.status === 401 || (now.person && now.person !== person)) { await store.setWho(now.person || ""); location.reload(); }
    if (now.token) for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = now.token;
  };
  if (person) renew();

  addEventListener("click", (event) => {
    const link = event.target.closest("a[data-picture]");
    if (!link) return;
    event.preventDefault();
    const [width, height] = link.dataset.picture.split(" "), text = link.previousElementSibling;
    const picture = Object.assign(new Image(width, height), { alt: text.textContent, src: link.getAttribute("href") });
    link.setAttribute("aria-disabled", "true");
    picture.onload = () => { picture.tabIndex = -1; link.parentElement.replaceWith(picture); picture.focus({ preventScroll: true }); };
    picture.onerror = () => { link.removeAttribute("aria-disabled"); link.textContent = words.noPicture; };
  });
})();
