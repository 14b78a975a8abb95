/* Checks are judged in place: here, where what is right was kept with the page (a practice quiz fetches it), else by the
   server in one small answer. The result stands under the button, in view and in focus, and the other answers stay. Where
   neither works that is said, and the next press sends the form. Pictures that were left out: on a tap. */
(() => {
  const { person, sending } = document.body.dataset,
    form = document.getElementById("checks"),
    keys = document.getElementById("check-keys"),
    tally = document.getElementById("tally");
  const GAP = 12, // pixels between what is shown and the edge of the screen
    PATIENCE = 15000;
  let here = null; // what is right in the checks of this page, once it is here with the scripts that judge by it

  const kept = async (address) => (await caches.open(`kept-${person}`)).match(address);
  const load = (src) =>
    new Promise((resolve, reject) => {
      document.head.append(
        Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject, async: false }),
      );
    });
  const named = (what) => [...keys.querySelectorAll(`[data-is=${what}]`)].map(({ dataset }) => dataset.keep);
  // What is right in every check of the page; nothing where it is not here and shall not be fetched.
  const toldOf = async (address) => {
    const answer =
      (self.caches && (await kept(address))) || (("atOnce" in keys.dataset || null) && (await fetch(address)));
    if (!answer?.ok) throw new Error("not kept");
    return answer.json();
  };
  const judgeHere = async () => {
    const all = await Promise.all(named("answers").map(toldOf));
    await Promise.all(named("script").map(load));
    here = {
      ...all[0],
      checks: Object.assign({}, ...all.map(({ checks }) => checks)),
      words: Object.assign({}, ...all.map(({ words }) => words)),
    };
    document.documentElement.dataset.practice = "";
  };

  const count = (at, outcome) => {
    const { signs, some, whole } = tally.dataset,
      sign = { right: "r", partly: "p", wrong: "w" }[outcome];
    const now = signs.slice(0, at) + sign + signs.slice(at + 1),
      of = (one) => now.split(one).length - 1,
      values = { answered: now.length - of("-"), right: of("r"), partly: of("p") };
    tally.dataset.signs = now;
    tally.textContent = (of("-") ? some : whole).replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
  const nameOf = (box) => box.id.replace(/^check-|-box$/g, "");
  const part = (box, selector) => box.querySelector(selector);
  // All of the result if it has room below the button, else as much as fits under it.
  const bring = (box) => {
    const told = part(box, ".told"),
      high = self.visualViewport?.height || innerHeight;
    told.focus({ preventScroll: true });
    const top = part(box, "button[name=of]").getBoundingClientRect().top - GAP,
      over = told.getBoundingClientRect().bottom + GAP - high;
    if (top < 0 || over > 0) scrollBy(0, top < 0 ? top : Math.min(top, over));
  };
  const mark = (box, refused) => {
    const group = part(box, "fieldset");
    part(box, ".field.item").classList.toggle("wrong", refused);
    if (refused) group.setAttribute("aria-describedby", `${group.id}-error`);
    else group.removeAttribute("aria-describedby");
  };
  const shown = (box, outcome, refused = !outcome) => {
    mark(box, refused);
    if (tally && outcome) count([...document.querySelectorAll(".card.check")].indexOf(box), outcome);
    bring(box);
  };
  const say = (box, text) => {
    const line = Object.assign(document.createElement("p"), {
      className: "error",
      id: `${part(box, "fieldset").id}-error`,
      textContent: text,
    });
    part(box, ".told").replaceChildren(line);
    shown(box, "");
  };

  // The fields of one check, by their own names.
  const fieldsOf = (box) => {
    const own = new FormData(),
      before = `${nameOf(box)}.`;
    for (const [name, value] of new FormData(form))
      if (name.startsWith(before)) own.append(name.slice(before.length), value);
    return own;
  };
  const send = (box, button) => {
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, [button.name]: button.value });
    for (const [name, value] of fieldsOf(box)) body.append(`${nameOf(box)}.${name}`, value);
    const signal = AbortSignal.timeout?.(PATIENCE);
    return fetch(button.formAction, { method: "POST", body, signal, headers: { Accept: "application/json" } });
  };
  const setToken = (token) => {
    for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
  };
  // How the server judges; with a token of today if that of the page is of an earlier sign-in.
  const ask = async (box, button) => {
    const answer = await send(box, button),
      told = await answer.json();
    if (answer.ok || told.error?.reason !== "form-token") return { ...told, status: answer.status };
    const now = await outbox.renew();
    if (!now.token || now.person !== person) return { status: 401 };
    setToken(now.token);
    const second = await send(box, button);
    return { ...(await second.json()), status: second.status };
  };
  const asPage = (box, button) => {
    box.dataset.asPage = "";
    form.requestSubmit(button);
  };
  const judge = async (box, button) => {
    if (here && nameOf(box) in here.checks) {
      const result = practice.judge(here, nameOf(box), fieldsOf(box));
      practice.show(box, here, result);
      shown(box, result.outcome);
      return;
    }
    if (button.getAttribute("aria-disabled")) return; // a second press while the first is under way
    const words = button.textContent;
    button.setAttribute("aria-disabled", "true");
    button.textContent = sending;
    const told = await ask(box, button).catch(() => ({ status: 0 }));
    button.removeAttribute("aria-disabled");
    button.textContent = words;
    if (told.isStale) asPage(box, button);
    else if ("told" in told) {
      part(box, ".told").innerHTML = told.told;
      shown(box, told.outcome);
    } else if (told.status === 401) say(box, keys.dataset.signedOut);
    else if (told.status && told.status < 500) say(box, told.error?.message || keys.dataset.noLine);
    else {
      say(box, keys.dataset.noLine);
      box.dataset.failed = "";
    }
  };
  // Empty again, as it was before any answer.
  const again = (box) => {
    const fields = [...part(box, "fieldset").querySelectorAll("[name]")];
    for (const one of fields) {
      if (/radio|checkbox/.test(one.type)) one.checked = false;
      else if (one.localName === "select") one.selectedIndex = 0;
      else one.value = "";
    }
    for (const one of fields) one.dispatchEvent(new Event("input", { bubbles: true }));
    part(box, ".told").replaceChildren();
    mark(box, false);
    const first = [...part(box, "fieldset").querySelectorAll("input, select, textarea, button, [tabindex]")];
    first.find((one) => one.type !== "hidden" && one.checkVisibility())?.focus({ preventScroll: true });
    if (box.getBoundingClientRect().top < 0) box.scrollIntoView();
  };
  form?.addEventListener("submit", (event) => {
    const { submitter: button } = event,
      box = button?.closest(".card.check");
    if (!box || !keys || "asPage" in box.dataset || ("failed" in box.dataset && navigator.onLine)) return;
    event.preventDefault();
    if (button.name === "again") again(box);
    else judge(box, button);
  });
  form?.addEventListener("keydown", (event) => {
    const box =
      event.key === "Enter" && event.target.matches("input[type=text]") && event.target.closest(".card.check");
    if (!box) return;
    event.preventDefault();
    part(box, "button[name=of]").click();
  });
  if (keys && person) judgeHere().catch(() => {}); // nothing kept, nothing fetched: the server judges

  // A page from the phone may be older than the sign-in: its forms get a token of today, or the page is asked for again.
  const renew = async () => {
    if (!navigator.onLine || !self.caches || !(await kept(location.pathname))) return;
    const now = await outbox.renew();
    if (now.status === 401 || (now.person && now.person !== person)) location.reload();
    if (now.token) setToken(now.token);
  };
  if (person) renew();

  // A figure in a larger view: the whole window, to be moved with a finger or with the arrow keys.
  addEventListener("click", (event) => {
    const link = event.target.closest("a.larger");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const view = Object.assign(document.createElement("dialog"), { className: "larger-view" }),
      form = Object.assign(document.createElement("form"), { method: "dialog" }),
      close = Object.assign(document.createElement("button"), { className: "btn", textContent: link.dataset.close }),
      { alt, src, width, height } = link.querySelector("img");
    form.append(close);
    view.append(form, Object.assign(new Image(width, height), { alt, src }));
    view.setAttribute("aria-label", link.textContent.trim());
    view.addEventListener("close", () => view.remove());
    document.body.append(view);
    view.showModal();
  });

  addEventListener("click", (event) => {
    const link = event.target.closest("a[data-picture]");
    if (!link) return;
    event.preventDefault();
    const [width, height] = link.dataset.picture.split(" "),
      text = link.previousElementSibling;
    const picture = Object.assign(new Image(width, height), { alt: text.textContent, src: link.getAttribute("href") });
    link.setAttribute("aria-disabled", "true");
    picture.onload = () => {
      picture.tabIndex = -1;
      link.parentElement.replaceWith(picture);
      picture.focus({ preventScroll: true });
    };
    picture.onerror = () => {
      link.removeAttribute("aria-disabled");
      link.textContent = link.dataset.noPicture;
    };
  });
})();
