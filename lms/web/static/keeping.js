/* Keeping modules on this phone: fetch them whole, know what is here, take them away again. */
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

  // What this person kept, each with `whole`: whether everything of it is still there.
  const records = async (person) => {
    const found = await of("kept", person);
    if (!found.length) return [];
    const here = new Set(
      (await (await caches.open(pages.name(person))).keys()).map(({ url }) => new URL(url).pathname),
    );
    return found.map((one) => ({ ...one, whole: one.urls.every((url) => here.has(url)) }));
  };
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
  // Fetch a module; only when everything of it lies in the cache is it called kept. Throws where it stopped.
  const keep = async (address, person, tell) => {
    const plan = await (await pages.get(address, person, "ahead")).json();
    const space = await left();
    if (space && space.left < plan.room)
      throw Object.assign(new Error("full"), { name: "QuotaExceededError", bytes: plan.room });
    await navigator.storage?.persist?.().catch(() => false);
    await worker();
    const cache = await caches.open(pages.name(person)),
      { turn } = await who(),
      urls = new Set();
    try {
      for (const [at, url] of plan.pages.entries()) {
        tell(at, plan.pages.length);
        for (const one of await pages.put(cache, url, { person, turn, why: "ahead" })) urls.add(one);
      }
    } catch (fault) {
      throw Object.assign(fault, { bytes: plan.room });
    }
    const { id, title, course, home, mark, bytes, lessons } = plan;
    await put("kept", {
      key: `${person}:${id}`,
      person,
      id,
      title,
      course,
      home,
      mark,
      bytes,
      lessons,
      address,
      urls: [...urls],
      at: new Date().toISOString(),
    });
    await prune(person);
    if (!(await records(person)).find((one) => one.id === id)?.whole) throw new Error("not whole");
  };
  const remove = async (record) => {
    await drop("kept", record.key);
    await prune(record.person);
  };

  // The sentence for what stopped the keeping.
  const reason = (fault) => {
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
    if (bytes < 1024 * 1024) return fill(words.size, { n: whole(Math.ceil(bytes / 1024)) });
    return bytes < 1024 ** 3
      ? fill(words.large, { n: whole(bytes / 1024 ** 2) })
      : fill(words.huge, { n: whole(bytes / 1024 ** 3) });
  };
  return { obstacle, expected, records, keep, remove, left, reason, fill, amount, worker };
})();
