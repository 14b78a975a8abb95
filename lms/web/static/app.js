/* Small comforts; every page works without them. Words come translated from the data of <body>. */
(() => {
  const words = document.body.dataset;
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const say = (text) => {
    document.getElementById("said").textContent = text;
  };

  // By whose clock this device reads: pages say moments so where neither account nor unit says otherwise.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const told = `time-zone=${zone}`;
  if (zone && !document.cookie.split("; ").includes(told)) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${told}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  }

  // A form is sent once: a second press while it is on its way says so and does nothing.
  const sent = new WeakSet();
  addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    if (event.defaultPrevented || form.method !== "post") return;
    if (sent.has(form)) {
      event.preventDefault();
      say(words.sending);
      return;
    }
    sent.add(form);
    const label = button && button.innerHTML;
    const free = () => {
      sent.delete(form);
      if (button) {
        button.removeAttribute("aria-disabled");
        button.innerHTML = label;
      }
    };
    setTimeout(() => {
      if (!button) return;
      button.setAttribute("aria-disabled", "true");
      button.textContent = button.dataset.busy || words.sending;
    });
    setTimeout(free, 10000); // a download leaves the page standing
    addEventListener("pageshow", (shown) => {
      if (shown.persisted) free();
    });
  });

  // After signing out the back button shows no page that the browser remembered: it asks the server again.
  const left = () => {
    try {
      return localStorage.getItem("left");
    } catch {
      return null;
    }
  };
  const leftBefore = left();
  addEventListener("submit", ({ target: form }) => {
    if (form.getAttribute("action") === "/sign-out") {
      try {
        localStorage.setItem("left", Date.now());
      } catch {
        /* none */
      }
    }
  });
  addEventListener("pageshow", (shown) => {
    if (shown.persisted && left() !== leftBefore) location.reload();
  });

  // A glossary word opens its meaning on the spot, from the list of words at the foot of the page.
  let open = null;
  const close = () => {
    if (!open) return;
    const { link, box } = open;
    if (box.contains(document.activeElement)) link.focus();
    box.remove();
    link.setAttribute("aria-expanded", "false");
    open = null;
  };
  const explain = (link, meaning) => {
    const same = open && open.link === link;
    close();
    if (same) return;
    const box = document.createElement("span");
    box.className = "gloss";
    box.setAttribute("role", "status");
    const button = document.createElement("button");
    button.className = "link";
    button.type = "button";
    button.textContent = words.close;
    button.onclick = close;
    link.after(box);
    link.setAttribute("aria-expanded", "true");
    open = { link, box };
    setTimeout(() => box.append(...meaning.cloneNode(true).childNodes, button));
  };

  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea"); // a site without HTTPS
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  addEventListener("click", async (event) => {
    const pressed = event.target.closest("a.term, [data-copy], [data-print]");
    if (!pressed) return;
    if (pressed.dataset.copy) {
      await copy(pressed.dataset.copy);
      pressed.focus();
      say((pressed.textContent = words.copied));
    } else if (pressed.hash) {
      const word = document.getElementById(pressed.hash.slice(1));
      if (word) {
        event.preventDefault();
        explain(pressed, word.nextElementSibling);
      }
    } else print();
  });
  all("a.term", (link) => link.setAttribute("aria-expanded", "false"));
  all("[data-copy], [data-print]", (button) => {
    button.hidden = false;
  });
  all(isSecureContext ? "[data-secure]" : "[data-insecure]", (notice) => {
    notice.hidden = false;
  });
  all(".problem", (problem) => problem.focus());
})();
