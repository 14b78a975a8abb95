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

// Sharing by the device itself where it can; where that fails, the link is copied instead.
(() => {
  if (!navigator.share) return;
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.share({ title: button.dataset.title, url: button.dataset.share });
      } catch (fault) {
        if (fault.name !== "AbortError") document.querySelector("[data-copy]")?.click();
      }
    });
  }
})();
