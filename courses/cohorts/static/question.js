/* A question under a lesson on a bad line: it is kept before it is sent. */
(() => {
  const form = document.querySelector("#ask form");
  const { person } = document.body.dataset;
  const { dataset: words } = form;
  const field = form.querySelector("textarea");
  const WAIT = 4000;
  const say = (text) => {
    document.getElementById("asked").textContent = text;
  };
  const ask = async (text) => {
    const { course, lesson, title } = words;
    try {
      await outbox.keep({ kind: "cohorts.question", subject: course, title, body: { lesson, text } });
    } catch {
      form.submit();
      return;
    } // no store on this phone: as without a script
    field.value = "";
    const status = await Promise.race([outbox.send(), new Promise((resolve) => setTimeout(resolve, WAIT, 0))]);
    const [mine] = (await outbox.everything(person))
      .filter(({ kind, body }) => kind === "cohorts.question" && body.lesson === lesson && body.text === text)
      .reverse();
    if (mine?.state === "refused") {
      field.value = text;
      say(mine.message);
    } else if (status === 401) say(words.signedOut);
    else say(mine?.state === "waiting" ? words.waits : words.sent);
  };
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (busy || !text) return;
    busy = true;
    await ask(text);
    busy = false;
  });
})();
