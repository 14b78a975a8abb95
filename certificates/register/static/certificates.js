// While a certificate is being made, ask every second whether it is there; without this script the button does it.
(() => {
  const box = document.querySelector("[data-wait]");
  if (!box) return;
  let left = 90; // then the person looks again by the button
  const ask = async () => {
    left -= 1;
    try {
      const answer = await fetch(box.dataset.wait, { headers: { Accept: "application/json" } });
      if (answer.ok && !(await answer.json()).being_made) {
        location.reload();
        return;
      }
    } catch {
      /* the line is down: ask again */
    }
    if (left > 0) setTimeout(ask, 1000);
  };
  setTimeout(ask, 700);
})();
