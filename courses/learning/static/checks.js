/* Checks on a bad line, in lessons and practice quizzes: what is right was kept with the page, so their results are given
   here. A practice quiz fetches it where it was not kept, and counts its results. Pictures that were left out: on a tap. */
(() => {
  const { person } = document.body.dataset,
    keys = document.getElementById("check-keys"),
    tally = document.getElementById("tally");
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

  const count = (at, outcome) => {
    const { signs, some, whole } = tally.dataset,
      sign = { right: "r", partly: "p", wrong: "w" }[outcome];
    const now = signs.slice(0, at) + sign + signs.slice(at + 1),
      of = (one) => now.split(one).length - 1;
    tally.dataset.signs = now;
    tally.textContent = practice.fill(of("-") ? some : whole, {
      answered: now.length - of("-"),
      right: of("r"),
      partly: of("p"),
    });
  };
  const judgeHere = async () => {
    const all = await Promise.all(named("answers").map(toldOf));
    const told = {
      ...all[0],
      checks: Object.assign({}, ...all.map(({ checks }) => checks)),
      words: Object.assign({}, ...all.map(({ words }) => words)),
    };
    await Promise.all(named("script").map(load));
    document.querySelectorAll(".card.check").forEach((box, at) => {
      const id = box.id.replace(/^check-|-box$/g, "");
      box.querySelector("form").addEventListener("submit", (event) => {
        event.preventDefault();
        const result = practice.judge(told, id, new FormData(event.target));
        practice.show(box, told, result);
        if (tally && result.outcome) count(at, result.outcome);
      });
    });
    document.documentElement.dataset.practice = "";
  };
  if (keys && person) judgeHere().catch(() => {}); // nothing kept, nothing fetched: the form goes to the server

  // A page from the phone may be older than the sign-in: its forms get a token of today, or the page is asked for again.
  const renew = async () => {
    if (!navigator.onLine || !self.caches || !(await kept(location.pathname))) return;
    const now = await outbox.renew();
    if (now.status === 401 || (now.person && now.person !== person)) location.reload();
    if (now.token) for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = now.token;
  };
  if (person) renew();

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
