/* A page is put whole into a cache: first everything that it shows, then itself. So what is there can always be read.
   Used by pages and by the worker. */
self.pages = (() => {
  const NAMED = /(?:src|href)="(\/static\/[^"]+)"|src="(\/media\/[^"]+)"|data-keep="([^"]+)"/g;
  const references = (html) => [...new Set([...html.matchAll(NAMED)].map((found) => found[1] || found[2] || found[3]))];
  const fault = (url, status) => Object.assign(new Error(`${url}: ${status}`), { status });

  // An answer of our own server for this person and no other; whole, or it throws.
  const get = async (url, person, why) => {
    const answer = await fetch(url, { headers: { Keep: why }, credentials: "same-origin" });
    const owner = answer.headers.get("Signed-In");
    if (answer.redirected || (person && owner && owner !== person)) throw fault(url, 401);
    if (answer.status !== 200 || answer.type !== "basic") throw fault(url, answer.status);
    return answer;
  };
  const stored = async (answer, more) => {
    const headers = new Headers(answer.headers);
    const body = await answer.arrayBuffer();
    for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
    for (const [name, value] of Object.entries({ ...more, Size: body.byteLength })) headers.set(name, value);
    return new Response(body, { headers });
  };

  // Fetch a page with all that it shows; answers every address that now lies in the cache for it.
  const put = async (cache, url, { person, turn, why }) => {
    const page = await stored(await get(url, person, why), { Turn: turn, "Kept-At": new Date().toISOString() });
    const named = references(await page.clone().text());
    for (const one of named) {
      if (!(await cache.match(one))) await cache.put(one, await stored(await get(one, person, why)));
    }
    await cache.put(url, page);
    return [url, ...named];
  };
  return { get, put, name: (person) => `kept-${person}` };
})();
