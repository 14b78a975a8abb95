/* The review of a paper, from what this device holds: it needs no line. What the server asks before it takes a paper with
   open questions stands in a step of its own. */
const part = (name) => document.getElementById(name);
const links = [...document.querySelectorAll(".map a")];
const { dataset: words } = part("paper");
const { elements: form } = part("submit-form");
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const number = (link) => Number(link.hash.slice(2));

const list = (into, found) =>
  into.replaceChildren(
    ...found.map((position) => {
      const link = Object.assign(document.createElement("a"), { href: `#q${position}`, textContent: position });
      link.setAttribute("aria-label", fill(words.question, { n: position }));
      const item = document.createElement("li");
      item.append(link);
      return item;
    }),
  );
const review = () => {
  const has = (name) => links.filter(({ classList }) => classList.contains(name)).map(number);
  const [done, flagged] = [has("done"), has("flag")];
  const open = links.map(number).filter((position) => !done.includes(position));
  part("review-count").textContent = fill(words.answered, { n: done.length, all: links.length });
  for (const [kind, found] of Object.entries({ open, flagged, done })) {
    const group = document.querySelector(`[data-group=${kind}]`);
    group.hidden = !found.length;
    group.querySelector("h3").textContent = fill(group.dataset.title, { n: found.length });
    list(group.querySelector("ol"), found);
  }
  form.unanswered.value = open;
  form.sure.value = "";
};
const turn = () => {
  if (location.hash !== "#sure") review();
};
addEventListener("hashchange", turn);
addEventListener("counted", turn);

// The server says what has no answer, in whichever window it was given or taken back.
const ask = ({ detail: { unanswered } }) => {
  const shown = form.unanswered.value.split(",").filter(Boolean).map(Number);
  const since = [shown.filter((one) => !unanswered.includes(one)), unanswered.filter((one) => !shown.includes(one))];
  const says = [...part("changed").querySelectorAll("[data-since]")];
  says.forEach((line, at) => {
    line.hidden = !since[at].length;
    line.textContent = fill(line.dataset.since, { list: since[at].join(", ") });
  });
  part("changed").hidden = !since.flat().length;
  const some = unanswered.length > 0,
    title = part("sure-title"),
    submit = part("submit-sure");
  title.textContent = fill(some ? title.dataset.some : title.dataset.none, { n: unanswered.length });
  submit.textContent = some ? submit.dataset.some : submit.dataset.none;
  submit.classList.toggle("quiet", some);
  part("lacking").hidden = part("answer-first").hidden = !some;
  if (some) part("answer-first").href = `#q${unanswered[0]}`;
  list(part("lacking").querySelector("ol"), unanswered);
  form.unanswered.value = unanswered;
  form.sure.value = "1";
  if (location.hash === "#sure") title.focus();
  else location.hash = "sure";
};
addEventListener("ask", ask);
part("newest").onclick = () => {
  location.hash = "review";
  location.reload();
};
turn();
