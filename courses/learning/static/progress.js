/* What this device did and a page does not say yet: a lesson marked as read here counts at once, sent or not. A page that
   was kept is older than that, and so is one that the way back shows again. */
(() => {
  const of = (root, selector) => [...root.querySelectorAll(selector)];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const here = document.querySelector("meta[name=run]")?.content;
  const slug = (link) => link?.pathname.split("/lessons/")[1];

  // Pictures of a page that was kept are fetched when they come near; those that are not on this phone stay away.
  for (const one of of(document, "[data-thumb]")) one.src = one.dataset.thumb;

  // A figure in words, and its bar, with so many more than the page said.
  const count = (label, more) => {
    const bar = label.querySelector("progress");
    const done = Number(label.dataset.done) + more;
    if (bar) bar.value = done;
    label.lastChild.textContent = fill(label.dataset.said, { done });
  };
  const nextOf = (card) => {
    const step = document.querySelector(`.steps [data-step="${card.dataset.next}"]`),
      open = of(document, ".steps [data-step]:not([data-shut], .fresh)");
    const after = open.find((one) => step && step.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    return after || open[0];
  };
  const showNext = () => {
    const card = document.querySelector("[data-next]");
    if (!card || !document.querySelector(`.steps .fresh[data-step="${card.dataset.next}"]`)) return;
    const next = nextOf(card),
      title = card.querySelector("h1"),
      picture = card.querySelector(".first-picture img"),
      minutes = card.querySelector("[data-minutes-said]"),
      button = card.querySelector(".btn");
    const link = next?.querySelector("a"),
      thumb = next?.querySelector(".thumb img"),
      time = next?.querySelector("[data-minutes]");
    if (picture) picture.closest(".first-picture").hidden = !thumb;
    if (picture && thumb) picture.src = thumb.src;
    if (minutes) {
      minutes.hidden = !time;
      minutes.textContent = time ? fill(minutes.dataset.minutesSaid, { n: time.dataset.minutes }) : "";
    }
    button.hidden = !link;
    if (link) button.href = link.href;
    const words = !link ? title.dataset.none : slug(link) ? title.dataset.lesson : title.dataset.other;
    title.textContent = fill(words, { title: link?.textContent.trim() });
  };
  const showModules = (read) => {
    const words = document.querySelector(".modules")?.dataset;
    if (!words) return;
    for (const one of of(document, ".steps [data-step]")) {
      const state = read.get(one.dataset.step);
      if (!state) continue;
      one.classList.add("fresh");
      const waits = state === "waiting";
      const chip = Object.assign(document.createElement("span"), {
        className: `chip ${waits ? "warn" : "ok"}`,
        textContent: waits ? words.waits : words.read,
      });
      for (const old of of(one, ".chip")) old.remove();
      const minutes = one.querySelector("[data-minutes]");
      if (minutes) minutes.hidden = true;
      one.querySelector(".step-state").append(chip);
    }
    for (const module of of(document, ".module")) {
      const fresh = of(module, ".fresh"),
        squares = of(module, ".squares i"),
        all = of(module, ".steps > li");
      for (const one of fresh) squares[all.indexOf(one)]?.classList.add("d");
      const tally = module.querySelector("summary [data-said]");
      if (tally) count(tally, fresh.length);
    }
    for (const block of of(document, "[data-missing]")) {
      for (const one of of(block, "li")) if (read.has(slug(one.querySelector("a")))) one.remove();
      if (block.querySelector("li")) continue;
      block.hidden = true;
      for (const exam of of(document, "[data-shut]")) {
        exam.removeAttribute("data-shut");
        for (const old of of(exam, ".chip")) old.remove();
      }
    }
    showNext();
  };
  const showOutline = (read) => {
    for (const one of of(document, ".outline li:not(.done)")) {
      if (!read.has(slug(one.querySelector("a")))) continue;
      one.classList.add("done");
      one.querySelector(".mark").textContent = "✓";
    }
  };
  const show = async () => {
    const said = (await outbox.everything(document.body.dataset.person)).filter(
      ({ kind, state, run }) => kind === "courses.read" && run && state !== "refused",
    );
    if (!said.length) return;
    const readIn = (run) =>
      new Map(said.filter((one) => one.run === run).map(({ body, state }) => [body.lesson, state]));
    for (const label of of(document, "[data-open]")) {
      const read = readIn(label.dataset.run || here),
        open = label.dataset.open.split(" ");
      count(label, open.filter((lesson) => read.has(lesson)).length);
    }
    if (here) {
      showModules(readIn(here));
      showOutline(readIn(here));
    }
  };
  if (!window.outbox) return;
  show();
  addEventListener("outbox", show);
  addEventListener("pageshow", ({ persisted }) => {
    // What was handed in elsewhere since is not in the outbox: a list is asked for again. A lesson holds answers: it stays.
    const [how] = performance.getEntriesByType("navigation");
    const old = persisted || (how?.type === "back_forward" && !how.transferSize);
    if (old && navigator.onLine && !document.getElementById("lesson-end")) location.reload();
    else if (persisted) show();
  });
})();
