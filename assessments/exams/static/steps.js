/* A paper one step at a time: its questions, the review, and what is asked once more. The address holds which, so that
   Back works; flags are kept for this visit. */
const { attempt } = document.getElementById("paper").dataset;
const sections = [...document.querySelectorAll(".question-box")];
const links = [...document.querySelectorAll(".map a")];
const part = (name) => document.getElementById(name);
const ends = [part("review"), part("sure")];
const key = `flags:${attempt}`;
const flags = new Set((sessionStorage.getItem(key) || "").split(",").filter(Boolean));
let current = 0;

const paint = () => {
  links.forEach((link, at) => link.classList.toggle("flag", flags.has(String(at))));
  part("flag").setAttribute("aria-pressed", String(flags.has(String(current))));
};
const mark = (link, here) => (here ? link.setAttribute("aria-current", "step") : link.removeAttribute("aria-current"));
const show = (name, focus) => {
  const end = ends.find(({ id }) => id === name);
  if (!end)
    current = Math.max(
      0,
      sections.findIndex(({ id }) => id === name),
    );
  sections.forEach((section, at) => {
    section.hidden = end || at !== current;
    mark(links[at], !section.hidden);
  });
  for (const one of ends) one.hidden = one !== end;
  document.documentElement.classList.toggle("paper-end", Boolean(end));
  mark(part("to-review"), Boolean(end));
  part("steps").hidden = Boolean(end);
  part("to-questions").href = `#${sections[current].id}`;
  const { next, review } = part("on").dataset;
  part("back").disabled = current === 0;
  part("on").textContent = current === sections.length - 1 ? review : next;
  paint();
  dispatchEvent(new Event("resize")); // pictures measure themselves when they come to be seen
  if (focus) {
    const target = end ? end.querySelector("h2") : sections[current];
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
};
const asked = () => location.hash.slice(1);
const go = (step) => {
  location.hash = (sections[current + step] || ends[0]).id;
};
addEventListener("hashchange", () => show(asked(), true));
part("back").onclick = () => go(-1);
part("on").onclick = () => go(1);
part("flag").onclick = () => {
  const name = String(current);
  if (!flags.delete(name)) flags.add(name);
  sessionStorage.setItem(key, [...flags].join(","));
  paint();
};

document.documentElement.classList.add("paper-live");
part("to-review").href = "#review";
for (const hidden of document.querySelectorAll(".with-script")) hidden.hidden = false;
for (const one of document.querySelectorAll(".by-hand")) one.hidden = true;
const wrong = sections.find((section) => "error" in section.dataset);
// what is asked once more is asked anew: nobody knows any more what it was about
if (asked() === "sure") history.replaceState(null, "", "#review");
show(wrong ? wrong.id : asked(), false);
