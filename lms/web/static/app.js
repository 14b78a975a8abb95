/* Small comforts; every page works without them. Words come translated from the data attributes of <body>. */
(() => {
  const words = document.body.dataset;
  const say = (text) => { document.getElementById("said").textContent = text; };

  // A form is sent once: a second press while it is on its way says so and does nothing.
  const sent = new WeakSet();
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (sent.has(form)) { event.preventDefault(); say(words.sending); return; }
    sent.add(form);
    const button = event.submitter;
    if (!button) return;
    const label = button.innerHTML;
    const free = () => { sent.delete(form); button.removeAttribute("aria-disabled"); button.innerHTML = label; };
    setTimeout(() => {
      if (!sent.has(form)) return;
      button.setAttribute("aria-disabled", "true");
      button.textContent = button.dataset.busy || words.sending;
    });
    setTimeout(free, 10000);
    addEventListener("pageshow", (shown) => { if (shown.persisted) free(); }, { once: true });
  });

  // A glossary word opens its meaning on the spot, from the list of words at the foot of the page.
  let open = null;
  const close = () => {
    if (!open) return;
    const { link, box } = open;
    const inside = box.contains(document.activeElement);
    box.remove();
    link.setAttribute("aria-expanded", "false");
    open = null;
    if (inside) link.focus();
  };
  const explain = (link, meaning) => {
    const same = open && open.link === link;
    close();
    if (same) return;
    const box = document.createElement("span");
    box.className = "gloss";
    box.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = words.close;
    button.onclick = () => { link.focus(); close(); };
    link.after(box);
    link.setAttribute("aria-expanded", "true");
    open = { link, box };
    setTimeout(() => box.append(...meaning.cloneNode(true).childNodes, button));
  };
  document.querySelectorAll("a.term").forEach((link) => link.setAttribute("aria-expanded", "false"));
  addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };

  addEventListener("click", async (event) => {
    const link = event.target.closest("a.term, [data-copy], [data-print]");
    if (!link) return;
    if (link.matches("a.term")) {
      const word = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (word) { event.preventDefault(); explain(link, word.nextElementSibling); }
    } else if (link.hasAttribute("data-print")) {
      print();
    } else {
      await copy(link.dataset.copy);
      link.focus();
      say(link.textContent = words.copied);
    }
  });
  document.querySelectorAll("[data-copy], [data-print]").forEach((button) => { button.hidden = false; });

  const problems = document.querySelector(".problem");
  if (problems) problems.focus();
})();
