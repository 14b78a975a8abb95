/* A shared device: changing the user takes away everything of the one who leaves. What is not sent is sent first; if
   that fails, it is named, and the person decides. What others have not sent yet stays for them alone. */
(() => {
  const form = document.querySelector("form[action='/change-user']");
  if (!form) return;
  const own = document.body.dataset.person,
    { noLine, lost, other } = form.dataset;
  const BASES = ["spoor", "spoor-outbox"];
  const opened = (name) =>
    new Promise((resolve) => {
      const request = indexedDB.open(name);
      request.onupgradeneeded = () => request.transaction.abort(); // there is none: none is made
      request.onsuccess = () => resolve(request.result);
      request.onerror = (event) => {
        event.preventDefault();
        resolve(null);
      };
      request.onblocked = () => resolve(null);
    });
  const rowsOf = (db, name) =>
    new Promise((resolve, reject) => {
      if (!db?.objectStoreNames.contains(name)) {
        resolve([]);
        return;
      }
      const asked = db.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  // Whether somebody else has something here that is not sent: then the stores cannot be thrown away.
  const othersWait = async () => {
    const [modules, queue] = await Promise.all(BASES.map(opened));
    const waiting = [
      ...(await rowsOf(modules, "answers")),
      ...(await rowsOf(modules, "marks")),
      ...(await rowsOf(queue, "entries")).filter(({ state }) => state === "waiting"),
    ];
    for (const db of [modules, queue]) db?.close();
    return waiting.some(({ person }) => person !== own);
  };
  const dropRows = async (name, store, wanted) => {
    const db = await opened(name);
    if (!db?.objectStoreNames.contains(store)) {
      db?.close();
      return;
    }
    await new Promise((resolve, reject) => {
      const work = db.transaction(store, "readwrite");
      work.objectStore(store).openCursor().onsuccess = ({ target: { result: at } }) => {
        if (!at) return;
        if (wanted(at.value)) at.delete();
        at.continue();
      };
      work.oncomplete = resolve;
      work.onabort = () => reject(work.error);
    });
    db.close();
  };
  const thrownAway = (name) =>
    new Promise((resolve) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = request.onerror = request.onblocked = () => resolve();
    });
  const isOwn = ({ person }) => person === own;
  // Only what is one's own, where others still have something to send.
  const clearOwn = async () => {
    await dropRows("spoor-outbox", "entries", isOwn);
    await dropRows("spoor-outbox", "devices", isOwn);
    for (const store of ["kept", "answers", "marks"]) await dropRows("spoor", store, isOwn);
    if (self.caches) await caches.delete(`kept-${own}`);
    await store.setWho("").catch(() => {});
  };
  const clearAll = async () => {
    for (const name of BASES) await thrownAway(name);
    if (self.caches) for (const name of await caches.keys()) await caches.delete(name);
    for (const one of (await navigator.serviceWorker?.getRegistrations()) || []) await one.unregister();
    for (const kept of [localStorage, sessionStorage]) kept.clear();
    localStorage.setItem("left", Date.now()); // pages in the history ask the server again
  };
  const named = (entries) =>
    entries
      .map(({ title, kind }) => `– ${title || other.replace("{kind}", kind)}`)
      .filter((line, at, lines) => lines.indexOf(line) === at)
      .join("\n");
  const change = async () => {
    if (!navigator.onLine) {
      alert(noLine);
      return;
    }
    await outbox.send();
    const unsent = await outbox.waiting(own);
    if (unsent.length && !confirm(lost.replace("{list}", named(unsent)))) return;
    const shared = await othersWait();
    await (shared ? clearOwn() : clearAll());
    form.elements.cleared.value = shared ? "own" : "all";
    form.submit();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector("button").disabled = true;
    change().finally(() => {
      form.querySelector("button").disabled = false;
    });
  });
})();
