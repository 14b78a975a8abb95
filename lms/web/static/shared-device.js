/* A shared device: changing the user takes away everything of the one who leaves. What is not sent is sent first; if
   that fails, it is named, and the person decides. What others have not sent yet stays for them alone. */
(() => {
  let own = ""; // who leaves
  const begun = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve)); // the scripts of the page have run
  const BASES = ["spoor", "spoor-outbox", "spoor-vault"];
  // Sealed for the server: nobody can read it here, and it waits for whoever did it. What a device only says of itself
  // is nobody's loss.
  const isSealed = ({ kind }) => kind === "sheets.sealed",
    isSaid = ({ kind }) => kind === "sheets.heard",
    isDraft = ({ sort }) => sort === "draft";
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
    const [modules, queue, vault] = await Promise.all(BASES.map(opened));
    const waiting = [
      ...(await rowsOf(modules, "answers")),
      ...(await rowsOf(modules, "marks")),
      ...(await rowsOf(queue, "entries")).filter(({ state }) => state === "waiting"),
      ...(await rowsOf(vault, "records")).filter(isDraft),
    ];
    for (const db of [modules, queue, vault]) db?.close();
    return waiting.some((one) => one.person !== own || isSealed(one));
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
  const drafted = async () => {
    const vault = await opened("spoor-vault");
    const found = (await rowsOf(vault, "records")).filter((one) => isOwn(one) && isDraft(one));
    vault?.close();
    return found.length;
  };
  // Only what is one's own, where others still have something to send.
  const clearOwn = async () => {
    await dropRows("spoor-outbox", "entries", (one) => isOwn(one) && !(isSealed(one) && one.state === "waiting"));
    if (!(await outbox.waiting(own)).length) await dropRows("spoor-outbox", "devices", isOwn);
    for (const store of ["records", "locks"]) await dropRows("spoor-vault", store, isOwn);
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
  const named = (entries, other) =>
    entries
      .map(({ title, kind }) => `– ${title || other.replace("{kind}", kind)}`)
      .filter((line, at, lines) => lines.indexOf(line) === at)
      .join("\n");
  const change = async (form) => {
    const { noLine, lost, other, stays, drafts } = form.dataset;
    if (!navigator.onLine && !(await line.ask())) {
      alert(noLine);
      return;
    }
    await begun;
    await outbox.send();
    const unsent = (await outbox.waiting(own)).filter((one) => !isSaid(one));
    const sealed = unsent.filter(isSealed),
      losing = unsent.filter((one) => !isSealed(one)),
      sheets = await drafted();
    if (sealed.length && !confirm(stays.replace("{list}", named(sealed, other)))) return;
    const lines = [named(losing, other), sheets ? `– ${drafts.replace("{n}", sheets)}` : ""].filter(Boolean).join("\n");
    if (lines && !confirm(lost.replace("{list}", lines))) return;
    const shared = await othersWait();
    await (shared ? clearOwn() : clearAll());
    form.elements.cleared.value = shared ? "own" : "all";
    form.submit();
  };
  // From the first moment: a press on the button before the page is whole must not leave everything where it is.
  addEventListener(
    "submit",
    (event) => {
      const { target: form } = event;
      if (form.getAttribute("action") !== "/change-user") return;
      event.preventDefault();
      own = document.body.dataset.person;
      const button = form.querySelector("button");
      button.disabled = true;
      change(form).finally(() => {
        button.disabled = false;
      });
    },
    true,
  );
})();
