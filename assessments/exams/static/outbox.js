/* Answers on their way: kept on this device until the server gives a receipt, and sent for the person who gave them.
   Every page of a signed-in person carries this, so that what was kept arrives after a closed tab or a new sign-in. */
(() => {
  const STORE = "answers";
  const opened = new Promise((resolve) => {
    let request;
    try { request = indexedDB.open("spoor", 1); } catch { resolve(null); return; }
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => resolve(null);
  });

  // One step in the store; resolves when it is on the disk, not before.
  const inStore = async (mode, act) => {
    const db = await opened;
    if (!db) throw new Error("no store");
    return new Promise((resolve, reject) => {
      const work = db.transaction(STORE, mode, { durability: "strict" });
      const asked = act(work.objectStore(STORE));
      work.oncomplete = () => resolve(asked && asked.result);
      work.onerror = work.onabort = () => reject(work.error);
    });
  };
  const keep = (record) => inStore("readwrite", (store) => { store.put(record); });
  const everything = () => inStore("readonly", (store) => store.getAll());
  const kept = async (person, attempt) => {
    try {
      return (await everything()).filter((one) => one.person === person && (!attempt || one.attempt === attempt));
    } catch { return []; }
  };
  // Forget an answer that the server holds, unless a newer one took its place meanwhile.
  const forget = (record) => inStore("readwrite", (store) => {
    const asked = store.get(record.key);
    asked.onsuccess = () => {
      const now = asked.result;
      if (now && now.page === record.page && now.client_seq === record.client_seq) store.delete(record.key);
    };
  });

  const post = (url, body, token) => fetch(url, {
    method: "POST", credentials: "same-origin", keepalive: true, body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token },
  });
  let token = () => document.querySelector("input[name=csrf_token]")?.value || "";

  // Send the answers of one attempt; resolves to {status, results, remaining, state}. Status 0: no connection.
  const send = async (records) => {
    const { url, tokenUrl } = records[0];
    const saves = records.map(({ page, position, client_seq, base_seq, form, client_time }) =>
      ({ page, position, client_seq, base_seq, form, client_time }));
    let answer;
    try {
      answer = await post(url, { saves }, token());
      if (answer.status === 400 && (await answer.clone().json()).error?.reason === "form-token") {
        const fresh = await fetch(tokenUrl, { headers: { "Accept": "application/json" } });
        if (fresh.status === 401) return { status: 401, results: [] };
        const value = (await fresh.json()).token;
        token = () => value;
        answer = await post(url, { saves }, value);
      }
    } catch { return { status: 0, results: [] }; }
    if (![200, 409, 422].includes(answer.status)) return { status: answer.status, results: [] };
    const told = await answer.json().catch(() => ({}));
    if (!told.results) return { status: 422, results: [] };
    for (const result of told.results) {
      const record = records.find((one) => one.position === result.position);
      if (result.verdict !== "stale") await forget(record).catch(() => {});
    }
    return { status: answer.status, ...told };
  };

  // Send whatever this person has waiting, on any page.
  const flush = async (person) => {
    const byAttempt = new Map();
    for (const one of await kept(person)) byAttempt.set(one.attempt, [...(byAttempt.get(one.attempt) || []), one]);
    for (const records of byAttempt.values()) await send(records);
  };

  window.outbox = { keep, kept, send, forget, ready: opened };
  const { person } = document.body.dataset;
  if (person && !document.getElementById("paper")) {
    flush(person);
    addEventListener("online", () => flush(person));
  }
})();
