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

  const SHORT = 30000; // signs; browsers refuse longer requests that shall outlive their page
  const post = (url, body, token) => {
    const text = JSON.stringify(body);
    return fetch(url, {
      method: "POST", credentials: "same-origin", keepalive: text.length < SHORT, body: text,
      headers: { "Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token },
    });
  };
  let token = () => document.querySelector("input[name=csrf_token]")?.value || "";
  const no = (status) => ({ status, results: [] });

  // How the attempt stands: {status, token, remaining, state}. Status 0: no connection; 401: nobody, or somebody else.
  const stand = async (url) => {
    try {
      const answer = await fetch(url, { headers: { "Accept": "application/json" } });
      if (!answer.ok) return no(answer.status === 404 ? 401 : answer.status);
      const told = await answer.json();
      token = () => told.token;
      return { status: 200, ...told };
    } catch { return no(0); }
  };

  // Send the answers of one attempt; resolves to {status, results, remaining, state}. `shown`: a page tells the person.
  const send = async (records, shown) => {
    const { url, tokenUrl } = records[0];
    const saves = records.map(({ page, position, client_seq, base_seq, after, form, client_time }) =>
      ({ page, position, client_seq, base_seq, after: after || [], form, client_time }));
    let answer, told;
    try {
      answer = await post(url, { saves }, token());
      told = await answer.json().catch(() => ({}));
      if (answer.status === 400 && told.error?.reason === "form-token") {
        const fresh = await stand(tokenUrl);
        if (fresh.status !== 200) return fresh;
        answer = await post(url, { saves }, token());
        told = await answer.json().catch(() => ({}));
      }
    } catch { return no(0); }
    if ([413, 422].includes(answer.status) && !told.results) { // one that cannot be read must not hold up the others
      if (records.length > 1) return oneByOne(records, shown);
      told.results = [{ position: records[0].position, verdict: "invalid", seq: 0, message: told.error?.message || "" }];
    }
    if (!told.results) return no(answer.status === 404 ? 401 : answer.status || 0);
    for (const result of told.results) {
      const unseen = result.verdict === "invalid" && !shown && told.state === "in_progress";
      if (result.verdict === "stale" || unseen) continue; // for the person to decide or to correct
      await forget(records.find((one) => one.position === result.position)).catch(() => {});
    }
    return { ...told, status: answer.status };
  };
  const oneByOne = async (records, shown) => {
    const results = [];
    let told = no(0);
    for (const record of records) {
      told = await send([record], shown);
      results.push(...told.results);
      if (!told.results.length) break;
    }
    return { ...told, results };
  };

  // Send whatever this person has waiting, on any page.
  const flush = async (person) => {
    const byAttempt = new Map();
    for (const one of await kept(person)) byAttempt.set(one.attempt, [...(byAttempt.get(one.attempt) || []), one]);
    for (const records of byAttempt.values()) await send(records, false);
  };

  window.outbox = { keep, kept, send, stand, forget, ready: opened };
  const { person } = document.body.dataset;
  if (person && !document.getElementById("paper")) {
    flush(person);
    addEventListener("online", () => flush(person));
  }
})();
