/* Answers on their way: kept on this device until the server gives a receipt, and sent for the person who gave them.
   Every page of a signed-in person carries this, so that what was kept arrives after a closed tab or a new sign-in. */
(() => {
  const STORE = "answers";
  const { opened, step, put, of, post, stand: stands } = window.store;
  const keep = (record) => put(STORE, record);
  const kept = async (person, attempt) => (await of(STORE, person)).filter((one) => !attempt || one.attempt === attempt);
  // Forget an answer that the server holds, unless a newer one took its place meanwhile.
  const forget = (record) => step(STORE, "readwrite", (store) => {
    const asked = store.get(record.key);
    asked.onsuccess = () => {
      const now = asked.result;
      if (now && now.page === record.page && now.client_seq === record.client_seq) store.delete(record.key);
    };
  });

  const no = (status) => ({ status, results: [] });

  // How the attempt stands: {status, token, remaining, state}. Status 0: no connection; 401: nobody, or somebody else.
  const stand = async (url) => ({ results: [], ...(await stands(url)) });

  // Send the answers of one attempt; resolves to {status, results, remaining, state}. `shown`: a page tells the person.
  const send = async (records, shown) => {
    const { url, tokenUrl } = records[0];
    const saves = records.map(({ page, position, client_seq, base_seq, after, form, client_time }) =>
      ({ page, position, client_seq, base_seq, ...(after?.length && { after }), form, client_time }));
    const { status, told } = await post(url, { saves }, tokenUrl);
    if (!status) return no(0);
    if ([413, 422].includes(status) && !told.results) { // one that cannot be read must not hold up the others
      if (records.length > 1) return oneByOne(records, shown);
      told.results = [{ position: records[0].position, verdict: "invalid", seq: 0, message: told.error?.message || "" }];
    }
    if (!told.results) return no(status === 404 ? 401 : status);
    for (const result of told.results) {
      const unseen = result.verdict === "invalid" && !shown && told.state === "in_progress";
      if (result.verdict === "stale" || unseen) continue; // for the person to decide or to correct
      await forget(records.find((one) => one.position === result.position)).catch(() => {});
    }
    return { ...told, status };
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
