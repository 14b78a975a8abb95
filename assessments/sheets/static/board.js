/* Brings the moderator's board up to date while it is looked at: asks for its parts, and the same tag as before costs a
   few bytes. It stops while the page is hidden or somebody stops it; without this script a link shows it as it is now. */
(() => {
  const box = document.querySelector("[data-board]");
  if (!box) return;
  const said = document.querySelector("[data-board-said]");
  const pause = document.querySelector("[data-board-pause]");
  const every = 1000 * Number(box.dataset.every);
  let tag = "";
  let heard = new Date();
  let stopped = false;
  let waiting = 0;

  const say = (text) => {
    said.textContent = text.replace("{time}", clockTime(heard, true));
  };
  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    const at = box.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    box.replaceChildren(...fresh.childNodes);
    if (at) box.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
  };
  const ask = async () => {
    try {
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(box.dataset.board, { headers, cache: "no-store", redirect: "error" });
      if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
      heard = new Date();
      if (answer.ok) {
        tag = answer.headers.get("ETag") || "";
        show((await answer.json()).parts);
      }
      say(said.dataset.good);
    } catch {
      say(said.dataset.off);
    }
    later();
  };
  const later = () => {
    clearTimeout(waiting);
    if (!stopped && !document.hidden) waiting = setTimeout(ask, every);
  };
  const name = () => {
    pause.textContent = stopped ? pause.dataset.go : pause.dataset.stop;
  };

  document.addEventListener("visibilitychange", () => {
    clearTimeout(waiting);
    if (!stopped && !document.hidden) ask();
  });
  pause.addEventListener("click", () => {
    stopped = !stopped;
    name();
    clearTimeout(waiting);
    if (!stopped) ask();
  });
  name();
  pause.hidden = false;
  later();
})();
