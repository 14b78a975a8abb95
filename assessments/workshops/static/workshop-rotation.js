/* Asks how a search for a rotation goes, and loads the page again when it would show something else. The same tag as
   before costs a few bytes; without a line, or without this script, “Load again” does the same. */
(() => {
  const box = document.querySelector("[data-rotation-status]");
  if (!box) return;
  const { rotationStatus: address, rotationVersion: shown } = box.dataset;
  const EVERY = 2000;
  let tag = "";
  const ask = async () => {
    try {
      const answer = await fetch(address, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
      tag = answer.headers.get("ETag") || "";
      if (answer.ok) {
        const { version } = await answer.json();
        if (version !== shown) {
          location.reload();
          return;
        }
      }
    } catch {
      // no line: it is asked again
    }
    setTimeout(ask, EVERY);
  };
  setTimeout(ask, EVERY);
})();
