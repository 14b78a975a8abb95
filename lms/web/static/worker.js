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
const setWho = async (change) =>
  (await caches.open(WHO)).put(`/${WHO}`, Response.json({ ...(await who()), ...change }));
// Whoever a page was made for uses this phone now; nobody's pages are shown to anybody else.
const noteOwner = async (answer) => {
  const owner = answer.headers.get("Signed-In"),
    person = owner === "nobody" ? "" : owner;
  if (owner && person !== (await who()).person) await setWho({ person });
};

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

const placeOf = async (path, person) => {
  if (path === home) return caches.open(SHELL);
  return person ? caches.open(pages.name(person)) : null;
};
const refresh = async (cache, path, { person, turn }) => {
  try {
    await pages.put(cache, path, { person: path === home ? "" : person, turn, why: "refresh" });
  } catch (fault) {
    if (fault.status === 401) await setWho({ person: "" }); // signed out elsewhere: hidden until they sign in again
  }
};
const fromNetwork = async (request, limited) => {
  const stop = new AbortController();
  const timer = limited && setTimeout(() => stop.abort(), WAIT);
  try {
    const answer = await fetch(request, { signal: stop.signal });
    await noteOwner(answer);
    return answer;
  } finally {
    clearTimeout(timer);
  }
};
const page = async (event) => {
  const { request } = event,
    { pathname: path, search } = new URL(request.url);
  const now = await who(),
    cache = await placeOf(path, now.person);
  const kept = cache && !search ? await cache.match(path) : undefined;
  if (kept && (kept.headers.get("Turn") || "0") === String(now.turn)) {
    event.waitUntil(refresh(cache, path, now));
    return kept;
  }
  try {
    const answer = await fromNetwork(request, kept || request.cache !== "no-cache"); // reloading waits without limit
    if (kept) event.waitUntil(refresh(cache, path, now));
    return answer;
  } catch {
    return kept || (await (await caches.open(SHELL)).match(home)) || Response.error();
  }
};
const turn = async (request) => {
  await setWho({ turn: (await who()).turn + 1 });
  return fetch(request);
};
const piece = async (request, path) => {
  const { person } = await who();
  const places = path.startsWith("/static/") ? caches : person && (await caches.open(pages.name(person)));
  return (places && (await places.match(path))) || fetch(request);
};

addEventListener("fetch", (event) => {
  const { request } = event,
    { origin, pathname: path } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || request.headers.has("Keep")) return;
  if (untouched.some((beginning) => path.startsWith(beginning))) return;
  if (request.mode !== "navigate") event.respondWith(piece(request, path));
  else if (turning.some((beginning) => path.startsWith(beginning))) event.respondWith(turn(request));
  else event.respondWith(page(event));
});
