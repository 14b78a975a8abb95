/* Vault: records of one person that lie on this device under a PIN. The PIN wraps a random key (PBKDF2, AES-GCM); what is
   "read" goes after 72 hours or ten wrong PINs, a "draft" only when it is sealed or its owner says so. */
window.vault = (() => {
  const BASE = "spoor-vault",
    ROUNDS = 600000,
    TRIES = 10,
    LIFE = 72 * 3600 * 1000,
    SALT = 16, // bytes
    IV = 12; // bytes: 96 bits, fresh for every record
  const bytes = (text) => new TextEncoder().encode(text);
  const random = (size) => crypto.getRandomValues(new Uint8Array(size));
  // Binds what is encrypted to its person and its name: a record that was moved opens no more.
  const bound = (person, name) => bytes(JSON.stringify([BASE, 1, person, name]));

  let opened;
  const base = () => {
    opened ||= new Promise((resolve, reject) => {
      const request = indexedDB.open(BASE, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("locks", { keyPath: "person" });
        request.result.createObjectStore("records", { keyPath: ["person", "name"] });
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => {
          request.result.close();
          opened = null;
        };
        resolve(request.result);
      };
      request.onerror = request.onblocked = () => reject(request.error);
    });
    return opened;
  };
  // One step in a store; resolves when it is on the disk, not before.
  const step = async (store, mode, act) => {
    const db = await base();
    return new Promise((resolve, reject) => {
      const work = db.transaction(store, mode, { durability: "strict" });
      const asked = act(work.objectStore(store));
      work.oncomplete = () => resolve(asked && asked.result);
      work.onerror = work.onabort = () => reject(work.error);
    });
  };
  const lockOf = (person) => step("locks", "readonly", (store) => store.get(person));
  const setLock = (lock) =>
    step("locks", "readwrite", (store) => {
      store.put(lock);
    });
  const recordsOf = async (person) =>
    (await step("records", "readonly", (store) => store.getAll())).filter((one) => one.person === person);
  const dropThose = async (records) => {
    if (records.length)
      await step("records", "readwrite", (store) => {
        for (const { person, name } of records) store.delete([person, name]);
      });
  };

  // Why a PIN is none: "short", "signs" or "easy"; empty where it is one.
  const fault = (pin) => {
    if (!/^\d*$/.test(pin)) return "signs";
    if (pin.length < 6) return "short";
    const steps = new Set([...pin].slice(1).map((digit, at) => (digit - pin[at] + 10) % 10));
    return steps.size === 1 && [0, 1, 9].includes([...steps][0]) ? "easy" : "";
  };
  const keyOfPin = async (pin, salt, rounds) => {
    const typed = await crypto.subtle.importKey("raw", bytes(pin), "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey(
      { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
      typed,
      { name: "AES-GCM", length: 256 },
      false,
      ["wrapKey", "unwrapKey"],
    );
  };
  const wrapped = async (key, person, pin) => {
    const salt = random(SALT),
      iv = random(IV);
    const under = await keyOfPin(pin, salt, ROUNDS);
    const box = await crypto.subtle.wrapKey("raw", key, under, {
      name: "AES-GCM",
      iv,
      additionalData: bound(person, "lock"),
    });
    return { person, salt, iv, box, rounds: ROUNDS, tries: 0 };
  };
  const unwrapped = async (lock, pin, extractable) =>
    crypto.subtle.unwrapKey(
      "raw",
      lock.box,
      await keyOfPin(pin, lock.salt, lock.rounds),
      { name: "AES-GCM", iv: lock.iv, additionalData: bound(lock.person, "lock") },
      "AES-GCM",
      extractable,
      ["encrypt", "decrypt"],
    );
  const demand = (pin) => {
    const why = fault(pin);
    if (why) throw Object.assign(new Error(why), { name: "BadPin", why });
  };

  let current = null; // {person, key}: the vault that is open on this page; the key cannot be taken out of it
  const mine = () => {
    if (!current) throw Object.assign(new Error("locked"), { name: "Locked" });
    return current;
  };
  const close = () => {
    current = null;
  };
  // A first PIN for a person who has none here.
  const create = async (person, pin) => {
    demand(pin);
    if (await lockOf(person)) throw new Error("there is a PIN");
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
    await setLock(await wrapped(key, person, pin));
    await unlock(person, pin);
  };
  // Open the vault; answers how many tries are left where the PIN was wrong, and null where it was right. A try is
  // counted before it is judged, so that closing the page does not win one.
  const unlock = async (person, pin) => {
    let lock;
    await step("locks", "readwrite", (store) => {
      store.get(person).onsuccess = ({ target }) => {
        lock = target.result;
        if (lock) store.put({ ...lock, tries: lock.tries + 1 });
      };
    });
    if (!lock) throw new Error("no PIN");
    let key;
    try {
      key = await unwrapped(lock, pin, false);
    } catch {
      const left = Math.max(0, TRIES - lock.tries - 1);
      if (!left) await dropRead(person);
      return left;
    }
    await setLock({ ...lock, tries: 0 });
    current = { person, key };
    await expire();
    return null;
  };
  // Another PIN; the records stay as they are, since the key under it does.
  const change = async (person, old, pin) => {
    demand(pin);
    const left = await unlock(person, old);
    if (left !== null) return left;
    const key = await unwrapped(await lockOf(person), old, true);
    await setLock(await wrapped(key, person, pin));
    return null;
  };

  const put = async (name, value, sort = "read") => {
    const { person, key } = mine(),
      iv = random(IV);
    const data = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData: bound(person, name) },
      key,
      bytes(JSON.stringify(value)),
    );
    await step("records", "readwrite", (store) => {
      store.put({ person, name, sort, iv, data, at: Date.now() });
    });
  };
  const opens = async ({ person, name, iv, data }) => {
    const plain = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv, additionalData: bound(person, name) },
      mine().key,
      data,
    );
    return JSON.parse(new TextDecoder().decode(plain));
  };
  const get = async (name) => {
    const found = await step("records", "readonly", (store) => store.get([mine().person, name]));
    return found && opens(found);
  };
  const drop = (name) => dropThose([{ person: mine().person, name }]);
  const names = async (person, sort) =>
    (await recordsOf(person)).filter((one) => one.sort === sort).map((one) => one.name);
  const dropRead = async (person) => dropThose((await recordsOf(person)).filter(({ sort }) => sort === "read"));
  // Read copies of anybody that are older than their life; a clock that was set back does not lengthen it.
  const expire = async () => {
    const all = await step("records", "readonly", (store) => store.getAll());
    await dropThose(all.filter(({ sort, at }) => sort === "read" && Math.abs(Date.now() - at) > LIFE));
  };
  // Everything of a person here, the PIN too; whoever calls this has named the drafts that are lost.
  const forget = async (person) => {
    await dropThose(await recordsOf(person));
    await step("locks", "readwrite", (store) => {
      store.delete(person);
    });
    if (current?.person === person) close();
  };
  const works = () => isSecureContext && Boolean(self.crypto?.subtle && self.indexedDB);
  if (works()) expire().catch(() => {});
  return {
    works,
    fault,
    create,
    unlock,
    change,
    close,
    put,
    get,
    drop,
    names,
    dropRead,
    expire,
    forget,
    has: async (person) => Boolean(await lockOf(person)),
    get person() {
      return current?.person;
    },
  };
})();
