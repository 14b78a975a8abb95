/* A report of a mistake on a bad line: it is kept before it is sent. A link under a question or a word has the form of the
   page be about that; the address of the form says in what the mistake is. */
(() => {
  const box = document.getElementById("mistake"),
    about = document.getElementById("mistake-about"),
    form = box.querySelector("form");
  const { person } = document.body.dataset,
    { dataset: words } = form,
    { sort, sentence, text } = form.elements;
  const KIND = "courses.mistake",
    WAIT = 4000;
  const own = { action: form.getAttribute("action"), about: about.textContent };
  const say = (told) => {
    document.getElementById("mistake-said").textContent = told;
  };
  const beAbout = (action, told) => {
    form.setAttribute("action", action);
    about.textContent = told;
    say("");
  };

  addEventListener("click", (event) => {
    const link = event.target.closest("a[data-mistake]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    box.hidden = false;
    box.open = true;
    beAbout(link.getAttribute("href"), link.dataset.mistake);
    box.scrollIntoView();
    sort.focus({ preventScroll: true });
  });
  box.addEventListener("toggle", () => {
    if (box.open) return;
    beAbout(own.action, own.about);
    box.hidden = !own.action;
  });

  const report = async () => {
    const asked = Object.fromEntries(new URL(form.action).searchParams),
      typed = { sort: sort.value, sentence: sentence.value.trim(), text: text.value.trim() },
      title = words.title.replace("{what}", about.textContent);
    let kept;
    try {
      const subject = asked.course || asked.attempt;
      kept = await outbox.keep({ kind: KIND, subject, title, body: { ...asked, ...typed } });
    } catch {
      form.submit();
      return;
    } // no store on this phone: as without a script
    sentence.value = text.value = "";
    const status = await Promise.race([outbox.send(), new Promise((resolve) => setTimeout(resolve, WAIT, 0))]);
    const mine = (await outbox.everything(person)).find(({ id }) => id === kept.id);
    if (mine?.state === "refused") {
      ({ sentence: sentence.value, text: text.value } = typed);
      say(mine.message);
    } else if (status === 401) say(words.signedOut);
    else say(mine?.state === "waiting" ? words.waits : words.sent);
  };
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy || !form.reportValidity()) return;
    busy = true;
    await report();
    busy = false;
  });
})();
