"""Everything that a browser keeps of a site, as one text: for tests of what must not be readable on a device."""

STORED = """(async () => {
  const result = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const text = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder("latin1").decode(value) : typeof value === "object" ? JSON.stringify(value) : String(value);
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const { name: base } of await indexedDB.databases()) {
    const db = await result(indexedDB.open(base));
    for (const name of db.objectStoreNames)
      for (const row of await result(db.transaction(name).objectStore(name).getAll()))
        for (const [part, value] of Object.entries(row)) found.push(`${part}=${text(value)}`);
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys())
      if (!request.url.includes("/static/")) found.push(request.url, await (await cache.match(request)).text());
  }
  return found.join("\\n");
})()"""
