/* Outbox (offline queue): what a person does on a bad line is kept on this device until the server gives a receipt, and is
   sent in its order, for the person who did it alone. Every page of a signed-in person carries this. */
(() => {
  const own = document.body.dataset.person || "";
  const open = (name, version, upgrade) =>
    new Promise((resolve) => {
      let request;
      try {
        request = indexedDB.open(name, version);
      } catch {
        resolve(null);
        return;
      }
      request.onupgradeneeded = () => upgrade(request.result, request.result.objectStoreNames);
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = request.onblocked = () => resolve(null);
    });
  // Kept modules. Its other two stores are those of pages from before: what waits in them is brought over.
  const BEFORE = ["answers", "marks"];
  const modules = open("spoor", 2, (db, has) => {
    for (const name of [...BEFORE, "kept"]) if (!has.contains(name)) db.createObjectStore(name, { keyPath: "key" });
  });
  const queue = open("spoor-outbox", 1, (db) => {
    db.createObjectStore("entries", { keyPath: "seq", autoIncrement: true }).createIndex("id", "id");
    db.createObjectStore("devices", { keyPath: "person" });
  });
  // One step in a store; resolves when it is on the disk, not before.
  const step = async (base, name, mode, act) => {
    const db = await base;
    if (!db) throw new Error("no store");
    return new Promise((resolve, reject) => {
      const work = db.transaction(name, mode, { durability: "strict" });
      const asked = act(work.objectStore(name));
      work.oncomplete = () => resolve(asked && asked.result);
      work.onerror = work.onabort = () => reject(work.error);
    });
  };
  const all = (base, name) => step(base, name, "readonly", (store) => store.getAll()).catch(() => []);
  const ofPerson = async (base, name, person) => (await all(base, name)).filter((one) => one.person === person);
  const put = (name, record) =>
    step(modules, name, "readwrite", (store) => {
      store.put(record);
    });
  const drop = (name, key) =>
    step(modules, name, "readwrite", (store) => {
      store.delete(key);
    });
  // Change a record that is there, in one step; one that was taken away meanwhile stays away.
  const amend = (name, key, change) =>
    step(modules, name, "readwrite", (store) => {
      store.get(key).onsuccess = ({ target: { result } }) => result && store.put({ ...result, ...change });
    });
  const inQueue = (act) => step(queue, "entries", "readwrite", act);

  // A random name in base64url: `size` bytes, three of which are four signs.
  const random = (size) =>
    btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(size))))
      .replaceAll("+", "-")
      .replaceAll("/", "_");
  const stamp = () => new Date().toISOString().replace(/\.\d+/, "");
  const passing = { name: random(6), seq: 0 }; // numbers the entries of a page that has no store
  // The name under which this store numbers what this person does; another one for everybody, so that it tells nothing.
  const device = (async () => {
    const found = (await all(queue, "devices")).find(({ person }) => person === own);
    if (found) return found.name;
    if (own)
      await step(queue, "devices", "readwrite", (store) => {
        store.put({ person: own, name: passing.name });
      });
    return passing.name;
  })().catch(() => passing.name);

  const here = new Map(); // entries that this page holds, by id: kept by it or taken up by it, until they are decided
  const later = new Set(); // ids that the server left for later: the next page asks again, or the person changes them
  // Keep an entry {kind, subject, body}; resolves when it is on the disk. An older one with the same `key` gives way; one
  // with a `title` is shown among what was sent.
  const keep = async (entry) => {
    Object.assign(entry, { id: random(12), person: own, made_at: stamp(), state: "waiting" });
    const older = ({ key, id }) => entry.key && key === entry.key && id !== entry.id;
    for (const one of [...here.values()].filter(older)) here.delete(one.id);
    here.set(entry.id, entry);
    try {
      entry.device = await device;
      entry.seq = await inQueue((store) => store.add({ ...entry }));
    } catch (fault) {
      Object.assign(entry, { device: passing.name, seq: (passing.seq += 1), unkept: true });
      throw fault;
    }
    const gone = (await ofPerson(queue, "entries", own)).filter((one) => older(one) && one.seq < entry.seq);
    if (gone.length)
      await inQueue((store) => {
        for (const { seq } of gone) store.delete(seq);
      }).catch(() => {});
    return entry;
  };
  const forget = async (entry) => {
    here.delete(entry.id);
    if (!entry.unkept && entry.seq)
      await inQueue((store) => {
        store.delete(entry.seq);
      }).catch(() => {});
  };
  const everything = (person) => ofPerson(queue, "entries", person);
  const waiting = async (person) => (await everything(person)).filter(({ state }) => state === "waiting");
  const adopt = (entry) => here.set(entry.id, entry);

  const SHORT = 30000; // signs; browsers refuse longer requests that shall outlive their page
  const SYNC = "/offline/sync",
    TOKEN = "/offline/token",
    BATCH = 50,
    LARGEST = 200000,
    REMEMBERED = 60,
    FRESH = 60000,
    LONGEST_WAIT = 30000,
    LONGEST_ASKED = 120; // seconds that a server may ask to be left alone
  const NOT_OURS = 511; // as HTTP calls it: the network wants its own sign-in first, and answers for the site
  let asked = 0; // what the last answer said in Retry-After
  let token = () => document.querySelector("input[name=csrf_token]")?.value || "";
  // What an answer says; nothing where it is none of ours. A line that breaks is thrown.
  const read = (answer) =>
    answer.json().catch((fault) => {
      if (fault.name !== "SyntaxError") throw fault;
    });
  // How things stand at an address: {status, …}. Status 0: no connection; 401: nobody, or somebody else; 511: NOT_OURS.
  const ask = async (url) => {
    try {
      const answer = await fetch(url, { referrerPolicy: "origin", headers: { Accept: "application/json" } });
      if (!answer.ok) return { status: answer.status === 404 ? 401 : answer.status };
      const told = await read(answer);
      return { ...told, status: told ? 200 : NOT_OURS };
    } catch {
      return { status: 0 };
    }
  };
  // Who is signed in, whose phone this is from now on, and a token of today for their forms.
  const renew = async (url = TOKEN) => {
    const told = await ask(url);
    if (told.token) token = () => told.token;
    if (told.person || (told.status === 401 && url === TOKEN)) await setWho(told.person || "").catch(() => {});
    return told;
  };
  const once = async (body) => {
    asked = 0;
    const answer = await fetch(SYNC, {
      method: "POST",
      credentials: "same-origin",
      referrerPolicy: "origin",
      keepalive: body.length < SHORT,
      body,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    });
    const told = (await read(answer)) || {},
      { ok, status } = answer;
    asked = Number(answer.headers.get("Retry-After")) || 0;
    return { told, status: ok && !told.results ? NOT_OURS : status };
  };
  const post = async (person, body) => {
    try {
      if (!token()) {
        // a page for everybody has none
        const now = await renew();
        if (now.status !== 200 || now.person !== person) return { status: now.person ? 409 : now.status, told: {} };
      }
      const answer = await once(body);
      if (answer.status !== 400 || answer.told.error?.reason !== "form-token") return answer;
      const { status } = await renew();
      return status === 200 ? await once(body) : { status, told: {} };
    } catch {
      return { status: 0, told: {} };
    }
  };

  // Forget what is decided, or show it among what was sent; what this page holds is left where it is for later.
  const settle = async (entry, receipt, remark) => {
    if (receipt.state === "later") {
      if (!receipt.again) later.add(entry.id);
      return;
    }
    if (!entry.title || entry.unkept) {
      await forget(entry);
      return;
    }
    here.delete(entry.id);
    const state = receipt.state === "refused" ? "refused" : "sent";
    await inQueue((store) => {
      store.put({ ...entry, state, message: receipt.message, remark, told: stamp() });
    }).catch(() => {});
  };
  const tell = (status, results) => dispatchEvent(new CustomEvent("outbox", { detail: { status, results } }));
  const deliver = async (person, entries) => {
    const listed = entries.map(({ id, kind, subject, device: by, seq, made_at, body }) => ({
      id,
      kind,
      subject,
      device: by,
      seq,
      made_at,
      body,
    }));
    // When it is sent says whether the clock is right: where the last entry was just made, that says it too.
    const waited = Math.abs(Date.now() - Date.parse(entries.at(-1).made_at)) > FRESH;
    const { status, told } = await post(
      person,
      JSON.stringify({ person, ...(waited && { sent_at: stamp() }), entries: listed }),
    );
    const unread = [413, 422].includes(status);
    if (unread && entries.length > 1) {
      // one that cannot be read must not hold up the others
      for (const one of entries) {
        const reached = await deliver(person, [one]);
        if (reached !== 200) return reached;
      }
      return 200;
    }
    const receipts = told.results || (unread ? [{ state: "refused", message: told.error?.message || "" }] : []);
    const results = receipts.map((receipt, at) => ({ entry: entries[at], receipt }));
    for (const { entry, receipt } of results) await settle(entry, receipt, told.remark);
    if (results.length) for (const { id } of entries.slice(results.length)) later.add(id);
    tell(results.length ? 200 : status, results);
    if (!results.length) return status;
    return receipts.some(({ again }) => again) ? 503 : 200;
  };

  // What is to be sent next: all that waits, in its order, and what this page holds, though another one may have sent it:
  // its receipt is told again. Of a subject that this page answers for, what it holds alone.
  const next = async (person) => {
    const byId = new Map([...(await waiting(person)), ...here.values()].map((one) => [one.id, one]));
    const due = [...byId.values()].filter(
      (one) =>
        one.seq && one.person === person && !later.has(one.id) && (one.subject !== box.subject || here.has(one.id)),
    );
    let room = LARGEST;
    return due.slice(0, BATCH).filter((one, at) => (room -= JSON.stringify(one.body).length) > 0 || !at);
  };
  let wait = 1000,
    timer = 0,
    running = 0,
    sending = Promise.resolve();
  const round = async (person) => {
    clearTimeout(timer);
    timer = 0;
    let status = 200;
    for (let entries = await next(person); status === 200 && entries.length; entries = await next(person))
      status = await deliver(person, entries);
    const old = (await everything(person))
      .filter(({ state }) => state !== "waiting")
      .sort((a, b) => (a.told > b.told ? -1 : 1))
      .slice(REMEMBERED);
    for (const one of old) await forget(one);
    if (status === 200) wait = 1000;
    else {
      // again and again, less and less often
      timer = setTimeout(send, Math.max(wait, Math.min(asked, LONGEST_ASKED) * 1000), person);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
    return status;
  };
  // Send whatever this person has waiting; resolves to the last status, 200 where nothing waited.
  const send = (person = own) => {
    running += 1;
    sending = sending
      .then(() => round(person))
      .catch(() => 0)
      .then((status) => {
        running -= 1;
        tell(status, []);
        return status;
      });
    return sending;
  };

  // Pages from before kept answers and lessons read in stores of their own: what waits there is brought over once.
  const AS_READ = ({ key, person, title, what: { course, ...body }, at, ...rest }) => ({
    ...rest,
    id: key,
    person,
    title,
    kind: "courses.read",
    subject: course,
    body,
    made_at: at,
  });
  const AS_ANSWER = ({ key, person, attempt, client_time, position, form, page, client_seq, base_seq, after }) => ({
    id: random(12),
    key: `${attempt}:${position}`,
    person,
    kind: "exams.answer",
    subject: attempt,
    made_at: client_time,
    state: "waiting",
    body: { position, form, page, client_seq, base_seq, ...(after?.length && { after }) },
  });
  const bringOver = async () => {
    for (const name of BEFORE) {
      for (const record of await all(modules, name)) {
        const entry = { device: "before", ...(name === "marks" ? AS_READ : AS_ANSWER)(record) };
        await inQueue((store) => {
          store.index("id").getKey(entry.id).onsuccess = ({ target }) => {
            if (target.result === undefined) store.add(entry);
          };
        });
        await step(modules, name, "readwrite", (store) => {
          // unless a page from before changed it meanwhile
          store.get(record.key).onsuccess = ({ target }) => {
            if (JSON.stringify(target.result) === JSON.stringify(record)) store.delete(record.key);
          };
        });
      }
    }
  };

  // Who this phone was last used by, and how often what they read was turned over (another language, no pictures).
  const WHO = "who";
  const who = async () => {
    try {
      return await (await (await caches.open(WHO)).match(`/${WHO}`)).json();
    } catch {
      return { person: "", turn: 0 };
    }
  };
  const setWho = async (person) => {
    const known = await who();
    if (known.person === person || !self.caches) return;
    await (await caches.open(WHO)).put(`/${WHO}`, Response.json({ ...known, person }));
  };
  // Signing out takes the kept pages away; what is not sent yet is said before, and stays for the same person.
  const leave = async (form, words) => {
    if (!navigator.onLine && !(await line.ask())) {
      alert(words.noLine);
      return;
    }
    await send();
    const unsent = (await waiting(own)).length;
    if (unsent && !confirm(words.unsent.replace("{n}", unsent))) return;
    for (const one of await ofPerson(modules, "kept", own)) await drop("kept", one.key).catch(() => {});
    document.cookie = `kept-${own.slice(0, 8)}=0; path=/; max-age=0; samesite=lax`;
    if (self.caches) {
      await caches.delete(`kept-${own}`);
      await setWho("");
    }
    form.submit();
  };

  // `subject`: what this page answers for itself, such as the attempt of an open paper.
  const box = (window.outbox = {
    subject: document.getElementById("paper")?.dataset.attempt,
    ready: bringOver()
      .catch(() => {})
      .then(() => queue),
    device, // a promise of its name
    keep,
    forget,
    adopt,
    everything,
    waiting,
    send,
    ask,
    renew,
    random,
    get sending() {
      return running > 0;
    },
  });
  window.store = { of: (name, person) => ofPerson(modules, name, person), put, drop, amend, who, setWho };
  // What is promised of this device is shown where it holds.
  box.ready.then((db) => {
    for (const one of document.querySelectorAll("[data-if-kept]")) one.hidden = !db;
  });
  // What the worker took away because somebody else signed in was not lost by the phone: the cookie is told.
  const forgetCleared = async () => {
    const { cleared = [], ...rest } = await who();
    if (!cleared.includes(own)) return;
    document.cookie = `kept-${own.slice(0, 8)}=0; path=/; max-age=0; samesite=lax`;
    const left = cleared.filter((person) => person !== own);
    await (await caches.open(WHO)).put(`/${WHO}`, Response.json({ ...rest, cleared: left }));
  };
  if (!own) return;
  setWho(own)
    .then(forgetCleared)
    .catch(() => {}); // no cache, nothing kept
  box.ready.then(() => {
    if (!box.subject) send();
  });
  const again = () => {
    wait = 1000;
    send();
  };
  addEventListener("online", again);
  // A device that said wrongly that it has no line does not say when it has one: what was really fetched does.
  let lost = !navigator.onLine;
  addEventListener("line", ({ detail: { online } }) => {
    if (online && lost) again();
    lost = !online;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && timer) send();
  });
  addEventListener(
    "submit",
    (event) => {
      if (event.target.getAttribute("action") !== "/sign-out") return;
      event.preventDefault();
      leave(event.target, document.body.dataset);
    },
    true,
  );
})();
