/* Saving modules and lessons on this phone: fetch them whole, know what is here and what it takes, take them away again. */
window.keeping = (() => {
  const { of, put, drop, who } = window.store;
  // Why nothing can be kept here; empty where it can.
  const obstacle = () => (!isSecureContext ? "insecure" : !navigator.serviceWorker || !self.caches ? "old" : "");
  const cookie = (person) => `kept-${person.slice(0, 8)}`;
  // How many modules this person kept here, as a cookie remembers that outlives a cleared store.
  const expected = (person) => Number(document.cookie.match(`(?:^|; )${cookie(person)}=(\\d+)`)?.[1] || 0);
  const remember = async (person) => {
    const year = 31536000,
      { length } = await of("kept", person),
      secure = isSecureContext && location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${cookie(person)}=${length}; path=/; max-age=${length ? year : 0}; samesite=lax${secure}`;
  };

  // How much this person lets be saved on this phone, in bytes.
  const MB = 1048576,
    USUAL = 50,
    LIMITS = [20, 50, 100, 200];
  const limitOf = (person) => `limit-${person.slice(0, 8)}`;
  const limit = (person) => {
    try {
      const chosen = Number(localStorage.getItem(limitOf(person)));
      return (LIMITS.includes(chosen) ? chosen : USUAL) * MB;
    } catch {
      return USUAL * MB;
    }
  };
  const setLimit = (person, megabytes) => localStorage.setItem(limitOf(person), megabytes);

  // The worker, ready to answer; throws if it cannot be fetched now.
  const worker = async () => {
    const found = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    const coming = found.installing || found.waiting;
    if (found.active || !coming) return;
    await new Promise((resolve, reject) => {
      const look = () => {
        if (coming.state === "activated") resolve();
        if (coming.state === "redundant") reject(new Error("no worker"));
      };
      coming.addEventListener("statechange", look);
      look();
    });
  };

  // Everything that lies here for this person: address → bytes. What several things share is here once.
  const sizes = async (person) => {
    if (!(await caches.has(pages.name(person)))) return new Map();
    const cache = await caches.open(pages.name(person));
    const sized = async (request) => {
      const answer = await cache.match(request);
      const size = answer?.headers.get("Size") ?? (await answer?.blob())?.size;
      return [new URL(request.url).pathname, Number(size) || 0];
    };
    return new Map(await Promise.all((await cache.keys()).map(sized)));
  };
  const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
  // What this person kept, each with `whole`: whether everything of it is still there, and `own`: what it alone takes.
  const records = async (person) => {
    const found = await of("kept", person);
    if (!found.length) return [];
    const here = await sizes(person),
      holders = new Map();
    for (const url of found.flatMap(({ urls }) => urls)) holders.set(url, (holders.get(url) || 0) + 1);
    return found.map((one) => ({
      ...one,
      whole: one.urls.every((url) => here.has(url)),
      own: sum(one.urls.filter((url) => holders.get(url) === 1).map((url) => here.get(url) || 0)),
    }));
  };
  const used = async (person) => sum([...(await sizes(person)).values()]);
  // Take away what no kept module needs.
  const prune = async (person) => {
    const needed = new Set((await of("kept", person)).flatMap(({ urls }) => urls));
    const cache = await caches.open(pages.name(person));
    for (const request of await cache.keys())
      if (!needed.has(new URL(request.url).pathname)) await cache.delete(request);
    await remember(person);
  };

  const left = async () => {
    const told = await navigator.storage?.estimate?.().catch(() => null);
    return told && { used: told.usage, left: Math.max(0, told.quota - told.usage) };
  };
  // Before anything is fetched: whether there is room, in what the person allows and on the phone.
  const demandRoom = async (plan, person) => {
    const here = await sizes(person),
      { rooms = {} } = plan;
    const need = sum(Object.keys(rooms).map((url) => (here.has(url) ? 0 : rooms[url])));
    const allowed = Math.max(0, limit(person) - sum([...here.values()]));
    if (plan.limited && need > allowed) throw Object.assign(new Error("limit"), { name: "Limit", need, left: allowed });
    const space = await left(),
      room = plan.rooms ? need * 2 : plan.room; // with what the browser adds
    if (space && space.left < room)
      throw Object.assign(new Error("full"), { name: "QuotaExceededError", bytes: plan.room });
  };
  const fetchAll = async (plan, person, tell) => {
    const cache = await caches.open(pages.name(person)),
      { turn } = await who(),
      urls = new Set();
    for (const [at, url] of plan.pages.entries()) {
      tell(at, plan.pages.length);
      for (const one of await pages.put(cache, url, { person, turn, why: "ahead" })) urls.add(one);
    }
    return [...urls];
  };
  // Fetch what a plan names; only when everything of it lies in the cache is it called kept. Throws where it stopped: a
  // line that broke leaves what came, for the next try; a phone that is full leaves nothing of it.
  const keep = async (address, person, tell) => {
    const plan = await (await pages.get(address, person, "ahead")).json();
    await demandRoom(plan, person);
    await navigator.storage?.persist?.().catch(() => false);
    await worker();
    const { id, title, course, home, mark, bytes, lessons, module, stays } = plan,
      at = new Date().toISOString();
    try {
      const urls = await fetchAll(plan, person, tell);
      const record = { id, title, course, home, mark, bytes, lessons, module, stays, address, urls, at };
      await put("kept", { key: `${person}:${id}`, person, ...record });
    } catch (fault) {
      if (fault.name === "QuotaExceededError") await prune(person).catch(() => {});
      throw Object.assign(fault, { bytes: plan.room });
    }
    await prune(person);
    if (!(await records(person)).find((one) => one.id === id)?.whole) throw new Error("not whole");
  };
  // What else that is kept holds this page.
  const holderOf = (found, url, besides) =>
    found.find((one) => one.id !== besides?.id && one.lessons.some((lesson) => lesson.url === url));
  // Take one away; answers what else holds it, if anything does.
  const remove = async (record) => {
    await drop("kept", record.key);
    await prune(record.person);
    return record.module && holderOf(await of("kept", record.person), record.lessons[0].url, record);
  };

  // The sentence for what stopped the keeping.
  const reason = (fault) => {
    if (fault.name === "Limit") return "limit";
    if (fault.name === "QuotaExceededError") return "full";
    if (fault.status === 401) return "stranger";
    return fault.status ? "refusedByServer" : "broken";
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const amount = (bytes, words) => {
    const whole = (n) =>
      n.toLocaleString(document.documentElement.lang, {
        maximumFractionDigits: n < 10 ? 1 : 0,
        numberingSystem: "latn",
      });
    if (bytes < MB) return fill(words.size, { n: whole(Math.ceil(bytes / 1024)) });
    return bytes < 1024 ** 3
      ? fill(words.large, { n: whole(bytes / MB) })
      : fill(words.huge, { n: whole(bytes / 1024 ** 3) });
  };
  return {
    LIMITS,
    MB,
    obstacle,
    expected,
    records,
    used,
    limit,
    setLimit,
    keep,
    remove,
    holderOf,
    left,
    reason,
    fill,
    amount,
    worker,
  };
})();
