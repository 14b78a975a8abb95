/* What stays on this phone, and the way from here to the server. Answers and marks are kept until the server gives a
   receipt, and are sent for the person who made them alone. Every page of a signed-in person carries this. */
(() => {
  const STORES = ["answers", "marks", "kept"];
  const opened = new Promise((resolve) => {
    let request;
    try { request = indexedDB.open("spoor", 2); } catch { resolve(null); return; }
    request.onupgradeneeded = () => {
      const { result: db } = request;
      for (const name of STORES) if (!db.objectStoreNames.contains(name)) db.createObjectStore(name, { keyPath: "key" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = request.onblocked = () => resolve(null);
  });

  // One step in a store; resolves when it is on the disk, not before.
  const step = async (name, mode, act) => {
    const db = await opened;
    if (!db) throw new Error("no store");
    return new Promise((resolve, reject) => {
      const work = db.transaction(name, mode, { durability: "strict" });
      const asked = act(work.objectStore(name));
      work.oncomplete = () => resolve(asked && asked.result);
      work.onerror = work.onabort = () => reject(work.error);
    });
  };
  const put = (name, record) => step(name, "readwrite", (store) => { store.put(record); });
  const drop = (name, key) => step(name, "readwrite", (store) => { store.delete(key); });
  const of = async (name, person) => {
    try { return (await step(name, "readonly", (store) => store.getAll())).filter((one) => one.person === person); } catch { return []; }
  };

  const SHORT = 30000; // signs; browsers refuse longer requests that shall outlive their page
  let token = () => document.querySelector("input[name=csrf_token]")?.value || "";
  // How things stand at an address: {status, token, …}. Status 0: no connection; 401: nobody, or somebody else.
  const stand = async (url) => {
    try {
      const answer = await fetch(url, { referrerPolicy: "origin", headers: { "Accept": "application/json" } });
      if (!answer.ok) return { status: answer.status === 404 ? 401 : answer.status };
      const told = await answer.json();
      token = () => told.token;
      return { ...told, status: 200 };
    } catch { return { status: 0 }; }
  };
  const once = async (url, body) => {
    const text = JSON.stringify(body);
    const answer = await fetch(url, {
      method: "POST", credentials: "same-origin", referrerPolicy: "origin", keepalive: text.length < SHORT, body: text,
      headers: { "Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token() },
    });
    return { told: await answer.json().catch(() => ({})), status: answer.status };
  };
  // Send to the server: {status, told}; where only the token of the form was old, with a new one.
  const post = async (url, body, tokenUrl) => {
    try {
      if (!token()) { // a page for everybody has none
        const own = await stand(tokenUrl);
        if (own.status !== 200) return { status: own.status, told: {} };
      }
      const answer = await once(url, body);
      if (answer.status !== 400 || answer.told.error?.reason !== "form-token") return answer;
      const fresh = await stand(tokenUrl);
      return fresh.status === 200 ? await once(url, body) : { status: fresh.status, told: {} };
    } catch { return { status: 0, told: {} }; }
  };

  // Who this phone was last used by, and how often what they read was turned over (another language, no pictures).
  const WHO = "who";
  const who = async () => {
    try { return await (await (await caches.open(WHO)).match(`/${WHO}`)).json(); } catch { return { person: "", turn: 0 }; }
  };
  const setWho = async (person) => {
    const known = await who();
    if (known.person === person || !self.caches) return;
    await (await caches.open(WHO)).put(`/${WHO}`, Response.json({ ...known, person }));
  };

  // Marks: what a person did in a lesson, with a key that makes it count once however often it arrives.
  const TOKEN = "/offline/token", BATCH = 50, REMEMBERED = 60;
  const uuid = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const signs = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return signs.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
  const mark = (person, url, title, what) =>
    put("marks", { key: uuid(), person, url, title, what, at: new Date().toISOString(), state: "waiting" });
  const settle = async (record, result, remark) => {
    const state = result.verdict === "refused" ? "refused" : "sent";
    await put("marks", { ...record, state, message: result.message, remark, told: result.at });
  };
  const deliver = async (person, url, records) => {
    const marks = records.map(({ key, what, at }) => ({ ...what, key, said_at: at }));
    const { status, told } = await post(url, { person, sent_at: new Date().toISOString(), marks }, TOKEN);
    if ([400, 413, 422].includes(status) && !told.results) { // one that cannot be read must not hold up the others
      if (records.length === 1) await settle(records[0], { verdict: "refused", message: told.error?.message }, "");
      else for (const one of records) await deliver(person, url, [one]);
      return status;
    }
    for (const result of told.results || []) await settle(records.find((one) => one.key === result.key), result, told.remark);
    return status;
  };
  // Send whatever this person has waiting; resolves to the last status, 200 where nothing waited.
  const flushAll = async (person) => {
    const all = await of("marks", person), groups = new Map();
    for (const one of all) if (one.state === "waiting") groups.set(one.url, [...(groups.get(one.url) || []), one]);
    let status = 200;
    for (const [url, records] of groups) {
      for (let at = 0; at < records.length; at += BATCH) status = await deliver(person, url, records.slice(at, at + BATCH));
    }
    const old = all.filter((one) => one.state !== "waiting").sort((a, b) => (a.told > b.told ? -1 : 1)).slice(REMEMBERED);
    for (const one of old) await drop("marks", one.key);
    return status;
  };
  let flushing = null;
  const flush = (person) => {
    flushing = (flushing || Promise.resolve()).then(() => flushAll(person)).catch(() => 0);
    return flushing;
  };

  // Signing out takes the kept pages away; what is not sent yet is said before, and stays for the same person.
  const leave = async (form, person, words) => {
    if (!navigator.onLine) { alert(words.noLine); return; }
    await flush(person);
    const unsent = (await of("marks", person)).filter((one) => one.state === "waiting").length + (await of("answers", person)).length;
    if (unsent && !confirm(words.unsent.replace("{n}", unsent))) return;
    for (const one of await of("kept", person)) await drop("kept", one.key).catch(() => {});
    document.cookie = `kept-${person.slice(0, 8)}=0; path=/; max-age=0; samesite=lax`;
    if (self.caches) { await caches.delete(`kept-${person}`); await setWho(""); }
    form.submit();
  };

  window.store = { opened, step, put, drop, of, post, stand, who, setWho, mark, flush, TOKEN };
  const { person } = document.body.dataset;
  if (!person) return;
  setWho(person).catch(() => {}); // no cache, nothing kept
  if (!document.getElementById("paper")) flush(person);
  addEventListener("online", () => flush(person));
  addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") !== "/sign-out") return;
    event.preventDefault();
    leave(event.target, person, document.body.dataset);
  }, true);
})();
