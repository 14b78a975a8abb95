/* Answers on a bad line. What was kept is given at once and refreshed behind; any other page is waited for a while, then
   the page of what is on this phone is shown. Only pages that their reader kept are here; of exams it touches nothing. */
importScripts(SETTINGS.pages);
const { home, turning, untouched } = SETTINGS;
const SHELL = `shell-${SETTINGS.version}`,
  WHO = "who",
  WAIT = 4000;

const who = async () => {
  const found = await (await caches.open(WHO)).match(`/${WHO}`);
  return found ? found.json() : { person: "", turn: 0 };
};
let changing = Promise.resolve();
// One change after the other: each keeps what the one before it wrote.
const setWho = (change) => {
  const write = async () => (await caches.open(WHO)).put(`/${WHO}`, Response.json({ ...(await who()), ...change }));
  const mine = changing.then(write);
  changing = mine.catch(() => {});
  return mine;
};
// Whoever a page was made for uses this phone now; nobody's pages are shown to anybody else.
const noteOwner = async (answer) => {
  const owner = answer.headers.get("Signed-In"),
    person = owner === "nobody" ? "" : owner;
  if (owner && person !== (await who()).person) await setWho({ person });
  return owner;
};

// A store of our pages, as it is; null where there is none. This makes none: its shape is for the outbox to say.
const storeOf = (name) =>
  new Promise((resolve, reject) => {
    let none = false;
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => {
      none = true;
      request.transaction.abort();
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onblocked = () => reject(new Error("blocked"));
    request.onerror = (event) => {
      event.preventDefault();
      if (none) resolve(null);
      else reject(request.error);
    };
  });
const rowsOf = (db, name) =>
  new Promise((resolve, reject) => {
    if (!db?.objectStoreNames.contains(name)) return resolve([]);
    const asked = db.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
const dropRows = (db, name, keys) =>
  new Promise((resolve, reject) => {
    if (!keys.length) return resolve();
    const work = db.transaction(name, "readwrite");
    for (const key of keys) work.objectStore(name).delete(key);
    work.oncomplete = resolve;
    work.onabort = () => reject(work.error);
  });
// What others kept here goes once our server says that `owner` is signed in, or nobody: but not of somebody who has
// something unsent, which waits for them alone. Where the stores cannot be read, nothing is taken away.
const clearOthers = async (owner) => {
  if (!owner) return;
  const prefix = pages.name("");
  const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== pages.name(owner));
  if (!others.length) return;
  const modules = await storeOf("spoor"),
    queue = await storeOf("spoor-outbox");
  try {
    const before = [...(await rowsOf(modules, "answers")), ...(await rowsOf(modules, "marks"))];
    const waiting = (await rowsOf(queue, "entries")).filter(({ state }) => state === "waiting");
    const unsent = new Set([...before, ...waiting].map(({ person }) => person));
    const going = others.map((name) => name.slice(prefix.length)).filter((person) => !unsent.has(person));
    const kept = (await rowsOf(modules, "kept")).filter(({ person }) => going.includes(person));
    await dropRows(
      modules,
      "kept",
      kept.map(({ key }) => key),
    );
    for (const person of going) await caches.delete(pages.name(person));
    if (going.length) await setWho({ cleared: [...new Set([...((await who()).cleared || []), ...going])] });
  } finally {
    modules?.close();
    queue?.close();
  }
};
const clearQuietly = (owner) => clearOthers(owner).catch(() => {}); // asked again with the next page

addEventListener("install", (event) =>
  event.waitUntil(
    (async () => {
      await (await caches.open(SHELL)).addAll(SETTINGS.shell);
      await skipWaiting();
    })(),
  ),
);
addEventListener("activate", (event) =>
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL);
      await Promise.all(old.map((name) => caches.delete(name)));
      await clients.claim();
    })(),
  ),
);

// Where a page lies, and what lies there. It is asked for by name: to open what was just taken away would make it anew.
const placeOf = (path, person) => (path === home ? SHELL : person && pages.name(person));
const lying = async (path, place) => (place ? caches.match(path, { cacheName: place }) : undefined);
// The page that is shown hears whether the line answered.
const tell = async ({ resultingClientId }, line) => (await clients.get(resultingClientId))?.postMessage({ line });
const refresh = async (event, path, { person, turn }) => {
  const place = placeOf(path, person);
  try {
    if (!(await caches.has(place))) return;
    await pages.put(await caches.open(place), path, { person: path === home ? "" : person, turn, why: "refresh" });
    await tell(event, true);
  } catch (fault) {
    if (fault.status === 401) await setWho({ person: "" }); // signed out elsewhere: hidden at once, cleared with the next page
    await tell(event, Boolean(fault.status));
  }
};
const fromNetwork = async (event, limited) => {
  const stop = new AbortController();
  const timer = limited && setTimeout(() => stop.abort(), WAIT);
  try {
    const answer = await fetch(event.request, { signal: stop.signal });
    const owner = await noteOwner(answer);
    event.waitUntil(clearQuietly(owner));
    return answer;
  } finally {
    clearTimeout(timer);
  }
};
let turned = Promise.resolve();
const page = async (event) => {
  const { request } = event,
    { pathname: path, search } = new URL(request.url);
  await turned;
  const now = await who(),
    kept = search ? undefined : await lying(path, placeOf(path, now.person));
  if (kept && (kept.headers.get("Turn") || "0") === String(now.turn)) {
    event.waitUntil(refresh(event, path, now));
    return kept;
  }
  try {
    const answer = await fromNetwork(event, kept || request.cache !== "no-cache"); // reloading waits without limit
    if (kept) event.waitUntil(refresh(event, path, now));
    return answer;
  } catch {
    event.waitUntil(tell(event, false));
    return kept || (await (await caches.open(SHELL)).match(home)) || Response.error();
  }
};
const turnOver = async () => setWho({ turn: (await who()).turn + 1 });
const turn = async (request) => {
  await turnOver();
  return fetch(request);
};
const piece = async (request, path) => {
  const found = path.startsWith("/static/")
    ? await caches.match(path)
    : await lying(path, placeOf(path, (await who()).person));
  return found || fetch(request);
};

addEventListener("fetch", (event) => {
  const { request } = event,
    { origin, pathname: path } = new URL(request.url);
  if (origin !== location.origin || request.headers.has("Keep")) return;
  // A form that leads to a page may change what kept pages say, such as how far somebody is: they are asked for anew.
  if (request.method === "POST" && request.mode === "navigate") event.waitUntil((turned = turnOver().catch(() => {})));
  if (request.method !== "GET") return;
  if (untouched.some((beginning) => path.startsWith(beginning))) return;
  if (request.mode !== "navigate") event.respondWith(piece(request, path));
  else if (turning.some((beginning) => path.startsWith(beginning))) event.respondWith(turn(request));
  else event.respondWith(page(event));
});
